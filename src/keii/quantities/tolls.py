"""Numbers that stand beside a word for what they count: the dead, the hurt, a price.

    tolls("The toll has reached 64, civil defence said.", "en", ())   →  64 dead, on the word of civil defence
    tolls("少なくとも12人が死亡し、30人が負傷した。", "ja", ())            →  at least 12 dead; 30 hurt

Columns of a language's `tolls.tsv`: kind, text, value, note. Kinds:

    thing     what a number counts, before it or behind it; the value is its kind (dead, hurt, price)
    noun      the same, only before it and with words of being or reaching between (the toll has reached 64)
    figure    the number of what was counted last (the figure was put at 300)
    act       words of acts that such a number may be of; the value is a group of kinds (`GROUPS`)
    sentence  words before the number, or beside it, by which it is of something else: of all kinds, or of people
    clause    the same, only beside it
    by        words that name who says so: behind his name in Japanese, before it in English
    says      words of saying

In English … stands for up to two words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from keii.quantities.reading import ReadQuantity, read_quantities
from keii.tables import data_error, read_table

COLUMNS = ("kind", "text", "value", "note")
PEOPLE = frozenset({"dead", "hurt", "casualties", "missing", "fled", "turnout"})
SUMS = frozenset({"damage", "price"})
SAME = "same"  # of what was counted last
GROUPS: Mapping[str, frozenset[str]] = {
    "victims": frozenset({"dead", "hurt", "casualties", "missing", "fled", "damage"}),
    "deal": frozenset({"price", "quota"}),
    "crowd": frozenset({"turnout"}),
}
_KINDS = frozenset({"thing", "noun", "figure", "act", "sentence", "clause", "by", "says"})
_FOLDER = Path(__file__).parents[1] / "language"
_CURRENCY = re.compile(r"[A-Z]{3}")
_CLAUSES = {"ja": re.compile(r"[、。「」『』]"), "en": re.compile(r"[,;:.](?=\s|$)")}
# What may stand between a word and the number behind it: 死者は…, 負傷者数は…, 亡くなったのは…; no clause of its own.
_BEFORE_JA = re.compile(
    r"(?:、|(?:(?:を(?:した|負った)|[とに]なった)[^、。「」『』はがもを]{0,4}|[^、。「」『』はがもを]{0,6})(?:は|が|も|を)"
    r"(?P<rest>[^、。「」『』]{0,16}))?")
_CLAUSE_JA = re.compile(r"[ただてで](?!に)|る")
_ADVERB_JA = re.compile(r"これまで|までに|合わせて|全体で|時点で|現在で|あわせて")
_LINK_EN = re.compile(r"[^,;:.]{0,60}?\b(?:reached|reaching|at|to|of|is|was|were|are|exceeded|passed|topped|hit|as|now|"
                      r"totalled|totaled|rose|climbed|cost)\s+")
_DIRECT_EN = re.compile(r"\s+(?:some\s+|the\s+)?")
# What may stand between a number and the word behind it: が, その場で; «fishermen were», «have».
_BEHIND_JA = re.compile(r"(?:余り|ほど|近く)?(?:が|の|を|も)?")
_FAR_JA = re.compile(r"(?:が|も)[^、。「」『』]{0,10}")
_BEHIND_EN = re.compile(
    r"(?:\s+(?!(?:the|a|an|of|in|on|and|who|that|with|for|from|by|to|at|not)\b)[\w'’-]+){0,3}?"
    r"(?:\s+(?:were|was|are|is|have|had|has|been|being|also|reported|confirmed|feared|left|still|more|people|others))*\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A number with what it counts, by its place in the sentence."""

    start: int  # code points into the sentence, half-open: the number with the word for what it counts
    end: int
    number: ReadQuantity
    kind: str  # dead, hurt …; SAME
    apart: bool  # words beside it say that it is of something else
    apart_before: bool  # and words before it; an act of its own sentence may be what they speak of
    rule: str  # tolls.tsv:LINE
    source: tuple[int, int] | None  # where who says so stands


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    value: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a language's `tolls.tsv`: an expression and what it finds, by kind."""

    language: str
    words: Mapping[str, Mapping[str, _Word]]
    found: Mapping[str, re.Pattern[str]]

    def may_tell(self, sentence: str) -> bool:
        """Tell whether a sentence has a word for what a number counts."""
        return any(self.found[kind].search(sentence) for kind in ("thing", "noun", "figure"))

    def kinds_of(self, act: str) -> frozenset[str]:
        """Return the kinds of numbers that an act of these words may have."""
        matches = self.found["act"].finditer(act)
        return frozenset[str]().union(*(GROUPS[self.word("act", match[0]).value] for match in matches))

    def word(self, kind: str, text: str) -> _Word:
        """Return the row of a word that was found: in English … stands for other words."""
        rows, low = self.words[kind], text.lower()
        return rows.get(low) or next(
            row for key, row in rows.items() if re.fullmatch(_pattern(key, self.language), low))


