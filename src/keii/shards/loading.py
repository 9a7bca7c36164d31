"""Shards to readings: what a ledger takes, in the order in which reading straight would have given it."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from typing import BinaryIO

from keii.engines.local import Made
from keii.shards import manifest as manifests
from keii.shards.manifest import Manifest, Whole, changed, place
from keii.shards.store import Store, store
from keii.shards.tables import TABLES, read

_BLOCK = 1 << 20  # bytes


class Shards:
    """A finished folder of shards."""

    def __init__(self, address: str) -> None:
        """Read its manifests; raises ShardError."""
        self._at: Store = store(address)
        self.whole: Whole = manifests.whole(self._at)
        self.manifests: list[Manifest] = manifests.finished(self._at, self.whole)

    @property
    def documents(self) -> int:
        """How many rows of documents there are."""
        return sum(manifest.rows("documents") for manifest in self.manifests)

    def readings(self) -> Iterator[Made]:
        """Yield the readings of all shards; raises ShardError when a file is not what its manifest says."""
        for manifest in self.manifests:
            with ExitStack() as closing:
                files = {table: closing.enter_context(opened(self._at, manifest, table)) for table in TABLES}
                yield from read(files)


def opened(at: Store, manifest: Manifest, table: str, *, prove: bool = True) -> BinaryIO:
    """Open a file of a shard, proved by its digest or, quicker, by its size; raises ShardError when it is another."""
    name, said = place(table, manifest.name), manifest.files[table]
    if at.size(name) != said.bytes:
        raise changed(at, name)
    file = at.open(name)
    if prove:
        found = hashlib.sha256()
        while block := file.read(_BLOCK):
            found.update(block)
        if found.hexdigest() != said.sha256:
            file.close()
            raise changed(at, name)
        file.seek(0)
    return file
