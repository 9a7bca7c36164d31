"""Whether two claims may tell one act: who, with whom, what, where, as far as both say it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from keii.codebook import MUTUAL
from keii.gazetteer.compose import compose
from keii.model import Claim, Link, Party, Reason, Told
from keii.situation.parties import camp_of
from keii.situation.profile import vector
from keii.situation.tables import neighbours
from keii.situation.turn_words import turn_words

Compare = Callable[[Told, Told], Link]
UNKNOWN = "XXX"

# Weights by judgement, checked on the stories of tests/situation (both languages): what must agree is type and who;
# what two articles word differently (place, mode, trigger) only helps or hinders.
JOIN = 3.0  # from this score on two claims may tell one act
NEAR = -1.5  # of types that coders take for each other: words and meaning have to speak for it
FAR = -4.0  # of other types, whatever else agrees
ALIKE, MISREAD = 1.5, -1.0  # from this likeness on other parties weigh no more than this
FULL = 1.5  # of two acts with two sides that name two states at least, of which one names a third
# The same words for the act; where its types are near, they say that it is one act read in two ways. Of the outcomes of
# the build half, as read, .675 are right with 2, .669 with 1.5, .657 with .5; the held half is the same.
WORDED, WORDED_NEAR = 0.5, 2.0
UNLIKE = -1.0  # of labels without a common word: coders label one act with its own words, «lay off», «dismissal»
# What the likeness of two sentences and of their words for the act weigh together. Of pairs of a plan and its deed in
# the build half of quality/stories half have a sum above .7, of plans and other deeds of one type and course three in
# four below .25; an act between two states reaches JOIN without it, an act of one state alone does not.
ALIKE_FROM, ALIKE_SLOPE, ALIKE_LEAST, ALIKE_MOST = 0.3, 4.0, -2.0, 2.0
# What the likeness of two documents weighs: of 21 pairs of a plan and its deed in the build half 20 have .35 or more.
STORY_FROM, STORY_SLOPE, STORY_LEAST, STORY_MOST = 0.35, 5.0, -0.5, 1.0


def compare(first: Told, second: Told) -> Link:
    """Return how far two claims agree on what they tell, symmetrically; status is left to the caller."""
    one, other = first.claim.id, second.claim.id
    if one > other:
        first, second, one, other = second, first, other, one
    a, b = first.claim, second.claim
    reasons = [_type(a, b)]
    if a.type == b.type or b.type in near_types(a.type):
        reasons += [
            *_parties(first, second),
            *_persons(first, second),
            *_place(a, b),
            *_words(first, second),
            *_time(a, b),
            *_meaning(first, second),
            *_story(first, second),
        ]
    reasons = _softened(reasons)
    return Link(first=one, second=other, score=sum(reason.weight for reason in reasons), reasons=tuple(reasons))


def _softened(reasons: list[Reason]) -> list[Reason]:
    """Return the reasons with other parties weighing less where one story tells the act in like words.

    Parties are what coders misread most often; where sentences, words and documents are alike, a misreading is likelier
    than another act.
    """
    told = {reason.feature: reason.weight for reason in reasons}
    if told.get("meaning", 0.0) + told.get("words", 0.0) < ALIKE or told.get("story", 0.0) < 0:
        return reasons
    return [replace(one, weight=max(one.weight, MISREAD)) if one.feature in ("actor", "recipient") else one
            for one in reasons]


def countries(parties: Iterable[Party]) -> frozenset[str]:
    """Return the countries and bodies of parties, without the unknown."""
    return frozenset(party.code.split("/")[0] for party in parties) - {UNKNOWN}


@cache
def near_types(type_: str) -> frozenset[str]:
    """Return the types that coders take for this one (data/neighbours.tsv), itself left out."""
    return frozenset(other for pair in neighbours() if type_ in pair for other in pair - {type_})


def _type(a: Claim, b: Claim) -> Reason:
    value = f"{a.type} = {b.type}" if a.type == b.type else f"{a.type} ≠ {b.type}"
    if a.type != b.type:
        return Reason(feature="type", value=value, weight=NEAR if b.type in near_types(a.type) else FAR)
    if a.type == "OTHER":
        one, other = set((a.label or "").split()), set((b.label or "").split())
        return Reason(feature="type", value=f"{a.label} / {b.label}", weight=1.0 if one & other else UNLIKE)
    if a.mode and b.mode and a.mode != b.mode:  # a visit is a meeting too, a resignation no withdrawal
        return Reason(feature="type", value=f"{a.mode} ≠ {b.mode}", weight=0.5 if a.type in MUTUAL else 0.0)
    return Reason(feature="type", value=value, weight=1.0)


def _parties(first: Told, second: Told) -> list[Reason]:
    a, b = first.claim, second.claim
    directed = all((a.actors, a.recipients, b.actors, b.recipients))
    if a.type in MUTUAL and not directed:
        one, other = countries((*a.actors, *a.recipients)), countries((*b.actors, *b.recipients))
        if min(len(one), len(other)) > 1 and one != other:  # both are told in full: who is missing was not there
            return [_side("actor", one, other, same=FULL)]
        return [_side("actor", one, other, same=3.0 if len(one | other) > 1 else 2.5)]
    # within one country the second side says little that the first does not
    a, b = _plausible(a), _plausible(b)
    abroad = countries(a.actors) != countries(a.recipients) or countries(b.actors) != countries(b.recipients)
    reasons = [
        _side("actor", countries(a.actors), countries(b.actors), same=2.0),
        _side("recipient", countries(a.recipients), countries(b.recipients), same=2.0 if abroad else 0.5),
    ]
    shared = {p.code for p in a.actors} & {p.code for p in b.actors} - {UNKNOWN}
    if shared:
        reasons.append(Reason(feature="actor", value="/".join(sorted(shared)), weight=0.5))
    elif countries(a.actors) & countries(b.actors) and not _camps(a) & _camps(b):  # a state acts through its bodies
        reasons.append(Reason(feature="actor", value="sector", weight=-1.0))
    return [reason for reason in reasons if reason.weight]


def _camps(claim: Claim) -> set[str]:
    return {camp_of(party.code) for party in claim.actors}


def _plausible(claim: Claim) -> Claim:
    """Return a claim without its actor where nobody helps himself: 首相は各国に水の提供を求めた names who is helped."""
    same = {party.code for party in claim.actors} == {party.code for party in claim.recipients}
    return claim.with_(actors=()) if claim.type == "AID" and same else claim


def _side(feature: str, one: frozenset[str], other: frozenset[str], *, same: float) -> Reason:
    """Weigh two sets of countries; a set within the other is one that was told in less detail."""
    value = f"{' '.join(sorted(one)) or '–'} / {' '.join(sorted(other)) or '–'}"
    if not one or not other:
        return Reason(feature=feature, value=value, weight=0.0)
    if one == other:
        return Reason(feature=feature, value=value, weight=same)
    if one < other or other < one:
        return Reason(feature=feature, value=value, weight=same - 1.0)
    return Reason(feature=feature, value=value, weight=-3.0 if one & other else -4.0)


def _persons(first: Told, second: Told) -> list[Reason]:
    """Weigh the persons whom the parties' words name: two ministers of one state make two visits."""
    one, other = persons(first), persons(second)
    shared = sorted(one.keys() & other.keys())
    return [
        Reason(
            feature="actor",
            value=f"{' '.join(sorted(one[country]))} / {' '.join(sorted(other[country]))}",
            weight=1.0 if one[country] & other[country] else -4.0,
        )
        for country in shared
    ]