@cache
def toll_words(language: str) -> Words | None:
    """Return the words of a language (ISO 639-1), read once; None for a language without any."""
    path = _FOLDER / language / "data" / "tolls.tsv"
    return read_words(path, language) if language.isalpha() and path.is_file() else None


def read_words(path: Path, language: str) -> Words:
    """Return the words of a `tolls.tsv`; raises DataError with file and line for a row that is wrong."""
    words: dict[str, dict[str, _Word]] = {kind: {} for kind in _KINDS}
    for number, row in read_table(path, COLUMNS):
        kind, text, value = row["kind"], row["text"].lower(), row["value"]
        if kind not in _KINDS:
            raise data_error(path, number, f"kind «{kind}» is unknown.")
        if not text or not _is_value(kind, value):
            raise data_error(path, number, f"value «{value}» cannot be read.")
        if text in words[kind]:
            raise data_error(path, number, f"«{text}» has a row already.")
        words[kind][text] = _Word(value=value or SAME, place=f"{path.name}:{number}")
    found = {kind: re.compile(_either(rows, language), re.IGNORECASE) for kind, rows in words.items()}
    return Words(language=language, words=words, found=found)


def _is_value(kind: str, value: str) -> bool:
    allowed: dict[str, Iterable[str]] = {
        "thing": (*PEOPLE, *SUMS, "quota"), "noun": (*PEOPLE, *SUMS, "quota"), "act": GROUPS,
        "sentence": ("all", "people"), "clause": ("all", "people")}
    return value in allowed.get(kind, ("",))


def _either(texts: Iterable[str], language: str) -> str:
    ordered = sorted(texts, key=lambda text: (-len(text), text))
    return "|".join(_pattern(text, language) for text in ordered) or r"(?!)"


def _pattern(text: str, language: str) -> str:
    if language == "ja":
        return re.escape(text)
    words = [r"(?:[\w-]+\s+){0,2}" if word == "…" else re.escape(word) + r"\s+" for word in text.split(" ")]
    return r"\b" + "".join(words).removesuffix(r"\s+") + r"\b"


# ---- finding ----

def tolls(sentence: str, language: str, times: Iterable[tuple[int, int]]) -> list[Toll]:
    """Return the numbers of a sentence that stand beside a word for what they count, in order; none within `times`."""
    words = toll_words(language)
    if words is None or not words.may_tell(sentence):
        return []
    text = sentence
    for start, end in times:
        text = text[:start] + "＿" * (end - start) + text[end:]
    numbers = [one for one in read_quantities(text, language) if not one.ordinal]
    source = _source(sentence, words) if numbers else None
    return [toll for index, one in enumerate(numbers)
            if (toll := _toll(sentence, text, numbers, index, words, source)) is not None
            and _fits(toll.kind, one)]


@lru_cache(maxsize=4096)
def kind_of(words: str) -> str | None:
    """Return what a number counts by the words that tell it, of any language; None where they do not say."""
    for language in ("ja", "en"):
        table = toll_words(language)
        for kind in ("noun", "thing") if table else ():
            match = table.found[kind].search(words) if table else None
            if table and match:
                return table.word(kind, match[0]).value
    return None


def _fits(kind: str, number: ReadQuantity) -> bool:
    """Tell whether a number can be of a kind: people, money, a measure of goods."""
    if kind in SUMS:
        return bool(number.unit and _CURRENCY.fullmatch(number.unit))
    if kind == "quota":
        return number.unit not in (None, "person", "percent") and not _CURRENCY.fullmatch(number.unit or "")
    return kind == SAME or number.unit in (None, "person")


