"""Whom the pages shut out: axe-core in both languages, light and dark, and no scrolling sideways at 360 pixels."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

pytest.importorskip("playwright", reason="it drives the browser: pip install 'keii[dev]'")

from browser.conftest import HOSTILE, PATIENCE, SEARCH, Site
from keii.workbench.pages import PAGES
from ledger.samples import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
READING = visit("news/a.txt")
assert READING.document is not None
NAMED = {"/documents/{name}": READING.document.id, "/events/{name}": READING.claims[0].id, "/actors/{name:path}": "RUS",
         "/searches/{name}": SEARCH, "/sources/{name:path}": quote(HOSTILE, safe=""),
         "/network/{name:path}": "PRK~RUS", "/review/{name}": READING.claims[0].id}
PATHS = [path.split("{")[0] + NAMED[path] if "{" in path else path for path in PAGES]
COLOURS = ["color-contrast", "link-in-text-block"]  # rules about colours: a dark page is the same but for these
LOOKS = [("en", "light"), ("ja", "light"), ("en", "dark"), ("ja", "dark")]


def looking(chromium: "Browser", site: Site, lang: str, look: Any, width: int) -> "Page":
    context = chromium.new_context(base_url=site.address, locale="en-GB", color_scheme=look,
                                   viewport={"width": width, "height": 740}, bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"/?lang={lang}")
    return page


def test_every_page_with_a_name_is_looked_at() -> None:
    assert {path for path in PAGES if "{" in path} == set(NAMED)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: npm ci")
@pytest.mark.parametrize(("lang", "look"), LOOKS)
def test_axe_finds_no_serious_issue(chromium: "Browser", site: Site, lang: str, look: str) -> None:
    page = looking(chromium, site, lang, look, 1280)
    rules = {} if look == "light" else {"runOnly": COLOURS}
    found = []
    for path in PATHS:
        answer = page.goto(f"{path}?q=制裁" if path == "/search" else path)
        assert answer is not None
        assert answer.ok, path
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for issue in page.evaluate("rules => axe.run({...rules, resultTypes: ['violations']})", rules)["violations"]:
            if issue["impact"] in ("serious", "critical"):
                found += [f"{path}: {issue['id']}: {node['html'][:150]}: {node['failureSummary'][:200]}"
                          for node in issue["nodes"][:2]]
    page.context.close()
    assert found == []


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_no_page_scrolls_sideways_at_360_pixels(chromium: "Browser", site: Site, lang: str) -> None:
    page = looking(chromium, site, lang, "light", 360)
    wide = []
    for path in PATHS:
        answer = page.goto(f"{path}?q=制裁" if path == "/search" else path)
        assert answer is not None
        assert answer.ok, path
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide.append((path, width))
        narrow = page.evaluate("""[...document.querySelectorAll("td")].filter(
            (cell) => cell.innerText.length > 9 && cell.clientWidth < 50).map((cell) => cell.innerText)""")
        wide += [(path, words) for words in narrow]  # a letter a line
    page.context.close()
    assert wide == []
