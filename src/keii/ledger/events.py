"""Rows of the situation: vectors, blocks, links, events. What they mean is decided in `situation`."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import orjson

from keii.ledger import read, texts
from keii.ledger.connection import Connection
from keii.ledger.filters import CLAIMS, Filter
from keii.ledger.rows import Merged
from keii.ledger.trouble import kept
from keii.model import FIELDS, Conflict, Event, Link, Reason, Status, Told, Value, content_id

_TOGETHER = 50  # keys of one statement; SQLite puts at most 500 selections together
_MANY = 400  # values bound at once; SQLite allows 999 in its oldest builds


def alias(claim: str) -> str:
    """Return the id of an event whose first claim this is."""
    return content_id("e_", claim)


# ---- what is still to be merged ----

def pending(connection: Connection) -> list[tuple[str, int]]:
    """Return the documents, with the key of their current reading, that have not been merged yet, by document."""
    return connection.execute("""
        SELECT u.document, r.key FROM unmerged AS u JOIN readings AS r ON r.document = u.document AND r.current = 1
        ORDER BY u.document""").fetchall()


def leaving(connection: Connection) -> list[str]:
    """Return the documents that have been merged and were dropped since."""
    return [document for document, in connection.execute(
        "SELECT m.document FROM merged AS m JOIN dropped AS x ON x.document = m.document ORDER BY m.document")]


def forget_merged(connection: Connection, document: str) -> None:
    """Say that a document has not been merged."""
    connection.execute("DELETE FROM merged WHERE document = ?", (document,))


def keep_merged(connection: Connection, row: Merged) -> None:
    """Say that a reading has been merged."""
    connection.execute("INSERT INTO merged VALUES (?, ?, ?, ?) ON CONFLICT (document) DO UPDATE SET "
                       "reading = excluded.reading, vector = excluded.vector, copies = excluded.copies",
                       (row.document, row.reading, row.vector, row.copies))
    connection.execute("DELETE FROM unmerged WHERE document = ? AND EXISTS "
                       "(SELECT 1 FROM readings AS r WHERE r.key = ? AND r.current = 1)", (row.document, row.reading))


def merged(connection: Connection, document: str) -> Merged | None:
    """Return what was kept of a merged document, None when it was not merged yet."""
    row = connection.execute("SELECT document, reading, vector, copies FROM merged WHERE document = ?",
                             (document,)).fetchone()
    return Merged(document=row[0], reading=row[1], vector=row[2], copies=row[3]) if row else None


def merged_claims(connection: Connection, document: str) -> list[str]:
    """Return the claims of a document that belong to an event, whether they hold now or not."""
    return [id for id, in connection.execute(
        "SELECT DISTINCT m.claim FROM claims AS c JOIN event_claims AS m ON m.claim = c.id WHERE c.document = ? "
        "ORDER BY m.claim", (document,))]


# ---- claims as they are compared ----

def claims_of(connection: Connection, document: str) -> list[str]:
    """Return the ids of the claims of a document that hold now, in order."""
    return [id for id, in connection.execute(
        "SELECT id FROM claims WHERE document = ? AND current = 1 ORDER BY position", (document,))]


def told(connection: Connection, ids: Iterable[str], *, traced: bool = True) -> Iterator[Told]:
    """Yield the claims of these ids that hold now, with their documents, sentences and vectors.

    Not `traced` they are without trace and cues, which a list does not show.
    """
    for some in _batches(sorted(ids)):
        marks = _marks(some)
        rows = list(read.select(connection, f"""
            SELECT c.*, s.text AS sentence_text, v.meaning, v.act, m.vector AS story, m.copies
            FROM claims AS c JOIN sentences AS s ON s.reading = c.reading AND s.number = c.sentence
            LEFT JOIN claim_vectors AS v ON v.claim = c.id LEFT JOIN merged AS m ON m.document = c.document
            WHERE c.current = 1 AND c.id IN ({marks})""", some))
        documents = texts.documents(connection, {row["document"] for row in rows})
        for row, claim in zip(rows, read.assembled(connection, rows, traced=traced), strict=True):
            document = kept(documents.get(claim.document), claim.document, connection)
            yield Told(claim=claim, document=document, sentence=row["sentence_text"], copies=row["copies"],
                       story=row["story"], meaning=row["meaning"], act=row["act"])


def keep_claim_vectors(connection: Connection, rows: Iterable[tuple[str, bytes, bytes]]) -> None:
    """Keep the vectors of claims: id, meaning, act."""
    connection.executemany("INSERT INTO claim_vectors VALUES (?, ?, ?) ON CONFLICT (claim) DO UPDATE SET "
                           "meaning = excluded.meaning, act = excluded.act", rows)


def claim_vectors(connection: Connection, ids: Iterable[str]) -> list[tuple[str, bytes, bytes]]:
    """Return the vectors of these claims as far as they are kept: id, meaning, act."""
    return [row for some in _batches(sorted(ids)) for row in connection.execute(
        f"SELECT claim, meaning, act FROM claim_vectors WHERE claim IN ({_marks(some)}) ORDER BY claim", some)]


# ---- blocks ----

def blocks_of(connection: Connection, claim: str) -> list[tuple[str, str]]:
    """Return the keys of a claim with its places under them."""
    return connection.execute("SELECT key, place FROM blocks WHERE claim = ? ORDER BY key", (claim,)).fetchall()


def near(connection: Connection, keys: Sequence[str], place: str, claim: str, reach: int
         ) -> list[tuple[list[str], list[str]]]:
    """Return the claims before and after a place under each of some keys, at most `reach` each, the nearest first."""
    found: list[tuple[list[str], list[str]]] = []
    for at in range(0, len(keys), _TOGETHER):
        some = keys[at:at + _TOGETHER]
        sides: list[list[tuple[str, str]]] = [[] for _ in range(2 * len(some))]
        values = [value for key in some for _ in range(2) for value in (key, place, claim, reach)]
        for side, *stands in connection.execute(_near(len(some)), values):
            sides[side].append((stands[0], stands[1]))
        found += [([id for _, id in sorted(before, reverse=True)], [id for _, id in sorted(after)])
                  for before, after in zip(sides[::2], sides[1::2], strict=True)]
    return found


@cache
def _near(keys: int) -> str:
    """Return one statement for so many keys: asked one by one they are most of what a document sends to a server."""
    sides = ("< (?, ?) ORDER BY place DESC, claim DESC", "> (?, ?) ORDER BY place, claim")
    return " UNION ALL ".join(
        f"SELECT * FROM (SELECT {side} AS side, place, claim FROM blocks WHERE key = ? AND (place, claim) "
        f"{sides[side % 2]} LIMIT ?) AS x" for side in range(2 * keys))


def are_near(connection: Connection, first: str, second: str, limit: int) -> bool:
    """Tell whether two claims stand under a common key, no more than `limit` places apart."""
    stands: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, place, claim in connection.execute(
            "SELECT key, place, claim FROM blocks WHERE claim IN (?, ?) ORDER BY key, place, claim", (first, second)):
        stands[key].append((place, claim))
    common = [(key, *ends[0], *ends[1], limit + 1) for key, ends in sorted(stands.items()) if len(ends) == 2]
    return any(between <= limit for at in range(0, len(common), _TOGETHER) for between, in connection.execute(
        _between(len(common[at:at + _TOGETHER])), [value for one in common[at:at + _TOGETHER] for value in one]))


@cache
def _between(keys: int) -> str:
    return " UNION ALL ".join(
        "SELECT (SELECT count(*) FROM (SELECT 1 FROM blocks WHERE key = ? AND (place, claim) > (?, ?) "
        "AND (place, claim) <= (?, ?) LIMIT ?) AS x)" for _ in range(keys))


def add_blocks(connection: Connection, keys: Iterable[str], place: str, claim: str) -> None:
    """Let a claim stand under keys."""
    connection.executemany("INSERT INTO blocks VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                           ((key, place, claim) for key in keys))


def remove_block(connection: Connection, key: str, place: str, claim: str) -> None:
    """Take a claim from under a key."""
    connection.execute("DELETE FROM blocks WHERE key = ? AND place = ? AND claim = ?", (key, place, claim))


# ---- links ----

def keep_links(connection: Connection, links: Iterable[Link]) -> None:
    """Keep links with their reasons."""
    connection.executemany("INSERT INTO links VALUES (?, ?, ?, ?) ON CONFLICT (first, second) DO UPDATE SET "
                           "score = excluded.score, reasons = excluded.reasons", (
        (link.first, link.second, link.score, _reasons(link)) for link in links))


def remove_link(connection: Connection, first: str, second: str) -> bool:
    """Remove the link of two claims; return whether there was one."""
    return connection.execute("DELETE FROM links WHERE first = ? AND second = ?", (first, second)).rowcount > 0


def remove_claim(connection: Connection, claim: str) -> list[str]:
    """Remove the links of a claim and take it from its event; return the claims that it was linked to."""
    others = linked(connection, [claim])
    connection.execute("DELETE FROM links WHERE first = ? OR second = ?", (claim, claim))
    connection.execute("DELETE FROM claim_vectors WHERE claim = ?", (claim,))
    return others


def linked(connection: Connection, ids: Iterable[str]) -> list[str]:
    """Return the claims that are linked to one of these."""
    found: set[str] = set()
    for some in _batches(sorted(ids)):
        marks = _marks(some)
        found.update(id for id, in connection.execute(
            f"SELECT second FROM links WHERE first IN ({marks}) "
            f"UNION SELECT first FROM links WHERE second IN ({marks})",
            (*some, *some)))
    return sorted(found)


def links_among(connection: Connection, ids: Iterable[str]) -> list[Link]:
    """Return the links whose first claim is one of these, without their reasons."""
    return [Link(first=first, second=second, score=score) for some in _batches(sorted(ids))
            for first, second, score in connection.execute(
                f"SELECT first, second, score FROM links WHERE first IN ({_marks(some)}) ORDER BY first, second", some)]


def links_of(connection: Connection, ids: Sequence[str]) -> tuple[Link, ...]:
    """Return the links between these claims with their reasons, the strongest first."""
    wanted = set(ids)
    rows = [row for some in _batches(sorted(wanted)) for row in connection.execute(
        f"SELECT first, second, score, reasons FROM links WHERE first IN ({_marks(some)})", some)]
    found = [Link(first=first, second=second, score=score, reasons=tuple(
        Reason(feature=feature, value=value, weight=weight) for feature, value, weight in orjson.loads(reasons)))
        for first, second, score, reasons in rows if second in wanted]
    return tuple(sorted(found, key=lambda link: (-link.score, link.first, link.second)))


def _reasons(link: Link) -> str:
    return orjson.dumps([(reason.feature, reason.value, reason.weight) for reason in link.reasons]).decode()


# ---- events ----

def events_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return the event of each of these claims that has one."""
    return dict(itertools.chain.from_iterable(connection.execute(
        f"SELECT claim, event FROM event_claims WHERE claim IN ({_marks(some)})", some)
        for some in _batches(sorted(ids))))


