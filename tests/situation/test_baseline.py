import numpy as np
import pytest

from keii.situation.baseline import surprises


def last(counts: list[int], documents: list[int] | None = None, by: str = "day") -> float:
    found = surprises(counts, documents or [10] * len(counts), by)[-1]
    assert found is not None
    return found.value


def test_the_usual_is_no_surprise_and_much_more_is_one() -> None:
    usual = [2, 1, 3, 2, 2, 1, 2] * 8
    assert abs(last([*usual, 2])) < 1
    assert last([*usual, 12]) > 4
    assert last([*[8, 9, 10, 9, 8, 9, 10] * 8, 0]) < -2


def test_more_is_never_less_surprising() -> None:
    usual = [2, 0, 1, 0, 3, 1, 1] * 8
    values = [last([*usual, count]) for count in range(12)]
    assert values == sorted(values)


def test_too_little_before_it_gives_no_surprise() -> None:
    found = surprises([1] * 20, [5] * 20, "day")
    assert found[:14] == (None,) * 14
    assert found[14] is not None
    assert surprises([1, 2, 1], [5, 5, 5], "month") == (None, None, None)


def test_the_day_of_the_week_is_part_of_the_usual() -> None:
    week = [6, 7, 5, 6, 7, 0, 0]  # parliaments rest on weekends
    monday, sunday = surprises([*week * 8, 6], [10] * 57, "day")[-1], surprises([*week * 8], [10] * 56, "day")[-1]
    assert monday is not None
    assert sunday is not None
    assert monday.weekday > 1 > sunday.weekday
    assert last([*week * 8, *week[:6], 6]) > last([*week * 8, 6]) + 2  # six on a Sunday are many


def test_an_old_crisis_does_not_raise_the_usual() -> None:
    calm = [1, 0, 1, 1, 0, 1, 0] * 8
    crisis = [*calm[:20], 30, 30, 30, *calm[23:]]
    assert last([*crisis, 8]) > last([*calm, 8]) / 2


def test_reading_twice_as_much_is_no_surprise() -> None:
    random = np.random.default_rng(11)
    counts = [int(count) for count in random.poisson(3, 56)]
    grown, documents = [*counts, 7], [10] * 56 + [25]
    assert last(grown, documents) < 2 < last([*counts, 9], [10] * 57)


def test_a_source_that_fell_silent_is_no_sudden_peace() -> None:
    counts = [9, 8, 9, 10, 9, 8, 9] * 8
    assert last([*counts, 1], [20] * 57) < -2
    assert last([*counts, 1], [20] * 56 + [2]) > -2


def test_days_on_which_nothing_was_read_say_nothing() -> None:
    found = surprises([1] * 15 + [0] * 5 + [1], [5] * 15 + [0] * 5 + [5], "day")
    assert found[16] is None
    assert found[20] is not None
    assert found[20].history == 15


@pytest.mark.parametrize("rate", [0.2, 1.0, 6.0])
def test_surprises_of_two_are_as_rare_as_they_say(rate: float) -> None:
    random = np.random.default_rng(3)
    values = [one.value for _ in range(30)
              for one in surprises([int(count) for count in random.poisson(rate, 100)],
                                   [int(count) for count in random.poisson(20, 100)], "day") if one]
    assert np.mean([value >= 2 for value in values]) <= 0.012
