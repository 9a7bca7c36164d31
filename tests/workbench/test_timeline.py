import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from keii.errors import UsageError
from keii.ledger import Ledger
from keii.model import Claim, Party, Status, Time
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from keii.workbench.periods import KINDS, MOST_PERIODS, Axis, Dated, Kind, Level, axis, day_number
from ledger.samples import CODER, document, sentences, span
from workbench.conftest import browse

DAY = "2024-06-13"


def drawn(*found: Dated, since: str | None = None, until: str | None = None, level: Level | None = None) -> Axis:
    made = axis(found, since=since, until=until, level=level)
    assert made is not None
    return made


def told(since: str | None, until: str | None = None, status: str = "occurred", number: int = 1) -> Dated:
    return Dated(since, until, status, number)


def counted(made: Axis) -> dict[str, int]:
    return {one.since: sum(one.counts.values()) for one in made.periods if one.counts}


# ---- the axis ----

@pytest.mark.parametrize(("until", "level"), [
    ("2024-06-15", Level.HOUR), ("2024-07-13", Level.DAY), ("2025-06-13", Level.WEEK), ("2030-06-13", Level.MONTH),
    ("2050-06-13", Level.YEAR),
])
def test_the_periods_are_as_long_as_the_axis_asks_for(until: str, level: Level) -> None:
    assert drawn(told(DAY), since=DAY, until=until).level is level


def test_a_single_day_stands_among_others_and_is_not_as_wide_as_the_paper() -> None:
    made = drawn(told(DAY))
    assert made.level is Level.DAY
    assert len(made.periods) > 7
    assert counted(made) == {DAY: 1}
    assert drawn(told(f"{DAY}T15:00")).level is Level.HOUR


def test_a_thing_is_counted_in_the_period_in_which_it_begins() -> None:
    made = drawn(told("2024-06-13T15:00"), told("2024-06-13T15:30"), told("2024-06-14T00:00"), since=DAY,
                 until="2024-06-15")
    assert counted(made) == {"2024-06-13T15:00": 2, "2024-06-14T00:00": 1}


def test_a_thing_that_is_known_less_exactly_than_the_periods_is_drawn_as_wide_as_it_is_known() -> None:
    june = told("2024-06-01", "2024-07-01", number=3)
    by_day = drawn(june, told(DAY), since="2024-06-01", until="2024-07-01")
    assert counted(by_day) == {DAY: 1}
    wide, = by_day.wide
    assert (wide.since, wide.until, wide.number, wide.end - wide.start) == ("2024-06-01", "2024-06-30", 3, 30)
    assert counted(drawn(june, since="2024-01-01", until="2026-12-31")) == {"2024-06-01": 3}


def test_what_happened_is_awaited_and_denied_is_never_added_up() -> None:
    made = drawn(*(told(DAY, status=status) for status in Status))
    assert {kind: made.total(kind) for kind in Kind} == {Kind.HAPPENED: 2, Kind.AWAITED: 5, Kind.DENIED: 1}
    assert set(KINDS) == set(Status)


def test_what_is_not_drawn_is_counted() -> None:
    made = drawn(told(None, number=4), told("2023-01-01", number=2), told(DAY), since=DAY, until="2024-06-14")
    assert (made.undated, made.outside, made.total(Kind.HAPPENED)) == (4, 2, 1)


def test_nothing_with_a_time_has_no_axis() -> None:
    assert axis([told(None)], since=None, until=None) is None


def test_weeks_begin_on_monday_and_periods_leave_no_gap() -> None:
    for level in Level:
        made = drawn(told("2023-12-30"), told("2024-01-09"), level=level)
        assert all(one.end == after.start for one, after in zip(made.periods, made.periods[1:], strict=False))
        assert made.start <= day_number("2023-12-30")
        assert made.end >= day_number("2024-01-10")
    weeks = drawn(told("2023-12-30"), told("2024-01-09"), level=Level.WEEK).periods
    assert all(date.fromisoformat(one.since).weekday() == 0 for one in weeks)


def test_a_level_that_is_too_fine_is_refused_with_the_remedy() -> None:
    with pytest.raises(UsageError, match="too many") as error:
        drawn(told("1990-01-01"), told("2024-01-01"), level=Level.HOUR)
    assert error.value.remedy


@given(st.lists(st.tuples(st.dates(), st.integers(1, 900), st.sampled_from(list(Status)), st.integers(1, 9)),
                min_size=1, max_size=20))
def test_everything_is_drawn_once_or_told(things: list[tuple[date, int, Status, int]]) -> None:
    found = [told(day.isoformat(), date.fromordinal(min(day.toordinal() + length, date.max.toordinal())).isoformat(),
                  status, number) for day, length, status, number in things]
    made = drawn(*found)
    assert sum(made.total(kind) for kind in Kind) + made.outside == sum(one.number for one in found)
    assert len(made.periods) <= MOST_PERIODS


# ---- the page ----

