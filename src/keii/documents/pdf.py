"""The text layer of PDF files; a scan has none and is told."""

import io
import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from keii.documents.article import Article
from keii.errors import InputError

if TYPE_CHECKING:
    from pypdf import PdfReader

PAGES = 1000  # an inquiry report has some hundreds; whatever has more is a book or a bomb
_FILE_NAME = re.compile(r"(?i)\.(?:docx?|pdf|indd|pptx?|odt|rtf|jtd|txt|html?)$|^(?:untitled|microsoft word|無題)")
_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]\n(?=[a-z])")
_NUMBER = re.compile(r"^\s*(?:[-–—]\s*)?\d{1,4}(?:\s*[-–—]|\s*/\s*\d{1,4})?\s*$", re.MULTILINE)  # of a page
_T = TypeVar("_T")


def read_pdf(raw: bytes) -> Article:
    """Return the article of a PDF; raises InputError when it is broken, locked or has no text layer.

    Its date of making serves as a guess of its publication.
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it writes every flaw of a file to the terminal
    reader = _tried(lambda: PdfReader(io.BytesIO(raw)))
    if reader.is_encrypted and not _tried(lambda: reader.decrypt("")):
        raise InputError("the PDF is locked with a password.", code="input.locked",
                         remedy="Save it without the password.")
    pages = _tried(lambda: len(reader.pages))
    if pages > PAGES:
        raise InputError(f"the PDF has {pages} pages, more than {PAGES}.", code="input.too-large",
                         remedy="Divide it into its articles.")
    text = "\n".join(_NUMBER.sub("", _tried(reader.pages[number].extract_text)) for number in range(pages))
    if not any(character.isalnum() for character in text):
        raise InputError("the PDF has no text layer: it is a scan or a drawing.", code="input.no-text-layer",
                         remedy="Run it through a program that recognises text, such as ocrmypdf, and give the result.")
    title, author, made = _tried(lambda: _stated(reader))
    return Article(text=_HYPHEN.sub("", text), title=title, author=author, published_at=made,
                   published_basis="guess" if made else None, wrapped=True)


def _stated(reader: "PdfReader") -> tuple[str | None, str | None, str | None]:
    """Return title, author and day of making as the file states them."""
    facts = reader.metadata
    if facts is None:
        return None, None, None
    title = facts.title if facts.title and not _FILE_NAME.search(facts.title) else None
    made = facts.creation_date
    return title or None, facts.author or None, made.date().isoformat() if made else None


def _tried(step: Callable[[], _T]) -> _T:
    """Return what a step of pypdf gives; whatever it raises says that the file is broken."""
    try:
        return step()
    except Exception as error:
        raise InputError(f"the PDF cannot be read: {type(error).__name__}.", code="input.broken",
                         remedy="Open it in a viewer and print it to a new PDF, or save its text.") from error
