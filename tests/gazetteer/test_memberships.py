import pytest

from keii.gazetteer.memberships import members, of_bodies, of_states


@pytest.mark.parametrize(("body", "date", "count"), [
    ("nato", "1950-01-01", 12), ("nato", "2004-12-31", 26), ("nato", "2024-12-31", 32),
    ("eu", "1995-12-31", 15), ("eu", "2013-12-31", 28), ("eu", "2025-12-31", 27),
    ("un", "1946-12-31", 53), ("un", "2011-12-31", 193), ("un-security-council", "2025-06-01", 15),
    ("sco", "2024-12-31", 10), ("brics", "2025-12-31", 10), ("asean", "2024-12-31", 10), ("asean", "2025-12-31", 11),
    ("african-union", "2025-12-31", 55), ("g7", "2025-12-31", 7), ("opec", "2025-12-31", 12), ("csto", "2025-12-31", 6),
    ("gcc", "2025-12-31", 6), ("quad", "2025-12-31", 4), ("aukus", "2025-12-31", 3), ("arab-league", "2025-12-31", 22),
    ("oecd", "2025-12-31", 38), ("wto", "2025-12-31", 165), ("osce", "2025-12-31", 57), ("icc", "2025-12-31", 125),
    ("council-of-europe", "2025-12-31", 46), ("oic", "2025-12-31", 57), ("commonwealth", "2025-12-31", 56),
    ("schengen", "2025-12-31", 29), ("unesco", "2025-12-31", 194), ("apec", "2025-12-31", 21),
    ("ecowas", "2025-12-31", 12), ("mercosur", "2025-12-31", 6),
])  # fmt: skip
def test_bodies_have_as_many_members_as_they_had_then(body: str, date: str, count: int) -> None:
    # of 1946 two are no more in the file: Czechoslovakia and Yugoslavia, which nobody succeeded at once
    found = members(body, date)
    assert len(found) == count, sorted(found)


@pytest.mark.parametrize(("body", "state", "date", "belongs"), [
    ("nato", "FIN", "2023-04-03", False), ("nato", "FIN", "2023-04-04", True),
    ("eu", "GBR", "2020-01-31", True), ("eu", "GBR", "2020-02-01", False), ("eu", "UKR", "2025-01-01", False),
    ("opec", "QAT", "2018-12-31", True), ("opec", "QAT", "2019-01-02", False),
    ("csto", "UZB", "2010-01-01", True), ("csto", "UZB", "2013-01-01", False),
    ("who", "USA", "2025-06-01", True), ("who", "USA", "2026-06-01", False), ("iaea", "PRK", "2020-01-01", False),
    ("icc", "PHL", "2018-01-01", True), ("icc", "PHL", "2020-01-01", False),
])  # fmt: skip
def test_joining_and_leaving_have_their_day(body: str, state: str, date: str, belongs: bool) -> None:
    assert (state in members(body, date)) is belongs


def test_an_unknown_day_of_joining_stays_empty_and_says_through_whom() -> None:
    japan = next(one for one in of_bodies()["wmo"] if one.state == "JPN")
    assert (japan.start, japan.through) == ("", "un")


def test_at_least_150_bodies_have_members_with_dates_and_tell_when_the_list_is_not_whole() -> None:
    whole = [
        body
        for body, rows in of_bodies().items()
        if any(row.start for row in rows) and not any(row.note.startswith("in part") for row in rows)
    ]
    assert len(whole) >= 150


def test_states_and_bodies_tell_the_same() -> None:
    by_state = {one for rows in of_states().values() for one in rows}
    assert by_state == {one for rows in of_bodies().values() for one in rows}
