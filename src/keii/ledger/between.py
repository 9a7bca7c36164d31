"""Who acts towards whom: the selected claims by their parties, as codes."""

from collections.abc import Callable

import numpy as np

from keii.ledger import counting, drawn
from keii.ledger.connection import Connection
from keii.ledger.filters import CLAIMS, Filter
from keii.ledger.tallies import Acted, Acting
from keii.ledger.vocabulary import Vocabulary

_CODES = ("(SELECT group_concat(code, ';') FROM (SELECT p.code FROM parties AS p WHERE p.claim = c.key "
          "AND p.role = '{}' ORDER BY p.code) AS x)")
_ROW = (f"SELECT c.id, c.type, c.status, substr(coalesce(t.since, d.published_at), 1, 10) AS day, "
        f"{_CODES.format('actor')} AS actors, {_CODES.format('recipient')} AS recipients")


def acted(connection: Connection, chosen: Filter, whose: Callable[[Acting], bool] | None = None) -> Acted:
    """Return who acts towards whom in the selected claims that name anybody, or in those whose parties pass a test."""
    if columns := counting.columns_of(connection):
        return drawn.acted(columns, connection, chosen, whose)
    rows = _rows(connection, chosen, whose)
    acting, kinds = Vocabulary[Acting](), Vocabulary[tuple[str, str]]()
    days: list[str | None] = [*sorted({day for _, _, day, _ in rows if day is not None}), None]
    numbers = {day: number for number, day in enumerate(days)}
    return Acted(
        of_acting=np.array([acting.number(who) for _, _, _, who in rows], dtype=np.int32),
        of_kind=np.array([kinds.number(kind) for _, kind, _, _ in rows], dtype=np.int16),
        of_day=np.array([numbers[day] for _, _, day, _ in rows], dtype=np.int32),
        acting=acting.values, kinds=kinds.values, days=days, number=np.ones(len(rows), dtype=np.int32))


def claims(connection: Connection, chosen: Filter, whose: Callable[[Acting], bool]) -> list[str]:
    """Return the ids on a page of the selected claims whose parties pass a test, the earliest first."""
    if columns := counting.columns_of(connection):
        return drawn.between(columns, connection, chosen, whose)
    every = sorted(_rows(connection, chosen, whose), key=lambda row: (row[2] is None, row[2] or "", row[0]))
    after = None if chosen.limit is None else chosen.offset + chosen.limit
    return [id for id, *_ in every[chosen.offset:after]]


def _rows(connection: Connection, chosen: Filter, whose: Callable[[Acting], bool] | None
          ) -> list[tuple[str, tuple[str, str], str | None, Acting]]:
    """Return id, type and status, day and parties of the selected claims that name anybody."""
    where = chosen.of_claims()
    found = ((id, (type, status), day, (_split(actors), _split(recipients)))
             for id, type, status, day, actors, recipients in connection.execute(
                 f"{_ROW} FROM {CLAIMS} WHERE {where.sql} ORDER BY c.key", where.values))
    return [row for row in found if any(row[3]) and (whose is None or whose(row[3]))]


def _split(codes: str | None) -> tuple[str, ...]:
    return tuple(codes.split(";")) if codes else ()
