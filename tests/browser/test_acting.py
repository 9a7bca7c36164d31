"""What a reader does with mouse and keys: brush the timeline, open a line, correct, undo, disagree, save a search."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("playwright", reason="it drives the browser: pip install 'keii[dev]'")

from playwright.sync_api import expect

from benchmarks.made import News
from browser.conftest import PATIENCE, Site, filled, served
from keii.cli.words import retell
from keii.ledger import Ledger
from keii.workbench.config import Workbench
from ledger.samples import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

VISIT, AGREE, SANCTION = visit("news/a.txt").claims
Opened = Callable[[str], "Page"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a workbench of a ledger that may be written."""
    with served(Workbench(ledger=filled(tmp_path_factory.mktemp("desk") / "keii.db"), retell=retell)) as found:
        yield found


@pytest.fixture
def reviewer(chromium: "Browser", desk: Site) -> Iterator[Opened]:
    """Give what opens the window of a person, who says their name and is at the queue."""
    contexts = []

    def opened(name: str) -> "Page":
        context = chromium.new_context(locale="en-GB", base_url=desk.address, viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto("/review")
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Keep the name").click()
        expect(page.locator(".signing summary")).to_contain_text(name)
        return page

    yield opened
    for context in contexts:
        context.close()


def told(page: "Page", claim: str) -> Any:
    return page.request.get(f"/review/{claim}.json").json()


def pressed(page: "Page", key: str) -> None:
    """Press a key once the page listens to it."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def dragged(page: "Page", element: "Locator", first: float, last: float) -> None:
    """Drag across an element, from one share of its width to another."""
    element.scroll_into_view_if_needed()
    box = element.bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + first * box["width"], height)
    page.mouse.down()
    page.mouse.move(box["x"] + (first + last) / 2 * box["width"], height)
    page.mouse.move(box["x"] + last * box["width"], height)
    page.mouse.up()


def test_dragging_across_the_timeline_chooses_its_days(page: "Page") -> None:
    page.goto("/timeline?since=2024-06-01&until=2024-06-20&by=day")
    drawing = page.locator("svg.histogram")
    first, after = (date.fromisoformat(day) for day in (drawing.get_attribute("data-days") or "").split(" "))
    days = (after - first).days
    assert days == 20
    dragged(page, drawing, 11.5 / days, 12.5 / days)  # from the middle of the twelfth day to that of the thirteenth
    expect(page).to_have_url(re.compile("since=2024-06-12&until=2024-06-13"))
    assert first + timedelta(days=12) == date(2024, 6, 13)
    number = page.request.get("/timeline.json?since=2024-06-12&until=2024-06-13").json()["total"]
    assert number == 1  # the visit; the others are known by the day of publication alone, the fourteenth
    expect(page.locator(".rows > li.dated")).to_have_count(number)


def test_a_line_of_the_network_shows_exactly_the_claims_that_it_counts(page: "Page") -> None:
    page.goto("/network")
    numbers = {f"{edge['first']} {edge['second']}": edge["claims"]
               for edge in page.request.get("/network.json").json()["edges"]}
    assert numbers
    for ends, number in numbers.items():
        line = page.locator(f'a.line[data-ends="{ends}"]')
        line.locator(".hit").dispatch_event("click")
        expect(page.locator("#panel blockquote")).to_have_count(number)
        expect(page).to_have_url(re.compile("/network$"))  # the quotations came beside the drawing


def test_the_network_plays_over_time(chromium: "Browser", tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "k.db") as held:
        for made in News(daily=4, acts=3).documents(0, 24):
            held.write(made.reading)
    with served(Workbench(ledger=tmp_path / "k.db", retell=retell)) as found:
        page = chromium.new_context(locale="en-GB", base_url=found.address).new_page()
        page.set_default_timeout(PATIENCE)
        page.goto("/network")
        told = page.locator(".steps output")
        expect(told).to_have_text("all periods")
        page.get_by_role("button", name="Play").click()
        expect(told).to_have_text(re.compile(r"\d{4}"))
        expect(page.locator("svg.network.timed a.line.now")).not_to_have_count(0)
        expect(page.get_by_role("button", name="Play")).to_be_visible()  # it stops at the last period
        page.context.close()


def test_dragging_across_the_axis_of_the_map_chooses_its_days(page: "Page") -> None:
    page.goto("/map?since=2024-06-01&until=2024-06-20")
    dragged(page, page.locator("svg.histogram"), 11.5 / 20, 13.5 / 20)
    expect(page).to_have_url(re.compile("/map.*since=2024-06-12&until=2024-06-14"))


def test_a_field_is_corrected_in_the_form_and_it_is_undone_by_key(reviewer: Opened) -> None:
    page = reviewer("Aki")
    page.goto(f"/review/{VISIT.id}")
    page.locator(".amending summary").click()
    page.locator('select[name="status"]').select_option("planned")
    page.get_by_label("quantity 1: words of the text").fill("13日")
    page.get_by_label("quantity 1: at least").fill("13")
    page.get_by_label("quantity 1: unit").fill("day")
    page.get_by_role("button", name="Keep as correct").click()
    expect(page.locator(".done")).to_contain_text("is kept")
    claim = told(page, VISIT.id)["claim"]
    assert (claim["status"], claim["quantities"][0]["low"], claim["quantities"][0]["high"]) == ("planned", 13, None)
    pressed(page, "u")
    expect(page).to_have_url(re.compile(f"/review/{VISIT.id}"))
    assert told(page, VISIT.id)["claim"]["status"] == "occurred"


def test_words_are_chosen_in_the_sentence_after_a_key(reviewer: Opened) -> None:
    page = reviewer("Aki")
    page.goto(f"/review/{VISIT.id}")
    pressed(page, "e")
    expect(page.get_by_label("trigger: words of the text")).to_be_focused()
    dragged(page, page.locator(".sentence span", has_text=re.compile("^平壌$")), .02, .98)
    expect(page.get_by_label("trigger: words of the text")).to_have_value("平壌")
    page.keyboard.press("Escape")
    page.locator(".amending button").click()
    expect(page.locator(".done")).to_contain_text("is kept")
    assert told(page, VISIT.id)["claim"]["trigger"]["quote"] == "平壌"
    pressed(page, "u")
    expect(page).to_have_url(re.compile(f"/review/{VISIT.id}"))
    assert told(page, VISIT.id)["claim"]["trigger"]["quote"] == "訪問"


def test_of_two_reviewers_the_second_is_shown_what_the_first_said(reviewer: Opened) -> None:
    aki, ben = reviewer("Aki"), reviewer("Ben")
    for page in (aki, ben):
        page.goto(f"/review/{AGREE.id}")
    pressed(aki, "a")
    expect(aki.locator(".done")).to_contain_text("is kept")
    pressed(ben, "r")
    expect(ben.get_by_role("alert")).to_contain_text("somebody else has decided")
    expect(ben.locator(".history")).to_contain_text("Aki")
    assert told(ben, AGREE.id)["claim"] is not None  # the second word was not kept
    pressed(ben, "r")
    expect(ben.locator(".done")).to_contain_text("is kept")
    ben.goto(f"/review/{AGREE.id}")
    expect(ben.locator("article header")).to_contain_text("Reviewers differ")
    assert told(ben, AGREE.id)["disputed"]


def test_a_search_is_saved_beside_the_filters_and_renamed(reviewer: Opened) -> None:
    page = reviewer("Aki")
    page.goto("/claims?type=SANCTION")
    page.get_by_text("Save this search").click()
    page.get_by_label("Name of the search").fill("sanctions 2024")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("sanctions 2024")
    assert page.locator(f'a[href*="{SANCTION.id}"]').count() == 1
    page.goto("/searches")
    row = page.locator(".rows > li", has_text="sanctions 2024")
    row.get_by_text("Rename or remove").click()
    row.get_by_label("Name of the search").fill("制裁")
    row.get_by_role("button", name="Rename").click()
    expect(page.get_by_role("link", name="制裁", exact=True)).to_be_visible()
    assert page.locator(".rows > li", has_text="sanctions 2024").count() == 0
