"""The status of acts whose words are given: what the rules read of them, and what the model says, weighed."""

from collections.abc import Sequence

import numpy as np

from keii.coding.lexicon import Lexicon, lexicon
from keii.coding.occurrences import FORETOLD, given
from keii.coding.status import StatusReader
from keii.coding.tree import Tree
from keii.coding.windowed import windowed
from keii.encoder.engine import engine
from keii.encoder.labels import STATUSES, TYPES
from keii.encoder.windows import Window
from keii.language.contract import MAX_SENTENCE_BYTES
from keii.language.languages import language
from keii.model import Sentence, Status

# What the rules' status weighs beside the model's probabilities, which sum to one, by tense and by a cue. Macro F1 and
# accuracy on the development set of given acts (1,072, real news) with 0 and 0, .3 and .3, .6 and .5, .6 and .75:
# .566 .757, .570 .758, .588 .777, .580 .772. On the corpus's acts, which are like those that the model has learnt
# from, accuracy moves little: tune split .827 (of 1,182) with 0 and with .6 and .5, check split .856 (of 963) and .848.
VOICE, CUED = 0.6, 0.5
# By tense where the word is itself a plan or wish: what the model says then is often its complement's. With it .595 and
# .787 (.589, .778 before), tune and check split as before; where such a word names an act too (an offer), .01 less.
OWN = 1.0
TENSE = "status.tense"


def statuses_of(
    sentences: Sequence[Sentence], marked: Sequence[tuple[int, int]], code: str
) -> list[Status | None]:
    """Return the status of acts marked by half-open code points of the document; None where no sentence holds one."""
    model = engine()
    statuses: list[Status | None] = [None] * len(marked)
    trees = _trees(sentences, marked, code)
    for window, states in windowed(model, [sentence.text for sentence in sentences], code):
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
        kinds = types[first, 1:].argmax(-1) + 1
        scores = model.heads.about(states, first, last, kinds)[0]
        for (number, piece, _), kind, row in zip(inside, kinds.tolist(), scores.tolist(), strict=True):
            at = window.sentence[piece]
            start, end = (place - sentences[at].start for place in marked[number])
            shares = dict(zip(STATUSES, row, strict=True))
            if at in trees:
                status, weight = _told(trees[at], lexicon(code), (start, end), TYPES[kind - 1])
                shares[status] += weight
            statuses[number] = Status(max(shares, key=lambda name: shares[name]))
    return statuses


def _trees(sentences: Sequence[Sentence], marked: Sequence[tuple[int, int]], code: str) -> dict[int, Tree]:
    """Return the trees of the sentences that hold a marked act, by their place among the sentences."""
    wanted = [number for number, sentence in enumerate(sentences) if _holds(sentence, marked)]
    parses = language(code).parse([sentences[number].text for number in wanted])
    return {number: Tree(parse) for number, parse in zip(wanted, parses, strict=True)}


def _holds(sentence: Sentence, marked: Sequence[tuple[int, int]]) -> bool:
    short = len(sentence.text.encode("utf-8", "replace")) <= MAX_SENTENCE_BYTES
    return short and any(start < sentence.end and sentence.start < end for start, end in marked)


def _told(tree: Tree, words: Lexicon, span: tuple[int, int], kind: str) -> tuple[str, float]:
    """Return the status that the rules read of the words at `span`, and what it weighs; nothing where no token is."""
    occurrence = given(tree, words, span, kind)
    if occurrence is None:
        return STATUSES[0], 0.0
    reality = StatusReader(tree, words).read(occurrence, occurrence.rows[0])
    if reality.rule != TENSE:
        return reality.status.value, CUED
    return reality.status.value, OWN if _foretells(tree.parse.lemmas[occurrence.head], words) else VOICE


def _foretells(lemma: str, words: Lexicon) -> bool:
    """Tell whether a word is the plan or wish itself, whose complement is to come: it intends to leave."""
    if lemma in words.predicates:
        return False
    cues = (words.cues.get((where, lemma)) for where in ("verb", "noun"))
    return any(cue is not None and cue.status in FORETOLD for cue in cues)


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
