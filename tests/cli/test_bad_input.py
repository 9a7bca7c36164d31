"""What bad input gets, from the command line to the list of problems; the parts have tests of their own."""

import signal
from pathlib import Path

import orjson
import pytest

from cli.conftest import Keii
from forking import Forked

GOOD = "ロシアのプーチン大統領は北朝鮮の平壌を訪問した。米国は制裁を科すと警告した。\n"

# name, bytes, code of the problem, and whether a document comes of it all the same
BAD: tuple[tuple[str, bytes, str, bool], ...] = (
    ("empty.txt", b"", "input.empty", False),
    ("blank.txt", b" \n\t\n", "input.empty", False),
    ("binary.txt", bytes(range(256)) * 40, "input.binary", False),
    ("undecodable.txt", GOOD.encode() * 9 + b"\xff\xfe\xfa" + GOOD.encode(), "input.undecodable", False),
    ("large.txt", "訪問した。".encode() * 3_600_000, "input.too-large", False),
    ("sentence.txt", (GOOD + "ロシアは攻撃をし、" * 2300 + "た。\n").encode(), "coding.sentence-too-long", True),
    ("not-json.jsonl", b"{text: 1}\n", "input.not-json", False),
    ("no-text.jsonl", b'{"title": "x"}\n', "input.no-text", False),
    ("german.txt", "Der russische Präsident besuchte am Donnerstag die Hauptstadt und sprach mit der Regierung über "
                   "die Lage an der Grenze.\n".encode(), "input.unsupported-language", False),
    ("date.jsonl", orjson.dumps({"text": GOOD, "published": "yesterday"}), "input.bad-date", True),
)


@pytest.mark.parametrize(("name", "raw", "code", "kept"), BAD, ids=[row[0] for row in BAD])
def test_bad_input_is_told_kept_as_a_problem_and_the_rest_is_read(
        keii: Keii, tmp_path: Path, name: str, raw: bytes, code: str, kept: bool) -> None:
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "z.txt").write_text(GOOD, encoding="utf-8")
    ran = keii("read", name, "z.txt", "--json")
    assert ran.code == 1
    assert f"[{code}]" in ran.err
    found = [orjson.loads(line) for line in ran.out.splitlines()]
    assert [line["origin"] for line in found if line["document"]] == [
        *([f"{name}:1" if name.endswith(".jsonl") else name] if kept else []), "z.txt"]
    (problem,) = [orjson.loads(line) for line in keii("list", "problems", "--json").out.splitlines()]
    assert problem["code"] == code
    assert problem["origin"].startswith(name)
    assert problem["message"]
    assert problem["remedy"]
    assert (problem["document"] is not None) == kept
    again = keii("read", name, "z.txt")
    assert again.code == 1
    assert ", 0 of them new;" in again.err
    assert len(keii("list", "problems", "--json").out.splitlines()) == 1


def test_a_missing_path_is_told_and_the_rest_is_read(keii: Keii, tmp_path: Path) -> None:
    (tmp_path / "z.txt").write_text(GOOD, encoding="utf-8")
    ran = keii("read", "missing.txt", "z.txt")
    assert ran.code == 1
    assert "missing.txt: there is no such file or folder. Check the path. [input.missing]" in ran.err
    assert "1 document read" in ran.err


def test_a_line_of_a_jsonl_that_is_none_is_named_by_its_number(keii: Keii, tmp_path: Path) -> None:
    lines = [orjson.dumps({"text": GOOD}), b"{", b'{"title": "x"}', orjson.dumps({"text": GOOD, "id": "2"})]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines))
    ran = keii("read", "in.jsonl")
    assert ran.code == 1
    assert "2 documents read" in ran.err
    problems = [orjson.loads(line) for line in keii("list", "problems", "--json").out.splitlines()]
    assert [(row["number"], row["origin"]) for row in problems] == [(1, "in.jsonl:2"), (2, "in.jsonl:3")]


def _dump(keii: Keii) -> str:
    return keii("list", "claims", "--json").out + keii("list", "documents", "--json").out


def test_a_read_that_is_killed_continues_to_the_same_record(keii: Keii, tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{number:02}.txt").write_bytes(f"第{number}報。\n{GOOD}".encode())
    killed = 0
    with Forked("read", "in", "--json", told=1) as process:
        for _ in range(5):
            killed += bool(process.told.readline())
        process.send(signal.SIGKILL)
    assert killed == 5
    assert 5 <= len(keii("list", "documents", "--json").out.splitlines()) < 12
    assert keii("read", "in").code == 0
    continued = _dump(keii)
    keii.ledger.unlink()
    assert keii("read", "in").code == 0
    assert _dump(keii) == continued
    assert len(continued.splitlines()) > 24


def test_two_reads_at_once_wait_for_each_other(keii: Keii, tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(f"第{number}報。\n{GOOD}", encoding="utf-8")
    with Forked("read", "0.txt", "1.txt", "2.txt", told=2) as one, Forked(
            "read", "3.txt", "4.txt", "5.txt", told=2) as other:
        readers = [one, other]
        told = [reader.told.read().decode() for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0], "\n".join(told)
    assert len(keii("list", "documents", "--json").out.splitlines()) == 6
