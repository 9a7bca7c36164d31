"""A ledger of generated news, with its true events: `python -m benchmarks.filling big.db 100000 --acts 10`.

Everything is written by the ledger's own functions, so that the rows are those of `keii read`; only the transactions
hold more documents, and the events come from the known truth instead of from merging, which would take hours.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.made import Made, News
from benchmarks.multiplying import multiply
from keii import __version__
from keii.ledger import Ledger, events, write
from keii.ledger.connection import Connection
from keii.ledger.rows import Merged
from keii.ledger.sqlite import File
from keii.model import Link, Reason, Told
from keii.situation import building, renewing

BATCH = 1_000  # documents of one transaction
OPEN = 60  # days after which nothing looks back at a happening any more
MOMENT = "2026-01-01T00:00:00Z"


class Filling:
    """Writes generated documents and the events that they tell."""

    def __init__(self, ledger: Ledger, news: News) -> None:
        """Fill an empty ledger."""
        self._ledger = ledger
        self._news = news
        self._told: dict[str, list[Told]] = {}  # by happening

    def fill(self, documents: int) -> None:
        """Write so many documents with their events."""
        for first in range(0, documents, BATCH):
            with self._ledger.transaction() as connection:
                for made in self._news.documents(first, min(first + BATCH, documents)):
                    write.reading(connection, made.reading, moment=MOMENT, version=__version__, seen=set())
                    key = connection.execute("SELECT max(key) FROM readings").fetchone()[0]
                    assert made.reading.document is not None
                    events.keep_merged(connection, Merged(document=made.reading.document.id, reading=key))
                    self._hear(made)
                self._close(connection, (first + BATCH) // self._news.daily - OPEN)
        with self._ledger.transaction() as connection:
            self._close(connection, documents)

    def _hear(self, made: Made) -> None:
        reading = made.reading
        assert reading.document is not None
        for claim, happening in zip(reading.claims, made.happenings, strict=True):
            self._told.setdefault(f"{happening} {is_held(claim.status)}", []).append(Told(
                claim=claim, document=reading.document, sentence=reading.sentences[claim.sentence].text))

    def _close(self, connection: Connection, before: int) -> None:
        """Keep the events of the happenings of the days before one."""
        for name in [name for name in self._told if int(name[1:].split("-")[0].split(" ")[0]) < before]:
            told = sorted(self._told.pop(name), key=lambda one: (
                one.document.published_at or "", one.document.id, one.claim.trigger.start))
            events.keep_events(connection, [building.event(told)])
            pairs = [sorted((a.claim.id, b.claim.id)) for a, b in itertools.pairwise(told)]
            events.keep_links(connection, (Link(
                first=first, second=second, score=4.5, reasons=(
                    Reason(feature="type", value=told[0].claim.type, weight=1.0),
                    Reason(feature="actor", value=told[0].claim.actors[0].code, weight=2.0)))
                for first, second in pairs))


def is_held(status: str) -> bool:
    """Tell whether a status is of an act that is told as done or denied, not as to come."""
    return status in ("occurred", "ongoing", "not_occurred")


def main(arguments: Sequence[str]) -> int:
    """Make a ledger."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("ledger", type=Path)
    parser.add_argument("documents", type=int)
    parser.add_argument("--acts", type=int, default=10, help="claims of a document")
    parser.add_argument("--times", type=int, default=1, help="how often everything is held; see benchmarks.multiplying")
    parser.add_argument("--daily", type=int, default=100, help="documents of a day")
    asked = parser.parse_args(arguments)
    begin = time.monotonic()
    with Ledger.create(asked.ledger) as ledger:
        Filling(ledger, News(daily=asked.daily, acts=asked.acts, traced=True)).fill(asked.documents)
        renewing.keep_up(ledger)
        if asked.times > 1:
            with ledger.transaction() as connection:
                assert isinstance(connection, File)
                multiply(connection, asked.times, asked.documents // asked.daily + 1)
        held = ledger.counts()
    print(f"{held.documents} documents, {held.claims} claims, {asked.ledger.stat().st_size / 1e9:.2f} GB "
          f"in {time.monotonic() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
