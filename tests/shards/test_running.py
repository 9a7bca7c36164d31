import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from keii import pipeline
from keii.engines.local import Made
from keii.errors import ShardError
from keii.model import Document, Problem
from keii.shards import making
from keii.shards import manifest as manifests
from keii.shards.loading import Shards
from keii.shards.making import make_shard
from keii.shards.manifest import place
from keii.shards.plan import Job, tasks
from keii.shards.store import store
from keii.shards.tables import TABLES
from keii.sources import files as source_files
from keii.sources.options import Options
from ledger.samples import visit
from sharding import articles, files, make, run

pytestmark = pytest.mark.usefixtures("by_hand")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return articles(tmp_path / "news")


def test_a_run_writes_five_tables_and_a_manifest_that_proves_them(news: Path, tmp_path: Path) -> None:
    (done,) = run([str(news)], tmp_path / "out")
    assert (done.documents, done.sentences, done.claims, done.problems, done.kept) == (3, 5, 5, 1, False)
    found = files(tmp_path / "out")
    assert set(found) == {place(table, done.name) for table in TABLES} | {
        "job.json", "manifest.json", f"shards/{done.name}.json"}
    manifest = orjson.loads(found[f"shards/{done.name}.json"])
    assert [(one["origin"], one["bytes"], one["sha256"]) for one in manifest["inputs"]][0] == (
        f"{news}/a.txt", 5, hashlib.sha256(b"visit").hexdigest())
    for table in TABLES:
        data = found[place(table, done.name)]
        assert (manifest["files"][table]["bytes"], manifest["files"][table]["sha256"]) == (
            len(data), hashlib.sha256(data).hexdigest())


