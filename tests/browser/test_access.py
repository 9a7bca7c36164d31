"""Whom the pages shut out: axe-core in both languages, light and dark, and no scrolling sideways at 360 pixels."""

from pathlib import Path
from typing import TYPE_CHECKING
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
LANGS = ["en", "ja"]


def looking(chromium: "Browser", site: Site, lang: str) -> "Page":
    context = chromium.new_context(base_url=site.address, locale="en-GB", bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"/?lang={lang}")
    return page


def test_every_page_with_a_name_is_looked_at() -> None:
    assert {path for path in PAGES if "{" in path} == set(NAMED)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: npm ci")
@pytest.mark.parametrize("lang", LANGS)
def test_axe_finds_no_serious_issue(chromium: "Browser", site: Site, lang: str) -> None:
    """Look at each page light, and at its colours once more when it has turned dark."""
    page = looking(chromium, site, lang)
    page.set_viewport_size({"width": 1280, "height": 740})
    axe, found = AXE.read_text(encoding="utf-8"), []
    for path in PATHS:
        page.emulate_media(color_scheme="light")
        opened(page, path)
        page.evaluate(axe)
        found += issues(page, f"{path} light", {})
        page.emulate_media(color_scheme="dark")
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        found += issues(page, f"{path} dark", {"runOnly": COLOURS})
    page.context.close()
    assert found == []


def issues(page: "Page", name: str, rules: dict[str, list[str]]) -> list[str]:
    """Return what axe finds serious in a page into which it was brought."""
    found = page.evaluate("rules => axe.run({...rules, resultTypes: ['violations']})", rules)["violations"]
    return [f"{name}: {issue['id']}: {node['html'][:150]}: {node['failureSummary'][:200]}"
            for issue in found if issue["impact"] in ("serious", "critical") for node in issue["nodes"][:2]]


def opened(page: "Page", path: str) -> None:
    answer = page.goto(f"{path}?q=制裁" if path == "/search" else path)
    assert answer is not None
    assert answer.ok, path


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_scrolls_sideways_at_360_pixels(chromium: "Browser", site: Site, lang: str) -> None:
    page = looking(chromium, site, lang)
    page.set_viewport_size({"width": 360, "height": 740})
    wide = []
    for path in PATHS:
        opened(page, path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide.append((path, width))
        narrow = page.evaluate("""[...document.querySelectorAll("td")].filter(
            (cell) => cell.innerText.length > 9 && cell.clientWidth < 50).map((cell) => cell.innerText)""")
        wide += [(path, words) for words in narrow]  # a letter a line
    page.context.close()
    assert wide == []
