"""What an input gives before a Document is made of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The text of an input and what the input says about it; every None: not stated."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published_at: str | None = None  # ISO 8601 date or date-time
    published_basis: str | None = None  # field, json-ld, meta, time, guess; None with published_at
    url: str | None = None
    language: str | None = None  # as declared: a code, tag or name
    key: str | None = None  # the id that the input itself gives
    encoding: str | None = None  # encoding the bytes were read in; None: came as text
    translated: bool = False  # the input's metadata mark the text as machine-translated
    wrapped: bool = False  # lines may be broken at a fixed width
