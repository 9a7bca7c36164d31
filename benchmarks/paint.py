"""How soon a page is seen: `python -m benchmarks.paint LEDGER [PAGE...]`, first contentful paint in Chromium.

PAGE is a name of what is printed, such as events; without any every page is opened.

Each page is opened afresh, without cache, five times after one time to warm up; the median counts, in milliseconds.
"""

import shutil
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.screenshots import every
from benchmarks.workbench import served

TRIALS = 5
_PAINT = """() => new Promise((told) => new PerformanceObserver((list) => { for (const entry of list.getEntries())
if (entry.name === "first-contentful-paint") told(entry.startTime); }).observe({type: "paint", buffered: true}))"""


def painted(browser: Browser, address: str) -> float:
    """Return after how many milliseconds a page was first seen."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(300_000)
    page.goto(address)
    after: float = page.evaluate(_PAINT)
    context.close()
    return after


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("there is no Chromium: apt-get install chromium", file=sys.stderr)
        return 1
    ledger = Path(arguments[0])
    with served(ledger) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, path in every(ledger).items():
            if arguments[1:] and name not in arguments[1:]:
                continue
            times = [painted(browser, f"http://127.0.0.1:{port}{path}") for _ in range(TRIALS + 1)][1:]
            print(f"{name:<14} {statistics.median(times):6.0f} ms  (worst {max(times):.0f})")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
