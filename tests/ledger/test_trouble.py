import contextlib
import multiprocessing
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from keii.errors import LedgerError
from keii.ledger import Ledger, sqlite
from keii.ledger.connection import SCHEMA
from keii.pipeline import Reading
from ledger.samples import document, sentences, visit

pytestmark = pytest.mark.file  # what PostgreSQL says is in test_postgresql.py
NOBODY = 65534


def test_a_missing_ledger_is_made_by_writing_and_refused_by_reading(tmp_path: Path) -> None:
    path = tmp_path / "keii.db"
    with pytest.raises(LedgerError, match=r"there is no ledger here\. .*keii read"):
        Ledger.open(path)
    Ledger.create(path).close()
    with Ledger.open(path) as opened:
        assert opened.counts().documents == 0


def test_a_text_file_is_no_ledger_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("プーチン氏は平壌を訪問した。" * 100, encoding="utf-8")
    before = path.read_bytes()
    for opening in (Ledger.open, Ledger.create):
        with pytest.raises(LedgerError, match=r"notes\.txt: this file is not a ledger.*--ledger"):
            opening(path)
    assert path.read_bytes() == before


def test_another_program_s_database_is_no_ledger_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE claims (id)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    for opening in (Ledger.open, Ledger.create):
        with pytest.raises(LedgerError, match="this SQLite file is not a ledger of keii"):
            opening(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("step", "told"), [(1, "made by a newer keii.*pip install"), (-1, "made by an older keii.*into a new ledger")]
)
def test_a_ledger_of_another_schema_is_refused_with_the_remedy(tmp_path: Path, step: int, told: str) -> None:
    path = tmp_path / "keii.db"
    Ledger.create(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA + step}")
    connection.close()
    for opening in (Ledger.open, Ledger.create):
        with pytest.raises(LedgerError, match=told):
            opening(path)


def test_an_empty_file_is_filled_by_writing_and_explained_by_reading(tmp_path: Path) -> None:
    path = tmp_path / "keii.db"
    path.touch()
    with pytest.raises(LedgerError, match="the file is empty"):
        Ledger.open(path)
    with Ledger.create(path) as made:
        assert made.write(visit())


def test_a_damaged_ledger_says_so(tmp_path: Path) -> None:
    path = tmp_path / "keii.db"
    with Ledger.create(path) as made:
        made.write(visit())
    raw = bytearray(path.read_bytes())
    raw[4096:] = b"\xff" * (len(raw) - 4096)
    path.write_bytes(raw)
    with pytest.raises(LedgerError, match=r"damaged|not a ledger"), Ledger.open(path) as opened:
        list(opened.claims())


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    for opening in (Ledger.open, Ledger.create):
        with pytest.raises(LedgerError, match="this is a folder"):
            opening(tmp_path)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"nowhere/keii\.db: the ledger cannot be opened or made\. Check that"):
        Ledger.create(tmp_path / "nowhere" / "keii.db")


def test_a_full_disk_keeps_what_was_kept_and_takes_more_when_there_is_room(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "keii.db") as full:
        full.write(visit())
        pages = full._connection.execute("PRAGMA page_count").fetchone()[0]
        full._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LedgerError, match=r"full\. Free space and run the command again"):
            _fill(full)
        kept = full.counts().documents
        full._connection.execute("PRAGMA max_page_count = 1000000")
        assert full.write(_long(9999))
        assert full.counts().documents == kept + 1


def _fill(ledger: Ledger) -> None:
    for number in range(2000):
        ledger.write(_long(number))


def _long(number: int) -> Reading:
    text = f"第{number}報。" + "長い記事である。" * 300
    article = document(text, origin=f"{number}.txt")
    return Reading(origin=article.origin, document=article, sentences=sentences(text))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_device_is_no_ledger() -> None:
    with pytest.raises(LedgerError):
        Ledger.create("/dev/full")


