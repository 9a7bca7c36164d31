"""What a person decided about events: kept with author and time, never changed, respected by every later run."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a judgement says."""

    MERGE = "merge"  # the claims tell one happening
    SPLIT = "split"  # the claims do not tell the happening that the others tell
    CORRECT = "correct"  # a field of the event has this value


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision of one person; of two that contradict each other the later counts."""

    number: int = 0  # 0: not kept yet
    verdict: Verdict
    claims: tuple[str, ...]  # ids
    others: tuple[str, ...] = ()  # of a split
    field: str | None = None  # of a correction
    value: str | None = None  # of a correction
    author: str
    note: str | None = None
    at: str  # ISO 8601, UTC