def persons(told: Told) -> dict[str, frozenset[str]]:
    """Return by country the persons of the registry whom the words of the acting parties name."""
    claim = told.claim
    found: dict[str, frozenset[str]] = {}
    for party in claim.actors:
        person = person_of(party.text, told.document.language) if party.text else None
        if person is not None:
            country = party.code.split("/")[0]
            found[country] = found.get(country, frozenset()) | {person}
    return found


@lru_cache(maxsize=65536)
def person_of(words: str, language: str) -> str | None:
    """Return the person of the registry whom a phrase names, None when it names an office, a state or nobody known."""
    reading = compose(words, language)
    return reading.entry if reading is not None and reading.kind == "person" and not reading.shared else None


def _place(a: Claim, b: Claim) -> list[Reason]:
    if not a.place or not b.place:
        return []
    one, other = a.place, b.place
    if one.span.quote == other.span.quote:
        return [Reason(feature="place", value=one.span.quote, weight=1.0)]
    if one.country and other.country:
        same = one.country == other.country
        return [Reason(feature="place", value=f"{one.country} / {other.country}", weight=0.5 if same else -2.0)]
    return []


def _words(first: Told, second: Told) -> list[Reason]:
    one, other = first.claim.trigger.quote.lower(), second.claim.trigger.quote.lower()
    size = 2 if first.document.language == "ja" else 4  # characters that words of one stem share
    language, abroad = first.document.language, second.document.language
    if language == abroad:
        same = one[:size] == other[:size] or named_alike(language, one, other)
    else:  # 演習 and «exercise» stand in rows of one act
        same = bool(named_as(language, one) & named_as(abroad, other))
    weight = worded(first.claim.type, second.claim.type)
    return [Reason(feature="words", value=f"{one} / {other}", weight=weight)] if same else []


