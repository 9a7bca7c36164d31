"""The cases of `coding*.yaml`: how they are read, and when claims meet what a case expects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keii.model import Claim
from written import written

ROOT = Path(__file__).parent
CODERS = ("rules", "both")  # the coders that are held to the cases
FIELDS = frozenset({"type", "actor", "recipient", "status", "source", "place", "time"})

Expected = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One sentence, and the acts that must be found in it."""

    phenomenon: str
    text: str
    expect: tuple[Expected, ...]
    exact: bool  # whether no other act may be found


def load(language: str) -> list[Case]:
    """Return the cases of a language in their order."""
    groups = [group for path in sorted((ROOT / language).glob("coding*.yaml")) for group in written(path)]
    return [Case(phenomenon=group["phenomenon"], text=case["text"], expect=tuple(case["expect"]),
                 exact=case.get("exact", not case["expect"]))
            for group in groups for case in group["cases"]]


def gaps_path(language: str, coder: str) -> Path:
    """Return the file with the texts of the cases that a coder does not meet yet."""
    return ROOT / language / ("known_gaps.txt" if coder == "rules" else f"known_gaps.{coder}.txt")


def unmet(case: Case, claims: Iterable[Claim]) -> list[str]:
    """Return what of a case the claims do not meet, in words; empty when they meet it.

    Every expected act needs a claim of its own.
    """
    found = list(claims)
    troubles = []
    for expected, claim in _paired(case.expect, found):
        if claim is None:
            troubles.append(f"not found: {expected}")
        else:
            found.remove(claim)
    if case.exact:
        troubles += [f"not expected: {claim.type} {claim.status} «{claim.trigger.quote}»" for claim in found]
    return troubles


def meets(claim: Claim, expected: Expected) -> bool:
    """Tell whether the claim has everything that is written of the expected act."""
    words = {
        "actor": [party.text for party in claim.actors],
        "recipient": [party.text for party in claim.recipients],
        "source": [source.text for source in claim.sources],
        "place": [claim.place.span.quote] if claim.place else [],
        "time": [claim.time.span.quote] if claim.time else [],
    }
    if expected.get("type", claim.type) != claim.type or expected.get("status", claim.status) != claim.status:
        return False
    return all(_holds(words[field], expected[field]) for field in words if field in expected)


def _holds(found: Sequence[str], expected: str | list[str] | None) -> bool:
    """Tell whether every expected piece of words is part of something found; None expects nothing."""
    if expected is None:
        return not found
    pieces = expected if isinstance(expected, list) else [expected]
    return all(any(str(piece).casefold() in words.casefold() for words in found) for piece in pieces)


def _paired(expected: Sequence[Expected], claims: Sequence[Claim]) -> list[tuple[Expected, Claim | None]]:
    """Return each expected act with a claim of its own, as many as possible."""
    fits = [[number for number, claim in enumerate(claims) if meets(claim, one)] for one in expected]
    taken: dict[int, int] = {}  # claim to expected act

    def place(act: int, seen: set[int]) -> bool:
        for number in fits[act]:
            if number not in seen:
                seen.add(number)
                if number not in taken or place(taken[number], seen):
                    taken[number] = act
                    return True
        return False

    for act in range(len(expected)):
        place(act, set())
    by_act = {act: claims[number] for number, act in taken.items()}
    return [(one, by_act.get(act)) for act, one in enumerate(expected)]
