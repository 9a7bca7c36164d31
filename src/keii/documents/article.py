"""What an input gives before a Document is made of it."""

from dataclasses import dataclass
from datetime import date

from keii.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The text of an input and what the input says about it; every None: not stated."""

    text: str
    title: str | None = None
    author: str | None = None  # names as the input gives them, joined by commas
    publisher: str | None = None
    published_at: str | None = None  # ISO 8601 date or date-time
    published_basis: str | None = None  # field, json-ld, meta, time, entry, header, feed, shown, guess; None: no date
    url: str | None = None
    language: str | None = None  # as declared: a code, tag or name
    key: str | None = None  # the id that the input itself gives
    encoding: str | None = None  # encoding the bytes were read in; None: came as text
    translated: bool = False  # the input's metadata mark the text as machine-translated
    wrapped: bool = False  # lines may be broken at a fixed width
    troubles: tuple[InputError, ...] = ()  # what was amiss with an article that could be read all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of an input's bytes besides themselves; every None: nothing is."""

    today: date | None = None  # a page that gives a later date of publication is not believed
    charset: str | None = None  # encoding that came with the bytes, such as a header of HTTP
    url: str | None = None  # where they came from; the address that the page itself gives goes before it
    title: str | None = None  # this and the next ones serve where the input states none itself
    author: str | None = None
    publisher: str | None = None
    published: str | None = None  # ISO 8601
    basis: str | None = None  # of `published`
    language: str | None = None
    retrieved: str | None = None  # ISO 8601, when the bytes were fetched
