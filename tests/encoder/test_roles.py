"""The roles of the heads as a graph, beside the plain sums in NumPy."""

import json
from collections.abc import Iterator
from itertools import groupby

import numpy as np
import pytest

from keii.coding.windowed import windowed
from keii.encoder.engine import HEADS, ROLES, Engine, engine
from keii.encoder.heads import ACT, Array, Heads
from keii.encoder.windows import Window
from quality.sets import CASES

NEAR = 1e-4  # of a probability; the sums differ in the last of seven digits


@pytest.fixture(scope="module")
def plain() -> Heads:
    """Give the heads without the graph."""
    with np.load(HEADS) as arrays:
        return Heads({name: arrays[name].astype(np.float32) for name in arrays.files if arrays[name].dtype.kind == "f"})


def seen(code: str) -> Iterator[tuple[Window, Array]]:
    """Yield the windows of all gold cases of a language with their states."""
    rows = [json.loads(line) for line in CASES[code].read_text(encoding="utf-8").splitlines()]
    for _, sentences in groupby(rows, key=lambda row: row["doc"]):
        yield from windowed(engine(), [row["text"] for row in sentences], code)


@pytest.mark.parametrize("code", ["ja", "en"])
def test_the_graph_finds_the_roles_that_the_plain_sums_find(code: str, plain: Heads) -> None:
    assert HEADS.with_name(ROLES).exists()
    count = 0
    for _, states in seen(code):
        pieces = np.flatnonzero(1 - plain.spots(states)[0][:, 0] > 0.5)
        kinds, types = np.full(len(pieces), ACT), np.ones(len(pieces), dtype=np.int64)
        fast = engine().heads.links(states, pieces, kinds, types)
        assert np.abs(fast - plain.links(states, pieces, kinds, types)).max(initial=0) < NEAR
        count += len(pieces)
    assert count > 100


def test_without_the_graph_the_roles_are_reckoned_in_numpy(tmp_path_factory: pytest.TempPathFactory) -> None:
    alone = tmp_path_factory.mktemp("heads") / HEADS.name
    alone.write_bytes(HEADS.read_bytes())
    rng = np.random.default_rng(3)
    states = rng.normal(size=(30, 384)).astype(np.float32)
    asked = (np.array([4, 20]), np.array([ACT, ACT]), np.array([1, 9]))
    there = Engine(heads=alone).heads.links(states, *asked)
    assert np.abs(there - engine().heads.links(states, *asked)).max() < NEAR
