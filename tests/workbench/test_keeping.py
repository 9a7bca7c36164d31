"""Pages that are kept for some seconds: what others look at is made once, and what persons write shows at once."""

from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from keii.ledger import Filter, Ledger, searches
from keii.ledger.searches import Search
from keii.pipeline import Reading
from keii.workbench import app, keeping
from keii.workbench.config import Workbench
from keii.workbench.keeping import Keeping, Written
from ledger.samples import document, failure, sentences, visit
from workbench.conftest import browse
from workbench.test_review import Reviewer

VISIT = visit("news/a.txt").claims[0]


class Maker:
    """Makes a page with a number that rises."""

    def __init__(self, size: int = 1) -> None:
        self.made, self._size = 0, size

    def __call__(self) -> Written:
        self.made += 1
        return Written(str(self.made).encode() * self._size, "text/html")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every ledger be a large one, and its pages be kept for long."""
    monkeypatch.setattr(app, "Keeping", partial(Keeping, seconds=600, large=1))


def save(ledger: Path, name: str) -> None:
    with Ledger.create(ledger) as held, held.transaction() as connection:
        searches.keep(connection, Search(name=name, chosen=Filter(types=("AID",)), author="甲"),
                      moment="2031-04-01T00:00:00Z")


def test_a_page_is_made_once_under_its_key_until_its_time_has_passed(ledger: Path) -> None:
    make, kept = Maker(), Keeping(seconds=600, large=1)
    with Ledger.open(ledger) as held:
        assert kept.page(held, "a", make, anew=False) == kept.page(held, "a", make, anew=False)
        assert kept.page(held, "b", make, anew=False).body == b"2"
        assert kept.page(held, "a", make, anew=True).body == b"3"
        assert kept.page(held, "a", make, anew=False).body == b"3"  # and stays the one that is kept
        old = Keeping(seconds=0, large=1)
        assert old.page(held, "a", make, anew=False) != old.page(held, "a", make, anew=False)


def test_pages_of_a_small_ledger_are_always_made(ledger: Path) -> None:
    make, kept = Maker(), Keeping(seconds=600, large=1_000)
    with Ledger.open(ledger) as held:
        assert [kept.page(held, "a", make, anew=False).body for _ in range(3)] == [b"1", b"2", b"3"]


def test_no_more_is_kept_than_there_is_room_for(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LONGEST", 100)
    monkeypatch.setattr(keeping, "MOST", 250)
    kept, long, short = Keeping(seconds=600, large=1), Maker(101), Maker(100)
    with Ledger.open(ledger) as held:
        for key in "xx":
            kept.page(held, key, long, anew=False)
        assert long.made == 2
        for key in "abcba":  # c drives a out, and a then b
            kept.page(held, key, short, anew=False)
        assert short.made == 4
        kept.page(held, "b", short, anew=False)
        assert short.made == 5


def test_what_is_read_meanwhile_shows_when_a_page_is_loaded_again(ledger: Path, large: None) -> None:
    browser = browse(ledger)
    before = browser.get("/documents").text
    words = "The ferry to the northern isles was late again."
    article = document(words, origin="news/ferry.txt", title="A late ferry")
    with Ledger.create(ledger) as held:
        held.write(Reading(origin="news/ferry.txt", document=article, sentences=sentences(words)))
    assert browser.get("/documents").text == before
    assert "A late ferry" in browser.get("/api/v1/documents").text  # programs are told what is true now
    for header in ("no-cache", "max-age=0"):  # what browsers send for it
        assert "A late ferry" in browser.get("/documents", headers={"cache-control": header}).text
    assert "A late ferry" in browser.get("/documents").text


def test_every_address_language_and_form_has_a_page_of_its_own(ledger: Path, large: None) -> None:
    browser = browse(ledger)
    paths = ("/events", "/events?type=AID", "/events?lang=ja", "/events.json", "/events.csv", "/claims")
    once = [browser.get(path) for path in paths]
    assert len({answer.text for answer in once}) == len(paths)
    browser.cookies.clear()
    for path, first in zip(paths, once, strict=True):
        again = browser.get(path, headers={"accept-language": "en"})
        assert (again.text, again.headers["content-type"]) == (first.text, first.headers["content-type"]), path
    assert browser.get("/events", headers={"accept-language": "ja"}).text == once[2].text.replace("?lang=ja", "")


def test_a_decision_and_a_saved_search_show_at_once_wherever_they_were_written(ledger: Path, large: None) -> None:
    first, second = (Reviewer(Workbench(ledger=ledger), name) for name in ("甲", "乙"))
    address = f"/documents/{VISIT.document}?claim={VISIT.id}"
    before = second.page(address), second.page("/review"), second.page("/searches")
    first.decide(VISIT, "reject")  # a workbench beside the second's
    save(ledger, "Grain")  # and another program
    after = second.page(address), second.page("/review"), second.page("/searches")
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert "Grain" in after[2]


def test_a_form_carries_the_name_of_whoever_asks_for_it(ledger: Path, large: None) -> None:
    workbench = Workbench(ledger=ledger)
    first, second = Reviewer(workbench, "甲野"), Reviewer(workbench, "乙川")
    pages = [person.page(f"/review/{VISIT.id}") for person in (first, second)]
    assert "甲野" in pages[0]
    assert "乙川" in pages[1]
    assert "甲野" not in pages[1]


def test_pages_that_say_what_is_going_on_are_never_kept(ledger: Path, large: None) -> None:
    browser: TestClient = browse(ledger)
    before = browser.get("/problems").text
    with Ledger.create(ledger) as held:
        held.write(failure("news/torn.warc", "the file ends within a record."))
    assert "torn.warc" not in before
    assert "torn.warc" in browser.get("/problems").text
