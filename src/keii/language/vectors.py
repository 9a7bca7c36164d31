"""Word vectors of a spaCy model, read where they lie: spaCy's own reader makes a dict of all words (70 MB)."""

from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from keii.files import RowFile
from keii.language.hashes import Ids

_UINT64, _UINT8, _UINT16 = 0xCF, 0xCC, 0xCD  # the bytes with which MessagePack announces such numbers
_WIDTHS = {_UINT8: 1, _UINT16: 2, 0xCE: 4, _UINT64: 8}  # of unsigned numbers, in bytes, by what announces them
_MAPS = {0xDE: 3, 0xDF: 5}  # how long the beginning of a map is, by its first byte
_SMALL = 1 << 32  # hashes below it are the numbers of spaCy's own words (NOUN, X, DATE), written in fewer bytes
Rows = npt.NDArray[np.int32]


class WordVectors:
    """The vectors of a model's folder `vocab`, looked up by the hashes of words; a word without one has zeros."""

    def __init__(self, folder: Path) -> None:
        """Open the files; raises OSError or ValueError when they cannot be read."""
        mapped = np.load(folder / "vectors", mmap_mode="r")
        if mapped.dtype != np.float32 or not mapped.flags.c_contiguous:
            raise ValueError(f"{folder / 'vectors'} has no rows of single precision.")
        self._width = mapped.shape[1]
        self._vectors = RowFile(folder / "vectors", start=mapped.offset, width=4 * self._width)
        self._table = folder / "key2row"
        self._keys, self._rows = _records(np.fromfile(self._table, dtype=np.uint8))

    def of(self, ids: Ids) -> npt.NDArray[np.float32]:
        """Return the vectors of words by their hashes, (words, width)."""
        rows = self.rows(ids)
        vectors = np.zeros((len(rows), self._width), dtype=np.float32)
        known = np.flatnonzero(rows >= 0)
        vectors[known] = self._vectors(rows[known]).view(np.float32)
        return vectors

    def rows(self, ids: Ids) -> Rows:
        """Return the numbers of the words' vectors, -1 for a word without one."""
        at = np.minimum(np.searchsorted(self._keys, ids), len(self._keys) - 1)
        rows = np.where(self._keys[at] == ids, self._rows[at], -1)
        for place in np.flatnonzero(ids < _SMALL).tolist():
            rows[place] = self._small.get(int(ids[place]), -1)
        return rows

    @cached_property
    def _small(self) -> dict[int, int]:
        """The rows of the words with small hashes, which few texts have; for them the file is gone through."""
        return _small_records(self._table.read_bytes())


def _records(raw: npt.NDArray[np.uint8]) -> tuple[Ids, Rows]:
    """Return the hashes of 64 bits in a file `key2row`, a MessagePack map from hashes to rows, sorted, and their rows.

    A record is announced by a byte that may also stand within one: what follows is then a hash that no word has but by
    a chance of one in 10^15, and that nobody looks up. To go from record to record, as a reader of MessagePack does,
    takes three times as long.
    """
    starts = np.flatnonzero(raw == _UINT64)
    padded = np.concatenate((raw, np.zeros(12, dtype=np.uint8)))
    at_each_byte: npt.NDArray[np.uint64] = np.ndarray((len(raw),), ">u8", buffer=padded, offset=1, strides=(1,))
    keys: Ids = at_each_byte[starts].astype(np.uint64)
    marks, low, high = (padded[starts + at].astype(np.int32) for at in (9, 10, 11))
    rows = np.where(marks < 0x80, marks, np.where(marks == _UINT8, low, low << 8 | high))
    order = np.argsort(keys)
    return keys[order], rows[order]


def _small_records(raw: bytes) -> dict[int, int]:
    """Return the records of a file `key2row` whose hashes are small."""
    small: dict[int, int] = {}
    at = _MAPS.get(raw[0], 1)
    while at < len(raw):
        key, at = _unsigned(raw, at)
        row, at = _unsigned(raw, at)
        if key < _SMALL:
            small[key] = row
    return small


def _unsigned(raw: bytes, at: int) -> tuple[int, int]:
    """Return the unsigned number at a place in a MessagePack message, and the place behind it."""
    width = _WIDTHS.get(raw[at])
    if width is None:
        return raw[at], at + 1
    return int.from_bytes(raw[at + 1 : at + 1 + width], "big"), at + 1 + width
