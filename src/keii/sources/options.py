"""What a reader is told besides the input."""

from dataclasses import dataclass

from keii.documents.article import Article
from keii.documents.build import build_document
from keii.errors import InputError
from keii.model import Document, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of a read, checked: every source gets the same."""

    published: str | None = None  # ISO 8601; None: only what an input states
    language: str | None = None  # ISO 639-1; None: detected

    def document(self, article: Article, *, origin: str, reader: str) -> Document:
        """Return the document of an article; raises InputError as `build_document` does."""
        return build_document(article, origin=origin, reader=reader, published=self.published, language=self.language)


def problem(error: InputError, origin: str, *, document: str | None = None) -> Problem:
    """Return the problem row of an error about the input `origin`."""
    return Problem(code=error.code, origin=origin, message=error.what, remedy=error.remedy, document=document,
                   start=error.start, end=None if error.start is None else error.start + 1)
