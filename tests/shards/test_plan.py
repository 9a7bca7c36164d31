from pathlib import Path

import pytest

from keii.errors import ShardError, UsageError
from keii.model import Problem
from keii.shards import plan
from keii.shards.plan import Job, Piece, pieces, tasks
from keii.sources import find

JOB = Job(to="out")


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with three articles of six bytes and what is none, as the current folder's `news`."""
    monkeypatch.chdir(tmp_path)
    for name in ("news/b.txt", "news/a.txt", "news/below/c.txt", "news/.hidden.txt", "news/picture.jpg"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"Words.")
    return tmp_path / "news"


def test_files_come_in_the_order_of_reading_with_what_is_passed_over(news: Path) -> None:
    found = list(pieces(["news"]))
    assert [one.origin for one in found] == ["news/a.txt", "news/b.txt", "news/below/c.txt", "news"]
    assert isinstance(found[3], Problem)
    assert found[3] == [one for one in find(["news"], language="en") if isinstance(one, Problem)][-1]
    first = found[0]
    assert isinstance(first, Piece)
    assert (first.address, first.bytes) == (str(news / "a.txt"), 6)


def test_small_files_share_a_task_and_large_ones_have_their_own(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "GROUP_BYTES", 12)
    (news / "b.txt").write_bytes(b"x" * 13)
    assert [[one.origin for one in task.pieces] for task in tasks(["news"], JOB)] == [
        ["news/a.txt"], ["news/b.txt"], ["news/below/c.txt", "news"]]
    monkeypatch.setattr(plan, "GROUP_BYTES", 1000)
    monkeypatch.setattr(plan, "GROUP_FILES", 2)
    assert [len(task.pieces) for task in tasks(["news"], JOB)] == [2, 2]


def test_tasks_are_named_by_inputs_and_options_and_not_by_place(news: Path) -> None:
    names = [task.name for task in tasks(["news"], JOB)]
    assert names == [task.name for task in tasks(["news"], Job(to="elsewhere", today="2026-01-01"))]
    assert names != [task.name for task in tasks(["news"], Job(to="out", language="ja"))]
    assert names != [task.name for task in tasks(["news/a.txt"], JOB)]
    assert names[0].startswith("000000-")


def test_a_missing_file_is_a_piece_of_no_bytes_and_a_bad_url_a_problem(news: Path) -> None:
    missing, bad, good = pieces(["gone.txt", "file://elsewhere/a.txt", (news / "a.txt").as_uri()])
    assert isinstance(missing, Piece)
    assert missing.bytes == 0
    assert isinstance(bad, Problem)
    assert bad.code == "input.bad-url"
    assert isinstance(good, Piece)
    assert (good.address, good.origin) == (str(news / "a.txt"), (news / "a.txt").as_uri())


def test_standard_input_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be divided"):
        list(pieces(["-"]))


def test_urls_are_listed_by_fsspec() -> None:
    fsspec = pytest.importorskip("fsspec")
    fs = fsspec.filesystem("memory")
    for name in ("b.jsonl", "a.warc.gz", "more/c.parquet", ".hidden.txt", "d.jpg"):
        fs.pipe(f"/plan/{name}", b"12345")
    *files, passed_over = pieces(["memory://plan"])
    assert [one.origin for one in files] == ["memory:///plan/a.warc.gz", "memory:///plan/b.jsonl",
                                             "memory:///plan/more/c.parquet"]
    assert isinstance(passed_over, Problem)
    assert passed_over.message == "1 files of kinds that keii does not read were passed over."
    (one,) = pieces(["memory://plan/d.jpg"])
    assert isinstance(one, Piece)
    assert (one.origin, one.bytes) == ("memory://plan/d.jpg", 5)
    (gone,) = pieces(["memory://nothing"])
    assert isinstance(gone, Problem)
    assert gone.code == "input.missing"
    with pytest.raises(ShardError, match="Protocol not known"):
        list(pieces(["nosuch://a"]))
