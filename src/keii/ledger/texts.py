"""What a page asks of texts at once, not once for each of its rows: documents, sentences, ids of claims."""

import itertools
from collections.abc import Iterable

import orjson

from keii.ledger import read
from keii.ledger.connection import Connection
from keii.ledger.filters import CLAIMS, Filter
from keii.model import Document, Sentence

_AMONG = "(SELECT value FROM json_each(?))"


def documents(connection: Connection, ids: Iterable[str]) -> dict[str, Document]:
    """Return those of the documents that are held, as they were last read, by id."""
    rows = read.select(connection, f"SELECT {read.DOCUMENT} FROM documents AS d JOIN readings AS r "
                                   f"ON r.document = d.id AND r.current = 1 WHERE d.id IN {_AMONG}",
                       (_json(ids),))
    return {row["id"]: read.document_of(row) for row in rows}


def sentences(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Sentence, ...]]:
    """Return the sentences of documents in order, as they were last split, by the document's id."""
    rows = read.select(connection, "SELECT r.document, s.* FROM readings AS r JOIN sentences AS s ON s.reading = r.key "
                                   f"WHERE r.current = 1 AND r.document IN {_AMONG} ORDER BY r.document, s.number",
                       (_json(ids),))
    return {id: tuple(Sentence(index=row["number"], start=row["start"], end=row["end"], text=row["text"])
                      for row in own) for id, own in itertools.groupby(rows, lambda row: row["document"])}


def claims(connection: Connection, chosen: Filter) -> list[str]:
    """Return the ids of the selected claims, in the order of `read.claims`."""
    where, page = chosen.of_claims(), chosen.page()
    return [id for id, in connection.execute(
        f"SELECT c.id FROM {CLAIMS} WHERE {where.sql} ORDER BY {read.ORDER}, c.position {page.sql}",
        (*where.values, *page.values))]


def _json(ids: Iterable[str]) -> str:
    return orjson.dumps(sorted(set(ids))).decode()
