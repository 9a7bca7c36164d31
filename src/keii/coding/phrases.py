"""From the pieces that the model marks to phrases: whole words and names, without the particles around them."""

import re
from collections.abc import Sequence
from functools import lru_cache

from keii.gazetteer.names import Finder, finder

Run = tuple[int, int]  # half-open code points
SCRIPTS = (
    re.compile(r"[A-Za-zÀ-ɏЀ-ӿ]"),
    re.compile(r"[0-9０-９]"),
    re.compile(r"[ァ-ヺー・＝]"),
    re.compile(r"[一-龥々〇]"),
)
EDGES = re.compile(r"^[\s、，,。・:：;「『（(“\"'’]+|[\s、，,。・:：;「『（(」』）)”\"'’]+$")
PARTICLES = re.compile(
    r"(?:(?:(?<=[一-龥々ァ-ヺーA-Za-z0-9」）氏人員者側])|(?<=たち)|(?<=さん)|(?<=[^か]ら))(?:には|とは|では|への|との|からの|から|まで|など|[はがをにとのでもへや]))$"
)
LEADING = re.compile(r"^(?:[はがをにとのでもへや](?=[一-龥ァ-ヺA-Z])|(?:and|or|with|by|for|of|to|as|that)\s+)")
POSSESSIVE = re.compile(r"['’]s\b")
ENDINGS = re.compile(r"(?:\s+(?:and|or|with|by|for|of|to|as|that|who|which|'s|’s)|['’]s|,)$")
APART = re.compile(r"(?:[、，,・とはがをにへも]|から|より|\b(?:and|or))\s*$")  # what stands between two parties
# What is nobody by itself: marks, numbers, words that only lead up to a noun.
EMPTY = re.compile(
    r"(?:[\W\d_]+|percent|[Tt]he|[Aa]n?|[Tt]h(?:is|at|ese|ose)|and|or|of|in|for|with|by|more|other|some|all|both)"
)
KANJI = SCRIPTS[3]
# The last character of a Japanese compound that pieces may cut off: 巡視艇, 国防相.
CLOSING = frozenset("艇船艦機車隊軍兵団員者省庁局相党派側院会署長官士師民人名")
NUMERAL = frozenset("数何0123456789０１２３４５６７８９〇一二三四五六七八九十百千万億")
COUNTED = re.compile(r"[0-9０-９〇一二三四五六七八九十百千万億]*(?:人|名|隻|機|台)(?:以上|余り)?")
# English bodies that a place after them tells apart: the government in Oslo, police in Accra.
SEATED = re.compile(
    r"\b(?:government|authorities|officials?|ministry|cabinet|army|police|courts?|prosecutors?|parliament|regime|leaders?"
    r"|administration|lawmakers|diplomats?|ministers?|council|commission|embassy|rulers?|junta)$",
    re.IGNORECASE,
)
SEAT = re.compile(r"\s+(?:in|at)\s+(?=[A-Z])")
# A phrase that breaks off before a noun: Commandos from [a Turkish frigate], warplanes of the [Saudi-led coalition].
BROKEN = re.compile(r"(?<=\w)\s(?:of|in|from|at)(?:\sthe|\san?)?$")
ARTICLE = re.compile(r"\s*(?:(?:the|an?)\s)?")
# Some of many, whom the words after them name: 80 percent of our citizens.
SOME = re.compile(r"\b(?:per\s?cent|%|half|thirds?|majority|dozens|hundreds|thousands)$", re.IGNORECASE)
MANY = re.compile(r"\sof\s(?:(?:the|our|its|their|his|her|all)\s)?[\w-]+")
NEAR = 2  # characters between two runs that are one phrase broken by a piece the model was unsure of


def phrases(text: str, language: str, runs: Sequence[Run]) -> list[Run]:
    """Return the phrases of the marked runs, in the order of the text, none twice and none within another."""
    names = _names(finder(language), text)
    whole: list[Run] = []
    joined = _joined(text, runs, names if language == "en" else ())
    for start, end in sorted(_trimmed(text, *_widened(text, language, names, run)) for run in joined):
        if start >= end or EMPTY.fullmatch(text[start:end]):
            continue
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


@lru_cache(maxsize=16)  # every role of every act of a sentence asks
def _names(known: Finder, text: str) -> tuple[Run, ...]:
    return tuple((match.start, match.end) for match in known.find(text))


