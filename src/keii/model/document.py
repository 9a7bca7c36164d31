"""A document: one article as published."""

from dataclasses import dataclass

from keii.model.record import Record
from keii.model.text import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article as published, NFC-normalised; every offset of every claim points into `text`.

    Where a source gives the headline apart from the body, `text` begins with the headline on a line of
    its own, so that claims of headlines have evidence like any other.
    """

    id: str
    text: str
    language: str  # ISO 639-1
    title: str | None = None  # None: the source gives no headline
    author: str | None = None  # names as published, joined by commas; None: not stated
    publisher: str | None = None  # None: not stated
    agency: str | None = None  # registry id of the news agency that the text is credited to; None: to none
    published_at: str | None = None  # ISO 8601 date or date-time; None: unknown, relative times stay unresolved
    published_basis: str | None = None  # how published_at was found: option, field, meta, json-ld, ...; None with it
    url: str | None = None  # None: not stated
    retrieved_at: str | None = None  # ISO 8601; None: not fetched over a network
    reader: str  # how the input was read: txt, md, html, jsonl, eml, pdf, ..., or text given directly
    origin: str  # the input's name as the user gave it, with the line of a .jsonl
    encoding: str | None = None  # encoding the bytes were read in; None: came as text
    language_basis: str  # how the language was found: option, script, declared, words, model
    translated: bool = False  # the text is marked or recognised as machine-translated
    body_start: int = 0  # code points of `text` before this one are boilerplate at its head
    body_end: int | None = None  # boilerplate at the foot starts here; None: there is none
    record: Record | None = None  # None: of no web archive, or read back from a ledger, which keeps records apart

    @staticmethod
    def make_id(
        *,
        text: str,
        title: str | None,
        publisher: str | None,
        published_at: str | None,
        url: str | None,
        key: str | None,
    ) -> str:
        """Return the content id of a document; `key` is the id that the input itself gives, if any."""
        return content_id("d_", text, title, publisher, published_at, url, key)
