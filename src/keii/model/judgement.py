"""What a person decided about events and claims: kept with author and time, never changed, respected by later runs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a judgement says."""

    MERGE = "merge"  # the claims tell one happening
    SPLIT = "split"  # the claims do not tell the happening that the others tell
    CORRECT = "correct"  # a field of the event has this value
    ACCEPT = "accept"  # the claim is right as it was shown
    REJECT = "reject"  # the words tell no such act
    AMEND = "amend"  # the claim is right with these values of its fields
    UNDO = "undo"  # an earlier judgement of the same person no longer counts


ABOUT_CLAIMS = frozenset({Verdict.ACCEPT, Verdict.REJECT, Verdict.AMEND})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision of one person; of two that contradict each other the later counts.

    Of a claim it says the whole: `value` of an acceptance or amendment holds every field that differs from the claim
    as keii read it, so that it means the same when an earlier judgement is undone.
    """

    number: int = 0  # 0: not kept yet
    verdict: Verdict
    claims: tuple[str, ...]  # ids; one for a verdict about a claim, those of the undone judgement for UNDO
    others: tuple[str, ...] = ()  # of a split
    field: str | None = None  # of a correction
    value: str | None = None  # of a correction; of ACCEPT and AMEND a JSON object of fields (model.amending)
    author: str
    note: str | None = None
    at: str  # ISO 8601, UTC
    document: str | None = None  # whose claim it is about; None: it is about events
    seen: int | None = None  # row of the claim as keii had read it; None: it is about events
    undoes: int | None = None  # number of the judgement that no longer counts; None unless UNDO

    @property
    def amended(self) -> tuple[str, ...]:
        """The fields of the claim that differ from what keii read, by this judgement."""
        return tuple(json.loads(self.value or "{}")) if self.verdict in ABOUT_CLAIMS else ()


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that still count, by number: those that nobody undid, without the undoings themselves.

    An undoing can be undone as well; then what it undid counts again.
    """
    undone: set[int] = set()
    found = []
    for one in sorted(judgements, key=lambda judgement: judgement.number, reverse=True):
        if one.number in undone:
            continue
        if one.undoes is not None:
            undone.add(one.undoes)
        else:
            found.append(one)
    return tuple(reversed(found))