def event(number: int, status: Status, start: str | None, end: str | None, published: str | None = None) -> Reading:
    text = f"Country number {number} attacked Georgia at some time."
    article = document(text, origin=f"{number}.txt", language="en", published_at=published)
    time = Time(span=span(text, "at some time"), start=start, end=end, precision="day", basis="text") if start else None
    claim = Claim(document=article.id, sentence=0, type="ASSAULT", trigger=span(text, "attacked"), status=status,
                  coder=CODER, actors=(Party(span=span(text, f"Country number {number}"), code="BCDEF"[number] * 3),),
                  recipients=(Party(span=span(text, "Georgia"), code="GEO"),), time=time)
    return Reading(origin=article.origin, document=article, sentences=sentences(text), claims=(claim,))


@pytest.fixture
def browser(tmp_path: Path) -> TestClient:
    with Ledger.create(tmp_path / "k.db") as ledger:
        for number, (status, start, end, published) in enumerate((
                (Status.OCCURRED, "2024-06-13T15:00", "2024-06-13T16:00", None),
                (Status.OCCURRED, "2024-06-01", "2024-07-01", None),
                (Status.PLANNED, "2024-06-20", "2024-06-21", None),
                (Status.NOT_OCCURRED, None, None, "2024-06-25"),
                (Status.OCCURRED, None, None, None))):
            ledger.write(event(number, status, start, end, published))
        Keeper(ledger, None).catch_up()
    return browse(tmp_path / "k.db")


def test_the_timeline_draws_what_its_json_tells(browser: TestClient) -> None:
    found = browser.get("/timeline.json?since=2024-06&until=2024-06").json()
    assert found["by"] == "day"
    assert found["periods"] == [
        {"since": "2024-06-13", "until": "2024-06-13", "happened": 1},
        {"since": "2024-06-20", "until": "2024-06-20", "awaited": 1},
        {"since": "2024-06-25", "until": "2024-06-25", "denied": 1}]
    assert found["wide"] == [{"since": "2024-06-01", "until": "2024-06-30", "happened": 1}]
    page = browser.get("/timeline?since=2024-06&until=2024-06").text
    labels = re.findall(r'class="(?:period|strip)"[^>]* aria-label="([^"]*)"', page)
    assert labels == ["2024-06-13 – happened: 1", "2024-06-20 – awaited: 1", "2024-06-25 – denied: 1",
                      "2024-06-01 – 2024-06-30 – happened: 1"]


def test_events_are_listed_by_time_and_those_without_one_last(browser: TestClient) -> None:
    found = browser.get("/timeline.json").json()
    assert [one["since"] for one in found["items"]] == [
        "2024-06-01", "2024-06-13T15:00", "2024-06-20", "2024-06-25", None]
    assert found["undated"] == 1


def test_a_bar_leads_to_its_own_days_and_these_to_hours(browser: TestClient) -> None:
    page = browser.get("/timeline?since=2024-06&until=2024-06").text
    address = re.findall(r'class="period" href="([^"]*)"', page)[0].replace("&amp;", "&")
    day = browser.get(address.replace("/timeline?", "/timeline.json?")).json()
    assert day["by"] == "hour"
    assert {"since": "2024-06-13T15:00", "until": "2024-06-13T15:00", "happened": 1} in day["periods"]
    assert day["total"] == 2  # the one of June too: it may have been on this day
    assert day["wide"][0]["happened"] == 1


def test_days_are_chosen_without_a_script_and_the_filter_is_kept(browser: TestClient) -> None:
    page = browser.get("/timeline?status=occurred&since=2024-06-10").text
    form = page.split('<form class="days"')[1].split("</form>")[0]
    assert '<input type="hidden" name="status" value="occurred">' in form
    assert 'name="since" value="2024-06-10"' in form
    assert browser.get("/timeline.json?status=planned").json()["total"] == 1


def test_the_drawing_has_a_table_beside_it(browser: TestClient) -> None:
    table = browser.get("/timeline?since=2024-06&until=2024-06").text.split("<table>")[1].split("</table>")[0]
    rows = [re.findall(r"<td[^>]*>([^<]*)</td>", row) for row in table.split("<tr>")[2:]]
    assert rows == [["2024-06-13", "2024-06-13", "1", "0", "0"], ["2024-06-20", "2024-06-20", "0", "1", "0"],
                    ["2024-06-25", "2024-06-25", "0", "0", "1"], ["2024-06-01", "2024-06-30", "1", "0", "0"]]


def test_a_day_of_publication_is_told_apart_from_a_day_of_the_text(browser: TestClient) -> None:
    page = browser.get("/timeline").text
    assert page.count("day of publication: the text gives no time") == 1
    assert page.count('published"') == 1


@pytest.mark.parametrize("query", ["by=minute", "by=hour&since=2000&until=2024"])
def test_a_wrong_period_is_refused(browser: TestClient, query: str) -> None:
    assert browser.get(f"/timeline?{query}").status_code == 400
    assert browser.get(f"/timeline.json?{query}").json()["remedy"]


def test_an_empty_ledger_has_an_empty_timeline(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "k.db"):
        pass
    page = browse(tmp_path / "k.db").get("/timeline")
    assert page.status_code == 200
    assert "<svg" not in page.text.split("<main")[1]
