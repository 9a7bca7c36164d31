"""A ledger in a PostgreSQL database: its connection, which understands the statements of the ledger, and its failures.

The driver, psycopg, is an extra and is imported here alone. A database may hold several ledgers, each in a schema of
its own: `postgresql://host/db?options=-csearch_path%3Dasia`.
"""

import contextlib
import time
from collections.abc import Hashable, Iterable, Iterator, Sequence
from importlib import resources
from typing import Any

import psycopg
from psycopg.adapt import Dumper

from keii import __version__
from keii.config import Database
from keii.errors import LedgerError
from keii.ledger.connection import SCHEMA, held
from keii.ledger.dialect import KEYS, translated
from keii.ledger.postgresql_trouble import gave_up, told, unreachable

WAIT = 10.0  # seconds to wait for another writer, as with SQLite; it holds the lock for one document
OLDEST = 140_000  # of the server, as libpq counts versions
_AT_ONCE = 500  # rows of a long answer
_APPLICATION = "keii"  # what the server's own lists call the connection


class _Flag(Dumper):
    """Writes True and False as 1 and 0, which is what the ledger's columns hold."""

    oid = psycopg.postgres.types["int2"].oid

    def dump(self, obj: bool) -> bytes:
        """Return the digit."""
        return b"1" if obj else b"0"


