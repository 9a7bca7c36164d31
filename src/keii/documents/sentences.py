"""The sentences of a document's body."""

from keii.language.languages import language
from keii.model import Document, Sentence


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of the document's body, with their places in its text; boilerplate has none."""
    end = len(document.text) if document.body_end is None else document.body_end
    spans = language(document.language).split(document.text[document.body_start : end])
    return tuple(
        Sentence(index=index, start=document.body_start + start, end=document.body_start + stop,
                 text=document.text[document.body_start + start : document.body_start + stop])
        for index, (start, stop) in enumerate(spans)
    )
