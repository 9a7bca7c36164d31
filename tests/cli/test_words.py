import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import keii.cli
from cli.test_frame import commands
from keii.briefs.labels import label
from keii.cli import list as lists
from keii.cli.frame import paragraphs
from keii.cli.main import VERBS
from keii.cli.words import COLUMNS, DATA, retell, say
from keii.model import Status
from keii.tables import read_table

PACKAGE = Path(keii.cli.__file__).parents[1]
# Errors of data files are for those who edit them; the codebase's own mistakes for those who report them.
TO_PEOPLE = ("InputError", "LedgerError", "UsageError", "KeiiError", "ShardError", "Problem")
REFUSALS = ("refuse", "_refuse", "_against")  # methods of `keii.imports` whose last two arguments are told
BLANK = re.compile(r"\{\w+\}")


def said() -> Iterator[str]:
    """Yield what the command line says: calls of `say`, help, headers."""
    for path in (PACKAGE / "cli").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and len(node.args) == 2 \
                    and isinstance(node.args[1], ast.Constant):
                yield str(node.args[1].value)
    for command in commands().values():
        yield from paragraphs(command)
        yield from (option.help for option in command.params if isinstance(option, click.Option) and option.help)
    yield from (line for _, line in VERBS.values())
    for header, _ in lists._COLUMNS.values():
        yield from header


def rows() -> dict[str, str]:
    return {row["en"]: row["ja"] for _, row in read_table(DATA, COLUMNS)}


@pytest.mark.parametrize("english", sorted(set(said())))
def test_everything_said_is_said_in_japanese_too(english: str) -> None:
    assert english in rows()


def test_both_languages_fill_in_the_same_values() -> None:
    for english, japanese in rows().items():
        assert sorted(BLANK.findall(english)) == sorted(BLANK.findall(japanese)), english


def raised() -> Iterator[tuple[str, str]]:
    """Yield the messages and remedies of errors and problems made anywhere, filled in with ⟨…⟩."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TO_PEOPLE:
                told = [*node.args[:1], *(keyword.value for keyword in node.keywords
                                          if keyword.arg in ("message", "remedy"))]
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in REFUSALS:
                told = node.args[1:3]
            else:
                continue
            yield from ((f"{path.relative_to(PACKAGE)}:{value.lineno}", text)
                        for value in told if (text := _written(value)))


def _written(value: ast.expr) -> str | None:
    """Return the text of a literal or f-string, with something in each of its braces; None for anything else."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    if isinstance(value, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "⟨…⟩" for part in value.values)
    return None


def test_every_error_can_be_told_in_japanese() -> None:
    untold = [f"{where}: {english}" for where, english in sorted(set(raised())) if retell("ja", english) == english]
    assert untold == [], f"add to {DATA.name}"


def test_a_message_is_recognised_with_what_was_filled_in() -> None:
    english = "the ledger was made by a newer keii (its schema is 7, this keii knows 1)."
    assert retell("ja", english) == "台帳はより新しい keii で作られています（スキーマ 7、この keii は 1 まで対応）。"
    assert retell("en", english) == english
    assert retell("ja", "nobody says this.") == "nobody says this."


def test_say_fills_in_and_falls_back_to_english() -> None:
    assert say("ja", "There is no verb «{name}».", name="x") == "コマンド「x」はありません。"
    assert say("en", "There is no verb «{name}».", name="x") == "There is no verb «x»."
    assert say("ja", "nobody says this") == "nobody says this"


@pytest.mark.parametrize(("english", "values", "told"), [
    ("{documents} documents read, {new} of them new; {problems} problems.", {"documents": 1, "new": 1, "problems": 0},
     "1 document read, 1 of them new; 0 problems."),
    ("{count} events are dated less exactly.", {"count": 1}, "1 event is dated less exactly."),
    ("{count} events are dated less exactly.", {"count": 11}, "11 events are dated less exactly."),
    ("{refused} proposals were refused.", {"refused": 1}, "1 proposal was refused."),
    ("{name} is missing.", {"name": "1"}, "1 is missing."),
])
def test_what_is_counted_is_singular_where_it_is_one(english: str, values: dict[str, object], told: str) -> None:
    assert say("en", english, **values) == told


def test_what_keii_fills_in_itself_is_told_in_japanese_and_what_the_user_gave_as_it_is() -> None:
    assert retell("ja", "the input is a PNG image, not text.") == "入力はテキストではなく、PNG 画像です。"
    assert retell("ja", "the option --of is not «denied».").endswith("«denied».")


@pytest.mark.parametrize("status", list(Status))
def test_a_status_has_japanese_words(status: Status) -> None:
    assert say("ja", status) == label("status", status, "ja")
