"""Rows of copies: under which keys documents are looked up, which pairs are copies, which groups they form."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from keii.ledger.connection import Connection

_TOGETHER = 50  # keys of one statement


def texts(connection: Connection, documents: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the texts of documents with their ids."""
    for document in documents:
        yield from connection.execute("SELECT id, text FROM documents WHERE id = ?", (document,))


def is_known(connection: Connection, document: str) -> bool:
    """Tell whether a document has been looked up for copies; its text never changes."""
    return connection.execute("SELECT 1 FROM copy_keys WHERE document = ? LIMIT 1", (document,)).fetchone() is not None


def add_keys(connection: Connection, document: str, keys: Iterable[str]) -> None:
    """Keep the keys of a document."""
    connection.executemany("INSERT INTO copy_keys VALUES (?, ?) ON CONFLICT DO NOTHING",
                           ((key, document) for key in keys))


def under(connection: Connection, keys: Sequence[tuple[str, int]]) -> list[list[str]]:
    """Return the documents under each of some keys, at most so many as stand beside it; -1: all."""
    found: list[list[str]] = []
    for at in range(0, len(keys), _TOGETHER):
        some = keys[at:at + _TOGETHER]
        held: list[list[str]] = [[] for _ in some]
        for number, document in connection.execute(_under(len(some)), [value for one in some for value in one]):
            held[number].append(document)
        found += map(sorted, held)
    return found


@cache
def _under(keys: int) -> str:
    """Return one statement for so many keys: each asked alone is a journey where a server holds the ledger."""
    return " UNION ALL ".join(
        f"SELECT * FROM (SELECT {number} AS number, document FROM copy_keys WHERE key = ? ORDER BY document LIMIT ?) "
        "AS x" for number in range(keys))


def keys_of(connection: Connection, document: str) -> set[str]:
    """Return the keys of a document."""
    return {key for key, in connection.execute("SELECT key FROM copy_keys WHERE document = ?", (document,))}


def remove_document(connection: Connection, document: str) -> list[str]:
    """Forget keys and pairs of a document; return the documents that were its copies."""
    others = sorted(group(connection, document) - {document})
    connection.execute("DELETE FROM copy_keys WHERE document = ?", (document,))
    connection.execute("DELETE FROM copy_pairs WHERE first = ? OR second = ?", (document, document))
    return others


def add_pair(connection: Connection, first: str, second: str, likeness: float) -> None:
    """Keep that two documents are copies."""
    connection.execute("INSERT INTO copy_pairs VALUES (?, ?, ?) ON CONFLICT (first, second) DO UPDATE SET "
                       "likeness = excluded.likeness", (*sorted((first, second)), likeness))


def remove_pair(connection: Connection, first: str, second: str) -> bool:
    """Remove a pair; return whether it was there."""
    return connection.execute("DELETE FROM copy_pairs WHERE first = ? AND second = ?",
                              tuple(sorted((first, second)))).rowcount > 0


def group(connection: Connection, document: str) -> set[str]:
    """Return the documents that hang together with one as copies, itself included."""
    found, new = {document}, [document]
    while new:
        near = {id for name in [new.pop()] for id, in connection.execute(
            "SELECT second FROM copy_pairs WHERE first = ? UNION SELECT first FROM copy_pairs WHERE second = ?",
            (name, name))}
        new += sorted(near - found)
        found |= near
    return found


def of_address(connection: Connection, document: str) -> set[str]:
    """Return the documents that the page of one gave whenever it was fetched: a flash may become a long article."""
    return {id for id, in connection.execute(
        "SELECT d.id FROM documents AS own JOIN inputs AS i ON i.document = own.id JOIN inputs AS o "
        "ON o.origin = i.origin JOIN documents AS d ON d.id = o.document WHERE own.id = ? "
        "AND own.retrieved_at IS NOT NULL AND d.retrieved_at IS NOT NULL AND d.url = own.url", (document,))}


def told_elsewhere(connection: Connection, document: str, number: int) -> list[tuple[str, int]]:
    """Return documents of other languages that tell events of this one, with how many, the most first."""
    return connection.execute("""
        SELECT other.document, count(DISTINCT m.event)
        FROM claims AS c JOIN event_claims AS m ON m.claim = c.id JOIN event_claims AS o ON o.event = m.event
        JOIN claims AS other ON other.id = o.claim AND other.current = 1
        JOIN readings AS own ON own.document = c.document AND own.current = 1
        JOIN readings AS r ON r.document = other.document AND r.current = 1
        WHERE c.document = ? AND c.current = 1 AND r.language <> own.language
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?""", (document, number)).fetchall()


def name_group(connection: Connection, documents: Iterable[str], name: str | None) -> list[str]:
    """Let documents belong to a group; return those for which that is new."""
    return [document for document in documents if connection.execute(
        "UPDATE merged SET copies = ? WHERE document = ? AND copies IS NOT ?", (name, document, name)).rowcount]


def groups(connection: Connection) -> Iterator[tuple[str, str, float | None]]:
    """Yield every document that has copies: its group, its id, how much it has in common with its likest copy."""
    yield from connection.execute("""
        SELECT m.copies, m.document, (SELECT max(likeness) FROM copy_pairs WHERE first = m.document
            OR second = m.document)
        FROM merged AS m JOIN documents AS d ON d.id = m.document WHERE m.copies IS NOT NULL
        ORDER BY m.copies, d.published_at IS NULL, d.published_at, d.id""")