def test_a_locked_ledger_is_waited_for_and_then_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "WAIT", 0.2)
    path = tmp_path / "keii.db"
    Ledger.create(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Ledger.create(path) as waiting:
        started = time.monotonic()
        with pytest.raises(LedgerError, match="locked by another program"):
            waiting.write(visit())
        assert time.monotonic() - started >= 0.2
        other.execute("ROLLBACK")
        assert waiting.write(visit())
    other.close()


def test_another_program_that_makes_the_same_ledger_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "keii.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.3, other.execute, ["ROLLBACK"])
    done.start()
    with Ledger.create(path) as made:
        done.join()
        assert made.write(visit())
    other.close()


def test_another_program_that_never_lets_a_new_ledger_go_is_told(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "WAIT", 0.2)
    path = tmp_path / "keii.db"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(LedgerError, match="locked by another program"):
            Ledger.create(path)
        assert time.monotonic() - started >= 0.2


def test_reading_goes_on_while_another_program_writes(tmp_path: Path) -> None:
    path = tmp_path / "keii.db"
    with Ledger.create(path) as writer:
        writer.write(visit())
        writer._connection.execute("BEGIN IMMEDIATE")
        with Ledger.open(path) as reader:
            assert len(list(reader.claims())) == 3
        writer._connection.execute("ROLLBACK")


def _as_nobody(action: Callable[[], None], answers: "multiprocessing.Queue[str]") -> None:
    """Run the action as a user without rights (root may write anywhere) and pass on what it raises."""
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        action()
        answers.put("done")
    except LedgerError as error:
        answers.put(str(error))


def _answer(action: Callable[[], None]) -> str:
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[str] = context.Queue()
    process = context.Process(target=_as_nobody, args=(action, answers))
    process.start()
    answer = answers.get(timeout=30)
    process.join()
    return answer


@pytest.fixture
def shared() -> Iterator[Path]:
    """Give a folder that another user may enter and not write to, with a ledger in it."""
    folder = Path(tempfile.mkdtemp(prefix="keii-"))  # pytest's own folders are closed to other users
    with Ledger.create(folder / "keii.db") as made:
        made.write(visit())
    (folder / "keii.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_folder_takes_no_new_ledger(shared: Path) -> None:
    answer = _answer(lambda: Ledger.create(shared / "new.db").close())
    assert "new.db: the ledger cannot be opened or made." in answer


def test_a_read_only_ledger_is_not_written(shared: Path) -> None:
    def write() -> None:
        with Ledger.create(shared / "keii.db") as opened:
            opened.write(visit("other.txt"))

    assert "read-only" in _answer(write)


def test_a_ledger_in_a_read_only_folder_can_be_read(shared: Path) -> None:
    def read() -> None:
        with Ledger.open(shared / "keii.db") as opened:
            assert len(list(opened.claims())) == 3

    assert _answer(read) == "done"


def test_a_read_that_is_killed_leaves_a_ledger_that_opens_and_continues(tmp_path: Path) -> None:
    path = tmp_path / "keii.db"
    script = (
        "import sys; from ledger.test_trouble import _long; from keii.ledger import Ledger\n"
        "with Ledger.create(sys.argv[1]) as made:\n"
        "    for number in range(100000):\n"
        "        made.write(_long(number)); print(number, flush=True)\n")
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, env=environ) as process:
        assert process.stdout is not None
        for _ in range(20):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    with Ledger.open(path) as opened:
        kept = opened.counts()
        assert kept.documents >= 20
        assert kept.sentences == kept.documents  # whole documents only
        assert opened._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with Ledger.create(path) as continued:
        assert not continued.write(_long(0))
        assert continued.write(_long(999_999))


def test_a_creation_that_is_killed_leaves_a_file_that_the_next_one_fills(tmp_path: Path) -> None:
    path = tmp_path / "keii.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")  # as far as creation comes before its transaction
    connection.close()
    with Ledger.create(path) as made:
        assert made.write(visit())
