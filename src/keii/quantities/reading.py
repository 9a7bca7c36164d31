"""Quantities: read how many of what a phrase tells.

    read_quantities("46 隻の軍艦", "ja")         →  46 to 46, unit ship, counted 軍艦
    read_quantities("at least 12 people", "en")  →  12 to open, unit person, counted people

A phrase is what somebody marked as a quantity; dates and times of the clock are not looked for (keii.calendar).
Bounds do not tell whether they are met or passed: 以上 and "more than" both are a low one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from re import Match

from keii.quantities.numbers import Number, read_number
from keii.quantities.table import Table, table

# Full-width forms, one character for one, so that offsets stay; 〜 is the wave dash that Japanese ranges are set with.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)}
_FOLD |= {0x3000: ord(" "), 0xA0: ord(" "), 0xFF5E: ord("~"), 0x301C: ord("~"), 0x2010: ord("-"), 0x2011: ord("-")}
_THING = re.compile(r"の([一-龥々〆ァ-ヴーA-Za-z0-9・]+(?:[のな][一-龥々ァ-ヴーA-Za-z・]+)*)")
_THING_BEFORE = re.compile(r"([一-龥々ァ-ヴーA-Za-z・]+)(?:[がはを]|の)?$")
_FRACTION = re.compile(r"[0-9一二三四五六七八九十]+分の[0-9一二三四五六七八九十]+|(?<![0-9/])[0-9]+/[0-9]+(?![0-9/])")
_WORD = re.compile(r"[ -]*((?:[A-Za-z][\w.'’&/-]*)|[A-Z]\.)")
_SKIPPED = frozenset({"of", "the", "a", "its", "their", "his", "her", "these", "those"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadQuantity:
    """How many of what, with its place in the phrase."""

    start: int  # code points into the phrase, half-open; with the bounds, without what is counted
    end: int
    low: float | None  # None: no lower bound
    high: float | None  # None: no upper bound
    unit: str | None  # a measure's name (hour, USD), or the counter's own word (隻); None: there is none
    counted: tuple[int, int] | None  # where what is counted stands; None: the phrase does not say
    approximate: bool  # 約, "about", 数百: the numbers are not exact
    ordinal: bool  # the place in a row (19か月目), not how many
    rule: str  # the row of quantities.tsv that bounded or measured it; quantities.number: a number by itself


def read_quantities(phrase: str, language: str) -> list[ReadQuantity]:
    """Return the quantities of a phrase in order, without overlap; raises UsageError for a language without a table."""
    words = table(language)
    text = phrase.translate(_FOLD)
    hidden = _hidden(text, words)
    found: list[ReadQuantity] = []
    at = 0
    while match := words.quantity.search(hidden, at):
        one = _read(hidden, match, words, found[-1].end if found else 0)
        at = max(match.end() if one is None else one.end, match.start() + 1)
        if one is not None:
            found.append(one)
            at = max(at, one.counted[1] if one.counted else 0)
    return found


def _hidden(text: str, words: Table) -> str:
    """Return the text with fractions and words that only look like numbers blotted out, at the same length."""
    text = _FRACTION.sub(lambda match: "＿" * len(match[0]), text)
    for word in words.words.get("not", {}):
        text = re.sub(re.escape(word), "＿" * len(word), text, flags=re.IGNORECASE)
    return text


def _read(text: str, match: Match[str], words: Table, limit: int) -> ReadQuantity | None:
    """Return the quantity of a match, None when it is only a numeral in another word."""
    fixed = words.word("fixed", match["fixed"])
    if fixed:
        value, _, unit = fixed.value.partition(" ")
        low = high = Number(low=float(value), high=float(value), vague=False)
        return _made(text, match, words, (low, high), unit, match.end(), limit)
    low_, end = read_number(match["low"], words), match.end()
    high_ = read_number(match["high"], words) if match["high"] and _is_range(match, words) else None
    if low_ is None:
        return None
    unit_text = match["unit"] or match["lowunit"]
    if match["high"] and high_ is None:  # 2、30人: two of them; the second is read by itself
        unit_text, end = match["lowunit"], match.end("lowunit") if match["lowunit"] else match.end("low")
    if not unit_text and not match["currency"] and words.japanese and not _is_bare(text, match, low_):
        return None
    scaled = _scaled(low_, high_, match, words)
    return _made(text, match, words, (scaled, high_ or scaled), _unit(unit_text, match["currency"], words), end, limit)


def _is_bare(text: str, match: Match[str], low: Number) -> bool:
    """Tell whether a Japanese number without a counter is one: in digits, or 約二十の国家, as many words hold 一."""
    ends = text[match.end() : match.end() + 1] in ("", "の")
    return bool(re.search("[0-9]", match["low"])) or (low.low >= 10 and ends)


def _is_range(match: Match[str], words: Table) -> bool:
    """Tell whether what stands between two numbers makes them a range: and only behind between, 、 only in 2、3."""
    low, high = read_number(match["low"], words), read_number(match["high"], words)
    if low is None or high is None:
        return False
    if match["to"].lower() == "and":
        return (match["before"] or "").lower() == "between"
    if match["to"] == "、":
        scaled = not match["high"].isdigit() and str(high.low)[0] == str(low.low + 1)[0]  # 2、3百
        return words.japanese and low.low < 10 and (high.low == low.low + 1 or scaled)
    return high.high is None or high.high > low.low or high.high < low.low


def _scaled(low: Number, high: Number | None, match: Match[str], words: Table) -> Number:
    """Return the lower end of a range with the scale that only the upper one has: 2、3百, 10 to 20 million."""
    if high is None or high.low <= low.low:
        return low
    factor = next(
        (
            float(word.value)
            for kind in ("big", "scale")
            for text, word in words.words.get(kind, {}).items()
            if match["high"].lower().endswith(text)
        ),
        1.0,
    )
    if factor == 1.0 or low.low >= factor:
        return low
    return Number(low=low.low * factor, high=None if low.high is None else low.high * factor, vague=low.vague)


def _unit(text: str | None, currency: str | None, words: Table) -> str | None:
    """Return the unit's name in both languages, or the words of the text when it has none."""
    money, word = words.word("currency", currency), words.word("unit", text)
    if money:
        return money.value
    if word is None or text is None:
        return None
    return word.value.removesuffix(" half") or text


