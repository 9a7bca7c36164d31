"""What the model says of what is given: the status of marked acts."""

from collections.abc import Sequence

import numpy as np

from keii.coding.windowed import windowed
from keii.encoder.engine import engine
from keii.encoder.labels import STATUSES
from keii.encoder.windows import Window
from keii.model import Sentence, Status


def statuses_of(
    sentences: Sequence[Sentence], marked: Sequence[tuple[int, int]], language: str
) -> list[Status | None]:
    """Return the status of acts marked by half-open code points of the document; None where no sentence holds one."""
    model = engine()
    statuses: list[Status | None] = [None] * len(marked)
    for window, states in windowed(model, [sentence.text for sentence in sentences], language):
        spans = _pieces(window, sentences)
        inside = [
            (number, first, last)
            for number, (start, end) in enumerate(marked)
            for first, last in [_touched(spans, start, end)]
            if first is not None and last is not None
        ]
        if not inside:
            continue
        types, _ = model.heads.spots(states)
        first, last = (np.array([row[column] for row in inside], dtype=np.int64) for column in (1, 2))
        scores = model.heads.about(states, first, last, types[first, 1:].argmax(-1) + 1)[0]
        for (number, _, _), row in zip(inside, scores, strict=True):
            statuses[number] = Status(STATUSES[int(row.argmax())])
    return statuses


def _pieces(window: Window, sentences: Sequence[Sentence]) -> list[tuple[int, int, int]]:
    """Return (piece, start, end) in the document of the window's own pieces."""
    return [
        (piece, start + sentences[number].start, end + sentences[number].start)
        for piece, (number, start, end) in enumerate(zip(window.sentence, window.starts, window.ends, strict=True))
        if window.first <= number < window.last
    ]


def _touched(spans: Sequence[tuple[int, int, int]], start: int, end: int) -> tuple[int | None, int | None]:
    touched = [piece for piece, s, e in spans if s < end and start < e]
    return (touched[0], touched[-1]) if touched else (None, None)