def _toll(sentence: str, text: str, numbers: list[ReadQuantity], index: int, words: Words,
          source: tuple[int, int] | None) -> Toll | None:
    one = numbers[index]
    last = numbers[index - 1].end if index else 0
    following = numbers[index + 1].start if index + 1 < len(numbers) else len(text)
    found = (_beside(text, one, following, words, near=True) or _before(text, one, last, words)
             or _beside(text, one, following, words, near=False))
    if found is None:
        return None
    start, end, word = found
    start += len(text[start:end]) - len(text[start:end].lstrip())
    left, right = _clause(sentence, start, end, words.language)
    # «more than 20» compares nothing
    around = sentence[: one.start] + "＿" * (one.end - one.start) + sentence[one.end :]
    people = word.value not in SUMS | {"quota"}
    return Toll(
        start=start, end=end, number=one, kind=word.value, rule=word.place, source=source,
        apart=any(_is_told(kind, around[left:right], words, people=people) for kind in ("clause", "sentence")),
        apart_before=_is_told("sentence", around[:right], words, people=people))


def _is_told(kind: str, text: str, words: Words, *, people: bool) -> bool:
    return any(people or words.word(kind, match[0]).value == "all" for match in words.found[kind].finditer(text))


def _clause(sentence: str, start: int, end: int, language: str) -> tuple[int, int]:
    """Return where the clause around some words begins and ends."""
    cuts = [match.start() for match in _CLAUSES[language].finditer(sentence)]
    return (max((cut + 1 for cut in cuts if cut < start), default=0),
            min((cut for cut in cuts if cut >= end), default=len(sentence)))


def _before(text: str, one: ReadQuantity, last: int, words: Words) -> tuple[int, int, _Word] | None:
    """Return the nearest word before a number that says what it counts, with the number."""
    found = [(match.start(), match.end(), kind) for kind in ("thing", "noun", "figure")
             for match in words.found[kind].finditer(text, last, one.start)]
    for start, end, kind in sorted(found, reverse=True):
        if _links(text[end : one.start], kind, words.language):
            whole = next(((s, e, k) for s, e, k in found if s < start and e >= end), (start, end, kind))
            return whole[0], one.end, words.word(whole[2], text[whole[0] : whole[1]])
    return None


def _links(between: str, kind: str, language: str) -> bool:
    """Tell whether what stands between a word and the number behind it lets the word count it."""
    if language != "ja":
        return bool((_DIRECT_EN if kind == "thing" else _LINK_EN).fullmatch(between))
    match = _BEFORE_JA.fullmatch(between)
    return match is not None and not _CLAUSE_JA.search(_ADVERB_JA.sub("", match["rest"] or ""))


def _beside(text: str, one: ReadQuantity, following: int, words: Words, *, near: bool) -> tuple[int, int, _Word] | None:
    """Return the first word behind a number that says what it counts, with the number."""
    match = words.found["thing"].search(text, one.end, max(following, one.end))
    if match is None:
        return None
    between = text[one.end : match.start()]
    pattern = _BEHIND_EN if words.language != "ja" else _BEHIND_JA if near else _FAR_JA
    if not pattern.fullmatch(between):
        return None
    if not near and words.language == "ja" and _CLAUSE_JA.search(_ADVERB_JA.sub("", between).replace("で", "")):
        return None
    first = one.start if one.counted is None or one.counted[0] > one.start else one.counted[0]
    return first, match.end(), words.word("thing", match[0])


# ---- who says so ----

def _source(sentence: str, words: Words) -> tuple[int, int] | None:
    return next((match.span("who") for pattern in _sources(words) if (match := pattern.search(sentence))), None)


@cache
def _patterns(language: str, by: str, says: str) -> tuple[re.Pattern[str], ...]:
    if language == "ja":
        return (re.compile(rf"^(?P<who>[^、。「」]{{1,30}}?)(?:{by})、?"),
                re.compile(rf"と(?P<who>[^、。「」と]{{1,20}}?)[がは](?:{says})"),
                re.compile(rf"^(?P<who>[^、。「」はが]{{1,20}}?)は[^。]*(?:と|を|に)(?:{says})"))
    return (re.compile(rf"(?i:{by})\s+(?P<who>[^,;:.]{{1,60}})"),
            re.compile(rf",\s+(?P<who>[^,;:.]{{1,60}}?)\s+(?:{says})\b"),
            re.compile(rf"^(?P<who>[^,;:.]{{1,60}}?)\s+(?:{says})\b"))


def _sources(words: Words) -> tuple[re.Pattern[str], ...]:
    return _patterns(words.language, _either(words.words["by"], words.language),
                     _either(words.words["says"], words.language))
