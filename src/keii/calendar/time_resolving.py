"""From a time expression to an interval of the calendar, or to the reason why there is none."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from keii.calendar import periods
from keii.calendar.periods import ImpossibleDateError, Period
from keii.calendar.time_expression import Amount, Field, ResolvedTime, Tense, TimeExpression, Unresolved, whole_amount

# What a field that names no year, month or week is looked for in, and how many of them to each side; eight years
# find every 29 February, except around 1900 and 2100.
_PARENTS = {"half": ("year", 2), "season": ("year", 2), "quarter": ("year", 2), "month": ("year", 8),
            "weekend": ("week", 2), "day": ("month", 2), "weekday": ("week", 2)}
_AMBIGUOUS = {"half": Unresolved.AMBIGUOUS_MONTH, "quarter": Unresolved.AMBIGUOUS_MONTH,
              "season": Unresolved.AMBIGUOUS_SEASON, "month": Unresolved.AMBIGUOUS_MONTH,
              "weekend": Unresolved.AMBIGUOUS_WEEKDAY, "weekday": Unresolved.AMBIGUOUS_WEEKDAY,
              "day": Unresolved.AMBIGUOUS_DAY}
_FINENESS = ("hour", "day", "week", "month", "season", "year")
_FAR, _NEAR = timedelta(days=300), timedelta(days=60)  # a date a year off is doubted when its twin is this near


class _RefusalError(Exception):
    """The expression has no interval; the reason says why."""

    def __init__(self, reason: Unresolved) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(slots=True)
class _View:
    """Where relative expressions are seen from. `used` tells afterwards whether they were relative at all."""

    published: date | None
    context: ResolvedTime | None
    tense: Tense
    attributes: dict[str, str]
    used: bool = False

    def day(self, unit: str = "day") -> date:
        """Return the day that expressions count from; refuses when it is not known as exactly as `unit` asks."""
        if self.attributes.get("anchor") == "context":
            return self._context(unit)
        if self.published is None:
            raise _RefusalError(Unresolved.NO_PUBLICATION_DATE)
        self.used = True
        return self.published

    def _context(self, unit: str) -> date:
        context = self.context
        if context is None or context.start is None or context.precision not in _FINENESS:
            raise _RefusalError(Unresolved.NO_ANCHOR)
        if unit in _FINENESS and _FINENESS.index(context.precision) > _FINENESS.index(unit):
            raise _RefusalError(Unresolved.NO_ANCHOR)
        self.used = context.basis == "published_at"
        return date.fromisoformat(context.start[:10])

    def from_(self, day: date, tense: Tense) -> "_View":
        """Return the view from another day, for the other end of a range."""
        others = {key: value for key, value in self.attributes.items() if key not in ("anchor", "when")}
        return _View(day, None, tense, others)


def resolve_time(
    expression: TimeExpression,
    published: date | None,
    *,
    tense: Tense = Tense.PAST,
    context: ResolvedTime | None = None,
) -> ResolvedTime:
    """Return the interval that `expression` means, or the reason why it has none.

    `published` is the document's date, None when unknown; `tense` is the direction the claim looks (a planned act
    looks into the future); `context` is the time told last before, for 同日 and "the next day".
    """
    reason = expression.get("reason")
    if reason:
        return ResolvedTime(reason=Unresolved(reason).value)
    view = _View(published, context, tense, dict(expression.attributes))
    try:
        if expression.fields:
            return _point(expression, view)
        return _amounts(expression, view)
    except _RefusalError as refusal:
        unplaced = refusal.reason is Unresolved.DURATION
        return ResolvedTime(reason=refusal.reason.value, precision="duration" if unplaced else None)
    except (ImpossibleDateError, OverflowError):
        return ResolvedTime(reason=Unresolved.IMPOSSIBLE_DATE.value)


def _point(expression: TimeExpression, view: _View) -> ResolvedTime:
    """Resolve a place on the calendar, or a range between two."""
    first, last = _by_name(expression.fields), _by_name(expression.last)
    if not last:
        period = _period(first, view)
        return _bounded(period, period, view)
    if _stands_alone(last) and not _stands_alone(first):  # 13 to 15 September 2023
        end = _period(last, view)
        start = _period(first, view.from_(end.start.date(), Tense.PAST))
    else:
        start = _period(first, view)
        end = _range_end(first, last, start, view)
    if end.end <= start.start:
        raise _RefusalError(Unresolved.IMPOSSIBLE_DATE)
    return _bounded(start, end, view)


def _range_end(first: dict[str, Field], last: dict[str, Field], start: Period, view: _View) -> Period:
    """Return the last period of a range that begins with `start`; what it leaves out is as in its beginning."""
    top = next(iter(last))
    if _stands_alone(last):
        return _period(last, view)
    if top in ("daypart", "hour"):
        day = periods.containing("day", start.start.date())
        half = {"daypart": first["daypart"]} if "daypart" in first and "daypart" not in last else {}
        return _narrowed(day, {**half, **last}, skip="")
    return _period(last, view.from_(start.start.date(), Tense.FUTURE))


def _stands_alone(fields: dict[str, Field]) -> bool:
    return any(field.shift or name in ("year", "decade", "century") for name, field in fields.items())


def _by_name(fields: tuple[Field, ...]) -> dict[str, Field]:
    return {field.name: field for field in fields}


def _period(fields: dict[str, Field], view: _View) -> Period:
    """Return the period that the fields name, seen from the view's anchor."""
    top = next((field for field in fields.values() if field.shift), None) or next(iter(fields.values()))
    if top.shift:
        whole = periods.shifted(top.name, view.day(top.name), int(top.value))
        return _narrowed(whole, fields, skip=top.name, view=view)
    if top.name in ("year", "decade", "century"):
        return _narrowed(_absolute(top, view), fields, skip=top.name, view=view)
    if top.name not in _PARENTS:
        raise _RefusalError(Unresolved.NO_DAY)
    return _nearest(fields, top.name, view)