def test_finished_shards_are_left_alone_until_their_input_changes(
        news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run([str(news)], tmp_path / "out")
    before = files(tmp_path / "out")
    assert [done.kept for done in run([str(news)], tmp_path / "out")] == [True]
    assert files(tmp_path / "out") == before
    (news / "b.txt").write_text("visit", encoding="utf-8")
    (done,) = run([str(news)], tmp_path / "out")
    assert (done.kept, done.claims) == (False, 6 + 1)
    assert set(files(tmp_path / "out")) == set(before)


def test_what_an_interrupted_run_left_is_taken_up(news: Path, tmp_path: Path) -> None:
    inputs = [str(news / "a.txt"), str(news / "b.txt")]
    (first,) = tasks(inputs, Job(to="", language="ja"))
    run(inputs, tmp_path / "whole")
    to = tmp_path / "out"
    run(inputs, to)
    for lost in ("manifest.json", f"shards/{first.name}.json", place("claims", first.name)):
        (to / lost).unlink()
    (to / ".unfinished-killed").mkdir()
    with pytest.raises(ShardError, match="not complete"):
        manifests.whole(store(str(to)))
    assert [done.kept for done in run(inputs, to)] == [False]
    assert files(to) == files(tmp_path / "whole")
    assert not (to / ".unfinished-killed").exists()


def test_a_shard_made_twice_is_there_once(news: Path, tmp_path: Path) -> None:
    run([str(news)], tmp_path / "out")
    job = Job(to=str(tmp_path / "out"), language="ja", today="2026-11-26")
    (task,) = tasks([str(news)], job)
    before = files(tmp_path / "out")
    manifests.forget(store(job.to), task.name)
    assert not make_shard(job, task).kept
    assert files(tmp_path / "out") == before


def test_a_folder_takes_no_other_inputs_or_options(news: Path, tmp_path: Path) -> None:
    run([str(news)], tmp_path / "out")
    before = files(tmp_path / "out")
    with pytest.raises(ShardError, match="other inputs or options"):
        run([str(news / "a.txt")], tmp_path / "out")
    with pytest.raises(ShardError, match="other inputs or options"):
        run([str(news)], tmp_path / "out", coder="rules")
    assert files(tmp_path / "out") == before


def test_shards_that_a_changed_folder_no_longer_has_are_removed(
        news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keii.shards.plan.GROUP_FILES", 1)
    assert len(run([str(news)], tmp_path / "out")) == 4
    (news / "d.txt").unlink()
    assert [done.kept for done in run([str(news)], tmp_path / "out")] == [True] * 3
    assert len(list((tmp_path / "out" / "claims").iterdir())) == 3


def test_another_version_makes_its_shards_anew(
        news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run([str(news)], tmp_path / "out")
    monkeypatch.setattr(manifests, "__version__", "99.0")
    with pytest.raises(ShardError, match=r"made by keii .*, this is 99\.0"):
        manifests.whole(store(str(tmp_path / "out")))
    assert [done.kept for done in run([str(news)], tmp_path / "out")] == [False]


# ---- what goes wrong ----


def test_a_source_that_breaks_costs_its_input_alone(
        news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_file(path: str, options: Options, *, origin: str) -> Iterator[Document | Problem]:
        yield from source_files.read_file(path, options, origin=origin)
        if path.endswith("b.txt"):
            raise KeyError("nobody foresaw it")

    monkeypatch.setattr(making, "read_file", read_file)
    (done,) = run([str(news)], tmp_path / "out")
    assert (done.documents, done.problems, done.trouble) == (3, 2, None)


def test_vectors_that_fail_are_left_to_who_needs_them(
        tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (news / "a.txt").write_text("no reading has this name", encoding="utf-8")
    monkeypatch.setattr(pipeline, "reading_of", lambda one, coder: visit(one.origin))
    (done,) = run([str(news / "a.txt")], tmp_path / "out")
    assert (done.documents, done.claims, done.trouble) == (1, 3, None)


def test_half_a_character_becomes_the_problem_that_a_ledger_makes_of_it() -> None:
    reading = visit("bad.txt")
    assert reading.document is not None
    bad = replace(reading, document=replace(reading.document, title="half \ud83d"))
    stored = making._storable(Made(reading=bad)).reading
    assert stored.document is None
    assert [(one.code, one.message) for one in stored.problems] == [
        ("ledger.half-character", "documents.title holds half a character (U+D83D) at 5.")]


class Failing:
    """An engine whose workers end, or whose store fails, the first times that it is asked."""

    def __init__(self, *, ends: set[int], once: bool = False) -> None:
        self._ends, self._once = ends, once

    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        for number, item in enumerate(items):
            if number in self._ends:
                yield number, None
            elif self._once:
                self._once = False
                yield number, making.Done(name=item.name, trouble="the network failed")
            else:
                yield number, function(item)

    def close(self) -> None:
        """Do nothing."""


def test_a_task_that_ends_its_workers_is_read_document_by_document(
        news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def readings(found: Iterator[Document | Problem], *, coder: str | None, jobs: int) -> Iterator[Made]:
        asked.append(jobs)
        yield from (make(one, coder) for one in found)

    monkeypatch.setattr(making, "readings", readings)
    run([str(news)], tmp_path / "straight")
    (done,) = run([str(news)], tmp_path / "out", engine=Failing(ends={0}))
    assert asked == [2]  # processes of their own; tests/engines shows that a death costs one document
    assert (done.documents, done.trouble) == (3, None)
    assert files(tmp_path / "out") == files(tmp_path / "straight")


def test_a_store_that_fails_once_is_asked_again(news: Path, tmp_path: Path) -> None:
    (done,) = run([str(news)], tmp_path / "out", engine=Failing(ends=set(), once=True))
    assert (done.documents, done.trouble) == (3, None)
    assert (tmp_path / "out" / "manifest.json").exists()


def test_a_shard_that_cannot_be_written_is_told_and_the_folder_stays_unfinished(
        news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def put(to: object, path: Path, table: str, name: str, rows: int) -> None:
        raise ShardError("the disk is full.", where="out")

    monkeypatch.setattr(making, "put", put)
    (done,) = run([str(news)], tmp_path / "out")
    assert (done.where, done.trouble) == ("out", "the disk is full.")
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_a_reading_without_document_keeps_its_origin(tmp_path: Path) -> None:
    (done,) = run([str(tmp_path / "gone.txt")], tmp_path / "out")
    assert (done.documents, done.problems) == (0, 1)
    manifest = orjson.loads((tmp_path / "out" / "shards" / f"{done.name}.json").read_bytes())
    assert manifest["inputs"] == [{"origin": f"{tmp_path}/gone.txt", "bytes": 0, "sha256": None}]


def test_another_store_holds_the_same_bytes(news: Path, tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    fs = fsspec.filesystem("memory")
    for path in sorted(news.iterdir()):
        fs.pipe(f"/running/news/{path.name}", path.read_bytes())
    (done,) = run(["memory://running/news"], "memory://running/out")
    assert (done.documents, done.problems, done.kept) == (3, 1, False)
    (again,) = run(["memory://running/news"], "memory://running/out")
    assert again.kept
    (here,) = run(["memory://running/news"], tmp_path / "out")
    assert here.name == done.name
    held = {name.removeprefix("/running/out/"): fs.cat_file(name) for name in fs.find("/running/out")}
    assert held == files(tmp_path / "out")
    assert [one.reading.origin for one in Shards("memory://running/out").readings()] == [
        f"memory:///running/news/{name}" for name in ("a.txt", "b.txt", "c.txt", "d.txt")]
