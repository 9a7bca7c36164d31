"""Copies of one text: agency copy, syndication, updates. A group of copies counts as one source.

Texts are compared by their shingles, runs of `RUN` words, where each character of a script without spaces is a word.
Two documents are looked at when they share a long sentence or a band of their MinHash signatures; they are copies when
enough of both is common. Which documents are copies follows from the set of documents, not from their order.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from keii.model import Told, content_id
from keii.situation.profile import fold

RUN = 4  # words of a shingle
LONG = 60  # cells from which on a sentence is looked up; of shorter ones many are alike by chance
WIDELY = 40  # documents from which on a common sentence counts as boilerplate
HASHES, BANDS = 96, 32  # texts of which .4 is common meet with a chance of .88, of .5 with .99, of .05 with .004
FEWEST = 12  # shingles; shorter texts have no copies, «No comment.» is nobody's copy
OF_SHORTER, OF_LONGER = 0.6, 0.3  # shares of the shingles that have to be common

_END = re.compile(r"[。！？!?]|\.(?=\s|$)|\n")
_WORD = re.compile(r"[々〆぀-ヿ㐀-䶿一-鿿가-힣]|[^\W_々〆぀-ヿ㐀-䶿一-鿿가-힣]+")
Numbers = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What of a text is looked up and compared."""

    keys: tuple[str, ...]
    shingles: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one version of a text tells and the version before it does not, or the other way round."""

    kind: str  # added, gone, changed
    before: Told | None
    after: Told | None


def signed(text: str) -> Signed:
    """Return what of a text is looked up and compared; a text that is too short has no keys."""
    found = shingles(text)
    if len(found) < FEWEST:
        return Signed(keys=(), shingles=frozenset())
    signature = _signature(np.array(sorted(found), dtype=np.uint64))
    rows = HASHES // BANDS
    bands = (content_id("b_", number, signature[number * rows:(number + 1) * rows].tolist()) for number in range(BANDS))
    return Signed(keys=(*bands, *sentences(text)), shingles=found)


def sentences(text: str) -> Iterator[str]:
    """Yield a key for each long sentence, the same whatever its width, case and white space."""
    for line in dict.fromkeys(_END.split(text)):
        words = "".join(unicodedata.normalize("NFKC", line).casefold().split())
        if sum(1 if letter.isascii() else 2 for letter in words) >= LONG:
            yield content_id("p_", words)


def is_closed(key: str, documents: int) -> bool:
    """Tell whether a key is that of a sentence so common that it makes nobody a copy."""
    return key.startswith("p_") and documents > WIDELY


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the share of the shorter text that the longer one has too; 0 unless they are copies."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    shorter, longer = sorted((len(one), len(other)))
    if common < OF_SHORTER * shorter or common < OF_LONGER * longer:
        return 0.0
    return round(common / shorter, 4)


def group_id(documents: Iterable[str]) -> str:
    """Return the id of a group of copies, made from its least document."""
    return content_id("g_", min(documents))


@lru_cache(maxsize=2048)
def shingles(text: str) -> frozenset[int]:
    """Return the shingles of a text as numbers."""
    words = [zlib.crc32(word.encode()) for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold())]
    if len(words) < RUN:
        return frozenset()
    numbers = np.array(words, dtype=np.uint64)
    mixed = np.zeros(len(numbers) - RUN + 1, dtype=np.uint64)
    for at in range(RUN):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + numbers[at:at + len(mixed)]
    return frozenset(mixed.tolist())


def _signature(numbers: Numbers) -> Numbers:
    """Return the MinHash of numbers: the least of each of `HASHES` mixtures."""
    factors, shift = _mixers()
    mixed = (numbers[None, :] ^ shift[:, None]) * factors[:, None]
    mixed ^= mixed >> np.uint64(31)
    least: Numbers = (mixed * factors[:, None]).min(axis=1)
    return least


@lru_cache(maxsize=1)
def _mixers() -> tuple[Numbers, Numbers]:
    drawn = np.random.default_rng(20310502).integers(1, 2**63, size=(2, HASHES), dtype=np.uint64)
    return drawn[0] | np.uint64(1), drawn[1]


def changes(before: Iterable[Told], after: Iterable[Told]) -> list[Change]:
    """Return what became of the claims from one version of a text to the next, in the order of the text.

    Claims whose sentence, act and fields stand in both are left out; a claim has changed when its type is the same and
    its sentence nearly.
    """
    old, new = list(before), list(after)
    unchanged = {_telling(told) for told in old} & {_telling(told) for told in new}
    old, new = ([told for told in some if _telling(told) not in unchanged] for some in (old, new))
    found = []
    for told in new:
        like = max(old, key=lambda other: _alike(other, told), default=None)
        if like is not None and _alike(like, told) >= 0.6:
            old.remove(like)
            found.append(Change(kind="changed", before=like, after=told))
        else:
            found.append(Change(kind="added", before=None, after=told))
    return [*found, *(Change(kind="gone", before=told, after=None) for told in old)]


def _telling(told: Told) -> tuple[object, ...]:
    claim = told.claim
    return (fold(told.sentence), claim.type, claim.trigger.quote, claim.status, tuple(p.code for p in claim.actors))


def _alike(one: Told, other: Told) -> float:
    if one.claim.type != other.claim.type:
        return 0.0
    return SequenceMatcher(None, one.sentence, other.sentence, autojunk=False).ratio()
