"""Cuts text into the encoder's pieces, each with its place in the text.

The Unigram model of SentencePiece over the base encoder's pieces and scores, with NFKC inside only: places count in
the text as it was published. The package tokenizers, which gives the same pieces, needs 1.3 s and 150 MB to take in the
vocabulary; here 64 bits stand for each piece, which takes .1 s, and it serves only texts whose characters NFKC joins.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from keii.encoder.base import BaseEncoder

BLANK = "▁"  # what the pieces have for a space
WORSE = 10.0  # how far below the worst piece an unknown character scores, as SentencePiece has it
FILTER = 21  # bits of a hash that are looked up in a table of yes and no first: it leaves one in nine
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text's pieces: ids, and for each the half-open code points it stands for, without white space around it."""

    ids: list[int]
    starts: list[int]
    ends: list[int]


class Cutter:
    """Cuts texts into pieces."""

    def __init__(self, base: BaseEncoder) -> None:
        """Take in the base encoder's pieces."""
        self._base, self._unknown = base, base.unknown
        self._table = _Table(base)
        self._worst = float(base.scores.min()) - WORSE
        self._words: dict[str, list[tuple[int, int]]] = {}  # of a word: (piece, length), for words that come again

    def cut(self, text: str) -> Pieces:
        """Return the pieces of a text; pieces that stand for white space alone are left out."""
        plain, places = _normalised(text)
        found = self._cut(plain, places) if plain is not None else self._joined(text)
        pieces = Pieces([], [], [])
        for piece, start, end in found:
            words = text[start:end]
            left = start + len(words) - len(words.lstrip())
            right = start + len(words.rstrip())
            if right > left:
                pieces.ids.append(piece)
                pieces.starts.append(left)
                pieces.ends.append(right)
        return pieces

    def _cut(self, text: str, places: list[int]) -> Iterator[tuple[int, int, int]]:
        """Yield piece, start and end; `places` holds for each character of `text` where it stands in the original."""
        text = text.replace(" ", BLANK)
        if text and not text.startswith(BLANK):
            text, places = BLANK + text, [places[0], *places]
        at = 0
        for word in _words(text):
            for piece, length in self._pieces(word):
                yield piece, places[at], places[at + length - 1] + 1
                at += length

    def _pieces(self, word: str) -> list[tuple[int, int]]:
        """Return the pieces of a word with their lengths: those whose scores have the greatest sum."""
        known = self._words.get(word)
        if known is None:
            known = self._best(word)
            if len(word) <= _LONGEST:
                if len(self._words) >= _REMEMBERED:
                    self._words.clear()
                self._words[word] = known
        return known

    def _best(self, word: str) -> list[tuple[int, int]]:
        scores = [0.0] + [-np.inf] * len(word)
        back: list[tuple[int, int]] = [(0, 0)] * (len(word) + 1)  # the last piece of the best way there, its length
        for at, found in enumerate(self._table.found(word)):
            here = scores[at]
            for length, piece, score in found:
                if here + score > scores[at + length]:
                    scores[at + length], back[at + length] = here + score, (piece, length)
            if not (found and found[0][0] == 1) and here + self._worst > scores[at + 1]:
                scores[at + 1], back[at + 1] = here + self._worst, (self._unknown, 1)
        pieces: list[tuple[int, int]] = []
        at = len(word)
        while at:
            piece, length = back[at]
            at -= length
            if piece == self._unknown and pieces and pieces[-1][0] == piece:  # characters not known are one piece
                length += pieces.pop()[1]
            pieces.append((piece, length))
        return pieces[::-1]

    def _joined(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield piece, start and end of a text some of whose characters NFKC joins: か and a mark to が."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            yield piece, start, end

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

        tokenizer = Tokenizer(models.Unigram(self._base.vocabulary, unk_id=self._unknown))
        tokenizer.normalizer = normalizers.NFKC()
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        return tokenizer


_LONGEST, _REMEMBERED = 24, 50_000  # characters of a word that is remembered, and how many are


class _Table:
    """The pieces by 64 bits of their characters, sorted."""

    def __init__(self, base: BaseEncoder) -> None:
        characters, offsets = base.spellings()
        lengths = np.diff(offsets)
        self._longest = int(lengths.max())
        places = np.arange(len(characters)) - np.repeat(offsets[:-1], lengths)  # of each character in its piece
        hashes: Hashes = np.add.reduceat(_mixed(characters) * _POWERS[places], offsets[:-1])  # no piece is empty
        self._order = np.argsort(hashes).astype(np.int32)
        self._hashes: Hashes = hashes[self._order]
        self._scores = base.scores.astype(np.float64)
        self._may = np.zeros(1 << FILTER, dtype=np.bool_)
        self._may[hashes >> np.uint64(64 - FILTER)] = True

    def found(self, word: str) -> list[list[tuple[int, int, float]]]:
        """Return for each place in a word the pieces that begin there, (length, piece, score), shorter ones first."""
        mixed = _mixed(np.frombuffer(word.encode("utf-32-le"), dtype=np.uint32))
        hashes = np.zeros(len(word), dtype=np.uint64)
        parts = []
        for length in range(1, min(self._longest, len(word)) + 1):
            hashes = hashes[: len(word) - length + 1] + mixed[length - 1 :] * _POWERS[length - 1]
            parts.append(hashes)
        asked = np.concatenate(parts)
        near = np.flatnonzero(self._may[asked >> np.uint64(64 - FILTER)])
        at = np.minimum(np.searchsorted(self._hashes, asked[near]), len(self._hashes) - 1)
        hit = self._hashes[at] == asked[near]
        ends = np.cumsum([len(part) for part in parts])
        shorter = np.searchsorted(ends, near[hit], side="right")
        starts = near[hit] - (ends - [len(part) for part in parts])[shorter]
        pieces = self._order[at[hit]]
        found: list[list[tuple[int, int, float]]] = [[] for _ in word]
        columns = (starts, shorter + 1, pieces, self._scores[pieces])
        for start, length, piece, score in zip(*(column.tolist() for column in columns), strict=True):
            found[start].append((length, piece, score))
        return found


_POWERS = np.array([pow(0x9E3779B97F4A7C15, number, 1 << 64) for number in range(64)], dtype=np.uint64)


def _mixed(characters: npt.NDArray[np.uint32]) -> Hashes:
    """Return 64 bits for each code point, as splitmix64 makes them."""
    x = characters.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text, each with the blank before it."""
    at = 0
    while at < len(text):
        end = text.find(BLANK, at + 1)
        end = len(text) if end < 0 else end
        yield text[at:end]
        at = end


def _normalised(text: str) -> tuple[str | None, list[int]]:
    """Return a text in NFKC and where each of its characters stands in the original, None where NFKC joins some."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text, list(range(len(text)))
    parts = [unicodedata.normalize("NFKC", character) for character in text]
    plain = "".join(parts)
    if plain != unicodedata.normalize("NFKC", text):
        return None, []
    return plain, [place for place, part in enumerate(parts) for _ in part]