def _joined(text: str, runs: Sequence[Run], names: Sequence[Run]) -> list[Run]:
    """Join runs that only a mark or a blank, or nothing, divides; a comma or ・ between names keeps them apart.

    What breaks off after a preposition takes in the run, or the one of `names`, that follows.
    """
    joined: list[Run] = []
    for start, end in sorted(runs):
        before = text[joined[-1][0] : start] if joined else ""
        broken = bool(joined and BROKEN.search(text, *joined[-1]) and ARTICLE.fullmatch(text, joined[-1][1], start))
        if joined and (broken or start - joined[-1][1] <= NEAR and not APART.search(before)):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [_unbroken(text, run, names) for run in joined]


def _unbroken(text: str, run: Run, names: Sequence[Run]) -> Run:
    """Return an English run with the name that follows where it breaks off before one."""
    following = ARTICLE.match(text, run[1]) if names and BROKEN.search(text, *run) else None
    start, end = run
    at = following.end() if following else None
    for first, last in names:
        if first == at:
            end, at = last, last + 1
    return start, end


def _widened(text: str, language: str, names: Sequence[Run], run: Run) -> Run:
    """Widen a run to the names of the registry that it touches and to whole words at its ends."""
    start, end = run
    for first, last in names:
        if first < end and start < last:
            start, end = min(start, first), max(end, last)
    if language == "en" and (POSSESSIVE.match(text, start) or POSSESSIVE.match(text, max(start - 1, 0))):
        while start > 0 and not text[start - 1].isspace():  # Peru|'s foreign minister
            start -= 1
    while start > 0 and _one_word(text[start - 1], text[start], language):
        start -= 1
    while end < len(text) and _one_word(text[end - 1], text[end], language):
        end += 1
    if language == "en" and SEATED.search(text, start, end) and (seat := SEAT.match(text, end)):
        end = next((last for first, last in names if first == seat.end()), end)
    if language == "en" and SOME.search(text, start, end) and (many := MANY.match(text, end)):
        end = many.end()
    return _completed(text, start, end, names) if language == "ja" and start < end else (start, end)


def _completed(text: str, start: int, end: int, names: Sequence[Run]) -> Run:
    """Complete a Japanese run whose number or last character was cut off: 数千人, 巡視艇.

    One character alone, which is no name, is a part of the word around it: 連 of 連邦当局, 盟 of 同盟.
    """
    if end - start == 1 and KANJI.match(text[start]) and (start, end) not in names:
        while start > 0 and KANJI.match(text[start - 1]):
            start -= 1
        while end < len(text) and KANJI.match(text[end]):
            end += 1
    while start > 0 and text[start] in NUMERAL | {"人", "名"} and text[start - 1] in NUMERAL:
        start -= 1
    counted = COUNTED.match(text, end) if text[end - 1] in NUMERAL else None
    if counted is not None:
        return start, counted.end()
    last = text[end : end + 1]
    if last in CLOSING and KANJI.match(text[end - 1]) and not KANJI.match(text[end + 1 : end + 2]):
        end += 1
    return start, end


def _balanced(text: str, start: int, end: int) -> Run:
    """Close or cut off a bracket that a phrase opens: 欧州連合（EU）."""
    words = text[start:end]
    opened = words.rfind("（")
    if opened < 0 or "）" in words[opened:]:
        return start, end
    return (start, end + 1) if text[end : end + 1] == "）" else (start, start + opened)


def _one_word(before: str, after: str, language: str) -> bool:
    """Tell whether two neighbouring characters belong to one word: in Japanese, of katakana, letters or digits."""
    scripts = SCRIPTS[:3] if language == "ja" else SCRIPTS[:2]
    return any(script.match(before) and script.match(after) for script in scripts)


def _trimmed(text: str, start: int, end: int) -> Run:
    for _ in range(3):
        words = text[start:end]
        left = max((match.end() for pattern in (EDGES, LEADING) if (match := pattern.match(words))), default=0)
        if left and left < len(words):
            start += left
            continue
        right = min(
            (
                match.start()
                for pattern in (EDGES, PARTICLES, ENDINGS)
                if (match := pattern.search(words)) and match.start() > 0
            ),
            default=len(words),
        )
        if right == len(words):
            break
        end = start + right
    return _balanced(text, start, end)
