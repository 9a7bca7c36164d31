"""How often the indicators raise a false alarm, and what they find: `python benchmarks/calibration.py`.

Series are drawn from Poisson distributions with fixed seeds, so the figures are the same everywhere. They stand in
the docstrings of `keii.situation.baseline` and `segments`, and tests hold bounds around them.
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src")] if str(ROOT / "src") not in sys.path else []

from keii.situation import segments  # noqa: E402  # found only when the line above has run
from keii.situation.baseline import surprises  # noqa: E402

SERIES = 200
CONSTANT = (0.05, 0.1, 0.3, 1.0, 2.0, 5.0)  # events a day
RISES = ((0.3, 1.5, 60), (1.0, 3.0, 60), (2.0, 5.0, 40), (0.2, 0.6, 100))  # before, after, days of each


def false_cuts(rate: float) -> int:
    """Return how many of the series of 200 days at a constant rate have a change of level."""
    random = np.random.default_rng(7)
    return sum(bool(segments.cuts_of_counts(random.poisson(rate, 200).tolist())) for _ in range(SERIES))


def found_cuts(before: float, after: float, days: int) -> tuple[int, int]:
    """Return in how many series a rise is found at all, and within five days of its day."""
    random = np.random.default_rng(9)
    found = near = 0
    for _ in range(SERIES):
        counts = [*random.poisson(before, days).tolist(), *random.poisson(after, days).tolist()]
        cuts = segments.cuts_of_counts(counts)
        found += bool(cuts)
        near += any(abs(cut.at - days) <= 5 for cut in cuts)
    return found, near


def surprising(rate: float) -> tuple[float, float]:
    """Return the share of days with a surprise of 2 and of 3 or more, at a constant rate with reading that varies."""
    random = np.random.default_rng(3)
    values = [one.value for _ in range(60)
              for one in surprises(random.poisson(rate, 120).tolist(), random.poisson(20, 120).tolist(), "day") if one]
    return sum(value >= 2 for value in values) / len(values), sum(value >= 3 for value in values) / len(values)


def main() -> None:
    """Print the figures."""
    for penalty in (1.0, segments.PENALTY, 2.0):
        segments.PENALTY = penalty
        false = ", ".join(f"{rate:g}: {false_cuts(rate)}" for rate in CONSTANT)
        print(f"penalty {penalty:g} log n: false changes in {SERIES} series by rate: {false}")
        for before, after, days in RISES:
            found, near = found_cuts(before, after, days)
            print(f"  {before:g} to {after:g} over {days} days: found {found}, within five days {near}")
    for rate in (0.1, 0.5, 2.0, 8.0):
        two, three = surprising(rate)
        print(f"rate {rate:g}: {two:.2%} of days surprise by 2 or more (nominally 1 %), {three:.2%} by 3 (0.1 %)")


if __name__ == "__main__":
    main()
