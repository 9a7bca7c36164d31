"""What a workbench is told when it starts, and the limits that it keeps."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from keii.config import Database, Lang
from keii.errors import UsageError

HOST = "127.0.0.1"  # never another: whoever wants it elsewhere puts a proxy with a password before it
PORT = 8321
SECONDS = 20.0  # for all questions of one page; a page that takes a second is slow already
PAGE = 50  # rows of a list
MOST_ROWS = 500  # that one page may be asked for
CSV_ROWS = 100_000  # of one .csv; more are had from `keii list`
PART = 60_000  # characters of a text on one page: ten times a long article
QUERY = 4_000  # bytes of the query of an address
API_QUERY = 60_000  # of one of the API: twenty names to be looked up in each of its parameters


def _as_it_is(lang: str, english: str) -> str:
    return english


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """The ledger, and how the workbench is reached.

    `retell` says errors and problems, kept in English, in the reader's language.
    """

    ledger: Path | Database
    lang: Lang = "en"  # where the browser asks for no language that is known
    read_only: bool = False  # nothing can be decided
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)  # of its forms, one a start
    api_token: str = field(default="", repr=False)  # with which programs hand over documents; "": none may
    coder: str | None = None  # that reads what they hand over; None: the usual one
    prefix: str = ""  # of the path, behind a proxy: /keii
    borders: Path | None = None  # GeoJSON that the map draws instead of its own; None: its own
    hosts: tuple[str, ...] = ()  # names that it is called by behind a proxy, besides this machine's
    retell: Callable[[str, str], str] = _as_it_is

    def __post_init__(self) -> None:
        """Refuse a prefix that is no path."""
        parts = self.prefix.split("/")[1:]
        if self.prefix and not (self.prefix.startswith("/") and all(
                part and all(letter.isascii() and (letter.isalnum() or letter in "-_.~") for letter in part)
                and set(part) != {"."} for part in parts)):
            raise UsageError(f"--prefix «{self.prefix}» is not a path.", remedy="Write it like /keii.")
