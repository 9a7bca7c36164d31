"""Toponyms in an English text: capitalised words that bear the name of a place, and how much speaks for a place.

Candidates come from the gazetteer by the longest name on the borders of tokens. Whether a place is meant is told by
what stands around: a title or a given name makes a person, «St» behind it a street, «in» before it or a state behind
it a place. `grounding` chooses among the bearers of a name, and drops what neither its words nor the others support.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from keii.gazetteer.names import finder
from keii.gazetteer.place_keys import place_key
from keii.gazetteer.place_words import Words, place_words
from keii.gazetteer.places import Form, Gazetteer, gazetteer
from keii.resolution.mentions import COUNTRY, FEW, SOME, Mention, importance, inside

WORD = re.compile(r"[^\W_]+")
GAP = re.compile(r"(?: |-|–|\. ?|[’'] ?|\u00a0)")
AREA_BEHIND = re.compile(r", (?:[A-Z]|[a-z]+ [A-Z])")
COMMA = re.compile(r",? \(?")  # Paris, Texas; Paris (Texas)
LONGEST = 5  # words of a name; more are parts of addresses
GENERIC = frozenset("""county parish beach city lake valley springs falls creek island islands township heights park
hill hills river bay grove mountain mountains ridge rock point harbor harbour village town city port forest green bridge
region province district peninsula desert coast strait canal gulf sea ocean base""".split())


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


class _Reader:
    """One text: its tokens, the tokens that name persons, and what is asked of the gazetteer."""

    def __init__(self, text: str, words: Words, known: Gazetteer) -> None:
        self.text, self.words, self.known = text, words, known
        self.tokens = [_Token(m.start(), m.end(), m.group()) for m in WORD.finditer(text)]
        self.lower = {token.text for token in self.tokens if token.text.islower()}
        self.hits = self._hits()
        self.masked = self._outlets_and_persons()
        self.surnames: set[str] = set()
        self.persons = self._persons()

    # ---- candidates ----

    def _hits(self) -> dict[int, list[tuple[int, str, tuple[int, ...], tuple[int, ...]]]]:
        """Return by first token the names that the gazetteer bears: last token, key, places, forms; longest first."""
        spans: list[tuple[int, int, str]] = []
        for first, token in enumerate(self.tokens):
            if not token.capital:
                continue
            for last in range(first, min(first + LONGEST, len(self.tokens))):
                if last > first and not GAP.fullmatch(self.gap(last)):
                    break
                end = self.tokens[last]
                if end.capital or (last > first and end.text[0].isdigit()):
                    spans.append((first, last, place_key(self.text[token.start : end.end])))
                elif end.text not in self.words["lower"] and end.text != "s":
                    break
        found = self.known.find(sorted({key for _, _, key in spans}))
        hits: dict[int, list[tuple[int, str, tuple[int, ...], tuple[int, ...]]]] = {}
        for first, last, key in spans:
            if key in found:
                places, forms = self._worthy(key, self.tokens[first], found[key].places, found[key].forms)
                if places:
                    hits.setdefault(first, []).insert(0, (last, key, places, forms))
        return hits

    def _worthy(self, key: str, token: _Token, places: npt.NDArray[np.int32],
                forms: npt.NDArray[np.uint8]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the bearers that a text could mean by the name: not every spelling of every hamlet."""
        kinds, people = self.known.kind[places], self.known.population[places]
        keep = (forms != Form.OTHER) | (people >= SOME)
        if len(key) <= 3:
            upper = token.text.isupper()
            keep &= (kinds == COUNTRY) if upper else (people >= FEW) & (forms <= Form.MAIN)
        return tuple(places[keep].tolist()), tuple(forms[keep].tolist())

    def gap(self, at: int) -> str:
        """Return what stands between a token and the one before it."""
        return self.text[self.tokens[at - 1].end : self.tokens[at].start] if at else ""

    def after(self, at: int) -> str:
        """Return what stands between a token and the one behind it."""
        return self.text[self.tokens[at].end : self.tokens[at + 1].start] if at + 1 < len(self.tokens) else ""

    # ---- persons ----

    def _outlets_and_persons(self) -> list[tuple[int, int]]:
        return [(match.start, match.end) for match in finder("en").find(self.text)
                if match.kinds & {"person", "outlet"} and not match.kinds & {"state", "place"}]

    def _persons(self) -> frozenset[int]:
        """Return the tokens that belong to names of persons; remembers the family names."""
        found: set[int] = set()
        for at, token in enumerate(self.tokens):
            if at in found:
                continue
            title = token.text.lower() in self.words["title"] and at + 1 < len(self.tokens)
            if title and self.after(at) in (" ", ". ") and self.tokens[at + 1].capital:
                found.update(self._name(at + 1, titled=True))
            elif token.text in self.words.given and not self._longer(at):
                name = self._name(at)
                if len(name) > 1:
                    found.update(name)
        return frozenset(found)

    def _longer(self, at: int) -> bool:
        """Tell whether a name of two words or more that begins here is surely a place: Clay County, Virginia Beach."""
        for last, _, places, _ in self.hits.get(at, ()):
            if last > at and (self.tokens[last].text.lower() in GENERIC
                              or max(self.known.population[list(places)].tolist()) >= SOME):
                return True
        return False

    def _name(self, at: int, *, titled: bool = False) -> list[int]:
        """Return the tokens of the name of a person that begins here."""
        name = [at]
        if self._longer(at) or self._state(at):
            return [] if titled else name
        while name[-1] + 1 < len(self.tokens) and len(name) < 4:
            behind, gap = self.tokens[name[-1] + 1], self.after(name[-1])
            initial = len(self.tokens[name[-1]].text) == 1 and gap == ". "
            if not behind.capital or not (gap == " " or gap == "-" or initial or gap in (" “", "” ", ' "', '" ')):
                break
            if behind.text.lower() in self.words["street"] or behind.text.lower() in GENERIC:
                break
            name.append(name[-1] + 1)
        if len(name) > 1 or titled:
            self.surnames.add(self.tokens[name[-1]].text)
        return name

    def _state(self, at: int) -> bool:
        return any((self.known.kind[list(places)] == COUNTRY).any() for _, _, places, _ in self.hits.get(at, ()))

    # ---- mentions ----

    def mentions(self) -> list[Mention]:
        """Return the toponyms in the order of the text."""
        found = list(self._short())
        taken = [(mention.start, mention.end) for mention in found]
        at = 0
        while at < len(self.tokens):
            mention, last = self._at(at, taken)
            if mention is not None:
                found.append(mention)
                at = last
            at += 1
        found.sort(key=lambda mention: mention.start)
        return _nested(found, self.text)

    def _at(self, at: int, taken: list[tuple[int, int]]) -> tuple[Mention | None, int]:
        token = self.tokens[at]
        if not token.capital or inside(token.start, token.end, taken):
            return None, at
        people = self._people(at)
        for last, key, places, forms in self.hits.get(at, ()):
            end = self.tokens[last].end
            if people is not None and last == at and not AREA_BEHIND.match(self.text, end):
                break
            if at in self.persons and not (last > at and self._longer(at)):
                continue
            if inside(token.start, end, self.masked) or self._refused(at, last):
                continue
            return Mention(start=token.start, end=self._dotted(last), key=key, places=places, forms=forms,
                           strength=self._strength(at, last, places, forms)), last
        return people, at

    def _people(self, at: int) -> Mention | None:
        """Return the state whose people or kind a word names: Turkish, Turks."""
        token = self.tokens[at]
        code = self.words.peoples.get(token.text)
        state = self.known.state(code) if code else None
        if state is None or at in self.persons or inside(token.start, token.end, self.masked):
            return None
        if self._state(at):
            return None  # the name of a state, not of its people
        return Mention(start=token.start, end=token.end, key=f"={code}", places=(state,), forms=(0,), strength=6.0,
                       fixed=True)

    def _dotted(self, last: int) -> int:
        """Return the end of a name, with the full stop of one in initials: U.S."""
        end = self.tokens[last].end
        return end + 1 if len(self.tokens[last].text) == 1 and self.text[end : end + 1] == "." else end

    def _short(self) -> Iterator[Mention]:
        for match in _short_pattern().finditer(self.text):
            short = match.group()
            before = self.text[max(0, match.start() - 2) : match.start()]
            if short in self.words.after and not (before in (", ", "( ") and self._named_before(match.start() - 2)):
                continue
            yield Mention(start=match.start(), end=match.end(), key=f"={short}", places=(self.words.short[short],),
                          forms=(0,), strength=6.0, fixed=True)

    def _named_before(self, at: int) -> bool:
        return bool(re.search(r"[A-Z][\w.’'-]*\Z", self.text[max(0, at - 30) : at]))

    def _refused(self, first: int, last: int) -> bool:
        """Tell whether the words around make something else of a name than a place."""
        behind = self.tokens[last + 1].text if last + 1 < len(self.tokens) else ""
        gap = self.after(last)
        if gap in (" ", ". ") and behind[:1].isupper():
            if behind.lower() in self.words["street"] and not self._titled_saint(last + 1):
                return True
            if behind.lower() in self.words["paper"] or behind.lower() in self.words["firm"]:
                return True
        name = self.tokens[first].text
        if last == first and name.lower() in self.words.stops:
            return not re.match(r", [A-Z]", self.text[self.tokens[last].end :][:3])
        return last == first and name in self.surnames and self._before(first) not in ("in", "near")

    def _titled_saint(self, at: int) -> bool:
        return at + 1 < len(self.tokens) and self.tokens[at].text == "St" and self.tokens[at + 1].capital \
            and self.after(at) == ". "

    def _before(self, first: int) -> str:
        return self.tokens[first - 1].text.lower() if first and self.gap(first) == " " else ""

    def _strength(self, first: int, last: int, places: Sequence[int], forms: Sequence[int]) -> float:
        """Return how much the words speak for a place; what single clues weigh was set by judgement."""
        found = importance(self.known, places, forms)
        before, name = self._before(first), self.tokens[first].text
        earlier = self.tokens[first - 2].text.lower() if first > 1 else ""
        behind = self.tokens[last + 1].text if last + 1 < len(self.tokens) and self.after(last) == " " else ""
        found += 1.5 * (last > first)
        found += 2.0 * (before in self.words["lead"]) + 1.0 * (before in self.words["part"])
        found += 1.5 * (before == "of" and earlier in self.words["of"])
        found += 1.5 * (behind.lower() in self.words["body"] or behind.lower() in GENERIC)
        found -= 2.0 * (behind.lower() in self.words["speech"])
        found -= 0.5 * (behind[:1].isupper() and behind.lower() not in self.words["body"])
        if last == first:
            found -= 1.5 * (name in self.words.given) + 1.0 * (name.lower() in self.lower)
            joined = first and self.gap(first) == " " and self.tokens[first - 1].capital
            known = before in self.words.stops or before in self.words["part"] or before in self.words["body"]
            found -= 3.0 * bool(joined and not known and not self._starts(first - 1))
        return found

    def _starts(self, at: int) -> bool:
        """Tell whether a token begins a sentence."""
        return at == 0 or bool(re.search(r"[.!?:\n“\"]", self.gap(at)))


def find_en(text: str) -> list[Mention]:
    """Return the toponyms of an English text."""
    return _Reader(text, place_words("en"), gazetteer()).mentions()


def _nested(mentions: list[Mention], text: str) -> list[Mention]:
    """Return the mentions, each with the larger area that a comma puts behind it."""
    found = []
    for at, mention in enumerate(mentions):
        behind = mentions[at + 1] if at + 1 < len(mentions) else None
        within = behind is not None and COMMA.fullmatch(text, mention.end, behind.start)
        found.append(replace(mention, within=at + 1) if within else mention)
    return found


@cache
def _short_pattern() -> re.Pattern[str]:
    forms = sorted(place_words("en").short, key=lambda form: (-len(form), form))
    return re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)")
