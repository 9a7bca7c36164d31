"""The ledger as a thing: made, opened and closed, with every failure told in words."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from keii import __version__
from keii.config import Database, ledger_at
from keii.ledger import (
    connecting,
    copies,
    decisions,
    events,
    following,
    judgements,
    read,
    rules,
    situations,
    write,
)
from keii.ledger.connection import Connection, held
from keii.ledger.filters import Filter
from keii.ledger.rows import ActorCount, Counts, Holding, Listed, Mention, NumberedProblem, PublishedOn
from keii.ledger.trouble import telling
from keii.model import Cause, Claim, Document, Event, Judgement, Link, Problem, Record, Situation, Told
from keii.model.followed import Capture, Followed, Item

if TYPE_CHECKING:
    from keii.pipeline import Reading

_T = TypeVar("_T")


class Ledger:
    """One SQLite file or PostgreSQL database with what was read; a context manager that closes it.

    Several programs may read it while one writes. A write is one transaction a document, so that a program
    that is killed leaves whole documents only.
    """

    def __init__(self, place: Path | Database, connection: Connection) -> None:
        """Wrap an open connection; use `create` or `open`."""
        self.path = place
        self._connection = connection
        self._seen: set[str] = set()  # ids of the problems that were written since the ledger was opened

    @classmethod
    def create(cls, place: Path | str | Database) -> Self:
        """Open the ledger at a path or in a database for writing, made first if there is none; raises LedgerError."""
        place = ledger_at(place)
        return cls(place, connecting.create(place))

    @classmethod
    def open(cls, place: Path | str | Database) -> Self:
        """Open an existing ledger for reading only; raises LedgerError."""
        place = ledger_at(place)
        return cls(place, connecting.open(place))

    def close(self) -> None:
        """Close the file; the last writer to close folds the -wal file into it."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    # ---- write ----

    def write(self, reading: "Reading", *, now: datetime | None = None) -> bool:
        """Keep what was read in one input, as one transaction; return whether the ledger learnt anything of it.

        Raises SpanError when a claim quotes what the text does not hold, LedgerError when the file cannot be
        written; nothing of the reading is kept then. `now` is the time of the reading, by default the clock's.
        """
        moment = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with telling(self.path), held(self._connection):
            lifted = reading.document is not None and rules.lift(self._connection, reading.document.id)
            new = write.reading(self._connection, reading, moment=moment, version=__version__, seen=self._seen)
            if new and reading.document:  # what persons decided holds in whatever is read of the document later
                decisions.apply(self._connection, reading.document.id)
            if reading.document and (new or lifted):
                rules.apply(self._connection, reading.document.id, rules.rules(self._connection), moment=moment)
            return new

    def write_problem(self, problem: Problem) -> bool:
        """Keep one problem; return whether it is new."""
        with telling(self.path), held(self._connection):
            return write.problems(self._connection, (problem,), seen=self._seen)

    def settle(self, inputs: Iterable[str], *, within: bool = True) -> None:
        """Say that these inputs, files or folders, have now been read completely.

        Problems of theirs that were not written again since the ledger was opened are no longer current: the
        input was mended, or is gone. Their rows stay. Without `within` the inputs alone are meant, nothing in them.
        """
        with telling(self.path), held(self._connection):
            write.settle(self._connection, inputs, seen=self._seen, within=within)

    def define(self, situation: Situation, *, now: datetime | None = None, wanted: bool = True) -> None:
        """Keep the definition of a situation, or that it is no longer wanted; earlier ones of its name stay as rows."""
        moment = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with telling(self.path), held(self._connection):
            situations.write(self._connection, situation, moment=moment, wanted=wanted)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give the connection for several writes that are kept together or not at all; raises LedgerError."""
        with telling(self.path), held(self._connection):
            yield self._connection

    def keep_taken(self, number: int, item: Item, capture: Capture | None, documents: Iterable[str], *,
                   now: str) -> None:
        """Keep what became of a source's item, with what was fetched and the documents that were made of it."""
        with self.transaction() as connection:
            if capture and (made := tuple(documents)):
                following.join(connection, following.keep_capture(connection, number, capture), made)
            following.keep_item(connection, number, item, now=now)

    # ---- read ----

    @contextlib.contextmanager
    def browsing(self, *, seconds: float) -> Iterator[Connection]:
        """Give the connection for the questions of `browse`, one state of the ledger for all of them.

        Raises LedgerError, also for a question that takes longer than `seconds`.
        """
        try:
            with telling(self.path), self._connection.limited(seconds):
                self._connection.execute("BEGIN")
                yield self._connection
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")  # nothing was written

    @contextlib.contextmanager
    def asking(self) -> Iterator[Connection]:
        """Give the connection for questions of which the caller has said how long they may take; raises LedgerError."""
        with telling(self.path):
            yield self._connection

    def events_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the event of each of these claims that has one."""
        with telling(self.path):
            return events.events_of(self._connection, ids)

    def followed(self) -> list[Followed]:
        """Return the sources that are followed, by number."""
        with telling(self.path):
            return list(following.sources(self._connection))

    def items(self, number: int) -> dict[str, Item]:
        """Return what a source has listed, by key."""
        with telling(self.path):
            return following.items(self._connection, number)

    def captures(self, document: str) -> list[Capture | Record]:
        """Return the captures, and the records of web archives, that a document was made of."""
        with telling(self.path):
            return [*following.captures(self._connection, document), *following.records(self._connection, document)]

    def events(self, chosen: Filter | None = None, *, conflicts: bool = False) -> Iterator[Event]:
        """Yield the events that hold a selected claim, by time; with `conflicts` those alone that have one."""
        return self._read(events.listing(self._connection, chosen or Filter(), conflicts=conflicts))

    def event(self, id: str) -> Event | None:
        """Return the event of this id, of one that it had earlier, of the beginning of one, or that holds a claim."""
        with telling(self.path):
            return events.event(self._connection, id)

    def told(self, ids: Iterable[str], *, traced: bool = True) -> dict[str, Told]:
        """Return the claims of these ids that hold now, with document, sentence and vectors, by id.

        Not `traced` without trace and cues.
        """
        with telling(self.path):
            return {told.claim.id: told for told in events.told(self._connection, ids, traced=traced)}

    def links(self, ids: Sequence[str]) -> tuple[Link, ...]:
        """Return the links between these claims with their reasons, the strongest first."""
        with telling(self.path):
            return events.links_of(self._connection, ids)

    def versions(self, document: str) -> Iterator[Document]:
        """Yield the copies and versions of a document, itself included, by publication, then as they were fetched."""
        with telling(self.path):
            own = copies.of_address(self._connection, document) | {document}
            group = sorted(set().union(*(copies.group(self._connection, one) for one in own)))
            found = [one for id in group if (one := read.document(self._connection, id))]
        yield from sorted(found, key=lambda one: (one.published_at is None, one.published_at or "",
                                                  one.retrieved_at or "", one.id))

    def judgements(self, ids: Iterable[str] | None = None) -> list[Judgement]:
        """Return what persons decided, of one of these claims or of all, by number."""
        with telling(self.path):
            return judgements.everything(self._connection) if ids is None else judgements.of_claims(
                self._connection, ids)

    def judgement(self, number: int) -> Judgement | None:
        """Return the judgement of a number, None when there is none."""
        with telling(self.path):
            return judgements.numbered(self._connection, number)

    def reviewed(self, id: str) -> decisions.Reviewed | None:
        """Return the claim of this id, or of its beginning, with what persons decided about it; None for none."""
        with telling(self.path):
            return decisions.reviewed(self._connection, id)

    def holdings(self, chosen: Filter | None = None) -> Iterator[Holding]:
        """Yield what the ledger holds of every selected document, with the selected claims only."""
        return self._read(read.holdings(self._connection, chosen or Filter()))

    def claims(self, chosen: Filter | None = None) -> Iterator[Claim]:
        """Yield the selected claims that hold now, by publication, document and place in it."""
        return self._read(read.claims(self._connection, chosen or Filter()))

    def told_by(self, chosen: Filter | None = None, *, worth: read.Worth | None = None) -> Iterator[Told]:
        """Yield the selected claims with document and sentence, without trace and cues, in no order.

        `worth` may refuse a claim by its type, status, trigger, language and whether its sentence urges an act, before
        the rest of it is read.
        """
        return self._read(read.told(self._connection, chosen or Filter(), worth))

    def documents(self, chosen: Filter | None = None) -> Iterator[Listed]:
        """Yield the selected documents with the numbers of their sentences and claims."""
        return self._read(read.documents(self._connection, chosen or Filter()))

    def document(self, id: str) -> Document | None:
        """Return the document of this id, or None."""
        with telling(self.path):
            return read.document(self._connection, id)

    def causes(self, chosen: Filter | None = None) -> Iterator[tuple[Cause, Document, str]]:
        """Yield the selected causal statements with document and sentence, by publication and place in it."""
        return self._read(read.causes(self._connection, chosen or Filter()))

    def kinds(self, chosen: Filter | None = None) -> Iterator[tuple[str, str]]:
        """Yield id and type of the selected claims, in no order."""
        return self._read(read.kinds(self._connection, chosen or Filter()))

    def latest(self) -> str | None:
        """Return the day of the latest publication, None when no document has a date."""
        with telling(self.path):
            return read.latest(self._connection)

    def actors(self, chosen: Filter | None = None) -> Iterator[ActorCount]:
        """Yield those who act, receive or speak in the selected claims, the most frequent first."""
        return self._read(read.actors(self._connection, chosen or Filter()))

    def problems(self, chosen: Filter | None = None) -> Iterator[NumberedProblem]:
        """Yield the selected problems that still hold, by number."""
        return self._read(read.problems(self._connection, chosen or Filter()))

    def mentions(self) -> Iterator[Mention]:
        """Yield who acts with whom in every claim that holds now."""
        return self._read(situations.mentions(self._connection))

    def unmerged(self, chosen: Filter | None = None) -> list[str]:
        """Return the ids of the selected claims that belong to no event: their documents were not merged yet."""
        with telling(self.path):
            return situations.unmerged(self._connection, chosen or Filter())

    def leading(self, type_: str) -> frozenset[str]:
        """Return the ids of the claims of a type beside which, in one sentence, an act of another type is to come."""
        with telling(self.path):
            return situations.leading(self._connection, type_)

    def situations(self) -> Iterator[Situation]:
        """Yield the situations that people defined, by name."""
        return self._read(situations.read(self._connection))

    def published(self) -> Iterator[PublishedOn]:
        """Yield for each day how many documents were published on it, by day; undated ones are left out."""
        return self._read(read.published(self._connection))

    def counts(self) -> Counts:
        """Return how much the ledger holds."""
        with telling(self.path):
            return read.counts(self._connection)

    def _read(self, rows: Iterator[_T]) -> Iterator[_T]:
        with telling(self.path):
            yield from rows
