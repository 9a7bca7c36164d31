"""The steps over claims up to their links.

- places: a part brings its claims, as they are compared, to the buckets of their blocks.
- links: a bucket tells the pairs that tell one happening.
- dealt: the links of a bucket go to the blocks of linked claims that follow from all links together.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import orjson

from keii.shards.merging.exchange import Out, bucket, tables
from keii.shards.merging.packing import packed, unpacked
from keii.shards.merging.plan import Item, Part, Plan
from keii.shards.merging.reading import held
from keii.situation import linking
from keii.situation.blocking import block, keys, place
from keii.situation.keeping import topics
from keii.situation.profile import Profile, profile

_COMPARED = ("node", "profile", "story", "meaning", "act")
BLOCKS, OF_BLOCK = "blocks", np.dtype("<i4")  # a file with a number for each claim of the folder


KEPT = 20_000  # claims of a bucket that are held as they are compared, 4 kB each; the others as bytes, .7 kB
SEEN = 2_000_000  # pairs of a block of which it is known that they were compared; a pair may be compared twice
Entry = tuple[str, str, int, int]  # place and id of a claim, by which it is sorted under a key, and where its row is


def places(plan: Plan, item: Item, out: Out) -> None:
    """Bring the claims of a part to the buckets in which they are compared."""
    assert item.part is not None
    for some in held(out.to, item.part, item.pieces.get("others", ()), {}):
        countries = topics(one.told for one in some)
        for one in some:
            told, own = one.told, profile(one.told)
            to: defaultdict[int, list[str]] = defaultdict(list)
            for key in keys(own, countries, told.sentence):
                to[bucket(block(key), plan.buckets)].append(key)
            where, data = place(own), packed(own)
            for at, here in sorted(to.items()):
                out.row("places", at, one.number, own.claim, where, orjson.dumps(sorted(here)).decode(), data,
                        told.story, told.meaning, told.act)


def links(plan: Plan, item: Item, out: Out) -> None:
    """Tell which claims of a bucket tell one happening, with the score of each pair; the first has the lesser id."""
    came = list(tables(out.to, item.pieces["places"]))
    by_key: defaultdict[str, list[Entry]] = defaultdict(list)
    for number, table in enumerate(came):
        columns = [table[name].to_pylist() for name in ("place", "claim", "keys")]
        for row, (where, claim, some) in enumerate(zip(*columns, strict=True)):
            for key in orjson.loads(some):
                by_key[key].append((where, claim, number, row))

    @lru_cache(maxsize=KEPT)
    def compared(number: int, row: int) -> tuple[int, Profile]:
        node, data, *vectors = (came[number][name][row].as_py() for name in _COMPARED)
        return node, unpacked(data, **dict(zip(_COMPARED[2:], vectors, strict=True)))

    for some in _by_block(by_key):
        seen = set[tuple[str, str]]()
        for key in some:
            for one, other in _near(by_key.pop(key), plan.reach):
                if (one[1], other[1]) not in seen:
                    if len(seen) > SEEN:
                        seen.clear()
                    seen.add((one[1], other[1]))
                    _link(compared(*one[2:]), compared(*other[2:]), out)


def _by_block(by_key: Mapping[str, object]) -> list[list[str]]:
    """Return the keys by block: pairs meet again under keys of one block more often than elsewhere."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(by_key):
        found[block(key)].append(key)
    return list(found.values())


def _near(placed: list[Entry], reach: int) -> Iterator[tuple[Entry, Entry]]:
    """Yield the pairs within reach of each other under one key, the lesser id first."""
    placed.sort()
    for at, one in enumerate(placed):
        for other in placed[at + 1:at + 1 + reach]:
            yield (one, other) if one[1] < other[1] else (other, one)


def _link(one: tuple[int, Profile], other: tuple[int, Profile], out: Out) -> None:
    if linking.may_link(one[1], other[1]):
        link = linking.compare_profiles(one[1], other[1])
        if link.score >= linking.SAME:
            out.row("links", 0, one[0], other[0], link.score)


def dealt(plan: Plan, item: Item, out: Out) -> None:
    """Bring links to the blocks of their claims."""
    of = blocks_of(out, plan)
    for table in tables(out.to, item.pieces["links"]):
        first, second = (table[name].to_numpy() for name in ("first", "second"))
        for at, one, other, score in zip(of[first].tolist(), first.tolist(), second.tolist(),
                                         table["score"].to_pylist(), strict=True):
            out.row("dealt", at, one, other, score)


def blocks_of(out: Out, plan: Plan, part: Part | None = None) -> npt.NDArray[np.int32]:
    """Return the block of every claim, or of those of a part, as the driver has put them into the store."""
    with out.to.open(f"{plan.work}/{BLOCKS}") as file:
        if part is None:
            return np.frombuffer(file.read(), dtype=OF_BLOCK)
        file.seek(part.shards[0].claims * OF_BLOCK.itemsize)
        return np.frombuffer(file.read(part.claims * OF_BLOCK.itemsize), dtype=OF_BLOCK)
