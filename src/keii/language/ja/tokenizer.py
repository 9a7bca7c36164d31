"""Japanese words by Sudachi, as GiNZA was trained on them: its longest units, white space made tokens of their own."""

import itertools
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sudachipy import Morpheme

SPACE_TAG = "空白"


class Word(NamedTuple):
    """A word of a sentence: where it begins, its text, its part of speech by UniDic, its dictionary form."""

    start: int
    text: str
    tag: str
    lemma: str


class Tokenizer:
    """Sudachi with its dictionary, which is mapped from its file."""

    def __init__(self) -> None:
        """Open the dictionary; raises ModuleNotFoundError when sudachidict_core is not installed."""
        from sudachipy import Dictionary, SplitMode

        dictionary = Dictionary()
        # Readings and normalised forms are left out: nobody asks for them.
        self._sudachi = dictionary.create(mode=SplitMode.C, fields={"surface", "pos", "dictionary_form"})
        self._tag = cache(lambda number: "-".join(part for part in dictionary.pos_of(number)[:4] if part != "*"))

    def __call__(self, sentence: str) -> list[Word]:
        """Return the words of a sentence; one blank behind a word is between words, other white space a word."""
        # Sudachi writes out ㌔ and … and gives the further words empty places.
        found = [morpheme for morpheme in self._sudachi.tokenize(sentence) if morpheme.begin() < morpheme.end()]
        words: list[Word] = []
        end = 0
        for morpheme, following in itertools.zip_longest(found, found[1:]):
            text = morpheme.surface()
            if text.isspace():
                continue
            if end < morpheme.begin():
                words.append(_space(sentence, end, morpheme.begin()))
            words.append(self._word(morpheme, text))
            end = morpheme.end()
            if words and following is not None and following.surface() == " ":
                end += 1
        if end < len(sentence):
            words.append(_space(sentence, end, len(sentence)))
        return words

    def _word(self, morpheme: "Morpheme", text: str) -> Word:
        lemma = morpheme.dictionary_form() or text
        return Word(morpheme.begin(), text, self._tag(morpheme.part_of_speech_id()), lemma)


def _space(sentence: str, start: int, end: int) -> Word:
    return Word(start, sentence[start:end], SPACE_TAG, sentence[start:end])
