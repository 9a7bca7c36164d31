import re
from pathlib import Path

import orjson
import pytest

from cli.conftest import Keii
from keii.ledger import Ledger
from keii.shards import making
from keii.situation import building
from sharding import articles, by_hand, files

__all__ = ["by_hand"]
pytestmark = pytest.mark.usefixtures("by_hand")


@pytest.fixture
def sharded(keii: Keii, tmp_path: Path) -> Keii:
    """Give the command in a folder with shards of `news`."""
    articles(tmp_path / "news")
    assert keii("read", "--to", "out", "--language", "ja", "news").code == 1  # one of its files is empty
    return keii


def test_reading_to_a_folder_says_what_is_in_it_and_touches_no_ledger(sharded: Keii, tmp_path: Path) -> None:
    ran = sharded("read", "--to", "out", "--language", "ja", "news")
    assert ran.err == (f"1 shard, 1 of them finished before; 3 documents, 5 claims, 1 problem. Folder: "
                       f"{tmp_path}/out\n"
                       f'What was wrong, and where: keii sql {tmp_path}/out "SELECT origin, message, remedy FROM '
                       'problems"\n')
    told = sharded("sql", "out", "SELECT origin, message, remedy FROM problems").out.splitlines()
    assert told == ["origin,message,remedy", told[1]]
    assert told[1].startswith("news/c.txt,")
    assert not sharded.ledger.exists()


def test_inputs_that_are_nowhere_are_told_at_once(keii: Keii, tmp_path: Path) -> None:
    ran = keii("read", "--to", "out", "memory://nowhere/news")
    assert ran.code == 1
    assert ran.err.startswith("keii: memory://nowhere/news: there is no such file or folder. Check the path. "
                              "[input.missing]\n1 shard, 0 of them")


def test_json_has_a_line_for_every_shard(sharded: Keii) -> None:
    (line,) = sharded("read", "--to", "out", "--language", "ja", "--json", "news").out.splitlines()
    found = orjson.loads(line)
    assert (found["documents"], found["sentences"], found["claims"], found["problems"], found["kept"],
            found["trouble"]) == (3, 5, 5, 1, True, None)


def test_loading_fills_the_ledger_once(sharded: Keii) -> None:
    ran = sharded("load", "out")
    assert ran.code == 1
    assert "3 documents read, 2 of them new; 5 sentences, 5 claims, 1 problem" in ran.err
    with Ledger.open(sharded.ledger) as ledger:
        before = ledger.counts()
        assert (before.documents, before.claims, before.problems) == (2, 4, 1)
    assert "3 documents read, 0 of them new" in sharded("load", "out").err
    with Ledger.open(sharded.ledger) as ledger:
        assert ledger.counts() == before


def test_loading_ends_where_a_shard_is_damaged_and_keeps_what_came_before(sharded: Keii, tmp_path: Path) -> None:
    (path,) = (tmp_path / "out" / "claims").iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    ran = sharded("--lang", "ja", "load", "out")
    assert ran.code == 1
    assert "がないか、マニフェストの示すものと異なります" in ran.err


def test_what_is_no_folder_of_shards_is_refused_before_a_ledger_is_made(sharded: Keii) -> None:
    ran = sharded("load", "out", "news")
    assert ran.code == 2
    assert ran.err == "keii: news: this is no folder of shards. Make one with `keii read --to FOLDER INPUT`.\n"
    assert not sharded.ledger.exists()


def test_merging_says_how_many_events_there_are_and_does_it_once(sharded: Keii, tmp_path: Path) -> None:
    ran = sharded("merge", "out")
    assert (ran.code, ran.out) == (0, "")
    assert re.fullmatch(rf"4 events of 4 claims in 3 documents; \d+ tasks, 0 of them finished before. Folder: "
                        rf"{tmp_path}/out\n", ran.err)
    assert sharded("sql", "out", "SELECT count(*) AS n FROM events").out == "n\n4\n"
    assert "4 events of 4 claims in 3 documents; 0 tasks" in sharded("merge", "out").err
    assert not sharded.ledger.exists()


def test_merging_as_json_has_a_line_for_every_task_and_one_for_the_result(sharded: Keii) -> None:
    *tasks, result = map(orjson.loads, sharded("merge", "out", "--json").out.splitlines())
    assert [one["step"] for one in tasks][:2] == ["documents", "met"]
    assert {one["kept"] for one in tasks} == {False}
    assert result == {"events": 4, "claims": 4, "refused": 0, "failures": []}


