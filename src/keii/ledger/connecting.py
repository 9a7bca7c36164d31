"""Where a ledger is opened: a file by SQLite, a database by PostgreSQL, whose driver is loaded only then."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from keii.config import Database
from keii.errors import LedgerError
from keii.ledger import sqlite
from keii.ledger.connection import Connection


def create(place: Path | Database) -> Connection:
    """Open a ledger for writing, made first if there is none; raises LedgerError."""
    return sqlite.create(place) if isinstance(place, Path) else _postgresql(place).create(place)


def open(place: Path | Database) -> Connection:
    """Open an existing ledger for reading only; raises LedgerError."""
    return sqlite.open(place) if isinstance(place, Path) else _postgresql(place).open(place)


@contextlib.contextmanager
def holding(database: Database, what: str) -> Iterator[str | None]:
    """Hold the right to do something that one process at a time may do with a database, while the block runs.

    Gives None, or the number of the server's process that serves whoever holds it; raises LedgerError.
    """
    with _postgresql(database).holding(database, what) as holder:
        yield holder


def _postgresql(database: Database) -> ModuleType:
    try:
        from keii.ledger import postgresql
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "psycopg":
            raise
        raise LedgerError("the driver of PostgreSQL is not installed.", where=str(database),
                          remedy="pip install 'keii[postgresql]'") from error
    return postgresql
