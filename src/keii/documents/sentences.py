"""The sentences of a document's body."""

import re
from collections.abc import Iterator

from keii.language.datelines import dateline
from keii.language.languages import language
from keii.model import Document, Sentence

LEAD = 3  # sentences among which the first of the report may stand, headline and byline before it
_ZONES = r"GMT|UTC|JST|KST|CES?T|EES?T|WES?T|BST|MSK|IST|AES?T|AED?T|E[SD]?T|C[SD]T|M[SD]T|P[SD]?T"
_CLOCK = re.compile(  # 18:40 …; 6.40 p.m. BST: …; 午後6時40分 …
    rf"(?:\d{{1,2}}[:：]\d{{2}}(?:\s?[ap]\.?m\.?)?|\d{{1,2}}\.\d{{2}}\s?[ap]\.?m\.?|(?:午前|午後)\s?\d{{1,2}}時(?:\d{{1,2}}分)?)"
    rf"(?:\s(?:{_ZONES})\b)?\s*[-–—|:：・]?\s+(?=\S)")
_REPORTS = 2  # lines with a clock that make a live blog of a text


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of the document's body, with their places in its text; boilerplate has none.

    A dateline before the report is a sentence of its own, and so is the clock before each report of a live blog.
    """
    return tuple(
        Sentence(index=index, start=start, end=stop, text=document.text[start:stop])
        for index, (start, stop) in enumerate(_spans(document))
    )


def _spans(document: Document) -> Iterator[tuple[int, int]]:
    first, text = document.body_start, document.text
    end = len(text) if document.body_end is None else document.body_end
    spans = [(first + start, first + stop) for start, stop in language(document.language).split(text[first:end])]
    clocks = {start: match.end() for start, stop in spans if (match := _clock(text, start, stop))}
    if len(clocks) < _REPORTS:
        clocks = {}
    for number, (start, stop) in enumerate(spans):
        sent = dateline(text[start:stop], document.language, sure=True) if number < LEAD else 0
        sent = clocks.get(start, start + sent) - start
        if 0 < sent < stop - start:
            yield start, start + len(text[start : start + sent].rstrip())
        yield start + sent, stop


def _clock(text: str, start: int, stop: int) -> re.Match[str] | None:
    """Return the match of a clock with which a line begins, where words follow it."""
    line = text.rfind("\n", 0, start) + 1
    return None if text[line:start].strip() else _CLOCK.match(text, start, stop)
