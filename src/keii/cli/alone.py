"""One process polls the sources of a ledger at a time: two would ask each server twice as often as is polite."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from keii.cli.words import say
from keii.config import Database, Settings, beside
from keii.errors import UsageError

SUFFIX = "-polling"  # of the file beside the ledger that says who polls; it is gone when nobody does, or was killed


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the ledger's polls while the block runs; raises UsageError when another process does.

    The system lets go of the lock when its holder ends, however it ends, so that a file that a kill left behind stops
    nobody. Where the system has no such locks (Windows) nothing is held. A database holds the lock itself, for all
    machines; the number is then that of the server's process.
    """
    if isinstance(settings.ledger, Database):
        from keii.ledger.connecting import holding

        with holding(settings.ledger, "polling") as holder:
            if holder is not None:
                raise _refused(settings, holder)
            yield
        return
    path = beside(settings.ledger, SUFFIX)
    if sys.platform == "win32":
        yield
        return
    held = _taken(path)
    if held is None:
        raise _refused(settings, _holder(path))
    try:
        os.write(held, str(os.getpid()).encode())
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(held)


def _refused(settings: Settings, holder: str) -> UsageError:
    return UsageError(say(settings.lang, "the sources of this ledger are being polled by process {number}.",
                          number=holder), where=str(settings.ledger),
                      remedy=say(settings.lang, "Wait until it is done, or end it; nothing is lost."))


def _taken(path: Path) -> int | None:
    """Return the descriptor of the file, locked, or None when another process holds it."""
    import fcntl

    while True:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists() and path.stat().st_ino == os.fstat(held).st_ino:  # not one that was just taken away
                os.truncate(held, 0)
                return held
        except BlockingIOError:
            os.close(held)
            return None
        except FileNotFoundError:
            pass
        except OSError:  # a file system without locks, as some of networks are: nothing is held
            return held
        os.close(held)


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii") or "?"
    except OSError:  # it has just ended
        return "?"