def worded(one: str, other: str) -> float:
    """Return what the same words weigh for acts of two types."""
    return WORDED if one == other else WORDED_NEAR


@lru_cache(maxsize=65536)
def named_as(language: str, words: str) -> frozenset[str]:
    """Return the acts that words name, by names that hold in every language."""
    return frozenset(turn_words(language).names(words))


@lru_cache(maxsize=65536)
def named_alike(language: str, one: str, other: str) -> bool:
    """Tell whether two words name one act: a visit is a trip too."""
    return turn_words(language).named_too(one, other)


def _meaning(first: Told, second: Told) -> list[Reason]:
    """Weigh how alike sentences and words for the act are, in whatever language; nothing where no vectors were made."""
    if not (first.meaning and second.meaning):
        return []
    meaning = angle(first.meaning, second.meaning)
    # the deed of a promise has no vector of its own: then the sentence stands for it
    alike = meaning + (angle(first.act, second.act) if first.act and second.act else meaning / 2)
    weight = min(max((alike - ALIKE_FROM) * ALIKE_SLOPE, ALIKE_LEAST), ALIKE_MOST)
    return [Reason(feature="meaning", value=f"{alike:.2f}", weight=round(weight, 2))]


def _story(first: Told, second: Told) -> list[Reason]:
    """Weigh how alike two documents are; nothing for one document, or where no vectors were made."""
    if first.document.id == second.document.id or not (first.story and second.story):
        return []
    alike = angle(first.story, second.story)
    weight = min(max((alike - STORY_FROM) * STORY_SLOPE, STORY_LEAST), STORY_MOST)
    return [Reason(feature="story", value=f"{alike:.2f}", weight=round(weight, 2))]


def angle(one: bytes, other: bytes) -> float:
    """Return the likeness of two vectors as the ledger keeps them, from -1 to 1."""
    return float(_unit(one) @ _unit(other))


@lru_cache(maxsize=16384)
def _unit(raw: bytes) -> Any:
    return vector(raw)


def _time(a: Claim, b: Claim) -> list[Reason]:
    if not a.time or not b.time or not all((a.time.start, a.time.end, b.time.start, b.time.end)):
        return []
    value = f"{a.time.start}–{a.time.end} / {b.time.start}–{b.time.end}"
    apart = str(a.time.end) <= str(b.time.start) or str(b.time.end) <= str(a.time.start)
    return [Reason(feature="time", value=value, weight=-3.0 if apart else 1.0)]
