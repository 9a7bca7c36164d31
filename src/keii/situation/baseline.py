"""How surprising a count is after those before it: a seasonal, robust baseline and the tail of its prediction."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

from keii.model import Surprise

# Measured by `benchmarks/calibration.py` on Poisson series of 0.1 to 8 events a day with reading that varies: 0.3 to
# 0.8 % of the days have a surprise of 2 or more (nominally 1 %), 0.05 to 0.2 % of 3 or more (0.1 %).
PRIOR = 0.5  # events: after weeks of none, one is a surprise but no certainty (Jeffreys' prior of a Poisson rate)
SHRINK = 2.0  # events that pull the factor of a day of the week to 1: two months hold only eight Mondays
BURST = 3.0  # standard deviations over the median above which a past count is cut: an old crisis is no baseline
MOST = 15.0  # surprises are cut here; beyond it the model, not the world, is small


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """How far back a baseline looks, and what it needs to see."""

    longest: int  # periods
    shortest: int  # periods; with fewer there is no surprise
    weekly: bool  # whether the day of the week counts


# Eight weeks hold every day of the week eight times; half a year of weeks; two years of months.
MEMORY = {
    "day": Memory(longest=56, shortest=14, weekly=True),
    "week": Memory(longest=26, shortest=4, weekly=False),
    "month": Memory(longest=24, shortest=4, weekly=False),
}


def surprises(counts: Sequence[int], documents: Sequence[int], by: str) -> tuple[Surprise | None, ...]:
    """Return for each period how surprising its count is after the periods before it; None: too few of them.

    Periods follow each other without gaps; days count their weekday from the first one. Periods without a document
    read say nothing and are left out. Two baselines are asked: one where events do not depend on how much was read,
    and one where they grow with the documents. The smaller surprise counts, so that a new source, or one that fell
    silent, is none.
    """
    memory = MEMORY[by]
    return tuple(_surprise(counts, documents, at, memory) for at in range(len(counts)))


def _surprise(counts: Sequence[int], documents: Sequence[int], at: int, memory: Memory) -> Surprise | None:
    past = [index for index in range(max(0, at - memory.longest), at) if documents[index] > 0]
    if len(past) < memory.shortest or documents[at] == 0:
        return None
    usual = fmean(documents[index] for index in past)
    even = dict.fromkeys((*past, at), 1.0)
    growing = {index: documents[index] / usual for index in (*past, at)}
    return min((_against(counts, past, at, exposure, memory) for exposure in (even, growing)),
               key=lambda one: abs(one.value))


def _against(counts: Sequence[int], past: Sequence[int], at: int, exposure: dict[int, float],
             memory: Memory) -> Surprise:
    """Return the surprise when events come in proportion to the exposure."""
    calm = dict(zip(past, _calmed([counts[index] for index in past]), strict=True))
    seen = sum(calm.values()) + PRIOR
    level = seen / sum(exposure[index] for index in past)
    weekdays = _weekdays(calm, exposure, level) if memory.weekly else dict.fromkeys(range(7), 1.0)
    means = {index: level * weekdays[index % 7] * exposure[index] for index in (*past, at)}
    spread = fmean((calm[index] - means[index]) ** 2 / means[index] for index in past)
    variance = means[at] * max(1.0, spread) + means[at] ** 2 / seen  # dispersion, and doubt about the level itself
    return Surprise(expected=round(means[at], 3), value=round(_signed(counts[at], means[at], variance), 2),
                    weekday=round(weekdays[at % 7], 2), history=len(past))


def _weekdays(calm: dict[int, float], exposure: dict[int, float], level: float) -> dict[int, float]:
    """Return the factor of each day of the week, drawn towards 1 where it has seen little."""
    found = {}
    for day in range(7):
        own = [index for index in calm if index % 7 == day]
        found[day] = (sum(calm[index] for index in own) + SHRINK) / \
                     (level * sum(exposure[index] for index in own) + SHRINK)
    return found


def _calmed(counts: Sequence[int]) -> list[float]:
    """Return the counts with bursts cut to what a Poisson series around their median reaches."""
    middle = median(counts)
    most = middle + BURST * math.sqrt(max(middle, 1.0))
    return [min(float(count), most) for count in counts]


def _signed(count: int, mean: float, variance: float) -> float:
    """Return -log10 of the probability of so many or more, or log10 of so few or fewer, whichever side it is on."""
    size = mean**2 / (variance - mean)
    below = 0.0  # probability of fewer than `count`
    for number in range(count):
        below += _probability(number, mean, size)
    if count >= mean:
        above = 1.0 - below if below < 0.999 else _tail(count, mean, size)
        return min(MOST, -math.log10(max(above, 10**-MOST)))
    up_to = below + _probability(count, mean, size)
    return max(-MOST, math.log10(max(min(up_to, 1.0), 10**-MOST)))


def _tail(count: int, mean: float, size: float) -> float:
    """Return the probability of `count` or more, summed from there on, where 1 minus the rest would be noise."""
    total, term, number = 0.0, _probability(count, mean, size), count
    while term > total * 1e-9 and term > 0.0:
        total += term
        number += 1
        term = _probability(number, mean, size)
    return total


def _probability(number: int, mean: float, size: float) -> float:
    """Return the probability of a number under the negative binomial distribution of this mean and size."""
    log = (math.lgamma(number + size) - math.lgamma(size) - math.lgamma(number + 1)
           + size * math.log(size / (size + mean)) + number * math.log(mean / (size + mean)))
    return math.exp(log)