def members(connection: Connection, event: str) -> list[str]:
    """Return the claims of an event in order."""
    return [id for id, in connection.execute(
        "SELECT claim FROM event_claims WHERE event = ? ORDER BY position", (event,))]


def remove_events(connection: Connection, ids: Sequence[str]) -> None:
    """Remove events; their claims stay and belong to none."""
    for table, column in (("events", "id"), ("event_claims", "event"), ("event_values", "event"),
                          ("conflicts", "event")):
        connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(id,) for id in ids])


def keep_events(connection: Connection, made: Sequence[Event]) -> None:
    """Keep events; the caller has removed those that their claims belonged to."""
    connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [
        (event.id, event.type, event.label, event.status, event.since, event.until, len(event.claims),
         event.documents, event.independent) for event in made])
    connection.executemany("INSERT INTO event_claims VALUES (?, ?, ?, ?)", [
        (claim, event.id, position, alias(claim)) for event in made for position, claim in enumerate(event.claims)])
    connection.executemany("INSERT INTO event_values VALUES (?, ?, ?, ?, ?)", [
        (event.id, name, position, value.value, orjson.dumps(value.claims).decode())
        for event in made for name, values in event.fields for position, value in enumerate(values)])
    connection.executemany("INSERT INTO conflicts VALUES (?, ?, ?, ?, ?)", [
        (event.id, conflict.field, position, value.value, orjson.dumps(value.claims).decode())
        for event in made for conflict in event.conflicts for position, value in enumerate(conflict.values)])



