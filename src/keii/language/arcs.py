"""The parser of a spaCy model in NumPy: arcs between words by a transition system whose moves a network chooses.

What spaCy calls TransitionBasedParser.v2 (https://spacy.io/api/architectures#TransitionBasedParser), greedy, with the
arc-eager system of Nivre (2003) as Honnibal and Johnson (2015) changed it: a word that is taken from the stack without
a head goes back to the buffer, and a head can be replaced. What a word adds to the lower layer in each of its eight
places is computed once for all words, so that a step only sums rows.
"""

import json
from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from keii.language.nets import Floats
from keii.language.packed import Layers, read_packed

SHIFT, REDUCE, LEFT, RIGHT, BREAK = range(5)  # as a model's file `moves` numbers them
ROOT = "ROOT"
LIFTED = "||"  # between the label of an arc that was lifted and that of its true head
# Which moves are allowed, as bits: SHIFT, LEFT and RIGHT together, BREAK, REDUCE.
_MAY_SHIFT, _MAY_ARC, _MAY_BREAK, _MAY_REDUCE = 1, 2, 4, 8
_BITS = {SHIFT: _MAY_SHIFT, REDUCE: _MAY_REDUCE, LEFT: _MAY_ARC, RIGHT: _MAY_ARC, BREAK: _MAY_BREAK}
_ONLY = {_MAY_SHIFT: SHIFT, _MAY_REDUCE: REDUCE}
_PLACES = 8  # words of a state that the network sees
_State = tuple[int, int, int, int, int, int, int, int, int]  # their numbers, 0 for none, and the allowed moves
_Walk = Generator[_State, int, None]


class Parser:
    """The parser of a model: from the vectors of tokens to a tree for each sentence."""

    def __init__(self, folder: Path) -> None:
        """Read the component's folder, with its files `model` and `moves`."""
        self._moves = _moves(folder / "moves")
        self._barred = np.zeros((16, len(self._moves)), dtype=np.float32)
        for allowed in range(16):
            self._barred[allowed] = [0 if _BITS[kind] & allowed else -np.inf for kind, _ in self._moves]
        layers = Layers(folder / "model")
        lower, (reduce, upper) = layers.arrays("precomputable_affine")[0], _linear(layers)
        places, hidden, self._pieces, width = lower["W"].shape
        if places != _PLACES:
            raise ValueError(f"{folder} holds a parser that looks at {places} words, not {_PLACES}")
        self._reduce = np.array(reduce["W"]).T, np.array(reduce["b"])
        # As in `nets.Maxout`, the first pieces of all units, then the second.
        self._lower = lower["W"].transpose(0, 2, 1, 3).reshape(-1, width).T
        self._none = lower["pad"][0].transpose(0, 2, 1).reshape(-1)
        self._bias = lower["b"].T.reshape(-1)
        self._upper = np.array(upper["W"]).T, np.array(upper["b"])
        self._hidden = hidden

    def __call__(self, vectors: Floats, lengths: Sequence[int]) -> list[tuple[list[int], list[str]]]:
        """Return the heads and labels of each sentence, given the vectors of all tokens and the sentences' lengths.

        Heads are numbers of tokens in their sentence; a root heads itself and is labelled ROOT. A sentence may have
        several roots. Labels of arcs that were lifted are decorated (`lowered`).
        """
        count = len(vectors)
        heads, labels = [0] * (count + 1), [ROOT] * (count + 1)
        last: tuple[list[int], ...] = ([0] * (count + 1), [0] * (count + 1), [0] * (count + 1))
        walks, spans, start = [], [], 1
        for length in lengths:
            spans.append((start, start + length))
            walks.append(_walk(start, start + length, heads, labels, last, self._moves))
            start += length
        self._run(self._table(vectors), walks)
        return [
            ([heads[word] - start if heads[word] else word - start for word in range(start, end)], labels[start:end])
            for start, end in spans
        ]

    def _table(self, vectors: Floats) -> Floats:
        """Return what each word adds in each place, row `word * 8 + place`; the word 0 is none."""
        weights, bias = self._reduce
        reduced = vectors @ weights
        reduced += bias
        table = np.empty((len(vectors) + 1, len(self._none)), dtype=np.float32)
        table[0] = self._none
        np.matmul(reduced, self._lower, out=table[1:])
        return table.reshape(-1, len(self._bias))

    def _run(self, table: Floats, walks: list[_Walk]) -> None:
        """Ask the network for all sentences' next moves at once until every sentence is at its end."""
        asking, states = _advance(walks, [None] * len(walks))
        places = np.arange(_PLACES)
        while asking:
            asked = np.array(states)
            moves = self._best(table, asked[:, :_PLACES] * _PLACES + places, asked[:, _PLACES])
            asking, states = _advance(asking, moves)

    def _best(self, table: Floats, at: npt.NDArray[np.int64], allowed: npt.NDArray[np.int64]) -> list[int]:
        """Return the best allowed move of each state."""
        sums = table.take(at.ravel(), axis=0).reshape(len(at), _PLACES, -1).sum(axis=1)
        sums += self._bias
        hidden = self._hidden
        best = np.maximum(sums[:, :hidden], sums[:, hidden : 2 * hidden])
        for piece in range(2, self._pieces):
            np.maximum(best, sums[:, piece * hidden : (piece + 1) * hidden], out=best)
        weights, bias = self._upper
        scores = best @ weights
        scores += bias
        scores += self._barred[allowed]
        chosen: list[int] = scores.argmax(axis=1).tolist()
        return chosen


