import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli.conftest import Keii
from keii import __version__
from keii.cli import main
from keii.cli.main import VERBS
from keii.cli.main import keii as group
from keii.config import Settings, settings

DOCS = Path(__file__).parents[2] / "docs"


def commands() -> dict[str, click.Command]:
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in VERBS}
    return {"keii": group, **{name: command for name, command in found.items() if command}}


def outside(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "keii", *arguments], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **environ},
                          check=False)


def test_help_answers_at_once() -> None:
    """Time the processor's work, the best of five: the machine may have other work."""
    def once() -> float:
        before = os.times()
        assert outside("--help").returncode == 0
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    assert min(once() for _ in range(5)) < 0.25


def test_help_loads_no_verb_and_nothing_heavy() -> None:
    code = ("import sys; from keii.cli.main import run; run(['--help'])\n"
            "heavy = {'spacy', 'numpy', 'sudachipy', 'trafilatura', 'lxml', 'orjson', 'sqlite3', 'rich.console'}\n"
            "print(sorted(heavy & set(sys.modules)), file=sys.stderr)")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                         env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
    assert ran.stderr.strip() == "[]"


def test_version(keii: Keii) -> None:
    assert keii("--version").out == f"keii {__version__}\n"


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_explains_itself_in_both_languages(keii: Keii, name: str) -> None:
    english, japanese = keii(name, "--help"), keii(name, "--help", "--lang", "ja")
    assert (english.code, japanese.code) == (0, 0)
    assert english.out.startswith(f"Usage: keii {name} ")
    assert japanese.out.startswith(f"使い方: keii {name} ")
    assert all(sum(2 if ord(char) > 0x2E7F else 1 for char in line) <= 100 for line in japanese.out.splitlines())


@pytest.mark.parametrize("name", VERBS)
def test_help_says_the_verb_in_one_line(keii: Keii, name: str) -> None:
    assert re.search(rf"^  {name} +{re.escape(VERBS[name][1])}$", keii("--help").out, re.MULTILINE)


@pytest.mark.parametrize(("arguments", "message"), [
    ((), "Usage: keii"),
    (("nope",), "There is no verb «nope»."),
    (("list",), "claims|documents|actors|problems|sources is missing."),
    (("list", "verbs"), "'verbs' is not one of"),
    (("list", "claims", "--colour"), "There is no option --colour."),
    (("list", "claims", "--limit", "many"), "--limit: «many» is no whole number."),
    (("list", "claims", "--type", "VISIT"), "--type does not know «VISIT»."),
    (("read",), "INPUT... is missing."),
    (("read", "a.txt", "--published", "yesterday"), "--published: «yesterday» is not a date."),
    (("read", "a.txt", "--published", "2024-02-30"), "--published: «2024-02-30» is not a date."),
    (("read", "a.txt", "--language", "xx"), "--language: language «xx» is not supported. Supported: "),
    (("code",), "TEXT is missing."),
    (("--lang", "fr", "doctor"), "--lang: 'fr' is not one of"),
])
def test_a_usage_error_says_what_is_wrong_and_exits_with_2(keii: Keii, arguments: tuple[str, ...],
                                                           message: str) -> None:
    ran = keii(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert message in ran.err
    assert not keii.ledger.exists()


def test_a_usage_error_speaks_japanese(keii: Keii) -> None:
    assert keii("list", "claims", "--type", "VISIT", "--lang", "ja").err.startswith(
        "keii: --type に「VISIT」という値はありません。使えるのは AGREE, ")


def test_the_ledger_is_named_before_or_after_the_verb_or_by_the_environment(filled: Keii, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert filled("list", "documents").code == 0
    for arguments in (("--ledger", str(other), "list", "documents"), ("list", "documents", "-l", str(other))):
        ran = filled(*arguments)
        assert ran.code == 2
        assert f"{other}: there is no ledger here." in ran.err


@pytest.mark.parametrize(("environ", "arguments", "lang"), [
    ({}, (), "en"), ({"LANG": "ja_JP.UTF-8"}, (), "ja"), ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, (), "en"),
    ({"LANG": "de_DE.UTF-8"}, (), "en"), ({"LANG": "ja_JP.UTF-8"}, ("show", "--lang", "en"), "en"),
    ({}, ("--lang=ja", "show"), "ja"), ({}, ("code", "--", "--lang=ja"), "en"), ({}, ("--lang",), "en"),
])
def test_people_are_spoken_to_in_the_language_asked_for_or_the_terminal_s(
        environ: dict[str, str], arguments: tuple[str, ...], lang: str) -> None:
    assert settings(arguments, environ).lang == lang


def test_settings_come_from_the_environment() -> None:
    assert settings((), {}) == Settings(ledger=Path("keii.db"), lang="en")
    assert settings((), {"KEII_LEDGER": "/a/b.db"}).ledger == Path("/a/b.db")
    assert settings((), {"KEII_LEDGER": ""}).ledger == Path("keii.db")


def test_a_reader_that_has_seen_enough_ends_the_list_quietly(filled: Keii) -> None:
    with subprocess.Popen([sys.executable, "-m", "keii", "-l", str(filled.ledger), "list", "claims", "--json"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_terminal_of_another_encoding_stops_nothing(filled: Keii) -> None:
    ran = outside("-l", str(filled.ledger), "list", "claims", PYTHONIOENCODING="latin-1")
    assert ran.returncode == 0
    assert r"\u8a2a\u554f" in ran.stdout  # 訪問


def test_every_problem_code_is_documented() -> None:
    page = (DOCS / "problems.md").read_text(encoding="utf-8")
    package = Path(main.__file__).parents[1]
    codes = {code for path in package.rglob("*.py")
             for code in re.findall(r'code="([a-z]+\.[a-z-]+)"', path.read_text(encoding="utf-8"))}
    assert {code for code in codes if f"`{code}`" not in page} == set()


@pytest.mark.parametrize(("name", "command"), commands().items())
def test_every_option_is_documented(name: str, command: click.Command) -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert name == "keii" or f"keii {name}" in page
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            pages = page + (DOCS / "filters.md").read_text(encoding="utf-8")
            assert f"`{parameter.opts[-1]}" in pages, f"{name} {parameter.opts[-1]}"
