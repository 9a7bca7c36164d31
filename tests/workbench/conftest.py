from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the workbench is an extra: pip install 'keii[serve]'")

from starlette.testclient import TestClient

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


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Give a ledger of two documents and a problem, merged into events."""
    path = tmp_path / "keii.db"
    with Ledger.create(path) as held:
        empty = failure("news/c.txt", "the input holds no text.")
        for reading in (visit("news/a.txt"), launch("news/b.jsonl:3"), empty):
            held.write(reading)
        Keeper(held, None).catch_up()
    return path


@pytest.fixture
def browser(ledger: Path) -> TestClient:
    return browse(ledger)
