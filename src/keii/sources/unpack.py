"""Compressed bytes, unpacked up to a limit: a bomb is refused before it goes off."""

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from keii.errors import InputError

MAX_RATIO = 200  # unpacked to packed; pages reach 20, lists of one word 100, a bomb of zeros 1,000
_GRACE = 1_000_000  # unpacked bytes below which the ratio does not matter
_CHUNK = 65_536


class _Unpacker(Protocol):
    @property
    def unconsumed_tail(self) -> bytes: ...

    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes: ...


# The transfer codings that are asked for (Accept-Encoding); br and zstd would need packages for little gain.
CODINGS: dict[str, Callable[[], _Unpacker]] = {
    "gzip": lambda: zlib.decompressobj(31), "x-gzip": lambda: zlib.decompressobj(31),
    "deflate": lambda: zlib.decompressobj(),
}


def unpack(packed: bytes, coding: str, *, limit: int) -> bytes:
    """Return the bytes that `coding` packed; raises InputError for a bomb, for damage and for an unknown coding."""
    names = [name.strip().lower() for name in coding.split(",") if name.strip().lower() not in ("", "identity")]
    for name in reversed(names):
        if name not in CODINGS:
            raise InputError(f"the bytes are packed with «{name}», which keii does not unpack.", code="input.packed",
                             remedy="Save the page in a browser and give the file.")
        packed = b"".join(_pieces(packed, name, limit))
    return packed


def _pieces(packed: bytes, name: str, limit: int) -> Iterator[bytes]:
    unpacker: _Unpacker = CODINGS[name]()
    total, rest = 0, packed
    if name == "deflate" and packed[:1] and packed[0] & 0x0F != 8:
        unpacker = zlib.decompressobj(-15)  # some servers leave out the header of zlib
    while rest and not unpacker.eof:
        try:
            piece = unpacker.decompress(rest, _CHUNK)
        except zlib.error as error:
            raise InputError("the packed bytes are damaged.", code="input.broken",
                             remedy="Fetch or save them again.") from error
        total += len(piece)
        refuse_bomb(total, len(packed), limit=limit)
        yield piece
        rest = unpacker.unconsumed_tail
    if not unpacker.eof and packed:
        raise InputError("the packed bytes are cut off.", code="input.broken", remedy="Fetch or save them again.")


def refuse_bomb(unpacked: int, packed: int, *, limit: int) -> None:
    """Raise InputError when packed bytes have become more than is sane, or than `limit`."""
    if unpacked > limit:
        raise InputError(f"unpacked it is larger than {limit:,} bytes.", code="input.too-large",
                         remedy="Unpack it yourself and give its articles.")
    if unpacked > _GRACE and unpacked > MAX_RATIO * max(packed, 1):
        raise InputError("it unpacks to more than two hundred times its size, as bombs do.", code="input.bomb",
                         remedy="If you trust it, unpack it yourself and give its files.")
