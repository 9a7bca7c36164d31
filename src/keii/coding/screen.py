"""Which sentences can hold a claim: those with a word of the lexicon. Only they are parsed.

The screen may let too much through, never too little: it looks for the unchanging beginning of every form of
every predicate, so that skipping a sentence never changes the result (a test compares both over all cases).
"""

import re
from functools import cache

import ahocorasick

from keii.coding.lexicon import lexicon

ROWS = {  # the other kana of a verb's last syllable: のむ is also のま, のみ, のめ, のも, のん
    "う": "わいうえおっ",
    "く": "かきくけこい",
    "ぐ": "がぎぐげごい",
    "す": "さしすせそ",
    "つ": "たちつてとっ",
    "ぬ": "なにぬねのん",
    "ぶ": "ばびぶべぼん",
    "む": "まみむめもん",
    "る": "らりるれろっったてなまよさずちぬ",
    "い": "いくかけさ",
}
LETTERS = re.compile(r"[^a-z]+")


class Screen:
    """The automaton of one language's trigger stems."""

    def __init__(self, stems: set[str], *, words: bool) -> None:
        """Build the automaton over `stems`; with `words` they stand at the beginning of words, in lower case."""
        self.words = words
        self._automaton = ahocorasick.Automaton()
        for stem in stems:
            self._automaton.add_word(f" {stem}" if words else stem, stem)
        self._automaton.make_automaton()

    def passes(self, sentence: str) -> bool:
        """Tell whether a sentence can hold a claim."""
        text = f" {LETTERS.sub(' ', sentence.lower())} " if self.words else sentence
        return next(self._automaton.iter(text), None) is not None


def _stems_ja(form: str) -> set[str]:
    """Return what every form of a Japanese word begins with; a stem of one kana is too short to tell anything."""
    if len(form) == 1 or form[-1] not in ROWS:
        return {form}
    stem = form[:-1]
    if len(stem) > 1 or not "ぁ" <= stem <= "ん":
        return {stem}
    return {stem + kana for kana in ROWS[form[-1]]}


def _stems_en(word: str, irregular: dict[str, list[str]]) -> list[str]:
    keep = word[:-1] if word.endswith(("e", "y")) else word
    return [keep, *irregular.get(word, [])]


@cache
def screen(code: str) -> Screen:
    """Return the screen of a language, built once from its lexicon."""
    words = lexicon(code)
    forms = [*words.predicates, *words.modals, *words.yielding]
    if code == "ja":
        return Screen({stem for form in forms for stem in _stems_ja(form)}, words=False)
    stems: set[str] = {f"{modal} " for modal in words.modals}
    for form in (*words.predicates, *words.yielding):
        longest = max(LETTERS.sub(" ", form.lower()).split(), key=len)
        stems.update(_stems_en(longest, words.irregular))
    return Screen({stem for stem in stems if stem.strip()}, words=True)