class Answer:
    """The answer to a statement."""

    def __init__(self, cursor: Any, lastrowid: int | None = None) -> None:
        """Wrap a cursor, of which the key of an inserted row was read already."""
        self._cursor = cursor
        self.lastrowid = lastrowid

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return int(self._cursor.rowcount)

    @property
    def description(self) -> Any:
        """One tuple for each column, its name first."""
        return self._cursor.description

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return list(self._cursor.fetchall())

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows that are left."""
        with contextlib.closing(self._cursor) if hasattr(self._cursor, "itersize") else contextlib.nullcontext():
            yield from self._cursor


class Server:
    """A connection to a ledger in a database."""

    def __init__(self, database: Database, held: Any) -> None:
        """Wrap a connection of psycopg; use `create` or `open`."""
        self.place = database
        self._held = held
        self._streams = 0  # asked for
        self._end: float | None = None  # when questions are given up, by the monotonic clock

    @property
    def identity(self) -> Hashable:
        """What all connections to this ledger have in common, and none to another that took its place."""
        return self.place.url, self.execute("SELECT 'meta'::REGCLASS::OID").fetchone()[0]

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction was begun that has not ended."""
        return bool(self._held.info.transaction_status in (
            psycopg.pq.TransactionStatus.INTRANS, psycopg.pq.TransactionStatus.INERROR))

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Answer:
        """Run a statement with a value for each question mark; raises LedgerError."""
        statement, table = translated(sql)
        try:
            return self._answer(statement, table, values)
        except LedgerError:
            if sql == "BEGIN IMMEDIATE" and self.in_transaction:  # begun, but another one holds the ledger
                self._held.rollback()
            raise

    def _answer(self, statement: str, table: str | None, values: Sequence[Any]) -> Answer:
        with self._telling():
            cursor = self._held.execute(statement, values or None)
            if table in KEYS and cursor.description:
                row = cursor.fetchone()
                return Answer(cursor, row and row[0])
            return Answer(cursor)

    def stream(self, sql: str, values: Sequence[Any] = (), /) -> Answer:
        """Ask for what may be many rows: the server holds them, and gives some at a time; raises LedgerError."""
        self._streams += 1
        with self._telling():
            cursor = self._held.cursor(f"rows{self._streams}", withhold=True)
            cursor.itersize = _AT_ONCE
            cursor.execute(translated(sql)[0], values or None)
            return Answer(cursor)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Answer:
        """Run a statement once for each row of values; raises LedgerError."""
        with self._telling():
            cursor = self._held.cursor()
            cursor.executemany(translated(sql)[0], rows)
            return Answer(cursor)

    def insert_all(self, sql: str, rows: Sequence[Sequence[Any]], /) -> list[int]:
        """Insert each row of values in one journey; return their keys, or nothing where the table's rows have none."""
        statement, table = translated(sql)
        keys: list[int] = []
        with self._telling():
            cursor = self._held.cursor()
            cursor.executemany(statement, rows, returning=table in KEYS)
            while table in KEYS:
                keys.append(cursor.fetchone()[0])
                if not cursor.nextset():
                    break
        return keys

    @contextlib.contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Give up the questions that are asked within when so many seconds have passed."""
        self.execute(f"SET statement_timeout = {max(int(seconds * 1000), 1)}")
        self._end = time.monotonic() + seconds
        try:
            yield
        finally:
            self._end = None
            if not self.in_transaction and not self._held.closed:
                self.execute("SET statement_timeout = 0")

    def run(self, script: str) -> None:
        """Run a script of PostgreSQL, as it stands; raises LedgerError."""
        with self._telling():
            self._held.execute(script)

    def another(self) -> "Server":
        """Return a connection to the same ledger, for reading."""
        return _connect(self.place, write=False)

    def close(self) -> None:
        """End the connection; what was not committed is undone."""
        self._held.close()

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        if self._end is not None and time.monotonic() > self._end:
            raise gave_up(self.place)
        try:
            yield
        except psycopg.Error as error:
            raise told(error, self.place) from error


def create(database: Database) -> Server:
    """Open the ledger in a database for writing, made first if there is none; raises LedgerError."""
    connection = _connect(database, write=True)
    try:
        if _schema(connection) is None:
            _make_schema(connection)
        _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open(database: Database) -> Server:
    """Open an existing ledger for reading only; raises LedgerError."""
    connection = _connect(database, write=False)
    try:
        _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def holding(database: Database, what: str) -> Iterator[str | None]:
    """Hold the right to do something that one process at a time may do, while the block runs.

    Gives None, or the number of the server's process that serves whoever holds it.
    """
    connection = _connect(database, write=False)
    try:
        wanted = "hashtext(?), hashtext(current_schema())"
        if connection.execute(f"SELECT pg_try_advisory_lock({wanted})", (f"keii {what}",)).fetchone()[0]:
            yield None
            return
        row = connection.execute(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM "
            "pg_database WHERE datname = current_database()) AND classid = (hashtext(?)::BIGINT & 4294967295)::OID",
            (f"keii {what}",)).fetchone()
        yield str(row[0]) if row else "?"
    finally:
        connection.close()


def _connect(database: Database, *, write: bool) -> Server:
    try:
        held = psycopg.connect(database.url, autocommit=True, cursor_factory=psycopg.RawCursor,
                               application_name=_APPLICATION, connect_timeout=int(WAIT))
    except psycopg.Error as error:
        raise unreachable(error, database) from error
    held.adapters.register_dumper(bool, _Flag)
    held.server_cursor_factory = psycopg.RawServerCursor
    connection = Server(database, held)
    try:
        if held.info.server_version < OLDEST:
            raise LedgerError(f"the server is PostgreSQL {held.info.server_version // 10_000}; keii needs "
                              f"{OLDEST // 10_000} or newer.", where=str(database), remedy="Name another server.")
        for setting in ("client_encoding = 'UTF8'", "jit = off", f"lock_timeout = {int(WAIT * 1000)}",
                        f"default_transaction_read_only = {'off' if write else 'on'}"):
            connection.execute(f"SET {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def _schema(connection: Server) -> int | None:
    """Return the version of the ledger's tables, None where nothing is there yet; raises LedgerError."""
    place = str(connection.place)
    name, tables, meta = connection.execute(
        "SELECT current_schema(), (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = "
        "to_regnamespace(quote_ident(current_schema()))), to_regclass(quote_ident(current_schema()) || '.meta')"
    ).fetchone()
    if name is None:
        raise LedgerError("the database has no schema that the search path names, or this user may not use it.",
                          where=place, remedy="Make it with CREATE SCHEMA, ask for USAGE of it, or leave out "
                                              "options=-csearch_path.")
    if meta is None and not tables:
        return None
    found = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('schema', 'keii')").fetchall()) \
        if meta is not None else {}
    if not str(found.get("schema", "")).isdecimal() or "keii" not in found:
        raise LedgerError(f"the schema «{name}» of this database holds other tables, no ledger of keii.", where=place,
                          remedy="Name an empty database, or an empty schema with ?options=-csearch_path%3DNAME.")
    return int(found["schema"])


def _check(connection: Server) -> None:
    schema, place = _schema(connection), str(connection.place)
    if schema is None:
        raise LedgerError("the database is empty, no ledger yet.", where=place,
                          remedy="Fill it with `keii read INPUT`, or name another ledger with --ledger.")
    if schema > SCHEMA:
        raise LedgerError(f"the ledger was made by a newer keii (its schema is {schema}, this keii knows {SCHEMA}).",
                          where=place, remedy="Install the newer keii: pip install --upgrade keii")
    if schema < SCHEMA:
        raise LedgerError(f"the ledger was made by an older keii (its schema is {schema}, this keii needs {SCHEMA}).",
                          where=place, remedy="Read the documents into a new ledger: keii --ledger NEW read ...")


def _make_schema(connection: Server) -> None:
    script = resources.files("keii.ledger").joinpath("schema.postgresql.sql").read_text(encoding="utf-8")
    with held(connection):
        if _schema(connection) is not None:  # another program made it while this one waited for the lock
            return
        connection.run(script)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("schema", str(SCHEMA)), ("keii", __version__)])
