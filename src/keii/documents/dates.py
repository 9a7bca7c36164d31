"""Publication dates: ISO 8601 from options and fields, looser forms from the metadata of web pages."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

from keii.errors import InputError, UsageError

REMEDY = "Write it as 2026-11-23 or 2026-11-23T09:00+09:00."
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_ERAS = {"令和": 2018, "平成": 1988}  # the year before the first of each
_WRITTEN = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*[年/.\-]\s*(?P<month>\d{1,2})\s*[月/.\-]\s*(?P<day>\d{1,2})(?!\d)(?:\s*日)?",
    r"(?P<era>令和|平成)\s*(?P<year>\d{1,2}|元)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日",
    rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b",
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>(?:19|20)\d\d)\b",
))
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*日?")


def iso_date(value: str) -> str | None:
    """Return `value` as an ISO 8601 date or date-time, or None when it is none.

    >>> iso_date("2026-11-23"), iso_date("2026-11-23 09:00+0900"), iso_date("2026-02-30")
    ('2026-11-23', '2026-11-23T09:00:00+09:00', None)
    """
    value = value.strip()
    if not _ISO.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value).isoformat() if len(value) == 10 else datetime.fromisoformat(value).isoformat()
    except ValueError:
        return None


def option_date(value: str | None) -> str | None:
    """Return the date of an option as ISO 8601; raises UsageError when it is none."""
    if value is None:
        return None
    found = iso_date(value)
    if found is None:
        raise UsageError(f"«{value}» is not a date.", where="--published", remedy=REMEDY)
    return found


def field_date(value: object) -> str | None:
    """Return the date of a field as ISO 8601, None for an absent or empty one; raises InputError for another value."""
    if value is None or value == "":
        return None
    found = iso_date(value) if isinstance(value, str) else None
    if found is None:
        raise InputError(f"published «{value}» is not a date; the document was read without it.",
                         remedy=REMEDY, code="input.bad-date")
    return found


def page_date(value: str) -> str | None:
    """Return the date that a web page's metadata give, in ISO 8601, or None when it cannot be read.

    >>> page_date("2026年11月3日 9時"), page_date("Mon, 23 Nov 2026 09:00:00 GMT"), page_date("3/4/2026")
    ('2026-11-03', '2026-11-23T09:00:00+00:00', None)
    """
    found = iso_date(value)
    if found:
        return found
    if match := _YEAR_FIRST.match(value.strip()):
        return iso_date(f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}")
    try:
        return parsedate_to_datetime(value).isoformat()
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Written:
    """A whole date in words or figures, and where it stands in its line (code points, half-open)."""

    day: str  # ISO 8601
    start: int
    end: int


def written_date(line: str) -> Written | None:
    """Return a whole date of a line, as people write them; None when it holds none, or no day of the calendar.

    >>> written_date("令和7年4月11日 外務省"), written_date("HELSINKI, 14 April 2025 -"), written_date("in 2025")
    (Written(day='2025-04-11', start=0, end=9), Written(day='2025-04-14', start=10, end=23), None)
    """
    for pattern in _WRITTEN:
        if match := pattern.search(line):
            found = match.groupdict()
            month = found.get("month") or str(_MONTHS.index(found["name"].lower()) + 1)
            year = 1 if found["year"] == "元" else int(found["year"])
            day = iso_date(f"{year + _ERAS.get(found.get('era') or '', 0):04}-{month:0>2}-{found['day']:0>2}")
            return Written(day, match.start(), match.end()) if day else None
    return None


def is_future(value: str, today: date | None) -> bool:
    """Tell whether an ISO 8601 date lies after `today`; a day's grace is for the time zones.

    >>> is_future("2099-01-01", date(2026, 11, 23)), is_future("2026-11-24T01:00:00+09:00", date(2026, 11, 23))
    (True, False)
    """
    return today is not None and date.fromisoformat(value[:10]) > today + timedelta(days=1)
