"""What a reader is told besides the input."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from keii.documents.article import Article, Known
from keii.documents.build import WEAK, build_document
from keii.documents.formats import FORMATS
from keii.errors import InputError
from keii.model import Document, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of a read, checked: every source gets the same."""

    published: str | None = None  # ISO 8601; None: only what an input states
    language: str | None = None  # ISO 639-1; None: detected
    today: date | None = None  # dates of publication after it are not believed; None: all are

    def document(self, article: Article, *, origin: str, reader: str, retrieved: str | None = None) -> Document:
        """Return the document of an article; raises InputError as `build_document` does."""
        return build_document(article, origin=origin, reader=reader, published=self.published, language=self.language,
                              retrieved=retrieved)

    def documents(self, raw: bytes, *, kind: str, origin: str,
                  known: Known | None = None) -> Iterator[Document | Problem]:
        """Yield the documents of bytes in the format `kind` with what was amiss, or the problem that stopped it."""
        known = replace(known or Known(), today=self.today)
        try:
            articles = FORMATS[kind](raw, known)
        except InputError as error:
            yield problem(error, origin)
            return
        for article in articles:
            yield from self.made(article, origin=origin, reader=kind, known=known)

    def made(self, article: Article, *, origin: str, reader: str, known: Known) -> Iterator[Document | Problem]:
        """Yield the document of an article with what was amiss, or the problem that stopped it."""
        try:
            document = self.document(complete(article, known), origin=origin, reader=reader, retrieved=known.retrieved)
        except InputError as error:
            yield problem(error, origin)
            return
        yield document
        yield from (problem(trouble, origin, document=document.id) for trouble in article.troubles)


def complete(article: Article, known: Known) -> Article:
    """Return an article with what is known of its bytes where it says nothing itself, or only a guess."""
    dated = article.published_at is not None and article.published_basis not in WEAK
    return replace(
        article, title=article.title or known.title, author=article.author or known.author,
        publisher=article.publisher or known.publisher, url=article.url or known.url,
        language=article.language or known.language,
        published_at=article.published_at if dated or not known.published else known.published,
        published_basis=article.published_basis if dated or not known.published else known.basis,
    )


def problem(error: InputError, origin: str, *, document: str | None = None) -> Problem:
    """Return the problem row of an error about the input `origin`."""
    return Problem(code=error.code, origin=origin, message=error.what, remedy=error.remedy, document=document,
                   start=error.start, end=None if error.start is None else error.start + 1)
