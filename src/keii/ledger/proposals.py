"""What models proposed: readings that stand beside the one that holds, and never hold themselves.

A proposal is a row of `readings` like any other, with `current` 0 and the model in `coder`. So nothing that is counted,
merged, listed or exported from what holds can meet it; it is asked for by its name alone. A person who accepts one
makes it hold by their own word, as a row beside keii's (`keii.ledger.decisions`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from keii import __version__
from keii.ledger import read, write
from keii.ledger.connection import Connection
from keii.ledger.filters import Filter
from keii.ledger.ledger import Ledger
from keii.model import Claim, Document, Sentence

if TYPE_CHECKING:
    from keii.pipeline import Reading

SIGN = ":"  # in the coder of a model, and in no other: openai:MODEL/1


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A document with what a model proposed for it, and what keii read in it last, both before any person's word."""

    document: Document
    coder: str
    proposed: tuple[Claim, ...]
    own: tuple[Claim, ...]
    sentences: tuple[Sentence, ...]  # as they were when the model read them


def keep(ledger: Ledger, reading: "Reading", coder: str, *, now: datetime | None = None) -> bool:
    """Keep a model's reading of a document that the ledger holds; return whether it is another than the last one.

    Raises SpanError when a claim quotes what the text does not hold,
    LedgerError when the file cannot be written.
    """
    document = reading.document
    assert document is not None
    assert SIGN in coder
    moment = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with ledger.transaction() as connection:
        new, doubled = write.proposal(connection, reading, document, coder, moment=moment, version=__version__)
    for problem in (*reading.problems, *doubled):
        new |= ledger.write_problem(problem)
    return new


def is_proposed(claim: Claim) -> bool:
    """Tell whether a model proposed a claim."""
    return SIGN in claim.coder


def coders(connection: Connection) -> tuple[str, ...]:
    """Return the models that proposed something, by name."""
    return tuple(coder for coder, in connection.execute(
        "SELECT DISTINCT coder FROM readings WHERE current = 0 AND coder LIKE ? ORDER BY coder", (f"%{SIGN}%",)))


def beside(connection: Connection, chosen: Filter, coder: str) -> Iterator[Beside]:
    """Yield the selected documents that a model has read, in the order of lists, with its last reading of each."""
    for listed in read.documents(connection, chosen):
        document = listed.document
        row = connection.execute(
            "SELECT key FROM readings WHERE document = ? AND coder = ? AND current = 0 "
            "ORDER BY read_at DESC, key DESC LIMIT 1", (document.id, coder)).fetchone()
        if row is None:
            continue
        yield Beside(
            document=document, coder=coder,
            proposed=_claims(connection, "reading = ? AND decided = 0", row[0]),
            own=_claims(connection, "decided = 0 AND reading = (SELECT key FROM readings WHERE document = ? "
                                    "AND current = 1)", document.id),
            sentences=tuple(Sentence(index=number, start=start, end=end, text=text) for number, start, end, text in
                            connection.execute('SELECT number, start, "end", text FROM sentences WHERE reading = ? '
                                               "ORDER BY number", row)))


def _claims(connection: Connection, where: str, value: str | int) -> tuple[Claim, ...]:
    rows = list(read.select(connection, f"SELECT * FROM claims WHERE {where} ORDER BY position, decided", (value,)))
    return tuple(read.assembled(connection, rows))
