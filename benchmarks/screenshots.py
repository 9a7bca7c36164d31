"""`make screenshots`: the pictures of the README, made of the workbench as it is, with the ledger of the examples.

Chromium takes them and packs them as WebP itself: text stays sharp at a tenth of a PNG's size. `--all FOLDER` takes one
of every page in both languages, light and dark, to look at.
"""

import base64
import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.workbench import served
from keii.ledger import Ledger

FOLDER = Path(__file__).parents[1] / "docs" / "images"
WIDTH, HEIGHT = 1200, 760
# What packs a picture: a canvas of the browser's own.
_PACK = """async (png) => { const image = new Image(); image.src = "data:image/png;base64," + png; await image.decode();
const canvas = document.createElement("canvas"); canvas.width = image.width; canvas.height = image.height;
canvas.getContext("2d").drawImage(image, 0, 0); return canvas.toDataURL("image/webp", 0.8).split(",")[1]; }"""


def pages(ledger: Path) -> dict[str, str]:
    """Return the paths of the README's pictures: an article with a claim open, an event of many claims, the parties."""
    with Ledger.open(ledger) as held:
        article = max(held.documents(), key=lambda one: (one.document.language == "ja", one.claims, one.document.id))
        holdings = list(held.holdings())
        language = {claim.id: holding.document.language for holding in holdings for claim in holding.claims}
        event = max(held.events(), key=lambda one: (  # in the language of the page around it
            {language[id] for id in one.claims} == {"en"}, len(one.claims), one.id))
        claims = [claim for holding in holdings if holding.document.id == article.document.id
                  for claim in holding.claims]
    told = max(claims, key=lambda one: (bool(one.actors) + bool(one.recipients) + bool(one.sources), one.id))
    return {"document": f"/documents/{article.document.id}?claim={told.id}", "event": f"/events/{event.id}",
            "network": "/network"}


def every(ledger: Path) -> dict[str, str]:
    """Return the paths of all pages that stand in the table of pages, those with a name with one of the ledger."""
    from keii.workbench.pages import PAGES

    own = pages(ledger)
    plain = {path.strip("/") or "start": path for path in PAGES if "{" not in path}
    return {**plain, **own, "search": "/search?q=大統領", "actor": "/actors/RUS"}


def taken(browser: Browser, address: str, *, lang: str, look: str, width: int = WIDTH, whole: bool = False) -> bytes:
    """Return a picture of a page as WebP."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme="dark" if look == "dark"
                                  else "light", locale=lang)
    page = context.new_page()
    page.set_default_timeout(300_000)
    page.goto(address)
    png = page.screenshot(full_page=whole)
    page.goto("about:blank")
    packed: str = page.evaluate(_PACK, base64.b64encode(png).decode())
    context.close()
    return base64.b64decode(packed)


def kinds(all_: bool) -> Iterator[tuple[str, str, int]]:
    """Yield language, colours and width of the pictures."""
    yield from product(("en", "ja"), ("light", "dark"), (WIDTH, 360)) if all_ else [("en", "light", WIDTH)]


def main(arguments: Sequence[str]) -> int:
    """Take the pictures; returns 1 where there is no Chromium."""
    ledger, all_ = Path(arguments[0]), "--all" in arguments
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("there is no Chromium: apt-get install chromium", file=sys.stderr)
        return 1
    folder = Path(arguments[arguments.index("--all") + 1]) if all_ else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with served(ledger) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for (name, path), (lang, look, width) in product((every if all_ else pages)(ledger).items(), kinds(all_)):
            file = folder / (f"{name.replace('/', '-')}.{lang}.{look}.{width}.webp" if all_ else f"{name}.webp")
            file.write_bytes(taken(browser, f"http://127.0.0.1:{port}{path}", lang=lang, look=look, width=width))
            print(f"{file} {file.stat().st_size:,} bytes")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
