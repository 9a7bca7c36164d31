"""What a page gives back: the values that its template shows, the same as JSON, and lists as CSV."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import orjson

from keii.errors import KeiiError, LedgerError, UsageError, WorkingError
from keii.ledger import Ledger
from keii.review.deciding import MeanwhileError
from keii.workbench.asking import Asked
from keii.workbench.config import Workbench
from keii.workbench.writing import RefusedError

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class MissingError(KeiiError):
    """A page that there is none of."""


# The first that an error is an instance of counts; any other is of something that keii itself lacks.
_STATUSES: tuple[tuple[type[KeiiError], int], ...] = (
    (WorkingError, 202), (RefusedError, 403), (MissingError, 404), (MeanwhileError, 409), (UsageError, 400),
    (LedgerError, 503))


def status_of(error: KeiiError) -> int:
    """Return the status of HTTP by which a page tells an error."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of a list for programs."""

    header: tuple[str, ...]
    rows: Iterable[Sequence[str | int | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page; JSON and rows are made only where they are asked for."""

    template: str
    title: str
    view: object  # what the template shows
    json: Callable[[], object]
    table: Callable[[], Table] | None = None  # None: it is no list
    feed: Callable[[], bytes] | None = None  # as Atom; None: nothing of it comes one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a page works with: the ledger, open for reading, and how the workbench is reached."""

    ledger: Ledger
    workbench: Workbench


Page = Callable[[Desk, Asked, str], Answer]  # the last argument: what the path names, "" where it names nothing


def as_json(answer: Answer) -> bytes:
    """Return the answer as JSON."""
    return orjson.dumps(answer.json(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_csv(table: Table) -> str:
    """Return the rows as CSV (RFC 4180); a cell that a spreadsheet would run as a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.header)
    for row in table.rows:
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


def _harmless(cell: str | int | None) -> str | int:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell
