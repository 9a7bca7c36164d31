"""Texts put together at random from what articles are made of, and from what breaks offsets."""

import os
from functools import cache

from hypothesis import settings
from hypothesis import strategies as st

from keii.coding.lexicon import lexicon

EXAMPLES = int(os.environ.get("KEII_EXAMPLES", "0"))  # more than the suite's own few, and other ones each time
SETTINGS = settings(max_examples=EXAMPLES or 60, derandomize=not EXAMPLES)

THIRD = settings(SETTINGS, max_examples=SETTINGS.max_examples // 3)  # where one example holds three texts

ODD = [
    "😀", "👨\u200d👩\u200d👧", "🇯🇵", "e\u0301", "か\u3099", "ﾊﾟ", "\u200b", "\u00ad", "\u202e", "\u3000", "\u00a0",
    "\t", "𠮷", "ﬁ", "①", "㍿", "＝", "・", "…", "—", "-", "\u2019", "&", "<b>", "\\", "0", "１２", "%", "\u0000",
    "\ufeff", "x" * 90,
]
QUOTES = ["「", "」", "『", "』", "“", "”", '"', "'", "‘", "’", "（", "）", "(", ")", "【", "】"]
STOPS = {"ja": ["。", "、", "？", "！", "\n", "\n\n", "　"], "en": [".", ",", "?", "!", "\n", "\n\n", ";", ":"]}
GLUE = {
    "ja": ("は が を に の と で へ した する して される された しない だろう と述べた によると という よう求めた "
           "ている 予定だ ば 氏 首相 両国 彼 同国 3日 昨年 など こと").split(),
    "en": [*("the a of to by with in and said that will would not had if he they reportedly 's minister was ed "
             "ing").split(), "both sides", "according to", "on Monday", "last year"],
}
NAMES = {
    "ja": "ロシア|北朝鮮|米国|中国|国連|日本政府|金正恩|プーチン|読売新聞|ウクライナ軍|米|露|NATO|韓国国防省",
    "en": "Russia|North Korea|the United States|China|the UN|Kim Jong Un|Putin|Reuters|NATO|Seoul|Israeli",
}
CLAUSES = {
    "ja": ["{a}は{odd}{b}を{act}した。", "{a}の首相は「{b}を{act}する」と{odd}述べた。",
           "彼は{b}に{act}するよう求めた。", "{a}によると、{b}が{odd}{act}された",
           "両国は{act}で合意、", "{b}{act}へ　{a}", "{a}が{act}すれば、{b}は{odd}報復する。"],
    "en": ["{a} will {act} {odd} {b}.", "“{a} may {act} {b},” the minister {odd} said.", "{a} {act} {b}:",
           "According to {a}, {b} was {act} {odd}", "both sides agreed to {act},", "he urged {b} to {act}.",
           "if {a} {odd} attacked, {b} would {act}."],
}


@cache
def words(code: str) -> tuple[str, ...]:
    """Return words of every table of a language: acts, cues, words of saying, sources, titles, names."""
    lex = lexicon(code)
    tables = (sorted(lex.predicates), sorted({form for _, form in lex.cues}), sorted(lex.speech), sorted(lex.sources),
              sorted(lex.titles), sorted(lex.pronouns), sorted(lex.support), names(code))
    return tuple(word for table in tables for word in table[:: max(1, len(table) // 60)])


def names(code: str) -> list[str]:
    """Return some names of states, bodies, outlets and persons."""
    return NAMES[code].split("|")


@cache
def acts(code: str) -> tuple[str, ...]:
    """Return words that fit where a clause wants an act."""
    kinds = {"ja": "sahen", "en": "verb"}
    forms = sorted(form for form, rows in lexicon(code).predicates.items() if any(r.kind == kinds[code] for r in rows))
    return tuple(forms[:: max(1, len(forms) // 80)])


def clauses(code: str) -> st.SearchStrategy[str]:
    """Return a strategy of clauses that tell an act, with something odd in the middle now and then."""
    name, odd = st.sampled_from(names(code)), st.sampled_from([*ODD, *([""] * 2 * len(ODD))])
    return st.builds(lambda form, **parts: form.format(**parts), st.sampled_from(CLAUSES[code]),
                     a=name, b=name, odd=odd, act=st.sampled_from(acts(code)))


def texts(code: str, size: int = 16) -> st.SearchStrategy[str]:
    """Return a strategy of texts of a language that hold at least one letter."""
    piece = st.one_of(clauses(code), clauses(code), st.sampled_from(words(code)), st.sampled_from(GLUE[code]),
                      st.sampled_from(STOPS[code]), st.sampled_from(QUOTES), st.sampled_from(ODD))
    joiner = "" if code == "ja" else " "
    first = {"ja": "政府", "en": "Government"}[code]
    return st.lists(piece, max_size=size).map(lambda pieces: joiner.join([first, *pieces]))
