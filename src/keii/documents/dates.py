"""Publication dates: ISO 8601 from options and fields, looser forms from the metadata of web pages."""

import re
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

from keii.errors import InputError, UsageError

REMEDY = "Write it as 2026-11-23 or 2026-11-23T09:00+09:00."
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


def is_future(value: str, today: date | None) -> bool:
    """Tell whether an ISO 8601 date lies after `today`; a day's grace is for the time zones.

    >>> is_future("2099-01-01", date(2026, 11, 23)), is_future("2026-11-24T01:00:00+09:00", date(2026, 11, 23))
    (True, False)
    """
    return today is not None and date.fromisoformat(value[:10]) > today + timedelta(days=1)
