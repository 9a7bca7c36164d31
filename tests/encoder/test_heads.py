import numpy as np
import pytest

from keii.encoder.heads import ROUNDS, Heads, bucket, softmax
from keii.encoder.labels import ACT_ROLES, FEATURES, ROLES, SAY_ROLES, STATUSES, TYPES
from keii.encoder.pieces import Pieces
from keii.encoder.reading import Seen, Thresholds, read_window
from keii.encoder.windows import Window, windows

WIDTH, HIDDEN, FACTORS, MODES, CONTEXTS, ROUND = 8, 6, 4, 3, 2, 8
SIZES = {
    "anchor.0": (HIDDEN, WIDTH),
    "act": (len(TYPES) + 1, HIDDEN),
    "say": (2, HIDDEN),
    "from_anchor": (HIDDEN, WIDTH),
    "to_piece": (HIDDEN, WIDTH),
    "anchor_factor": (FACTORS, WIDTH),
    "piece_factor": (FACTORS, WIDTH),
    "roles": (len(ROLES) * 3, HIDDEN + FACTORS),
    "enter": (ROUND, HIDDEN + FACTORS),
    "leave": (len(ROLES) * 3, ROUND),
    **{f"rounds.{n}.qkv": (3 * ROUND, ROUND) for n in range(ROUNDS)},
    **{f"rounds.{n}.out": (ROUND, ROUND) for n in range(ROUNDS)},
    **{f"rounds.{n}.up": (2 * ROUND, ROUND) for n in range(ROUNDS)},
    **{f"rounds.{n}.down": (ROUND, 2 * ROUND) for n in range(ROUNDS)},
    "state.0": (HIDDEN, 2 * WIDTH),
    "status": (len(STATUSES), HIDDEN),
    "mode": (MODES, HIDDEN),
    "contexts": (CONTEXTS, HIDDEN),
}
NORMS = ("leave_norm", *(f"rounds.{n}.norm{m}" for n in range(ROUNDS) for m in (1, 2)))
TABLES = {"kind": 3, "typed": len(TYPES) + 1, "state_typed": len(TYPES) + 1, "distance": 33}


@pytest.fixture
def heads() -> Heads:
    """Give heads of random weights."""
    rng = np.random.default_rng(1)
    weights = {f"{name}.weight": rng.normal(size=size) for name, size in SIZES.items()}
    weights |= {f"{name}.bias": rng.normal(size=size[0]) for name, size in SIZES.items()}
    weights |= {f"{name}.{part}": rng.normal(size=ROUND) for name in NORMS for part in ("weight", "bias")}
    weights |= {f"{name}.weight": rng.normal(size=(rows, HIDDEN)) for name, rows in TABLES.items()}
    weights |= {f"{name}.weight": np.zeros((WIDTH, 2 * len(FEATURES))) for name in ("known", "known_late")}
    return Heads({name: value.astype(np.float32) for name, value in weights.items()})


@pytest.fixture
def window() -> Window:
    """Give a window of two sentences of five and seven pieces."""
    return next(iter(windows([Pieces([9] * n, list(range(n)), list(range(1, n + 1))) for n in (5, 7)], 0, 2)))


def states(window: Window) -> np.ndarray:
    return np.random.default_rng(2).normal(size=(len(window.ids), WIDTH)).astype(np.float32)


def test_probabilities_are_probabilities(heads: Heads, window: Window) -> None:
    types, says = heads.spots(states(window))
    links = heads.links(states(window), np.array([1, 3]), np.array([0, 1]), np.array([2, 0]))
    assert types.shape == (len(window.ids), len(TYPES) + 1)
    assert links.shape == (2, len(window.ids), len(ROLES), 3)
    for shares in (types, says, links):
        np.testing.assert_allclose(shares.sum(-1), 1, rtol=1e-5)


@pytest.mark.parametrize(("least", "found"), [(0.0, 12), (1.0, 0)])
def test_what_is_found_depends_on_the_threshold(heads: Heads, window: Window, least: float, found: int) -> None:
    spotted = read_window(heads, Seen.of(heads, window, states(window)), Thresholds(type=least, say=1.0))
    assert len(spotted) == found
    assert {one.type for one in spotted} <= set(TYPES)


def test_roles_are_those_of_the_kind_and_lie_in_the_text(heads: Heads, window: Window) -> None:
    for one in read_window(heads, Seen.of(heads, window, states(window)), Thresholds(type=0.2, say=0.2, role=0.2)):
        assert set(one.roles) <= set(ACT_ROLES if one.kind == 0 else SAY_ROLES)
        for spans in one.roles.values():
            assert all(sentence in (0, 1) and 0 <= start < end <= 7 for (sentence, start, end), _ in spans)


def test_distances_fall_into_the_buckets_of_training() -> None:
    steps = np.array([0, 1, 4, 5, 8, 9, 16, 255, -1, -4, -5, -255])
    assert bucket(steps).tolist() == [0, 1, 4, 5, 5, 6, 6, 10, 17, 20, 21, 26]


def test_softmax_holds_large_numbers() -> None:
    assert softmax(np.array([[1000.0, 0.0]], dtype=np.float32)).tolist() == [[1.0, 0.0]]
