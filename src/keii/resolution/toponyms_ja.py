"""Toponyms in a Japanese text: runs of katakana and Han characters that bear the name of a place.

Japanese writes no blanks: a name may begin where a run or a script begins, behind a word that may stand before a place
(在, 首都, 米) and behind another place; it may end where the run ends, before a word that may follow a place (沖, 南部)
and before another place. Katakana is never cut within a word. Words for kinds of places (市, 州) choose among bearers.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from keii.gazetteer.names import finder
from keii.gazetteer.place_keys import place_key
from keii.gazetteer.place_words import Words, place_words
from keii.gazetteer.places import Form, Gazetteer, gazetteer
from keii.resolution.mentions import CITY, COUNTRY, DISTRICT, PROVINCE, SOME, SURE, Mention, importance, inside

RUN = re.compile(r"[一-鿿々〇ァ-ヺー・ヶケノ]+|[ぁ-ん]{2,6}(?=[市町村区])")
KATAKANA = re.compile(r"[ァ-ヺー]")
LONGEST = 16  # characters of a name
# What a word for a kind of place asks of the bearers of the name before it.
UNITS = {"市": (CITY, DISTRICT), "町": (CITY, DISTRICT), "村": (CITY, DISTRICT), "区": (CITY, DISTRICT),
         "県": (PROVINCE, DISTRICT), "府": (PROVINCE,), "都": (PROVINCE,), "道": (PROVINCE,),
         "州": (PROVINCE, DISTRICT), "省": (PROVINCE,), "郡": (DISTRICT,), "国": (COUNTRY,)}
STATES = frozenset({"name", "short", "long", "variant", "demonym", "adjective", "people"})
LEADS = ("で", "に", "へ", "から", "の", "・", "、", "（", "を", "沖", "が", "は", "と")
SURELY = 4  # characters of a name that is part of a longer word no more
LEAST = 2  # characters: one is a part of a word far more often


class _Reader:
    """One text, the words of the language, and what the registry says that is no place."""

    def __init__(self, text: str, words: Words, known: Gazetteer) -> None:
        self.text, self.words, self.known = text, words, known
        self.masked: list[tuple[int, int]] = []
        self.states: list[Mention] = []
        for match in finder("ja").find(text):
            kinds = match.kinds
            if kinds & {"person", "outlet", "organisation"} and not kinds & {"state", "place", "people"}:
                self.masked.append((match.start, match.end))
            elif len(codes := {n.code for n in match.names if n.kind in ("state", "people") and n.form in STATES}) == 1:
                state = known.state(codes.pop())
                if state is not None:
                    self.states.append(Mention(start=match.start, end=match.end, key=f"={state}", places=(state,),
                                               forms=(0,), strength=SURE, fixed=True))
        self.ends = {mention.end for mention in self.states}
        self.begins = {mention.start for mention in self.states}

    def mentions(self) -> list[Mention]:
        """Return the toponyms in the order of the text."""
        spans = [span for run in RUN.finditer(self.text) for span in self._spans(run.start(), run.end())]
        found = self.known.find(sorted({place_key(self.text[start:end]) for start, end in spans}))
        hits: dict[int, list[int]] = {}
        for start, end in spans:
            if place_key(self.text[start:end]) in found:
                hits.setdefault(start, []).append(end)
        kept: list[Mention] = []
        named = sorted({*hits, *self.begins})
        states = {mention.start: mention for mention in self.states}
        for start in named:
            if kept and start < kept[-1].end:
                continue
            mention = None
            for end in sorted(hits.get(start, ()), reverse=True):
                if start in states and end <= states[start].end:
                    break
                bearers = found[place_key(self.text[start:end])]
                mention = self._mention(start, end, bearers.places.tolist(), bearers.forms.tolist())
                if mention is not None:
                    break
            if mention or start in states:
                kept.append(mention or states[start])
        return kept

    def _spans(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the spans of a run that a name may have."""
        starts = [at for at in range(start, end) if self._may_begin(at, start)]
        for first in starts:
            for last in range(first + LEAST, min(end, first + LONGEST) + 1):
                if not self._cut(last) and self.text[last - 1] != "・":
                    yield first, last

    def _may_begin(self, at: int, run: int) -> bool:
        if self.text[at] in "・ー" or self._cut(at):
            return False
        if at == run or at in self.ends or self.text[at - 1] == "・":
            return True
        if bool(KATAKANA.match(self.text[at])) != bool(KATAKANA.match(self.text[at - 1])):
            return True
        return self.text.endswith(_before_words(), run, at) or self.text[at - 1] in UNITS

    def _cut(self, at: int) -> bool:
        """Tell whether a word in katakana would be cut there."""
        return 0 < at < len(self.text) and bool(KATAKANA.match(self.text[at - 1]) and KATAKANA.match(self.text[at]))

    def _mention(self, start: int, end: int, places: list[int], forms: list[int]) -> Mention | None:
        name, rest = self.text[start:end], self.text[end : end + 6]
        if inside(start, end, self.masked) or name in self.words.stops:
            return None
        if any(rest.startswith(word) for word in self.words["person"]) or not self._may_end(start, end):
            return None
        unit = next((word for word in sorted(self.words["unit"], key=len, reverse=True) if rest.startswith(word)), "")
        if wanted := UNITS.get(unit):
            fitting = [at for at, place in enumerate(places) if int(self.known.kind[place]) in wanted]
            if fitting:
                places, forms = [places[at] for at in fitting], [forms[at] for at in fitting]
        strength = importance(self.known, places, forms) + 2.0 * bool(unit) + 0.7 * rest.startswith(LEADS)
        strength += 1.0 * any(self.text.endswith(word, max(0, start - 4), start) for word in self.words["before"])
        strength += 1.0 * any(rest.startswith(word) for word in self.words["behind"]) + 1.0 * (len(name) > 4)
        if not unit and (min(forms) > Form.MAIN or self._like_a_word(name)) and self._little_known(places):
            return None
        key = f"{place_key(name)}:{unit}" if unit else place_key(name)
        return Mention(start=start, end=end, key=key, places=tuple(places), forms=tuple(forms), strength=strength)

    def _like_a_word(self, name: str) -> bool:
        """Tell whether a name is as short as words are: villages of China are called 文化 and 衛星."""
        return len(name) <= (2 if KATAKANA.match(name[0]) else 3)

    def _little_known(self, places: list[int]) -> bool:
        named = [place for place in places if int(self.known.kind[place]) in (CITY, DISTRICT)]
        return len(named) == len(places) and max(self.known.population[named].tolist()) < SOME

    def _may_end(self, start: int, end: int) -> bool:
        if end >= len(self.text) or not RUN.match(self.text[end]) or self.text[end] == "・" or end in self.begins:
            return True
        if bool(KATAKANA.match(self.text[end - 1])) != bool(KATAKANA.match(self.text[end])):
            return True
        if end - start >= SURELY or self.text[start:end].endswith(_units()):
            return True
        return any(self.text.startswith(word, end) for word in self.words["behind"] | self.words["unit"])


def find_ja(text: str) -> list[Mention]:
    """Return the toponyms of a Japanese text."""
    return _nested(_Reader(text, place_words("ja"), gazetteer()).mentions(), text)


def _nested(mentions: list[Mention], text: str) -> list[Mention]:
    """Return the mentions, each with the larger area that stands right before it: 米テキサス州, 兵庫県の神戸市."""
    found = []
    for at, mention in enumerate(mentions):
        before = at - 1 if at else None
        gap = text[mentions[at - 1].end : mention.start] if at else "-"
        joined = before is not None and re.fullmatch(r"(?:[州県省都道府郡市区国]|[東西南北]{1,2}部|中部)?の?", gap)
        found.append(replace(mention, within=before) if joined and mention.within is None else mention)
    return found


@cache
def _before_words() -> tuple[str, ...]:
    return tuple(sorted(place_words("ja")["before"]))


@cache
def _units() -> tuple[str, ...]:
    return tuple(sorted(place_words("ja")["unit"]))
