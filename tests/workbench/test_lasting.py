"""What takes a large ledger long is worked out beside the pages and comes to the same."""

import importlib
import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from keii.errors import UsageError, WorkingError
from keii.ledger import Filter, Ledger
from keii.model import Situation
from keii.situation import renewing
from keii.situation.gathering import awaited
from keii.situation.keeping import Keeper
from keii.workbench import lasting, telling
from ledger.samples import visit
from workbench.conftest import browse
from workbench.test_sources import announced


def number_of(ledger: Ledger, least: int) -> int:
    number = sum(1 for _ in ledger.documents())
    if number < least:
        raise UsageError("too few.", remedy="Read more.")
    return number


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every ledger for a large one, and forget what earlier tests asked for."""
    monkeypatch.setattr(lasting, "LARGE", 1)
    lasting._answers.clear()


@pytest.mark.parametrize("page", ["/expectations", "/expectations?type=AGREE"])
def test_expectations_are_told_beside_the_pages_for_the_first_time(
        ledger: Path, browser: TestClient, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setattr(telling, "SMALL", 0)
    first = browser.get(page)
    assert first.status_code == 202
    assert "being worked out" in first.text
    telling.wait()
    path, _, query = page.partition("?")
    found = browser.get(f"{path}.json?{query}").json()["items"]
    with Ledger.open(ledger) as held:
        every = [one.expectation.id for one in awaited(held, Filter(types=("AGREE",) if query else ()),
                                                       as_of=held.latest() or "9999")]
    assert every
    assert sorted(one["id"] for one in found) == sorted(every)
    assert len(browser.get("/start.json").json()["open_expectations"]) > 0


def test_a_workbench_that_only_shows_the_ledger_writes_nothing_into_it(
        ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lasting, "LARGE", 1_000)
    shown = browse(ledger, read_only=True).get("/expectations.json").json()
    with Ledger.open(ledger) as held, held.asking() as connection:
        assert not renewing.is_told(connection)
    assert browse(ledger).get("/expectations.json").json() == shown
    with Ledger.open(ledger) as held, held.asking() as connection:
        assert not renewing.is_behind(connection)


@pytest.mark.parametrize("page", ["/situations"])
def test_a_page_says_that_it_is_being_worked_out_and_then_shows_what_a_small_ledger_shows_at_once(
        browser: TestClient, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    path, _, query = page.partition("?")
    address = f"{path}.json?{query}"
    with monkeypatch.context() as small:
        small.setattr(lasting, "LARGE", 1_000)
        at_once = browser.get(address).json()
    first = browser.get(page)
    assert first.status_code == 202
    assert first.headers["refresh"] == first.headers["retry-after"] == "5"
    assert "being worked out" in first.text
    lasting.wait()
    assert browser.get(page).status_code == 200
    assert browser.get(address).json() == at_once


def test_the_start_shows_the_situations_of_a_large_ledger_once_they_are_worked_out(
        ledger: Path, browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.create(ledger) as held:
        held.define(Situation(name="visits", types=("CONSULT", "AGREE", "REQUEST"), author="jo"))
    at_once = browser.get("/start.json").json()["situations"]
    assert [(one["name"], one["events"] > 0) for one in at_once] == [("visits", True)]
    monkeypatch.setattr(importlib.import_module("keii.workbench.pages.start"), "SMALL", 0)
    first = browser.get("/")
    assert first.status_code == 200
    assert "being worked out" in first.text
    lasting.wait()
    assert browser.get("/start.json").json()["situations"] == at_once


def test_what_became_of_what_an_outlet_told_is_shown_once_it_is_worked_out(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    announced(tmp_path / "k.db")
    browser, address = browse(tmp_path / "k.db"), "/sources/甲紙"
    at_once = browser.get(f"{address}.json").json()["expectations"]
    assert [(one["status"], one["told"], one["open"]) for one in at_once] == [("planned", 1, 1)]
    monkeypatch.setattr(importlib.import_module("keii.workbench.pages.sources"), "FATES", 1)
    lasting._answers.clear()
    assert "being worked out" in browser.get(address).text
    assert browser.get(f"{address}.json").json()["expectations"] is None
    lasting.wait()
    assert browser.get(f"{address}.json").json()["expectations"] == at_once


def test_an_answer_is_shown_until_there_is_a_newer_one(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> int:
        with Ledger.open(ledger) as held, held.browsing(seconds=9) as connection:
            return lasting.lasting(held, connection, number_of, 0)

    with pytest.raises(WorkingError):
        asked()
    lasting.wait()
    assert asked() == 2
    with Ledger.create(ledger) as held:
        held.write(visit("news/other.txt", coder="rules/other"))
        Keeper(held, None).catch_up()
    assert asked() == 2  # too young to be made anew
    monkeypatch.setattr(lasting, "PAUSE", 0.0)
    monkeypatch.setattr(lasting, "TIMES", 0.0)
    assert asked() == 2
    lasting.wait()
    assert lasting._answers[next(iter(lasting._answers))].number > 2


def test_an_error_of_the_working_is_told_as_any_other(ledger: Path) -> None:
    with Ledger.open(ledger) as held, held.browsing(seconds=9) as connection:
        with pytest.raises(WorkingError):
            lasting.lasting(held, connection, number_of, 3)
        lasting.wait()
        with pytest.raises(UsageError, match="too few"):
            lasting.lasting(held, connection, number_of, 3)


def test_the_page_in_japanese_says_so_in_japanese(ledger: Path) -> None:
    told = browse(ledger).get("/situations?lang=ja")
    assert told.status_code == 202
    assert "計算中" in told.text
    assert json.loads(browse(ledger).get("/situations.json?lang=ja").text)["remedy"]
    lasting.wait()
