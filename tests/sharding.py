"""Shards made without a coder: each file's text names the hand-made reading that stands for it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from keii.engines.contract import Engine
from keii.engines.local import Made, words
from keii.engines.processes import Processes
from keii.model import Document, Problem
from keii.pipeline import Reading
from keii.shards import making
from keii.shards import manifest as manifests
from keii.shards.making import Done, put
from keii.shards.manifest import Manifest
from keii.shards.plan import Job
from keii.shards.running import Run
from keii.shards.store import store
from keii.shards.tables import TABLES, Writer
from keii.situation.vectors import ActVectors
from ledger.samples import launch, visit

SAMPLES = {"visit": visit, "launch": launch}


def make(one: Document | Problem, coder: str | None = None) -> Made:
    """Return the reading that a document's text names, with vectors; ValueError when it names none."""
    if isinstance(one, Problem):
        return Made(reading=Reading(origin=one.origin, document=None, problems=(one,)))
    name = one.text.strip()
    if name not in SAMPLES:
        raise ValueError(name)
    reading = SAMPLES[name](one.origin)
    assert reading.document is not None
    reading = replace(reading, document=replace(reading.document, retrieved_at=None))
    acts = {words(claim): ActVectors(meaning=bytes(384), act=bytes(128)) for claim in reading.claims}
    return Made(reading=reading, document=bytes(128), acts=acts)


def articles(folder: Path) -> Path:
    """Write a folder of articles, one of which cannot be read, and return it."""
    folder.mkdir()
    for name, text in (("a.txt", "visit"), ("b.txt", "launch"), ("c.txt", " "), ("d.txt", "launch")):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(inputs: list[str], to: Path | str, *, engine: Engine | None = None, coder: str | None = None) -> list[Done]:
    """Make the shards of inputs and return what became of every task, in order."""
    job = Job(to=str(to), language="ja", coder=coder, today="2026-11-26")
    return sorted(Run(inputs, job).done(engine or Processes(1)), key=lambda done: done.name)


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hand-made readings stand for what the coder would give."""
    monkeypatch.setattr(making, "make", make)


def kept(shards: Sequence[Sequence[Made]], to: Path | str) -> None:
    """Keep readings as a finished folder of so many shards, in this order."""
    at, names = store(str(to)), [f"{number:06}-made" for number in range(len(shards))]
    for name, made in zip(names, shards, strict=True):
        with at.workspace() as folder:
            writer = Writer(folder, name)
            for one in made:
                writer.add(one)
            writer.close()
            files = {table: put(at, folder / f"{table}.parquet", table, name, writer.rows[table]) for table in TABLES}
            manifests.keep(at, Manifest(name=name, inputs=(), files=files))
    manifests.finish(at, (), Job(to=str(to)), names)
