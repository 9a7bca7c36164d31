"""What the ledger asks of a connection, be it SQLite's or PostgreSQL's.

Statements are written for SQLite with question marks, in what both databases understand; the few words that PostgreSQL
has otherwise are told in `postgresql`.
"""

import contextlib
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from keii.config import Database

SCHEMA = 11  # raised with every change of schema.sql and schema.postgresql.sql that a ledger made before would lack


class Cursor(Protocol):
    """The answer to a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    @property
    def lastrowid(self) -> int | None:
        """The key that an inserted row got."""

    @property
    def description(self) -> Any:
        """One tuple for each column, its name first."""

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows that are left."""


class Connection(Protocol):
    """An open ledger."""

    @property
    def place(self) -> Path | Database:
        """Where the ledger is."""

    @property
    def identity(self) -> Hashable:
        """What is the same for all connections of this process to one ledger, and another when it is made anew."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction was begun that has not ended."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Cursor:
        """Run a statement with a value for each question mark."""

    def stream(self, sql: str, values: Sequence[Any] = ..., /) -> Cursor:
        """Ask for what may be many rows, which are not held in memory together."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> Cursor:
        """Run a statement once for each row of values."""

    def insert_all(self, sql: str, rows: Sequence[Sequence[Any]], /) -> list[int]:
        """Insert each row of values; return their keys, or nothing where the table's rows have none."""

    def limited(self, seconds: float) -> AbstractContextManager[None]:
        """Give up the questions that are asked within when so many seconds have passed."""

    def another(self) -> "Connection":
        """Return a connection to the same ledger for another thread, for reading."""

    def close(self) -> None:
        """End the connection."""


@contextlib.contextmanager
def held(connection: Connection) -> Iterator[None]:
    """Hold the ledger for writing while the block runs: all that it writes is kept together, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled it back already
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def steady(connection: Connection) -> Iterator[None]:
    """Hold one state of the ledger while the block runs, if the caller does not hold one."""
    outer = connection.in_transaction
    if not outer:
        connection.execute("BEGIN")
    try:
        yield
    finally:
        if not outer:
            connection.execute("ROLLBACK")  # nothing was written
