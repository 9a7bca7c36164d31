import contextlib
import csv
import html
import importlib
import io
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from keii.briefs.labels import label
from keii.cli.words import retell
from keii.gazetteer import registry
from keii.ledger import Ledger
from keii.model import Claim, Party, Status
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from keii.workbench.pages import PAGES
from ledger.samples import CODER, document, launch, sentences, span, visit
from workbench.conftest import browse

ROOT = Path(__file__).parents[2]
LISTS = ["/situations", "/events", "/timeline", "/conflicts", "/claims", "/expectations", "/documents", "/actors",
         "/search", "/sources", "/searches", "/problems"]
READING = visit("news/a.txt")
assert READING.document is not None
DOCUMENT = READING.document


def event_of(browser: TestClient, claim: Claim) -> dict[str, Any]:
    found: list[dict[str, Any]] = browser.get("/events.json").json()["items"]
    return next(event for event in found if claim.id in event["claims"])


# ---- every page ----

@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("path", [path for path in PAGES if "{" not in path])
def test_every_page_opens_in_both_languages(browser: TestClient, path: str, lang: str) -> None:
    answer = browser.get(path, params={"lang": lang})
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert "{{" not in answer.text


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_had_as_json_and_csv(browser: TestClient, path: str) -> None:
    found = browser.get(f"{path}.json", params={"q": "訪問"}).json()
    rows = list(csv.DictReader(io.StringIO(browser.get(f"{path}.csv", params={"q": "訪問"}).text)))
    assert found["total"] == len(found["items"]) == len(rows)
    assert browser.get(f"/api/v1{path}", params={"q": "訪問"} if path == "/search" else {}).json() == found


@pytest.mark.parametrize("path", ["/nothing", "/documents/d_none", "/events/e_none", "/actors/nobody-at-all",
                                  "/documents/d_none.json", "/start.csv", f"/documents/{DOCUMENT.id}?part=2"])
