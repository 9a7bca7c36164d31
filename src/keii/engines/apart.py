"""A process of its own for what takes long: reading for the API, while pages are answered beside it.

A thread would hold the interpreter from all other threads while a text is read. The process loads parser and model when
it is first asked, does one piece of work at a time, and ends when nobody asks for a while. One that takes too long is
ended: the next piece begins with a new process.
"""

import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar, cast

from keii.errors import KeiiError
from keii.language.threads import one_thread

_T = TypeVar("_T")
IDLE = 900.0  # seconds after which the process gives its memory back
WAITING = 8  # pieces of work that wait at once for their answer; more are sent away, so that pages keep their threads


class BusyError(KeiiError):
    """Work that cannot be done now, as other work is waiting; asked for again later it will be."""


class LostError(KeiiError):
    """Work that took too long, or whose process ended; the same again would fare no better."""


class Apart:
    """One process that works for the threads of this one."""

    def __init__(self) -> None:
        """Begin without a process; it is started when something is asked."""
        self._free = threading.Condition()
        self._busy = False
        self._urgent = 0
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def ask(self, work: Callable[..., _T], *arguments: object, seconds: float, urgent: bool = False) -> _T:
        """Return `work(*arguments)`, both of which must be picklable, as the process gives it; raises what it raises.

        `urgent` work goes before other work that waits. Raises BusyError when it is not begun within `seconds`,
        LostError when it is not done within as many more or the process ends.
        """
        with self._turn(seconds, urgent=urgent):
            done, value = self._asked((work, arguments), seconds)
        if done:
            return cast(_T, value)
        raise value

    @contextlib.contextmanager
    def _turn(self, seconds: float, *, urgent: bool) -> Iterator[None]:
        """Wait until the process is free and nothing urgent waits before."""
        with self._free:
            if urgent and self._urgent >= WAITING:
                raise _busy()
            self._urgent += urgent
            try:
                if not self._free.wait_for(lambda: not self._busy and (urgent or not self._urgent), seconds):
                    raise _busy()
                self._busy = True
            finally:
                self._urgent -= urgent
        try:
            yield
        finally:
            with self._free:
                self._busy = False
                self._free.notify_all()

    def _asked(self, piece: object, seconds: float) -> tuple[bool, Any]:
        for again in (True, False):
            pipe = self._started()
            try:
                pipe.send(piece)
                if not pipe.poll(seconds):
                    break
                return cast(tuple[bool, Any], pipe.recv())
            except (EOFError, OSError):  # it ended while nobody asked, or of this piece
                self._end()
                if not again:
                    raise LostError("the process that read it ended.", remedy="Look whether memory is short.") from None
        self._end()
        raise LostError(f"reading it took longer than {seconds:g} seconds.", remedy="Give less at once.")

    def _started(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self._end()
            one_thread()
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def close(self) -> None:
        """End the process."""
        with self._free:
            self._free.wait_for(lambda: not self._busy, 1)
            self._end()


def _busy() -> BusyError:
    return BusyError("other texts are being read.", remedy="Ask again in some seconds.")


def _work(pipe: Connection) -> None:
    """Do what comes through the pipe, until nothing comes for long or the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began it decides what becomes of Ctrl-C
    with contextlib.suppress(EOFError, OSError):
        while pipe.poll(IDLE):
            work, arguments = pipe.recv()
            pipe.send(_done(work, arguments))


def _done(work: Callable[..., object], arguments: tuple[object, ...]) -> tuple[bool, object]:
    """Return whether the work was done, and what it gives or raises."""
    try:
        return True, work(*arguments)
    except KeiiError as error:
        return False, error
    except Exception as error:  # noqa: BLE001 - told to whoever asked
        return False, LostError(f"reading it failed: {type(error).__name__}.", remedy="Report it with the text.")
