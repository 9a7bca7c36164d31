from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.receivers import Hook, Mailbox, hooking, mailing
from keii.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "keii.db") as made:
        yield made


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hooking() as receiver:
        yield receiver


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailing() as receiver:
        yield receiver
