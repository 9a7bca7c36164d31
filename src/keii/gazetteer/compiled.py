"""The registry compiled into one file: names, the automata that find them and the index that hears them.

Compiling in memory takes more than a second, reading the file a third of it. The file is a matter of speed alone: it
carries a digest of the data, the code and the policy that it was made from; where that differs, or there is no file,
everything is compiled in memory as if there had never been one. `python -m keii.gazetteer compile` writes it.
"""

import hashlib
import mmap
import pickle
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from itertools import accumulate, pairwise
from pathlib import Path

from keii.gazetteer.policy import chosen
from keii.memory import uncollected

HERE = Path(__file__).parent
FILE = HERE / "data" / "registry.bin"  # not under version control
DIGEST = 32  # bytes of each of the two digests at the head of the file: of what it was made from, and of the rest
LENGTH = 8  # bytes after them, which say how long the table of places is


@cache
def compiled(path: Path = FILE) -> Mapping[str, object]:
    """Return what `keii.gazetteer.compiling` compiled, by its name: nothing where it does not fit data and policy.

    A value is unpacked when it is first asked for: who reads one language does not load the other's.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):  # it is not there, or empty
        return {}
    whole = memoryview(mapped)
    body = whole[2 * DIGEST :]
    if whole[:DIGEST] != origin() or whole[DIGEST : 2 * DIGEST] != hashlib.sha256(body).digest():
        return {}
    _leave(mapped)  # all of it was read for its digest, and a part of it will be used
    length = int.from_bytes(body[:LENGTH], "little")
    return _Parts(pickle.loads(body[LENGTH : LENGTH + length]), body[LENGTH + length :], mapped)


def _leave(mapped: mmap.mmap) -> None:
    """Let the system take the pages of a mapped file from the process, where it can; they can be read again."""
    if hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


class _Parts(Mapping[str, object]):
    """Values by name, each unpacked once from where it lies in the file, which stays where the system keeps it."""

    def __init__(self, places: dict[str, tuple[int, int]], body: memoryview, mapped: mmap.mmap) -> None:
        self._places, self._body, self._mapped = places, body, mapped
        self._values: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        if name not in self._values:
            start, end = self._places[name]
            with uncollected():
                self._values[name] = pickle.loads(self._body[start:end])
            _leave(self._mapped)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def packed(values: Mapping[str, object]) -> bytes:
    """Return the bytes of a file that `compiled` reads back: two digests, a table of places, the values."""
    parts = {name: pickle.dumps(value, protocol=5) for name, value in values.items()}
    ends = list(accumulate(map(len, parts.values()), initial=0))
    table = pickle.dumps(dict(zip(parts, pairwise(ends), strict=True)), protocol=5)
    body = b"".join((len(table).to_bytes(LENGTH, "little"), table, *parts.values()))
    return origin() + hashlib.sha256(body).digest() + body


def origin() -> bytes:
    """Return a digest of everything that a compiled registry depends on: data, code, policy, machine.

    The automata are pickled as they lie in memory.
    """
    digest = hashlib.sha256(f"{chosen()} {version('pyahocorasick')} {sys.byteorder} {sys.maxsize}".encode())
    for file in sorted((*HERE.glob("*.py"), *(HERE / "data").glob("*.tsv"))):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.digest()
