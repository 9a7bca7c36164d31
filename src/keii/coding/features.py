"""What the data files know of a text's words, as columns that the trained model reads beside the words themselves.

A word of the predicate lexicon says which types it can name, a cue which status, a word of saying that somebody says
something, the registry who or what a name is. The model learns from the corpus how far to trust each of them in its
sentence; a word that the corpus never shows is then not unknown. No parse is needed: forms are found in the text.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import ahocorasick

from keii.coding.lexicon import Lexicon, lexicon
from keii.coding.screen import ROWS
from keii.encoder.labels import FEATURES, STATUSES, TYPES
from keii.gazetteer.names import finder
from keii.memory import uncollected

Hit = tuple[int, int, int]  # half-open code points, column of FEATURES
COLUMN = {name: number for number, name in enumerate(FEATURES)}
WORD = re.compile(r"[^\W\d_]+")
SUFFIXES = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
    ("’s", ""),
    ("'s", ""),
)


def features(text: str, language: str) -> list[Hit]:
    """Return what is known of the words of a text, in no order; a place may have several columns."""
    hits = _japanese(text) if language == "ja" else _english(text)
    return [*hits, *_names(text, language)]


def _names(text: str, language: str) -> Iterator[Hit]:
    for match in finder(language).find(text):
        for name in match.names:
            column = COLUMN.get(f"name:{name.kind}")
            if column is not None:
                yield match.start, match.end, column
            if name.kind == "sector" and f"sector:{name.form}" in COLUMN:
                yield match.start, match.end, COLUMN[f"sector:{name.form}"]


# ---- forms of the data files ----


def _rows(words: Lexicon) -> Iterator[tuple[str, int]]:
    """Yield every form with its column."""
    for form, rows in words.predicates.items():
        for type_ in {row.type for row in rows if not row.broad}:  # what send and put tell, the model learnt by itself
            if type_ in TYPES:
                yield form, COLUMN[f"type:{type_}"]
    for (_, form), cue in words.cues.items():
        if cue.status is not None and cue.status in STATUSES:
            yield form, COLUMN[f"status:{cue.status}"]
        if cue.certainty is not None:
            yield form, COLUMN["hedge"]
    for form, speech in words.speech.items():
        yield form, COLUMN["hearsay" if speech.kind == "hearsay" else "say"]
    for table, column in ((words.pronouns, "pronoun"), (words.sources, "source"), (words.modals, "modal")):
        for form in table:
            yield form, COLUMN[column]


# ---- Japanese: forms stand in the text, verbs by their stem and the kana that may follow it ----


def _japanese(text: str) -> Iterator[Hit]:
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for last, (length, endings, columns) in _automaton().iter(text):
        end = last + 1
        if endings is None or text[end : end + 1] in endings:
            found[end - length, end] |= columns
    yield from (
        (start, end, column)
        for (start, end), columns in found.items()
        for column in columns
        if not _inside(start, end, found)
    )


def _inside(start: int, end: int, found: dict[tuple[int, int], set[int]]) -> bool:
    """Tell whether a longer form holds this one: 停戦 in 停戦協定."""
    return any(s <= start and end <= e and e - s > end - start for s, e in found if s < end and start < e)


@cache
@uncollected()
def _automaton() -> ahocorasick.Automaton:
    table: dict[tuple[str, str | None], set[int]] = defaultdict(set)
    for form, column in _rows(lexicon("ja")):
        last = form[-1]
        if len(form) > 2 and last in ROWS or len(form) == 2 and last in ROWS and not "ぁ" <= form[0] <= "ん":
            table[form[:-1], ROWS[last] + last].add(column)
        elif len(form) > 1:
            table[form, None].add(column)
    together: dict[str, list[tuple[str | None, set[int]]]] = defaultdict(list)
    for (stem, endings), columns in table.items():
        together[stem].append((endings, columns))
    automaton = ahocorasick.Automaton()
    for stem, uses in together.items():
        known = frozenset(column for _, some in uses for column in some)
        follow = None if any(endings is None for endings, _ in uses) else frozenset("".join(e or "" for e, _ in uses))
        automaton.add_word(stem, (len(stem), follow, known))
    automaton.make_automaton()
    return automaton


# ---- English: forms of one or more words, each word in any of its inflections ----


class _Trie:
    """Forms as a tree of words; a node's columns stand with it."""

    __slots__ = ("children", "columns")

    def __init__(self) -> None:
        self.children: dict[str, _Trie] = {}
        self.columns: set[int] = set()

    def add(self, form: str, column: int) -> None:
        """Add a column to the node of a form that has words."""
        node = self
        for word in WORD.findall(form.lower()):
            if word not in node.children:
                node.children[word] = _Trie()
            node = node.children[word]
        if node is not self:
            node.columns.add(column)


def _english(text: str) -> Iterator[Hit]:
    words = [(match.start(), match.end(), _bases(match.group().lower())) for match in WORD.finditer(text)]
    gaps = [text[a[1] : b[0]] for a, b in pairwise(words)]
    for first, (start, end, bases) in enumerate(words):
        nodes = [node for base in bases if (node := _trie().children.get(base))]
        at, longest = first, end
        while nodes:
            for node in nodes:
                yield from ((start, longest, column) for column in node.columns)
            if at + 1 >= len(words) or gaps[at] not in (" ", "-", "'", "’"):
                break
            at += 1
            longest = words[at][1]
            nodes = [child for node in nodes for base in words[at][2] if (child := node.children.get(base))]


@cache
@uncollected()
def _trie() -> _Trie:
    tree = _Trie()
    for form, column in _rows(lexicon("en")):
        tree.add(form, column)
    return tree


@cache
def _irregular() -> dict[str, str]:
    return {form: lemma for lemma, forms in lexicon("en").irregular.items() for form in forms}


def _bases(word: str) -> list[str]:
    """Return the words that a form may be an inflection of, itself first."""
    bases = [word]
    if word in _irregular():
        bases.append(_irregular()[word])
    for suffix, ending in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            base = word[: len(word) - len(suffix)] + ending
            bases.append(base)
            if suffix in ("ed", "ing") and not ending and len(base) > 3 and base[-1] == base[-2]:
                bases.append(base[:-1])
    return list(dict.fromkeys(bases))
