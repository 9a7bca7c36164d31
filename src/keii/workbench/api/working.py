"""Works the jobs off: one thread a server, one server a ledger, document by document, whatever is restarted."""

import fcntl
import logging
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Literal

from keii.config import Database
from keii.engines.apart import Apart, BusyError, LostError
from keii.engines.taking import Given, Taken, keep_unread, take
from keii.errors import KeiiError
from keii.ledger import Ledger
from keii.model import Problem
from keii.workbench.api.job_store import Item, Job, Store

State = Literal["waiting", "running", "done", "interrupted"]
SECONDS = 600.0  # for one document; the longest articles take one or two
MOST_WAITING = 10_000  # documents; more are sent away
_LOOK = 2.0  # seconds after which a server looks whether the one that works is still there
_PAUSE = 30.0  # seconds after trouble with the ledger itself, such as a full disk

_log = logging.getLogger(__name__)


class Jobs:
    """The jobs of one ledger. Without `apart` they are only shown: nobody works on them here."""

    def __init__(self, ledger: Path | Database, apart: Apart | None, *, coder: str | None = None) -> None:
        """Take up what waits from before, if this server reads documents."""
        self.store = Store(ledger)
        self._ledger = ledger
        self._apart = apart
        self._coder = coder
        self._more = threading.Event()
        self._lock: IO[bytes] | None = None  # held by the server that works
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._begun: set[int] = set()  # numbers of the jobs that this server took up
        self.trouble: str | None = None  # why nothing is read at the moment; None: nothing is in the way
        if apart is not None and self.store.waiting():
            self._wake()

    def add(self, given: Sequence[Given]) -> Job:
        """Keep documents as a job, and begin to read them; raises BusyError when too many wait already."""
        if self.store.waiting() + len(given) > MOST_WAITING:
            raise BusyError(f"more than {MOST_WAITING:,} documents are waiting to be read.",
                            remedy="Send them when some of those have been read.")
        job = self.store.add(given)
        self._wake()
        return job

    def state(self, job: Job) -> State:
        """Return what a job is at: `interrupted` when documents of it wait and no server reads them."""
        if job.ended_at is not None:
            return "done"
        if self._thread is None and not self._is_held():
            return "interrupted"
        return "running" if job.done else "waiting"

    def _wake(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="keii jobs", daemon=True)
                self._thread.start()
        self._more.set()

    def _work(self) -> None:
        while not self._has_lock():
            time.sleep(_LOOK)
        while True:
            self._more.clear()
            try:
                found = self._next()
                self.trouble = None
            except KeiiError as error:  # the ledger or the file of jobs: what waits stays
                self.trouble = str(error)
                _log.warning("%s", error)
                self._more.wait(_PAUSE)
                continue
            if not found:
                self._more.wait()

    def _next(self) -> bool:
        """Read the document that has waited longest; tell whether there was one."""
        item = self.store.next()
        if item is None:
            return False
        if item.job not in self._begun:
            self.store.start(item.job)
            self._begun.add(item.job)
        self.store.keep(item, self._taken(item))
        return True

    def _taken(self, item: Item) -> Taken:
        assert self._apart is not None
        try:
            return self._apart.ask(take, self._ledger, item.given, self._coder, seconds=SECONDS)
        except LostError as error:
            why = error.what
        try:  # its text is kept all the same, in a process that is new
            return self._apart.ask(keep_unread, self._ledger, item.given, why, seconds=SECONDS)
        except LostError as error:
            why = error.what
        problem = Problem(code="coding.failed-document", origin=item.given.origin,
                          message=f"The document could not be read: {why}", remedy="Report it with the document.")
        with Ledger.create(self._ledger) as ledger:
            ledger.write_problem(problem)
        return Taken(problems=(problem,))

    @property
    def _lock_path(self) -> Path:
        return self.store.path.with_name(f"{self.store.path.name}.lock")

    def _has_lock(self) -> bool:
        """Take the lock that one server a ledger holds while it runs; tell whether this one has it."""
        if self._lock is None:
            file = self._lock_path.open("wb")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                return False
            self._lock = file
        return True

    def _is_held(self) -> bool:
        """Tell whether a server, of another process, works on the jobs."""
        try:
            with self._lock_path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False
