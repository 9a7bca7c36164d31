"""What a document has named so far: the persons, states and topics that later words point back to."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import takewhile

from keii.coding.lexicon import lexicon
from keii.gazetteer.compose import UNKNOWN, Reading, compose, without_given_names
from keii.gazetteer.names import finder
from keii.model import Sentence, Span
from keii.resolution.evidence import Mention
from keii.resolution.identities import Context, Identity, identify

TOPIC_JA = re.compile(r"^[」』）)]?(?:は|が|も)(?!ら)")
LINKS_EN = re.compile(r"\s(?:of|in|at|from|for|who|that|with)\s|[,;(]")  # behind the head of a phrase
LINK_JA = re.compile(r"^(?:の|・|＝)?$")
LINK_EN = re.compile(r"^(?:\s|'s\s|’s\s)$")
NAME_EN = re.compile(
    r"(?:\s(?:(?:al|el|bin|ibn|de|del|da|dos|van|von|der|du|la|le)[ -])*(?:al-|el-|O'|Mc)?[A-Z][\w'’.-]*)+"
)
MONTHS = frozenset({"May", "March", "April", "June", "August"})  # are names too
DATED = re.compile(r"(?:\b(?:in|of|last|next|this|early|late|mid|since|until|by|from|during)|\d)[ -]$", re.IGNORECASE)
AFTER_JA = re.compile(r"の[ァ-ヺー]{2,}(?:[・＝][ァ-ヺー]+)+(?:氏|さん|議員|報道官|博士|教授)")
NAME_JA = re.compile(r"([ァ-ヺー][ァ-ヺー・＝]{1,30}|[一-龥々]{1,4}|[一-龥々]{2,4}（[ァ-ヺー][ァ-ヺー・＝ ]+）)$")
READ_AS = re.compile(r"（[ァ-ヺー][ァ-ヺー・＝ ]+）")  # 徐賢宇（ソ・ヒョヌ）室長
HAN, HAN_SURNAME = re.compile(r"[一-龥々]+"), re.compile(r"[一-龥々]{1,2}")
SECTORS_OF_STATES = frozenset({"GOV", "MIL", "LEG", "JUD", "OPP", "PTY"})
INTRODUCES = re.compile(r"(?:次のように|以下のように|こう)[^。]{1,12}。?$|[:：]$|(?:as follows|the following)[.:]$")
OFTEN = 3  # mentions before a country counts as the story's
STATE_BODIES = frozenset({"agency", "legislature", "court", "military", "party"})
CLEAR = 1.3  # how much oftener the story's country must be named than the next; chosen by reading, not tuned on a set
RECENT = 20  # mentions among which one of the same words is looked for
PART = re.compile(r"[・＝\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody named in the document: where, how, and what the registry reads in it."""

    span: Span  # in the document
    reading: Reading
    person: bool
    topic: bool
    sentence: int


