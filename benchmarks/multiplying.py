"""Generated ledgers made larger in minutes: all rows once more, with ids and days of their own, by SQL alone.

Rows written one by one cost eight milliseconds a document, a quarter of an hour for 100,000. Copies of rows that the
ledger's own functions wrote are rows of the same shapes, in the same indexes, with other ids and later days; only the
words are the same again, so that a search finds each text as often as it was copied.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import orjson

from keii.ledger import awaiting, full_text
from keii.ledger.sqlite import File
from keii.model import content_id

# What of each table is not copied as it is: ids, keys of readings and of claims, days, and lists of claims in JSON.
_OWN: Mapping[str, Mapping[str, str]] = {
    "documents": {"id": "id", "published_at": "day"}, "inputs": {"document": "id"},
    "readings": {"key": "reading", "document": "id"}, "sentences": {"reading": "reading"},
    "claims": {"key": "claim", "id": "told", "reading": "reading", "document": "id"},
    "parties": {"claim": "claim"}, "sources": {"claim": "claim"}, "places": {"claim": "claim"},
    "times": {"claim": "claim", "since": "day", "until": "day"}, "quantities": {"claim": "claim"},
    "cues": {"claim": "claim"}, "trace": {"claim": "claim"},
    "merged": {"document": "id", "reading": "reading", "copies": "id"},
    "claim_vectors": {"claim": "told"}, "blocks": {"claim": "told", "key": "block", "place": "place"},
    "copy_keys": {"document": "id", "key": "own"}, "copy_pairs": {"first": "id", "second": "id"},
    "links": {"first": "told", "second": "told"}, "events": {"id": "id", "since": "day", "until": "day"},
    "event_claims": {"event": "id", "claim": "told", "alias": "id"}, "event_values": {"event": "id", "claims": "ids"},
    "conflicts": {"event": "id", "claims": "ids"},
    # Stories are told within a copy alone: what is awaited at its end may be told on in the next.
    "awaited": {"number": "awaited", "id": "id", "at": "day", "last": "day", "until": "day", "lapses": "day",
                "heard": "json", "expectation": "json"},
    "awaited_keys": {"awaited": "awaited", "until": "day"},
    "awaited_claims": {"awaited": "awaited", "claim": "told", "document": "id"}}
_NAMED = re.compile(r'"([cdx])_([0-9a-f]+)"|"(\d{4}-\d\d-\d\d)(T[^"]*)?"')  # what of JSON is another's in a copy
_WRITTEN = 22  # characters of an id as the ledger makes it; those of copies are longer
_LETTERS = "ghijklmnopqrstuvwxyz"  # of no id as the ledger makes it


def multiply(connection: File, times: int, days: int) -> None:
    """Let a ledger hold everything so many times, each time so many days later; the caller holds the transaction."""
    reading, claim, awaited = (
        connection.execute(f"SELECT coalesce(max({key}), 0) FROM {table}").fetchone()[0]
        for key, table in (("key", "readings"), ("key", "claims"), ("number", "awaited")))
    for number in range(1, times):
        values = {"letter": _letters(number), "days": f"+{days * number} days", "whole": days * number,
                  "readings": reading, "claims": claim, "awaiteds": awaited, "number": number}
        known = _claims(connection, values)
        connection.create_function("told", 1, known.__getitem__, deterministic=True)
        connection.create_function("all_told", 1, lambda ids, known=known: orjson.dumps(
            [known[id] for id in orjson.loads(ids)]).decode(), deterministic=True)
        connection.create_function("later", 1, lambda key, days=days * number: later(key, days), deterministic=True)
        connection.create_function("moved", 1, _moving(known, _letters(number), days * number), deterministic=True)
        for table, own in _OWN.items():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            names = ", ".join(f'"{column}"' for column in columns)
            shown = ", ".join(_copied(f'"{column}"', own.get(column, "")) for column in columns)
            written = _is_written(*next(iter(own.items())))
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {shown} FROM {table} WHERE {written}", values)
    connection.execute("DELETE FROM unmerged WHERE document IN (SELECT document FROM merged)")
    for id, title, text in connection.execute(
            "SELECT id, title, text FROM documents WHERE length(id) > ?", (_WRITTEN,)).fetchall():
        full_text.add(connection, id, title, text)
    _keep_told(connection)


def _letters(number: int) -> str:
    """Return what the ids of a copy end in, another for each number from 1 on."""
    more, last = divmod(number - 1, len(_LETTERS))
    return (_letters(more) if more else "") + _LETTERS[last]


def _keep_told(connection: File) -> None:
    """Say that the stories of the copies are told."""
    state = awaiting.state(connection)
    if state is not None:
        documents = [id for id, in connection.execute("SELECT id FROM documents")]
        awaiting.keep_heard(connection, awaiting.digests(connection, documents).items())
        awaiting.keep_state(connection, awaiting.State(number=awaiting.last_change(connection), made=state.made))


def _moving(known: Mapping[str, str], letter: str, days: int) -> Callable[[str | None], str | None]:
    def other(found: re.Match[str]) -> str:
        kind, name, day, time = found.groups()
        if day:
            return f'"{date.fromisoformat(day) + timedelta(days=days)}{time or ""}"'
        return f'"{known[f"c_{name}"] if kind == "c" else f"{kind}_{letter}{name}"}"'

    return lambda text: text and _NAMED.sub(other, text)


def later(key: str, days: int) -> str:
    """Return a key of `keii.situation.blocking` so many days later; the key of a sentence is that of another one.

    >>> later("AID|JPN|w2600", 210), later("AID|JPN|-", 210)
    ('AID|JPN|w2630', 'AID|JPN|-')
    """
    before, _, when = key.rpartition("|")
    if before == "s":
        return f"{key}+{days}"
    length = {"w": 7, "m": 30, "y": 366}.get(when[:1])
    return f"{before}|{when[0]}{int(when[1:]) + days // length}" if length else key


def _copied(column: str, kind: str) -> str:
    """Return what stands in a column of a copy."""
    return {
        "": column,
        "id": f"substr({column}, 1, 2) || :letter || substr({column}, 3)",
        "own": f"{column} || :letter",
        "block": f"later({column})",
        "place": f"printf('%07d', CAST(substr({column}, 1, 7) AS INTEGER) + :whole) || substr({column}, 8, 3) "
                 f"|| :letter || substr({column}, 11)",
        "told": f"told({column})",
        "ids": f"all_told({column})",
        "day": f"date({column}, :days)",
        "reading": f"{column} + :readings * :number",
        "claim": f"{column} + :claims * :number",
        "awaited": f"{column} + :awaiteds * :number",
        "json": f"moved({column})",
    }[kind]


def _is_written(column: str, kind: str) -> str:
    """Return the condition that a row is none of the copies."""
    if kind == "id":
        return f'length("{column}") = {_WRITTEN}'
    if kind == "told":
        return f'"{column}" IN (SELECT id FROM claims WHERE key <= :claims)'
    return f'"{column}" <= :{kind}s'


def _claims(connection: File, values: Mapping[str, str | int]) -> dict[str, str]:
    """Return the ids of the claims of a copy by those of what they are copied from; ids are made from content."""
    return {id: content_id("c_", document, *told, orjson.loads(actors), status)
            for id, actors, status, document, *told in connection.execute(f"""
                SELECT c.id, (SELECT json_group_array(text) FROM (SELECT text FROM parties AS p WHERE p.claim = c.key
                    AND p.role = 'actor' ORDER BY p.position)), c.status, {_copied("c.document", "id")}, c.type,
                    c.trigger_start, c.trigger_end, c.label
                FROM claims AS c WHERE c.key <= :claims""", values)}
