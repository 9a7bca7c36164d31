"""Quotations of a document as wholes: from the first mark to the last, over the words of saying between them."""

import re
from collections.abc import Iterable, Iterator, Sequence

MARKS = re.compile(r"[“”\"]|''|``")
OPENING, STRAIGHT = frozenset({"“", "``"}), frozenset({'"', "''"})
PARAGRAPH = re.compile(r"\n")
BETWEEN = re.compile(r"[\s,.;:—–-]*")  # what may stand between two pieces of one quotation
Stretch = tuple[int, int]  # of the document, half-open, marks included


def quotations(text: str) -> list[Stretch]:
    """Return the quotations of a text in order; one that its paragraph leaves open ends with the paragraph."""
    found: list[Stretch] = []
    start = 0
    for end in [*(m.start() for m in PARAGRAPH.finditer(text)), len(text)]:
        found += _in_paragraph(text, start, end)
        start = end
    return found


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Stretch]:
    opened: int | None = None
    for mark in MARKS.finditer(text, start, end):
        if opened is None:
            opened = mark.start() if mark.group() in OPENING | STRAIGHT else None
        elif mark.group() not in OPENING:
            yield opened, mark.end()
            opened = None
    if opened is not None:
        yield opened, end


def whole(
    text: str, quotes: Sequence[Stretch], told: Iterable[Stretch], own: Sequence[Stretch], end: int
) -> list[Stretch]:
    """Return the contents of an attribution with its quotations whole, and with those that follow as its own.

    `told` are the contents, `own` the spans of source and cue, `end` that of their sentence. Where the content is a
    quotation, the next one goes on with it if nothing but blanks stands between them, or between it and the sentence.
    """
    pieces = list(told)
    pieces += [q for q in quotes if any(meet(q, piece) for piece in pieces) and not any(meet(q, o) for o in own)]
    pieces = joined(pieces)
    if not pieces or not any(pieces[-1][0] == start and pieces[-1][1] - stop <= 1 for start, stop in quotes):
        return pieces  # a few quoted words in a clause do not go on
    last = max(stop for _, stop in (*pieces, *own))
    for quote in quotes:
        if quote[0] < last:
            continue
        follows = BETWEEN.fullmatch(text, last, quote[0])
        if not follows and not (last <= end and BETWEEN.fullmatch(text, end, quote[0])):
            break
        pieces.append(quote)
        last = quote[1]
    return joined(pieces)


def meet(a: Stretch, b: Stretch) -> bool:
    """Tell whether two stretches share a letter."""
    return a[0] < b[1] and b[0] < a[1]


def joined(pieces: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches in order, those that overlap or touch as one."""
    found: list[Stretch] = []
    for start, end in sorted(pieces):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
