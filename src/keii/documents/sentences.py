"""The sentences of a document's body."""

from collections.abc import Iterator

from keii.language.datelines import dateline
from keii.language.languages import language
from keii.model import Document, Sentence

LEAD = 3  # sentences among which the first of the report may stand, headline and byline before it


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of the document's body, with their places in its text; boilerplate has none.

    A dateline before the report is a sentence of its own.
    """
    return tuple(
        Sentence(index=index, start=start, end=stop, text=document.text[start:stop])
        for index, (start, stop) in enumerate(_spans(document))
    )


def _spans(document: Document) -> Iterator[tuple[int, int]]:
    first, text = document.body_start, document.text
    end = len(text) if document.body_end is None else document.body_end
    for number, (start, stop) in enumerate(language(document.language).split(text[first:end])):
        start, stop = first + start, first + stop
        sent = dateline(text[start:stop], document.language, sure=True) if number < LEAD else 0
        if 0 < sent < stop - start:
            yield start, start + len(text[start : start + sent].rstrip())
        yield start + sent, stop
