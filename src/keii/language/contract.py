"""The contract of a language: split a text into sentences, parse sentences into plain arrays.

The steps after this one see Universal Dependencies and data files, never a parser's own objects, so that a
parser can be replaced.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

MAX_SENTENCE_BYTES = 49_149  # SudachiPy refuses longer input; one limit for every language keeps results alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """A parsed sentence as plain arrays of one length, one entry a token.

    `starts`/`ends` are code points into `text`, half-open; `heads` are token numbers, a root heads itself;
    `pos` are universal parts of speech, `rels` Universal Dependencies relations.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    pos: tuple[str, ...]
    heads: tuple[int, ...]
    rels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.words)


def is_tree(heads: Sequence[int]) -> bool:
    """Tell whether every token hangs under one that heads itself: a ring would be walked for ever."""
    rooted = {token for token, head in enumerate(heads) if token == head}
    for token in range(len(heads)):
        path = set()
        while token not in rooted and token not in path:
            path.add(token)
            token = heads[token]
        if token in path:
            return False
        rooted |= path
    return True


class Language(Protocol):
    """One language: the same small set of functions and data files for each."""

    code: str  # ISO 639-1
    joiner: str  # what stands between two words: "" or " "
    data: Path  # folder of the language's data files

    def split(self, text: str) -> list[tuple[int, int]]:
        """Return the half-open spans of the sentences of `text`, in code points, without outer white space."""

    def parse(self, sentences: Iterable[str]) -> Iterator[Parse]:
        """Yield the parse of each sentence, in order; sentences are one line each and not empty."""
