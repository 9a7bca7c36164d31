"""A claim as the inputs of a form, and what a person made of them as the values of its fields."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from keii.errors import UsageError
from keii.ledger.decisions import Reviewed
from keii.model import Claim, Party, Source, Span
from keii.model.amending import plain
from keii.review.written import (
    Named,
    Passage,
    Words,
    certainty_of,
    parties_of,
    place_of,
    sources_of,
    status_of,
    time_of,
    type_of,
    written_time,
)

ROWS = 20  # parties or sources of a claim that a form may hold
GROUPS = ("actors", "recipients", "sources")
_KIND = frozenset({"type", "mode", "label"})
_LINES = re.compile(r"[\r\n]+")  # no input of one line holds them
_ROW = re.compile(r"(actors|recipients|sources)-(\d{1,2})-(words|at|nth|code|entry|kind|saying)")


def filled(claim: Claim) -> dict[str, str]:
    """Return the inputs of a claim's form by name: `status`, `actors-0-words`, `place-where` and so on."""
    found = {"type": claim.type, "mode": f"{claim.type} {claim.mode}" if claim.mode else "", "label": claim.label or "",
             "status": claim.status.value, "certainty": claim.certainty.value}
    for group in GROUPS:
        for number, one in enumerate(getattr(claim, group)):
            found |= {f"{group}-{number}-{name}": value for name, value in _named(one).items()}
    for field, span in (("place", claim.place and claim.place.span), ("time", claim.time and claim.time.span)):
        found |= {f"{field}-words": _line(span.quote) if span else "", f"{field}-at": str(span.start) if span else ""}
    found["place-where"] = ((claim.place.gazetteer or claim.place.country) if claim.place else "") or ""
    found["time-day"] = written_time(claim.time)
    return found


def _named(one: Party | Source) -> dict[str, str]:
    at = _place_of(one)
    found = {"words": _line(at.quote) if at else "", "at": str(at.start) if at else "", "code": one.code,
             "entry": one.actor or ""}
    if isinstance(one, Source):
        found |= {"kind": one.kind.value, "saying": _line(one.cue.span.quote)}
    return found


def _place_of(one: Party | Source) -> Span | None:
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
    if changed & _KIND:
        mode = inputs["mode"].rpartition(" ")[2]
        with _telling("type"):
            made |= type_of(claim, inputs["type"], mode or None, inputs["label"] or None)
    for field in changed - _KIND:
        with _telling(field):
            made[field] = _value(claim, passage, field, inputs)
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
        return row[1]
    field, _, part = name.partition("-")
    known = {"place": {"words", "at", "nth", "where"}, "time": {"words", "at", "nth", "day"}}
    if part:
        return field if part in known.get(field, ()) else ""
    return field if field in {"type", "mode", "label", "status", "certainty"} else ""


def _value(claim: Claim, passage: Passage, field: str, inputs: Mapping[str, str]) -> Any:
    match field:
        case "status":
            return status_of(inputs[field])
        case "certainty":
            return certainty_of(inputs[field])
        case "actors":
            made = claim.with_(actors=parties_of(passage, _rows(inputs, field, claim.actors), claim.actors))
        case "recipients":
            made = claim.with_(recipients=parties_of(passage, _rows(inputs, field, claim.recipients), claim.recipients))
        case "sources":
            made = claim.with_(sources=sources_of(passage, _rows(inputs, field, claim.sources), claim.sources))
        case "place":
            words = _words(inputs, field, claim.place.span if claim.place else None)
            made = claim.with_(place=place_of(passage, words, inputs["place-where"], claim.place))
        case _:
            words = _words(inputs, field, claim.time.span if claim.time else None)
            made = claim.with_(time=time_of(passage, words, inputs["time-day"], claim.time))
    return plain(made)[field]


def _rows(inputs: Mapping[str, str], group: str, held: tuple[Party, ...] | tuple[Source, ...]) -> Iterator[Named]:
    for number in range(ROWS):
        name = f"{group}-{number}"
        words = _words(inputs, name, _place_of(held[number]) if number < len(held) else None)
        kind, saying = inputs.get(f"{name}-kind", ""), inputs.get(f"{name}-saying", "")
        if words.text or (kind == "hearsay" and saying):
            yield Named(words=words, code=inputs.get(f"{name}-code", ""), entry=inputs.get(f"{name}-entry", ""),
                        kind=kind, saying=saying)


def _words(inputs: Mapping[str, str], name: str, held: Span | None) -> Words:
    """Return the words of an input; those that were shown are the text's own, with its line ends."""
    text, at, nth = (inputs.get(f"{name}-{part}", "") for part in ("words", "at", "nth"))
    if held and text == _line(held.quote) and at in ("", str(held.start)) and not nth:
        return Words(text=held.quote, at=held.start)
    return Words(text=text, at=int(at) if _is_number(at) else None, nth=int(nth) if _is_number(nth) else None)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10
