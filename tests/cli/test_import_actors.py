"""`keii import actors` as its user runs it: in processes of its own, for a process reads the registry once."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Keii, Ran
from keii.cli.words import say

TABLE = """kind,name,name_ja,aliases,country,office,start
person,Ada Fjellvik,アダ・フィエルヴィク,,Norway,Minister of Defence,2031-01-01
party,Fjord Alliance Party,フィヨルド同盟党,FAP,NOR,,
armed group,Nordmark Liberation Front,ノルドマルク解放戦線,,XXX,,
person,Olav Brekke,オラフ・ブレッケ,,NOR,plumber,
"""
ARTICLES = {
    "en": "Defence Minister Ada Fjellvik condemned the Nordmark Liberation Front. The FAP rejected the plan.",
    "ja": "ノルウェーのフィエルヴィク国防相は5日、攻撃を非難した。ノルドマルク解放戦線は港を砲撃した。",
}


SCRIPT = """
import contextlib, io, json, sys
from keii.cli.main import run
done = []
for arguments in json.loads(sys.argv[1]):
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        code = run(arguments)
    done.append((code, *(stream.buffer.getvalue().decode() for stream in streams)))
print(json.dumps(done))
"""


def process(folder: Path, *commands: str) -> list[Ran]:
    """Run commands one after the other in one new process: it reads the registry once, as every keii does."""
    environment = {name: value for name, value in os.environ.items() if name != "KEII_ACTORS"}
    ran = subprocess.run([sys.executable, "-c", SCRIPT, json.dumps([shlex.split(command) for command in commands])],
                         cwd=folder, text=True, capture_output=True, check=True,
                         env={**environment, "LANG": "C.UTF-8", "KEII_LEDGER": "keii.db"})
    return [Ran(*done) for done in json.loads(ran.stdout)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with two articles and a table of actors."""
    made = tmp_path_factory.mktemp("actors")
    for language, text in ARTICLES.items():
        (made / f"{language}.txt").write_text(text, encoding="utf-8")
    (made / "actors.csv").write_text(TABLE, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def imported(folder: Path) -> dict[str, Ran]:
    """Give what the commands say until the actors are there: the articles are read before."""
    read, dry, ran = process(folder, "read en.txt ja.txt --coder rules --published 2031-02-05",
                             "import actors actors.csv --dry-run --json", "import actors actors.csv")
    return {"read": read, "dry": dry, "import": ran}


@pytest.fixture(scope="module")
def after(imported: dict[str, Ran], folder: Path) -> dict[str, Ran]:
    """Give what the commands say after it, in a new process."""
    names = ("recode", "claims", "export", "again", "actor")
    return dict(zip(names, process(
        folder, "recode --coder rules --write", "list claims --json", "export ftm -o own.ftm",
        "import actors own.ftm actors.csv", "actor 'Ada Fjelvik'"), strict=True))


def test_what_is_added_and_what_is_refused_is_told(imported: dict[str, Ran]) -> None:
    assert imported["read"].code == 0
    counts = json.loads(imported["dry"].out)
    assert (counts["actors"], counts["names"], counts["offices"], counts["folder"]) == (3, 9, 1, None)
    ran = imported["import"]
    assert ran.code == 1  # one line was refused
    assert ran.out == "actors.csv: 3 actors, 9 names and 1 office added; 0 actors known already\n"
    assert "actors.csv:5: not taken: the position «plumber» is no public office" in ran.err


def test_what_was_read_before_is_coded_anew_by_recode(after: dict[str, Ran]) -> None:
    assert "→ Defence Minister Ada Fjellvik [NOR/GOV fjellvik-ada]" in after["recode"].out
    rows = [json.loads(line) for line in after["claims"].out.splitlines()]
    actors = {actor["actor"] for row in rows for actor in row["actors"]}
    assert {"fjellvik-ada", "nordmark-liberation-front", "fjord-alliance-party"} <= actors
    ministers = [row for row in rows if any(actor["actor"] == "fjellvik-ada" for actor in row["actors"])]
    assert len({row["document"] for row in ministers}) == 2  # in Japanese by the surname and the office


def test_what_is_exported_comes_back_in_another_ledger_and_adds_nothing_here(
        after: dict[str, Ran], folder: Path, tmp_path: Path) -> None:
    assert after["export"].code == 0
    assert [line.split(": ")[1] for line in after["again"].out.splitlines()] == [
        "0 actors, 0 names and 0 offices added; 3 actors known already"] * 2
    (tmp_path / "own.ftm").write_bytes((folder / "own.ftm").read_bytes())
    before, ran = process(tmp_path, "actor fjellvik-ada", "import actors own.ftm")
    assert before.code != 0  # the actors of one ledger are not those of another
    assert ran.code == 0
    for name in ("people", "organisations"):
        here, there = (sorted(line.rpartition("\t")[0] for line in path.read_text("utf-8").splitlines()[2:])
                       for path in (one / f"keii.actors/{name}.tsv" for one in (folder, tmp_path)))
        assert here == there


def test_names_of_ones_own_actors_are_found_by_their_sound(after: dict[str, Ran]) -> None:
    assert "Ada Fjellvik" in after["actor"].out


def test_files_that_are_none_are_refused(keii: Keii) -> None:
    Path("x.csv").write_text("colour\nred\n", encoding="utf-8")
    ran = keii("import", "actors", "x.csv")
    assert ran.code != 0
    assert "x.csv: the first line names no column of names" in ran.err
    assert keii("import", "actors", "missing.csv").code != 0
    assert "are for actors" in keii("import", "gold", "x.csv", "--merge").err


@pytest.mark.parametrize("word", ["not taken", "against the registry", "remark"])
def test_what_becomes_of_a_line_is_told_in_japanese(word: str) -> None:
    assert say("ja", word) != word
