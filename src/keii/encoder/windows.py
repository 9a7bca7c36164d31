"""Cuts a document into windows that the encoder reads at once: some sentences, and those before them as context."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keii.encoder.labels import FEATURES
from keii.encoder.pieces import Pieces

LIMIT = 320  # pieces a window, marks included; the encoder has 512 positions, and time grows with length
LONGEST = 500  # a longer sentence is read up to here
CONTEXT = 4  # sentences before a window's own that it sees, as far as they fit
CONTEXT_PIECES = 140


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces that are read together; place i of the encoder's output belongs to ids[i].

    `sentence` is the index of the sentence in the document for each piece, -1 for marks; `starts` and `ends` are
    half-open code points in that sentence. Sentences from `first` on are the window's own, the ones before context.
    """

    ids: list[int]
    sentence: list[int]
    starts: list[int]
    ends: list[int]
    first: int
    last: int  # exclusive


def windows(
    sentences: Sequence[Pieces], bos: int, eos: int, *, limit: int = LIMIT, context: int = CONTEXT
) -> Iterator[Window]:
    """Yield windows so that every sentence with pieces is some window's own exactly once, in order."""
    sizes = [min(len(pieces.ids), LONGEST) + 1 for pieces in sentences]
    index = 0
    while index < len(sentences):
        begin, total = index, 1
        while begin > 0 and index - begin < context and total + sizes[begin - 1] <= min(CONTEXT_PIECES, limit // 2):
            begin -= 1
            total += sizes[begin]
        if total + sizes[index] > LONGEST + 10:
            begin, total = index, 1
        last = index
        while last < len(sentences) and (last == index or total + sizes[last] <= limit):
            total += sizes[last]
            last += 1
        yield _window(sentences, begin, index, last, bos, eos)
        index = last


def _window(sentences: Sequence[Pieces], begin: int, first: int, last: int, bos: int, eos: int) -> Window:
    window = Window([bos], [-1], [0], [0], first, last)
    for number in range(begin, last):
        pieces = sentences[number]
        count = min(len(pieces.ids), LONGEST)
        window.ids.extend(pieces.ids[:count] + [eos])
        window.sentence.extend([number] * count + [-1])
        window.starts.extend(pieces.starts[:count] + [0])
        window.ends.extend(pieces.ends[:count] + [0])
    return window


def known(window: Window, hits: Sequence[Sequence[tuple[int, int, int]]]) -> npt.NDArray[np.float32]:
    """Return what is known of each piece, (pieces, 2 * features): that it lies in a hit, that a hit begins with it.

    `hits` holds for every sentence of the document (start, end, column of FEATURES).
    """
    table = np.zeros((len(window.ids), 2 * len(FEATURES)), dtype=np.float32)
    spans: dict[int, list[int]] = {}
    for piece, sentence in enumerate(window.sentence):
        if sentence >= 0:
            spans.setdefault(sentence, []).append(piece)
    for sentence, pieces in spans.items():
        for start, end, column in hits[sentence]:
            inside = [piece for piece in pieces if window.starts[piece] < end and start < window.ends[piece]]
            if inside:
                table[inside, column] = 1
                table[inside[0], len(FEATURES) + column] = 1
    return table
