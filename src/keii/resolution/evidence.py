"""What speaks for a country where a phrase names none: features of the phrase, the candidate and the document.

A feature is a short word (`same:before`, `count:top`); `countries` gives each a weight learned from the corpus, alone
and together with the kind of phrase that asks (`body|same:before`). Nothing here decides.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from keii.coding.lexicon import lexicon
from keii.gazetteer.compose import Reading
from keii.model import Document, Sentence, Span
from keii.resolution.kinds import Phrase, heads_of_no_country
from keii.resolution.origins import likeness
from keii.resolution.towns import FEW, Town, Towns, ago, nearness, towns_of

WORDS = re.compile(r"[A-Z]\w{3,}")
ASIDE = ("outlet", "society")  # kinds of mentions that say little about where a story plays
OF_STATES = ("office", "body", "force", "law", "party")
OCCURRENCES = 6  # of a name are looked at, the first ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place where the document names a country or body, by whatever word."""

    start: int
    end: int
    sentence: int
    country: str
    kind: str  # of the name: state, people, place, person, organisation, outlet, sector


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A phrase whose country is asked for, with what the act around it tells."""

    span: Span
    phrase: Phrase
    sentence: int  # the number of its sentence
    trigger: int
    others: tuple[str, ...] = ()  # countries of the act's parties that are known
    place: str | None = None  # country of the act's place; None: not told
    today: str | None = None  # the state topic before the phrase; None: there is none
    said: tuple[str, ...] = ()  # countries of the act's sources
    apart: frozenset[str] = frozenset()  # countries that it is not of, as an act tells


class Evidence:
    """The countries of a document: where each is named, and what was decided for earlier phrases."""

    def __init__(
        self, text: str, starts: Sequence[int], stateless: frozenset[str] = frozenset(), towns: Towns | None = None
    ) -> None:
        """Start without mentions; `starts` are the sentences' first code points, `text` the document's.

        `stateless` are nouns by which the document calls people of no country, `towns` the places that it names.
        """
        self.text, self.starts, self.stateless = text, list(starts), stateless
        self.towns = towns or Towns(tuple)
        self.mentions: list[Mention] = []
        self.counts: Counter[str] = Counter()
        self.phrases: dict[str, str] = {}  # phrase -> the country decided for it
        self.keys: dict[str, str] = {}  # name or head word -> the same
        self.given: list[str] = []  # countries decided for all phrases, in order
        self.sectors: dict[str, list[str]] = {}  # sector -> countries decided for its phrases, in order
        self.apart: dict[tuple[int, str], set[str]] = {}  # sentence and words, or -1 and a name -> whose they are not

    def add(self, mention: Mention) -> None:
        """Take in a mention; they come in text order."""
        self.mentions.append(mention)
        if mention.kind not in ASIDE:
            self.counts[mention.country] += 1

    def decided(self, phrase: Phrase, country: str) -> None:
        """Remember whose a phrase was found to be."""
        self.phrases[phrase.text] = country
        for key in phrase.keys:
            self.keys[key] = country
        self.given.append(country)
        self.sectors.setdefault(phrase.sector, []).append(country)

    def keep_apart(self, told: Iterable[tuple[Span, Phrase, str]]) -> None:
        """Remember that phrases are not of a country: those with a name for good, others for their sentence."""
        for span, phrase, country in told:
            for key in self._apart_keys(span, phrase):
                self.apart.setdefault(key, set()).add(country)

    def apart_from(self, span: Span, phrase: Phrase) -> frozenset[str]:
        """Return the countries that a phrase is known not to be of."""
        return frozenset(c for key in self._apart_keys(span, phrase) for c in self.apart.get(key, ()))

    def _apart_keys(self, span: Span, phrase: Phrase) -> list[tuple[int, str]]:
        if "named" in phrase.marks:
            return [(-1, key) for key in phrase.keys]
        return [(self.sentence(span.start), span.quote)]

    def sentence(self, at: int) -> int:
        """Return the number of the sentence that holds a code point."""
        return max(0, bisect_right(self.starts, at) - 1)

    def names(self, start: int, end: int) -> bool:
        """Tell whether a span touches a mention."""
        return any(mention.start < end and start < mention.end for mention in self.mentions)

    def candidates(self, asked: Asked) -> list[str]:
        """Return the countries that may be meant, the oftenest named first.

        首相は来週、インドを訪問する: where an office goes is not whose it is, unless other sentences name it.
        """
        told = [*asked.others, *asked.said, *self.phrases.values(), *asked.phrase.own]
        told += [asked.place] if asked.place else []
        ranked = [country for country, _ in self.counts.most_common(MOST)]
        if asked.phrase.kind not in OF_STATES:
            told += [mention.country for mention in self.mentions if mention.kind in ASIDE][:3]
        told += self.towns.countries()[:FAR]
        reached = {m.country for m in self.mentions if m.start > asked.span.start and m.sentence == asked.sentence}
        known = {m.country for m in self.mentions if m.end <= asked.span.start or m.sentence != asked.sentence}
        going = reached - known if asked.phrase.kind in OF_STATES else set()
        without = going | asked.apart | {"XXX"}
        return list(dict.fromkeys(c for c in (*ranked, *told) if c and c not in without))

    def features(self, asked: Asked) -> Iterator[tuple[str, list[str]]]:
        """Yield every candidate with its features."""
        candidates = self.candidates(asked)
        near = _Near(self, asked)
        links = self._links(asked)
        marked = self._marked(asked)
        phrase = asked.phrase
        origin = likeness(phrase.keys, candidates, phrase.marks[0]) if "named" in phrase.marks else {}
        for country in candidates:
            found = [*near.of(country), *self._remembered(asked, country), *links.get(country, ())]
            found += self._counted(country)
            found += self.towns.features(country, asked.span, asked.sentence)
            found += [name for name, countries in marked.items() if country in countries]
            found += [f"origin:{origin[country]}"] if country in origin else []
            found += ["body"] if country.startswith("IGO:") else []
            yield country, found

    def _counted(self, country: str) -> Iterator[str]:
        """Yield how often the document names a country, beside the others."""
        count = self.counts[country]
        yield f"share:{min(4, int(5 * count / self.counts.total()))}" if count else "count:0"
        ranked = self.counts.most_common(2)
        if count and count == ranked[0][1]:
            yield "count:clear" if len(ranked) < 2 or count >= 1.5 * ranked[1][1] else "count:top"
        if len(self.counts) == 1:
            yield "only"

    def _marked(self, asked: Asked) -> dict[str, set[str | None]]:
        """Return the countries that bear each of the marks that need no measuring."""
        return {
            "alike": self._alike(asked),
            "headline": {m.country for m in self.mentions if m.sentence == 0},
            "first": {next((m.country for m in self.mentions if m.kind not in ASIDE), None)},
            "today": {asked.today},
            "own": set(asked.phrase.own),
            "place": {asked.place},
            "other": set(asked.others),
            "said": set(asked.said),
        }

    def _alike(self, asked: Asked) -> set[str | None]:
        """Return the countries whose names share a word with the phrase: the North, 北側 beside 北朝鮮."""
        quote = asked.span.quote
        outside = [m for m in self.mentions if m.end <= asked.span.start or m.start >= asked.span.end]
        if asked.phrase.marks[0] == "en":
            words = set(WORDS.findall(quote))
            return {m.country for m in outside if words and words & set(WORDS.findall(self.text[m.start : m.end]))}
        return {m.country for m in outside if "一" <= quote[0] <= "鿿" and self.text[m.start] == quote[0]}

    def _remembered(self, asked: Asked, country: str) -> Iterator[str]:
        phrase = asked.phrase
        if phrase.text in self.phrases:
            yield "again:same" if self.phrases[phrase.text] == country else "again:other"
        keys = [self.keys[key] for key in phrase.keys if key in self.keys]
        if keys:
            yield "key:same" if keys[-1] == country else "key:other"
        if self.given:
            share = self.given.count(country) / len(self.given)
            yield f"given:{min(3, int(4 * share))}"
            yield "given:last" if self.given[-1] == country else "given:else"
        before = self.sectors.get(phrase.sector)
        if before:
            yield "sector:last" if before[-1] == country else "sector:other"
            if before.count(country) * 2 > len(before):
                yield "sector:most"
            elif country in before:
                yield "sector:some"

    def _links(self, asked: Asked) -> dict[str, list[str]]:
        """Return what stands beside the other occurrences of the phrase's name: Mr Ito, of the Japanese navy."""
        best: dict[str, int] = {}
        for key in asked.phrase.keys:
            for number, at in enumerate(_occurrences(self.text, key)):
                if asked.span.start <= at < asked.span.end:
                    continue
                for country, gap in self._beside(at, at + len(key)).items():
                    closer = gap if number == 0 else gap + 1
                    best[country] = min(best.get(country, closer), closer)
        nearest = min(best.values(), default=0)
        return {
            country: [f"link:{gap // 2}", *(["link:best"] if gap == nearest else [])] for country, gap in best.items()
        }

    def _beside(self, start: int, end: int) -> dict[str, int]:
        """Return the countries of a name's sentence with how far they are: 0 touching to 6 elsewhere in it."""
        number = self.sentence(start)
        found: dict[str, int] = {}
        for mention in self.of_sentence(number):
            gap = start - mention.end if mention.end <= start else mention.start - end
            between = self.text[min(end, mention.end) : max(start, mention.start)]
            far = 2 * next((n for n, few in enumerate(FEW) if gap <= few and not _STOPS.search(between)), len(FEW))
            found[mention.country] = min(found.get(mention.country, far), far)
        return found

    def of_sentence(self, number: int) -> Iterator[Mention]:
        """Yield the mentions of a sentence."""
        yield from (mention for mention in self.mentions if mention.sentence == number)


