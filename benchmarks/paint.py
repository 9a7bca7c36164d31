"""How soon a page is seen: `python -m benchmarks.paint LEDGER [PAGE...]`, first contentful paint in Chromium.

PAGE is a name of what is printed, such as events; without any every page is opened.

Each page is opened afresh, without cache, five times after one time to warm up, and made for it each time (none is
kept that another reader has seen); the median counts, in milliseconds. What a large ledger works out first, it has.
"""

import shutil
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from benchmarks.screenshots import every
from benchmarks.workbench import ANEW, READY, addresses, served, warmed
from keii.ledger import Ledger
from keii.ledger.counting import LARGE

TRIALS = 5
_PAINT = """() => new Promise((told) => new PerformanceObserver((list) => { for (const entry of list.getEntries())
if (entry.name === "first-contentful-paint") told(entry.startTime); }).observe({type: "paint", buffered: true}))"""


def painted(browser: Browser, address: str) -> float:
    """Return after how many milliseconds a page was first seen."""
    context = browser.new_context(extra_http_headers=ANEW)
    page = context.new_page()
    page.set_default_timeout(300_000)
    page.goto(address)
    after: float = page.evaluate(_PAINT)
    context.close()
    return after


def paths(ledger: Path) -> dict[str, str]:
    """Return the pages that are opened; of a large ledger those of `benchmarks.workbench`, without filters."""
    with Ledger.open(ledger) as held:
        large = held.counts().claims >= LARGE
    return {path.strip("/") or "start": path for path in addresses(ledger, filtered=())} if large else every(ledger)


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("there is no Chromium: apt-get install chromium", file=sys.stderr)
        return 1
    ledger = Path(arguments[0])
    with served(ledger) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        pages = {name: quote(path, safe="/:?=&%~") for name, path in paths(ledger).items()
                 if not arguments[1:] or name in arguments[1:]}
        warmed(port, [READY])
        warmed(port, list(pages.values()))
        for name, path in pages.items():
            times = [painted(browser, f"http://127.0.0.1:{port}{path}") for _ in range(TRIALS + 1)][1:]
            print(f"{name:<14} {statistics.median(times):6.0f} ms  (worst {max(times):.0f})", flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
