"""The one entry to all sources: inputs as the user names them in, documents and problems out."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime

from keii.documents.dates import option_date
from keii.errors import UsageError
from keii.language.detect import normalise
from keii.language.languages import LANGUAGES
from keii.model import Document, Problem
from keii.sources.files import read_path
from keii.sources.options import Options
from keii.sources.stdin import read_stdin
from keii.sources.urls import read_file_url, refuse_url

Source = Callable[[str, Options], Iterator[Document | Problem]]

# The first pattern that fits an input names its source; a path is whatever is left.
SOURCES: tuple[tuple[re.Pattern[str], Source], ...] = (
    (re.compile(r"-"), read_stdin),
    (re.compile(r"file:.*", re.IGNORECASE | re.DOTALL), read_file_url),
    (re.compile(r"[a-z][a-z0-9+.-]+://.*", re.IGNORECASE | re.DOTALL), refuse_url),
    (re.compile(r".*", re.DOTALL), read_path),
)


def find(inputs: Iterable[str], *, published: str | None = None,
         language: str | None = None) -> Iterator[Document | Problem]:
    """Yield the documents of `inputs`, one after the other, and a problem for whatever could not be read.

    A problem that leaves its document readable follows the document and holds its id. `published` is the date of
    documents that state none, `language` overrides detection. Raises UsageError, before anything is read, when
    one of the two cannot be understood.
    """
    return _find(inputs, options_of(published=published, language=language))


def options_of(*, published: str | None, language: str | None, today: date | None = None) -> Options:
    """Return the options of a read, checked; `today` is the day of the clock if none is given. Raises UsageError."""
    return Options(published=option_date(published), language=_option_language(language),
                   today=today or datetime.now(UTC).date())


def _find(inputs: Iterable[str], options: Options) -> Iterator[Document | Problem]:
    for name in inputs:
        yield from next(source for pattern, source in SOURCES if pattern.fullmatch(name))(name, options)


def _option_language(language: str | None) -> str | None:
    code = normalise(language)
    if code is not None and code not in LANGUAGES:
        raise UsageError(f"language «{language}» is not supported.", where="--language",
                         remedy=f"Supported: {', '.join(sorted(LANGUAGES))}.")
    return code