def test_what_is_not_there_is_not_found(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize("query", ["type=LOVE", "since=yesterday", "page=0", "page=x", "size=-1", "status=!no",
                                   "least-confidence=x", "least-confidence=2"])
@pytest.mark.parametrize("form", ["", ".json", ".csv"])
def test_a_wrong_value_is_refused_with_the_remedy(browser: TestClient, query: str, form: str) -> None:
    answer = browser.get(f"/events{form}?{query}")
    assert answer.status_code == 400
    assert ("remedy" in answer.json()) if form else ("<h1>400" in answer.text)


def test_errors_are_told_in_the_readers_language(browser: TestClient) -> None:
    assert "--type に「LOVE」という値はありません。" in browser.get("/events?type=LOVE&lang=ja").text
    assert "台帳にこの ID の文書はありません。" in browser.get("/documents/d_none?lang=ja").text


@pytest.mark.file
def test_a_ledger_that_is_gone_is_told(ledger: Path) -> None:
    browser = browse(ledger)
    ledger.rename(ledger.with_suffix(".old"))
    answer = browser.get("/")
    assert answer.status_code == 503
    assert "there is no ledger here" in answer.text


# ---- language ----

def test_the_browser_chooses_the_language_until_the_reader_does(browser: TestClient) -> None:
    assert '<html lang="ja">' in browser.get("/", headers={"Accept-Language": "fr, ja;q=0.8"}).text
    assert '<html lang="en">' in browser.get("/", headers={"Accept-Language": "fr"}).text
    browser.get("/?lang=ja")
    assert '<html lang="ja">' in browser.get("/", headers={"Accept-Language": "en"}).text


# ---- document ----

def test_a_document_shows_its_text_with_every_claim_in_place(browser: TestClient) -> None:
    page = browser.get(f"/documents/{DOCUMENT.id}").text
    body = page.split('<div class="body"')[1].split("</div>")[0].split(">", 1)[1]
    assert re.sub(r"<[^>]*>", "", body) == DOCUMENT.text
    for claim in READING.claims:
        assert re.search(rf'<span id="w-{claim.id}" class="anchor"></span><a class="w k-{claim.type.lower()} '
                         rf's-{claim.status}[^>]*>{claim.trigger.quote}</a>', body)
        assert f'id="c-{claim.id}"' in page


def test_a_claim_is_opened_at_its_words_with_its_fields_without_a_script(browser: TestClient) -> None:
    claim = READING.claims[0]
    page = browser.get(f"/documents/{DOCUMENT.id}", params={"claim": claim.id}).text
    assert re.search(r'<span class="p f-actor"[^>]*>プーチン大統領</span>', page)
    assert re.search(r'<span class="p f-time"[^>]*>13日</span>', page)
    assert re.search(r'class="w k-consult s-occurred on"[^>]*>訪問</a>', page)


def test_the_column_tells_who_to_whom_and_who_says_so(browser: TestClient) -> None:
    page = browser.get(f"/documents/{DOCUMENT.id}?lang=ja").text
    card = page.split(f'id="c-{READING.claims[1].id}"')[1].split("</section>")[0]
    for words in ("大統領府報道官", "可能性", "cues.tsv:1", "ロシア"):
        assert words in card


def test_the_json_of_a_document_holds_its_claims_and_their_events(browser: TestClient) -> None:
    found = browser.get(f"/documents/{DOCUMENT.id}.json").json()
    assert found["document"]["text"] == DOCUMENT.text
    assert [claim["id"] for claim in found["claims"]] == [claim.id for claim in READING.claims]
    assert set(found["events"]) == {claim.id for claim in READING.claims}


def test_a_long_text_is_read_in_parts(tmp_path: Path) -> None:
    text = "\n".join(f"Line {number} of a very long article." for number in range(6000)) + "\nRussia attacked."
    article = document(text, language="en", title="Long")
    claim = Claim(document=article.id, sentence=6000, type="ASSAULT", trigger=span(text, "attacked"),
                  status=Status.OCCURRED, coder=CODER, actors=(Party(span=span(text, "Russia"), code="RUS"),))
    with Ledger.create(tmp_path / "k.db") as ledger:
        ledger.write(Reading(origin="long.txt", document=article, sentences=sentences(text), claims=(claim,)))
    browser = browse(tmp_path / "k.db")
    first = browser.get(f"/documents/{article.id}").text
    assert "Line 0 of" in first
    assert "Line 5999 of" not in first
    assert 'rel="next"' in first
    assert ">attacked</a>" in browser.get(f"/documents/{article.id}?claim={claim.id}").text  # its own part is opened


# ---- events ----

def test_events_are_filtered_and_counted_by_facets(browser: TestClient) -> None:
    page = browser.get("/events").text
    assert page.count("/events/e_") == 4
    facet = re.findall(r'<a href="([^"]*)"[^>]*><span><bdi>talks</bdi></span> <span class="n">(\d+)</span>', page)
    assert facet == [("/events?type=CONSULT", "1")]
    assert browser.get(facet[0][0]).text.count("/events/e_") == 1


def test_a_facets_number_is_what_its_address_selects(browser: TestClient) -> None:
    for path in ("/events", "/claims", "/events?status=occurred"):
        page = browser.get(path).text
        found = re.findall(r'<li><a href="([^"]*)" title="[^"]*"><span><bdi>[^<]*</bdi></span> '
                           r'<span class="n">(\d+)</span>', page)
        assert found
        for address, number in found:
            alone = address.replace("&amp;", "&").replace("?", ".json?")
            if "status=occurred&status" not in alone.replace("&amp;", "&"):  # a second value adds to the first
                assert browser.get(alone).json()["total"] == int(number), address


def test_the_filter_language_is_the_command_lines(browser: TestClient) -> None:
    for query, number in (("actor=RUS", 2), ("actor=!RUS", 2), ("source=none", 2), ("type=OTHER&type=AGREE", 2),
                          ("place=PRK", 1), ("text=制裁", 1), ("since=2024-06-14", 2), ("document=a.txt", 3),
                          ("least-confidence=0.7", 1)):
        assert browser.get(f"/claims.json?{query}").json()["total"] == number, query


def test_lists_are_turned_page_by_page(browser: TestClient) -> None:
    seen, address = [], "/claims?size=1"
    while address:
        page = browser.get(address).text
        seen += re.findall(r"#w-(c_\w+)", page)
        following = re.search(r'rel="next" href="([^"]*)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == [*(claim.id for claim in READING.claims), launch("news/b.jsonl:3").claims[0].id]


def test_an_event_shows_the_claims_behind_every_value(browser: TestClient) -> None:
    event = event_of(browser, READING.claims[0])
    page = browser.get(f"/events/{event['id']}").text
    assert f'href="#t-{READING.claims[0].id}"' in page
    assert f"/documents/{DOCUMENT.id}?claim={READING.claims[0].id}#w-{READING.claims[0].id}" in page
    assert "プーチン大統領" in page
    assert "Nobody has judged this event." in page


def test_an_event_is_found_by_its_claims_id(browser: TestClient) -> None:
    claim = READING.claims[0]
    assert browser.get(f"/events/{claim.id}.json").json()["event"]["claims"] == [claim.id]


def test_an_event_names_its_parties_and_a_facet_its_countries(browser: TestClient) -> None:
    event = browser.get("/events.json?party=PRK").json()["items"][0]
    page = browser.get(f"/events/{event['id']}?lang=ja").text
    assert "state:" not in re.sub(r"<[^>]+>", "", page)
    facet = re.search(r'title="PRK"><span><bdi>([^<]+)', browser.get("/events?lang=ja").text)
    assert facet is not None
    assert facet[1] == "北朝鮮"
    assert "北朝鮮" in browser.get("/events?party=PRK&lang=ja").text.split("✕")[0]


def test_conflicts_stand_side_by_side(tmp_path: Path) -> None:
    """An attack asserted by one document and denied by another."""
    with Ledger.create(tmp_path / "k.db") as ledger:
        for number, status in enumerate((Status.OCCURRED, Status.NOT_OCCURRED)):
            text = f"Russia attacked Georgia on 5 June{' again' * number}."
            article = document(text, origin=f"{number}.txt", language="en")
            claim = Claim(document=article.id, sentence=0, type="ASSAULT", trigger=span(text, "attacked"),
                          status=status, coder=CODER, actors=(Party(span=span(text, "Russia"), code="RUS/GOV"),),
                          recipients=(Party(span=span(text, "Georgia"), code="GEO/GOV"),))
            ledger.write(Reading(origin=article.origin, document=article, sentences=sentences(text), claims=(claim,)))
        Keeper(ledger, None).catch_up()
    browser = browse(tmp_path / "k.db")
    found = browser.get("/events.json?conflicts=1").json()["items"]
    assert len(found) == 1
    page = browser.get(f"/events/{found[0]['id']}").text
    against = page.split('<div class="against">')[1].split("</section>")[0]
    assert against.count("<blockquote>") == 2


# ---- actors, search, problems ----

def test_an_actor_is_shown_with_what_it_did(browser: TestClient) -> None:
    page = browser.get("/actors/vladimir-putin").text  # of the claims alone: the registry has no such id
    assert "<h1><bdi>プーチン大統領</bdi></h1>" in page
    assert "/claims?actor=vladimir-putin" in page
    assert "The registry has no entry for this actor." in page
    assert browser.get("/actors/RUS.json").json()["roles"]["actor"]["total"] == 2


def test_an_actor_is_shown_with_who_tells_what_it_did_and_what_was_done_to_it(browser: TestClient) -> None:
    found = browser.get("/actors/RUS.json").json()
    assert [(one["text"], one["kind"], one["claims"]) for one in found["cited"]] == [("大統領府報道官", "office", 1)]
    assert found["uncited"] == 1
    page = browser.get("/actors/RUS").text
    own = re.search(r'href="(/claims\?[^"]*source=none)"', page)
    assert own is not None
    assert browser.get(html.unescape(own[1]).replace("/claims", "/claims.json")).json()["total"] == 1
    assert "/claims?source=" in page


@pytest.mark.parametrize("id", ["putin-vladimir", "nato", "state:NOR"])
def test_an_actor_is_shown_with_what_the_registry_knows(browser: TestClient, id: str) -> None:
    entry = registry.find(id)
    assert entry is not None
    page = html.unescape(browser.get(f"/actors/{id}").text)
    assert all(name in page for names in entry.names.values() for name in names)
    assert all(held.office in page for held in entry.offices)
    assert all(one.state in page for one in entry.members)
    page = html.unescape(browser.get(f"/actors/{id}?lang=ja").text)
    assert all(label("office", held.office, "ja") in page for held in entry.offices)


def test_two_japanese_characters_find_and_mark_their_sentence(browser: TestClient) -> None:
    page = browser.get("/search", params={"q": "制裁"}).text
    assert "<mark>制裁</mark>" in page
    assert f"/documents/{DOCUMENT.id}" in page


def test_problems_are_told_in_the_readers_language(browser: TestClient) -> None:
    message = "the input holds no text."
    assert retell("ja", message) != message
    assert retell("ja", message) in browser.get("/problems?lang=ja").text
    assert message in browser.get("/problems?lang=en").text


def test_a_page_shows_what_was_read_since(ledger: Path, browser: TestClient) -> None:
    before = browser.get("/documents.json").json()["total"]
    with Ledger.create(ledger) as held:
        reading = visit("news/d.txt")
        assert reading.document is not None
        later = document(reading.document.text + "\nEnd.", origin="news/d.txt")
        held.write(replace(reading, document=later, claims=(), sentences=sentences(later.text)))
    assert browser.get("/documents.json").json()["total"] == before + 1


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_no_panel_of_the_start_is_empty_without_a_word(browser: TestClient, lang: str) -> None:
    page = browser.get(f"/?lang={lang}").text
    sections = re.findall(r"<section>(.*?)</section>", page, re.DOTALL)
    assert len(sections) >= 5
    for section in sections:
        rows = re.search(r"<ul[^>]*>(.*?)</ul>", section, re.DOTALL)
        assert rows is not None
        assert re.sub(r"<[^>]+>", "", rows[1]).strip(), section[:200]


def test_pages_that_take_long_hold_up_no_others(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    app = importlib.import_module("keii.workbench.app")
    monkeypatch.setattr(app, "_PATIENCE", 0.01)
    with contextlib.ExitStack() as others:
        for _ in range(3):
            others.enter_context(app._turn())
        assert browser.get("/claims").status_code == 200
    assert app._turns.acquire(timeout=1)
    assert app._turns.acquire(timeout=1)  # each that had a turn gave it back
    app._turns.release(2)


# ---- quality ----

def test_every_floor_is_shown_with_what_it_means(browser: TestClient) -> None:
    kept = tomllib.loads((ROOT / "quality" / "floors.toml").read_text(encoding="utf-8"))
    assert browser.get("/quality.json").json()["floors"] == kept
    page = browser.get("/quality?lang=ja").text
    assert page.count("<meter") == sum(len(figures) for figures in kept.values())
    rows = list(csv.DictReader(io.StringIO(browser.get("/quality.csv").text)))
    assert {(row["set"], row["figure"]): float(row["floor"]) for row in rows} == {
        (name, figure): round(floor, 3) for name, figures in kept.items() for figure, floor in figures.items()}


def test_figures_are_named_in_the_readers_language(browser: TestClient) -> None:
    page = browser.get("/quality?lang=ja").text
    names = re.findall(r'<li title="(\w+): [^"]+"><span>([^<]+)</span>', page)
    assert len(names) > 10
    assert {key for key, name in names if name.isascii()} <= {"f1"}


def test_the_problems_of_the_ledger_are_counted_by_code(browser: TestClient) -> None:
    found = browser.get("/quality.json").json()["problems"]
    assert found == {"input.empty": 1}
    assert browser.get("/problems.json?text=input.empty").json()["total"] == 1


def test_what_keii_itself_lacks_is_told_with_the_remedy(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    quality = importlib.import_module("keii.workbench.pages.quality")
    monkeypatch.setattr(quality, "FLOORS", (ROOT / "none.toml",))
    quality.floors.cache_clear()
    answer = browser.get("/quality?lang=en")
    assert answer.status_code == 500
    assert "pip install --force-reinstall keii" in answer.text
