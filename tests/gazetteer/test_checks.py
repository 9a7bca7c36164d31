"""The shipped registry passes its own checks, and every kind of broken line is told with file and line."""

import re
import shutil
from pathlib import Path

import pytest

from keii.gazetteer import __main__ as command
from keii.gazetteer.checks import TABLES, check
from keii.gazetteer.names import DATA


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.npz", "*.bin"))  # tens of MB that nobody checks
    return folder


def test_the_shipped_files_are_without_fault() -> None:
    assert [str(error) for error in check()] == []


def test_every_file_of_the_registry_is_checked() -> None:
    assert {path.stem for path in DATA.glob("*.tsv")} == set(TABLES)


BROKEN = [
    ("people", "abe-shinzo\tSomeone Else\t\t\t\t", "id «abe-shinzo» stands in people.tsv already."),
    ("outlets", "nato\tFRA/JRN\ten\tNato News\tonline\t", "id «nato» stands in organisations.tsv already."),
    ("organisations", "hamas\tPSE/GOV\ten\tHamas government\tarmed_group\t", "id «hamas» is PSE/REB armed_group"),
    ("organisations", "new-body\tQQQ/GOV\ten\tNew Body\tagency\t", "code «QQQ/GOV» is unknown."),
    ("organisations", "new-body\tJPN/QQQ\ten\tNew Body\tagency\t", "code «JPN/QQQ» is unknown."),
    ("organisations", "new-body\tJPN/GOV\tit\tNuovo\tagency\t", "language «it» is unknown."),
    ("organisations", "un\tIGO:UN\ten\tUnited Nations\tigo\t", "the line stands there already."),
    ("outlets", "new-paper\tQQQ/JRN\ten\tNew Paper\tnewspaper\t", "code «QQQ/JRN» is unknown."),
    ("offices_held", "nobody\tJPN\tpresident\tGOV\t2020\t\tgeneral knowledge\t", "id «nobody» is unknown."),
    ("offices_held", "abe-shinzo\tIGO:QQQ\tpresident\tIGO\t2020\t\tgeneral knowledge\t", "code «IGO:QQQ» is unknown."),
    ("offices_held", "abe-shinzo\tJPN\tpresident\tGOV\t2020-13\t\tgeneral knowledge\t", "«2020-13» is no date."),
    ("offices_held", "abe-shinzo\tJPN\tpresident\tGOV\t2020\t2019\tgeneral knowledge\t", "it ends on 2019"),
    ("offices_held", "abe-shinzo\tRUS\tpresident\tGOV\t2020-01-01\t\tgeneral knowledge\t", "is president of RUS while"),
    ("memberships", "nobody\tJPN\t2020\t\tmember\t", "id «nobody» is unknown."),
    ("memberships", "nato\tQQQ\t2020\t\tmember\t", "member «QQQ» is unknown."),
    ("memberships", "nato\tJPN\t2020\t\tfriend\t", "role «friend» is unknown."),
    ("memberships", "nato\tFRA\t2020\t\tmember\t", "FRA is in nato twice at a time."),
    ("memberships", "nato\tJPN\t\t\tmember\t", "is no date."),
    ("other_names", "nobody\tzh\t无名\t", "id «nobody» is unknown."),
    ("other_names", "nato\tit\tNATO\t", "language «it» is unknown."),
    ("state_names_elsewhere", "QQQ\tzh\t无名\t", "code «QQQ» is unknown."),
    ("disputed", "moon\tMoon\t月\tUKR\tUKR\tUKR\tNowhere\t", "«Nowhere» is no name of UKR"),
    ("disputed", "moon\tMoon\t月\tUKR\tQQQ\tUKR\tCrimea\t", "code «QQQ» is unknown."),
    ("confusions", "any\ta\tb\tmuch", "cost «much» is not between 0 and 1."),
    ("han_variants", "蔡\t", "the line has no forms."),
    ("people", "chad-tad\tTad Chad\tタッド・チャド\tChad\t\t", "alias «Chad» is the name of a state."),
    ("people", "three\tcells\tonly", "the line has 3 columns, the header 6."),
    ("people", "one-more\tOne More \t\t\t\t", "column name_en begins or ends with a space"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line", "what"), BROKEN)
def test_a_broken_line_is_told_with_file_and_line(copy: Path, table: str, line: str, what: str) -> None:
    path = copy / f"{table}.tsv"
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{text}\n{line}\n", encoding="utf-8")
    found = check(copy)
    assert any(what in error.what for error in found), [str(error) for error in found]
    for error in found:
        assert re.fullmatch(rf"{re.escape(str(path))}:\d+", error.where)
        assert error.remedy
    if "twice" not in what and "while" not in what:
        assert found[-1].where.endswith(f":{text.count(chr(10)) + 2}")


def test_a_file_that_is_not_there_is_told(copy: Path) -> None:
    (copy / "jamo.tsv").unlink()
    assert [error.where for error in check(copy)] == [f"{copy / 'jamo.tsv'}:1"]


def test_a_file_that_is_not_utf_8_is_told_with_its_line(copy: Path) -> None:
    path = copy / "jamo.tsv"
    path.write_bytes(path.read_bytes() + b"initial\t19\t\xff\n")
    lines = path.read_bytes().count(b"\n")
    assert [error.where for error in check(copy)] == [f"{path}:{lines}"]


def test_the_command_tells_the_faults_and_fails(copy: Path, monkeypatch: pytest.MonkeyPatch,
                                                capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    (copy / "jamo.tsv").unlink()
    monkeypatch.setattr(command, "check", lambda: check(copy))
    assert command.main() == 1
    assert "jamo.tsv:1: the data file cannot be read" in capsys.readouterr().err


def test_the_command_counts_what_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main() == 0
    assert "office holders since 2000" in capsys.readouterr().out
