"""What one more document costs a ledger of 1,000, 10,000 and 100,000, and whether the right claims come together.

`python -m benchmarks.merging [SIZE...]` reads generated news (`benchmarks.made`) of which it is known what a sentence
tells: copies, updates, other numbers, denials, looks back, shelling week after week, two summits of one host on one
day. The claims are what a perfect coder would say, and the vectors stand for those of the encoder: as alike within a
story, a sentence and an act as those of real news are (docs/design/situation.md), and made in no time. Only merging is
timed, in seconds of this process's CPU, over the last two hundred documents before each size.
"""

import argparse
import resource
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.made import Made, News
from keii.ledger import Ledger
from keii.model import Claim, Document, Sentence
from keii.situation.keeping import Keeper
from keii.situation.vectors import ActVectors, quantised

SIZES = (1_000, 10_000, 100_000)
TIMED = 200
# Shares of a vector: what all news has in common, what all acts of one type between the same two states have, and the
# least and greatest share of what all tellings of one thing have; the rest is the telling's own. The cosine of two
# tellings is the sum of what they share: of sentences .57 in the mean for one thing, .32 for the next week's shelling,
# .12 for others.
STORY, MEANING, ACT = (0.30, 0.0, 0.2, 0.5), (0.12, 0.2, 0.1, 0.4), (0.05, 0.12, 0.1, 0.4)


class Standing:
    """Vectors that stand for those of the encoder."""

    def __init__(self) -> None:
        """Know no document yet."""
        self._story: dict[str, str] = {}
        self._told: dict[str, str] = {}

    def know(self, made: Made) -> None:
        """Take a document for known until the next one."""
        assert made.reading.document is not None
        self._story = {made.reading.document.id: made.story}
        self._told = {claim.id: told for claim, told in zip(made.reading.claims, made.happenings, strict=True)}

    def document(self, document: Document) -> bytes:
        """Return the vector of a document."""
        return _vector(128, STORY, "", self._story[document.id], document.id)

    def acts(self, document: Document, sentence: Sentence, claims: Sequence[Claim]) -> list[ActVectors]:
        """Return the vectors of the claims of one sentence."""
        return [ActVectors(meaning=_vector(256, MEANING, _topic(claim), self._told[claim.id], f"meaning {claim.id}"),
                           act=_vector(256, ACT, _topic(claim), self._told[claim.id], claim.id)) for claim in claims]


def _topic(claim: Claim) -> str:
    return f"{claim.type} {claim.actors[0].code} {claim.recipients[0].code}"


def _vector(size: int, shares: tuple[float, float, float, float], topic: str, told: str, own: str) -> bytes:
    common, kind, least, greatest = shares
    share = least + (greatest - least) * (zlib.crc32(own.encode()) % 1_000) / 1_000
    parts = zip((common, kind, share, 1 - common - kind - share), ("common", topic, told, own), strict=True)
    return quantised(sum((sqrt(share) * _unit(name, size) for share, name in parts if share),
                         start=np.zeros(size, dtype=np.float32)))


@lru_cache(maxsize=20_000)
def _unit(name: str, size: int) -> Any:
    found = np.random.default_rng(zlib.crc32(f"{size} {name}".encode())).standard_normal(size).astype(np.float32)
    return found / np.float32(np.linalg.norm(found))


def agreement(ledger: Ledger, truth: dict[str, str]) -> tuple[float, float, int]:
    """Return precision and recall of the pairs of claims in one event, and how many events there are."""
    with ledger.transaction() as connection:
        found = dict(connection.execute("SELECT claim, event FROM event_claims").fetchall())
    together = _pairs(Counter((event, truth[claim]) for claim, event in found.items()))
    return (together / max(_pairs(Counter(found.values())), 1),
            together / max(_pairs(Counter(truth[claim] for claim in found)), 1), len(set(found.values())))


def _pairs(sizes: Counter[Any]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def main(arguments: Sequence[str]) -> int:
    """Print cost and agreement at each size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--acts", type=int, default=3, help="claims of a document")
    parser.add_argument("--daily", type=int, default=100, help="documents of a day")
    asked = parser.parse_args(arguments)
    news, truth, standing, spent = News(daily=asked.daily, acts=asked.acts), dict[str, str](), Standing(), list[float]()
    print("documents  claims   events  ms one more  precision  recall  GB ledger  MB memory")
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "keii.db") as ledger:
        keeper = Keeper(ledger, standing)
        for number in range(max(asked.sizes)):
            made = news.document(number)
            truth.update(zip((claim.id for claim in made.reading.claims), made.happenings, strict=True))
            ledger.write(made.reading)
            standing.know(made)
            begin = time.process_time()
            keeper.catch_up()
            spent = [*spent[1 - TIMED:], time.process_time() - begin]
            if number + 1 in asked.sizes:
                precision, recall, events = agreement(ledger, truth)
                size = sum(path.stat().st_size for path in Path(folder).iterdir())
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(f"{number + 1:9,} {len(truth):7,} {events:8,} {sum(spent) / len(spent) * 1000:12.1f} "
                      f"{precision:10.3f} {recall:7.3f} {size / 1e9:10.2f} {memory:10.0f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
