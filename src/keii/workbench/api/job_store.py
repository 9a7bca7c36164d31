"""The jobs of the API on disk, beside the ledger: what was given, and what became of each document.

They are no part of the record and have a file of their own, `keii.db.jobs`. What is given is written before it is
answered, and is taken out once it was read, so that neither a kill nor a restart loses a document or forgets one.
"""

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from keii.config import Database, beside
from keii.engines.taking import Given, Held, Taken
from keii.errors import LedgerError
from keii.model import Problem

WAIT = 10.0  # seconds for another process that writes
KEPT = 1_000  # finished jobs; older ones are forgotten
_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL, ended_at TEXT,
    starts INTEGER NOT NULL DEFAULT 0  -- how often a server took it up
);
CREATE TABLE IF NOT EXISTS items (
    job INTEGER NOT NULL REFERENCES jobs (number), number INTEGER NOT NULL,  -- from 1, as given
    given BLOB,  -- JSON; NULL once it was read
    result BLOB,  -- JSON; NULL until it was read
    PRIMARY KEY (job, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS waiting ON items (job, number) WHERE result IS NULL;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job: `results` has what became of each document, None for those that wait."""

    number: int
    id: str
    made_at: str  # ISO 8601, UTC
    ended_at: str | None  # None: documents of it wait
    starts: int
    total: int
    done: int
    results: tuple[Taken | None, ...] = ()  # empty in a list of jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One document of a job that waits."""

    job: int
    number: int
    given: Given


class Store:
    """The file of jobs; a connection a call, so that any thread may use it."""

    def __init__(self, ledger: Path | Database) -> None:
        """Name the file beside the ledger; it is made with the first job."""
        self.path = beside(ledger, ".jobs").absolute()

    def add(self, given: Sequence[Given], now: datetime | None = None) -> Job:
        """Keep what is given as a job that waits."""
        id = f"j_{secrets.token_hex(10)}"
        with self._writing() as connection:
            number = connection.execute("INSERT INTO jobs (id, made_at) VALUES (?, ?)", (id, _stamp(now))).lastrowid
            connection.executemany("INSERT INTO items (job, number, given) VALUES (?, ?, ?)", (
                (number, at, orjson.dumps(asdict(one))) for at, one in enumerate(given, start=1)))
            connection.execute("DELETE FROM items WHERE job IN (SELECT number FROM jobs WHERE ended_at IS NOT NULL "
                               "ORDER BY number DESC LIMIT -1 OFFSET ?)", (KEPT,))
            connection.execute("DELETE FROM jobs WHERE number NOT IN (SELECT job FROM items)")
        found = self.job(id)
        assert found is not None
        return found

    def job(self, id: str) -> Job | None:
        """Return the job of an id with its results, None when there is none."""
        with self._reading() as connection:
            found = next(iter(_jobs(connection, "WHERE j.id = ?", (id,))), None) if connection else None
            if connection is None or found is None:
                return None
            results = [None if result is None else _taken(result) for result, in connection.execute(
                "SELECT result FROM items WHERE job = ? ORDER BY number", (found.number,))]
        return Job(**{**asdict(found), "results": tuple(results)})

    def jobs(self, limit: int, offset: int) -> tuple[list[Job], int]:
        """Return a part of the jobs, the latest first, and how many there are."""
        with self._reading() as connection:
            if connection is None:
                return [], 0
            total = connection.execute("SELECT count(*) FROM jobs").fetchone()[0]
            return _jobs(connection, "", (), f"ORDER BY j.number DESC LIMIT {limit:d} OFFSET {offset:d}"), total

    def waiting(self) -> int:
        """Return how many documents wait."""
        with self._reading() as connection:
            return connection.execute("SELECT count(*) FROM items WHERE result IS NULL").fetchone()[0] \
                if connection else 0

    def start(self, number: int) -> None:
        """Say that a server took up a job."""
        with self._writing() as connection:
            connection.execute("UPDATE jobs SET starts = starts + 1 WHERE number = ?", (number,))

    def next(self) -> Item | None:
        """Return the document that has waited longest, None when none waits."""
        with self._reading() as connection:
            row = connection.execute("SELECT job, number, given FROM items WHERE result IS NULL "
                                     "ORDER BY job, number LIMIT 1").fetchone() if connection else None
        return None if row is None else Item(job=row[0], number=row[1], given=Given(**orjson.loads(row[2])))

    def keep(self, item: Item, taken: Taken, now: datetime | None = None) -> None:
        """Keep what became of a document, and that its job has ended where it was the last."""
        with self._writing() as connection:
            connection.execute("UPDATE items SET given = NULL, result = ? WHERE job = ? AND number = ?",
                               (orjson.dumps(asdict(taken)), item.job, item.number))
            connection.execute("UPDATE jobs SET ended_at = ? WHERE number = ? AND NOT EXISTS (SELECT 1 FROM items AS i "
                               "WHERE i.job = jobs.number AND i.result IS NULL)", (_stamp(now), item.job))

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with _telling(self.path), contextlib.closing(sqlite3.connect(self.path, timeout=WAIT)) as connection:
            connection.executescript(_SCHEMA)
            with connection:
                yield connection

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """Give a connection that only reads, None where there was never a job."""
        if not self.path.exists():
            yield None
            return
        with _telling(self.path), contextlib.closing(
                sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT)) as connection:
            yield connection


def _jobs(connection: sqlite3.Connection, where: str, values: Sequence[object], order: str = "") -> list[Job]:
    rows = connection.execute(f"""
        SELECT j.number, j.id, j.made_at, j.ended_at, j.starts,
            (SELECT count(*) FROM items AS i WHERE i.job = j.number),
            (SELECT count(*) FROM items AS i WHERE i.job = j.number AND i.result IS NOT NULL)
        FROM jobs AS j {where} {order}""", values)
    return [Job(number=row[0], id=row[1], made_at=row[2], ended_at=row[3], starts=row[4], total=row[5], done=row[6])
            for row in rows]


def _taken(line: bytes) -> Taken:
    value = orjson.loads(line)
    return Taken(documents=tuple(Held(**one) for one in value["documents"]),
                 problems=tuple(Problem(**one) for one in value["problems"]))


def _stamp(now: datetime | None) -> str:
    return (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(f"the file of jobs cannot be used: {error}.", where=str(path),
                          remedy="Look at its permissions and at the room on the disk.") from error
