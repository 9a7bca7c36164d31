"""Who acts towards whom: the selected claims by their parties, as codes."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from keii.ledger.conditions import Condition
from keii.ledger.filters import CLAIMS, Filter

_CODES = ("(SELECT group_concat(code, ';') FROM (SELECT p.code FROM parties AS p WHERE p.claim = c.key "
          "AND p.role = '{}' ORDER BY p.code))")
_ROW = (f"SELECT c.type, c.status, substr(coalesce(t.since, d.published_at), 1, 10) AS day, {_CODES.format('actor')} "
        f"AS actors, {_CODES.format('recipient')} AS recipients")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """Claims that are alike in type, status, day and parties."""

    type: str
    status: str
    day: str | None  # of the act, otherwise of publication; None: neither is known
    actors: tuple[str, ...]  # codes, in order; one may stand twice
    recipients: tuple[str, ...]
    number: int


def acts(connection: sqlite3.Connection, chosen: Filter) -> Iterator[Acts]:
    """Yield the selected claims that name anybody, alike ones together."""
    where = chosen.of_claims()
    rows = connection.execute(f"""
        SELECT type, status, day, actors, recipients, count(*) FROM ({_ROW} FROM {CLAIMS} WHERE {where.sql})
        WHERE actors IS NOT NULL OR recipients IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5""", where.values)
    for type, status, day, actors, recipients, number in rows:
        yield Acts(type=type, status=status, day=day, actors=_split(actors), recipients=_split(recipients),
                   number=number)


def claims(connection: sqlite3.Connection, chosen: Filter, states: tuple[str, str]) -> Iterator[tuple[str, Acts]]:
    """Yield the selected claims that name parties of both states or bodies, each alone, the earliest first."""
    where = Condition.all_of([chosen.of_claims(), *map(_names, states)])
    rows = connection.execute(f"""
        SELECT * FROM ({_ROW}, c.id FROM {CLAIMS} WHERE {where.sql}) ORDER BY day IS NULL, day, id""", where.values)
    for type, status, day, actors, recipients, id in rows:
        yield id, Acts(type=type, status=status, day=day, actors=_split(actors), recipients=_split(recipients),
                       number=1)


def _names(state: str) -> Condition:
    return Condition("EXISTS (SELECT 1 FROM parties AS p WHERE p.claim = c.key AND (p.code = ? OR p.code GLOB ?))",
                     (state, f"{state}/*"))


def _split(codes: str | None) -> tuple[str, ...]:
    return tuple(codes.split(";")) if codes else ()
