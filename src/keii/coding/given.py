"""What the model says of what is given: the status of marked acts, the act between two marked parties."""

from collections.abc import Sequence

import numpy as np

from keii.coding.relation import relation as by_rules
from keii.coding.windowed import windowed
from keii.encoder.engine import Engine, engine
from keii.encoder.heads import ACT, Array
from keii.encoder.labels import ROLES, STATUSES, TYPES
from keii.encoder.windows import Window
from keii.model import Sentence, Status

Marked = tuple[int, int] | None  # a phrase by its half-open code points; None: not in the sentence
ACTOR, RECIPIENT = ROLES.index("actor"), ROLES.index("recipient")
LEAST = 0.02  # probability of any act at a piece from which on it is asked for its parties
AMONG_ACTORS = 0.5  # how much a target counts that is an actor too: talks with somebody
SEEN = 0.35  # probability of any act below which a sentence tells none, where the rules see none either
FLOOR = 0.1  # what an act keeps whose parties are others
# The vote of the rules beside shares that sum to one. On 291 pairs of the corpus's tune and check splits: accuracy
# without a vote .64, with .1 to .5 .64, with .8 .62, the rules alone .46 (weights of the first corpus). On the 1,050
# pairs of the development set, macro F1 with today's weights: without .62, with .35 and .5 .65, with .65 and .8 .66,
# with 1 .65.
VOTE = 0.65


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


def relation_of(sentence: str, source: Marked, target: Marked, language: str) -> str | None:
    """Return the PLOVER type of the act from `source` to `target`, None when the sentence tells none.

    Each piece is asked for every type how likely an act of it begins there with the marked parties in its roles; what
    the rules read has a vote.
    """
    model = engine()
    window, states = next(windowed(model, [sentence], language))
    types, _ = model.heads.spots(states)
    totals = np.zeros(len(TYPES))
    for piece in np.flatnonzero(1 - types[:, 0] > LEAST).tolist():
        for number in np.flatnonzero(types[piece, 1:] > LEAST).tolist():
            totals[number] += types[piece, number + 1] * _fit(model, states, window, (piece, number), source, target)
    totals[TYPES.index("OTHER")] = 0
    if totals.any():
        totals /= totals.sum()
    voted = by_rules(sentence, source, target, code=language)
    if voted is None and 1 - types[:, 0].min() < SEEN:
        return None
    if voted in TYPES:
        totals[TYPES.index(voted)] += VOTE
    return TYPES[int(totals.argmax())] if totals.any() else None


def _fit(model: Engine, states: Array, window: Window, act: tuple[int, int], source: Marked, target: Marked) -> float:
    piece, number = (np.array([value], dtype=np.int64) for value in act)
    links = model.heads.links(states, piece, np.array([ACT]), number + 1)[0]
    actor, recipient = (1 - links[:, role, 0] for role in (ACTOR, RECIPIENT))
    as_target = np.maximum(recipient, AMONG_ACTORS * actor)
    return (FLOOR + _most(actor, window, source)) * (FLOOR + _most(as_target, window, target))


def _most(scores: Array, window: Window, marked: Marked) -> float:
    if marked is None:
        return 0.0
    inside = [
        float(score)
        for score, sentence, start, end in zip(scores, window.sentence, window.starts, window.ends, strict=True)
        if sentence >= 0 and start < marked[1] and marked[0] < end
    ]
    return max(inside, default=0.0)


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