def _absolute(top: Field, view: _View) -> Period:
    """Return the year, decade or century of a number; two digits mean the one last begun before publication."""
    number = int(top.value)
    makers: dict[str, Callable[[int], Period]] = {
        "year": periods.year, "decade": periods.decade, "century": periods.century,
    }
    if "short" not in view.attributes:
        return makers[top.name](number)
    limit = view.day().year + (1 if top.name == "year" else 0)  # 24年4月に, written in 2023
    fitting = [hundred + number for hundred in (1900, 2000) if hundred + number <= limit]
    if not fitting or (len(fitting) > 1 and top.name == "decade"):  # the twenties may be either
        raise _RefusalError(Unresolved.AMBIGUOUS_YEAR)
    return makers[top.name](fitting[-1])


def _narrowed(period: Period, fields: dict[str, Field], skip: str, view: _View | None = None) -> Period:
    """Return the part of `period` that the fields other than `skip` name."""
    for name, field in fields.items():
        if name == skip or field.shift:
            continue
        if name == "season" and field.value == "winter":
            raise _RefusalError(Unresolved.AMBIGUOUS_SEASON)  # a year has the end of one winter and another's beginning
        if name == "weekday" and period.unit == "day":
            if period.start.isoweekday() != field.value:
                raise _RefusalError(Unresolved.CONTRADICTORY_WEEKDAY)
        elif name == "hour":
            period = periods.narrow(_midnight(period), "hour", _hour(int(field.value), fields))
        elif name == "part" and field.value in ("earlier", "later"):
            period = _rest(period, str(field.value), view)
        else:
            period = periods.narrow(period, name, field.value)
    return period


def _midnight(period: Period) -> Period:
    return periods.containing("day", period.start.date())


