"""What of a claim is compared: its fields in the form in which two of them can be held against each other."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from keii.gazetteer.compose import compose
from keii.model import LOCAL, Claim, Party, Quantity, Reference, Status, Time, Told
from keii.situation.recalling import is_recalled

HELD = frozenset({Status.OCCURRED, Status.ONGOING, Status.NOT_OCCURRED})  # told as past or present, or denied
WEEK = 7
TOPIC = ("は", "が", "も")  # in Japanese, what stands between who says it and when
SAID_AFTER = 3  # days before it is said on which an act may have been
_WORD = re.compile(r"\w+")
_NEVER = date.max.toordinal()  # unknown publication comes last


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A party as it is compared."""

    entry: str | None  # of the registry
    code: str
    country: str | None  # alpha-3 or IGO:NAME; None: unknown
    words: str  # folded; the name of somebody whom the registry does not know
    named: bool = False  # whether the words are such a name
    presumed: bool = False  # whether the words name no country: «four pickets», and the document gave them one

    @property
    def is_state(self) -> bool:
        """Whether the entry is the state as such, which acts through each of its bodies and persons."""
        return self.entry is not None and self.entry.startswith("state:")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time as it is compared: days counted from the year 1, the end exclusive."""

    first: int
    after: int

    @property
    def is_sharp(self) -> bool:
        """Whether it is a week or less."""
        return self.after - self.first <= WEEK

    def gap(self, other: "When") -> int:
        """Return the days between two times; 0 when they overlap or touch."""
        return max(self.first - other.after, other.first - self.after, 0)

    def overlaps(self, other: "When") -> bool:
        """Tell whether they have a day in common."""
        return self.first < other.after and other.first < self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A claim as it is compared."""

    claim: str
    document: str
    language: str
    sentence: int
    start: int  # of the trigger
    type: str
    mode: str | None
    label: frozenset[str]
    trigger: str
    words: str  # of the sentence, folded
    status: Status
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    place: str | None
    site: str | None  # the place's id in the gazetteer
    country: str | None
    when: When | None
    published: int | None  # day
    quantities: tuple[Quantity, ...]
    is_recalled: bool  # the words take the act for known
    story: Any  # unit vectors, or None
    meaning: Any
    act: Any

    @property
    def is_held(self) -> bool:
        """Whether the act is told as past or present, or denied; otherwise it is still to come, or imagined."""
        return self.status in HELD

    @property
    def is_punctual(self) -> bool:
        """Whether the act is told as done at a time, or denied; what is under way or to come may be told for long."""
        return self.status in (Status.OCCURRED, Status.NOT_OCCURRED)

    @property
    def stem(self) -> str:
        """The beginning of the act's words, which words of one stem share."""
        return self.trigger[:2 if self.language == "ja" else 4]

    @property
    def order(self) -> tuple[int, str, int, str]:
        """Where the claim stands among all: by publication, document and place in it."""
        return _NEVER if self.published is None else self.published, self.document, self.start, self.claim


def profile(told: Told) -> Profile:
    """Return what of a claim is compared."""
    claim, document = told.claim, told.document
    return Profile(
        claim=claim.id, document=document.id, language=document.language, sentence=claim.sentence,
        start=claim.trigger.start, type=claim.type, mode=claim.mode, trigger=fold(claim.trigger.quote),
        words=fold(" ".join(told.sentence.split())),
        label=frozenset(_WORD.findall((claim.label or "").lower())), status=claim.status,
        actors=whos(claim.actors, document.language), recipients=whos(claim.recipients, document.language),
        place=fold(claim.place.span.quote) if claim.place else None,
        site=claim.place.gazetteer if claim.place else None,
        country=claim.place.country if claim.place else None,
        when=_when(told) or _until(claim, document.published_at), published=day(document.published_at),
        quantities=tuple(q for q in claim.quantities if q.low is not None or q.high is not None),
        is_recalled=is_recalled(told), story=vector(told.story), meaning=vector(told.meaning), act=vector(told.act),
    )


