"""Pages of a large ledger, kept for some seconds: what several readers look at, or one comes back to, is made once.

A page that is kept is older than the ledger by no more than facets are anyhow, and holds whatever persons have decided,
saved or defined: their tables say whether any of it is new. A browser that is told to load a page again gets a new
one. A small ledger's pages are always made anew.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from keii.ledger import Ledger
from keii.ledger.counting import BEHIND, LARGE
from keii.workbench.config import SECONDS

MOST = 64_000_000  # bytes of all kept pages of a ledger
LONGEST = 2_000_000  # of one that is kept; a longer one is a download
# What persons wrote: rows that are only added, and rules that are taken back or whose documents are.
_WRITTEN = """
    SELECT (SELECT number FROM totals WHERE what = 'claims'), (SELECT coalesce(max(number), 0) FROM judgements),
        (SELECT coalesce(max(key), 0) FROM searches), (SELECT coalesce(max(key), 0) FROM situations),
        (SELECT count(*) + coalesce(sum(removed), 0) FROM rules), (SELECT count(*) FROM restored)"""


@dataclass(frozen=True, slots=True)
class Written:
    """A page as it is sent."""

    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class _Kept:
    page: Written
    at: float
    written: list[int]  # what persons had written before it was made


class Keeping:
    """The pages of one ledger that were made last."""

    def __init__(self, *, seconds: float = BEHIND, large: int = LARGE) -> None:
        """Keep pages so many seconds, of ledgers with so many claims or more."""
        self._seconds, self._large = seconds, large
        self._pages: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def page(self, ledger: Ledger, key: Hashable, make: Callable[[], Written], *, anew: bool) -> Written:
        """Return a page as it was made some seconds ago, or made now, `anew` in any case; raises KeiiError."""
        with ledger.browsing(seconds=SECONDS) as connection:
            claims, *written = connection.execute(_WRITTEN).fetchone()
        if claims < self._large:
            return make()
        begin = time.monotonic()
        with self._lock:
            held = self._pages.get(key)
        if held and not anew and held.written == written and begin - held.at < self._seconds:
            return held.page
        page = make()
        self._keep(key, _Kept(page, begin, written))
        return page

    def _keep(self, key: Hashable, kept: _Kept) -> None:
        with self._lock:
            if old := self._pages.pop(key, None):
                self._bytes -= len(old.page.body)
            if len(kept.page.body) > LONGEST:
                return
            self._pages[key] = kept
            self._bytes += len(kept.page.body)
            while self._bytes > MOST or self._pages[next(iter(self._pages))].at < kept.at - self._seconds:
                self._bytes -= len(self._pages.popitem(last=False)[1].page.body)