def gathered(document: Document, sentences: Sequence[Sentence], mentions: Iterable[Mention]) -> Evidence:
    """Return what a document gives: the mentions of countries, and an article's towns once they are asked for."""
    stateless = heads_of_no_country(document.text, lexicon(document.language))

    def find() -> Iterator[Town]:
        return towns_of(document.text, document.language, evidence.sentence, evidence.names)

    towns = Towns(find if len(sentences) >= ARTICLE else tuple)
    evidence = Evidence(document.text, [sentence.start for sentence in sentences], stateless, towns)
    for mention in mentions:
        evidence.add(mention)
    return evidence


ARTICLE = 4  # sentences; what is shorter is a question, whose answer does not wait for the gazetteer (.4 s)
FAR = 2  # countries that towns alone make candidates
MOST = 12  # candidates by count; a thirteenth country was never right in the corpus
_STOPS = re.compile(r"[。;；]|\b(?:said|told)\b")


class _Near:
    """What stands around a phrase: the mentions before and after it, and how far each country is."""

    def __init__(self, evidence: Evidence, asked: Asked) -> None:
        self.here, self.asked = asked.sentence, asked
        around = [m for m in evidence.mentions if m.end <= asked.span.start or m.start >= asked.span.end]
        self.before = [m for m in around if m.start < asked.span.start and m.kind not in ASIDE]
        self.after = [m for m in around if m.start >= asked.span.end and m.sentence == self.here]
        self.recent = list(dict.fromkeys(m.country for m in reversed(self.before)))
        self.previous = Counter(m.country for m in self.before)

    def of(self, country: str) -> Iterator[str]:
        """Yield where a country stands as seen from the phrase."""
        last = next((m for m in reversed(self.before) if m.country == country), None)
        if last is None:
            yield "before:none"
        else:
            away = self.here - last.sentence
            yield f"before:{ago(away)}"
            yield f"recent:{min(3, self.recent.index(country))}"
            if away == 0:
                gap = self.asked.span.start - last.end
                yield f"gap:{nearness(gap)}"
                yield "side:same" if self.asked.trigger >= self.asked.span.start else "side:act"
                yield f"name:{last.kind}"
        following = next((m for m in self.after if m.country == country), None)
        if following is not None:
            gap = following.start - self.asked.span.end
            yield "after"
            yield f"follows:{nearness(gap)}"
            yield f"then:{following.kind}"
        if self.previous and self.previous.most_common(1)[0][0] == country:
            yield "before:most"


def _occurrences(text: str, key: str) -> Iterator[int]:
    at = text.find(key)
    for _ in range(OCCURRENCES):
        if at < 0:
            return
        yield at
        at = text.find(key, at + 1)


def countries_of(reading: Reading | None) -> tuple[str, ...]:
    """Return the countries that a reading leaves open: all bearers of a shared name, the usual one of a common one."""
    if reading is None:
        return ()
    shared = [code.split("/")[0] for _, code in reading.candidates] if reading.shared else []
    return tuple(dict.fromkeys([*shared, *([reading.country] if reading.country else [])]))
