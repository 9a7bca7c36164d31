"""What a person says of one field of a claim, in a form or a line, as the field's plain value."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from keii.model import Claim
from keii.model.amending import plain
from keii.review.quantities import Counted, quantities_of
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
    trigger_of,
)

KIND = frozenset({"type", "mode", "label"})  # what an act is: the three are said together (written.type_of)
PARTIES = ("actors", "recipients", "sources")
_NONE = Words(text="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was written: for each field the part that it takes."""

    word: str = ""  # status, certainty
    named: Iterable[Named] = ()  # parties and sources
    counted: Iterable[Counted] = ()  # quantities
    words: Words = _NONE  # the act, place and time
    meant: str = ""  # by the words of a place or time


def value(claim: Claim, passage: Passage, field: str, given: Given) -> Any:
    """Return the plain value of a field that is none of KIND; raises UsageError for what the text does not hold."""
    match field:
        case "status":
            return status_of(given.word)
        case "certainty":
            return certainty_of(given.word)
        case "trigger":
            made = claim.with_(trigger=trigger_of(passage, given.words, claim.trigger))
        case "actors":
            made = claim.with_(actors=parties_of(passage, given.named, claim.actors))
        case "recipients":
            made = claim.with_(recipients=parties_of(passage, given.named, claim.recipients))
        case "sources":
            made = claim.with_(sources=sources_of(passage, given.named, claim.sources))
        case "quantities":
            made = claim.with_(quantities=quantities_of(passage, given.counted, claim.quantities))
        case "place":
            made = claim.with_(place=place_of(passage, given.words, given.meant, claim.place))
        case _:
            made = claim.with_(time=time_of(passage, given.words, given.meant, claim.time))
    return plain(made)[field]
