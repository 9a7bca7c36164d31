"""Saved searches as pages and as feeds that a reader of feeds takes."""

from pathlib import Path

import feedparser
import pytest
from starlette.testclient import TestClient

from keii.cli.words import retell
from keii.ledger import Filter, Ledger, alerts, searches
from keii.ledger.alerts import Alert
from keii.ledger.searches import Search
from keii.workbench.config import Workbench
from ledger.samples import visit
from workbench.conftest import browse
from workbench.test_review import Reviewer

READING = visit("news/a.txt")
assert READING.document is not None
DOCUMENT = READING.document
NAME = "訪朝 2031"


@pytest.fixture
def saved(ledger: Path) -> Path:
    with Ledger.create(ledger) as held, held.transaction() as connection:
        searches.keep(connection, Search(name=NAME, chosen=Filter(types=("CONSULT",), words="訪問"), author="甲"),
                      moment="2031-04-01T00:00:00Z")
    return ledger


@pytest.fixture
def reader(saved: Path) -> TestClient:
    return browse(saved)


def test_the_saved_searches_are_listed_with_their_filters(reader: TestClient) -> None:
    page = reader.get("/searches?lang=ja").text
    assert f"<bdi>{NAME}</bdi>" in page
    assert 'title="CONSULT">類型: <bdi>会談・訪問</bdi>' in page
    assert reader.get("/searches.json").json()["items"][0]["filter"] == [["type", "CONSULT"], ["words", "訪問"]]
    assert "type=CONSULT words=訪問" in reader.get("/searches.csv").text


def test_a_search_shows_what_it_finds_and_leads_to_all_of_it(reader: TestClient) -> None:
    page = reader.get(f"/searches/{NAME}").text
    assert f"/documents/{DOCUMENT.id}?claim={READING.claims[0].id}#w-{READING.claims[0].id}" in page
    assert READING.claims[1].id not in page
    assert "/claims?type=CONSULT&amp;words=%E8%A8%AA%E5%95%8F" in page
    found = reader.get(f"/searches/{NAME}.json").json()
    assert [claim["id"] for item in found["items"] for claim in item["claims"]] == [READING.claims[0].id]


@pytest.mark.parametrize("prefix", ["", "/keii"])
def test_the_feed_is_one_that_readers_take(saved: Path, prefix: str) -> None:
    answer = browse(saved, prefix=prefix).get(f"{prefix}/searches/{NAME}.atom", headers={"Host": "127.0.0.1:8321"})
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    (entry,) = feed.entries
    assert entry.link == f"http://127.0.0.1:8321{prefix}/documents/{DOCUMENT.id}"
    assert entry.id.startswith("urn:uuid:")
    assert DOCUMENT.text[:10] in entry.title
    assert "プーチン大統領 · 訪問" in entry.content[0].value
    assert feed.feed.links[0].href.endswith(".atom")


def test_the_feed_changes_only_when_something_is_found(saved: Path) -> None:
    first, second = (browse(saved).get(f"/searches/{NAME}.atom").content for _ in range(2))
    assert first == second


def test_a_feed_of_hostile_words_holds_them_as_text(saved: Path) -> None:
    from workbench.test_safety import hostile

    with Ledger.create(saved) as held:
        held.write(hostile("<script>alert(1)</script> \x0b \u202e &amp; \ufffe"))
        with held.transaction() as connection:
            searches.keep(connection, Search(name="h", chosen=Filter(types=("ASSAULT",)), author="</name>"),
                          moment="2031-04-01T00:00:00Z")
    content = browse(saved).get("/searches/h.atom").content
    feed = feedparser.parse(content, sanitize_html=False)
    assert not feed.bozo
    assert b"<script" not in content
    assert "<script>alert(1)</script>" in feed.entries[0].title
    assert "\u202e" not in content.decode()


def test_there_is_a_feed_of_searches_alone(reader: TestClient) -> None:
    assert reader.get("/searches/none").status_code == 404
    assert reader.get("/searches/none.atom").status_code == 404
    assert reader.get("/events.atom").status_code == 404


def test_a_page_tells_readers_of_feeds_where_its_feed_is(reader: TestClient) -> None:
    assert 'type="application/atom+xml" href="/searches/' in reader.get(f"/searches/{NAME}").text
    assert "atom+xml" not in reader.get("/events").text


# ---- saved, renamed and removed from pages ----

