"""The pages for a browser are built without a warning, load nothing from elsewhere, and miss nothing of the program."""

import json
import re
from pathlib import Path

import pytest

import keii
from docsite import accuracy, codebook, commands, contents, formats, python_api, routes
from docsite.markdown import plain, shown
from docsite.staging import joined
from exports.sample import english
from keii.cli.main import VERBS
from keii.codebook import load
from keii.errors import DataError
from keii.exports.columns import columns
from keii.exports.formats import FORMATS

ROOT = Path(__file__).parents[2]
LOADED = re.compile(r'<(?:script|img|iframe|source)[^>]*\ssrc="([^"]*)"|<link [^>]*href="([^"]*)"')


# MyST asks Sphinx for what Sphinx 11 will no longer have.
pytestmark = pytest.mark.filterwarnings("ignore:'myst_parser")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("furo", reason="extra keii[dev]")
    pytest.importorskip("fastapi", reason="extra keii[serve]")
    from docsite.building import build

    out = tmp_path_factory.mktemp("site") / "docs"
    assert build(out, runs_notebook=False) == 0
    return out


def test_pages_are_built_and_load_nothing_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    names = {path.relative_to(site).as_posix().removesuffix(".html") for path in pages}
    assert {*contents.listed(ROOT), "index", "docs/reference/routes", "docs/reference/ja/accuracy"} <= names
    for path in pages:
        for match in LOADED.finditer(path.read_text(encoding="utf-8")):
            assert "://" not in (match[1] or match[2]), f"{path.name} loads {match[0]}"
    for path in site.rglob("*.css"):
        assert not re.search(r"@import|url\([\"']?https?:", path.read_text(encoding="utf-8")), path.name
    assert '<html class="no-js" lang="ja"' in (site / "docs/guide/ja/start.html").read_text(encoding="utf-8")
    assert '<html class="no-js" lang="en"' in (site / "docs/guide/start.html").read_text(encoding="utf-8")
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert "台帳" in json.dumps(json.loads(index[index.index("(") + 1:index.rindex(")")])["terms"], ensure_ascii=False)


def test_every_written_page_stands_in_one_section() -> None:
    pages = contents.listed(ROOT)
    assert sorted(pages) == sorted(set(pages))
    assert {f"docs/{path.stem}" for path in (ROOT / "docs").glob("*.md")} <= set(pages)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_reference_has_every_command_with_every_option(lang: keii.config.Lang) -> None:
    from docs.test_docs import options, verbs

    page = commands.page(lang)
    for name, command in verbs().items():
        section = page.split(f"\n## keii {name}\n")[1].split("\n## ")[0]
        linked = "filters.md" in section
        for option in options(command) - {"--help", "--ledger", "-l", "--lang", "--json"}:
            told = linked and option in commands.FILTERS or re.search(rf"`[^`]*{option}\b", section)
            assert told, f"{name} {option}"
    assert len(re.findall(r"^## keii ", page, re.MULTILINE)) == len(VERBS)
    assert bool(re.search("[ぁ-ん]", page)) == (lang == "ja")


def test_the_reference_has_every_route_and_each_says_what_it_does() -> None:
    pytest.importorskip("fastapi", reason="extra keii[serve]")
    page, described = routes.page(), routes.description()
    assert len(described["paths"]) > 10
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert f"## {method.upper()} {path}".replace("{", "\\{") in page
            assert operation.get("summary"), f"{method} {path} does not say what it does"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_reference_has_every_format_and_column(lang: keii.config.Lang) -> None:
    page = formats.page(lang)
    for name, form in FORMATS.items():
        assert f"| `{name}` |" in page
        for of in form.of:
            assert all(f"| `{column.name}` | {column.type} |" in page for column in columns(of))


def test_every_setting_is_in_the_manual() -> None:
    used = {name for path in (ROOT / "src").rglob("*.py")
            for name in re.findall(r"KEII_[A-Z_]+", path.read_text(encoding="utf-8"))}
    manual = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8").split("## Settings in the environment")[1]
    assert used == set(re.findall(r"^\| `(KEII_[A-Z_]+)` \|", manual, re.MULTILINE))


def test_the_reference_has_what_python_may_import() -> None:
    page = python_api.page()
    for name in set(keii.__all__) - {"__version__"}:
        assert f"### keii.{name}" in page
    assert "| `sources` | `tuple[Source, ...]` | outermost first; empty: the document itself asserts it |" in page
    assert "code(\n    text: str,\n    *,\n    language: str | None=None," in page
    assert "| `hearsay` | という, reportedly: a report without a reporter |" in page


def test_the_reference_has_the_whole_codebook() -> None:
    page = codebook.page()
    assert all(f"### {name} · " in page for name in load(codebook.DATA).types)
    assert "| `visit` | 4 | travels to the other party or receives it |" in page
    assert "AGREE<br>`future-cooperation`" in page


def test_acts_are_noted_as_the_table_of_errors_writes_them() -> None:
    assert [accuracy.notation(claim) for claim in english().claims] == [
        "CONSULT occurred NOR, JPN", "REQUEST occurred JPN → NOR", "RETREAT urged NOR", "OTHER occurred NOR",
        "ASSAULT occurred «Gunmen» → NOR", "AID planned NOR → JPN"]


def test_a_group_of_errors_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "errors.tsv"
    path.write_text("\t".join(accuracy.COLUMNS) + "\nmoods\ten\tIt rained.\t-\tx\ty\n")
    monkeypatch.setattr(accuracy, "ERRORS", path)
    with pytest.raises(DataError, match="moods"):
        accuracy.examples.__wrapped__()


def test_line_ends_within_japanese_sentences_are_no_spaces() -> None:
    assert joined("# 題\n本文は、\n続く。\n\n- 項目の\n  続き\n| 表 |\n    コ\nend") == (
        "# 題\n本文は、続く。\n\n- 項目の続き\n| 表 |\n    コ\nend")
    assert joined("これは\n[頁](a.md)の\n**題**。\n* 項目\n`code` は") == (
        "これは[頁](a.md)の**題**。\n* 項目\n`code` は")
    assert joined("```text\n一\n二\n```\n三\nfour\n五") == "```text\n一\n二\n```\n三\nfour\n五"


def test_marks_of_markdown_are_shown_as_they_are() -> None:
    assert plain("a|b *c* <d> `e` [f]") == r"a\|b \*c\* \<d\> \`e\` \[f\]"
    assert shown("give `a|b` or *c*") == r"give `a\|b` or \*c\*"
