"""Which sentences can hold a claim: those with a word of the lexicon. Only they are parsed.

The screen may let too much through, never too little: it looks for the unchanging beginning of every form of
every predicate, so that skipping a sentence never changes the result (a test compares both over all cases).
"""

from functools import cache

import ahocorasick

from keii.coding.lexicon import lexicon

IRREGULAR_STEMS = 3  # English forms share at least this many letters with the lemma, but for irregular.tsv's
VOWELS = "うくぐすつづぬふぶむるい"


class Screen:
    """The automaton of one language's trigger stems."""

    def __init__(self, stems: set[str], folded: bool) -> None:
        """Build the automaton over `stems`; `folded` compares in lower case."""
        self.folded = folded
        self._automaton = ahocorasick.Automaton()
        for stem in stems:
            self._automaton.add_word(stem, stem)
        self._automaton.make_automaton()

    def passes(self, sentence: str) -> bool:
        """Tell whether a sentence can hold a claim."""
        text = sentence.lower() if self.folded else sentence
        return next(self._automaton.iter(text), None) is not None


def _stem_ja(form: str) -> str:
    return form[:-1] if len(form) > 1 and form[-1] in VOWELS else form


def _stem_en(word: str, irregular: dict[str, list[str]]) -> list[str]:
    keep = word[:-1] if word.endswith(("e", "y")) else word
    return [keep, *irregular.get(word, [])]


@cache
def screen(code: str) -> Screen:
    """Return the screen of a language, built once from its lexicon."""
    words = lexicon(code)
    if code == "ja":
        return Screen({_stem_ja(form) for form in words.predicates}, folded=False)
    stems: set[str] = set()
    for form in words.predicates:
        longest = max(form.split(), key=len)
        stems.update(_stem_en(longest.lower(), words.irregular))
    return Screen({stem for stem in stems if stem}, folded=True)
