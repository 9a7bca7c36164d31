"""Periods of the calendar: the month that holds a day, its last third, the Monday of a week.

Weeks begin on Monday (ISO 8601). Seasons are those of the northern hemisphere, in whole months; the winter of a
year begins in its December. Hours of the parts of a day follow the terms of the Japan Meteorological Agency, taken
wide: a period must hold what its words can mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # first month of three

# First and last hour, from midnight at the day's beginning; a night ends on the next morning.
DAYPARTS = {
    "before-dawn": (0, 6), "early-morning": (3, 9), "morning": (0, 12), "am": (0, 12), "noon": (12, 13),
    "midday": (10, 15), "pm": (12, 24), "evening": (15, 24), "night": (18, 30), "late-night": (21, 30),
    "midnight": (0, 1),
}

# What a part of a period is, as sub-units from and to. Thirds and halves, except that weeks and days use what
# speakers mean: a week's late part begins on Thursday, late on a day is its evening.
_THIRDS = {"early": (0, 1 / 3), "mid": (1 / 3, 2 / 3), "late": (2 / 3, 1),
           "first-half": (0, 1 / 2), "second-half": (1 / 2, 1)}
_WEEK = {"early": (0, 3), "mid": (1, 5), "late": (3, 7), "first-half": (0, 4), "second-half": (3, 7)}
_DAY = {"early": (0, 12), "mid": (9, 16), "late": (15, 24), "first-half": (0, 12), "second-half": (12, 24)}
_MONTH = {"early": (0, 10), "mid": (10, 20), "late": (20, None), "first-half": (0, 15), "second-half": (15, None)}
_PARTS: dict[str, Mapping[str, tuple[int, int | None]]] = {"week": _WEEK, "day": _DAY, "month": _MONTH}
_MONTHS_IN = {"century": 1200, "decade": 120, "year": 12, "half": 6, "season": 3, "quarter": 3}
_FINER = {"century": "year", "decade": "year", "year": "season", "half": "season", "season": "month",
          "quarter": "month", "month": "week", "week": "day", "weekend": "day", "day": "hour"}


class ImpossibleDateError(ValueError):
    """A date that the calendar does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A half-open interval of the calendar and the unit it is one of."""

    start: datetime
    end: datetime
    unit: str

    def holds(self, day: date) -> bool:
        """Tell whether some part of the day lies in the period."""
        midnight = datetime.combine(day, time())
        return self.start < midnight + timedelta(days=1) and midnight < self.end

    @property
    def precision(self) -> str:
        """The precision that a Time states for the unit; decades count as years, quarters and halves as seasons."""
        coarse = {"century": "year", "decade": "year", "half": "season", "quarter": "season", "weekend": "day",
                  "minute": "hour"}
        return coarse.get(self.unit, self.unit)


def containing(unit: str, day: date) -> Period:
    """Return the century, decade, year, half, quarter, season, month, week, weekend or day that holds `day`."""
    if unit == "day":
        return _days(day, 1, "day")
    if unit in ("week", "weekend"):
        monday = day - timedelta(days=day.weekday())
        return _days(monday, 7, "week") if unit == "week" else _days(monday + timedelta(days=5), 2, "weekend")
    if unit == "month":
        return _months(day.year, day.month, 1, "month")
    if unit == "season":
        return _months(day.year if day.month > 2 else day.year - 1, (day.month // 3 or 4) * 3, 3, "season")
    size = _MONTHS_IN[unit]
    if size < 12:
        return _months(day.year, (day.month - 1) // size * size + 1, size, unit)
    years = size // 12
    first = (day.year - 1) // 100 * 100 + 1 if unit == "century" else day.year // years * years
    return _months(max(first, 1), 1, size, unit)


def shifted(unit: str, day: date, count: int) -> Period:
    """Return the period of `unit` that lies `count` units after (before, when negative) the one that holds `day`."""
    try:
        if unit in ("day", "week", "weekend"):
            return containing(unit, day + timedelta(days=count * (1 if unit == "day" else 7)))
        months = 1 if unit == "month" else _MONTHS_IN[unit]
        first = containing(unit, day).start
        total = first.year * 12 + first.month - 1 + count * months
        return containing(unit, date(total // 12, total % 12 + 1, 1))
    except (OverflowError, ValueError) as error:
        raise ImpossibleDateError(f"{unit} {count:+d}") from error


def year(number: int) -> Period:
    """Return the year; raises ImpossibleDateError outside of 1 to 9998."""
    return _months(number, 1, 12, "year")


def decade(number: int) -> Period:
    """Return the ten years that begin with `number`: 1990 for the 1990s."""
    return _months(number, 1, 120, "decade")


def century(number: int) -> Period:
    """Return the century by its ordinal: 20 is 1901 to 2000."""
    return _months((number - 1) * 100 + 1, 1, 1200, "century")


def narrow(period: Period, name: str, value: int | str) -> Period:
    """Return the period within `period` that a field names; raises ImpossibleDateError when there is none."""
    first = period.start
    if name == "season":
        return _months(first.year, SEASONS[str(value)], 3, "season")
    if name == "part":
        return part(period, str(value))
    if name == "daypart":
        low, high = DAYPARTS[str(value)]
        return _hours(first, low * 60, high * 60, "hour")
    number = int(value)
    if name in ("month", "quarter", "half"):
        size = {"month": 1, "quarter": 3, "half": 6}[name]
        return _months(first.year, (number - 1) * size + 1, size, name)
    if name == "day":
        try:
            return _days(first.date().replace(day=number), 1, "day")
        except ValueError as error:
            raise ImpossibleDateError(f"day {number}") from error
    if name == "weekday":
        return _days(first.date() + timedelta(days=number - 1), 1, "day")
    if name == "weekend":
        return _days(first.date() + timedelta(days=5), 2, "weekend")
    if name == "hour":
        return _hours(first, number * 60, number * 60 + 60, "hour")
    return _hours(first.replace(minute=0), number, number + 1, "minute")


def season_of(month: int) -> str:
    """Return the name of the season that a month (1 to 12) is in."""
    return next(name for name, first in SEASONS.items() if (month - first) % 12 < 3)


def nth(period: Period, number: int | str, weekday: int | None) -> Period:
    """Return the n-th week of a month or year, or its n-th Monday …; `last` counts from the end.

    The first week of a month is the one that holds its first day; the weeks of a year are those of ISO 8601. Raises
    ImpossibleDateError for a week or day that it does not have.
    """
    first, after = period.start.date(), period.end.date()
    if weekday is not None:
        day = first + timedelta(days=(weekday - first.isoweekday()) % 7)
        days = [day + timedelta(days=7 * count) for count in range(53) if day + timedelta(days=7 * count) < after]
        return _days(_pick(days, number), 1, "day")
    held = date(first.year, 1, 4) if period.unit == "year" else first  # ISO 8601: the week with 4 January
    last = date(first.year, 12, 28) if period.unit == "year" else after - timedelta(days=1)
    monday = held - timedelta(days=held.weekday())
    mondays = [monday + timedelta(days=7 * count) for count in range(53) if monday + timedelta(days=7 * count) <= last]
    return _days(_pick(mondays, number), 7, "week")


def _pick(days: list[date], number: int | str) -> date:
    place = -1 if number == "last" else int(number) - 1
    if place >= len(days) or (place < 0 and number != "last"):
        raise ImpossibleDateError(f"number {number}")
    return days[place]


def part(period: Period, name: str) -> Period:
    """Return the early, mid or late part, or the first or second half, of a period."""
    unit, finer = period.unit, _FINER[period.unit]
    if unit in ("week", "weekend", "day", "month"):
        if unit == "weekend":
            return period
        low, high = _PARTS[unit][name]
        step = timedelta(hours=1) if unit == "day" else timedelta(days=1)
        end = period.end if high is None else period.start + high * step
        return Period(start=period.start + low * step, end=end, unit=finer)
    size = _MONTHS_IN[unit]
    grain = 12 if size > 12 else 1  # thirds of a decade are whole years
    begin, stop = (round(share * size / grain) * grain for share in _THIRDS[name])
    first = period.start.month - 1 + begin
    return _months(period.start.year + first // 12, first % 12 + 1, stop - begin, finer)


def _days(first: date, count: int, unit: str) -> Period:
    start = datetime.combine(first, time())
    return Period(start=start, end=start + timedelta(days=count), unit=unit)


def _hours(midnight: datetime, low: int, high: int, unit: str) -> Period:
    return Period(start=midnight + timedelta(minutes=low), end=midnight + timedelta(minutes=high), unit=unit)


def _months(first_year: int, first_month: int, count: int, unit: str) -> Period:
    after = first_year * 12 + first_month - 1 + count
    try:
        if not 1 <= first_month <= 12:
            raise ImpossibleDateError(f"month {first_month}")
        end = datetime(after // 12, after % 12 + 1, 1)
        return Period(start=datetime(first_year, first_month, 1), end=end, unit=unit)
    except ValueError as error:
        raise ImpossibleDateError(f"year {first_year} month {first_month}") from error
