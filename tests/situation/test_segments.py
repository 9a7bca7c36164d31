import numpy as np
import pytest

from keii.situation.segments import cuts_of_counts, cuts_of_scores


def poisson(seed: int, *levels: tuple[float, int]) -> list[int]:
    random = np.random.default_rng(seed)
    return [int(count) for rate, days in levels for count in random.poisson(rate, days)]


@pytest.mark.parametrize("rate", [0.05, 0.3, 1.0, 5.0])
def test_a_constant_rate_has_no_change(rate: float) -> None:
    false = sum(bool(cuts_of_counts(poisson(seed, (rate, 200)))) for seed in range(60))
    assert false <= 2


@pytest.mark.parametrize(("before", "after"), [(0.3, 1.5), (5.0, 2.0), (1.0, 3.0)])
def test_a_change_of_the_rate_is_found_near_its_day(before: float, after: float) -> None:
    near = 0
    for seed in range(30):
        cuts = cuts_of_counts(poisson(seed, (before, 60), (after, 60)))
        near += len(cuts) == 1 and abs(cuts[0].at - 60) <= 6
    assert near >= 26


def test_a_single_burst_is_no_level() -> None:
    assert cuts_of_counts([1] * 30 + [9] + [1] * 30) == ()


def test_bunches_of_acts_are_no_changes() -> None:
    random = np.random.default_rng(5)
    bunched = [int(count) * 5 for count in random.poisson(0.4, 150)]
    assert cuts_of_counts(bunched) == ()


@pytest.mark.parametrize("counts", [[], [3], [0] * 40, [1, 0, 2]])
def test_too_little_has_no_change(counts: list[int]) -> None:
    assert cuts_of_counts(counts) == ()


def test_scores_that_turn_are_cut_where_they_turn() -> None:
    (cut,) = cuts_of_scores([4.0, 2.5, 4.0, 5.0, 2.5, -6.0, -9.0, -5.5, -7.0, -9.0])
    assert (cut.at, cut.before, round(cut.after, 2)) == (5, 3.6, -7.3)
    assert cut.gain > 0


def test_scores_that_go_up_and_down_have_no_level() -> None:
    assert cuts_of_scores([4.0, -6.0] * 10) == ()
