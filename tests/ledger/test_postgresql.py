"""A ledger in a real PostgreSQL server: the same as in a file, for several writers, and its failures in words."""

import contextlib
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.filling import Filling
from benchmarks.made import News
from databases import SECRET, Server, tables
from keii.cli.main import run
from keii.config import Database
from keii.errors import KeiiError, LedgerError
from keii.ledger import Filter, Ledger, browse, connecting
from keii.ledger.connection import SCHEMA
from keii.ledger.sqlite import File
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from ledger.samples import document, failure, launch, sentences, visit

pytestmark = pytest.mark.file  # each test names its own server
NOW = datetime(2026, 1, 2, tzinfo=UTC)
NEWS = (
    "北朝鮮が衛星を打ち上げた。衛星は失敗した。", "首相は衛星について会見した。",
    "The satellites were launched. The satellites failed.", "A launch of satellites",
    "Ｆ１６が飛んだ。首相と大統領が会談した。", "大統領は首相を迎えた。首相は首相官邸へ戻った。" * 5,
    "relational relations of related relatives", "制裁決議案に反対した。", "running runners ran")
QUESTIONS = (
    "衛星", "首相", "首", '"首相官邸"', "satellites", "launched", "首相 -衛星", '"大統領 首相"', "f16", "relation",
    "run", "制裁決議案", "衛星 打ち上げ", '"satellites were"', "無い")


@pytest.fixture
def database(server: Server) -> Database:
    return server.schema()


def reading_of(text: str, number: int) -> Reading:
    article = document(text, origin=f"{number}.txt", published_at=f"2024-06-{number + 1:02}")
    return Reading(origin=article.origin, document=article, sentences=sentences(text))


def rows(ledger: Ledger, names: list[str]) -> dict[str, list[str]]:
    """Return the rows of tables, by the names of their columns as SQLite has them."""
    with ledger.asking() as connection:
        found = {}
        for name in names:
            answer = connection.execute(f"SELECT * FROM {name}")
            columns = sorted(column[0] for column in answer.description if column[0] != "rowid")
            order = [[column[0] for column in answer.description].index(column) for column in columns]
            found[name] = sorted(repr([row[at] for at in order]) for row in answer)
        return found


def test_the_same_documents_give_the_same_rows(database: Database, tmp_path: Path) -> None:
    held = {}
    names: list[str] = []
    for place in (tmp_path / "keii.db", database):
        with Ledger.create(place) as ledger:
            Filling(ledger, News(daily=10, acts=3, traced=True)).fill(40)
            for reading in (visit("a.txt"), launch("b.jsonl:3"), failure("c.txt"), visit("a.txt")):
                ledger.write(reading, now=NOW)
            Keeper(ledger, None).catch_up()
            with ledger.asking() as connection:
                names = tables(connection) if isinstance(connection, File) else names
            held[type(place)] = rows(ledger, [*names, "claims_view", "events_view", "documents_view", "spans"])
            assert ledger.counts().claims > 100
    file, other = held.values()
    assert file["events"]
    for name, found in file.items():
        assert other[name] == found, name


def test_a_search_finds_the_same_in_the_same_order(database: Database, tmp_path: Path) -> None:
    found = []
    for place in (tmp_path / "keii.db", database):
        with Ledger.create(place) as ledger:
            for number, text in enumerate(NEWS):
                ledger.write(reading_of(text, number))
            with ledger.browsing(seconds=60) as connection:
                hits = [browse.search(connection, words, Filter(limit=20), sentences=1) for words in QUESTIONS]
                found.append([[one.listed.document.origin for one in page.items] for page in hits])
                assert [len(page.items) for page in hits] == [page.total for page in hits]
    assert found[0] == found[1]
    assert sum(map(bool, found[0])) == len(QUESTIONS) - 2  # words in quotation marks stand in a row; one is nowhere


