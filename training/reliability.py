"""How far stated confidence and what is right agree: reliability, expected calibration error, abstention curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

BINS = 10
LEVELS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The claims whose confidence lies between two tenths."""

    low: float
    high: float
    claims: int
    stated: float  # mean confidence
    right: float  # share that is right


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What is left when claims below a confidence are left out."""

    least: float
    claims: int
    precision: float
    recall: float  # of the annotated acts


def bins(stated: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Return the bins that hold claims, from the least confident on."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for one, is_right in zip(stated, right, strict=True):
        groups[min(int(one * BINS), BINS - 1)].append((one, is_right))
    return [
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            claims=len(group),
            stated=sum(one for one, _ in group) / len(group),
            right=sum(is_right for _, is_right in group) / len(group),
        )
        for number, group in enumerate(groups)
        if group
    ]


def calibration_error(stated: Sequence[float], right: Sequence[bool]) -> float:
    """Return the expected calibration error: how far the bins' means lie from what is right, weighted by claims."""
    found = bins(stated, right)
    return sum(one.claims * abs(one.stated - one.right) for one in found) / max(len(stated), 1)


def brier(stated: Sequence[float], right: Sequence[bool]) -> float:
    """Return the mean squared difference between confidence and 1 for right, 0 for wrong."""
    return sum((one - is_right) ** 2 for one, is_right in zip(stated, right, strict=True)) / max(len(stated), 1)


def ranking(stated: Sequence[float], right: Sequence[bool]) -> float:
    """Return how often a right claim is believed more than a wrong one, ties counting half (area under the ROC)."""
    wins = below = 0.0
    for _, group in groupby(sorted(zip(stated, right, strict=True)), key=lambda pair: pair[0]):
        answers = [is_right for _, is_right in group]
        wrong = len(answers) - sum(answers)
        wins += sum(answers) * (below + wrong / 2)
        below += wrong
    pairs = sum(right) * (len(right) - sum(right))
    return wins / pairs if pairs else 0.5


def levels(stated: Sequence[float], right: Sequence[bool], gold: int) -> list[Level]:
    """Return precision and recall of the claims that are left from each level of confidence on."""
    found = []
    for least in LEVELS:
        kept = [is_right for one, is_right in zip(stated, right, strict=True) if one >= least]
        hits = sum(kept)
        found.append(Level(least=least, claims=len(kept), precision=hits / len(kept) if kept else 0.0,
                           recall=hits / gold if gold else 0.0))
    return found
