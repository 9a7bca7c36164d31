"""A real Chromium at a real workbench: skipped, with the reason, where either is not installed."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("fastapi", reason="the workbench is an extra: pip install 'keii[serve]'")
pytest.importorskip("playwright", reason="it drives the browser: pip install 'keii[dev]'")

import uvicorn
from playwright.sync_api import expect, sync_playwright

from keii.cli.words import retell
from keii.config import Database
from keii.ledger import Filter, Ledger, searches
from keii.ledger.searches import Search
from keii.situation.keeping import Keeper
from keii.workbench.app import application
from keii.workbench.config import HOST, Workbench
from ledger.samples import failure, launch, visit
from workbench.test_safety import hostile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = "<script>window.ran = 1</script><img src=https://evil.example/x onerror=\"window.ran = 2\">"
SEARCH = "訪朝"
PATIENCE = 120_000  # milliseconds for a page, 30,000 for what it shows: a machine may have much else to do
expect.set_options(timeout=30_000)
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")


@dataclass(frozen=True, slots=True)
class Site:
    """A workbench that is listening."""

    address: str  # without the last slash
    ledger: Path | Database


@contextmanager
def served(workbench: Workbench) -> Iterator[Site]:
    """Give the workbench of a ledger on a free port of this machine, until the block ends."""
    server = uvicorn.Server(uvicorn.Config(application(workbench), host=HOST, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Site(f"http://{HOST}:{port}{workbench.prefix}", workbench.ledger)
    finally:
        server.should_exit = True
        thread.join(30)


def filled(path: Path) -> Path:
    """Fill a ledger with two articles, a hostile one, a problem, and a saved search."""
    with Ledger.create(path) as held:
        for reading in (visit("news/a.txt"), launch("news/b.jsonl:3"), hostile(HOSTILE), failure("news/c.txt")):
            held.write(reading)
        Keeper(held, None).catch_up()
        with held.transaction() as connection:
            searches.keep(connection, Search(name=SEARCH, chosen=Filter(types=("CONSULT",)), author="甲"),
                          moment="2031-04-01T00:00:00Z")
    return path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    path = filled(tmp_path_factory.mktemp("browser") / "keii.db")
    with served(Workbench(ledger=path, retell=retell)) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    if CHROMIUM is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: "Browser", site: Site) -> "Iterator[Page]":
    """Give a window of a reader of English; a script that fails in it fails the test."""
    context = chromium.new_context(locale="en-GB", base_url=site.address, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    window = context.new_page()
    errors: list[str] = []
    window.on("pageerror", lambda error: errors.append(str(error)))
    yield window
    context.close()
    assert errors == []
