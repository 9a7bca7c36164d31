"""Dictionary forms of English words by the rules and tables of the parser's model.

Endings are replaced by those that the rules of a part of speech give; forms that stand in its list of words, or are not
all letters, go before others, and exceptions (went, children) before all.
Source: https://spacy.io/api/lemmatizer, whose tables are those of WordNet.
"""

import re
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from keii.language.hashes import word_id
from keii.language.packed import unpacked

_REMEMBERED = 20_000  # words
_NAMES = ("lemma_rules", "lemma_exc", "lemma_index")
_LIST = b"\xdc"  # announces a list, whose length the next two bytes tell
_TEXT = re.compile("[\xa0-\xbf]")  # announces a text of up to 31 bytes
_TEXTS = re.compile(rb"[\x00-\xBF]*")


class _Tables(NamedTuple):
    """What is known of a part of speech."""

    rules: list[tuple[str, str]]
    exceptions: dict[str, list[str]]
    words: frozenset[str]


class Lemmatizer:
    """The lemmatizer of a model's folder."""

    def __init__(self, folder: Path) -> None:
        """Read the component's folder; raises OSError when it cannot be read."""
        self._path = folder / "lookups" / "lookups.bin"
        self._data = self._path.read_bytes()
        self._tables: dict[str, _Tables] = {}
        self._known: dict[tuple[str, str, str], str] = {}

    def __call__(self, word: str, pos: str, form: str) -> str:
        """Return the dictionary form of a word with a part of speech and features (Number=Sing|Person=3)."""
        key = word, pos, form
        lemma = self._known.get(key)
        if lemma is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            lemma = self._known[key] = self._lemma(word, pos.lower(), form)
        return lemma

    def _lemma(self, word: str, pos: str, form: str) -> str:
        if pos in ("", "space") or _is_base(pos, form):
            return word.lower()
        tables = self._tables.get(pos) or self._read(pos)
        if not any(tables):
            return word if pos == "propn" else word.lower()
        lower = word.lower()
        made = [lower[: len(lower) - len(old)] + new for old, new in tables.rules if lower.endswith(old)]
        known = [lemma for lemma in made if lemma in tables.words]
        signs = [lemma for lemma in made if lemma and lemma not in tables.words and not lemma.isalpha()]
        forms = [*reversed(known), *signs]
        exceptions = [lemma for lemma in tables.exceptions.get(lower, ()) if lemma not in forms]
        return next(iter((*reversed(exceptions), *forms, *filter(None, made), word)))

    def _read(self, pos: str) -> _Tables:
        rules = self._value("lemma_rules", pos)
        tables = self._tables[pos] = _Tables(
            [(old, new) for old, new in unpacked(rules)] if rules else [],
            unpacked(exceptions) if (exceptions := self._value("lemma_exc", pos)) else {},
            _words(words) if (words := self._value("lemma_index", pos)) else frozenset(),
        )
        return tables

    def _value(self, table: str, pos: str) -> bytes | None:
        """Return the file from what a table says of a part of speech on."""
        key = _packed(word_id(pos))
        at = self._data.find(key, *self._spans[table])
        return self._data[at + len(key) :] if at >= 0 else None

    @cached_property
    def _spans(self) -> dict[str, tuple[int, int]]:
        """Where the tables lie in the file."""
        starts = {table: self._data.find(bytes((0xA0 | len(table),)) + table.encode()) for table in _NAMES}
        ends = [*sorted(starts.values())[1:], len(self._data)]
        found = sorted(starts, key=lambda table: starts[table])
        return {table: (max(starts[table], 0), end) for table, end in zip(found, ends, strict=True)}


def _is_base(pos: str, form: str) -> bool:
    """Tell whether the features of a word are those of a dictionary form."""
    features = dict(feature.split("=", 1) for feature in form.split("|") if feature)
    verb = features.get("VerbForm")
    if verb in ("Inf", "None") or features.get("Degree") == "Pos":
        return True
    if pos == "noun":
        return features.get("Number") == "Sing"
    return pos == "verb" and verb == "Fin" and features.get("Tense") == "Pres" and "Number" not in features


def _words(packed: bytes) -> frozenset[str]:
    """Return a list of words: where all are short and of ASCII, as they are, in one step (57,000 nouns: .01 s)."""
    if packed.startswith(_LIST):
        texts = _TEXTS.match(packed, 3)
        words = _TEXT.split(texts[0].decode("latin-1"))[1:] if texts else []
        if len(words) == int.from_bytes(packed[1:3], "big"):
            return frozenset(words)
    read: Any = unpacked(packed)
    return frozenset(read)


def _packed(number: int) -> bytes:
    """Return a number as MessagePack writes it."""
    for mark, size in ((0xCC, 1), (0xCD, 2), (0xCE, 4), (0xCF, 8)):
        if number < 1 << 8 * size:
            return number.to_bytes(1, "big") if number < 0x80 else bytes((mark,)) + number.to_bytes(size, "big")
    raise ValueError(f"{number} is no number of a word")
