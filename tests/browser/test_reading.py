"""What a reader does in a browser: open, search, filter, follow a claim to its words, switch the language."""

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("playwright", reason="it drives the browser: pip install 'keii[dev]'")

from playwright.sync_api import expect

from browser.conftest import HOSTILE, PATIENCE, SEARCH, Site, served
from keii.cli.words import retell
from keii.ledger import Ledger
from keii.model import Claim, Party, Span, Status
from keii.pipeline import Reading
from keii.workbench.config import Workbench
from ledger.samples import CODER, document, sentences, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

READING = visit("news/a.txt")
assert READING.document is not None
DOCUMENT = READING.document
TALKS = READING.claims[0]
BUDGET = 60_000  # bytes of script that the page of a document may send, packed


def test_a_document_is_opened_from_the_start(page: "Page") -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Documents").click()
    page.get_by_role("link", name=re.compile(DOCUMENT.text[:8])).first.click()
    expect(page.locator(".body")).to_have_text(DOCUMENT.text, use_inner_text=False)
    assert page.locator(".claim").count() == len(READING.claims)


def test_words_are_searched_and_marked(page: "Page") -> None:
    page.goto("/")
    page.get_by_role("searchbox").first.fill("制裁")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q="))
    assert set(page.locator("mark").all_inner_texts()) == {"制裁"}


def test_a_facet_leaves_as_many_as_it_says(page: "Page") -> None:
    page.goto("/events")
    facet = page.locator(".facets a").filter(has_text="talks")
    number = int(facet.locator(".n").inner_text())
    facet.click()
    expect(page.locator(".rows > li")).to_have_count(number)
    page.locator(".chosen a").click()
    assert page.locator(".rows > li").count() > number


def test_filters_are_typed_and_stand_in_the_address(page: "Page") -> None:
    page.goto("/claims")
    page.get_by_text("Filters").click()
    page.get_by_label("party", exact=True).fill("PRK")
    page.get_by_role("button", name="Select").click()
    expect(page).to_have_url(re.compile("party=PRK"))
    assert page.url.endswith("/claims?party=PRK")  # what was left empty does not stand in a permanent link
    expect(page.locator(".rows > li")).to_have_count(page.request.get("/claims.json?party=PRK").json()["total"])


def test_a_claim_leads_to_its_words_in_the_article(page: "Page") -> None:
    page.goto("/claims")
    page.locator(f'.rows a[href$="#w-{TALKS.id}"]').first.click()
    expect(page).to_have_url(re.compile(f"#w-{TALKS.id}$"))
    words = page.locator(".body .w.on")
    expect(words).to_have_text(TALKS.trigger.quote)
    expect(words).to_be_in_viewport()
    actor = page.locator(".body .f-actor")
    assert actor.all_inner_texts() == [TALKS.actors[0].text]


def test_keys_go_from_claim_to_claim(page: "Page") -> None:
    page.goto(f"/documents/{DOCUMENT.id}")
    shown = []
    for _ in READING.claims:
        page.keyboard.press("j")
        shown.append(page.locator(".claim.on").get_attribute("data-claim"))
    page.keyboard.press("k")
    assert sorted(filter(None, shown)) == sorted(claim.id for claim in READING.claims)
    assert page.locator(".claim.on").get_attribute("data-claim") == shown[-2]
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile("/events/e_"))
    page.go_back()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    assert page.locator(".on").count() == 0


def test_the_column_of_claims_follows_the_text(chromium: "Browser", tmp_path: Path) -> None:
    lines = [f"Russia attacked town {number} at dawn, and nobody there had expected it." for number in range(60)]
    text = "\n".join(lines)
    article = document(text, language="en", title="Long")
    starts = [text.index(line) for line in lines]
    claims = tuple(Claim(
        document=article.id, sentence=number, type="ASSAULT", status=Status.OCCURRED, coder=CODER,
        trigger=Span(start=start + 7, end=start + 15, quote="attacked"),
        actors=(Party(span=Span(start=start, end=start + 6, quote="Russia"), code="RUS"),))
        for number, start in enumerate(starts))
    with Ledger.create(tmp_path / "k.db") as ledger:
        ledger.write(Reading(origin="long.txt", document=article, sentences=sentences(text), claims=claims))
    with served(Workbench(ledger=tmp_path / "k.db", retell=retell)) as long:
        context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 700})
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{long.address}/documents/{article.id}")
        for number in (45, 20):
            page.locator(".body .w").nth(number).evaluate(
                "(words) => scrollTo(0, words.getBoundingClientRect().top + scrollY - 5)")
            expect(page.locator(".claim").nth(number)).to_be_in_viewport()
        context.close()


