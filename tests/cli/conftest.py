import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import exports.sample
from databases import Cast
from keii.cli.main import run
from keii.engines.local import Made
from keii.ledger import Ledger
from keii.pipeline import Reading
from keii.sources.fetch import Manners
from ledger.samples import failure, launch, visit
from sources.faults import Site, serving


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Keii:
    """The command `keii` in this process, its ledger in a folder of its own."""

    ledger: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Ran:
        code = run(arguments)
        captured = self.capture.readouterr()
        return Ran(code, captured.out, captured.err)


@pytest.fixture
def keii(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, remembered: None
         ) -> Keii:
    """Give the command, run in an empty folder by someone who reads English."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("KEII_LEDGER", str(tmp_path / "keii.db"))
    monkeypatch.chdir(tmp_path)
    return Keii(tmp_path / "keii.db", capsys)


def fill(ledger: Ledger) -> None:
    """Write two documents and a problem."""
    for reading in (visit("news/a.txt"), launch("news/b.jsonl:3"), failure("news/c.txt")):
        ledger.write(reading)


@pytest.fixture
def filled(keii: Keii, cast: Cast) -> Keii:
    """Give the command with a ledger of two documents and a problem."""
    cast(keii.ledger, fill)
    return keii


@pytest.fixture
def pipeline_gives(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the pipeline give readings made by hand, so that the command line is tested alone."""
    def give(*readings: Reading) -> None:
        def read(inputs: object, **options: object) -> Iterator[Reading]:
            yield from readings

        def made(found: object, **options: object) -> Iterator[Made]:
            yield from (Made(reading=reading) for reading in readings)

        monkeypatch.setattr("keii.pipeline.read", read)
        monkeypatch.setattr("keii.engines.local.readings", made)
        monkeypatch.setattr("keii.pipeline.code", lambda text, **options: readings[0])

    return give


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the path of the sample ledger of the exports, made once; tests copy it."""
    return exports.sample.ledger(tmp_path_factory.mktemp("made") / "keii.db")


@pytest.fixture
def sample(keii: Keii, made: Path) -> Keii:
    """Give the command with a copy of the sample ledger."""
    shutil.copy(made, keii.ledger)
    return keii


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Give a site that `keii add`, too, asks without the pauses that are for other people's servers."""
    monkeypatch.setattr("keii.sources.fetch.Manners", partial(Manners, delay=0.0))
    with serving() as served:
        yield served
