"""What the model says of acts whose words and types are given: whether it sees one, its status and its roles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from keii.encoder.heads import ACT, Heads
from keii.encoder.labels import ACT_ROLES, STATUSES, TYPES
from keii.encoder.reading import Seen, Spotted, Thresholds, place_of, spans_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An act that somebody read in a window: its type and its words by their pieces."""

    begins: tuple[int, ...]  # where the model may see it begin: its words, 防衛 before 強化, "failed to" agree
    first: int
    last: int
    type: str


def asked(
    heads: Heads, seen: Seen, given: Sequence[Given], thresholds: Thresholds, *, veto: float = 0.0
) -> list[Spotted | None]:
    """Return what is found of given acts, in their order; None for those whose score is below `veto`.

    The score is the model's own, of any act that begins at one of the pieces where this one may.
    """
    scores = [float(1 - seen.types[list(one.begins), 0].min()) for one in given]
    kept = [number for number, score in enumerate(scores) if score >= veto]
    found: list[Spotted | None] = [None] * len(given)
    answers = _answers(heads, seen, [given[number] for number in kept], thresholds) if kept else []
    for number, answer in zip(kept, answers, strict=True):
        found[number] = replace(answer, score=scores[number])
    return found


def _answers(heads: Heads, seen: Seen, given: Sequence[Given], thresholds: Thresholds) -> list[Spotted]:
    window, states, types = seen.window, seen.states, seen.types
    first = np.array([one.first for one in given], dtype=np.int64)
    last = np.array([one.last for one in given], dtype=np.int64)
    typed = np.array([TYPES.index(one.type) + 1 for one in given], dtype=np.int64)
    links = heads.links(states, first, np.full(len(given), ACT, dtype=np.int64), typed)
    statuses, modes, contexts, vectors = heads.about(states, first, last, typed)
    found = []
    for number, one in enumerate(given):
        inside = types[one.first : one.last + 1]
        found.append(
            Spotted(
                ACT,
                one.first,
                place_of(window, one.first, one.last),
                one.type,
                float(1 - inside[:, 0].min()),
                {name: float(inside[:, n + 1].max()) for n, name in enumerate(TYPES)},
                dict(zip(STATUSES, statuses[number].tolist(), strict=True)),
                modes[number],
                contexts[number],
                spans_of(window, links[number], ACT_ROLES, thresholds),
                vectors[number],
            )
        )
    return found
