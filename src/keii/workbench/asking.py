"""What a request asks for: the page's path, the filter, the part of a list, the language, the form of the answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, urlencode

from keii.config import MESSAGES, Lang
from keii.errors import UsageError
from keii.ledger import Filter
from keii.ledger.filters import MANY, ONE, from_options
from keii.workbench.config import MOST_ROWS, PAGE

Form = Literal["html", "json", "csv", "atom"]
COOKIE = "keii_lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What the forms of a page carry so that they may write."""

    token: str
    name: str  # by which the reader decides; "": not given yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, understood as far as every page needs it."""

    origin: str  # scheme and host under which the reader asked, http://127.0.0.1:8321
    path: str  # without prefix and without .json or .csv
    prefix: str
    values: tuple[tuple[str, str], ...]  # of the query, without empty ones and without the language
    lang: Lang
    form: Form
    writing: Writing | None = None  # None: the workbench is read only

    def one(self, name: str) -> str | None:
        """Return the last value of a name, None when there is none."""
        return next((value for key, value in reversed(self.values) if key == name), None)

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a name."""
        return tuple(value for key, value in self.values if key == name)

    @property
    def size(self) -> int:
        """How many rows a page of a list has."""
        return min(_number(self.one("size"), "size", PAGE), MOST_ROWS)

    @property
    def page(self) -> int:
        """Which page of a list is asked for, from 1."""
        return max(_number(self.one("page"), "page", 1), 1)

    def number(self, name: str, default: int, most: int) -> int:
        """Return a number from 1 on that the address gives, at most `most`; raises UsageError for anything else."""
        return min(_number(self.one(name), name, default), most)

    def chosen(self, *, rows: int | None = None, paged: bool = True) -> Filter:
        """Return the filter, with the part of the list that is asked for; raises UsageError for an unknown value."""
        size = self.size if rows is None else rows
        return replace(from_options(self.filters), limit=size if paged else None,
                       offset=(self.page - 1) * size if paged and rows is None else 0)

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """The values of the query that belong to the filter."""
        return tuple(pair for pair in self.values if pair[0] in MANY or pair[0] in ONE)

    @property
    def selecting(self) -> tuple[tuple[str, str], ...]:
        """The filter of the page, with the words of a full-text search among it."""
        words = self.one("q") if self.path == "/search" else None
        if words is None:
            return self.filters
        whole = " ".join(filter(None, (self.one("words"), words)))
        return (*(pair for pair in self.filters if pair[0] != "words"), ("words", whole))

    def with_(self, **changes: str | int | None) -> str:
        """Return the address of this page with some values instead; None takes a name out, and the list begins anew."""
        return self.address(self.path, _changed(self.values, changes))

    def without(self, name: str, value: str) -> str:
        """Return the address of this page without one value."""
        return self.address(self.path, [pair for pair in self.values if pair != (name, value) and pair[0] != "page"])

    def adding(self, name: str, value: str) -> str:
        """Return the address of this page with one value more."""
        return self.address(self.path, [*(pair for pair in self.values if pair[0] != "page"), (name, value)])

    def as_(self, form: Form) -> str:
        """Return the address of the same thing in another form."""
        return self.address((self.path if self.path != "/" else "/start") + f".{form}", self.values)

    def speaking(self, lang: Lang) -> str:
        """Return the address of this page in another language."""
        return self.address(self.path, [*self.values, ("lang", lang)])

    def address(self, path: str, values: Sequence[tuple[str, str]] = ()) -> str:
        """Return the address of a page of the workbench."""
        return f"{self.prefix}{quote(path, safe='/:')}{f'?{urlencode(values)}' if values else ''}"


def understood(*, origin: str, path: str, prefix: str, query: Iterable[tuple[str, str]], cookie: str | None,
               accepted: str, default: Lang, form: Form, writing: Writing | None = None) -> Asked:
    """Return what a request asks for."""
    values = [(name, value.strip()) for name, value in query if value.strip() and "\0" not in value]
    wanted = next((value for name, value in reversed(values) if name == "lang"), None)
    return Asked(origin=origin, path=path, prefix=prefix, form=form, writing=writing,
                 values=tuple(pair for pair in values if pair[0] != "lang"),
                 lang=spoken(wanted, cookie, accepted, default))


def spoken(wanted: str | None, cookie: str | None, accepted: str, default: Lang) -> Lang:
    """Return the language of an answer: that of the address, the cookie, the browser's list, else the default."""
    return _known(wanted) or _known(cookie) or _accepted(accepted) or default


def _known(lang: str | None) -> Lang | None:
    return next((known for known in MESSAGES if known == lang), None)


def _accepted(header: str) -> Lang | None:
    """Return the first language of an Accept-Language header that is known."""
    return next(filter(None, (_known(part.strip()[:2].lower()) for part in header.split(","))), None)


def _changed(values: Iterable[tuple[str, str]], changes: Mapping[str, str | int | None]) -> list[tuple[str, str]]:
    kept = [pair for pair in values if pair[0] not in changes and pair[0] != "page"]
    return [*kept, *((name, str(value)) for name, value in changes.items() if value is not None)]


def _number(value: str | None, name: str, default: int) -> int:
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 7 and int(value)):
        raise UsageError(f"«{name}» is not a number from 1 on: «{value[:20]}».",
                         remedy="Leave it out to begin at the beginning.")
    return int(value)
