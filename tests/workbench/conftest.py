from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the workbench is an extra: pip install 'keii[serve]'")

from starlette.testclient import TestClient

from databases import Cast
from keii.cli.words import retell
from keii.engines.apart import Apart
from keii.ledger import Ledger
from keii.situation.keeping import Keeper
from keii.workbench.app import application
from keii.workbench.config import Workbench
from ledger.samples import failure, launch, visit


def browse(ledger: Path, *, prefix: str = "", hosts: tuple[str, ...] = (), read_only: bool = False
           ) -> TestClient:
    """Return a browser without scripts at the workbench of a ledger."""
    workbench = Workbench(ledger=ledger, prefix=prefix, hosts=hosts, retell=retell, read_only=read_only)
    return TestClient(application(workbench), base_url="http://127.0.0.1")


class Here(Apart):
    """What reads for the API, in this process, which has loaded parser and model already."""

    def ask(self, work: Any, *arguments: Any, seconds: float, urgent: bool = False) -> Any:
        return work(*arguments)


def fill(held: Ledger) -> None:
    """Write two documents and a problem, merged into events."""
    for reading in (visit("news/a.txt"), launch("news/b.jsonl:3"), failure("news/c.txt", "the input holds no text.")):
        held.write(reading)
    Keeper(held, None).catch_up()


@pytest.fixture
def ledger(tmp_path: Path, cast: Cast) -> Path:
    """Give a ledger of two documents and a problem, merged into events."""
    return cast(tmp_path / "keii.db", fill)


@pytest.fixture
def browser(ledger: Path) -> TestClient:
    return browse(ledger)