def test_paper_has_the_text_and_no_navigation(page: "Page") -> None:
    page.goto(f"/documents/{DOCUMENT.id}")
    page.emulate_media(media="print")
    expect(page.locator(".body")).to_be_visible()
    expect(page.locator(".claim").last).to_be_visible()
    for hidden in (".top nav", ".find", "body > footer"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_pointing_at_words_shows_their_claim(page: "Page") -> None:
    page.goto(f"/documents/{DOCUMENT.id}")
    page.locator(f'[data-claims~="{TALKS.id}"]').first.hover()
    assert page.locator(f"#c-{TALKS.id}").get_attribute("class") == "claim on"


def test_the_language_is_switched_and_stays(page: "Page") -> None:
    page.goto("/events?type=CONSULT")
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    assert "type=CONSULT" in page.url
    page.get_by_role("link", name="文書", exact=True).click()
    expect(page.locator("h1")).to_have_text("文書")


def test_a_saved_search_leads_to_what_it_finds(page: "Page") -> None:
    page.goto("/searches")
    page.get_by_role("link", name=SEARCH, exact=True).click()
    assert page.locator(f'a[href*="{TALKS.id}"]').count() == 1
    assert page.locator('link[type="application/atom+xml"]').count() == 1


def test_nothing_of_a_hostile_article_runs_or_is_fetched(page: "Page", site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto("/documents")
    page.get_by_role("link", name=re.compile(r"window\.ran")).first.click()
    body = page.locator(".body")
    expect(body).to_contain_text(HOSTILE)
    for path in ("/claims", "/actors", "/events", "/search?q=window"):
        page.goto(path)
    assert page.evaluate("window.ran") is None
    assert all(address.startswith(site.address) for address in asked)


def test_a_script_that_came_into_a_page_would_not_run(page: "Page") -> None:
    """The policy holds even where escaping would fail."""
    page.goto("/")
    page.evaluate("""() => { const script = document.createElement("script"); script.textContent = "window.ran = 1";
                             document.body.append(script); document.body.insertAdjacentHTML("beforeend",
                             "<img src=x onerror='window.ran = 2'><p style='position: fixed' id=styled>x</p>"); }""")
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.getElementById('styled')).position") == "static"


def test_the_page_of_a_document_sends_little_script(page: "Page") -> None:
    sent: list[bytes] = []
    page.on("response", lambda answer: sent.append(answer.body())
            if answer.request.resource_type == "script" else None)
    page.goto(f"/documents/{DOCUMENT.id}", wait_until="networkidle")
    assert sent
    assert sum(len(gzip.compress(script)) for script in sent) < BUDGET


def test_reading_needs_no_script(chromium: "Browser", site: Site) -> None:
    context = chromium.new_context(base_url=site.address, java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"/documents/{DOCUMENT.id}?claim={TALKS.id}#w-{TALKS.id}")
    assert page.locator(".body .w.on").inner_text() == TALKS.trigger.quote
    page.locator(f"#c-{TALKS.id} .to-event").click()
    assert "/events/e_" in page.url
    context.close()


def test_every_link_holds_behind_a_prefix(chromium: "Browser", site: Site) -> None:
    with served(Workbench(ledger=site.ledger, prefix="/keii", retell=retell)) as behind:
        context = chromium.new_context(locale="en-GB")
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(f"{behind.address}/")
        for name in ("Documents", "Events", "Sources", "Saved searches"):
            page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()
            expect(page.get_by_role("heading", level=1)).to_have_text(name)
            assert page.url.startswith(f"{behind.address}/")
            expect(page.locator(".top")).to_have_css("display", "flex")  # the style came, too
        context.close()
