"""What the network of the English parser sees of a word: its normal form, beginning, ending and shape, as numbers."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from keii.language.en.tokens import Word
from keii.language.hashes import shape, word_id
from keii.language.packed import read_packed
from keii.tables import read_table

_REMEMBERED = 20_000  # words
_NORMS = Path(__file__).parent / "data" / "norms.tsv"
_TABLE = b"\xablexeme_norm\xde"  # what announces the table of normal forms; the next two bytes tell its length
_ENTRY = re.compile(rb"\xCF(.{8})[\xA0-\xBF]([\x00-\x7F]*)", re.DOTALL)  # a hash, a short text of ASCII
_Rows = tuple[tuple[int, ...], tuple[int, ...]]


class Features:
    """The features of words that a network was trained on."""

    def __init__(self, vocabulary: Path, names: Sequence[str]) -> None:
        """Read a model's folder `vocab`; `names` are spaCy's of the features, in the order of the network."""
        self._norms = _norms(vocabulary / "lookups.bin")
        seen: dict[str, Callable[[Word, bool], int]] = {
            "NORM": lambda word, spaced: word_id(self._norm(word)),
            "PREFIX": lambda word, spaced: word_id(word.text[:1]),
            "SUFFIX": lambda word, spaced: word_id(word.text[-3:]),
            "SHAPE": lambda word, spaced: word_id(shape(word.text)),
            "SPACY": lambda word, spaced: int(spaced),
            "IS_SPACE": lambda word, spaced: int(word.text.isspace()),
        }
        self._features = [seen[name] for name in names]
        self._known: dict[tuple[Word, bool], tuple[int, ...]] = {}

    def __call__(self, word: Word, spaced: bool) -> tuple[int, ...]:
        """Return the features of a word, `spaced` if a blank follows it."""
        row = self._known.get((word, spaced))
        if row is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            row = self._known[word, spaced] = tuple(feature(word, spaced) for feature in self._features)
        return row

    def _norm(self, word: Word) -> str:
        """Return what stands for a word: its exception's form, the model's, that of a sign, or its small letters."""
        if word.norm is not None:
            return word.norm
        written = self._norms.get(word_id(word.text).to_bytes(8, "big"))
        return written.decode() if written is not None else _signs().get(word.text) or word.text.lower()


@cache
def _signs() -> dict[str, str]:
    return {row["written"]: row["norm"] for _, row in read_table(_NORMS, ("written", "norm"))}


def _norms(path: Path) -> dict[bytes, bytes]:
    """Return the normal forms of a model's file by the hashes of the words, both as the file has them."""
    data = path.read_bytes()
    start = data.find(_TABLE) + len(_TABLE)
    entries = _ENTRY.findall(data, start)
    if start >= len(_TABLE) and len(entries) == int.from_bytes(data[start : start + 2], "big"):
        return dict(entries)
    table: dict[int, str] = read_packed(path).get("lexeme_norm", {})
    return {key.to_bytes(8, "big"): norm.encode() for key, norm in table.items()}
