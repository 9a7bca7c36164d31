"""Rows of what is awaited: the stories as they were told up to a change. What they mean is decided in `situation`."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson

from keii.ledger.connection import Connection
from keii.ledger.filters import CLAIMS, Filter

_AMONG = "(SELECT value FROM json_each(?))"
_ROW = "a.number, a.story, a.id, a.type, a.at, a.last, a.until, a.outcome, a.lapses, a.heard, a.expectation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One awaited act as it is kept; `schema.sql` says what the columns are."""

    number: int | None  # None: it is not written yet
    story: str
    id: str
    type: str
    at: str
    last: str
    until: str
    outcome: str
    lapses: str | None
    heard: str
    expectation: str | None
    keys: tuple[str, ...] = ()  # to be written; not read back
    claims: tuple[tuple[str, str], ...] = ()  # id and document; to be written, not read back


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Up to where the stories were told."""

    number: int
    made: str


# ---- what was heard ----

def state(connection: Connection) -> State | None:
    """Return up to where the stories were told, None where they never were."""
    row = connection.execute("SELECT number, made FROM awaited_state").fetchone()
    return State(number=row[0], made=row[1]) if row else None


def keep_state(connection: Connection, new: State) -> None:
    """Say up to where the stories are told."""
    connection.execute("DELETE FROM awaited_state")
    connection.execute("INSERT INTO awaited_state VALUES (?, ?)", (new.number, new.made))


def last_change(connection: Connection) -> int:
    """Return the number of the ledger's last change."""
    number: int = connection.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()[0]
    return number


def changed(connection: Connection, since: int) -> list[str]:
    """Return the documents in which something was read or decided after a change."""
    return [id for id, in connection.execute(
        "SELECT document FROM changes WHERE number > ? ORDER BY document", (since,))]


def digests(connection: Connection, documents: Iterable[str]) -> dict[str, str]:
    """Return for each document with claims what stands for everything that stories hear of it.

    Rows of claims never change but for `current`; their vectors may.
    """
    found: dict[str, str] = {}
    for some in _batches(documents):
        rows = connection.execute(f"""
            SELECT c.document, c.key, v.meaning, v.act, m.vector FROM claims AS c
            LEFT JOIN claim_vectors AS v ON v.claim = c.id LEFT JOIN merged AS m ON m.document = c.document
            WHERE c.current = 1 AND c.document IN {_AMONG} ORDER BY c.document, c.key""", (_json(some),))
        for document, own in itertools.groupby(rows, lambda row: row[0]):
            held = blake2b(digest_size=9)
            for _, key, *vectors in own:
                held.update(repr((key, *map(_bytes, vectors))).encode())
            found[document] = held.hexdigest()
    return found


def heard(connection: Connection, documents: Iterable[str]) -> dict[str, str]:
    """Return the digests of what was heard of these documents."""
    return {document: digest for some in _batches(documents) for document, digest in connection.execute(
        f"SELECT document, digest FROM awaited_documents WHERE document IN {_AMONG}", (_json(some),))}


def keep_heard(connection: Connection, found: Iterable[tuple[str, str | None]]) -> None:
    """Keep the digests of what was heard; None: there is nothing to be heard any more."""
    rows = list(found)
    connection.executemany("DELETE FROM awaited_documents WHERE document = ?", [(document,) for document, _ in rows])
    connection.executemany("INSERT INTO awaited_documents VALUES (?, ?)", [row for row in rows if row[1] is not None])


def published(connection: Connection, since: str) -> Iterator[tuple[str, str]]:
    """Yield the documents that were published from a day on, and when, in the order in which stories hear them."""
    yield from connection.execute("SELECT published_at, id FROM documents WHERE published_at >= ? "
                                  "ORDER BY published_at, id", (since,)).fetchall()


def moments(connection: Connection, documents: Iterable[str]) -> dict[str, str]:
    """Return when each of these documents was published, as far as it is known."""
    return {id: moment for some in _batches(documents) for id, moment in connection.execute(
        f"SELECT id, published_at FROM documents WHERE published_at IS NOT NULL AND id IN {_AMONG}", (_json(some),))}


def beside(connection: Connection, claims: Iterable[str]) -> list[str]:
    """Return these claims and those that stand with them in one sentence, as far as they hold."""
    return sorted({id for some in _batches(claims) for id, in connection.execute(f"""
        SELECT c.id FROM claims AS o JOIN claims AS c ON c.document = o.document AND c.current = 1
            AND c.sentence = o.sentence WHERE o.current = 1 AND o.id IN {_AMONG}""", (_json(some),))})


def holding(connection: Connection, claims: Iterable[str]) -> set[str]:
    """Return those of these claims that hold now."""
    return {id for some in _batches(claims) for id, in connection.execute(
        f"SELECT id FROM claims WHERE current = 1 AND id IN {_AMONG}", (_json(some),))}


def claims_of(connection: Connection, documents: Iterable[str]) -> list[str]:
    """Return the ids of the claims of these documents that hold now."""
    return [id for some in _batches(documents) for id, in connection.execute(
        f"SELECT id FROM claims WHERE current = 1 AND document IN {_AMONG}", (_json(some),))]


# ---- the stories ----

