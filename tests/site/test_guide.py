"""The guide: its commands run, in both languages the same, and the rows that it teaches have their columns."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from keii.cli.main import run
from keii.language.languages import LANGUAGES
from keii.tables import read_table

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
PAGES = ("start", "follow", "review", "brief", "lexicon", "language", "scale")
RUN = ("start", "follow", "review", "brief")  # the others change keii itself, or need more than one machine
# What fetches from the network, waits, or needs a file or id that only a reader has.
PASSED_OVER = re.compile(r"…|https?://|articles/|decided\.json|undo \d|^keii (?:serve|update|watch|code)\b")


def commands(page: Path) -> list[str]:
    """Return the command lines of a page, in order."""
    blocks = re.findall(r"^(?: {4,})(\S.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [line.split("  #")[0].strip() for line in blocks]


pytestmark = pytest.mark.usefixtures("remembered")  # of reading others make sure


@pytest.mark.parametrize("page", ["README", *PAGES])
def test_both_languages_have_the_same_pages_and_commands(page: str) -> None:
    english, japanese = GUIDE / f"{page}.md", GUIDE / "ja" / f"{page}.md"
    assert commands(english) == commands(japanese)
    assert len(re.findall(r"^## ", english.read_text(), re.MULTILINE)) == len(
        re.findall(r"^## ", japanese.read_text(), re.MULTILINE))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("guide")
    (made / "examples").symlink_to(ROOT / "examples")
    return made


def words(line: str, folder: Path) -> Iterator[str]:
    """Yield the arguments of a command line; what it writes to a file goes to standard output here."""
    for word in shlex.split(line)[1:]:
        if word == ">":
            return
        yield word


def test_the_commands_of_the_guide_run(folder: Path, monkeypatch: pytest.MonkeyPatch,
                                       capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("KEII_LEDGER", raising=False)
    lines = [line for page in RUN for line in commands(GUIDE / f"{page}.md") if not PASSED_OVER.search(line)]
    assert len(lines) > 25
    said = {}
    for line in lines:
        assert line.startswith("keii "), line
        code = run([*words(line, folder)])
        out, err = capfd.readouterr()
        assert code == 0, f"{line}: {err}"
        said[line] = out
    assert said["keii timeline gsomia"].count("\n") > 5
    assert "gsomia" in said["keii situations"]
    assert said["keii conflicts --party KOR"].startswith("event\t")
    assert said["keii brief gsomia --since 2019-11-17 --format html > gsomia.html"].startswith("<!doctype html>")
    assert (folder / "claims.csv").read_bytes().startswith(b"claim,event,")


@pytest.mark.parametrize("page", [GUIDE / "lexicon.md", GUIDE / "ja" / "lexicon.md"], ids=["en", "ja"])
def test_rows_that_the_guide_teaches_fit_their_table_and_are_not_in_it_yet(page: Path) -> None:
    rows = [line.split("→") for line in commands(page) if "→" in line]
    assert len(rows) == len(LANGUAGES)
    for row in rows:
        language = "en" if row[0].isascii() else "ja"
        path = ROOT / "src" / "keii" / "language" / language / "data" / "predicates.tsv"
        head = ("predicate", "kind", "type", "mode", "frame", "when", "label", "note")
        assert len(row) == len(head)
        assert row[0] not in {known["predicate"] for _, known in read_table(path, head)}