def _hour(hour: int, fields: dict[str, Field]) -> int:
    """Return the hour on the clock of 24, from the one of 12 when a part of the day says which half."""
    part = fields["daypart"].value if "daypart" in fields else None
    if hour > 30:
        raise ImpossibleDateError(f"hour {hour}")
    if part in ("night", "late-night") and (hour < 5 or hour == 12):
        raise _RefusalError(Unresolved.AMBIGUOUS_HOUR)  # 13日深夜1時 may be the 13th or the 14th
    if part in ("am", "before-dawn", "morning") and hour == 12:
        return 0
    late = part in ("pm", "evening", "night", "late-night") or (part == "midday" and hour < 6)
    return hour + 12 if late and hour < 12 else hour


def _rest(period: Period, side: str, view: _View | None) -> Period:
    """Return what lies before (earlier this year) or after (later this year) the publication date."""
    if view is None:
        return period
    today = datetime.combine(view.day(), datetime.min.time())
    if not period.holds(today.date()):
        raise _RefusalError(Unresolved.IMPOSSIBLE_DATE)
    if side == "earlier":
        return Period(start=period.start, end=today + timedelta(days=1), unit=period.unit)
    return Period(start=today, end=period.end, unit=period.unit)


def _nearest(fields: dict[str, Field], top: str, view: _View) -> Period:
    """Return the period that the fields name without a year, month or week, by tense or `when`."""
    today = view.day()
    parent, reach = _PARENTS[top]
    candidates = []
    for count in range(-reach, reach + 1):
        try:
            whole = periods.shifted(parent, today, count)
            found = _candidate(whole, fields)
        except ImpossibleDateError:
            continue
        if found:
            candidates.append(found)
    if not candidates:
        raise _RefusalError(Unresolved.CONTRADICTORY_WEEKDAY if "weekday" in fields else Unresolved.IMPOSSIBLE_DATE)
    if "weekday" in fields and "day" in fields:  # 9月13日（水）: few years have it
        return min(candidates, key=lambda period: _distance(period, today))
    reason = Unresolved.AMBIGUOUS_YEAR if top == "month" and "day" in fields else _AMBIGUOUS[top]
    when = view.attributes.get("when")
    if when:
        return _told(candidates, today, when, top, reason)
    return _chosen(candidates, today, view.tense, reason)


def _candidate(whole: Period, fields: dict[str, Field]) -> Period | None:
    """Return the period within one year, month or week; None when a weekday beside the date contradicts it."""
    try:
        winter = fields.get("season")
        if winter and winter.value == "winter":
            return _narrowed(periods.narrow(whole, "season", "winter"), fields, skip="season")
        return _narrowed(whole, fields, skip="")
    except _RefusalError as refusal:
        if refusal.reason is Unresolved.CONTRADICTORY_WEEKDAY:
            return None
        raise


def _told(candidates: list[Period], today: date, when: str, top: str, reason: Unresolved) -> Period:
    """Return the one that last, this, next or coming names; refuses where people differ (last Monday)."""
    before = [period for period in candidates if period.end.date() <= today]
    after = [period for period in candidates if period.start.date() > today]
    if when == "this":
        parent = _PARENTS[top][0]
        if top == "season":
            return min(candidates, key=lambda period: _distance(period, today))
        same = [period for period in candidates if periods.containing(parent, period.start.date()).holds(today)]
        if not same:
            raise _RefusalError(reason)
        return same[0]
    side = before[-1:] if when == "last" else after[:1]
    if not side:
        raise _RefusalError(reason)
    if when != "coming" and _PARENTS[top][0] == "week":
        # On a Friday, "last Monday" is this week's to some and last week's to others.
        week = periods.shifted("week", today, -1 if when == "last" else 1)
        if not week.holds(side[0].start.date()):
            raise _RefusalError(reason)
    return side[0]