def under(connection: Connection, story: str, key: str, since: str) -> list[Row]:
    """Return the awaited acts under a key of a story that a claim of a day may still be about, whatever came later."""
    return _rows(connection, "JOIN awaited_keys AS k ON k.awaited = a.number "
                             "WHERE k.story = ? AND k.key = ? AND k.until >= ?", (story, key, since))


def told_by(connection: Connection, claim: str) -> list[Row]:
    """Return the awaited acts that a claim tells or turns, in whatever story."""
    return _rows(connection, "JOIN awaited_claims AS x ON x.awaited = a.number WHERE x.claim = ?", (claim,))


def of_documents(connection: Connection, documents: Iterable[str]) -> list[Row]:
    """Return the awaited acts that claims of these documents tell or turn."""
    found = {number for some in _batches(documents) for number, in connection.execute(
        f"SELECT awaited FROM awaited_claims WHERE document IN {_AMONG}", (_json(some),))}
    return [row for some in _batches(found) for row in numbered(connection, some)]


def numbered(connection: Connection, numbers: Iterable[int]) -> list[Row]:
    """Return the awaited acts of these numbers."""
    return _rows(connection, "JOIN json_each(?) AS j ON a.number = CAST(j.value AS BIGINT)",
                 (orjson.dumps(list(numbers)).decode(),))


def everything(connection: Connection) -> Iterator[Row]:
    """Yield the awaited acts that are expectations, in no order."""
    for row in connection.stream(f"SELECT {_ROW} FROM awaited AS a WHERE a.expectation IS NOT NULL"):
        yield _row(row)


def selected(connection: Connection, chosen: Filter) -> set[int]:
    """Return the numbers of the awaited acts of which a claim is selected."""
    where = chosen.of_claims()
    return {number for number, in connection.execute(
        f"SELECT DISTINCT x.awaited FROM {CLAIMS} JOIN awaited_claims AS x ON x.claim = c.id WHERE {where.sql}",
        where.values)}


def is_of(type_: str, asked: Sequence[str]) -> bool:
    """Tell whether an act is of the types that a filter asks for."""
    plain = {value for value in asked if not value.startswith("!")}
    left_out = {value.removeprefix("!") for value in asked} - plain
    return type_ not in left_out and (not plain or type_ in plain)


def open_on(connection: Connection, day: str, most: int) -> tuple[list[int], int]:
    """Return the open expectations that lapse next, then those told last, by number, and how many there are."""
    where = "FROM awaited AS a WHERE a.expectation IS NOT NULL AND a.outcome = 'open' AND a.lapses"
    dated = connection.execute(f"SELECT a.number {where} > ? ORDER BY a.lapses, a.last DESC, a.id LIMIT ?",
                               (day, most)).fetchall()
    undated = connection.execute(f"SELECT a.number {where} IS NULL ORDER BY a.last DESC, a.id LIMIT ?",
                                 (most,)).fetchall()
    total = sum(connection.execute(f"SELECT count(*) {where} {condition}", values).fetchone()[0]
                for condition, values in (("> ?", (day,)), ("IS NULL", ())))
    return [number for number, in (*dated, *undated)][:most], total


def keep(connection: Connection, rows: Iterable[Row]) -> None:
    """Write awaited acts, each with its keys and claims."""
    for row in rows:
        number = connection.execute(
            "INSERT INTO awaited (story, id, type, at, last, until, outcome, lapses, heard, expectation) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (row.story, row.id, row.type, row.at, row.last, row.until, row.outcome, row.lapses, row.heard,
             row.expectation)).lastrowid
        connection.executemany("INSERT INTO awaited_keys VALUES (?, ?, ?, ?)",
                               [(row.story, key, row.until, number) for key in row.keys])
        connection.executemany("INSERT INTO awaited_claims VALUES (?, ?, ?)",
                               [(claim, number, document) for claim, document in row.claims])


def remove(connection: Connection, numbers: Sequence[int]) -> None:
    """Take awaited acts out."""
    for some in _batches(numbers):
        for table in ("awaited_keys", "awaited_claims"):
            connection.executemany(f"DELETE FROM {table} WHERE awaited = ?", [(number,) for number in some])
        connection.executemany("DELETE FROM awaited WHERE number = ?", [(number,) for number in some])


def clear(connection: Connection) -> None:
    """Take everything out: it was told by another keii, or not to its end."""
    for table in ("awaited_keys", "awaited_claims", "awaited", "awaited_documents", "awaited_state"):
        connection.execute(f"DELETE FROM {table}")


def _rows(connection: Connection, where: str, values: Sequence[Any]) -> list[Row]:
    return [_row(row) for row in connection.execute(f"SELECT {_ROW} FROM awaited AS a {where}", values).fetchall()]


def _row(row: Sequence[Any]) -> Row:
    return Row(number=row[0], story=row[1], id=row[2], type=row[3], at=row[4], last=row[5], until=row[6],
               outcome=row[7], lapses=row[8], heard=row[9], expectation=row[10])


def _bytes(value: bytes | memoryview | None) -> bytes:
    return bytes(value) if value is not None else b""


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    every = sorted(values)
    yield from (every[start:start + 500] for start in range(0, len(every), 500))


def _json(values: Iterable[Any]) -> str:
    return orjson.dumps(list(values)).decode()
