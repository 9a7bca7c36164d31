import os
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from keii.encoder import engine as module
from keii.encoder.engine import GRAPH, Engine, begin, engine

LOADS = "from keii.encoder.engine import engine; engine()"


def test_the_engine_leaves_nothing_in_the_home_folder(tmp_path: Path) -> None:
    """onnxruntime would keep a device's number and a queue of reports there, to be sent to its makers."""
    homes = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(tmp_path))
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", LOADS], env=environment | homes, check=True)
    assert list(tmp_path.rglob("*")) == []


def test_what_flows_through_the_encoder_is_never_cut_to_8_bits() -> None:
    """A value near the edge of two steps would take another one on another processor, and turn the scores with it."""
    graph = GRAPH.read_bytes()
    assert b"MatMul" in graph
    for operation in (b"DynamicQuantizeLinear", b"QuantizeLinear", b"MatMulInteger", b"QLinearMatMul"):
        assert operation not in graph


def test_the_smallest_change_of_what_goes_in_hardly_changes_what_comes_out() -> None:
    states = engine().plain
    embedded = np.random.default_rng(7).standard_normal((1, 60, 384)).astype(np.float32)
    once, again = states(embedded), states(embedded * np.float32(1 + 1e-6))
    assert float(np.abs(once - again).mean()) < 1e-3 * float(np.abs(once).mean())


def test_an_engine_that_was_begun_beside_is_the_one_that_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Engine] = []

    def make(*files: Path) -> Engine:
        made.append(Engine(*files))
        return made[-1]

    monkeypatch.setattr(module, "Engine", make)
    monkeypatch.setattr(module, "_engine", cache(module._engine.__wrapped__))
    begin()
    assert engine() is engine() is made[0]
    for thread in threading.enumerate():
        if thread.name == "keii engine":
            thread.join()
    assert len(made) == 1
