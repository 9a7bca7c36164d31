"""The examples of the documentation run: those in docstrings, and the command lines and queries of its pages.

The guide's commands, the notebook, and the Python of README and docs/python.md run in tests of their own.
"""

import doctest
import importlib
import re
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.tokens import DocBin

from docs.test_docs import COMMAND, FENCED, INDENTED, NAMES, ROOT, text
from exports.sample import ledger
from keii.cli.main import run

PAGES = [name for name in NAMES if name.startswith("docs/") and name.count("/") == 1]
MODULES = sorted(path.relative_to(ROOT / "src").with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
                 for path in (ROOT / "src").rglob("*.py") if ">>> " in path.read_text(encoding="utf-8"))
# What listens or waits, asks the network or a cluster, needs a file or id that only a reader has, or codes anew.
PASSED_OVER = re.compile(
    r"…|://|\[|shards/|summit\.ja|\b(?:DOCUMENT|BUCKET|VERB)\b"
    r"|^keii (?:-l \S+ )?(?:serve|mcp|update|watch|add|recode|read|import|load|merge|verify|versions|judge)\b"
    r"|^keii (?:alerts (?:test|send|log|rm)|rule (?:rm|restore))\b")
SQL = re.compile(r'^ +(sqlite3 keii\.db|keii sql \S+) "(SELECT[^"]+)"', re.MULTILINE)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted > 0
    assert found.failed == 0


def lines(page: str) -> Iterator[str]:
    """Yield the command lines of a page's blocks that can run on any ledger."""
    for line in INDENTED.findall(FENCED.sub("", text(page))):
        told = line.split("  #")[0].strip()
        if COMMAND.match(told) and not PASSED_OVER.search(told):
            yield told


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger of two articles, with what some pages take for granted: situations and a search."""
    path = ledger(tmp_path_factory.mktemp("examples") / "keii.db")
    for words in ("situations add peninsula --actor PRK --actor KOR", "situations add CHN-TWN --actor CHN --actor TWN",
                  "search save 'peninsula talks' --party PRK"):
        assert run(["-l", str(path), *shlex.split(words)]) == 0
    return path


@pytest.mark.parametrize("page", [page for page in PAGES if any(lines(page))])
def test_command_lines_of_a_page_run_in_their_order(page: str, made: Path, tmp_path: Path,
                                                    monkeypatch: pytest.MonkeyPatch,
                                                    capfd: pytest.CaptureFixture[str]) -> None:
    shutil.copy(made, tmp_path / "keii.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("KEII_SMTP", "smtp+plain://127.0.0.1:25")
    monkeypatch.setenv("KEII_MAIL_FROM", "keii@example.org")
    monkeypatch.delenv("KEII_LEDGER", raising=False)
    for line in lines(page):
        words = shlex.split(line)[1:]
        code = run(words[:words.index(">")] if ">" in words else words)
        assert code == 0, f"{line}: {capfd.readouterr().err}"


def test_most_pages_have_lines_that_run() -> None:
    assert sum(1 for page in PAGES for _ in lines(page)) > 45


@pytest.mark.parametrize("page", [page for page in PAGES if SQL.search(text(page))])
def test_queries_of_a_page_run(page: str, made: Path) -> None:
    """Those for sqlite3 run on the ledger's file, those for `keii sql` on the views that it has as shards have them."""
    for program, query in SQL.findall(text(page)):
        if program.startswith("sqlite3"):
            with sqlite3.connect(made) as connection:
                connection.execute(query).fetchall()
        else:
            pytest.importorskip("duckdb", reason="extra keii[sql]")
            assert run(["sql", str(made), query, "--format", "csv"]) == 0, query


def test_the_spans_of_spacy_are_packed_as_the_page_says(made: Path, tmp_path: Path,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["-l", str(made), "export", "spacy", "-o", "claims.jsonl"]) == 0
    block, = re.findall(r"^```python\n(.*?)^```", text("docs/exports.md"), re.DOTALL | re.MULTILINE)
    exec(block, {})
    assert len(DocBin().from_disk(tmp_path / "claims.spacy")) == 2
