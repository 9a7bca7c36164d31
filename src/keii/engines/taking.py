"""Documents that a program hands over: what it knows of each, read into the ledger; and texts that are only coded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from keii import pipeline
from keii.config import Database
from keii.documents.article import Article, Known
from keii.documents.dates import field_date
from keii.engines.keeping import Kept, keep
from keii.errors import InputError
from keii.ledger import Ledger
from keii.model import Document, Problem
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from keii.situation.vectors import Encoded
from keii.sources.options import Options, problem

READER = "api"  # of a document that came as text


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One document as a program gives it; every None: it does not say."""

    text: str | None = None  # None: it is a page
    html: str | None = None
    id: str | None = None  # by which the program knows it
    url: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None  # ISO 8601
    language: str | None = None
    retrieved: str | None = None  # ISO 8601, when it was fetched

    @property
    def origin(self) -> str:
        """What the document is called in the ledger: its address, otherwise its id, otherwise its content."""
        return self.url or f"api:{self.id or sha256((self.text or self.html or '').encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One document of those that were taken."""

    id: str
    new: bool  # whether the ledger learnt anything of it
    sentences: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of what was given: a page may hold several documents, or none."""

    documents: tuple[Held, ...] = ()
    problems: tuple[Problem, ...] = ()


def take(path: Path | Database, given: Given, coder: str | None) -> Taken:
    """Read a document into the ledger at `path` and merge its claims; the same one again adds nothing."""
    return _take(path, given, [pipeline.reading_of(one, coder=coder) for one in documents(given)])


def keep_unread(path: Path | Database, given: Given, why: str) -> Taken:
    """Keep the text of a document that could not be read, with the problem that says so."""
    return _take(path, given, [_unread(one, why) for one in documents(given)])


def _take(path: Path | Database, given: Given, readings: list[Reading]) -> Taken:
    with Ledger.create(path) as ledger:
        keeper = Keeper(ledger, _vectors())
        kept = []
        for reading in readings:
            kept.append(keep(ledger, reading))
            keeper.catch_up()
        ledger.settle([given.origin], within=False)
    return Taken(documents=tuple(_held(one) for one in kept if one.reading.document),
                 problems=tuple(found for one in kept for found in one.reading.problems))


def documents(given: Given) -> Iterator[Document | Problem]:
    """Yield the documents of what was given with what was amiss, or the problem that stopped it."""
    options, troubles = Options(today=datetime.now(UTC).date()), []
    published = None
    try:
        published = field_date(given.published)
    except InputError as error:
        troubles.append(error)
    known = Known(today=options.today, charset="utf-8", url=given.url, title=given.title, author=given.author,
                  publisher=given.publisher, published=published, basis="field" if published else None,
                  language=given.language, retrieved=given.retrieved)
    if given.html is not None:
        found = options.documents(given.html.encode(), kind="html", origin=given.origin, known=known)
    else:
        article = Article(text=given.text or "", title=given.title, author=given.author, publisher=given.publisher,
                          published_at=published, published_basis=known.basis, url=given.url, language=given.language,
                          key=given.id)
        found = options.made(article, origin=given.origin, reader=READER, known=known)
    for one in found:
        yield one
        if isinstance(one, Document):
            yield from (problem(trouble, given.origin, document=one.id) for trouble in troubles)


def code(text: str, language: str | None, published: str | None, coder: str | None) -> Reading:
    """Return the reading of a text without a ledger; one that cannot be read has a problem and no claim."""
    try:
        return pipeline.code(text, language=language, published=published, coder=coder)
    except InputError as error:
        return Reading(origin="text", document=None, problems=(problem(error, "text"),))


def _unread(found: Document | Problem, why: str) -> Reading:
    if isinstance(found, Problem):
        return Reading(origin=found.origin, document=None, problems=(found,))
    return Reading(origin=found.origin, document=found, problems=(Problem(
        code="coding.failed-document", origin=found.origin, document=found.id,
        message=f"The document could not be coded: {why.rstrip('.')}.",
        remedy="Its text was kept. Report it with the document, if memory was not short."),))


def _held(kept: Kept) -> Held:
    reading = kept.reading
    assert reading.document is not None
    return Held(id=reading.document.id, new=kept.new, sentences=len(reading.sentences), claims=len(reading.claims))


@cache
def _vectors() -> Encoded:
    return Encoded()
