"""What the model says of acts whose words and types are given: whether it sees one, its status and its roles."""

from collections.abc import Sequence

import numpy as np

from keii.encoder.heads import ACT, Array, Heads
from keii.encoder.labels import ACT_ROLES, STATUSES, TYPES
from keii.encoder.reading import Spotted, Thresholds, place_of, spans_of
from keii.encoder.windows import Window

Given = tuple[int, int, str]  # first and last piece of the words, type


def asked(heads: Heads, window: Window, states: Array, given: Sequence[Given], thresholds: Thresholds) -> list[Spotted]:
    """Return what is found of given acts, in their order; the score is the model's own, of any act beginning there."""
    if not given:
        return []
    types, _ = heads.spots(states)
    first = np.array([one[0] for one in given], dtype=np.int64)
    last = np.array([one[1] for one in given], dtype=np.int64)
    typed = np.array([TYPES.index(one[2]) + 1 for one in given], dtype=np.int64)
    links = heads.links(states, first, np.full(len(given), ACT, dtype=np.int64), typed)
    statuses, modes, contexts, vectors = heads.about(states, first, last, typed)
    found = []
    for number, (start, end, type_) in enumerate(given):
        inside = types[start : end + 1]
        found.append(
            Spotted(
                ACT,
                start,
                place_of(window, start, end),
                type_,
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
