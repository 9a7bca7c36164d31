"""A claim as the inputs of a form, and what a person made of them as the values of its fields."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from keii.errors import UsageError
from keii.ledger.decisions import Reviewed
from keii.model import Claim, Party, Quantity, Source, Span
from keii.review import fields
from keii.review.fields import KIND, PARTIES, Given
from keii.review.quantities import Counted, parts_of
from keii.review.written import Named, Passage, Words, type_of, written_time

ROWS = 20  # parties, sources or quantities of a claim that a form may hold
GROUPS = (*PARTIES, "quantities")
_COUNTED = ("low", "high", "unit", "kind")  # of a quantity, beside its words
_LINES = re.compile(r"[\r\n]+")  # no input of one line holds them
_ROW = re.compile(r"(actors|recipients|sources)-(\d{1,2})-(words|at|nth|code|entry|kind|saying)|"
                  r"(quantities)-(\d{1,2})-(words|at|nth|low|high|unit|kind)")


def filled(claim: Claim) -> dict[str, str]:
    """Return the inputs of a claim's form by name: `status`, `actors-0-words`, `place-where` and so on."""
    found = {"type": claim.type, "mode": f"{claim.type} {claim.mode}" if claim.mode else "", "label": claim.label or "",
             "status": claim.status.value, "certainty": claim.certainty.value}
    for group in GROUPS:
        for number, one in enumerate(getattr(claim, group)):
            found |= {f"{group}-{number}-{name}": value for name, value in _named(one).items()}
    for field, span in (("trigger", claim.trigger), ("place", claim.place and claim.place.span),
                        ("time", claim.time and claim.time.span)):
        found |= {f"{field}-words": _line(span.quote) if span else "", f"{field}-at": str(span.start) if span else ""}
    found["place-where"] = ((claim.place.gazetteer or claim.place.country) if claim.place else "") or ""
    found["time-day"] = written_time(claim.time)
    return found


def _named(one: Party | Source | Quantity) -> dict[str, str]:
    at = _place_of(one)
    found = {"words": _line(at.quote) if at else "", "at": str(at.start) if at else ""}
    if isinstance(one, Quantity):
        return found | dict(zip(_COUNTED, parts_of(one), strict=True))
    found |= {"code": one.code, "entry": one.actor or ""}
    if isinstance(one, Source):
        found |= {"kind": one.kind.value, "saying": _line(one.cue.span.quote)}
    return found


def _place_of(one: Party | Source | Quantity) -> Span | None:
    if isinstance(one, Quantity):
        return one.span
    return one.antecedent or one.span or (one.cue.span if isinstance(one, Source) else None)


def _line(words: str) -> str:
    return _LINES.sub("", words)


def values(found: Reviewed, given: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields that a person changed in the form of a claim, as plain values; raises UsageError.

    The error's `where` is the field. An input that is not given is unchanged, a row without words is taken out.
    """
    claim = found.claim or found.read
    passage = Passage(document=found.document, sentence=found.sentence)
    shown = filled(claim)
    changed = {_field(name) for name, value in given.items() if _field(name) and _line(value) != shown.get(name, "")}
    inputs = {**shown, **{name: value.strip() for name, value in given.items()}}
    made: dict[str, Any] = {}
    if changed & KIND:
        mode = inputs["mode"].rpartition(" ")[2]
        with _telling("type"):
            made |= type_of(claim, inputs["type"], mode or None, inputs["label"] or None)
    for field in sorted(changed - KIND):
        with _telling(field):
            made[field] = fields.value(claim, passage, field, _given(claim, field, inputs))
    return made


@contextlib.contextmanager
def _telling(field: str) -> Iterator[None]:
    """Say in which field an error is."""
    try:
        yield
    except UsageError as error:
        error.where = error.where or field
        raise


def _field(name: str) -> str:
    """Return the field that an input belongs to, "" for one that is none of the claim's."""
    if row := _ROW.fullmatch(name):
        return row[1] or row[4]
    field, _, part = name.partition("-")
    known = {"trigger": {"words", "at", "nth"}, "place": {"words", "at", "nth", "where"},
             "time": {"words", "at", "nth", "day"}}
    if part:
        return field if part in known.get(field, ()) else ""
    return field if field in {"type", "mode", "label", "status", "certainty"} else ""


def _given(claim: Claim, field: str, inputs: Mapping[str, str]) -> Given:
    """Return what the inputs say of a field."""
    if field in PARTIES:
        return Given(named=_rows(inputs, field, getattr(claim, field)))
    if field == "quantities":
        return Given(counted=_counted(inputs, claim.quantities))
    span = claim.trigger if field == "trigger" else getattr(getattr(claim, field), "span", None)
    return Given(word=inputs.get(field, ""), words=_words(inputs, field, span),
                 meant=inputs.get("place-where" if field == "place" else "time-day", ""))


def _rows(inputs: Mapping[str, str], group: str, held: tuple[Party, ...] | tuple[Source, ...]) -> Iterator[Named]:
    for number in range(ROWS):
        name = f"{group}-{number}"
        words = _words(inputs, name, _place_of(held[number]) if number < len(held) else None)
        kind, saying = inputs.get(f"{name}-kind", ""), inputs.get(f"{name}-saying", "")
        if words.text or (kind == "hearsay" and saying):
            yield Named(words=words, code=inputs.get(f"{name}-code", ""), entry=inputs.get(f"{name}-entry", ""),
                        kind=kind, saying=saying)


def _counted(inputs: Mapping[str, str], held: tuple[Quantity, ...]) -> Iterator[Counted]:
    for number in range(ROWS):
        name = f"quantities-{number}"
        words = _words(inputs, name, held[number].span if number < len(held) else None)
        if words.text:
            low, high, unit, kind = (inputs.get(f"{name}-{part}", "") for part in _COUNTED)
            yield Counted(words=words, low=low, high=high, unit=unit, kind=kind)


def _words(inputs: Mapping[str, str], name: str, held: Span | None) -> Words:
    """Return the words of an input; those that were shown are the text's own, with its line ends."""
    text, at, nth = (inputs.get(f"{name}-{part}", "") for part in ("words", "at", "nth"))
    if held and text == _line(held.quote) and at in ("", str(held.start)) and not nth:
        return Words(text=held.quote, at=held.start)
    return Words(text=text, at=int(at) if _is_number(at) else None, nth=int(nth) if _is_number(nth) else None)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10
