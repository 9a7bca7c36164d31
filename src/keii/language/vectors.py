"""Word vectors of a spaCy pipeline, read where they lie: spaCy's own reader makes a dict of all words (70 MB)."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import srsly
from spacy.vectors import BaseVectors

_UINT64, _UINT8 = 0xCF, 0xCC  # the bytes with which MessagePack announces such numbers
_SMALL = 1 << 32  # hashes below it are the numbers of spaCy's own words (NOUN, X, DATE), written in fewer bytes
Rows = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]


class MappedVectors(BaseVectors):
    """The vectors of a model's folder `vocab`, looked up by the hashes of words; a word without one has zeros."""

    def __init__(self, folder: Path) -> None:
        """Map the files; raises OSError or ValueError when they cannot be read."""
        self.data: npt.NDArray[np.float32] = np.asarray(np.load(folder / "vectors", mmap_mode="r"))
        self.name: str | None = None
        self.mode = "default"
        self._table = folder / "key2row"
        self._keys, self._rows = _records(np.fromfile(self._table, dtype=np.uint8))

    def __len__(self) -> int:
        """Return how many vectors there are."""
        return len(self.data)

    def __contains__(self, key: int) -> bool:
        """Tell whether the word of this hash has a vector."""
        return bool((self.rows([key]) >= 0).all())

    @property
    def shape(self) -> tuple[int, ...]:
        """How many vectors there are, and of how many numbers each is made."""
        return self.data.shape

    @property
    def n_keys(self) -> int:
        """How many words have a vector, or a few percent more."""
        return len(self._keys)

    def get_batch(self, keys: Iterable[int]) -> npt.NDArray[np.float32]:
        """Return the vectors of words by their hashes, (words, width)."""
        rows = self.rows(keys)
        vectors: npt.NDArray[np.float32] = self.data[rows]
        vectors[rows < 0] = 0
        return vectors

    def rows(self, keys: Iterable[int]) -> Rows:
        """Return the numbers of the words' vectors, -1 for a word without one."""
        asked = np.asarray(keys, dtype=np.uint64)
        at = np.minimum(np.searchsorted(self._keys, asked), len(self._keys) - 1)
        rows = np.where(self._keys[at] == asked, self._rows[at], -1)
        for place in np.flatnonzero(asked < _SMALL).tolist():
            rows[place] = self._small.get(int(asked[place]), -1)
        return rows

    @cached_property
    def _small(self) -> dict[int, int]:
        """The rows of the words with small hashes, which few texts have; the file is read as a whole for them."""
        return {key: row for key, row in srsly.read_msgpack(self._table).items() if key < _SMALL}


def _records(raw: npt.NDArray[np.uint8]) -> tuple[Keys, Rows]:
    """Return the hashes of 64 bits in a file `key2row`, a MessagePack map from hashes to rows, sorted, and their rows.

    A record is announced by a byte that may also stand within one: what follows is then a hash that no word has but by
    a chance of one in 10^15, and that nobody looks up. To go from record to record, as a reader of MessagePack does,
    takes three times as long.
    """
    starts = np.flatnonzero(raw == _UINT64)
    padded = np.concatenate((raw, np.zeros(12, dtype=np.uint8)))
    at_each_byte: npt.NDArray[np.uint64] = np.ndarray((len(raw),), ">u8", buffer=padded, offset=1, strides=(1,))
    keys: Keys = at_each_byte[starts].astype(np.uint64)
    marks, low, high = (padded[starts + at].astype(np.int32) for at in (9, 10, 11))
    rows = np.where(marks < 0x80, marks, np.where(marks == _UINT8, low, low << 8 | high))
    order = np.argsort(keys)
    return keys[order], rows[order]