def test_merging_tells_what_has_no_event(sharded: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(told: object) -> None:
        raise ValueError("a bad block")

    with monkeypatch.context() as patch:
        patch.setattr(building, "event", failing)
        ran = sharded("--lang", "ja", "merge", "out")
    assert ran.code == 1
    assert "記述 1 件をまとめられませんでした（ValueError: a bad block）。" in ran.err
    assert "出来事のない記述があります。" in ran.err
    assert sharded("merge", "out").code == 0


@pytest.mark.parametrize(("arguments", "words"), [
    (("news",), "this is no folder of shards"),
    (("out", "--engine", "flink"), "engine «flink» is not known"),
    (("out", "--cluster", "auto"), "this engine runs on this machine only"),
])
def test_what_cannot_be_merged_is_told(sharded: Keii, arguments: tuple[str, ...], words: str) -> None:
    ran = sharded("merge", *arguments)
    assert ran.code == 2
    assert words in ran.err


def test_sql_answers_as_csv_json_and_a_table(sharded: Keii) -> None:
    query = "SELECT type, status, actor_codes, label FROM claims WHERE type IN ('CONSULT', 'SANCTION') ORDER BY type"
    assert sharded("sql", "out", query).out == (
        'type,status,actor_codes,label\nCONSULT,occurred,"[""RUS/GOV""]",\nSANCTION,not_occurred,"[""USA/GOV""]",\n')
    assert [orjson.loads(line) for line in sharded("sql", "out", query, "--json").out.splitlines()] == [
        {"type": "CONSULT", "status": "occurred", "actor_codes": ["RUS/GOV"], "label": None},
        {"type": "SANCTION", "status": "not_occurred", "actor_codes": ["USA/GOV"], "label": None}]
    assert sharded("sql", "out", query, "--format", "json").out == sharded("sql", "out", query, "--json").out
    table = sharded("sql", "out", query, "--format", "table").out.splitlines()
    assert [line.split() for line in table] == [
        ["type", "status", "actor_codes", "label"], ["CONSULT", "occurred", "RUS/GOV"],
        ["SANCTION", "not_occurred", "USA/GOV"]]


def test_sql_has_cells_for_every_type_of_duckdb(sharded: Keii) -> None:
    query = ("SELECT DATE '2026-11-20' AS d, 1.5::DECIMAL(4, 2) AS n, true AS b, NULL AS x, {'a': [1]} AS s, "
             "'\\x01'::BLOB AS raw, 'a,\"b' AS t")
    assert sharded("sql", "out", query).out == (
        'd,n,b,x,s,raw,t\n2026-11-20,1.50,true,,"{""a"":[1]}",01,"a,""b"\n')
    assert orjson.loads(sharded("sql", "out", query, "--json").out) == {
        "d": "2026-11-20", "n": 1.5, "b": True, "x": None, "s": {"a": [1]}, "raw": "01", "t": 'a,"b'}


def test_sql_asks_a_ledger_too(sharded: Keii) -> None:
    sharded("load", "out")
    query = "SELECT document, count(*) AS n FROM claims GROUP BY document ORDER BY n"
    assert sharded("sql", str(sharded.ledger), query).out == sharded("sql", "out", query).out


def test_sql_that_changes_something_is_refused(sharded: Keii, tmp_path: Path) -> None:
    before = files(tmp_path / "out")
    ran = sharded("--lang", "ja", "sql", "out", "DELETE FROM claims")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == ("keii: QUERY: 問い合わせは、読むだけの一つの文でなければなりません。SELECT を一つ"
                       "書いてください。何も変更できません。\n")
    assert files(tmp_path / "out") == before


def test_a_shard_that_cannot_be_made_is_told_with_what_to_do(keii: Keii, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*arguments: object) -> None:
        raise OSError(28, "No space left on device", "out")

    articles(tmp_path / "news")
    monkeypatch.setattr(making, "put", failing)
    ran = keii("read", "--to", "out", "--language", "ja", "news")
    assert ran.code == 1
    assert ": out: the folder cannot be used: No space left on device. Check that it is a folder" in ran.err
    assert ran.err.endswith("1 shard could not be made. Run the command again: what is finished stays.\n")


@pytest.mark.parametrize(("arguments", "words"), [
    (("--engine", "dask"), "--engine: engines and clusters write shards."),
    (("--cluster", "auto"), "--cluster: engines and clusters write shards."),
    (("--to", "out", "--engine", "flink"), "engine «flink» is not known"),
    (("--to", "out", "--cluster", "auto"), "this engine runs on this machine only"),
    (("--to", "out", "--reader", "openai:some"), "--reader: what a language model proposes is kept in a ledger alone."),
    (("--to", "nosuch://x"), "the address cannot be used"),
    (("--to", "news/a.txt"), "the folder cannot be used"),
])
def test_what_cannot_be_done_is_told_and_nothing_begun(
        keii: Keii, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    articles(tmp_path / "news")
    before = set(tmp_path.rglob("*"))
    ran = keii("read", *arguments, "news")
    assert ran.code == 2
    assert words in ran.err
    assert set(tmp_path.rglob("*")) == before


def test_a_query_of_what_is_not_there_says_so(keii: Keii) -> None:
    ran = keii("--lang", "ja", "sql", "nowhere.db", "SELECT 1")
    assert ran.code == 2
    assert ran.err == "keii: nowhere.db: そのようなファイルやフォルダーはありません。パスを確かめてください。\n"
