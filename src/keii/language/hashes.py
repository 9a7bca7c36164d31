"""Numbers of words as spaCy gives them, and the rows of embedding tables that such a number stands for.

Sources: Austin Appleby's MurmurHash2 (64 bits, for words) and MurmurHash3 (128 bits, for rows), public domain. That a
word is hashed with seed 1, unless it is one of spaCy's own symbols, and a row with the table's seed, is as spaCy and
thinc do it.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from keii.tables import read_table

_M = 0xC6A4A7935BD1E995
_MASK = (1 << 64) - 1
_SEED = 1
_LONG, _ALIKE = 100, 4  # characters from which a word's shape is LONG, and how many marks in a row a shape repeats
_REMEMBERED = 1 << 14  # of words: a day's news has some 10,000 different ones in a language
_SYMBOLS = Path(__file__).parent / "symbols.tsv"
Ids = npt.NDArray[np.uint64]


@lru_cache(maxsize=_REMEMBERED)
def word_id(word: str) -> int:
    """Return the number that spaCy's string store gives a word: its hash, 0 for nothing, small ones for symbols.

    >>> word_id("会談"), word_id("X"), word_id("")
    (12695399471421533135, 101, 0)
    """
    return _symbols().get(word) or _hash(word)


def word_ids(words: Iterable[str]) -> Ids:
    """Return the numbers of words (`word_id`) as an array."""
    return np.array([word_id(word) for word in words], dtype=np.uint64)


@cache
def _symbols() -> dict[str, int]:
    """Return spaCy's symbols and their numbers."""
    return {row["symbol"]: int(row["number"]) for _, row in read_table(_SYMBOLS, ("symbol", "number"))}


def _hash(word: str) -> int:
    """Return MurmurHash64A of a word's bytes, 0 for none."""
    data = word.encode()
    if not data:
        return 0
    value = _SEED ^ (len(data) * _M & _MASK)
    whole = len(data) & ~7
    for at in range(0, whole, 8):
        part = int.from_bytes(data[at : at + 8], "little") * _M & _MASK
        part = (part ^ part >> 47) * _M & _MASK
        value = (value ^ part) * _M & _MASK
    if whole < len(data):
        value = (value ^ int.from_bytes(data[whole:], "little")) * _M & _MASK
    value = (value ^ value >> 47) * _M & _MASK
    return value ^ value >> 47


def rows(ids: Ids, *, seed: int, count: int) -> npt.NDArray[np.int64]:
    """Return the four rows of a table of `count` rows that each number stands for, (numbers, 4)."""
    mixed = ids * np.uint64(0x87C37B91114253D5)
    mixed = mixed << np.uint64(31) | mixed >> np.uint64(33)
    mixed *= np.uint64(0x4CF5AD432745937F)
    mixed ^= np.uint64(seed ^ 8)
    mixed += np.uint64(seed ^ 8)
    other = mixed + np.uint64(seed ^ 8)
    first, second = _finished(mixed), _finished(other)
    first += second
    second += first
    low = np.uint64(0xFFFFFFFF)
    parts = np.stack((first & low, first >> np.uint64(32), second & low, second >> np.uint64(32)), axis=1)
    return (parts % np.uint64(count)).astype(np.int64)


def _finished(value: Ids) -> Ids:
    """Return numbers with all their bits mixed, the last step of MurmurHash3."""
    value = value ^ value >> np.uint64(33)
    value *= np.uint64(0xFF51AFD7ED558CCD)
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xC4CEB9FE1A85EC53)
    value ^= value >> np.uint64(33)
    return value


def shape(word: str) -> str:
    """Return a word with X for its capitals, x for its other letters, d for its digits, of each kind four in a row.

    >>> shape("Brussels'27"), shape("会談")
    ("Xxxxx'dd", 'xx')
    """
    if len(word) >= _LONG:
        return "LONG"
    marks = [
        ("X" if character.isupper() else "x") if character.isalpha() else "d" if character.isdigit() else character
        for character in word
    ]
    return "".join(mark for at, mark in enumerate(marks) if at < _ALIKE or marks[at - _ALIKE : at] != [mark] * _ALIKE)