def test_two_writers_at_once_lose_and_double_nothing(database: Database) -> None:
    Ledger.create(database).close()
    failed: list[KeiiError] = []

    def write(numbers: range) -> None:
        try:
            with Ledger.create(database) as ledger:
                for number in numbers:
                    ledger.write(visit(f"{number}.txt"))  # one document, under many names
                    ledger.write(reading_of(f"第{number}号。首相が会見した。", number % 20))
                    ledger.write_problem(failure(f"bad{number}.txt").problems[0])
                    Keeper(ledger, None).catch_up()
        except KeiiError as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(numbers,)) for numbers in (range(20), range(10, 30))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Ledger.open(database) as ledger:
        assert ledger.counts().documents == 31
        assert [one.number for one in ledger.problems()] == list(range(1, 31))
        assert sum(1 for _ in ledger.events()) == len(visit().claims)
        assert ledger.unmerged() == []
        with ledger.asking() as connection:
            assert connection.execute("SELECT count(*) FROM inputs").fetchone()[0] == 60
            assert connection.execute("SELECT count(*) FROM unmerged").fetchone()[0] == 0


def test_a_locked_ledger_is_waited_for_and_then_explained(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.create(database) as first:
        monkeypatch.setattr("keii.ledger.postgresql.WAIT", 1.0)
        with Ledger.create(database) as second:
            with first.transaction(), pytest.raises(LedgerError, match="locked by another program"):
                second.write(visit())
            assert second.write(visit())


def test_reading_sees_one_state_while_another_writes(database: Database) -> None:
    with Ledger.create(database) as writer, Ledger.open(database) as reader:
        writer.write(visit())
        with reader.browsing(seconds=60) as connection:
            before = browse.number_of_claims(connection, Filter())
            writer.write(launch())
            assert browse.number_of_claims(connection, Filter()) == before
        assert reader.counts().claims == before + 1


def test_what_fails_within_a_transaction_is_undone(database: Database) -> None:
    with Ledger.create(database) as ledger:
        with contextlib.suppress(ZeroDivisionError), ledger.transaction() as connection:
            connection.execute("INSERT INTO meta VALUES ('x', 'y')")
            raise ZeroDivisionError
        with pytest.raises(LedgerError, match="a table of the ledger is missing"), ledger.transaction() as connection:
            connection.execute("SELECT nothing FROM nowhere_at_all WHERE a = ?", ("x",))
        assert ledger.write(visit())


def test_a_question_that_takes_too_long_is_given_up(database: Database) -> None:
    with Ledger.create(database) as ledger:
        with pytest.raises(LedgerError, match="took too long"), ledger.browsing(seconds=0.2) as connection:
            connection.execute("SELECT pg_sleep(20)")
        assert ledger.counts().documents == 0


def test_one_process_polls_a_database(database: Database) -> None:
    Ledger.create(database).close()
    with connecting.holding(database, "polling") as first:
        assert first is None
        with connecting.holding(database, "polling") as second:
            assert second is not None
            assert second.isdecimal()
    with connecting.holding(database, "polling") as again:
        assert again is None


# ---- failures ----

@pytest.fixture
def guarded(server: Server) -> Iterator[str]:
    """Let there be a user with a password who may read."""
    server.ask(f"CREATE ROLE guarded LOGIN PASSWORD '{SECRET}'")
    yield "guarded"
    server.ask("DROP OWNED BY guarded; DROP ROLE guarded")


def refused(place: Database) -> str:
    """Return what both ways of opening say, which is the same."""
    told = set()
    for opening in (Ledger.open, Ledger.create):
        with pytest.raises(LedgerError) as error:
            opening(place).close()
        told.add(str(error.value))
        assert error.value.remedy
    assert len(told) == 1
    return told.pop()


def test_an_unreachable_server_is_told(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    assert "the server cannot be reached" in refused(Database(f"postgresql://keii@/keii?host={tmp_path}"))
    assert "the server cannot be reached" in refused(Database("postgresql://keii@127.0.0.1:1/keii"))


def test_a_url_that_is_none_is_told() -> None:
    pytest.importorskip("psycopg")
    assert "no URL of a database" in refused(Database("postgresql://keii@host:x/keii"))


def test_a_missing_database_and_a_missing_user_are_told(server: Server) -> None:
    assert "no such database" in refused(server.database(name="nowhere"))
    assert "no such user" in refused(server.database(user="nobody_at_all"))


def test_a_missing_schema_is_told(server: Server) -> None:
    assert "no schema that the search path names" in refused(server.database("never_made"))


def test_a_wrong_password_is_told_and_never_shown(
        server: Server, guarded: str, capsys: pytest.CaptureFixture[str]) -> None:
    place = server.database(user=guarded, password="wr0ng")
    assert "refuses the user or the password" in refused(place)
    for verb in (["list", "claims"], ["doctor"], ["read", __file__], ["sql", place.url, "SELECT 1"]):
        arguments = verb if verb[0] == "sql" else ["--ledger", place.url, *verb]
        assert run(arguments) != 0
    shown = "".join(capsys.readouterr())
    assert "wr0ng" not in shown
    assert "guarded:***@" in shown


def test_the_password_stands_nowhere(server: Server) -> None:
    place = server.database(user="guarded", password=SECRET)
    asked = Database(f"postgresql://h/db?user=a&password={SECRET}&sslpassword={SECRET}")
    for shown in (str(place), repr(place), str(asked), repr(asked)):
        assert SECRET not in shown


def test_whoever_may_only_read_reads(server: Server, database: Database, guarded: str) -> None:
    with Ledger.create(database) as ledger:
        ledger.write(visit())
    schema = database.url.rpartition("%3D")[2]
    reader = server.database(schema, user=guarded, password=SECRET)
    assert "may not use it" in refused(reader)
    server.ask(f"GRANT USAGE ON SCHEMA {schema} TO guarded; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO guarded")
    with Ledger.open(reader) as ledger:
        assert len(list(ledger.claims(Filter(words="訪問")))) == len(visit().claims)
    with Ledger.create(reader) as ledger, pytest.raises(LedgerError, match="lacks the right"):
        ledger.write(launch())


def test_other_tables_are_no_ledger(server: Server, database: Database) -> None:
    schema = database.url.rpartition("%3D")[2]
    server.ask(f"CREATE TABLE {schema}.meta (key TEXT, value TEXT)")
    assert "no ledger of keii" in refused(database)
    server.ask(f"DROP TABLE {schema}.meta; CREATE TABLE {schema}.other (x INTEGER)")
    with pytest.raises(LedgerError, match="no ledger of keii"):
        Ledger.create(database)


def test_an_empty_database_is_filled_by_writing_and_explained_by_reading(database: Database) -> None:
    with pytest.raises(LedgerError, match="the database is empty"):
        Ledger.open(database)
    with Ledger.create(database) as ledger:
        assert ledger.write(visit())


@pytest.mark.parametrize(("step", "told"), [(1, "newer keii"), (-1, "older keii")])
def test_a_ledger_of_another_schema_is_refused(database: Database, step: int, told: str) -> None:
    with Ledger.create(database) as ledger, ledger.transaction() as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA + step),))
    assert told in refused(database)