def _advance(walks: list[_Walk], moves: Sequence[int | None]) -> tuple[list[_Walk], list[_State]]:
    """Make each sentence's move; return the sentences that ask for another, and where they stand."""
    asking, states = [], []
    for walk, move in zip(walks, moves, strict=True):
        try:
            states.append(walk.send(move))  # type: ignore[arg-type]
        except StopIteration:
            continue
        asking.append(walk)
    return asking, states


def _walk(
    start: int, end: int, heads: list[int], labels: list[str], last: tuple[list[int], ...], moves: list[tuple[int, str]]
) -> _Walk:
    """Go through the sentence of the words `start` to `end`, yield each state where more than one move is allowed.

    Writes heads and labels. `last` are, by word, its last child on the left, its last on the right, and the child
    that its head had on the right before it.
    """
    lefts, rights, before = last
    stack: list[int] = []
    again: list[int] = []  # words back in the buffer, the first of them last
    kept: set[int] = set()  # of these, the words that may not be shifted again
    breaks: set[int] = set()  # words that begin a sentence
    front = start  # the first word that was never on the stack
    while stack or again or front < end:
        if again:
            first = again[-1]
            second = again[-2] if len(again) > 1 else front if front < end else 0
        else:
            first = front if front < end else 0
            second = front + 1 if front + 1 < end else 0
        top = stack[-1] if stack else 0
        allowed = _allowed(top, first, second, kept, breaks)
        if allowed in _ONLY:
            kind, label = _ONLY[allowed], ""
        else:
            depth = len(stack)
            under = stack[-2] if depth > 1 else 0
            move = yield (
                first, second, top, under, stack[-3] if depth > 2 else 0,
                lefts[first], lefts[top], rights[top], allowed,
            )  # fmt: skip
            kind, label = moves[move]
        if kind == LEFT:
            if heads[top]:  # its head, under it on the stack, had it as its last child
                rights[heads[top]] = before[top]
            heads[top], labels[top] = first, label
            lefts[first] = top
            kept.discard(first)
            stack.pop()
        elif kind == REDUCE:
            stack.pop()
            if not heads[top] and stack:
                kept.add(top)
                again.append(top)
        elif kind == BREAK:
            breaks.add(second)
        else:
            if kind == RIGHT:
                heads[first], labels[first] = top, label
                before[first], rights[top] = rights[top], first
            stack.append(first)
            if again:
                again.pop()
            else:
                front += 1


def _allowed(top: int, first: int, second: int, kept: set[int], breaks: set[int]) -> int:
    """Return the allowed moves with a word on top of the stack and two first in the buffer, each 0 for none."""
    allowed = _MAY_BREAK if second and second == first + 1 and second not in breaks else 0
    if not top:
        return allowed | _MAY_SHIFT
    if not first or first in breaks:
        return allowed | _MAY_REDUCE
    if second and first not in kept:
        allowed |= _MAY_SHIFT
    return allowed | _MAY_REDUCE | _MAY_ARC


def lowered(heads: list[int], labels: list[str], spaces: Sequence[bool]) -> None:
    """Give words whose arc was lifted to project their true heads, and labels without decoration, in place.

    A word labelled X||Y hangs on the first Y below its head, level by level, from left to right (Nivre and Nilsson
    2005), white space aside; on its head when there is none. `spaces` tells which words are white space.
    """
    if not any(LIFTED in label for label in labels):
        return
    edges = _edges(heads)
    for word, label in enumerate(labels):
        if LIFTED in label:
            labels[word], wanted = label.split(LIFTED)
            heads[word] = _below(heads[word], wanted, word, heads, labels, spaces, edges)


def _below(
    head: int,
    wanted: str,
    word: int,
    heads: list[int],
    labels: list[str],
    spaces: Sequence[bool],
    edges: list[tuple[int, int]],
) -> int:
    """Return the first word below a head that has a label; the head without one."""
    level = [head]
    while level:
        under = []
        for above in level:
            first, end = edges[above]
            for child in range(first, end):
                if heads[child] != above or child in (above, word) or spaces[child]:
                    continue
                if labels[child] == wanted:
                    return child
                under.append(child)
        level = under
    return head


def _edges(heads: list[int]) -> list[tuple[int, int]]:
    """Return the span of words that each word governs, itself among them."""
    edges = [(word, word + 1) for word in range(len(heads))]
    for word in range(len(heads)):
        above = word
        while heads[above] != above:
            above = heads[above]
            first, end = edges[above]
            edges[above] = min(first, word), max(end, word + 1)
    return edges


def _moves(path: Path) -> list[tuple[int, str]]:
    """Return the moves of a file `moves` as kind and label, in the order of the network's scores.

    Labels of a kind come by their frequency in training, then backwards by name; those that were added after training
    have negative numbers and come last.
    """
    by_kind = json.loads(read_packed(path)["moves"])
    moves: list[tuple[int, str, int]] = []
    added: list[tuple[int, str, int]] = []
    for kind, labels in sorted(by_kind.items()):
        for frequency, label in sorted(((f, label) for label, f in labels.items()), reverse=True):
            (moves if frequency >= 0 else added).append((frequency, label, int(kind)))
    added.sort(key=lambda move: move[:2], reverse=True)
    return [(kind, label) for _, label, kind in (*moves, *added)]


def _linear(layers: Layers) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Return the arrays of the layer that makes vectors narrower, and of the one that gives scores."""
    upper, reduce = layers.arrays("linear")  # breadth first: the scores' lies higher
    return reduce, upper
