"""The steps over claims up to their links.

- places: a part brings its claims, as they are compared, to the buckets of their blocks.
- links: a bucket tells the pairs that tell one happening.
- dealt: the links of a bucket go to the blocks of linked claims that follow from all links together.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import orjson

from keii.shards.merging.exchange import Out, bucket, rows, tables
from keii.shards.merging.packing import packed, unpacked
from keii.shards.merging.plan import Item, Part, Plan
from keii.shards.merging.reading import held
from keii.situation import linking
from keii.situation.blocking import block, keys, place
from keii.situation.keeping import topics
from keii.situation.profile import Profile, profile

Pair = tuple[int, int]
BLOCKS, OF_BLOCK = "blocks", np.dtype("<i4")  # a file with a number for each claim of the folder


@dataclass(slots=True)
class _Placed:
    """A claim under some keys of a bucket."""

    number: int
    place: tuple[str, str]
    profile: Profile


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
    by_key: defaultdict[str, list[_Placed]] = defaultdict(list)
    for row in rows(out.to, item.pieces["places"]):
        own = unpacked(row["profile"], story=row["story"], meaning=row["meaning"], act=row["act"])
        placed = _Placed(row["node"], (row["place"], row["claim"]), own)
        for key in orjson.loads(row["keys"]):
            by_key[key].append(placed)
    for some in _by_block(by_key):
        seen = set[Pair]()
        for key in some:
            for one, other in _near(by_key.pop(key), plan.reach):
                pair = (one.number, other.number)
                if pair not in seen:
                    seen.add(pair)
                    _link(one, other, out)


def _by_block(by_key: Mapping[str, object]) -> list[list[str]]:
    """Return the keys by block: pairs meet again under keys of one block more often than elsewhere."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(by_key):
        found[block(key)].append(key)
    return list(found.values())


def _near(placed: list[_Placed], reach: int) -> Iterator[tuple[_Placed, _Placed]]:
    """Yield the pairs within reach of each other under one key, the lesser id first."""
    placed.sort(key=lambda one: one.place)
    for at, one in enumerate(placed):
        for other in placed[at + 1:at + 1 + reach]:
            yield (one, other) if one.place[1] < other.place[1] else (other, one)


def _link(one: _Placed, other: _Placed, out: Out) -> None:
    if linking.may_link(one.profile, other.profile):
        link = linking.compare_profiles(one.profile, other.profile)
        if link.score >= linking.SAME:
            out.row("links", 0, one.number, other.number, link.score)


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
