import re

import pytest

from keii.ledger.filters import MANY, ONE
from keii.model import Outcome, Verdict
from keii.model.amending import AMENDABLE
from keii.tables import read_table
from keii.workbench.rendering import TEMPLATES
from keii.workbench.words import COLUMNS, FILE, say

BLANK = re.compile(r"\{\w+\}")
PAGES = TEMPLATES.parent / "pages"


def said() -> set[str]:
    """Return what the templates and pages say by themselves."""
    templates = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    pages = "\n".join(path.read_text(encoding="utf-8") for path in PAGES.glob("*.py"))
    return {*re.findall(r"\bt\('([^']+)'", templates), *re.findall(r"say\(asked\.lang, ['\"]([^'\"]+)['\"]", pages)}


def rows() -> dict[str, str]:
    return {row["en"]: row["ja"] for _, row in read_table(FILE, COLUMNS)}


@pytest.mark.parametrize("english", sorted(said()))
def test_everything_said_is_said_in_japanese_too(english: str) -> None:
    assert english in rows()


@pytest.mark.parametrize("name", [*MANY, *ONE, *AMENDABLE, *Verdict, *Outcome])
def test_what_pages_say_by_a_name_is_said_in_japanese_too(name: str) -> None:
    assert name in rows()


def test_both_languages_fill_in_the_same_values() -> None:
    for english, japanese in rows().items():
        assert sorted(BLANK.findall(english)) == sorted(BLANK.findall(japanese)), english


def test_say_fills_in() -> None:
    assert say("ja", "claims: {claims}", claims=3) == "記述 3"
    assert say("en", "claims: {claims}", claims=3) == "claims: 3"


def test_the_script_and_style_of_a_page_are_small() -> None:
    static = TEMPLATES.parent / "static"
    assert (static / "keys.js").stat().st_size < 60_000
    assert "http" not in (static / "style.css").read_text(encoding="utf-8")
