"""What SQLite's failures mean, in words: the file, what is wrong, and what to do."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from keii.config import Database
from keii.errors import LedgerError
from keii.model import Document

if TYPE_CHECKING:
    from keii.ledger.connection import Connection

_TROUBLE: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: ("the ledger is locked by another program that writes to it.",
                          "Wait until that program is done, or end it, and run the command again."),
    sqlite3.SQLITE_FULL: ("the disk or the ledger's quota is full.",
                          "Free space and run the command again: what is already kept stays and is not read twice."),
    sqlite3.SQLITE_READONLY: ("the ledger cannot be written: the file or its folder is read-only.",
                              "Give yourself write permission for the file and its folder, or name another file "
                              "with --ledger."),
    sqlite3.SQLITE_CANTOPEN: ("the ledger cannot be opened or made.",
                              "Check that its folder exists and that you may write there, or name another file "
                              "with --ledger."),
    sqlite3.SQLITE_PERM: ("the ledger may not be opened.", "Check the permissions of the file and its folder."),
    sqlite3.SQLITE_NOTADB: ("this file is not a ledger, nor any SQLite database.",
                            "Name a ledger, or a file that does not exist yet, with --ledger."),
    sqlite3.SQLITE_CORRUPT: ("the ledger's file is damaged.",
                             "Restore a copy, or save what is readable with: sqlite3 FILE .recover"),
    sqlite3.SQLITE_INTERRUPT: ("the question took too long and was given up.",
                               "Ask for less: name a type, an actor or a shorter time."),
    sqlite3.SQLITE_IOERR: ("the disk gave an error.", "Check the disk and its free space, then run the command again."),
}


def kept(document: Document | None, id: str, connection: "Connection") -> Document:
    """Return the document that claims name by its id; raises LedgerError where another program took it away.

    The schema's foreign keys keep every document that something is told of, but only for programs that heed them.
    """
    if document is not None:
        return document
    raise LedgerError(f"the ledger has claims of the document {id}, but not the document itself.",
                      where=str(connection.place), remedy="Another program removed it. Restore a copy of the ledger, "
                                                          "or read its source into a new one.")


@contextlib.contextmanager
def telling(path: Path | Database) -> Iterator[None]:
    """Turn SQLite's errors into LedgerErrors that name file and remedy; PostgreSQL's connection tells its own."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None or code & 0xFF not in _TROUBLE:
            raise LedgerError(f"SQLite says: {error}.", where=str(path),
                              remedy="If this is a ledger of keii, please report it.") from error
        what, remedy = _TROUBLE[code & 0xFF]
        raise LedgerError(what, where=str(path), remedy=remedy) from error