def _made(
    text: str, match: Match[str], words: Table, ends: tuple[Number, Number], unit: str | None, end: int, limit: int
) -> ReadQuantity | None:
    """Return the quantity with its bounds, approximation, what is counted; None without bounds (at most dozens)."""
    marks = [
        word
        for kind, group in (("before", "before"), ("after", "middle"), ("after", "after"))
        if end >= match.end(group) and (word := words.word(kind, match[group]))
    ]
    told = {token for word in marks for token in word.value.split()}
    low, high = ends[0].low, ends[1].high
    measure = words.word("unit", match["unit"])
    if measure and measure.value.endswith(" half"):
        low, high = low + 0.5, None if high is None else high + 0.5
    bounded = (low if "low" in told else None, high if "high" in told else None)
    if not {"low", "high"} & told:
        bounded = low, high
    if bounded == (None, None):
        return None
    start = match.start()
    place = next((word.place for word in (*marks, measure) if word), "quantities.number")
    ordinal = any(match[name] for name in ("first", "nth", "last"))
    return ReadQuantity(
        start=start,
        end=end,
        low=bounded[0],
        high=bounded[1],
        unit=unit,
        counted=_counted(text, start, end, words, limit),
        approximate="about" in told or ends[0].vague or ends[1].vague,
        ordinal=ordinal,
        rule=place,
    )


# ---- what is counted ----


def _counted(text: str, start: int, end: int, words: Table, limit: int) -> tuple[int, int] | None:
    return _counted_ja(text, start, end, words, limit) if words.japanese else _counted_en(text, start, end, words)


def _counted_ja(text: str, start: int, end: int, words: Table, limit: int) -> tuple[int, int] | None:
    """Return what stands behind の (46隻の軍艦), or right before the number (軍艦46隻)."""
    behind = _THING.match(text, end)
    if behind:
        return behind.span(1)
    before = _THING_BEFORE.search(text, limit, start)
    if before is None or before[1].endswith(tuple(words.words.get("lead", {}))):
        return None
    return before.span(1)


def _counted_en(text: str, start: int, end: int, words: Table) -> tuple[int, int] | None:
    """Return the words behind the number up to the next preposition or verb; people are counted by their unit."""
    first: int | None = None
    last = end
    for match in _words(text, end):
        word = match[1].lower()
        if first is None and word in _SKIPPED:
            continue
        if words.word("stop", word) or words.token.fullmatch(word):
            break
        first, last = match.start(1) if first is None else first, match.end(1)
    if first is not None:
        return first, last
    unit = re.search(r"(people|persons?)$", text[start:end], re.IGNORECASE)
    return (start + unit.start(), start + unit.end()) if unit else None


def _words(text: str, at: int) -> Iterator[Match[str]]:
    while match := _WORD.match(text, at):
        yield match
        at = match.end()
