"""The score of two claims without its reasons, for the many pairs that a story looks at and lets go.

`comparing.compare` says why two claims may tell one act; most pairs that it is asked about do not, and their reasons
are made for nothing. `score` adds up the same weights in the same order, with what recurs remembered: how far the
parties of two claims agree depends on their codes alone. A property test holds the two against each other.
"""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from keii.model import Party, Told
from keii.situation import comparing
from keii.situation.comparing import ALIKE, MISREAD, near_types, persons

# The most that place, words, meaning, story and one day for both may still add to what type and parties weigh.
MOST = 1.0 + comparing.WORDED_NEAR + comparing.ALIKE_MOST + comparing.STORY_MOST + 1.0
_PAIRS = 1_000_000  # of kinds of claims whose weights are remembered
_Weights = tuple[tuple[float, bool], ...]  # of type, parties and persons, in order; whether one is of a party


class Look:
    """What is compared of a claim, made once."""

    __slots__ = ("act", "country", "document", "kind", "language", "meaning", "place", "story", "time", "told", "words")

    def __init__(self, told: Told) -> None:
        """Look at a claim."""
        claim = told.claim
        self.told, self.document, self.language = told, told.document.id, told.document.language
        self.kind = _kind(told)
        self.place = claim.place.span.quote if claim.place else None
        self.country = claim.place.country if claim.place else None
        self.words = claim.trigger.quote.lower()
        self.time = claim.time is not None
        self.meaning, self.act, self.story = told.meaning, told.act, told.story


_kinds: dict[Hashable, int] = {}
_examples: list[Told] = []
_weights: dict[tuple[int, int], tuple[_Weights, float]] = {}


def score(a: Look, b: Look) -> float:
    """Return what `compare` gives as the score of two claims of which one has no time."""
    first, total = _of_kinds(a.kind, b.kind)
    if not _is_near(first):
        return total
    words = _words(a, b)
    rest = [*_place(a, b), *words]
    if a.meaning and b.meaning:
        rest += (meaning := [one.weight for one in comparing._meaning(a.told, b.told)])
        story = [one.weight for one in comparing._story(a.told, b.told)]
        rest += story
        if sum(meaning) + sum(words) >= ALIKE and sum(story) >= 0:
            return sum([max(weight, MISREAD) if party else weight for weight, party in first] + rest)
        return sum([weight for weight, _ in first] + rest)
    rest += [one.weight for one in comparing._story(a.told, b.told)]
    return sum([weight for weight, _ in first] + rest)


def may_reach(a: Look, b: Look, least: float) -> bool:
    """Tell whether two claims may agree by more than `least`, by what is known of their kinds alone."""
    first, total = _of_kinds(a.kind, b.kind)
    if a.meaning and b.meaning:  # like sentences take from the weight of other parties
        total = sum(max(weight, MISREAD) if party else weight for weight, party in first)
    return total + MOST > least


def _is_near(first: _Weights) -> bool:
    return first[0][0] > comparing.FAR


def _of_kinds(one: int, other: int) -> tuple[_Weights, float]:
    """Return the weights of type, parties and persons of two kinds of claims, and their sum."""
    found = _weights.get((one, other))
    if found is None:
        if len(_weights) > _PAIRS:
            _weights.clear()
        a, b = _examples[one], _examples[other]
        reasons = [comparing._type(a.claim, b.claim)]
        if a.claim.type == b.claim.type or b.claim.type in near_types(a.claim.type):
            reasons += [*comparing._parties(a, b), *comparing._persons(a, b)]
        weights = tuple((reason.weight, reason.feature in ("actor", "recipient")) for reason in reasons)
        found = _weights[one, other] = (weights, sum(weight for weight, _ in weights))
    return found


def _kind(told: Told) -> int:
    """Return the number of a kind of claims that weigh the same in type, parties and persons."""
    claim = told.claim
    key: tuple[Any, ...] = (claim.type, claim.mode, claim.label if claim.type == "OTHER" else None,
                            _codes(claim.actors), _codes(claim.recipients),
                            tuple(sorted((country, tuple(sorted(who))) for country, who in persons(told).items())))
    number = _kinds.get(key)
    if number is None:
        number = _kinds[key] = len(_examples)
        _examples.append(replace(told, sentence="", document=replace(told.document, text="")))  # they are kept
    return number


def _codes(parties: tuple[Party, ...]) -> tuple[str, ...]:
    return tuple(sorted({party.code for party in parties}))


def _place(a: Look, b: Look) -> list[float]:
    if a.place is None or b.place is None:
        return []
    if a.place == b.place:
        return [1.0]
    if a.country and b.country:
        return [0.5 if a.country == b.country else -2.0]
    return []


def _words(a: Look, b: Look) -> list[float]:
    if a.language == b.language:
        size = 2 if a.language == "ja" else 4
        same = a.words[:size] == b.words[:size] or comparing.named_alike(a.language, a.words, b.words)
    else:
        same = bool(comparing.named_as(a.language, a.words) & comparing.named_as(b.language, b.words))
    return [comparing.worded(a.told.claim.type, b.told.claim.type)] if same else []
