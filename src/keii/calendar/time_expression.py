"""The nouns of time: an expression as a sentence gives it, and the interval that it means."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# From coarse to fine. `part` (early, late …) narrows the finest of the others that is not finer than a day.
# `nth` counts the weeks, or with a weekday those days, of what it stands in.
FIELDS = ("century", "decade", "year", "half", "season", "quarter", "month", "nth", "week", "weekend", "day",
          "weekday", "daypart", "hour", "minute", "part")


class Tense(StrEnum):
    """Which way the sentence looks, for expressions that name no year, month or week."""

    PAST = "past"  # the nearest one on or before the publication date
    FUTURE = "future"  # the nearest one on or after it
    OPEN = "open"  # the sentence does not say: only what is not ambiguous is resolved


class Unresolved(StrEnum):
    """Why an expression has no interval; the codes are documented in `docs/times.md`."""

    NO_PUBLICATION_DATE = "no-publication-date"
    NO_PUBLICATION_TIME = "no-publication-time"
    NO_ANCHOR = "no-anchor"
    NO_DAY = "no-day"
    DURATION = "duration"
    VAGUE = "vague"
    VAGUE_NUMBER = "vague-number"
    RECURRING = "recurring"
    ORDINAL = "ordinal"
    AMBIGUOUS_WEEKDAY = "ambiguous-weekday"
    AMBIGUOUS_DAY = "ambiguous-day"
    AMBIGUOUS_MONTH = "ambiguous-month"
    AMBIGUOUS_SEASON = "ambiguous-season"
    AMBIGUOUS_YEAR = "ambiguous-year"
    AMBIGUOUS_HOUR = "ambiguous-hour"
    AMBIGUOUS_ORDER = "ambiguous-order"
    YEAR_OR_DURATION = "year-or-duration"
    FISCAL_YEAR = "fiscal-year"
    OTHER_CALENDAR = "other-calendar"
    CONTRADICTORY_WEEKDAY = "contradictory-weekday"
    IMPOSSIBLE_DATE = "impossible-date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that an expression fixes: month 4, or, as a shift, the year before the anchor's."""

    name: str  # one of FIELDS
    value: int | str  # a name for season, daypart and part; otherwise a number
    shift: bool = False  # the value counts units from the anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number of calendar or clock units; `count` is None when the text gives no number (数年, several years)."""

    unit: str  # year, month, week, day, hour, minute, second, decade, century
    count: float | None


def whole_amount(amounts: Iterable[Amount]) -> tuple[str, int] | None:
    """Return amounts as a whole number of days, weeks, months or years; None when they have none.

    Two and a half years are 30 months, a decade is ten years; hours are no calendar unit.
    """
    known = tuple(amounts)
    if len(known) == 1 and known[0].unit in ("day", "week") and known[0].count == int(known[0].count or 0):
        return known[0].unit, int(known[0].count or 0)
    if not known or any(amount.unit not in _MONTHS for amount in known):
        return None
    months = sum((amount.count or 0) * _MONTHS[amount.unit] for amount in known)
    if any(amount.count is None for amount in known) or months != int(months):
        return None
    if all(amount.unit != "month" for amount in known) and months % 12 == 0:
        return "year", int(months) // 12
    return "month", int(months)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time expression of a sentence, read but not yet placed on the calendar."""

    start: int  # code points into the sentence, half-open
    end: int
    text: str  # the sentence's own words: sentence[start:end]
    rule: str  # the row of the language's times.tsv that found it: `times.tsv:LINE`
    fields: tuple[Field, ...] = ()  # from coarse to fine
    last: tuple[Field, ...] = ()  # where a range ends, as far as it differs from `fields`; empty: no range
    amounts: tuple[Amount, ...] = ()  # of a duration, coarse to fine; empty: it is none
    attributes: tuple[tuple[str, str], ...] = ()  # anchor, bound, when, do, reason; see docs/times.md

    def get(self, attribute: str) -> str | None:
        """The value of an attribute, or None when the expression does not have it."""
        return dict(self.attributes).get(attribute)

    @property
    def is_duration(self) -> bool:
        """Whether the expression is a length of time and no place on the calendar."""
        return bool(self.amounts) and self.get("do") is None and self.get("reason") is None

    @property
    def length(self) -> str | None:
        """The ISO 8601 period of its amounts (P5M, PT1H30M), or None when there is none or it has no number."""
        if not self.amounts or any(amount.count is None for amount in self.amounts):
            return None
        return iso_period(self.amounts)


def iso_period(amounts: Iterable[Amount]) -> str:
    """Return amounts as an ISO 8601 period, with X for a number that the text does not give: P2Y3M, PT30M, PXD."""
    date, time = "", ""
    for amount in amounts:
        unit, factor = _PERIODS[amount.unit]
        number = f"{'X' if amount.count is None else f'{amount.count * factor:g}'}{unit}"
        if amount.unit in ("hour", "minute", "second"):
            time += number
        else:
            date += number
    return f"P{date}" + (f"T{time}" if time else "")


_MONTHS = {"century": 1200, "decade": 120, "year": 12, "month": 1}
_PERIODS = {"century": ("Y", 100), "decade": ("Y", 10), "year": ("Y", 1), "month": ("M", 1), "week": ("W", 1),
            "day": ("D", 1), "hour": ("H", 1), "minute": ("M", 1), "second": ("S", 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedTime:
    """The half-open interval that an expression means, or the reason why it has none.

    Bounds are ISO 8601 dates, or date-times without a zone where hours count: the clock is the text's own.
    """

    start: str | None = None  # None: open, or not resolved
    end: str | None = None  # exclusive; None: open, or not resolved
    precision: str | None = None  # hour, day, week, month, season, year, duration; None: not resolved
    basis: str | None = None  # text: the words alone; published_at: they count from it; None: not resolved
    reason: str | None = None  # a value of Unresolved; None: it is resolved