def whos(parties: tuple[Party, ...], language: str) -> tuple[Who, ...]:
    """Return parties as they are compared, each once."""
    return tuple(dict.fromkeys(_who(party, language) for party in parties))


def _who(party: Party, language: str) -> Who:
    entry, name, country = entry_of(party.actor), local_name(party.actor), country_of(party.code)
    return Who(entry=entry, code=party.code, country=country, words=name or fold(party.text), named=name is not None,
               presumed=entry is None and country is not None and is_presumed(party, language))


def is_presumed(party: Party, language: str) -> bool:
    """Tell whether the words for a party name no country, so that the one of its code is what the document gave it."""
    told = party.antecedent or (party.span if party.reference is not Reference.OMITTED else None)
    return told is not None and not names_country(told.quote, language)


@lru_cache(maxsize=65536)
def names_country(words: str, language: str) -> bool:
    """Tell whether the words for a party name its country or body; otherwise the document gave it one."""
    reading = compose(words, language)
    return reading is not None and reading.country is not None


def entry_of(actor: str | None) -> str | None:
    """Return an entry of the registry, None for nobody and for somebody whom one document alone knows."""
    return None if actor is None or actor.startswith(LOCAL) else actor


def local_name(actor: str | None) -> str | None:
    """Return what somebody whom the registry does not know is called; None for everybody else.

    Such a person's id is of one document; another document may speak of the same one, if it says the same name.
    """
    if actor is None or not actor.startswith(LOCAL) or "/name/" not in actor:
        return None
    return fold(actor.split("/name/", 1)[1])


def country_of(code: str) -> str | None:
    """Return the country or body of a code, None when it is unknown."""
    head = code.split("/")[0]
    return None if head == "XXX" else head


def when(time: Time | None) -> When | None:
    """Return a time as days; None when it was not placed on the calendar, or is open."""
    return None if time is None else days_of(time.start, time.end)


def _when(told: Told) -> When | None:
    """Return the time of a claim; one that may be of the day of saying it reaches some days back from that day."""
    found = when(told.claim.time)
    if found is None or not is_of_saying(told):
        return found
    return When(first=found.first - SAID_AFTER, after=found.after)


def is_of_saying(told: Told) -> bool:
    """Tell whether a claim's time may be that of saying it: 警察は18日、男を逮捕したと発表した.

    It stands right behind the source that is named as the topic; the act may be of the day before.
    """
    time, text = told.claim.time, told.document.text
    return time is not None and any(
        source.span is not None and text[source.span.end:time.span.start] in TOPIC for source in told.claim.sources)


def days_of(start: str | None, end: str | None) -> When | None:
    """Return a half-open time of two ISO 8601 days or moments as days; None where one of them is open."""
    if start is None or end is None:
        return None
    first, last = day(start), day(end)
    if first is None or last is None:
        return None
    if "T" in end and not end.split("T")[1].startswith("00:00") or last == first:
        last += 1  # the end lies within its day
    return When(first=first, after=last) if last > first else None


def _until(claim: Claim, published: str | None) -> When | None:
    """Return the time that a deadline leaves for an act to come, from the day of telling on; None where it has none."""
    first, last = day(published), day(claim.time.end) if claim.time else None
    if claim.status in HELD or claim.time is None or claim.time.start or first is None or last is None:
        return None
    return When(first=first, after=last) if last > first else None


@lru_cache(maxsize=4096)
def day(text: str | None) -> int | None:
    """Return the day of an ISO 8601 date or moment as a number, None when it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        return None


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Return words as they are compared: width and case folded, articles and honorifics left out."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    folded = re.sub(r"^(?:the|a|an) ", "", folded)
    return re.sub(r"(?:氏|さん|様)$", "", folded)


def vector(raw: bytes | None) -> Any:
    """Return the unit vector of signed bytes, None for None."""
    if raw is None:
        return None
    found = np.frombuffer(raw, dtype=np.int8).astype(np.float32)
    norm = float(np.sqrt(found @ found))
    return found / norm if norm else None
