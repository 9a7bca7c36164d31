"""Where the acts of claims are told to happen: the places of the gazetteer, with how many claims each has."""

import sqlite3
from dataclasses import dataclass

from keii.ledger.filters import CLAIMS, Filter
from keii.ledger.over_time import Times


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place of the gazetteer with the selected claims that name it."""

    gazetteer: str
    words: str  # by which a claim names it
    country: str | None  # ISO 3166 alpha-3; None: a sea or region of no one state
    latitude: float
    longitude: float
    precision: str  # what the point stands for: point, city, province, country, region
    statuses: tuple[tuple[str, int], ...]  # how many claims have each status

    @property
    def number(self) -> int:
        """How many claims name it."""
        return sum(number for _, number in self.statuses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The selected claims by place."""

    spots: tuple[Spot, ...]  # those with the most claims first
    unresolved: int  # claims whose words for a place mean none of the gazetteer
    without: int  # claims whose text gives no place


def of_claims(connection: sqlite3.Connection, chosen: Filter) -> Located:
    """Return the places of the selected claims."""
    where = chosen.of_claims()
    rows = connection.execute(f"""
        SELECT l.gazetteer, c.status, count(*), min(l.quote), l.country, l.latitude, l.longitude, l.precision,
            l.claim IS NULL
        FROM {CLAIMS} WHERE {where.sql} GROUP BY l.gazetteer, l.claim IS NULL, c.status ORDER BY 1, 2""",
        where.values).fetchall()
    groups: dict[str, list[tuple[object, ...]]] = {}
    unresolved = without = 0
    for row in rows:
        if row[8]:
            without += row[2]
        elif row[0] is None or row[5] is None or row[6] is None:
            unresolved += row[2]
        else:
            groups.setdefault(row[0], []).append(row)
    spots = [Spot(gazetteer=id, words=own[0][3], country=own[0][4], latitude=own[0][5], longitude=own[0][6],  # type: ignore[arg-type]
                  precision=own[0][7] or "region", statuses=tuple((row[1], row[2]) for row in own))  # type: ignore[arg-type,misc]
             for id, own in groups.items()]
    return Located(spots=tuple(sorted(spots, key=lambda spot: (-spot.number, spot.gazetteer))),
                   unresolved=unresolved, without=without)


def times_of_claims(connection: sqlite3.Connection, chosen: Filter) -> Times:
    """Return the times of the selected claims that have a place: of the act, otherwise the day of publication."""
    where = chosen.of_claims()
    return connection.execute(f"""
        SELECT coalesce(t.since, substr(d.published_at, 1, 10)), t.until, c.status, count(*)
        FROM {CLAIMS} WHERE l.gazetteer IS NOT NULL AND {where.sql} GROUP BY 1, 2, 3""", where.values).fetchall()
