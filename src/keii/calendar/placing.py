"""From the fields of an expression to a period of the calendar: which April, which Monday, which hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from keii.calendar import periods
from keii.calendar.periods import ImpossibleDateError, Period
from keii.calendar.time_expression import Field, ResolvedTime, Tense, Unresolved

# What a field that names no year, month or week is looked for in, and how many of them to each side; eight years
# find every 29 February, except around 1900 and 2100.
_PARENTS = {
    "half": ("year", 2),
    "season": ("year", 2),
    "quarter": ("year", 2),
    "month": ("year", 8),
    "weekend": ("week", 2),
    "day": ("month", 2),
    "weekday": ("week", 2),
}
_AMBIGUOUS = {
    "half": Unresolved.AMBIGUOUS_MONTH,
    "quarter": Unresolved.AMBIGUOUS_MONTH,
    "season": Unresolved.AMBIGUOUS_SEASON,
    "month": Unresolved.AMBIGUOUS_MONTH,
    "weekend": Unresolved.AMBIGUOUS_WEEKDAY,
    "weekday": Unresolved.AMBIGUOUS_WEEKDAY,
    "day": Unresolved.AMBIGUOUS_DAY,
}
FINENESS = ("hour", "day", "week", "month", "season", "year")
_FAR, _NEAR = timedelta(days=300), timedelta(days=60)  # a date a year off is doubted when its twin is this near


class RefusalError(Exception):
    """The expression has no interval; the reason says why."""

    def __init__(self, reason: Unresolved) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(slots=True)
class View:
    """Where relative expressions are seen from. `used` tells afterwards whether they were relative at all."""

    published: date | None  # a datetime when the hour is known as well
    context: ResolvedTime | None
    tense: Tense
    attributes: dict[str, str]
    used: bool = False

    def day(self, unit: str = "day") -> date:
        """Return the day that expressions count from; refuses when it is not known as exactly as `unit` asks."""
        if self.attributes.get("anchor") == "context":
            return self._context(unit)
        if self.published is None:
            raise RefusalError(Unresolved.NO_PUBLICATION_DATE)
        self.used = True
        return self.published.date() if isinstance(self.published, datetime) else self.published

    def moment(self) -> datetime:
        """Return the minute that expressions count from; refuses when only the day is known."""
        if self.attributes.get("anchor") == "context":
            raise RefusalError(Unresolved.NO_ANCHOR)
        if not isinstance(self.published, datetime):
            reason = Unresolved.NO_PUBLICATION_TIME if self.published else Unresolved.NO_PUBLICATION_DATE
            raise RefusalError(reason)
        self.used = True
        return self.published.replace(second=0, microsecond=0, tzinfo=None)

    def _context(self, unit: str) -> date:
        context = self.context
        if context is None or context.start is None or context.precision not in FINENESS:
            raise RefusalError(Unresolved.NO_ANCHOR)
        if unit in FINENESS and FINENESS.index(context.precision) > FINENESS.index(unit):
            raise RefusalError(Unresolved.NO_ANCHOR)
        self.used = context.basis == "published_at"
        return date.fromisoformat(context.start[:10])

    def from_(self, day: date, tense: Tense) -> "View":
        """Return the view from another day, for the other end of a range; the next one after it, or the last before."""
        others = {key: value for key, value in self.attributes.items() if key not in ("anchor", "when")}
        if tense is Tense.FUTURE:
            others["when"] = "coming"
        return View(day, None, tense, others)


def stands_alone(fields: dict[str, Field]) -> bool:
    """Tell whether the fields name a year or count from the anchor, and so need no nearest month or week."""
    return any(field.shift or name in ("year", "decade", "century") for name, field in fields.items())


def by_name(fields: tuple[Field, ...]) -> dict[str, Field]:
    """Return the fields by their names, coarse to fine."""
    return {field.name: field for field in fields}


def place(fields: dict[str, Field], view: View) -> Period:
    """Return the period that the fields name, seen from the view's anchor."""
    top = next((field for field in fields.values() if field.shift), None) or next(iter(fields.values()))
    if top.shift:
        whole = periods.shifted(top.name, view.day(top.name), int(top.value))
        return narrowed(whole, fields, skip=top.name, view=view)
    if top.name in ("year", "decade", "century"):
        return narrowed(_absolute(top, view), fields, skip=top.name, view=view)
    if top.name not in _PARENTS:
        raise RefusalError(Unresolved.NO_DAY)
    return _nearest(fields, top.name, view)


