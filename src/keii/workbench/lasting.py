"""Answers that take a large ledger longer than a reader waits: worked out beside the pages, kept, and made anew.

Expectations and found situations depend on everything that was read. In a small ledger they are worked out when they
are asked for. In a large one a process of its own does it, one at a time, so that no other page waits; its answer is
shown until a newer one is there, and made anew when the ledger has changed and the answer is old enough.
"""

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from keii.config import Database
from keii.errors import KeiiError, WorkingError
from keii.ledger import Ledger
from keii.ledger.connection import Connection
from keii.ledger.counting import LARGE

if TYPE_CHECKING:
    from collections.abc import Hashable

_T = TypeVar("_T")
KEPT = 24  # answers
FIRST, AGAIN = 5, 19  # how far pages go first: what a page waits for, and what has an older answer until then
PAUSE, TIMES = 30.0, 5.0  # seconds between two workings of one answer, and how many times as long as the last took
Work = Callable[..., _T]  # of the ledger and what makes the question; a function of a module, as it is sent elsewhere


@dataclass(slots=True)
class _Answer:
    """What was worked out last, for which state of the ledger, when and how long."""

    value: Any = None
    number: int = -1  # of the last change; -1: nothing was worked out yet
    at: float = 0.0
    took: float = 0.0
    error: KeiiError | None = None


_answers: OrderedDict[tuple[Path | Database, "Hashable"], _Answer] = OrderedDict()
_lock = threading.Lock()
_busy = threading.Semaphore(1)


def lasting(ledger: Ledger, connection: Connection, work: Work[_T], *question: "Hashable", large: int | None = None
            ) -> _T:
    """Return `work(ledger, *question)`; raises WorkingError while a large ledger's first answer is worked out.

    One of LARGE claims is large, or of as many as are given.
    """
    (claims,) = connection.execute("SELECT number FROM totals WHERE what = 'claims'").fetchone()
    if claims < (LARGE if large is None else large):
        return work(ledger, *question)
    (number,) = connection.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()
    key = (ledger.path, (work, *question))
    with _lock:
        answer = _answers.setdefault(key, _Answer())
        _answers.move_to_end(key)
        while len(_answers) > KEPT:
            _answers.popitem(last=False)
    old = time.monotonic() - answer.at > max(PAUSE, TIMES * answer.took)
    if answer.number < number and (answer.number < 0 or old) and _busy.acquire(blocking=False):
        threading.Thread(target=_await, args=(answer, number, ledger.path, work, question), daemon=True).start()
    if answer.error is not None:
        raise answer.error
    if answer.number < 0:
        raise WorkingError("this is being worked out: the ledger is large.",
                           remedy="The page asks again by itself in some seconds.")
    return cast(_T, answer.value)


def _await(answer: _Answer, number: int, path: Path | Database, work: Work[Any],
           question: tuple["Hashable", ...]) -> None:
    """Let a process work an answer out, and keep it."""
    begin = time.monotonic()
    try:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("spawn").Process(
            target=_work, args=(theirs, path, work, question, FIRST if answer.number < 0 else AGAIN), daemon=True)
        process.start()
        theirs.close()
        value: Any = None
        with contextlib.suppress(EOFError):  # the process was ended; the answer that is held stays
            value = ours.recv()
        process.join()
        if isinstance(value, KeiiError):
            answer.error = value
        elif value is not None:
            answer.value, answer.number, answer.error = value[0], number, None
        answer.at, answer.took = time.monotonic(), time.monotonic() - begin
    finally:
        _busy.release()


def _work(pipe: multiprocessing.connection.Connection, path: Path | Database, work: Work[Any],
          question: tuple["Hashable", ...], nice: int) -> None:
    """Work an answer out and send it, or the error."""
    with contextlib.suppress(OSError):
        os.nice(nice)
    told: tuple[Any] | KeiiError
    try:
        with Ledger.open(path) as ledger:
            told = (work(ledger, *question),)
    except KeiiError as error:
        told = error
    with contextlib.suppress(BrokenPipeError):  # the workbench was ended meanwhile
        pipe.send(told)
    pipe.close()


def wait() -> None:
    """Wait until nothing is being worked out; for tests and benchmarks."""
    with _busy:
        pass