@pytest.fixture
def aki(saved: Path) -> Reviewer:
    return Reviewer(Workbench(ledger=saved, retell=retell), "Aki")


def listed(reader: Reviewer) -> dict[str, list[list[str]]]:
    return {one["name"]: one["filter"] for one in reader.browser.get("/searches.json").json()["items"]}


@pytest.mark.parametrize(("page", "expected"), [
    ("/claims?actor=RUS&type=CONSULT&page=2&size=5", [["actor", "RUS"], ["type", "CONSULT"]]),
    ("/timeline?since=2024-06&by=day", [["since", "2024-06"]]),
    ("/search?q=訪問", [["words", "訪問"]]),
    ("/search?q=訪問&words=平壌&actor=RUS", [["actor", "RUS"], ["words", "平壌 訪問"]]),
])
def test_the_filter_of_a_page_is_saved_under_a_name(aki: Reviewer, page: str, expected: list[list[str]]) -> None:
    answer = aki.send(page, "/searches/save", search=" 半島 ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/searches/%E5%8D%8A%E5%B3%B6")
    assert listed(aki)["半島"] == expected
    assert aki.browser.get("/searches/半島.atom").status_code == 200
    assert "Aki" in aki.page("/searches")


def test_a_page_that_shows_everything_has_nothing_to_save(aki: Reviewer) -> None:
    assert "/searches/save" not in aki.page("/claims")
    address, inputs = aki.form("/claims?actor=RUS", "/searches/save")
    assert aki.browser.post("/searches/save", data={**inputs, "search": "all"}).status_code == 400
    assert aki.browser.post(address, data={**inputs, "search": "a/b"}).status_code == 400
    assert set(listed(aki)) == {NAME}


def test_a_search_of_the_name_is_not_replaced_unseen(aki: Reviewer) -> None:
    assert aki.send("/claims?actor=RUS", "/searches/save", search=NAME).status_code == 400
    assert listed(aki)[NAME] == [["type", "CONSULT"], ["words", "訪問"]]


def test_a_search_is_renamed_and_removed_and_its_alerts_follow(saved: Path, aki: Reviewer) -> None:
    with Ledger.create(saved) as held, held.transaction() as connection:
        alerts.add(connection, Alert(name="a", kinds=("event",), chosen=Filter(), search=NAME, address="a.atom",
                                     author="甲", made_at="2031-04-01T00:00:00Z"))
        searches.keep(connection, Search(name="other", chosen=Filter(actors=("RUS",)), author="甲"),
                      moment="2031-04-01T00:00:00Z")
    refused = aki.send("/searches", "2031/rename", search="other")
    assert (refused.status_code, set(listed(aki))) == (400, {NAME, "other"})
    assert aki.send("/searches", "2031/rename", search="訪朝").headers["location"] == "/searches"
    assert set(listed(aki)) == {"訪朝", "other"}
    with Ledger.open(saved) as held, held.browsing(seconds=9) as connection:
        assert [one.search for one in alerts.alerts(connection)] == ["訪朝"]
    assert aki.send("/searches", "other/remove").status_code == 303
    assert set(listed(aki)) == {"訪朝"}
    _, inputs = aki.form("/searches", "/remove")
    assert aki.browser.post("/searches/other/remove", data=inputs).status_code == 404


def test_saving_takes_a_name_and_a_form_of_the_page_alone(saved: Path, aki: Reviewer) -> None:
    address, inputs = aki.form("/claims?actor=RUS", "/searches/save")
    assert inputs["name"] == "Aki"
    for changes, headers in (({"token": "x"}, {}), ({}, {"origin": "https://evil.example"})):
        answer = aki.browser.post(address, data={**inputs, "search": "x", **changes}, headers=headers)
        assert answer.status_code == 403
    assert aki.browser.post(address, data={**inputs, "search": "x", "name": ""}).status_code == 400
    shown = Reviewer(Workbench(ledger=saved, retell=retell, read_only=True), "")
    assert "<form method=\"post\"" not in shown.page("/claims?actor=RUS") + shown.page("/searches")
    assert set(listed(aki)) == {NAME}


def test_the_words_of_the_whole_text_filter_every_list(reader: TestClient) -> None:
    assert reader.get("/documents.json?words=訪問").json()["total"] == 1
    assert reader.get("/events.json?words=訪問").json()["total"] == 3
    assert reader.get("/events?words=-x").status_code == 400