def _absolute(top: Field, view: View) -> Period:
    """Return the year, decade or century of a number; two digits mean the one last begun before publication."""
    number = int(top.value)
    makers: dict[str, Callable[[int], Period]] = {
        "year": periods.year,
        "decade": periods.decade,
        "century": periods.century,
    }
    if "short" not in view.attributes:
        return makers[top.name](number)
    limit = view.day().year + (1 if top.name == "year" else 0)  # 24年4月に, written in 2023
    fitting = [hundred + number for hundred in (1900, 2000) if hundred + number <= limit]
    if not fitting or (len(fitting) > 1 and top.name == "decade"):  # the twenties may be either
        raise RefusalError(Unresolved.AMBIGUOUS_YEAR)
    return makers[top.name](fitting[-1])


def narrowed(period: Period, fields: dict[str, Field], skip: str = "", view: View | None = None) -> Period:
    """Return the part of `period` that the fields other than `skip` name."""
    for name, field in fields.items():
        if name == skip or field.shift:
            continue
        if name == "season" and field.value == "winter":
            raise RefusalError(Unresolved.AMBIGUOUS_SEASON)  # a year has the end of one winter and another's beginning
        if name == "nth":  # the first Monday of a month, its last week
            period = periods.nth(period, field.value, int(fields["weekday"].value) if "weekday" in fields else None)
        elif name == "weekday" and "nth" in fields:
            continue
        elif name == "weekday" and period.unit == "day":
            if period.start.isoweekday() != field.value:
                raise RefusalError(Unresolved.CONTRADICTORY_WEEKDAY)
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
        raise RefusalError(Unresolved.AMBIGUOUS_HOUR)  # 13日深夜1時 may be the 13th or the 14th
    if part in ("am", "before-dawn", "morning") and hour == 12:
        return 0
    late = part in ("pm", "evening", "night", "late-night") or (part == "midday" and hour < 6)
    return hour + 12 if late and hour < 12 else hour


def _rest(period: Period, side: str, view: View | None) -> Period:
    """Return what lies before (earlier this year) or after (later this year) the publication date."""
    if view is None:
        return period
    today = datetime.combine(view.day(), datetime.min.time())
    if not period.holds(today.date()):
        raise RefusalError(Unresolved.IMPOSSIBLE_DATE)
    if side == "earlier":
        return Period(start=period.start, end=today + timedelta(days=1), unit=period.unit)
    return Period(start=today, end=period.end, unit=period.unit)


def _nearest(fields: dict[str, Field], top: str, view: View) -> Period:
    """Return the period that the fields name without a year, month or week, by tense or `when`."""
    today = view.day()
    parent, reach = _PARENTS[top]
    if top == "day" and "weekday" in fields:  # 31日の金曜日
        reach = 6
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
        raise RefusalError(Unresolved.CONTRADICTORY_WEEKDAY if "weekday" in fields else Unresolved.IMPOSSIBLE_DATE)
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
            return narrowed(periods.narrow(whole, "season", "winter"), fields, skip="season")
        return narrowed(whole, fields, skip="")
    except RefusalError as refusal:
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
            raise RefusalError(reason)
        return same[0]
    side = before[-1:] if when == "last" else after[:1]
    if not side:
        raise RefusalError(reason)
    if when != "coming" and _PARENTS[top][0] == "week":
        # On a Friday, "last Monday" is this week's to some and last week's to others.
        week = periods.shifted("week", today, -1 if when == "last" else 1)
        if not week.holds(side[0].start.date()):
            raise RefusalError(reason)
    return side[0]


def _chosen(candidates: list[Period], today: date, tense: Tense, reason: Unresolved) -> Period:
    """Return the candidate on the side of the tense; with an open tense the nearest when it is clearly nearer."""
    past = next((period for period in reversed(candidates) if period.start.date() <= today), None)
    future = next((period for period in candidates if period.end.date() > today), None)
    if past is None or future is None:
        raise RefusalError(reason)
    if past == future:
        return past
    back, ahead = _distance(past, today), _distance(future, today)
    if tense is Tense.OPEN:
        either = reason in (Unresolved.AMBIGUOUS_WEEKDAY, Unresolved.AMBIGUOUS_DAY)
        if either or max(back, ahead) < 2 * min(back, ahead):
            raise RefusalError(reason)
        return past if back < ahead else future
    chosen, there, other = (past, back, ahead) if tense is Tense.PAST else (future, ahead, back)
    if there > _FAR and other < _NEAR:
        raise RefusalError(reason)
    return chosen


def _distance(period: Period, today: date) -> timedelta:
    """Return how far the period is from the day; zero when it holds it."""
    if period.holds(today):
        return timedelta()
    if period.start.date() > today:
        return period.start.date() - today
    return today - (period.end - timedelta(days=1)).date()
