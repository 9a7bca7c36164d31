import doctest

import pytest

import keii.documents.dates
from keii.documents.dates import field_date, iso_date, option_date
from keii.errors import InputError, UsageError


@pytest.mark.parametrize(("value", "date"), [
    ("2026-11-23", "2026-11-23"), (" 2026-11-23 ", "2026-11-23"), ("2026-11-23T09:00", "2026-11-23T09:00:00"),
    ("2026-11-23T09:00:00Z", "2026-11-23T09:00:00+00:00"), ("2024-02-29", "2024-02-29"),
    ("2026-02-29", None), ("2026-13-01", None), ("20261123", None), ("2026-W47-1", None), ("2026/11/23", None),
    ("yesterday", None), ("", None), ("2026-11-23T25:00", None), ("２０２６-11-23", None),
])
def test_a_date_is_iso_8601(value: str, date: str | None) -> None:
    assert iso_date(value) == date


def test_a_wrong_option_says_what_to_write() -> None:
    with pytest.raises(UsageError, match=r"--published: «13/9/2023» is not a date. Write it as 2026-11-23"):
        option_date("13/9/2023")


@pytest.mark.parametrize("value", ["13/9/2023", 20230913, ["2023-09-13"], True])
def test_a_wrong_field_is_a_problem_of_the_input(value: object) -> None:
    with pytest.raises(InputError) as caught:
        field_date(value)
    assert caught.value.code == "input.bad-date"


def test_the_examples_of_the_module_hold() -> None:
    assert doctest.testmod(keii.documents.dates).failed == 0
