"""How far predicted acts agree with annotated ones, in five figures from 0 to 1.

The unit is a sentence, and an act is compared by its type, the countries or bodies of its parties, its status and
who says so; acts of type OTHER count neither way.

    type     F1 of the acts found, whatever is said about them
    who      F1 of acts whose actors and recipients are right too
    status   share of the acts found whose status is right
    source   share of the acts found whose claimant is right: nobody for nobody, else the same country or body
    all      F1 of acts with everything right
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

FIGURES = ("type", "who", "status", "source", "all")
UNTYPED = "OTHER"
NOBODY = "XXX"  # the country of whoever has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act as the figures see it: parties are countries or bodies, without order, sector or words."""

    type: str
    actors: frozenset[str]
    recipients: frozenset[str]
    status: str | None  # None: a prediction may leave it out
    source: str | None  # None: the text itself asserts it

    @property
    def who(self) -> tuple[frozenset[str], ...]:
        """The parties by side; an act without recipients has one side."""
        return (self.actors, self.recipients) if self.recipients else (self.actors,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many acts there were and how many of them were right in what; counts of sentences add up."""

    gold: int = 0
    predicted: int = 0
    type: int = 0
    who: int = 0
    status: int = 0
    source: int = 0
    all: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__})

    def figures(self) -> dict[str, float]:
        """Return the five figures; 0 where there is nothing to divide by."""
        among_found = {name: _ratio(getattr(self, name), self.type) for name in ("status", "source")}
        f1 = {name: _ratio(2 * getattr(self, name), self.gold + self.predicted) for name in ("type", "who", "all")}
        return {name: (f1 | among_found)[name] for name in FIGURES}


def act(event: Mapping[str, Any]) -> Act:
    """Return the act of an event in the scorer's format."""
    source = event.get("source")
    return Act(
        type=event["type"], actors=_countries(event.get("actors")), recipients=_countries(event.get("recipients")),
        status=event.get("status"), source=_country(source) if source else None)


def acts(events: Iterable[Mapping[str, Any]]) -> tuple[Act, ...]:
    """Return the acts that count among the events of a sentence."""
    return tuple(act(event) for event in events if event["type"] != UNTYPED)


def right(gold: Act, predicted: Act) -> dict[str, bool]:
    """Return which fields of a pair of acts agree."""
    return {"who": gold.who == predicted.who, "status": gold.status == predicted.status,
            "source": gold.source == predicted.source}


def pairs(gold: Sequence[Act], predicted: Sequence[Act]) -> list[tuple[int, int]]:
    """Return which act was found by which prediction, as indexes: one to one, the same type, the most alike first."""
    ranked = sorted((_unlikeness(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted)
                    if g.type == p.type)
    found: dict[int, int] = {}
    for _, i, j in ranked:
        if i not in found and j not in found.values():
            found[i] = j
    return sorted(found.items())


def count(gold: Sequence[Act], predicted: Sequence[Act]) -> Counts:
    """Return the counts of one sentence."""
    matched = [right(gold[i], predicted[j]) for i, j in pairs(gold, predicted)]
    return Counts(
        gold=len(gold), predicted=len(predicted), type=len(matched), all=sum(all(m.values()) for m in matched),
        who=sum(m["who"] for m in matched), status=sum(m["status"] for m in matched),
        source=sum(m["source"] for m in matched))


def total(sentences: Iterable[Counts]) -> Counts:
    """Return the counts of many sentences."""
    return sum(sentences, Counts())


def is_perfect(counts: Counts) -> bool:
    """Tell whether nothing is wrong."""
    return len(set(astuple(counts))) == 1


def _unlikeness(gold: Act, predicted: Act) -> tuple[bool, ...]:
    """Return what differs between two acts of a type, what matters most first."""
    same = right(gold, predicted)
    return not same["who"], not gold.actors & predicted.actors, not same["status"], not same["source"]


def _countries(parties: Iterable[Mapping[str, Any]] | None) -> frozenset[str]:
    return frozenset(_country(party) for party in parties or ())


def _country(party: Mapping[str, Any]) -> str:
    return (party.get("code") or NOBODY).split("/")[0]


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
