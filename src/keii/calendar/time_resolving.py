"""From a time expression to an interval of the calendar, or to the reason why there is none."""

import math
from datetime import date, datetime, timedelta

from keii.calendar import periods
from keii.calendar.periods import ImpossibleDateError, Period
from keii.calendar.placing import FINENESS, RefusalError, View, by_name, narrowed, place, stands_alone
from keii.calendar.time_expression import Amount, Field, ResolvedTime, Tense, TimeExpression, Unresolved, whole_amount

_HOURS = {"week": 168.0, "day": 24.0, "hour": 1.0, "minute": 1 / 60, "second": 1 / 3600}


def resolve_time(
    expression: TimeExpression,
    published: date | None,
    *,
    tense: Tense = Tense.PAST,
    context: ResolvedTime | None = None,
) -> ResolvedTime:
    """Return the interval that `expression` means, or the reason why it has none.

    `published` is the document's date, a datetime by the text's own clock when its hour is known, None when it has
    none; `tense` is the direction the claim looks (a planned act
    looks into the future); `context` is the time told last before, for 同日 and "the next day".
    """
    reason = expression.get("reason")
    if reason:
        return ResolvedTime(reason=Unresolved(reason).value)
    view = View(published, context, tense, dict(expression.attributes))
    try:
        if expression.fields:
            return _bounded(*ends(expression, view), view)
        return _amounts(expression, view)
    except RefusalError as refusal:
        unplaced = refusal.reason is Unresolved.DURATION
        return ResolvedTime(reason=refusal.reason.value, precision="duration" if unplaced else None)
    except (ImpossibleDateError, OverflowError):
        return ResolvedTime(reason=Unresolved.IMPOSSIBLE_DATE.value)


def ends(expression: TimeExpression, view: View) -> tuple[Period, Period]:
    """Return the first and the last period of a place on the calendar, the same one twice when it is no range.

    Raises RefusalError or ImpossibleDateError when it has none.
    """
    first, last = by_name(expression.fields), by_name(expression.last)
    if not last:
        period = place(first, view)
        if expression.get("span") == "week":  # 4月10日の週
            period = periods.containing("week", period.start.date())
        return period, period
    if stands_alone(last) and not stands_alone(first):  # 13 to 15 September 2023
        end = place(last, view)
        start = place(first, view.from_(end.start.date(), Tense.PAST))
    else:
        start = place(first, view)
        end = _range_end(first, last, start, view)
    if end.end <= start.start:
        raise RefusalError(Unresolved.IMPOSSIBLE_DATE)
    return start, end


def _range_end(first: dict[str, Field], last: dict[str, Field], start: Period, view: View) -> Period:
    """Return the last period of a range that begins with `start`; what it leaves out is as in its beginning."""
    top = next(iter(last))
    if stands_alone(last):
        return place(last, view)
    if top in ("daypart", "hour"):
        day = periods.containing("day", start.start.date())
        half = {"daypart": first["daypart"]} if "daypart" in first and "daypart" not in last else {}
        return after_hour(narrowed(day, {**half, **last}), start, last)
    return place(last, view.from_(start.start.date(), Tense.FUTURE))


def after_hour(end: Period, start: Period, last: dict[str, Field]) -> Period:
    """Return the end of a range of hours, twelve hours on where the clock of 12 must be meant: from 10 to 4."""
    if end.start > start.start or "daypart" in last or end.start.hour > 12 or start.start.hour > 12:
        return end
    half = timedelta(hours=12)
    return Period(start=end.start + half, end=end.end + half, unit=end.unit)


def _bounded(first: Period, last: Period, view: View) -> ResolvedTime:
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
    finest = min(first.precision, last.precision, key=FINENESS.index)
    return ResolvedTime(start=start, end=end, precision=finest, basis="published_at" if view.used else "text")


def _iso(moment: datetime, period: Period) -> str:
    if period.precision == "hour":
        return moment.isoformat(timespec="minutes")
    return moment.date().isoformat()


def _amounts(expression: TimeExpression, view: View) -> ResolvedTime:
    """Resolve an amount of time by what is done with it (the past …, the next …, within …, in …)."""
    do = view.attributes.get("do")
    if do is None or (do == "in" and view.tense is not Tense.FUTURE):
        raise RefusalError(Unresolved.DURATION)
    if any(amount.count is None for amount in expression.amounts):
        raise RefusalError(Unresolved.VAGUE_NUMBER)
    whole = whole_amount(expression.amounts)
    if do in ("ago", "before", "later", "in"):
        if whole is None:
            return _clock(expression.amounts, view, back=do in ("ago", "before"))
        period = periods.shifted(whole[0], view.day(whole[0]), whole[1])
        return _bounded(period, period, view)
    today = view.day()
    other = same_day(today, *(whole or _days(expression.amounts)), back=do == "past")
    start, last = (other, today) if do == "past" else (today, other)
    end = last + timedelta(days=1)
    return ResolvedTime(start=start.isoformat(), end=end.isoformat(), precision="duration", basis="published_at")


def _clock(amounts: tuple[Amount, ...], view: View, *, back: bool) -> ResolvedTime:
    """Return the minute that lies hours or minutes from the publication, or the hour when only hours are told."""
    moment = view.moment()
    away = timedelta(hours=sum((amount.count or 0) * _HOURS.get(amount.unit, math.inf) for amount in amounts))
    start = moment - away if back else moment + away
    long = timedelta(minutes=60 if amounts[-1].unit == "hour" else 1)
    return ResolvedTime(start=start.isoformat(timespec="minutes"), end=(start + long).isoformat(timespec="minutes"),
                        precision="hour", basis="published_at")


def _days(amounts: tuple[Amount, ...]) -> tuple[str, int]:
    """Return hours and minutes as the days that they may touch: within 24 hours is until tomorrow."""
    if any(amount.unit not in _HOURS for amount in amounts):
        raise RefusalError(Unresolved.VAGUE_NUMBER)
    return "day", math.ceil(sum((amount.count or 0) * _HOURS[amount.unit] for amount in amounts) / 24)


def same_day(day: date, unit: str, count: int, *, back: bool) -> date:
    """Return the day of the same number `count` units away, or the last of a month that is too short."""
    count = -count if back else count
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    first = periods.shifted("month", day, count * (12 if unit == "year" else 1))
    return first.start.date() + timedelta(days=min(day.day, (first.end - first.start).days) - 1)
