"""Office holders: who held which public office of which country at a date."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from keii.gazetteer.names import DATA
from keii.gazetteer.own import COLUMNS, own_rows
from keii.gazetteer.policy import chosen
from keii.tables import read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One office held by one person; `start`/`end` are ISO dates of the known precision, "" where unknown."""

    person: str
    country: str
    office: str
    sector: str
    start: str
    end: str
    note: str = ""  # the registry's own: title, body, acting; "" where there is nothing to say

    @property
    def code(self) -> str:
        """The actor code of the holder: RUS/GOV, IGO:UN."""
        return self.country if self.country.startswith("IGO:") or not self.sector else f"{self.country}/{self.sector}"

    def covers(self, date: str) -> bool:
        """Tell whether the office was held at an ISO date; both ends count, at their own precision."""
        return (not self.start or self.start <= date[: len(self.start)]) and (
            not self.end or date[: len(self.end)] <= self.end
        )


@cache
def offices() -> dict[str, tuple[Held, ...]]:
    """Return the offices of every person, the user's own entries among them, latest first."""
    held = defaultdict(list)
    policy = chosen()
    shipped = (row for _, row in read_table(DATA / "offices_held.tsv", COLUMNS["offices_held"]))
    for row in (*shipped, *own_rows("offices_held")):
        held[row["person"]].append(
            Held(
                person=row["person"],
                country=policy.code(row["country"]),
                office=row["office"],
                sector=row["sector"],
                start=row["start"],
                end=row["end"],
                note=row["note"],
            )
        )
    return {person: tuple(sorted(rows, key=lambda h: h.start, reverse=True)) for person, rows in held.items()}


def office_at(person: str, date: str | None, bodies: frozenset[str] = frozenset()) -> Held | None:
    """Return the office a person held at an ISO date, else the one nearest before it, else the latest.

    Without a date the latest office is returned; `bodies` (IGO:NATO) named with the person go before all others.
    None when the registry knows no office of the person.
    """
    held = offices().get(person, ())
    held = tuple(h for h in held if h.country in bodies) or held
    if not held:
        return None
    if date is None:
        return held[0]
    return next((h for h in held if h.covers(date)), None) or next(
        (h for h in held if h.start and h.start <= date[: len(h.start)]), held[-1]
    )
