"""Fields of a claim as plain values, and a claim with some of its fields amended by a person."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from keii.model.claim import (
    Certainty,
    Claim,
    Cue,
    Judged,
    Party,
    Place,
    Quantity,
    Reference,
    Source,
    SourceKind,
    Status,
    Time,
)
from keii.model.text import Span

# What a person may amend, in the order in which it is shown.
AMENDABLE = ("trigger", "type", "mode", "label", "status", "certainty", "actors", "recipients", "sources", "place",
             "time", "quantities")


def plain(claim: Claim) -> dict[str, Any]:
    """Return the fields that may be amended as JSON values: strings, None, objects and lists of them."""
    return {field: _plain(getattr(claim, field)) for field in AMENDABLE}


def amended(claim: Claim, values: Mapping[str, Any], judged: Judged) -> Claim:
    """Return the claim with these fields, given as by `plain`, by the word of a person.

    Words that decided another status or certainty than the person's are no longer its cues. Raises KeyError for a
    field that may not be amended, ValueError or TypeError for a value that is none of its own.
    """
    found = claim.with_(judged=judged, **{field: _READ[field](value) for field, value in values.items()})
    as_read = (found.status, found.certainty) == (claim.status, claim.certainty)
    return found if as_read else found.with_(cues=())


def differing(first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields of two plain claims that say something else, not only in other words of keii's own."""
    return tuple(field for field in AMENDABLE if _said(first[field]) != _said(second[field]))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value if value is None else str(value)


def _said(value: Any) -> Any:
    """Return a plain value without what keii notes about how it came to it: reasons, and the words of saying."""
    if isinstance(value, list):
        return [_said(one) for one in value]
    if isinstance(value, dict):
        return {name: _said(one) for name, one in value.items() if name not in ("reason", "cue", "basis")}
    return value


def _span(value: Mapping[str, Any] | None) -> Span | None:
    return None if value is None else Span(**value)


def _party(value: Mapping[str, Any]) -> Party:
    return Party(**{**value, "span": _span(value["span"]), "antecedent": _span(value["antecedent"]),
                    "reference": Reference(value["reference"])})


def _source(value: Mapping[str, Any]) -> Source:
    cue = value["cue"]
    return Source(**{**value, "span": _span(value["span"]), "antecedent": _span(value["antecedent"]),
                     "reference": Reference(value["reference"]), "kind": SourceKind(value["kind"]),
                     "cue": Cue(span=Span(**cue["span"]), rule=cue["rule"])})


def _place(value: Mapping[str, Any] | None) -> Place | None:
    return None if value is None else Place(**{**value, "span": Span(**value["span"])})


def _quantity(value: Mapping[str, Any]) -> Quantity:
    return Quantity(**{**value, "span": Span(**value["span"]), "counted": _span(value["counted"])})


def _time(value: Mapping[str, Any] | None) -> Time | None:
    return None if value is None else Time(**{**value, "span": Span(**value["span"])})


_READ: Mapping[str, Callable[[Any], Any]] = {
    "trigger": lambda value: Span(**value), "type": str, "mode": lambda value: value, "label": lambda value: value,
    "status": Status, "certainty": Certainty,
    "actors": lambda values: tuple(map(_party, values)), "recipients": lambda values: tuple(map(_party, values)),
    "sources": lambda values: tuple(map(_source, values)), "place": _place, "time": _time,
    "quantities": lambda values: tuple(map(_quantity, values)),
}
