"""The definitions of situations: rows that are only added, of which the last one of a name holds."""

import sqlite3
from collections.abc import Iterator

import orjson

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