class Discourse:
    """The mentions of a document up to the sentence last fed, in text order."""

    def __init__(self, language: str, date: str | None, text: str) -> None:
        """Start without mentions; `text` is the document's."""
        self.language, self.date, self.text = language, date, text
        self.mentions: list[Known] = []
        self.names: dict[str, Known] = {}  # part of a person's name -> the fullest mention so far
        self.introduced: Known | None = None  # who is about to be quoted: 外相は次のように述べた。
        self.story: Counter[str] = Counter()  # countries by mentions in the whole document
        self.told: dict[str, set[int]] = {}  # country -> the sentences that name it
        self.current = 0  # the sentence last fed
        self.plain: Counter[str] = Counter()  # countries by mentions with names that nobody else bears
        self.read: dict[int, list[tuple[int, int, Reading]]] = {}  # the name phrases of each sentence

    def survey(self, sentences: Sequence[Sentence]) -> Iterator[Mention]:
        """Count the countries of the whole document beforehand and yield every mention of one, in text order."""
        read = {sentence.index: self._phrases(sentence.text) for sentence in sentences}
        self.plain.update(r.country for found in read.values() for _, _, r in found if r.country and not r.candidates)
        for sentence in sentences:
            weight = 2 if sentence.index == 0 else 1  # the headline or lead says where the story plays
            meant = [(start, end, self.meant(sentence.text[start:end], r)) for start, end, r in read[sentence.index]]
            self.read[sentence.index] = [(start, end, r) for start, end, r in meant if r is not None]
            for start, end, reading in self.read[sentence.index]:
                if not reading.country or reading.shared:
                    continue
                for country in dict.fromkeys((*_listed(sentence.text[start:end], self.language), reading.country)):
                    yield Mention(
                        start=sentence.start + start,
                        end=sentence.start + end,
                        sentence=sentence.index,
                        country=country,
                        kind="society" if _is_society(reading) else reading.kind,
                    )
                if _lends(reading):
                    self.story[reading.country] += weight
                    self.told.setdefault(reading.country, set()).add(sentence.index)

    def identify(self, phrase: str, reading: Reading | None) -> Identity:
        """Return what a phrase means in the document: names vetted, garbled ones heard, shared ones decided."""
        context = Context(text=self.text, language=self.language, date=self.date, countries=self.plain)
        identity = identify(phrase, reading, context)
        return replace(identity, reading=self._usual(identity.reading)) if identity.reading else identity

    def meant(self, phrase: str, reading: Reading) -> Reading | None:
        """Return the reading that a phrase has in the document, None where it names nobody whom the registry knows."""
        return self.identify(phrase, reading).reading

    def _usual(self, reading: Reading) -> Reading:
        """Return a reading with that bearer of its name whose country the document names most by other words."""
        if reading.shared or not reading.candidates or reading.kind == "person":
            return reading
        entry, code = max(reading.candidates, key=lambda bearer: self.plain[bearer[1].split("/")[0]])
        country = code.split("/")[0]
        if reading.kind != "organisation":
            entry = f"state:{country}" if len(country) == len(UNKNOWN) else ""
        return replace(reading, country=country, entry=(entry or None) if reading.entry else None)

    def feed(self, sentence: Sentence) -> None:
        """Take in the mentions of the next sentence."""
        self.current = sentence.index
        for start, end, reading in self.read.get(sentence.index, ()):
            if reading.shared:
                continue
            span = Span(start=sentence.start + start, end=sentence.start + end, quote=sentence.text[start:end])
            person = self._is_person(span.quote, reading)
            topic = (
                bool(TOPIC_JA.match(sentence.text[end:]))
                if self.language == "ja"
                else not (self.mentions and self.mentions[-1].sentence == sentence.index)
            )
            known = Known(span=span, reading=reading, person=person, topic=topic, sentence=sentence.index)
            self.mentions.append(known)
            if person and known.reading.country:
                self._remember(known)

    def introduce(self, sentence: Sentence) -> None:
        """Note whom a sentence introduces as the speaker of what follows; a sentence outside quotations ends it."""
        latest = takewhile(lambda m: m.sentence == sentence.index, reversed(self.mentions))
        here = [m for m in latest if m.reading.country][::-1]
        if INTRODUCES.search(sentence.text) and here:
            self.introduced = next((m for m in here if m.topic), here[0])
        elif not sentence.text.lstrip().startswith(("「", "“", '"', "'", "‘")):
            self.introduced = None

    def _phrases(self, text: str) -> list[tuple[int, int, Reading]]:
        """Return the name phrases of a sentence: neighbouring names with what titles stand on them."""
        runs: list[tuple[int, int]] = []
        link = LINK_JA if self.language == "ja" else LINK_EN
        matches = finder(self.language).find(text)
        for match in without_given_names(text, matches) if self.language == "ja" else matches:
            start, end = match.start, match.end
            if text[start:end] in MONTHS and DATED.search(text[:start]):
                continue
            if self.language == "ja" and "sector" in match.kinds:
                name = NAME_JA.search(text[:start])
                start = name.start() if name and (not runs or name.start() >= runs[-1][1]) else start
                after = AFTER_JA.match(text, end)  # ペルー議員の + アナ・レイエス氏
                end = after.end() if after else end
            elif {"sector", "state", "person"} & match.kinds:  # Foreign Minister + Walid al-Moualem, Khalid + Barnes
                name = NAME_EN.match(text, end)
                end = self._name_end(text, name.end(), end) if name and text[end - 1].isalpha() else end
            if runs and start < runs[-1][1]:
                continue
            if runs and (link.match(text[runs[-1][1] : start])):
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
        found = []
        pointing = lexicon(self.language).pointing
        for start, end in runs:
            if pointing(text[start:end]):
                continue
            reading = compose(text[start:end], self.language, self.date)
            if reading is not None:
                found.append((start, end, reading))
        return found

    def _name_end(self, text: str, end: int, start: int) -> int:
        """Return where an English person's name ends: a possessive or a closing mark does not belong to it."""
        while end > start and text[end - 1] in ".'’-":
            end -= 1
        for mark in ("'s", "’s"):
            if text[:end].endswith(mark):
                return end - len(mark)
        return end

    def _is_person(self, text: str, reading: Reading) -> bool:
        if reading.kind == "person":
            return True
        if self.language != "ja":
            if reading.kind == "sector" and reading.form == "office" and not text.endswith("s"):
                return True  # Iceland's prime minister
            titled = any(word in lexicon("en").titles or word.lower() in lexicon("en").titles for word in text.split())
            return (
                (titled or reading.kind == "sector")
                and not is_many(text)
                and bool(self._parts(text))
                and reading.kind in ("sector", "state", "people")
            )
        if reading.kind != "sector":
            return False
        return any(text.endswith(title) for title in lexicon("ja").titles)

    def learn(self, span: Span, reading: Reading, sentence: int) -> None:
        """Remember a person whom resolution identified, for later short forms of the name."""
        self._remember(Known(span=span, reading=reading, person=True, topic=False, sentence=sentence))

    def meet(self, span: Span, code: str) -> None:
        """Take in a person whom the registry does not know, so that «he» can be him; `code` is the one resolved."""
        country, _, sector = code.partition("/")
        if country == UNKNOWN or any(known.span == span for known in self.mentions[-RECENT:]):
            return
        reading = Reading(country=country, sector=sector or None, entry=None, kind="sector")
        before = [known for known in self.mentions[-RECENT:] if known.span.start < span.start]
        first = not (before and before[-1].sentence == self.current)
        topic = bool(TOPIC_JA.match(self.text[span.end :])) if self.language == "ja" else first
        known = Known(span=span, reading=reading, person=True, topic=topic, sentence=self.current)
        at = len(self.mentions)
        while at and self.mentions[at - 1].span.start > span.start:
            at -= 1
        self.mentions.insert(at, known)

    def office_country(self, before: int) -> str | None:
        """Return the country of an office named without one: the last state topic's, else the story's."""
        known = self.last(before=before, topic=True, window=2)
        if known is not None and _lends(known.reading):
            return known.reading.country
        return self.dominant(before=before)

    def _remember(self, known: Known) -> None:
        for part in self._parts(known.span.quote):
            old = self.names.get(part)
            if old is None or len(old.span.quote) <= len(known.span.quote):
                self.names[part] = known

    def _parts(self, text: str) -> list[str]:
        """Return the pieces of a person's name that may stand for it later."""
        titles = lexicon(self.language).titles
        if self.language == "ja":
            bare = READ_AS.sub("", text.split("の")[-1])
            for title in sorted(titles, key=len, reverse=True):
                if bare.endswith(title) and len(bare) > len(title):
                    bare = bare.removesuffix(title)
                    break
            return [p for p in (bare, *PART.split(bare)) if len(p) > 1 and p not in titles]
        words = [w.strip("'’.,") for w in text.removesuffix("'s").removesuffix("’s").split()]
        vocabulary = _title_words()
        names = [w for w in words if (w[:1].isupper() or w.startswith(("al-", "el-"))) and w.lower() not in vocabulary]
        known = finder("en")
        kept = [
            w
            for w in names
            if w not in titles
            and w.lower() not in titles
            and len(w) > 2
            and not ({"state", "sector", "organisation"} & {k for m in known.find(w) for k in m.kinds})
        ]
        return [form for w in kept for form in dict.fromkeys((w, re.sub(r"^(?:al|el|Al|El)-", "", w)))]

    # ---- questions ----

    def named(self, text: str) -> Known | None:
        """Return the fuller mention that a later short form of a person's name stands for."""
        for part in self._parts(text):
            if part in self.names:
                return self.names[part]
        return self._surnamed(text) if self.language == "ja" else None

    def _surnamed(self, text: str) -> Known | None:
        """Return the person whom a text calls by a surname in Han characters: 高氏 after 高文遠副首相."""
        title = next((t for t in sorted(lexicon("ja").titles, key=len, reverse=True) if text.endswith(t)), "")
        surname = text.removesuffix(title)
        if not title or not HAN_SURNAME.fullmatch(surname):
            return None
        lengths = (2, 3) if len(surname) == 1 else (3, 4, 5)  # 高橋直之 is no 高氏
        named = {name: known for name, known in self.names.items() if name.startswith(surname)}
        bearers = [known for name, known in named.items() if HAN.fullmatch(name) and len(name) in lengths]
        return bearers[-1] if len({known.reading.code for known in bearers}) == 1 else None

    def last(
        self,
        *,
        before: int,
        person: bool | None = None,
        topic: bool | None = None,
        window: int = 6,
        without: frozenset[str] = frozenset(),
    ) -> Known | None:
        """Return the latest fitting mention before a code point, not of `without`.

        `window` counts sentences back from the latest mention of any country: while nobody else is named, the
        last one named is still meant. Counted from the asking sentence, fewer parties were right.
        """
        latest = None
        for known in reversed(self.mentions):
            country = known.reading.country
            if known.span.end > before or not country or country in without or known.reading.kind == "place":
                continue
            latest = known.sentence if latest is None else latest
            if latest - known.sentence > window:
                return None
            if (person is None or known.person is person) and (topic is None or known.topic is topic):
                return known
        return None

    def dominant(self, *, before: int, clear: float = CLEAR) -> str | None:
        """Return the country that the story is about, None unless it is named `clear` times as often as any other.

        A country that only this sentence names, after the code point `before`, is perhaps where somebody goes.
        """
        ranked = self.story.most_common(2)
        if (
            not ranked
            or (len(ranked) > 1 and ranked[0][1] < OFTEN)
            or (len(ranked) > 1 and ranked[0][1] < clear * ranked[1][1])
        ):
            return None
        country = ranked[0][0]
        named = any(m.reading.country == country and m.span.end <= before for m in reversed(self.mentions))
        return country if named or self.told[country] != {self.current} else None


