"""What one more document costs as the ledger grows, in a file and in PostgreSQL, with merging and without.

`python -m benchmarks.growing made.db --documents 10000 --times 3 10 --postgresql 'postgresql://keii@/postgres?host=…'`
reads generated news (`benchmarks.made`) into a file and merges it as `keii read` does, with the vectors of
`benchmarks.merging`. At 1,000 documents and at the end it measures so many more as `--measured` says. Then the ledger
is made larger by SQL (`benchmarks.multiplying`): the same news in later weeks; each size is measured in the file, and
in a database to whose schema of that size the rows are copied. Told are, for a document, milliseconds of the processor,
of this process and of the server's own, and statements: each is a journey where the server is another machine.
"""

import argparse
import contextlib
import itertools
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.made import News
from benchmarks.merging import Standing
from benchmarks.multiplying import multiply
from keii.config import Database
from keii.ledger import Ledger, connecting, full_text
from keii.ledger.dialect import KEYS
from keii.ledger.sqlite import File
from keii.situation.blocking import SPAN
from keii.situation.keeping import Keeper

EARLY = 1_000  # documents at which the file is measured first
_TICKS = os.sysconf("SC_CLK_TCK")  # of a second, in which the kernel counts a process's time


@dataclass(slots=True)
class Cost:
    """What some documents have cost."""

    own: float = 0.0  # seconds of this process's processor
    server: float = 0.0
    wall: float = 0.0
    statements: int = 0

    def told(self, documents: int) -> str:
        """Return the cost of one of so many documents as columns."""
        own, server, wall = (seconds / documents * 1000 for seconds in (self.own, self.server, self.wall))
        return f"{own:7.1f} {server:7.1f} {wall:7.1f} {self.statements / documents:7.0f}"


class Counting:
    """A connection that counts its statements."""

    def __init__(self, connection: Any) -> None:
        """Stand before a connection."""
        self._connection, self.statements = connection, 0

    def __getattr__(self, name: str) -> Any:
        """Return what the connection has, and count what asks it."""
        self.statements += name in ("execute", "executemany", "insert_all", "stream")
        return getattr(self._connection, name)


def measured(place: Path | Database, news: News, first: int, number: int) -> tuple[Cost, Cost]:
    """Return what writing so many documents from the one of `first` on cost, and what merging them cost."""
    standing, writing, merging = Standing(), Cost(), Cost()
    with Ledger.create(place) as ledger:
        backend = "" if isinstance(place, Path) else str(
            ledger._connection.execute("SELECT pg_backend_pid()").fetchone()[0])
        counting = Counting(ledger._connection)
        ledger._connection = counting
        keeper = Keeper(ledger, standing)
        for at, made in enumerate(news.documents(first, first + number + 1)):
            standing.know(made)
            if at == 0:  # it loads what is loaded once, the registry above all
                ledger.write(made.reading)
                keeper.catch_up()
                continue
            with _timed(writing, counting, backend):
                ledger.write(made.reading)
            with _timed(merging, counting, backend):
                keeper.catch_up()
    return writing, merging


@contextlib.contextmanager
def _timed(cost: Cost, counting: Counting, backend: str) -> Iterator[None]:
    own, server, wall, before = time.process_time(), _spent(backend), time.monotonic(), counting.statements
    yield
    cost.own, cost.server = cost.own + time.process_time() - own, cost.server + _spent(backend) - server
    cost.wall, cost.statements = cost.wall + time.monotonic() - wall, cost.statements + counting.statements - before


def _spent(process: str) -> float:
    """Return the seconds of the processor that a process of Linux has used, to the nanosecond."""
    return int(Path(f"/proc/{process}/schedstat").read_text("ascii").split()[0]) / 1e9 if process else 0.0


def fill(path: Path, news: News, documents: int, more: int) -> None:
    """Read and merge generated documents into a fresh file, and measure it early."""
    standing = Standing()
    with Ledger.create(path) as ledger:
        keeper = Keeper(ledger, standing)
        for number, made in enumerate(news.documents(0, documents), 1):
            standing.know(made)
            ledger.write(made.reading)
            keeper.catch_up()
            if number == EARLY < documents:
                _tell(path, news, number, more, "file")


