"""The Tab key in bash, zsh and fish: verbs, options, values and files."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import CompletionItem, get_completion_class

from keii.cli.main import VERBS, keii
from keii.config import Lang, Settings

SHELLS = ("bash", "zsh", "fish")


def completions(*words: str, shell: str = "bash", lang: Lang = "en") -> list[CompletionItem]:
    """Return what Tab offers after the words, of which the last one is begun."""
    made = get_completion_class(shell)
    assert made
    return made(keii, {"obj": Settings(lang=lang)}, "keii", "_KEII_COMPLETE").get_completions(
        list(words[:-1]), words[-1])


def values(*words: str) -> list[str]:
    return [item.value for item in completions(*words)]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_given_the_verbs(shell: str) -> None:
    assert [item.value for item in completions("", shell=shell)] == list(VERBS)
    assert [item.value for item in completions("ex", shell=shell)] == ["expectations", "export"]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(shell: str) -> None:
    made = get_completion_class(shell)
    assert made
    script = made(keii, {}, "keii", "_KEII_COMPLETE").source_template
    assert "%(complete_var)s" in script
    assert f"{shell}_complete" in script


def test_verbs_are_explained_in_the_language_of_messages() -> None:
    assert completions("doc")[0].help == "Tell what is installed, what is missing and how to get it."
    assert completions("doc", lang="ja")[0].help == "何が導入済みで何が足りないかを表示する。"


def test_options_and_their_values_are_completed() -> None:
    assert values("--led") == ["--ledger"]
    assert values("export", "geo") == ["geojson"]
    assert values("export", "csv", "--of", "") == ["claims", "events", "documents"]
    assert values("list", "so") == ["sources"]
    assert "--least-confidence" in values("show", "--l")


@pytest.mark.parametrize("words", [("read", "news/a"), ("add", "fe"), ("--ledger", "a"), ("export", "csv", "-o", "x")])
def test_files_are_left_to_the_shell(words: tuple[str, ...]) -> None:
    assert [item.type for item in completions(*words)] == ["file"]


def test_bash_completes_with_the_documented_line(tmp_path: Path) -> None:
    """As a person has it: the line of docs/cli.md is evaluated, and Tab calls the function that it defines."""
    bash = shutil.which("bash")
    program = tmp_path / "keii"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m keii "$@"\n')
    program.chmod(0o755)
    lines = 'eval "$(_KEII_COMPLETE=bash_source keii)"\nCOMP_WORDS=(keii wat); COMP_CWORD=1\n_keii_completion keii\n'
    ran = subprocess.run([bash or "bash", "-c", lines + 'echo "${COMPREPLY[@]}"'], capture_output=True, text=True,
                         check=True, env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}",
                                          "PYTHONPATH": ":".join(filter(None, sys.path))})
    assert ran.stdout.strip() == "watch"


def test_offering_the_verbs_loads_none_of_them() -> None:
    code = ("import sys, click; from keii.cli.main import keii\n"
            "from click.shell_completion import BashComplete\n"
            "BashComplete(keii, {}, 'keii', '_KEII_COMPLETE').get_completions([], '')\n"
            "print(*(name for name in sys.modules if name in ('keii.cli.read', 'keii.cli.export', 'keii.ledger')))")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                         env={"PYTHONPATH": ":".join(filter(None, sys.path))})
    assert ran.stdout.strip() == ""
    assert isinstance(keii, click.Group)
