"""Cooperation and conflict in figures, period by period; every figure opens to the events and claims behind it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from keii.errors import UsageError
from keii.ledger.rows import PublishedOn
from keii.model import Change, Indicator, Layer, Moment, Period, Precision, Side, Tally
from keii.situation.baseline import surprises
from keii.situation.happening import Happening
from keii.situation.segments import cuts_of_counts

_BY_DAY = frozenset({Precision.HOUR, Precision.DAY, Precision.PUBLISHED})
# How exactly an event must be known to fall into a period: «in 2023» belongs to no week of it.
_PLACED = {"day": _BY_DAY, "week": _BY_DAY | {Precision.WEEK}, "month": _BY_DAY | {Precision.WEEK, Precision.MONTH}}
MOST_PERIODS = 5_000  # 13 years of days; the partitioning grows with the square


def indicator(name: str, happenings: Iterable[Happening], published: Iterable[PublishedOn], *, by: str,
              since: str | None = None, until: str | None = None) -> Indicator:
    """Return cooperation and conflict among the happenings by day, week or month.

    An event counts once, however many documents tell it. Those that occurred or are claimed fall into the period
    they happened in (where no text dates them, the one they were first told in), those awaited or denied into the
    one they were first told in: a figure about announcements says when they were made. `since` and `until` are days,
    `until` exclusive; otherwise the periods are those in which documents were published.
    """
    read = {one.day: one.documents for one in published}
    first, last = since or min(read, default=None), _last(until) or max(read, default=None)
    if first is None or last is None or first > last:
        return Indicator(name=name, by=by, periods=(), changes_of_cooperation=(), changes_of_conflict=(), unplaced=())
    borders = list(_borders(first, last, by))
    placed: defaultdict[str, list[Happening]] = defaultdict(list)
    unplaced = []
    for one in happenings:
        moment = _counted_at(one)
        if moment.start is None or moment.precision not in _PLACED[by]:
            unplaced.append(one.event.id)
        elif borders[0] <= moment.start < borders[-1]:
            placed[_start(moment.start, by)].append(one)
    spans = list(pairwise(borders))
    documents = _documents(spans, read, by)
    periods = [Period(start=start, end=end, documents=documents[start], tallies=_tallies(placed[start]),
                      cooperation=None, conflict=None) for start, end in spans]
    return _judged(name, by, periods, tuple(unplaced))


def _judged(name: str, by: str, periods: Sequence[Period], unplaced: tuple[str, ...]) -> Indicator:
    """Return the indicator with the surprises and changes of what occurred."""
    counts = {side: [period.count(Layer.OCCURRED, side) for period in periods] for side in Side}
    read = [period.documents for period in periods]
    cooperation, conflict = (surprises(counts[side], read, by) for side in (Side.COOPERATION, Side.CONFLICT))
    return Indicator(
        name=name, by=by, unplaced=unplaced,
        periods=tuple(
            Period(start=one.start, end=one.end, documents=one.documents, tallies=one.tallies,
                   cooperation=cooperation[number], conflict=conflict[number])
            for number, one in enumerate(periods)),
        changes_of_cooperation=_changes(periods, counts[Side.COOPERATION]),
        changes_of_conflict=_changes(periods, counts[Side.CONFLICT]))


def _changes(periods: Sequence[Period], counts: Sequence[int]) -> tuple[Change, ...]:
    return tuple(Change(start=periods[cut.at].start, before=round(cut.before, 3), after=round(cut.after, 3),
                        gain=round(cut.gain, 2)) for cut in cuts_of_counts(counts))


def _counted_at(one: Happening) -> Moment:
    if one.layer in (Layer.OCCURRED, Layer.CLAIMED):
        return one.moment
    return Moment(start=one.first_told, end=None,
                  precision=Precision.PUBLISHED if one.first_told else Precision.UNKNOWN)


def _tallies(happenings: Sequence[Happening]) -> tuple[Tally, ...]:
    found = []
    for layer in Layer:
        for side in Side:
            own = [one for one in happenings if one.layer is layer and one.side is side]
            if own:
                score = round(sum(one.score for one in own), 2)
                found.append(Tally(layer=layer, side=side, count=len(own), score=score,
                                   events=tuple(one.event.id for one in own),
                                   claims=tuple(claim for one in own for claim in one.claims)))
    return tuple(found)


def _documents(spans: Sequence[tuple[str, str]], read: dict[str, int], by: str) -> dict[str, int]:
    found = {start: 0 for start, _ in spans}
    for day, documents in read.items():
        start = _start(day, by)
        if start in found:
            found[start] += documents
    return found


def _last(until: str | None) -> str | None:
    return (date.fromisoformat(until) - timedelta(days=1)).isoformat() if until else None


def _borders(first: str, last: str, by: str) -> Iterator[str]:
    """Yield the first days of the periods from the one of `first` to the one after that of `last`."""
    at, number = _start(first, by), 0
    while at <= last:
        yield at
        at, number = _next(at, by), number + 1
        if number > MOST_PERIODS:
            raise UsageError(f"there are more than {MOST_PERIODS} periods from {first} to {last}.",
                             remedy="Give --since and --until, or longer periods with --by.")
    yield at


def _start(day: str, by: str) -> str:
    """Return the first day of the period that holds the day; weeks begin on Monday."""
    on = date.fromisoformat(day)
    match by:
        case "week":
            return (on - timedelta(days=on.weekday())).isoformat()
        case "month":
            return on.replace(day=1).isoformat()
    return on.isoformat()


def _next(start: str, by: str) -> str:
    on = date.fromisoformat(start)
    match by:
        case "week":
            return (on + timedelta(days=7)).isoformat()
        case "month":
            return (on.replace(day=28) + timedelta(days=4)).replace(day=1).isoformat()
    return (on + timedelta(days=1)).isoformat()
