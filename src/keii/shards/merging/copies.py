"""The steps over documents: which reading of each holds, and which documents are copies of each other.

- documents: a part tells its documents by id, and under the keys of their texts.
- met: a bucket tells which reading of a document that came several times holds, and pairs of documents under one key.
- faces: a part brings the shingles of the first document of those pairs.
- copies: a part tells the pairs that are copies, by the text of the second.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from keii.shards.merging.components import alone, join, settled
from keii.shards.merging.exchange import Out, Piece, bucket, rows
from keii.shards.merging.plan import Item, Part, Plan
from keii.shards.merging.reading import is_sound, numbered
from keii.shards.store import Store
from keii.situation.copies import group_id, is_closed, likeness, shingles, signed


def documents(plan: Plan, item: Item, out: Out) -> None:
    """Tell of every document where it is, and under which keys its copies are found."""
    assert item.part is not None
    refused = 0
    for one in numbered(out.to, item.part, prove=True):
        document = one.made.reading.document
        assert document is not None
        if not is_sound(one.made):
            refused += 1
            out.row("others", item.part.number, one.document, True, None)
            continue
        out.row("ids", bucket(document.id, plan.buckets), document.id, one.document, item.part.number, document.agency)
        for key in signed(document.text).keys:
            out.row("keys", bucket(key, plan.buckets), key, document.id, one.document, item.part.number)
    out.notes["refused"] = refused


def met(plan: Plan, item: Item, out: Out) -> None:
    """Tell which readings do not hold, and which documents may be copies."""
    _doubles(item, out)
    _near(item, out)


def _doubles(item: Item, out: Out) -> None:
    """Tell of documents that came several times which readings do not hold, and whose credit the one has that does."""
    found: defaultdict[str, list[tuple[int, int, str | None]]] = defaultdict(list)
    for row in rows(out.to, item.pieces.get("ids", ())):
        found[row["id"]].append((row["node"], row["part"], row["agency"]))
    for came in found.values():
        *earlier, (node, part, agency) = sorted(came, key=lambda one: one[0])
        for other, at, _ in earlier:
            out.row("others", at, other, True, None)
        if earlier and min(came)[2] != agency:
            out.row("others", part, node, False, min(came)[2])


def _near(item: Item, out: Out) -> None:
    """Tell which documents share a key that is no boilerplate, each pair once, to the part of the first."""
    under: defaultdict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in rows(out.to, item.pieces.get("keys", ())):
        here = under[row["key"]]
        here[row["id"]] = min(here.get(row["id"], (row["node"], row["part"])), (row["node"], row["part"]))
    told = set[tuple[int, int]]()
    for key in sorted(under):
        if is_closed(key, len(under[key])):
            continue
        for (first, part), (second, at) in itertools.combinations(sorted(under[key].values()), 2):
            if (first, second) not in told:
                told.add((first, second))
                out.row("near", part, first, second, at)


def faces(plan: Plan, item: Item, out: Out) -> None:
    """Bring the shingles of the first document of each pair to the part of the second."""
    assert item.part is not None
    wanted: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for row in rows(out.to, item.pieces["near"]):
        wanted[row["first"]][row["second"]] = row["part"]
    for node, id, text in _texts(out.to, item.part, set(wanted)):
        own = np.array(sorted(shingles(text)), dtype=np.uint64).tobytes()
        for second, part in sorted(wanted[node].items()):
            out.row("faces", part, node, second, id, own)


def copies(plan: Plan, item: Item, out: Out) -> None:
    """Tell which pairs are copies."""
    assert item.part is not None
    wanted: defaultdict[int, list[tuple[int, str, bytes]]] = defaultdict(list)
    for row in rows(out.to, item.pieces["faces"]):
        wanted[row["second"]].append((row["first"], row["id"], row["shingles"]))
    for node, id, text in _texts(out.to, item.part, set(wanted)):
        own = shingles(text)
        for first, other, face in sorted(wanted[node]):
            if likeness(own, frozenset(np.frombuffer(face, dtype=np.uint64).tolist())):
                out.row("copies", 0, first, node, other, id)


class Groups:
    """The groups of the documents that have copies: two sorted columns, 44 bytes a document."""

    def __init__(self, found: Any) -> None:
        """Take an array with the columns `id`, by which it is sorted, and `group`."""
        self.found = found

    @classmethod
    def of(cls, at: Store, where: Iterable[Piece]) -> "Groups":
        """Return the groups by the pairs that are copies."""
        pairs = [(row["first_id"], row["second_id"]) for row in rows(at, where)]
        ids = sorted({id for pair in pairs for id in pair})
        number = {id: at for at, id in enumerate(ids)}
        least = alone(len(ids))
        join(least, np.array([number[one] for one, _ in pairs], dtype=np.int64),
             np.array([number[other] for _, other in pairs], dtype=np.int64))
        named = [(id, group_id([ids[root]])) for id, root in zip(ids, settled(least).tolist(), strict=True)]
        return cls(np.array(named, dtype=[("id", "S24"), ("group", "S24")]))

    def get(self, document: str) -> str | None:
        """Return the group of a document, None when it has no copies."""
        ids, own = self.found["id"], document.encode()
        at = int(np.searchsorted(ids, own))
        return str(self.found["group"][at].decode()) if at < len(ids) and ids[at] == own else None


def _texts(at: Store, part: Part, wanted: set[int]) -> Iterator[tuple[int, str, str]]:
    """Yield number, id and text of some documents of a part."""
    import pyarrow.parquet as pq

    from keii.shards.loading import opened
    from keii.shards.manifest import changed, shard

    for one in part.shards:
        manifest = shard(at, one.name)
        if manifest is None:
            raise changed(at, f"shards/{one.name}.json")
        if not any(number in wanted for number in range(one.documents, one.documents + manifest.rows("documents"))):
            continue
        with opened(at, manifest, "documents", prove=False) as file:
            number = one.documents
            for batch in pq.ParquetFile(file).iter_batches(batch_size=200, columns=["id", "text"]):
                for row in batch.to_pylist():
                    if number in wanted:
                        yield number, row["id"], row["text"]
                    number += 1
