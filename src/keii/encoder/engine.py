"""The trained encoder as it runs in keii: onnxruntime on one thread, 8-bit weights, the base's word embeddings."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import numpy as np

from keii.encoder.base import BaseEncoder, base_path
from keii.encoder.heads import IN_GRAPH, Array, Heads
from keii.encoder.pieces import Cutter, Pieces
from keii.encoder.windows import Window, known, windows
from keii.errors import DataError
from keii.memory import give_back

DATA = Path(__file__).parent / "data"
GRAPH, HEADS = DATA / "encoder.onnx", DATA / "heads.npz"
ROLES = "roles.onnx"  # the roles of the heads as a graph, beside them; without it they are reckoned in NumPy
_REMEDY = "Install keii again, or train the model with `make model`."


class Engine:
    """Everything that reading needs of the model; made once a process."""

    def __init__(self, graph: Path = GRAPH, heads: Path = HEADS) -> None:
        """Open the files; raises DataError when one is missing or broken."""
        self.base = BaseEncoder(base_path())
        self._session = _session(graph)
        roles = heads.with_name(ROLES)
        if roles.exists():
            self.heads = Heads(_arrays(heads, without=IN_GRAPH), _roles(_session(roles)))
        else:
            self.heads = Heads(_arrays(heads))
        give_back()

    @cached_property
    def cutter(self) -> Cutter:
        """What cuts texts into pieces."""
        cutter = Cutter(self.base)
        give_back()
        return cutter

    def windows(self, sentences: Sequence[Pieces]) -> list[Window]:
        """Return the windows of a document's sentences."""
        return list(windows(sentences, self.base.bos, self.base.eos))

    def states(self, window: Window, hits: Sequence[Sequence[tuple[int, int, int]]]) -> Array:
        """Return the states of a window, (pieces, width); `hits` is what is known of every sentence's words."""
        early, late = self.heads.known(known(window, hits))
        embedded = self.base.embeddings(np.array([window.ids], dtype=np.int64)) + early
        return self.plain(embedded) + late

    def plain(self, embedded: Array) -> Array:
        """Return the states (pieces, width) of embedded pieces (1, pieces, width) as they are."""
        states: Array = self._session.run(None, {"embedded": embedded})[0][0]
        return states


def _session(path: Path) -> Any:
    # From 1.32 on its builds report their use to their makers unless told not to before they are loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # the same sums in the same order, so the same answer twice
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # it would keep the weights as they were before they were widened: 30 MB
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors share no base class
        raise DataError("the trained encoder cannot be loaded.", where=str(path), remedy=_REMEDY) from error


def _roles(session: Any) -> Callable[[Array], Array]:
    """Return what finds the roles of pieces as an anchor sees them, (pieces, HIDDEN + FACTORS)."""

    def roles(joined: Array) -> Array:
        found: Array = session.run(None, {"joined": joined[None]})[0][0]
        return found

    return roles


def _arrays(path: Path, without: tuple[str, ...] = ()) -> dict[str, Array]:
    try:
        with np.load(path) as arrays:
            read = {name: arrays[name] for name in arrays.files if not name.startswith(without)}
            return {name: array.astype(np.float32) for name, array in read.items() if array.dtype.kind == "f"}
    except (OSError, ValueError) as error:
        raise DataError("the model's heads cannot be loaded.", where=str(path), remedy=_REMEDY) from error


def engine() -> Engine:
    """Return the engine of this process."""
    with _MAKING:
        return _engine()


@cache
def _engine() -> Engine:
    return Engine(GRAPH, HEADS)


_MAKING = Lock()  # so that nobody makes a second one beside `begin`


def begin() -> None:
    """Begin to make the engine beside what the process does next: the half of it needs no interpreter.

    After trouble `engine` tries again.
    """
    Thread(target=_make, name="keii engine").start()


def _make() -> None:
    with suppress(Exception), _MAKING:  # `engine` meets the same trouble and tells it
        _ = _engine().cutter