def is_many(text: str) -> bool:
    """Tell whether an English phrase is headed by a common noun in the plural: Gaza's militant factions."""
    head = LINKS_EN.split(text, maxsplit=1)[0].split()[-1]
    return head[0].islower() and head.endswith("s") and not head.endswith(("ss", "'s", "’s"))


def _is_society(reading: Reading) -> bool:
    """Tell whether a mention is of a company, association or the like, whose seat says little about a story."""
    of_state = reading.form in STATE_BODIES or reading.form in ("igo", "armed_group")
    return reading.kind == "organisation" and not of_state and not (reading.country or "").startswith("IGO:")


def _lends(reading: Reading) -> bool:
    """Tell whether a mention can say whose an unnamed office is: states and their bodies, not societies or media."""
    country = reading.country or "IGO:"
    of_state = reading.kind in ("state", "people", "person", "place", "sector") or reading.form in STATE_BODIES
    return of_state and not country.startswith("IGO:")


@lru_cache(maxsize=8192)
def _listed(text: str, language: str) -> tuple[str, ...]:
    """Return the countries that a name phrase holds one by one: 日米 names two."""
    matches = finder(language).find(text)
    matches = without_given_names(text, matches) if language == "ja" else matches
    names = (name for match in matches for name in match.names[:1])
    return tuple(name.code for name in names if name.kind == "state" and name.code != UNKNOWN and not name.ambiguous)


@cache
def _title_words() -> frozenset[str]:
    """Return the single words of English titles and offices: House and Speaker are no parts of a person's name."""
    phrases = [
        *lexicon("en").titles,
        *(name.name for name in finder("en").sectors()),
    ]
    return frozenset(word for phrase in phrases for word in phrase.lower().replace("-", " ").split())