def _chosen(candidates: list[Period], today: date, tense: Tense, reason: Unresolved) -> Period:
    """Return the candidate on the side of the tense; with an open tense the nearest when it is clearly nearer."""
    past = next((period for period in reversed(candidates) if period.start.date() <= today), None)
    future = next((period for period in candidates if period.end.date() > today), None)
    if past is None or future is None:
        raise _RefusalError(reason)
    if past == future:
        return past
    back, ahead = _distance(past, today), _distance(future, today)
    if tense is Tense.OPEN:
        either = reason in (Unresolved.AMBIGUOUS_WEEKDAY, Unresolved.AMBIGUOUS_DAY)
        if either or max(back, ahead) < 2 * min(back, ahead):
            raise _RefusalError(reason)
        return past if back < ahead else future
    chosen, there, other = (past, back, ahead) if tense is Tense.PAST else (future, ahead, back)
    if there > _FAR and other < _NEAR:
        raise _RefusalError(reason)
    return chosen


def _distance(period: Period, today: date) -> timedelta:
    """Return how far the period is from the day; zero when it holds it."""
    if period.holds(today):
        return timedelta()
    if period.start.date() > today:
        return period.start.date() - today
    return today - (period.end - timedelta(days=1)).date()


def _bounded(first: Period, last: Period, view: _View) -> ResolvedTime:
    """Return the interval from one period to another, opened to the side that `since` or `until` leaves open."""
    bound = view.attributes.get("bound")
    start: str | None = _iso(first.start, first)
    end: str | None = _iso(last.end, last)
    if bound == "since":
        end = None
    elif bound == "after":
        start, end = end, None
    elif bound == "until":  # 3月まで: March included; 午後1時まで: the moment
        start, end = None, _iso(last.start, last) if last.precision == "hour" else end
    elif bound == "before":
        start, end = None, start
    elif bound == "within":  # 年内に: from the publication date on
        today = datetime.combine(view.day(), datetime.min.time())
        start = _iso(max(first.start, min(today, last.end)), last)
    finest = min(first.precision, last.precision, key=_FINENESS.index)
    return ResolvedTime(start=start, end=end, precision=finest, basis="published_at" if view.used else "text")


def _iso(moment: datetime, period: Period) -> str:
    if period.precision == "hour":
        return moment.isoformat(timespec="minutes")
    return moment.date().isoformat()


def _amounts(expression: TimeExpression, view: _View) -> ResolvedTime:
    """Resolve an amount of time by what is done with it (the past …, the next …, within …, in …)."""
    do = view.attributes.get("do")
    if do is None or (do == "in" and view.tense is not Tense.FUTURE):
        raise _RefusalError(Unresolved.DURATION)
    if any(amount.count is None for amount in expression.amounts):
        raise _RefusalError(Unresolved.VAGUE_NUMBER)
    whole = whole_amount(expression.amounts)
    if do in ("ago", "before", "later", "in"):
        if whole is None:  # hours: the document's date has none
            raise _RefusalError(Unresolved.NO_PUBLICATION_TIME)
        period = periods.shifted(whole[0], view.day(whole[0]), whole[1])
        return _bounded(period, period, view)
    today = view.day()
    other = _same_day(today, *(whole or _days(expression.amounts)), back=do == "past")
    start, last = (other, today) if do == "past" else (today, other)
    end = last + timedelta(days=1)
    return ResolvedTime(start=start.isoformat(), end=end.isoformat(), precision="duration", basis="published_at")


def _days(amounts: tuple[Amount, ...]) -> tuple[str, int]:
    """Return hours and minutes as the days that they may touch: within 24 hours is until tomorrow."""
    hours = {"week": 168.0, "day": 24.0, "hour": 1.0, "minute": 1 / 60, "second": 1 / 3600}
    if any(amount.unit not in hours for amount in amounts):
        raise _RefusalError(Unresolved.VAGUE_NUMBER)
    return "day", math.ceil(sum((amount.count or 0) * hours[amount.unit] for amount in amounts) / 24)


def _same_day(day: date, unit: str, count: int, *, back: bool) -> date:
    """Return the day of the same number `count` units away, or the last of a month that is too short."""
    count = -count if back else count
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    first = periods.shifted("month", day, count * (12 if unit == "year" else 1))
    return first.start.date() + timedelta(days=min(day.day, (first.end - first.start).days) - 1)
