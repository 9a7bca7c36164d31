from pathlib import Path
from typing import Any

import pytest

from keii.errors import ShardError, UsageError
from keii.ledger import Ledger
from keii.shards.loading import Shards
from keii.shards.sql import EVENT_VIEWS, VIEWS, ask
from merged import merge, of_ledger
from sharding import articles, run

pytest.importorskip("duckdb")


@pytest.fixture
def shards(tmp_path: Path, by_hand: None) -> Path:
    """Give the shards of a folder in which one document stands twice and one file is empty."""
    run([str(articles(tmp_path / "news"))], tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def ledger(tmp_path: Path, shards: Path) -> Path:
    """Give a ledger of the same."""
    with Ledger.create(tmp_path / "keii.db") as held:
        for one in Shards(str(shards)).readings():
            held.write(one.reading)
    return tmp_path / "keii.db"


def rows(source: Path | str, query: str) -> list[tuple[Any, ...]]:
    return list(ask(str(source), query).rows)


def test_a_document_that_came_twice_is_there_once_with_its_claims(shards: Path) -> None:
    assert rows(shards, "SELECT count(*), sum(claims) FROM documents") == [(2, 4)]
    assert rows(shards, "SELECT count(*), count(DISTINCT claim) FROM claims") == [(4, 4)]
    assert rows(shards, "SELECT count(*) FROM sentences") == [(4,)]
    assert rows(shards, "SELECT count(*) FROM all_documents") == [(3,)]
    assert rows(shards, "SELECT code, count(*) FROM problems GROUP BY code") == [("input.empty", 1)]


def test_claims_have_parties_evidence_and_the_words_of_their_document(shards: Path) -> None:
    answer = ask(str(shards), "SELECT type, status, trigger, sentence_text, actors, actor_codes, published_at, "
                              "substr(text, trigger_start + 1, trigger_end - trigger_start) AS quoted "
                              "FROM claims JOIN documents USING (document, published_at) "
                              "ORDER BY document, trigger_start LIMIT 1")
    assert answer.columns == ("type", "status", "trigger", "sentence_text", "actors", "actor_codes", "published_at",
                              "quoted")
    assert list(answer.rows) == [(
        "CONSULT", "occurred", "訪問", "ロシアのプーチン大統領は13日、平壌を訪問した。",
        ["プーチン大統領"], ["RUS/GOV"], "2024-06-14", "訪問")]


@pytest.mark.parametrize("view", VIEWS)
def test_a_ledger_gives_the_same_answers(shards: Path, ledger: Path, view: str) -> None:
    left_out = "EXCLUDE (shard, reading)" if view == "documents" else ""
    query = f"SELECT * {left_out} FROM {view} ORDER BY ALL"
    assert rows(shards, query) == rows(ledger, query)


@pytest.mark.parametrize("view", EVENT_VIEWS)
def test_merged_shards_give_the_events_of_a_ledger(shards: Path, tmp_path: Path, view: str) -> None:
    merge(shards)
    of_ledger(shards, tmp_path / "loaded.db")
    found = rows(shards, f"SELECT * FROM {view} ORDER BY ALL")
    assert found == rows(tmp_path / "loaded.db", f"SELECT * FROM {view} ORDER BY ALL")
    assert found or view == "event_conflicts"


def test_events_stand_beside_their_claims(shards: Path) -> None:
    merge(shards)
    assert rows(shards, "SELECT e.type, e.status, c.trigger, e.claims FROM events AS e JOIN event_claims USING (event) "
                        "JOIN claims AS c USING (claim) WHERE e.type = 'CONSULT'") == [
        ("CONSULT", "occurred", "訪問", 1)]


def test_shards_whose_events_are_not_made_say_how_to_make_them(shards: Path, tmp_path: Path) -> None:
    merge(shards)
    (tmp_path / "news" / "e.txt").write_text("visit", encoding="utf-8")
    run([str(tmp_path / "news")], shards)
    with pytest.raises(UsageError, match="these shards have no events yet") as told:
        rows(shards, "SELECT count(*) FROM events")
    assert "keii merge" in told.value.remedy
    merge(shards)
    assert rows(shards, "SELECT count(*) FROM events") == [(4,)]
    for path in (shards / "events").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ShardError, match=r"events/.* is missing, or is not what events.json says"):
        rows(shards, "SELECT 1")


@pytest.mark.parametrize("query", [
    "DROP VIEW claims", "COPY claims TO 'x.csv'", "SELECT 1; SELECT 2", "", "ATTACH 'x.db'", "SET memory_limit = '1GB'",
    "INSTALL httpfs", "CREATE TABLE x AS SELECT 1", "PRAGMA database_list", "EXPORT DATABASE 'x'"])
def test_a_statement_that_is_no_question_is_refused(shards: Path, query: str) -> None:
    with pytest.raises(UsageError, match="not one statement that only reads"):
        ask(str(shards), query)


@pytest.mark.parametrize("query", [
    "SELECT * FROM read_text('{file}')", "SELECT * FROM '{file}'", "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM read_parquet('{folder}/out/claims/*.parquet')", "SELECT * FROM read_csv('http://127.0.0.1:9/x')",
    "EXPLAIN ANALYZE COPY claims TO '{folder}/x.csv'", "SELECT * FROM sqlite_scan('{file}', 'x')"])
def test_no_file_is_read_or_written_besides_the_shards(shards: Path, tmp_path: Path, query: str) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    before = set(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match=r"DuckDB says: .*(?:disabled by configuration|does not exist|extension)"):
        ask(str(shards), query.format(file=tmp_path / "secret.csv", folder=tmp_path))
    assert set(tmp_path.rglob("*")) == before


def test_what_duckdb_does_not_understand_is_told_in_its_words(shards: Path) -> None:
    with pytest.raises(UsageError, match="DuckDB says: Binder Error: .*nonsense"):
        ask(str(shards), "SELECT nonsense FROM claims")
    with pytest.raises(UsageError, match="DuckDB says: Parser Error"):
        ask(str(shards), "SELEC 1")
    with pytest.raises(UsageError, match="DuckDB says: Conversion Error"):
        rows(shards, "SELECT CAST(trigger AS INTEGER) FROM claims")


def test_a_source_that_is_none_is_told(shards: Path, tmp_path: Path) -> None:
    with pytest.raises(ShardError, match="no folder of shards"):
        ask(str(tmp_path / "news"), "SELECT 1")
    for path in (shards / "claims").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ShardError, match="claims/.* is missing, or is not what the manifest says"):
        ask(str(shards), "SELECT 1")


def test_another_store_is_asked_in_place(tmp_path: Path, by_hand: None) -> None:
    pytest.importorskip("fsspec")
    run([str(articles(tmp_path / "news"))], "memory://sql/out")
    assert rows("memory://sql/out", "SELECT count(*) FROM claims") == [(4,)]


