"""Dictionary forms of English words by the rules and tables of the parser's model.

Endings are replaced by those that the rules of a part of speech give; forms that stand in its list of words, or are not
all letters, go before others, and exceptions (went, children) before all.
Source: https://spacy.io/api/lemmatizer, whose tables are those of WordNet.
"""

from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from keii.language.hashes import word_id
from keii.language.packed import unpacked

_REMEMBERED = 20_000  # words
_NAMES = ("lemma_rules", "lemma_exc", "lemma_index")
_MAP, _LIST = b"\xde", b"\xdc"  # announce a map and a list, whose lengths the next two bytes tell
_ENTRY = b"\xcf"  # announces the number of the next part of speech
# What announces a text of up to 31 bytes becomes a line end, what announces a list of up to 15 a tab.
_MARKS = bytes(range(0x90)) + b"\t" * 0x10 + b"\n" * 0x20 + bytes(range(0xC0, 0x100))


class _Tables(NamedTuple):
    """What is known of a part of speech."""

    rules: list[tuple[str, str]]
    exceptions: dict[str, list[str]]
    words: str  # each between line ends: 57,000 nouns as strings in a set take seven times the memory


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

    def knows(self, word: str, pos: str) -> bool:
        """Tell whether a word in lower case is a form of a word in the tables of a part of speech."""
        tables = self._tables.get(pos.lower()) or self._read(pos.lower())
        made = (word[: len(word) - len(old)] + new for old, new in tables.rules if word.endswith(old))
        return word in tables.exceptions or any(f"\n{lemma}\n" in tables.words for lemma in (word, *made))

    def _lemma(self, word: str, pos: str, form: str) -> str:
        if pos in ("", "space") or _is_base(pos, form):
            return word.lower()
        tables = self._tables.get(pos) or self._read(pos)
        if not any(tables):
            return word if pos == "propn" else word.lower()
        lower = word.lower()
        made = [lower[: len(lower) - len(old)] + new for old, new in tables.rules if lower.endswith(old)]
        known = [lemma for lemma in made if lemma and f"\n{lemma}\n" in tables.words]
        signs = [lemma for lemma in made if lemma and lemma not in known and not lemma.isalpha()]
        forms = [*reversed(known), *signs]
        exceptions = [lemma for lemma in tables.exceptions.get(lower, ()) if lemma not in forms]
        return next(iter((*reversed(exceptions), *forms, *filter(None, made), word)))

    def _read(self, pos: str) -> _Tables:
        rules = self._value("lemma_rules", pos)
        tables = self._tables[pos] = _Tables(
            [(old, new) for old, new in unpacked(rules)] if rules else [],
            _exceptions(exceptions) if (exceptions := self._value("lemma_exc", pos)) else {},
            _words(words) if (words := self._value("lemma_index", pos)) else "",
        )
        return tables

    def _value(self, table: str, pos: str) -> bytes | None:
        """Return a table from what it says of a part of speech on."""
        key = _packed(word_id(pos))
        start, end = self._spans[table]
        at = self._data.find(key, start, end)
        return self._data[at + len(key) : end] if at >= 0 else None

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


def _words(packed: bytes) -> str:
    """Return a list of words, each between line ends; all are short and of ASCII, so that it is read in one step."""
    texts = _texts(packed)
    if packed.startswith(_LIST) and texts.isascii() and texts.count("\n") == _length(packed):
        return f"{texts}\n"
    return "\n".join(("", *unpacked(packed), ""))


def _exceptions(packed: bytes) -> dict[str, list[str]]:
    """Return the lemmas of words that the rules do not fit; they, too, are read in one step."""
    texts = _texts(packed)
    lemmas = [words.split("\n")[1:] for words in texts.split("\t")]  # behind those of a word stands the next word
    if packed.startswith(_MAP) and texts.isascii() and len(lemmas) == _length(packed) + 1:
        words = [before.pop() for before in lemmas[:-1]]
        return dict(zip(words, lemmas[1:], strict=True))
    read: dict[str, list[str]] = unpacked(packed)
    return read


def _texts(packed: bytes) -> str:
    """Return what a part of speech has in a table, with marks before each text and list."""
    end = packed.find(_ENTRY)
    return packed[3 : end if end >= 0 else None].translate(_MARKS).decode("latin-1")


def _length(packed: bytes) -> int:
    return int.from_bytes(packed[1:3], "big")


def _packed(number: int) -> bytes:
    """Return a number as MessagePack writes it."""
    for mark, size in ((0xCC, 1), (0xCD, 2), (0xCE, 4), (0xCF, 8)):
        if number < 1 << 8 * size:
            return number.to_bytes(1, "big") if number < 0x80 else bytes((mark,)) + number.to_bytes(size, "big")
    raise ValueError(f"{number} is no number of a word")
