"""Days as numbers that compare as their text does."""

import re

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


class UncountableError(Exception):
    """A ledger with dates that are no ISO 8601 days; it is counted by SQL alone."""


def day(value: str | None) -> int:
    """Return a date or date-time as a number that compares with days as its text does; 0 for None.

    >>> day("2024-06-13") < day("2024-06-13T08:00") < day("2024-06-14"), day("2024") < day("2024-01-01")
    (True, True)
    """
    if value is None:
        return 0
    match = _DAY.match(value)
    if match is None or (match.end() != len(value) and match[3] is None):
        raise UncountableError(value)
    whole = int(match[1]) * 10_000 + int(match[2] or 0) * 100 + int(match[3] or 0)
    return whole * 2 + (match.end() != len(value)) + 2  # never 0
