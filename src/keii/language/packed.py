"""Folders of installed spaCy models, and the MessagePack files in them, read without spaCy.

spaCy's own readers need spaCy, thinc, pydantic and srsly, which take longer to import than a model takes to load.
Format: https://github.com/msgpack/msgpack/blob/master/spec.md; arrays are maps as msgpack-numpy writes them.
"""

import mmap
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from struct import Struct
from typing import Any

import numpy as np
import numpy.typing as npt

from keii.errors import KeiiError

_FIXED = {0xC0: None, 0xC2: False, 0xC3: True}
_NUMBERS = {
    0xCA: Struct(">f"),
    0xCB: Struct(">d"),
    0xCC: Struct(">B"),
    0xCD: Struct(">H"),
    0xCE: Struct(">I"),
    0xCF: Struct(">Q"),
    0xD0: Struct(">b"),
    0xD1: Struct(">h"),
    0xD2: Struct(">i"),
    0xD3: Struct(">q"),
}
_LENGTHS = {  # byte that announces it: what it is, and how many bytes tell how long it is
    0xC4: ("bytes", 1),
    0xC5: ("bytes", 2),
    0xC6: ("bytes", 4),
    0xD9: ("text", 1),
    0xDA: ("text", 2),
    0xDB: ("text", 4),
    0xDC: ("list", 2),
    0xDD: ("list", 4),
    0xDE: ("map", 2),
    0xDF: ("map", 4),
}
OTHER_VERSION = "Install the version of the model that requirements.lock names."  # what a file unlike ours needs
_VIEWED = 4096  # byte strings from this length on are views of the file, not copies


def model_folder(names: Sequence[str], *, remedy: str) -> Path:
    """Return the folder of the first installed spaCy model of `names`; raises KeiiError with `remedy` without one."""
    for name in names:
        spec = find_spec(name)
        for place in spec.submodule_search_locations or () if spec is not None else ():
            for config in sorted(Path(place).glob(f"{name}-*/config.cfg")):
                return config.parent
    raise KeiiError(f"no parser is installed: looked for {', '.join(names)}.", remedy=remedy)


def read_packed(path: Path) -> Any:
    """Return the value of a MessagePack file; arrays in it are read-only and lie in the file's pages."""
    with path.open("rb") as file:
        return unpacked(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def unpacked(data: bytes | mmap.mmap) -> Any:
    """Return the value of a MessagePack message, arrays of msgpack-numpy as arrays."""
    return _Reader(memoryview(data)).value()


class _Reader:
    """A position in a message."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def value(self) -> Any:
        """Return the value that begins here, and go behind it."""
        mark = self._data[self._at]
        self._at += 1
        if mark < 0x80:
            return mark
        if mark >= 0xE0:
            return mark - 0x100
        if mark < 0x90:
            return self._map(mark & 0x0F)
        if mark < 0xA0:
            return [self.value() for _ in range(mark & 0x0F)]
        if mark < 0xC0:
            return str(self._bytes(mark & 0x1F), "utf-8")
        if mark in _FIXED:
            return _FIXED[mark]
        if mark in _NUMBERS:
            number = _NUMBERS[mark]
            return number.unpack(self._bytes(number.size))[0]
        return self._long(mark)

    def _long(self, mark: int) -> Any:
        if mark not in _LENGTHS:
            raise ValueError(f"byte {mark:#x} at {self._at - 1} announces nothing that is known")
        kind, width = _LENGTHS[mark]
        length = int.from_bytes(self._bytes(width), "big")
        if kind == "map":
            return self._map(length)
        if kind == "list":
            return [self.value() for _ in range(length)]
        content = self._bytes(length)
        if kind == "text":
            return str(content, "utf-8")
        return content if length >= _VIEWED else bytes(content)

    def _bytes(self, length: int) -> memoryview:
        self._at += length
        return self._data[self._at - length : self._at]

    def _map(self, length: int) -> Any:
        read = {self.value(): self.value() for _ in range(length)}
        if read.get(b"nd") is not True:
            return read
        return np.frombuffer(read[b"data"], dtype=read[b"type"]).reshape(read[b"shape"])


class Layers:
    """The layers of a thinc model's file by name, each name's in the order of the file (breadth first)."""

    def __init__(self, path: Path) -> None:
        """Read the file; raises OSError when it cannot be read."""
        read = read_packed(path)
        self.path = path
        self._layers: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
        for node, attributes, arrays in zip(read["nodes"], read["attrs"], read["params"], strict=True):
            self._layers.setdefault(node["name"], []).append((attributes, arrays))

    def arrays(self, name: str) -> list[dict[str, npt.NDArray[np.float32]]]:
        """Return the arrays of each layer of this name; raises KeiiError when there is none."""
        return [arrays for _, arrays in self._of(name)]

    def attribute(self, name: str, attribute: str) -> list[Any]:
        """Return an attribute of each layer of this name."""
        return [unpacked(attributes[attribute]) for attributes, _ in self._of(name)]

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a layer of this name."""
        return name in self._layers

    def _of(self, name: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        if name not in self._layers:
            raise KeiiError(
                f"{self.path} is no network that keii knows: it has no layer «{name}».",
                remedy=OTHER_VERSION,
            )
        return self._layers[name]