def test_a_missing_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "keii.ledger.postgresql", raising=False)
    monkeypatch.delattr("keii.ledger.postgresql", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'keii[postgresql]'" in refused(Database("postgresql://keii@host/keii"))


# ---- the command and its pages ----

def test_the_command_takes_a_url(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                 capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    with Ledger.create(database) as ledger:
        ledger.write(visit("a.txt"))
    monkeypatch.setenv("KEII_LEDGER", database.url)
    assert run(["list", "documents", "--json"]) == 0
    assert run(["doctor"]) in (0, 1)
    assert run(["search", "save", "visits", "--type", "CONSULT"]) == 0
    shown = "".join(capsys.readouterr())
    assert visit().document.id in shown  # type: ignore[union-attr]
    assert "1 document," in shown
    assert list(tmp_path.iterdir()) == []  # no file of that name was made


def test_the_workbench_shows_a_database(database: Database) -> None:
    pytest.importorskip("fastapi", reason="the workbench is an extra: pip install 'keii[serve]'")
    from starlette.testclient import TestClient

    from keii.cli.words import retell
    from keii.workbench.app import application
    from keii.workbench.config import Workbench

    with Ledger.create(database) as ledger:
        ledger.write(visit("a.txt"))
        Keeper(ledger, None).catch_up()
    browser = TestClient(application(Workbench(ledger=database, retell=retell)), base_url="http://127.0.0.1")
    for page in ("/", "/events", "/documents", "/actors", "/map", "/timeline", "/network", "/sources", "/review"):
        assert browser.get(page).status_code == 200, page
    assert browser.get("/api/v1/claims").status_code == 200
