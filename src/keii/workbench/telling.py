"""Has the stories of what is awaited told on where the ledger has changed, so that pages only read what is kept.

A small ledger's are told before the page that asks is made. Those of a larger one are told on by a process of its own,
one at a time, beside the pages: they show what was told last until then.
"""

import contextlib
import multiprocessing
import os
import threading
import time
from pathlib import Path

from keii.config import Database
from keii.errors import KeiiError, WorkingError
from keii.ledger import Ledger
from keii.ledger.connection import Connection
from keii.situation import renewing
from keii.workbench.answering import Desk

SMALL = 5_000  # claims up to which all stories are told in a second or two
PAUSE, TIMES = 5.0, 9.0  # seconds between two tellings, and how many times as long as the last took
_busy = threading.Semaphore(1)
_last: dict[Path | Database, tuple[float, float]] = {}  # when the stories of a ledger were told, and how long it took


def tell_on(desk: Desk) -> None:
    """Have the stories told on, before a page reads them; of a ledger that is only shown nothing is written."""
    with desk.ledger.asking() as connection:
        if desk.workbench.read_only or not renewing.is_behind(connection):
            return
        claims = number_of_claims(connection)
    path = desk.ledger.path
    if claims <= SMALL:
        with contextlib.suppress(KeiiError), Ledger.create(path) as ledger:  # where it cannot be, it is told in memory
            renewing.keep_up(ledger)
        return
    at, took = _last.get(path, (0.0, 0.0))
    if time.monotonic() - at > max(PAUSE, TIMES * took) and _busy.acquire(blocking=False):
        threading.Thread(target=_beside, args=(path,), daemon=True).start()


def is_kept(desk: Desk, connection: Connection) -> bool:
    """Tell whether pages are to show what is kept: not where little is missing, or nothing can be kept.

    Raises WorkingError while the stories of a large ledger are told for the first time.
    """
    if not renewing.is_behind(connection):
        return True
    if number_of_claims(connection) <= SMALL or (desk.workbench.read_only and not renewing.is_told(connection)):
        return False
    if not renewing.is_told(connection):
        raise WorkingError("this is being worked out: the ledger is large.",
                           remedy="The page asks again by itself in some seconds.")
    return True


def number_of_claims(connection: Connection) -> int:
    """Return how many claims the ledger holds."""
    number: int = connection.execute("SELECT number FROM totals WHERE what = 'claims'").fetchone()[0]
    return number


def wait() -> None:
    """Wait until nothing is being told; for tests and benchmarks."""
    with _busy:
        pass


def _beside(path: Path | Database) -> None:
    begin = time.monotonic()
    try:
        process = multiprocessing.get_context("spawn").Process(target=_tell, args=(path,), daemon=True)
        process.start()
        process.join()
    finally:
        _last[path] = (time.monotonic(), time.monotonic() - begin)
        _busy.release()


def _tell(path: Path | Database) -> None:
    with contextlib.suppress(OSError):
        os.nice(5)  # pages go first
    with contextlib.suppress(KeiiError), Ledger.create(path) as ledger:
        renewing.keep_up(ledger)
