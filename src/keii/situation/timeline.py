"""The timeline of a situation: what happened and what is awaited, apart, each as exactly dated as it is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from keii.model import Expectation, Layer, Outcome, TurningPoint
from keii.situation.happening import Happening
from keii.situation.turning import turning_points


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An event that is planned, urged, expected or possible, with what became of it."""

    happening: Happening
    expectation: Expectation | None  # None: no expectation was opened by its claims

    @property
    def outcome(self) -> Outcome:
        """What became of it; open where nothing is known."""
        return self.expectation.outcome if self.expectation else Outcome.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What is told of a situation, by time; of equal times the longer and less certain after the shorter."""

    happened: tuple[Happening, ...]  # occurred and claimed, by when they happened
    awaited: tuple[Awaited, ...]  # by when they are awaited, those without a date last
    denied: tuple[Happening, ...]
    turning: tuple[TurningPoint, ...]
    since: str | None  # the day from which on a telling is new; None: none is marked

    def is_new(self, one: Happening) -> bool:
        """Tell whether an event was first told on or after the day; an undated document tells nothing new."""
        return self.since is not None and (one.first_told or "") >= self.since

    def is_told_again(self, one: Happening) -> bool:
        """Tell whether an event that was known before is told again on or after the day."""
        return self.since is not None and not self.is_new(one) and (one.last_told or "") >= self.since

    @property
    def open(self) -> tuple[Awaited, ...]:
        """What is still awaited."""
        return tuple(one for one in self.awaited if one.outcome in (Outcome.OPEN, Outcome.POSTPONED))


def timeline(happenings: Iterable[Happening], expectations: Iterable[Expectation] = (), *,
             since: str | None = None) -> Timeline:
    """Return the timeline of the happenings; `since` marks what was told from that day on."""
    ordered = sorted(happenings, key=_by_time)
    by_claim = {claim: one for one in expectations for claim in one.claims}
    return Timeline(
        happened=tuple(one for one in ordered if one.layer in (Layer.OCCURRED, Layer.CLAIMED)),
        awaited=tuple(Awaited(happening=one, expectation=_of(one.claims, by_claim))
                      for one in ordered if one.layer is Layer.AWAITED),
        denied=tuple(one for one in ordered if one.layer is Layer.DENIED),
        turning=turning_points(ordered), since=since)


def told_since(happenings: Iterable[Happening], day: str) -> tuple[Happening, ...]:
    """Return the happenings that a document published on or after the day tells."""
    return tuple(one for one in happenings if (one.last_told or "") >= day)


def _of(claims: Sequence[str], by_claim: dict[str, Expectation]) -> Expectation | None:
    return next((by_claim[claim] for claim in claims if claim in by_claim), None)


def _by_time(one: Happening) -> tuple[bool, str, str, str, str]:
    """Return the order: a year stands before its days, and what has no date at the end."""
    moment = one.moment
    return moment.start is None, moment.start or "", _reversed(moment.end or ""), one.first_told or "", one.event.id


def _reversed(day: str) -> str:
    """Return a day's digits so that later days sort first: the longer of two moments stands first."""
    return "".join(chr(ord("9") - ord(char) + ord("0")) if char.isdigit() else char for char in day)
