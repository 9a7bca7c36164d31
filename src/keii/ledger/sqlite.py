"""A ledger in a file: SQLite's connection, and how the file is made, opened and told from others."""

import contextlib
import sqlite3
import time
from collections.abc import Hashable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from keii import __version__
from keii.errors import LedgerError
from keii.ledger.connection import SCHEMA, held
from keii.ledger.dialect import KEYS, inserted_into
from keii.ledger.trouble import telling

APPLICATION = int.from_bytes(b"keii")  # SQLite's application_id: tells a ledger from other SQLite files
WAIT = 10.0  # seconds to wait for another writer; it holds the lock for one document, some milliseconds

_PAUSE = 0.01  # seconds between two attempts to lock the file: another program that makes it needs fewer
_STEPS = 20_000  # of SQLite's machine between two looks at the clock: about a millisecond


class File(sqlite3.Connection):
    """A connection to a ledger in a file."""

    place: Path
    stream = sqlite3.Connection.execute  # SQLite gives rows as they are asked for

    @property
    def identity(self) -> Hashable:
        """What all connections to this file have in common, and none to another that took its place."""
        path = self.place.resolve()
        return str(path), path.stat().st_ino

    def insert_all(self, sql: str, rows: Sequence[Sequence[Any]], /) -> list[int]:
        """Insert each row of values; return their keys, or nothing where the table's rows have none."""
        table = inserted_into(sql)
        if table not in KEYS:
            self.executemany(sql, rows)
            return []
        return [self.execute(sql, row).lastrowid or 0 for row in rows]

    @contextlib.contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Give up the questions that are asked within when so many seconds have passed."""
        end = time.monotonic() + seconds
        self.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            yield
        finally:
            self.set_progress_handler(None, 0)

    def another(self) -> "File":
        """Return a connection to the same file, for reading."""
        return _connect_to_read(self.place)


def create(path: Path) -> File:
    """Open the ledger at `path` for writing, made first if there is none; raises LedgerError."""
    _refuse_folder(path)
    with telling(path):
        connection = _connect(path, "rwc")
    try:
        with telling(path):
            if not _is_blank(connection):
                _check_schema(path, connection)
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")  # a kill loses nothing
            if _is_blank(connection):
                _make_schema(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open(path: Path) -> File:
    """Open an existing ledger for reading only; raises LedgerError."""
    _refuse_folder(path)
    if not path.exists():
        raise LedgerError("there is no ledger here.", where=str(path),
                          remedy="Make one with `keii read INPUT`, or name another file with --ledger.")
    with telling(path):
        connection = _connect_to_read(path)
    try:
        with telling(path):
            if _is_blank(connection):
                raise LedgerError("the file is empty, no ledger yet.", where=str(path),
                                  remedy="Fill it with `keii read INPUT`, or name another file with --ledger.")
            _check_schema(path, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise LedgerError("this is a folder, a ledger is a file.", where=str(path),
                          remedy=f"Name a file in it, such as {path / 'keii.db'}, with --ledger.")


def _connect(path: Path, mode: str, *, immutable: bool = False) -> File:
    uri = f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}"
    connection = sqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None, factory=File)
    connection.place = path
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the file is really read only now
    except BaseException:
        connection.close()
        raise
    return connection


def _connect_to_read(path: Path) -> File:
    try:
        return _connect(path, "ro")
    except sqlite3.OperationalError as error:
        # A reader of a WAL file makes a -shm file beside it. Where that is impossible (a read-only folder or
        # medium) and no writer left a -wal file, the file may be read as it is.
        unwritable = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        wal = path.with_name(path.name + "-wal")
        if error.sqlite_errorcode & 0xFF in unwritable and not (wal.exists() and wal.stat().st_size):
            return _connect(path, "ro", immutable=True)
        raise


def _is_blank(connection: File) -> bool:
    tables: int = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    return tables == 0 and _pragma(connection, "application_id") in (0, APPLICATION)


def _pragma(connection: File, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def _check_schema(path: Path, connection: File) -> None:
    if _pragma(connection, "application_id") != APPLICATION:
        raise LedgerError("this SQLite file is not a ledger of keii.", where=str(path),
                          remedy="Name a ledger, or a file that does not exist yet, with --ledger.")
    schema = _pragma(connection, "user_version")
    if schema > SCHEMA:
        raise LedgerError(f"the ledger was made by a newer keii (its schema is {schema}, this keii knows {SCHEMA}).",
                          where=str(path), remedy="Install the newer keii: pip install --upgrade keii")
    if schema < SCHEMA:
        raise LedgerError(f"the ledger was made by an older keii (its schema is {schema}, this keii needs {SCHEMA}).",
                          where=str(path), remedy="Read the documents into a new ledger: keii --ledger NEW read ...")


def _write_ahead(connection: File) -> None:
    """Let the file have a write-ahead log, which lets others read while one writes.

    SQLite reads the file before it locks it for that, and gives up at once, whatever its timeout, when another program
    has the lock: two that read then would wait for each other. Here nothing is held between two attempts.
    """
    end = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        time.sleep(_PAUSE)


def _make_schema(connection: File) -> None:
    script = resources.files("keii.ledger").joinpath("schema.sql").read_text(encoding="utf-8")
    with held(connection):
        if not _is_blank(connection):  # another program made it while this one waited for the lock
            return
        for statement in _statements(script):
            connection.execute(statement)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("schema", str(SCHEMA)), ("keii", __version__)])
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one; `executescript` would end the transaction around them."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
