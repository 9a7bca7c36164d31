"""Saved searches: rows that are only added, of which the last one of a name holds, and what a search finds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import orjson

from keii.errors import UsageError
from keii.ledger import read
from keii.ledger.connection import Connection
from keii.ledger.filters import Filter, from_options
from keii.ledger.rows import Listed
from keii.model import Claim

# Letters of any script, digits, space, - and _: a name is a file's name and the last step of an address.
_NAME = re.compile(r"\w(?:[\w -]{0,78}\w)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A filter under a name, as a person saved it."""

    name: str
    chosen: Filter  # without limit and offset
    author: str
    made_at: str = ""  # UTC, ISO 8601; empty: not kept yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A document that a search finds, when it was first read, and its claims that the search selects."""

    listed: Listed
    first_read: str  # UTC, ISO 8601
    claims: tuple[Claim, ...]


def checked(search: Search) -> Search:
    """Return the search itself; raises UsageError for a name that is none and for a filter that selects everything."""
    if not _NAME.fullmatch(search.name):
        raise UsageError(f"«{search.name[:80]}» is no name of a saved search.",
                         remedy="A name has at most 80 letters, digits, spaces, - and _, as in: peninsula-talks")
    if not search.chosen.options:
        raise UsageError(f"the search «{search.name}» would find everything.",
                         remedy="Say with the filters what it looks for: keii search save NAME --actor RUS ...")
    return search


def keep(connection: Connection, search: Search, *, moment: str, wanted: bool = True) -> None:
    """Add the row of a search, or of its end. The caller holds the transaction."""
    connection.execute("INSERT INTO searches (name, filter, wanted, author, made_at) VALUES (?, ?, ?, ?, ?)",
                       (search.name, orjson.dumps(search.chosen.options).decode(), wanted, search.author, moment))


def rename(connection: Connection, old: str, new: Search, *, moment: str) -> None:
    """Keep a search under another name, and let its alerts follow it; `new` says the name and who gives it.

    The caller holds the transaction. Raises UsageError for a search that there is none of, and for a name that is
    another one's.
    """
    found = named(connection, old)
    if found is None:
        raise UsageError(f"there is no saved search «{old}».", remedy="`keii search` lists those there are.")
    kept = checked(replace(new, chosen=found.chosen))
    if named(connection, new.name):
        raise taken(new.name)
    keep(connection, kept, moment=moment)
    keep(connection, replace(found, author=new.author), moment=moment, wanted=False)
    connection.execute("UPDATE alerts SET search = ? WHERE search = ? AND removed = 0", (new.name, old))


def taken(name: str) -> UsageError:
    """Return the error of a name that another search has."""
    return UsageError(f"there is a saved search «{name}» already.", remedy="Choose another name, or remove it first.")


def listing(connection: Connection) -> Iterator[Search]:
    """Yield the searches that hold now, by name."""
    for name, options, author, made_at in connection.execute(
            "SELECT name, filter, author, made_at FROM searches_view ORDER BY name"):
        yield Search(name=name, chosen=from_options((option, value) for option, value in orjson.loads(options)),
                     author=author, made_at=made_at)


def named(connection: Connection, name: str) -> Search | None:
    """Return the search of exactly this name, None when there is none."""
    return next((search for search in listing(connection) if search.name == name), None)


def latest(connection: Connection, chosen: Filter, number: int) -> Iterator[Finding]:
    """Yield the documents that a filter selects, those that were first read last first, with their selected claims."""
    where = chosen.of_documents()  # rows of documents are only added: the order of their rowids is that of the readings
    for row in list(read.select(connection, f"{read.LISTED} WHERE {where.sql} ORDER BY d.rowid DESC LIMIT ?",
                                (*where.values, number))):
        listed = read.listed(row)
        own = replace(chosen, documents=(listed.document.id,), limit=None, offset=0)
        (first,) = connection.execute("SELECT min(read_at) FROM readings WHERE document = ?",
                                      (listed.document.id,)).fetchone()
        yield Finding(listed=listed, first_read=first, claims=tuple(read.claims(connection, own)))