def enlarge(path: Path, larger: Path, times: int, days: int) -> None:
    """Make a file that holds what another one does so many times, each time so many days later."""
    _duplicate(path, larger)
    with Ledger.create(larger) as ledger, ledger.transaction() as connection:
        assert isinstance(connection, File)
        multiply(connection, times, days)
    with Ledger.create(larger) as ledger:
        ledger._connection.execute("ANALYZE")


def to_database(path: Path, database: Database) -> None:
    """Copy the rows of a file to a ledger in a database that holds none yet; its user must own the server."""
    import psycopg

    connecting.create(database).close()
    with contextlib.closing(sqlite3.connect(path)) as source, psycopg.connect(database.url) as target:
        target.execute("SET session_replication_role = replica")  # triggers and foreign keys rest
        for table, in source.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'full_text%' AND name NOT LIKE "
                "'sqlite%' AND name NOT IN ('meta', 'found_by')").fetchall():
            rows = source.execute(f"SELECT * FROM {table}")
            names = ", ".join(f'"{column[0]}"' for column in rows.description)
            target.execute(f"DELETE FROM {table}")
            with target.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    with Ledger.create(database) as ledger:
        found = texts(path)
        while some := list(itertools.islice(found, 200)):
            with ledger.transaction() as connection:
                for id, title, text in some:
                    full_text.add(connection, id, title, text)
        for table, key in KEYS.items():
            ledger._connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), max({key})) "
                                       f"FROM {table}")
        ledger._connection.execute("VACUUM ANALYZE")


def texts(path: Path) -> Iterator[tuple[str, str | None, str]]:
    """Yield id, title and text of the documents of a file."""
    with contextlib.closing(sqlite3.connect(path)) as source:
        yield from source.execute("SELECT id, title, text FROM documents ORDER BY rowid")


def _duplicate(path: Path, to: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(path, to)


def _tell(place: Path | Database, news: News, first: int, more: int, name: str) -> None:
    """Measure a ledger, a file in a copy of it, and print what was found."""
    at = place
    if isinstance(place, Path):
        at = place.with_name(f"{place.name}.measured")
        _duplicate(place, at)
    with Ledger.open(at) as ledger:
        counts = ledger.counts()
    writing, merging = measured(at, news, first, more)
    size = f"{at.stat().st_size / 1e9:6.2f} GB" if isinstance(at, Path) else ""
    costs = f"{writing.told(more)} {merging.told(more)}"
    print(f"{name:10} {counts.documents:9,} {counts.claims:9,} {costs} {size}", flush=True)
    if isinstance(at, Path):
        at.unlink()


def main(arguments: Sequence[str]) -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("ledger", type=Path, help="a file to make; one that is there is taken as it is")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--acts", type=int, default=3, help="claims of a document")
    parser.add_argument("--daily", type=int, default=100, help="documents of a day")
    parser.add_argument("--measured", type=int, default=200, help="documents of each measurement")
    parser.add_argument("--times", type=int, nargs="*", default=[10])
    parser.add_argument("--postgresql", help="URL of an empty database; schemas are made in it")
    asked = parser.parse_args(arguments)
    news = News(daily=asked.daily, acts=asked.acts, traced=True)
    print(f"{'':10} {'documents':>9} {'claims':>9} {'writing: own, server, wall ms, statements':>31} {'merging':>31}")
    if not asked.ledger.exists():
        fill(asked.ledger, news, asked.documents, asked.measured)
    days = -(-asked.documents // (asked.daily * SPAN)) * SPAN  # whole blocks: weeks and months stay whole
    for times in (1, *asked.times):
        path = asked.ledger
        if times > 1:
            path = asked.ledger.with_name(f"{asked.ledger.name}.{times}")
            enlarge(asked.ledger, path, times, days)
        first = days * asked.daily * (times - 1) + asked.documents
        _tell(path, news, first, asked.measured, "file")
        if asked.postgresql:
            database = Database(f"{asked.postgresql}&options=-csearch_path%3Dtimes{times}")
            _schema(asked.postgresql, f"times{times}")
            to_database(path, database)
            _tell(database, news, first, asked.measured, "PostgreSQL")
    return 0


def _schema(url: str, name: str) -> None:
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute(f"CREATE SCHEMA {name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
