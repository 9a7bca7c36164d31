"""An axis of time: its periods from hours to years, and what falls into each of them.

Times are ISO 8601 days or hours (2024-06-13, 2024-06-13T15:00) as the ledger keeps them; on the axis they are numbers
of days, with hours as fractions.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum

from keii.errors import UsageError
from keii.model import Status

MOST_PERIODS = 400  # on one axis: more are narrower than two pixels
_LAST = date(MAXYEAR, 12, 31)
_MINUTE = 1 / 1440
_CENTURIES = 140_000  # days: 383 years
_AROUND = 7  # days before and after a single one that nobody asked for: a bar as wide as the paper tells nothing


class TooManyError(UsageError):
    """Periods that are too short for the days that they are to cover."""


class Level(StrEnum):
    """How long a period is."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


# The longest axis, in days, that a level divides unless another is asked for: 72 to 150 periods each.
_REACH = ((Level.HOUR, 3), (Level.DAY, 122), (Level.WEEK, 732), (Level.MONTH, 4400))

# How many days a period has, about.
_DAYS = ((Level.YEAR, 366.0), (Level.MONTH, 30.0), (Level.WEEK, 7.0), (Level.DAY, 1.0), (Level.HOUR, 1 / 24))


class Kind(StrEnum):
    """What is kept apart wherever it is counted: what is told as real, as still to come, as not so."""

    HAPPENED = "happened"
    AWAITED = "awaited"
    DENIED = "denied"


KINDS: dict[str, Kind] = {
    Status.OCCURRED: Kind.HAPPENED, Status.ONGOING: Kind.HAPPENED, Status.NOT_OCCURRED: Kind.DENIED,
    Status.PLANNED: Kind.AWAITED, Status.URGED: Kind.AWAITED, Status.EXPECTED: Kind.AWAITED,
    Status.POSSIBLE: Kind.AWAITED, Status.CONDITIONAL: Kind.AWAITED,
}


