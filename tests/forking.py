"""`keii` in processes that begin as copies of this one: parser and model, once loaded here, are not loaded again."""

import fcntl
import io
import os
import pty
import signal
import sys
import termios
import threading
import traceback
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import BinaryIO

from keii.cli.main import run

PATIENCE = 240  # seconds after which a command that does not end is ended


class Forked:
    """A command in a process of its own; of its output one stream is read through a pipe, the other is dropped."""

    def __init__(self, *arguments: str, told: int) -> None:
        """Begin a command; `told` is the stream that is read, 1 or 2."""
        ours, theirs = os.pipe()
        self.returncode: int | None = None
        _settle()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(ours)
            with open(os.devnull, "r+b", buffering=0) as nothing:  # noqa: PTH123 - a descriptor is wanted
                os.dup2(nothing.fileno(), 0)
                os.dup2(nothing.fileno(), 3 - told)
            os.dup2(theirs, told)
            _end(arguments)
        os.close(theirs)
        self.told: BinaryIO = os.fdopen(ours, "rb")
        self._patience = threading.Timer(PATIENCE, lambda: os.kill(self.pid, signal.SIGKILL))
        self._patience.start()

    def __enter__(self) -> "Forked":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if kind is not None:
            self.send(signal.SIGKILL)
        self.told.read()  # who is told no more may not end as who is heard
        self.told.close()
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self._patience.cancel()

    def send(self, number: int) -> None:
        """Send a signal to the process, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None while the process runs."""
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if ended else None
        return self.returncode


def on_terminal(arguments: Sequence[str], environ: Mapping[str, str], begin: bytes) -> tuple[int, int]:
    """Begin a command on a terminal of its own, its size as TIOCSWINSZ takes it; return the process and our side."""
    _settle()
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, begin)
        os.environ.update(environ)
        _end(arguments)
    return pid, terminal


def _settle() -> None:
    """Wait for the thread that makes the model: a copy would have its lock and not the thread."""
    for thread in threading.enumerate():
        if thread.name == "keii engine":
            thread.join()


def _end(arguments: Sequence[str]) -> None:
    """Run a command with streams as a program has them at its start, and end the process with its code."""
    code = 70
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
        code = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:  # noqa: BLE001 - nothing may come back into the tests
        traceback.print_exc()
    finally:
        os._exit(code)