COLUMNS = "e.id, e.type, e.label, e.status, e.since, e.until, e.documents, e.independent"


def listing(connection: Connection, chosen: Filter, *, conflicts: bool = False) -> Iterator[Event]:
    """Yield the events that hold a selected claim, by time; with `conflicts` those alone that have one."""
    where, page = chosen.of_claims(), chosen.page()
    only = "AND EXISTS (SELECT 1 FROM conflicts AS x WHERE x.event = e.id)" if conflicts else ""
    rows = connection.execute(f"""
        SELECT {COLUMNS} FROM events AS e WHERE e.id IN (
            SELECT m.event FROM {CLAIMS} JOIN event_claims AS m ON m.claim = c.id WHERE {where.sql}) {only}
        ORDER BY e.since IS NULL, e.since, e.id {page.sql}""", (*where.values, *page.values)).fetchall()
    for some in (rows[start:start + _MANY] for start in range(0, len(rows), _MANY)):
        yield from assembled(connection, some)


_BEGINNING = 6  # letters of an id from which on they find what begins so
# How an event may be called, the surest first, and whether by the beginning of an id alone.
_CALLED = (
    ("e.id = ?", False),
    ("e.id = (SELECT m.event FROM event_claims AS m WHERE m.alias = ? ORDER BY m.event LIMIT 1)", False),
    ("e.id = (SELECT m.event FROM event_claims AS m WHERE m.claim = ?)", False),
    ("e.id >= ? AND e.id < ? ORDER BY e.id", True),
    ("e.id = (SELECT m.event FROM event_claims AS m WHERE m.claim >= ? AND m.claim < ? ORDER BY m.claim LIMIT 1)",
     True),
)


