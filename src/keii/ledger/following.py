"""Rows of what is followed: sources, their items, captures; state changes, captures never."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

import orjson

from keii.ledger.connection import Connection
from keii.model import Document, Record
from keii.model.followed import Capture, Followed, Item

_COLUMNS = tuple(field.name for field in fields(Followed))
_MAX_BODY = 200_000_000  # bytes of a body unpacked: twice what is ever captured


def add(connection: Connection, source: Followed, *, every: int | None = None) -> tuple[Followed, bool]:
    """Keep a source; return it as it is kept, and whether it is new. One that was removed is followed again.

    One that is followed already keeps its rhythm, unless `every` (seconds) gives it another one.
    """
    held = connection.execute("SELECT number, removed FROM followed WHERE address = ?", (source.address,)).fetchone()
    if held is None:
        names = [name for name in _COLUMNS if name != "number"]
        marks = ", ".join("?" * len(names))
        added = connection.execute(f"INSERT INTO followed ({', '.join(names)}, removed) VALUES ({marks}, 0)",
                                   [getattr(source, name) for name in names])
        return replace(source, number=added.lastrowid or 0), True
    number, removed = held
    if removed:
        connection.execute("UPDATE followed SET removed = 0, paused = 0, failures = 0, trouble = NULL, next_at = NULL "
                           "WHERE number = ?", (number,))
    if every:
        connection.execute("UPDATE followed SET every = ? WHERE number = ?", (every, number))
    return next(sources(connection, number)), bool(removed)


def sources(connection: Connection, number: int | None = None) -> Iterator[Followed]:
    """Yield the sources that are followed, by number."""
    where, values = ("AND number = ?", (number,)) if number else ("", ())
    for row in connection.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM followed WHERE removed = 0 {where} ORDER BY number", values).fetchall():
        found = dict(zip(_COLUMNS, row, strict=True))
        yield Followed(**{**found, "paused": bool(found["paused"])})


def keep_state(connection: Connection, source: Followed) -> None:
    """Keep what a poll changed in a source."""
    names = ("title", "kind", "etag", "modified", "checked_at", "changed_at", "next_at", "failures", "trouble")
    connection.execute(f"UPDATE followed SET {', '.join(f'{name} = ?' for name in names)} WHERE number = ?",
                       (*(getattr(source, name) for name in names), source.number))


def pause(connection: Connection, number: int, *, paused: bool) -> None:
    """Pause a source, or let it be polled again, at once."""
    connection.execute("UPDATE followed SET paused = ?, next_at = NULL WHERE number = ?", (paused, number))


def remove(connection: Connection, number: int) -> None:
    """Follow a source no longer; what came from it stays."""
    connection.execute("UPDATE followed SET removed = 1 WHERE number = ?", (number,))


def items(connection: Connection, number: int) -> dict[str, Item]:
    """Return the items of a source by key."""
    rows = connection.execute("SELECT key, state, mark, tries FROM items WHERE source = ?", (number,))
    return {key: Item(key=key, state=state, mark=mark, tries=tries) for key, state, mark, tries in rows}


def keep_item(connection: Connection, number: int, item: Item, *, now: str) -> None:
    """Keep what became of an item."""
    connection.execute(
        "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (source, key) DO UPDATE SET "
        "state = excluded.state, mark = excluded.mark, tries = excluded.tries",
        (number, item.key, item.state, item.mark, item.tries, now))


def keep_capture(connection: Connection, number: int, capture: Capture) -> int:
    """Keep a capture, its bytes once; return its number. The same bytes of the same address are one capture."""
    connection.execute("INSERT INTO bodies VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                       (capture.hash, len(capture.body), zlib.compress(capture.body, 6)))
    held = connection.execute("SELECT number FROM captures WHERE source = ? AND address = ? AND hash = ?",
                              (number, capture.address, capture.hash)).fetchone()
    if held:
        return int(held[0])
    kept = connection.execute(
        "INSERT INTO captures (source, address, final, status, headers, hash, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, capture.address, capture.final, capture.status, orjson.dumps(dict(capture.headers)).decode(),
         capture.hash, capture.at))
    return kept.lastrowid or 0


def fetched(connection: Connection, *, since: str) -> dict[str, int]:
    """Return which source had the page of an address first, of the pages fetched since a time."""
    rows = connection.execute("SELECT address, final, source FROM captures WHERE at >= ? AND status IS NOT NULL "
                              "ORDER BY number", (since,))
    found: dict[str, int] = {}
    for address, final, source in rows:
        found.setdefault(address, source)
        found.setdefault(final, source)
    return found


def earlier(connection: Connection, document: Document) -> Document:
    """Return a document as it was when its address gave this text first: with the id, outlet and date of then.

    What differs outside of the article's body («updated 5 minutes ago») makes no other one. What was undated then and
    now has a date is another document, as is what the ledger does not hold.
    """
    rows = connection.execute(
        "SELECT d.id, d.text, coalesce(r.body_start, 0), r.body_end, d.title, d.publisher, d.published_at, "
        "d.published_basis FROM inputs AS i JOIN documents AS d ON d.id = i.document "
        "LEFT JOIN readings AS r ON r.document = d.id AND r.current = 1 "
        "WHERE i.origin = ? AND coalesce(d.url, '') = ? ORDER BY d.id <> ?, d.rowid",
        (document.origin, document.url or "", document.id)).fetchall()
    body = document.text[document.body_start:document.body_end]
    for id_, text, start, end, title, publisher, published_at, basis in rows:
        if id_ == document.id:
            return document
        if text[start:end] == body and (published_at or not document.published_at):
            return replace(document, id=id_, text=text, body_start=start, body_end=end, title=title,
                           publisher=publisher, published_at=published_at, published_basis=basis)
    return document


def wait(connection: Connection, numbers: Iterable[int], *, until: str) -> None:
    """Let no poll of these sources take place before a time."""
    connection.executemany("UPDATE followed SET next_at = ? WHERE number = ? AND coalesce(next_at, '') < ?",
                           [(until, number, until) for number in numbers])


def join(connection: Connection, capture: int, documents: Iterable[str]) -> None:
    """Say which documents were made of a capture."""
    connection.executemany("INSERT INTO captured VALUES (?, ?) ON CONFLICT DO NOTHING",
                           [(one, capture) for one in documents])


def captures(connection: Connection, document: str) -> list[Capture]:
    """Return the captures that a document was made of, by number, with what their bytes are now."""
    rows = connection.execute(
        "SELECT c.number, c.address, c.final, c.status, c.headers, c.hash, c.at, b.packed FROM captured AS x "
        "JOIN captures AS c ON c.number = x.capture LEFT JOIN bodies AS b ON b.hash = c.hash "
        "WHERE x.document = ? ORDER BY c.number", (document,)).fetchall()
    return [Capture(number=number, address=address, final=final, status=status, hash=hash_, at=at,
                    headers=tuple(orjson.loads(headers).items()), body=_unpacked(packed))
            for number, address, final, status, headers, hash_, at, packed in rows]


def records(connection: Connection, document: str) -> list[Record]:
    """Return the records of web archives that a document was made of, by archive and place."""
    rows = connection.execute("SELECT archive, member, start, id, hash FROM records WHERE document = ? "
                              "ORDER BY archive, member, start", (document,))
    return [Record(archive=archive, member=member or None, start=start, id=id_, hash=hash_)
            for archive, member, start, id_, hash_ in rows]


def _unpacked(packed: bytes | None) -> bytes:
    """Return the bytes of a body, empty ones when they are gone or damaged: their hash will not agree."""
    try:
        return zlib.decompressobj().decompress(packed or b"", _MAX_BODY)
    except zlib.error:
        return b""
