"""The definitions of situations: rows that are only added, of which the last one of a name holds."""

import itertools
from collections.abc import Iterator

import orjson

from keii.ledger.connection import Connection
from keii.ledger.filters import CLAIMS, Filter
from keii.ledger.rows import Mention
from keii.model import Situation, content_id

_LISTS = ("actors", "types", "places", "texts")


def write(connection: Connection, situation: Situation, *, moment: str, wanted: bool) -> None:
    """Add the row of a definition, or of its end. The caller holds the transaction."""
    lists = [orjson.dumps(getattr(situation, column)).decode() for column in _LISTS]
    connection.execute(
        "INSERT INTO situations (name, actors, types, places, texts, wanted, author, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (situation.name, *lists, wanted, situation.author or "", moment))


def read(connection: Connection) -> Iterator[Situation]:
    """Yield the situations that hold now, by name."""
    rows = connection.execute(f"SELECT name, author, {', '.join(_LISTS)} FROM situations_view ORDER BY name")
    for name, author, *lists in rows:
        fields = {column: tuple(orjson.loads(value)) for column, value in zip(_LISTS, lists, strict=True)}
        yield Situation(name=name, author=author, **fields)


def unmerged(connection: Connection, chosen: Filter) -> list[str]:
    """Return the ids of the selected claims that belong to no event, in order."""
    where = chosen.of_claims()
    return [id for id, in connection.execute(
        f"SELECT c.id FROM {CLAIMS} WHERE NOT EXISTS (SELECT 1 FROM event_claims AS m WHERE m.claim = c.id) "
        f"AND {where.sql} ORDER BY c.id", where.values)]


def leading(connection: Connection, type_: str) -> frozenset[str]:
    """Return the ids of the claims of a type in whose sentence another one, of another type, is still to come."""
    return frozenset(id for id, in connection.execute("""
        SELECT c.id FROM claims AS c WHERE c.current = 1 AND c.type = ? AND EXISTS (
            SELECT 1 FROM claims AS u WHERE u.document = c.document AND u.current = 1 AND u.sentence = c.sentence
            AND u.type NOT IN (c.type, 'REQUEST') AND u.status IN ('planned', 'urged', 'expected', 'possible'))""",
        (type_,)))


def mentions(connection: Connection) -> Iterator[Mention]:
    """Yield the claims that hold now and name somebody, as mentions."""
    rows = connection.execute("""
        SELECT c.key, coalesce(m.event, c.id), m.event IS NULL, coalesce(g.copies, c.document),
            substr(d.published_at, 1, 10), p.role, p.code
        FROM claims AS c
        JOIN documents AS d ON d.id = c.document
        JOIN parties AS p ON p.claim = c.key
        LEFT JOIN event_claims AS m ON m.claim = c.id
        LEFT JOIN merged AS g ON g.document = c.document
        WHERE c.current = 1 ORDER BY c.key, p.role, p.position""")
    for _, group in itertools.groupby(rows, lambda row: row[0]):
        named = list(group)
        _, event, alone, document, day, *_ = named[0]
        yield Mention(event=content_id("e_", event) if alone else event, document=document, day=day,
                      actors=tuple(row[6] for row in named if row[5] == "actor"),
                      recipients=tuple(row[6] for row in named if row[5] == "recipient"))
