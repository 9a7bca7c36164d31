"""The definitions of situations: rows that are only added, of which the last one of a name holds."""

import sqlite3
from collections.abc import Iterator

import orjson

from keii.ledger.filters import CLAIMS, Filter
from keii.model import Situation

_LISTS = ("actors", "types", "places", "texts")


def write(connection: sqlite3.Connection, situation: Situation, *, moment: str, wanted: bool) -> None:
    """Add the row of a definition, or of its end. The caller holds the transaction."""
    lists = [orjson.dumps(getattr(situation, column)).decode() for column in _LISTS]
    connection.execute(
        "INSERT INTO situations (name, actors, types, places, texts, wanted, author, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (situation.name, *lists, wanted, situation.author or "", moment))


def read(connection: sqlite3.Connection) -> Iterator[Situation]:
    """Yield the situations that hold now, by name."""
    rows = connection.execute(f"SELECT name, author, {', '.join(_LISTS)} FROM situations_view ORDER BY name")
    for name, author, *lists in rows:
        fields = {column: tuple(orjson.loads(value)) for column, value in zip(_LISTS, lists, strict=True)}
        yield Situation(name=name, author=author, **fields)


def unmerged(connection: sqlite3.Connection, chosen: Filter) -> list[str]:
    """Return the ids of the selected claims that belong to no event, in order."""
    where = chosen.of_claims()
    return [id for id, in connection.execute(
        f"SELECT c.id FROM {CLAIMS} WHERE NOT EXISTS (SELECT 1 FROM event_claims AS m WHERE m.claim = c.id) "
        f"AND {where.sql} ORDER BY c.id", where.values)]
