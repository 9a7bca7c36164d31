"""Intervals as other formats have them: keii's end is exclusive, theirs is the last day."""

from datetime import date, timedelta

from keii.model import Time


def last_day(start: str, end: str | None) -> str | None:
    """Return the last day of an interval whose end is exclusive, never before its start; None: it is open."""
    if end is None:
        return None
    day = end[:10]
    if end[11:16] in ("", "00:00"):
        day = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    return max(day, start[:10])


def closed(time: Time | None) -> tuple[str | None, str | None]:
    """Return first and last day of a claim's time; None, None where it is not on the calendar."""
    if time is None or time.start is None or time.precision == "duration":
        return None, None
    return time.start[:10], last_day(time.start, time.end)
