"""From a window's states to what is found in it: anchors with their roles as spans, types, statuses and scores."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from keii.encoder.heads import ACT, SAY, Array, Heads, Ints
from keii.encoder.labels import ACT_ROLES, ROLES, SAY_ROLES, STATUSES, TYPES
from keii.encoder.windows import Window

TYPE_THRESHOLD = 0.6  # of any act at a piece
SAY_THRESHOLD = 0.6
ROLE_THRESHOLD = 0.5

Place = tuple[int, int, int]  # sentence, start, end: half-open code points in the sentence


@dataclass(frozen=True, slots=True)
class Spotted:
    """An act or an attribution in a window.

    `roles` holds the spans of each role with their scores, in the order of the text. `statuses`, `modes`,
    `contexts` and `vector` are of acts alone.
    """

    kind: int  # heads.ACT or heads.SAY
    piece: int
    at: Place
    type: str | None
    score: float  # of the type, or of being an attribution
    types: dict[str, float]
    statuses: dict[str, float]
    modes: Array | None
    contexts: Array | None
    roles: dict[str, list[tuple[Place, float]]]
    vector: Array | None = None  # where an act lies among others, for its precedents

    @property
    def status(self) -> str | None:
        """The likeliest status."""
        return max(self.statuses, key=lambda name: self.statuses[name]) if self.statuses else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Scores from which on something is taken as found; tuned on the tune split."""

    type: float = TYPE_THRESHOLD
    say: float = SAY_THRESHOLD
    role: float = ROLE_THRESHOLD


@dataclass(frozen=True, slots=True)
class Seen:
    """A window as the encoder saw it: states (pieces, width), and the probabilities of what begins at each piece.

    `types` is (pieces, types + 1) and `says` (pieces, 2), as `Heads.spots` gives them.
    """

    window: Window
    states: Array
    types: Array
    says: Array

    @classmethod
    def of(cls, heads: Heads, window: Window, states: Array) -> "Seen":
        """Return a window whose states are known with what begins at its pieces."""
        return cls(window, states, *heads.spots(states))


class Wanted(Enum):
    """What is asked of a window: roles cost more than all else, so that nobody asks for those that nobody reads."""

    ALL = "all"
    ACTS = "acts"  # and the attributions of their sentences, which say by which word somebody is a source
    SAYS = "says"


def read_window(
    heads: Heads,
    seen: Seen,
    thresholds: Thresholds,
    wanted: Wanted = Wanted.ALL,
    *,
    taken: Collection[int] = (),
) -> list[Spotted]:
    """Return what is found in a window's own sentences, acts first, each kind in the order of the text.

    No act is looked for that begins at one of the `taken` pieces.
    """
    window, states, types, says = seen.window, seen.states, seen.types, seen.says
    sentences = np.array(window.sentence)
    own = (window.first <= sentences) & (sentences < window.last)
    acts = np.flatnonzero(own & (1 - types[:, 0] > thresholds.type) & (wanted is not Wanted.SAYS))
    acts = acts[~np.isin(acts, list(taken))] if taken else acts
    near = np.isin(sentences, sentences[acts]) if wanted is Wanted.ACTS else own
    said = np.flatnonzero(own & near & (says[:, 1] > thresholds.say))
    pieces = np.concatenate((acts, said))
    if not len(pieces):
        return []
    chosen = types[acts, 1:].argmax(-1) + 1
    kinds = np.array([ACT] * len(acts) + [SAY] * len(said), dtype=np.int64)
    typed = np.concatenate((chosen, np.zeros(len(said), dtype=np.int64)))
    links = heads.links(states, pieces, kinds, typed)
    spans = [
        spans_of(window, links[i], ACT_ROLES if kinds[i] == ACT else SAY_ROLES, thresholds) for i in range(len(pieces))
    ]
    found = _acts(heads, window, states, types, acts, chosen, spans)
    for number, piece in enumerate(said.tolist(), start=len(acts)):
        found.append(
            Spotted(
                SAY,
                piece,
                place_of(window, piece, piece),
                None,
                float(says[piece, 1]),
                {},
                {},
                None,
                None,
                spans[number],
            )
        )
    return found


def place_of(window: Window, first: int, last: int) -> Place:
    """Return the place of a run of pieces of one sentence."""
    return window.sentence[first], window.starts[first], max(window.ends[first : last + 1])


def _acts(
    heads: Heads,
    window: Window,
    states: Array,
    types: Array,
    acts: Ints,
    chosen: Ints,
    spans: list[dict[str, list[tuple[Place, float]]]],
) -> list[Spotted]:
    if not len(acts):
        return []
    last = np.array([last_piece(window, piece, spans[i]) for i, piece in enumerate(acts.tolist())], dtype=np.int64)
    statuses, modes, contexts, vectors = heads.about(states, acts, last, chosen)
    return [
        Spotted(
            ACT,
            piece,
            place_of(window, piece, int(last[i])),
            TYPES[chosen[i] - 1],
            float(1 - types[piece, 0]),
            {name: float(types[piece, n + 1]) for n, name in enumerate(TYPES)},
            dict(zip(STATUSES, statuses[i].tolist(), strict=True)),
            modes[i],
            contexts[i],
            spans[i],
            vectors[i],
        )
        for i, piece in enumerate(acts.tolist())
    ]


def last_piece(window: Window, piece: int, roles: dict[str, list[tuple[Place, float]]]) -> int:
    """Return the last piece of the trigger that begins at `piece`."""
    end = next(
        (
            place[2]
            for place, _ in roles.get("trigger", ())
            if place[0] == window.sentence[piece] and place[1] == window.starts[piece]
        ),
        window.ends[piece],
    )
    last = piece
    while (
        last + 1 < len(window.ids)
        and window.sentence[last + 1] == window.sentence[piece]
        and window.ends[last + 1] <= end
    ):
        last += 1
    return last


def spans_of(
    window: Window, links: Array, names: Sequence[str], thresholds: Thresholds
) -> dict[str, list[tuple[Place, float]]]:
    """Return the spans of one anchor's roles from (length, roles, BIO)."""
    found: dict[str, list[tuple[Place, float]]] = {}
    inside = links[:, :, 1] + links[:, :, 2]
    for name in names:
        role = ROLES.index(name)
        if inside[:, role].max() <= thresholds.role:
            continue
        spans = [
            (place_of(window, a, b), float(inside[a : b + 1, role].mean()))
            for a, b in _runs(window, links[:, role], inside[:, role] > thresholds.role)
        ]
        if spans:
            found[name] = spans
    return found


def _runs(window: Window, links: Array, inside: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for piece in np.flatnonzero(inside).tolist():
        if window.sentence[piece] < 0:
            continue
        joins = (
            runs
            and runs[-1][1] == piece - 1
            and window.sentence[piece - 1] == window.sentence[piece]
            and links[piece, 2] >= links[piece, 1]
        )
        if joins:
            runs[-1] = (runs[-1][0], piece)
        else:
            runs.append((piece, piece))
    return runs
