"""The registry compiled into one file: names, the automata that find them and the index that hears them.

Compiling in memory takes more than a second, reading the file a third of it. The file is a matter of speed alone: it
carries a digest of the data, the code and the policy that it was made from; where that differs, or there is no file,
everything is compiled in memory as if there had never been one. `python -m keii.gazetteer compile` writes it.
"""

import gc
import hashlib
import pickle
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from keii.gazetteer.policy import chosen

HERE = Path(__file__).parent
FILE = HERE / "data" / "registry.bin"  # not under version control
DIGEST = 32  # bytes of each of the two digests at the head of the file: of what it was made from, and of the rest


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage be looked for where many values are made that stay: it takes half the time and finds none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@cache
def compiled(path: Path = FILE) -> Mapping[str, object]:
    """Return what `keii.gazetteer.compiling` compiled, by its name: nothing where it does not fit data and policy.

    A value is unpacked when it is first asked for: who reads one language does not load the other's.
    """
    try:
        whole = path.read_bytes()
    except OSError:
        return {}
    body = memoryview(whole)[2 * DIGEST :]
    if whole[:DIGEST] != origin() or whole[DIGEST : 2 * DIGEST] != hashlib.sha256(body).digest():
        return {}
    parts = pickle.loads(body)
    return _Parts(parts) if isinstance(parts, dict) else {}


class _Parts(Mapping[str, object]):
    """Values by name, each unpacked once."""

    def __init__(self, packed: dict[str, bytes]) -> None:
        self._packed = packed
        self._values: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        if name not in self._values:
            with uncollected():
                self._values[name] = pickle.loads(self._packed[name])
            self._packed[name] = b""  # the name stays in the table
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def packed(values: Mapping[str, object]) -> bytes:
    """Return the bytes of a file that `compiled` reads back."""
    body = pickle.dumps({name: pickle.dumps(value, protocol=5) for name, value in values.items()}, protocol=5)
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
