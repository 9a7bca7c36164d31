"""How long keii waits for an awaited act before it counts as lapsed; days are data (`data/waits.tsv`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

from keii.errors import DataError
from keii.tables import data_error, read_table

FILE = Path(__file__).parent / "data" / "waits.tsv"
OTHERS = ("horizon", "overdue", "late")
PRECISIONS = ("hour", "day", "week", "month", "season", "year", "duration")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Days of waiting."""

    grace: Mapping[str, int]  # by precision of the deadline
    horizon: int  # without a deadline, and told by nobody again: matched no more after so long
    overdue: int  # after a deadline, an act that is told done in the same words
    late: int  # after an act was told, articles that still announce it

    def over(self, deadline: str, precision: str | None) -> str:
        """Return the first day on which an expectation with this deadline has lapsed."""
        return later(deadline, self.grace.get(precision or "day", self.grace["day"]))


@lru_cache(maxsize=65536)
def later(day: str, days: int) -> str:
    """Return the day so many days after an ISO 8601 date or date-time; the last day of the calendar beyond it."""
    try:
        return (date.fromisoformat(day[:10]) + timedelta(days=days)).isoformat()
    except OverflowError:
        return date.max.isoformat() if days > 0 else date.min.isoformat()


def read_waits(path: Path) -> Waits:
    """Return what a file of waits says; raises DataError with file and line for a bad row."""
    days: dict[str, int] = {}
    for number, cells in read_table(path, ("what", "days", "note")):
        if cells["what"] not in (*PRECISIONS, *OTHERS) or not cells["days"].isdecimal():
            raise data_error(
                path,
                number,
                f"«{cells['what']} {cells['days']}» is no wait.",
                f"A wait is one of {', '.join((*PRECISIONS, *OTHERS))}, with a number of days.",
            )
        days[cells["what"]] = int(cells["days"])
    missing = {*PRECISIONS, *OTHERS} - days.keys()
    if missing:
        raise DataError(f"no line for {', '.join(sorted(missing))}.", where=str(path), remedy="Add the missing lines.")
    return Waits(grace={what: days[what] for what in PRECISIONS}, horizon=days["horizon"],
                 overdue=days["overdue"], late=days["late"])


@cache
def waits() -> Waits:
    """Return the waits that keii ships, read once."""
    return read_waits(FILE)