@dataclass(frozen=True, slots=True)
class Dated:
    """How many things have the same time and status."""

    since: str | None  # ISO 8601; None: no time is known
    until: str | None  # exclusive; None: the day or hour of `since` alone
    status: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One division of the axis, and how many things begin in it and are not longer than it."""

    start: float
    end: float
    since: str  # first day, or the hour
    until: str  # last day, included, as filters take it
    counts: Mapping[Kind, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wide:
    """Things of one time that is longer than a period: known to lie within it, not where."""

    start: float
    end: float
    since: str
    until: str  # the last day, included
    kind: Kind
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Periods one after another, what is in them, and what is not drawn."""

    level: Level
    periods: tuple[Period, ...]
    wide: tuple[Wide, ...]
    undated: int
    outside: int

    @property
    def start(self) -> float:
        """Where the axis begins."""
        return self.periods[0].start

    @property
    def end(self) -> float:
        """Where the axis ends."""
        return self.periods[-1].end

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that can divide these days, from the longest."""
        return tuple(level for level, days in _DAYS if (self.end - self.start) / days <= MOST_PERIODS)

    def total(self, kind: Kind) -> int:
        """Return how many things of a kind are drawn."""
        return sum(one.counts.get(kind, 0) for one in self.periods) + sum(
            one.number for one in self.wide if one.kind is kind)


def level_of(value: str | None) -> Level | None:
    """Return the level of this name, None for none; raises UsageError for another word."""
    found = next((level for level in Level if level == value), None)
    if value is not None and found is None:
        raise UsageError(f"«by» is no length of a period: «{value[:20]}».", remedy=f"It knows: {', '.join(Level)}.")
    return found


def day_number(time: str) -> float:
    """Return the place of a time on the axis.

    >>> day_number("2024-06-13T18:00") - day_number("2024-06-13")
    0.75
    """
    hours = int(time[11:13]) + int(time[14:16] or 0) / 60 if len(time) > 12 else 0
    return date.fromisoformat(time[:10]).toordinal() + hours / 24


def extent(since: str, until: str | None) -> tuple[float, float]:
    """Return where a time begins and ends; one without an end is the day or the hour."""
    start = day_number(since)
    end = day_number(until) if until else start
    return start, end if end > start else start + (1 / 24 if len(since) > 12 else 1)


def axis(found: Collection[Dated], *, since: str | None, until: str | None, level: Level | None = None) -> Axis | None:
    """Return the axis from the day `since` to the day before `until`, by default of all that was found.

    None: nothing has a time and no days were given. Raises UsageError where a level is too fine for the axis.
    """
    dated = [(one, extent(one.since, one.until)) for one in found if one.since]
    undated = sum(one.number for one in found if not one.since)
    if not dated and not (since and until):
        return None
    first = int(day_number(since) if since else min(start for _, (start, _) in dated))
    last = int(-(-day_number(until) // 1) if until else -(-max(end for _, (_, end) in dated) // 1))
    last = min(max(last, first + 1), _LAST.toordinal())
    if level is None and not (since or until) and not any("T" in (one.since or "") for one, _ in dated):
        level, first, last = _of_days(first, last)
    chosen = level or next((one for one, reach in _REACH if last - first <= reach), Level.YEAR)
    if chosen is Level.YEAR and not since:
        first = max(first, last - _CENTURIES)  # one date misread as of the year 3 must not hide the others
    about = (last - first) / dict(_DAYS)[chosen]
    if about > MOST_PERIODS + 2:
        raise TooManyError(f"{int(about):,} periods by the {chosen.value} are too many to draw.",
                         remedy="Choose a longer period, or fewer days with since and until.")
    periods = list(_periods(first, last, chosen))
    return _filled(chosen, periods, dated, undated)


def _of_days(first: int, last: int) -> tuple[Level | None, int, int]:
    """Return the level and the days of an axis on which nothing has an hour: none as wide as the paper."""
    reach = dict(_REACH)[Level.HOUR]
    if last - first > reach:
        return None, first, last
    around = _AROUND if first > _AROUND and last < _LAST.toordinal() - _AROUND else 0
    return Level.DAY, first - around, last + around


def _periods(first: int, last: int, level: Level) -> Iterator[Period]:
    """Yield the periods that cover the days; weeks begin on Monday."""
    day = _floor(date.fromordinal(first), level)
    while day.toordinal() < last:
        following = _next(day, level)
        if level is Level.HOUR:
            for hour in range(24):
                at = f"{day.isoformat()}T{hour:02}:00"
                yield Period(start=day.toordinal() + hour / 24, end=day.toordinal() + (hour + 1) / 24,
                             since=at, until=at, counts={})
        else:
            yield Period(start=day.toordinal(), end=following.toordinal(), since=day.isoformat(),
                         until=(following - timedelta(days=1)).isoformat(), counts={})
        if following == day:
            return
        day = following


def _floor(day: date, level: Level) -> date:
    match level:
        case Level.WEEK:
            return date.fromordinal(max(day.toordinal() - day.weekday(), 1))
        case Level.MONTH:
            return day.replace(day=1)
        case Level.YEAR:
            return day.replace(month=1, day=1)
    return day


def _next(day: date, level: Level) -> date:
    """Return the first day of the next period; the calendar's last day has none."""
    days = {Level.WEEK: 7, Level.MONTH: 32, Level.YEAR: 367}.get(level, 1)
    if (_LAST - day).days < days:
        return _LAST
    return _floor(day + timedelta(days=days), level)


def _filled(level: Level, periods: Sequence[Period], dated: Iterable[tuple[Dated, tuple[float, float]]],
            undated: int) -> Axis:
    """Return the axis with the things counted in its periods; those longer than a period stand apart."""
    counts: list[Counter[Kind]] = [Counter() for _ in periods]
    wide: dict[tuple[float, float, Kind], Wide] = {}
    outside = at = 0
    for one, (start, end) in sorted(dated, key=lambda pair: pair[1]):
        kind = KINDS[one.status]
        if end <= periods[0].start or start >= periods[-1].end:
            outside += one.number
            continue
        while periods[at].end <= start:
            at += 1
        if end - start > periods[at].end - periods[at].start + _MINUTE:
            held = wide.get((start, end, kind))
            wide[start, end, kind] = Wide(
                start=start, end=end, since=date.fromordinal(int(start)).isoformat(),
                until=date.fromordinal(-int(-end // 1) - 1).isoformat(), kind=kind,
                number=one.number + (held.number if held else 0))
        else:
            counts[at][kind] += one.number
    return Axis(
        level=level, periods=tuple(replace(one, counts=dict(own)) for one, own in zip(periods, counts, strict=True)),
        wide=tuple(wide[key] for key in sorted(wide, key=lambda key: (key[0], -key[1], key[2]))),
        undated=undated, outside=outside)
