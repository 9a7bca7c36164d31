"""Time expressions as values in writing: TIMEX3 of TimeML, and the notation of Recognizers-Text.

TIMEX3 (ISO 24617-1) writes a placed time by its unit (2009-06, 2009-W13, 2009-Q1, 2009-06-01T12:00, 197 for the
1970s), a length as a period (P3Y, PXD without a number), and what is only vague as PAST_REF, PRESENT_REF, FUTURE_REF.

Recognizers-Text writes what the words say: XXXX-05 for a May of no year, XXXX-WXX-5 for a Friday, T19 for an hour
of no day, a range as (start,end,length). It counts from a moment, so that for it two months ago is a day.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from keii.calendar import periods
from keii.calendar.periods import ImpossibleDateError, Period
from keii.calendar.placing import RefusalError, View, by_name, place, stands_alone
from keii.calendar.running import ReadTime
from keii.calendar.time_expression import Amount, Field, Tense, TimeExpression, iso_period, whole_amount
from keii.calendar.time_resolving import after_hour, ends, same_day

_DAYPARTS = {
    "before-dawn": "MO",
    "early-morning": "MO",
    "morning": "MO",
    "am": "MO",
    "midday": "MI",
    "noon": "MI",
    "pm": "AF",
    "evening": "EV",
    "night": "NI",
    "late-night": "NI",
    "midnight": "00",
}
_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "winter": "WI"}
_CLOCK = ("daypart", "hour", "minute")
_HALVES = ("first-half", "second-half")
_SOME_DAY = date(2001, 1, 1)  # where an hour without a day is put to measure a range; nothing of it is written


class Notation(StrEnum):
    """How values are written."""

    TIMEX3 = "timex3"
    RECOGNIZERS = "recognizers"


def timex(time: ReadTime, published: date | None, notation: Notation) -> str | None:
    """Return the value of a time in a notation, None when its words have none.

    `published` is what the text counts from, as `read_times` got it.
    """
    expression = time.expression
    view = View(published, time.context, time.tense, dict(expression.attributes))
    fields = by_name(expression.fields)
    try:
        if expression.amounts and not ("day" in fields and expression.get("reason")):
            return _amount(expression, view, notation)
        if not fields:
            return f"{expression.get('ref')}_REF".upper() if expression.get("ref") else None
        if expression.get("reason"):  # every Friday, at 6 p.m.: no day to place
            return _masked(fields) + _clock(fields, view)
        if notation is Notation.RECOGNIZERS and (expression.last or _is_stretch(fields)):
            return _range(expression, view)
        return _point(fields, view, notation)
    except (RefusalError, ImpossibleDateError, OverflowError):
        return _masked(fields) + _clock(fields, view) if fields else None


# ---- lengths, and what they are counted for ----


def _amount(expression: TimeExpression, view: View, notation: Notation) -> str | None:
    amounts, do, known = expression.amounts, expression.get("do"), iso_period(expression.amounts)
    if "X" in known or expression.get("reason") or do is None:
        return known
    if do in ("ago", "before", "later", "in"):
        return _away(amounts, view, notation, back=do in ("ago", "before"))
    return known if notation is Notation.TIMEX3 else _stretch(amounts, known, view, do)


def _away(amounts: tuple[Amount, ...], view: View, notation: Notation, *, back: bool) -> str | None:
    """Return when it is, counted from the publication: its unit, or for Recognizers the very day."""
    whole = whole_amount(amounts)
    if whole is None:
        return _moved(amounts, view.moment(), back=back).isoformat()
    if notation is Notation.RECOGNIZERS:
        return same_day(view.day(), *whole, back=back).isoformat()
    return _placed(periods.shifted(whole[0], view.day(whole[0]), -whole[1] if back else whole[1]))


def _moved(amounts: tuple[Amount, ...], moment: datetime, *, back: bool) -> datetime:
    away = timedelta(**{f"{amount.unit}s": amount.count or 0 for amount in amounts})
    return moment - away if back else moment + away


def _stretch(amounts: tuple[Amount, ...], length: str, view: View, do: str) -> str:
    """Return the range that a length reaches over: from tomorrow for the next days, from today for within them."""
    whole, back = whole_amount(amounts), do == "past"
    if whole is None:
        moment = view.moment()
        other = _moved(amounts, moment, back=back)
        return f"({min(moment, other).isoformat()},{max(moment, other).isoformat()},{length})"
    today = view.day()
    if back:
        return f"({same_day(today, *whole, back=True)},{today},{length})"
    first = today + timedelta(days=do == "next")
    return f"({first},{same_day(first, *whole, back=False)},{length})"


# ---- places on the calendar ----


def _point(fields: Mapping[str, Field], view: View, notation: Notation) -> str:
    host = {name: field for name, field in fields.items() if name not in (*_CLOCK, "part")}
    clock = _clock(fields, view)
    if not host:
        return clock
    named = stands_alone(host) or list(host) == ["day", "weekday"] or "when" in view.attributes
    if notation is Notation.RECOGNIZERS and not named:
        return _masked(host) + clock
    period = place(host, view)
    if notation is Notation.RECOGNIZERS and "nth" in host and period.unit == "week" and "month" in host:
        month = place({name: field for name, field in host.items() if name != "nth"}, view)
        return f"{month.start.year}{_masked(host)[4:]}"
    return _placed(period, host) + clock


def _clock(fields: Mapping[str, Field], view: View) -> str:
    """Return the hour, or the part of the day, as it is written behind a day; empty when the words name none."""
    if "hour" not in fields:
        return f"T{_DAYPARTS[str(fields['daypart'].value)]}" if "daypart" in fields else ""
    moment = _on_some_day(fields, view).start
    zone = "Z" if view.attributes.get("zone") == "utc" else ""
    return moment.strftime("T%H:%M" if "minute" in fields else "T%H") + zone


def _on_some_day(fields: Mapping[str, Field], view: View) -> Period:
    clock = {name: field for name, field in fields.items() if name in _CLOCK}
    today = Field(name="day", value=0, shift=True)
    return place({"day": today, **clock}, View(_SOME_DAY, None, Tense.PAST, {}))


def _placed(period: Period, host: Mapping[str, Field] | None = None) -> str:
    """Return a period by its unit: 2009, 2009-06, 2009-W23, 2009-06-01."""
    start = period.start
    year, week, _ = start.isocalendar()
    match period.unit:
        case "century":
            return str((start.year - 1) // 100)
        case "decade":
            return str(start.year // 10)
        case "year":
            return str(start.year)
        case "half":
            return f"{start.year}-H{1 if start.month < 7 else 2}"
        case "quarter":
            return f"{start.year}-Q{start.month // 3 + 1}"
        case "season":
            season = host["season"].value if host and "season" in host else periods.season_of(start.month)
            return f"{start.year}-{_SEASONS[str(season)]}"
        case "month":
            return f"{start.year}-{start.month:02}"
        case "week":
            return f"{year}-W{week:02}"
        case "weekend":
            return f"{year}-W{week:02}-WE"
    return start.date().isoformat()


def _masked(fields: Mapping[str, Field]) -> str:
    """Return what the words alone say of a day, with X for what they leave open: XXXX-05, XXXX-WXX-2, XXXX-XX-12."""
    value = {name: field.value for name, field in fields.items() if not field.shift}
    month = f"XXXX-{int(value['month']):02}" if "month" in value else "XXXX"
    if "nth" in value:
        week = 5 if value["nth"] == "last" else int(value["nth"])
        return f"{month}-WXX-{value['weekday']}-#{week}" if "weekday" in value else f"{month}-W{week:02}"
    if "day" in value:
        return f"{month if 'month' in value else 'XXXX-XX'}-{int(value['day']):02}"
    if "weekday" in value:
        return f"XXXX-WXX-{value['weekday']}"
    if "weekend" in value:
        return "XXXX-WXX-WE"
    if "quarter" in value or "half" in value:
        return f"XXXX-Q{value['quarter']}" if "quarter" in value else f"XXXX-H{value['half']}"
    if "season" in value:
        return f"XXXX-{_SEASONS[str(value['season'])]}"
    return month if "month" in value or not set(fields) <= set(_CLOCK) else ""


# ---- ranges of Recognizers-Text ----


def _is_stretch(fields: Mapping[str, Field]) -> bool:
    """Tell whether the library writes a period as a range: quarters, centuries and halves."""
    return any(name in fields for name in ("quarter", "half", "century")) or (
        "part" in fields and fields["part"].value in _HALVES
    )


def _range(expression: TimeExpression, view: View) -> str:
    """Return (start,end,length); the end is where the last period begins, or where the only one ends."""
    fields, last = by_name(expression.fields), by_name(expression.last)
    first_period, last_period = _ends(expression, view)
    begins, stops = first_period.start, last_period.start if last else last_period.end
    clock = any(name in {**fields, **last} for name in _CLOCK)
    is_open = not stands_alone(fields) and not stands_alone(last)
    shown = [
        _mask_of(moment, fields if is_open else {}) + (_hour(moment) if clock else "") for moment in (begins, stops)
    ]
    return f"({shown[0]},{shown[1]},{_length(begins, stops, {first_period.unit, last_period.unit})})"


def _ends(expression: TimeExpression, view: View) -> tuple[Period, Period]:
    if next(iter(by_name(expression.fields))) not in _CLOCK:
        return ends(expression, view)
    first = _on_some_day(by_name(expression.fields), view)
    half = {name: field for name, field in by_name(expression.fields).items() if name == "daypart"}
    last = by_name(expression.last)
    return first, after_hour(_on_some_day({**half, **last}, view), first, last)


def _mask_of(moment: datetime, fields: Mapping[str, Field]) -> str:
    """Return the moment's day with X for what the fields leave open; none of it for an hour without a day."""
    top = next(iter(fields), "year")
    masks = {
        "month": f"XXXX-{moment:%m-%d}",
        "day": f"XXXX-XX-{moment:%d}",
        "weekday": f"XXXX-WXX-{moment.isoweekday()}",
        **dict.fromkeys(_CLOCK, ""),
    }
    return masks.get(top, moment.date().isoformat())


def _hour(moment: datetime) -> str:
    return f"T{moment:%H:%M}" if moment.minute else f"T{moment:%H}"


def _length(begins: datetime, stops: datetime, units: set[str]) -> str:
    """Return how long a range is, in the unit that its ends are told in."""
    away, months = stops - begins, (stops.year - begins.year) * 12 + stops.month - begins.month
    if units & {"hour", "minute"}:
        hours, minutes = divmod(int(away.total_seconds()) // 60, 60)
        return f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}"
    if units & {"day", "week", "weekend"}:
        return f"P{away.days}D"
    if units <= {"year", "decade", "century"}:
        return f"P{months // 12}Y"
    return f"P{months}M"
