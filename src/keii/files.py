"""Rows of equal length in a large file, read one by one: a map of the file would hold 64 kB around each in memory."""

import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]


class RowFile:
    """The rows of a file of which a text needs few: word embeddings, word vectors."""

    def __init__(self, path: Path, *, start: int, width: int) -> None:
        """Open a file whose first row begins at byte `start`, each of `width` bytes; raises OSError when it cannot."""
        self._start, self._width = start, width
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        weakref.finalize(self, os.close, self._file)

    def __call__(self, numbers: npt.NDArray[np.signedinteger[Any]]) -> Bytes:
        """Return the rows of these numbers, (numbers, width); raises OSError where the file has no such row."""
        different, places = np.unique(numbers, return_inverse=True)
        read = b"".join([self._row(number) for number in different.tolist()])
        if len(read) != len(different) * self._width:
            raise OSError(f"the file ends before row {int(different[-1])} of {self._width} bytes.")
        rows: Bytes = np.frombuffer(read, dtype=np.uint8).reshape(len(different), self._width)
        return np.asarray(rows[places.ravel()])

    def _row(self, number: int) -> bytes:
        at = self._start + number * self._width
        if hasattr(os, "pread"):  # not on Windows
            return os.pread(self._file, self._width, at)
        os.lseek(self._file, at, os.SEEK_SET)
        return os.read(self._file, self._width)
