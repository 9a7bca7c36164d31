"""Headlines In Title Case, read as sentences are written, with every character in its place.

Parser, model and registry tell names by their capitals: in «Norway Lifts Travel Ban» they see one long name. Where
every long word of a sentence has a capital, those that are no names lose it for the reading, and what was read is
quoted as the text has it. What the rest of the text writes small is no name; of what it never writes the parser's list
of words says whether it is one, and the registry and the gazetteer whether it names somebody or a place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from keii.gazetteer.names import finder
from keii.gazetteer.places import gazetteer
from keii.language.languages import language
from keii.model import Document, Sentence, Span

if TYPE_CHECKING:
    from keii.language.en import English

LANGUAGE = "en"
WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
LONG = 4  # letters; shorter words of a headline may have none
LEAST = 3  # long words that a headline has
SMALL = frozenset(
    "a an the of in on at to for by and or but nor as with from over after into onto amid via vs v than up off out per "
    "s t against before since between during under near about among within without through until upon despite toward "
    "towards".split()
)  # what a headline writes small
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december".split()
)
# Surnames of the registry that are words, too, where a text does not show which: those that are verbs or adjectives are
# rather words (Power, Ban), but for the first; those that are only nouns are rather names (Khan), but for the others.
SURNAMES = frozenset("Trump Bush Xi Tusk Truss Li Lam Lynch".split())
NOUNS = frozenset("Bishop King Son Song Cousin Holder Sessions Pitcher Talon Salami Tenet Meadows".split())
PEOPLE = 100_000  # of a place whose name is no common word
Value = TypeVar("Value")


@dataclass(frozen=True)
class Plain:
    """A document as it is read: its headlines in title case are written as sentences."""

    document: Document
    sentences: Sequence[Sentence]
    text: str  # of the document as it is

    def restored(self, value: Value) -> Value:
        """Return a claim or causal statement that was read here with the quotations of the document as it is."""
        return value if self.text == self.document.text else _quoted(value, self.text)


def in_sentence_case(document: Document, sentences: Sequence[Sentence]) -> Plain:
    """Return the document with its headlines as sentences; itself where it has none in title case."""
    texts = [sentence.text for sentence in sentences]
    titles = [number for number, text in enumerate(texts) if document.language == LANGUAGE and is_title_case(text)]
    if not titles:
        return Plain(document, sentences, document.text)
    written = _Written(tuple(text for number, text in enumerate(texts) if number not in titles))
    plain, body = list(sentences), document.text
    for number in titles:
        sentence = sentences[number]
        text = written.as_sentence(sentence.text)
        plain[number] = replace(sentence, text=text)
        body = body[: sentence.start] + text + body[sentence.end :]
    return Plain(replace(document, text=body), plain, document.text)


def as_sentence(text: str) -> str:
    """Return a sentence as it is, a headline in title case as sentences are written, of the same length."""
    return _Written(()).as_sentence(text) if is_title_case(text) else text


def is_title_case(text: str) -> bool:
    """Tell whether all words of a sentence but the smallest begin with a capital, and not all letters are capitals."""
    words = WORD.findall(text)[1:]
    long = [word for word in words if len(word) >= LONG]
    small = [word for word in words if word[0].islower()]
    return len(long) >= LEAST and not text.isupper() and SMALL.issuperset(small)


@dataclass(frozen=True)
class _Written:
    """How the rest of a text writes its words."""

    sentences: Sequence[str]

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that stand in it small."""
        return frozenset(word for text in self.sentences for word in WORD.findall(text) if word[0].islower())

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that stand in it with a capital, and not first in their sentence."""
        return frozenset(word for text in self.sentences for word in WORD.findall(text)[1:] if word[0].isupper())

    def as_sentence(self, headline: str) -> str:
        """Return a headline in title case, of one length, as a sentence writes it."""
        found = finder(LANGUAGE).find(headline)
        named = [match for match in found if match.kinds != {"sector"}]
        before = {match.start for match in named if match.kinds == {"person"}}  # Prime Minister keeps his capitals
        titles = [match for match in found if match.kinds == {"sector"} and match.end + 1 in before]
        signs = list(headline)
        for word in list(WORD.finditer(headline))[1:]:
            match = next((m for m in (*named, *titles) if m.start <= word.start() < m.end), None)
            surname = match in named and match.kinds == {"person"} and word.span() == (match.start, match.end)
            if (match is None or surname) and self._is_common(word[0], surname=surname):
                signs[word.start()] = word[0][0].lower()
        return "".join(signs)

    def _is_common(self, word: str, *, surname: bool) -> bool:
        lower = word.lower()
        if not word[0].isupper() or not (len(word) == 1 or word[1:].islower()) or lower in DAYS:
            return False
        if lower in self.small or lower in SMALL:
            return True
        if word in self.names:
            return False
        english: English = language(LANGUAGE)  # type: ignore[assignment]
        pos = english.parser.known(lower)
        if surname:
            return word in NOUNS or bool(pos - {"NOUN"}) and word not in SURNAMES
        return bool(pos) and (pos != {"NOUN"} or not gazetteer().populous([word], PEOPLE))


def _quoted(value: Any, text: str) -> Any:
    """Return a value of the model with every span's quotation as `text` has it."""
    if isinstance(value, Span):
        return Span.of(text, value.start, value.end)
    if isinstance(value, tuple):
        return tuple(_quoted(one, text) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = dict(_changes(value, text))
    return replace(value, **changed) if changed else value


def _changes(value: Any, text: str) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        if field.init:
            old = getattr(value, field.name)
            new = _quoted(old, text)
            if new is not old and new != old:
                yield field.name, new