def event(connection: Connection, id: str) -> Event | None:
    """Return the event of this id, of an id that it had earlier, of the beginning of one, or that holds a claim."""
    if not id:
        return None
    for condition, beginning in _CALLED:
        if beginning and len(id) < _BEGINNING:
            continue
        values = (id, f"{id}\U0010ffff") if beginning else (id,)  # a range, which the index finds
        found = connection.execute(f"SELECT {COLUMNS} FROM events AS e WHERE {condition} LIMIT 1", values).fetchone()
        if found:
            return assembled(connection, [found])[0]
    return None


def by_id(connection: Connection, ids: Sequence[str]) -> list[Event]:
    """Return the events of these ids that there are, in their order."""
    found: dict[str, Event] = {}
    for some in _batches(ids):
        rows = connection.execute(f"SELECT {COLUMNS} FROM events AS e WHERE e.id IN ({_marks(some)})", some).fetchall()
        found |= {event.id: event for event in assembled(connection, rows)}
    return [found[id] for id in ids if id in found]


def assembled(connection: Connection, rows: Sequence[Sequence[Any]]) -> list[Event]:
    """Return the events of rows of COLUMNS, without their links; at most as many as can be bound at once."""
    ids = [row[0] for row in rows]
    fields, against = (_values(connection, table, ids) for table in ("event_values", "conflicts"))
    claims: defaultdict[str, list[str]] = defaultdict(list)
    for id, claim in connection.execute(
            f"SELECT event, claim FROM event_claims WHERE event IN ({_marks(ids)}) ORDER BY event, position", ids):
        claims[id].append(claim)
    return [Event(
        id=row[0], type=row[1], label=row[2], status=Status(row[3]), since=row[4], until=row[5],
        claims=tuple(claims[row[0]]), documents=row[6], independent=row[7],
        fields=tuple((name, tuple(fields[row[0]][name])) for name in FIELDS if name in fields[row[0]]),
        conflicts=tuple(Conflict(field=name, values=tuple(values)) for name, values in against[row[0]].items()))
        for row in rows]


def _values(connection: Connection, table: str, ids: Sequence[str]
            ) -> defaultdict[str, dict[str, list[Value]]]:
    """Return the values of a table of fields, by event and field."""
    found: defaultdict[str, dict[str, list[Value]]] = defaultdict(dict)
    for id, name, value, claims in connection.execute(
            f"SELECT event, field, value, claims FROM {table} WHERE event IN ({_marks(ids)}) "
            "ORDER BY event, field, position", ids):
        found[id].setdefault(name, []).append(Value(value=value, claims=tuple(orjson.loads(claims))))
    return found


def _batches(values: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(values), _MANY):
        yield tuple(values[start:start + _MANY])


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" for _ in values)
