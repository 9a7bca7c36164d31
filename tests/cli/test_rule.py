"""`keii rule`: documents are kept, dropped and tagged by the one filter language, and nothing is lost."""

import json
from pathlib import Path

import pytest

from cli.conftest import Keii

ARMS = "Peru's foreign minister visited Chad on 2 May 2031. Chad's army raided a camp of the rebels."
TALKS = "The president of Fiji met the president of Peru in Suva on 3 May 2031."


@pytest.fixture
def texts(keii: Keii, tmp_path: Path) -> Path:
    (tmp_path / "arms.txt").write_text(ARMS, encoding="utf-8")
    (tmp_path / "talks.txt").write_text(TALKS, encoding="utf-8")
    return tmp_path


def read(keii: Keii, *names: str) -> list[bool]:
    out = keii("read", "--coder", "rules", "--json", *(names or ("arms.txt", "talks.txt"))).out
    return [json.loads(line)["new"] for line in out.splitlines()]


def documents(keii: Keii, *filters: str) -> list[str]:
    return sorted(json.loads(line)["origin"] for line in keii("list", "documents", "--json", *filters).out.splitlines())


def dropped(keii: Keii) -> list[dict[str, object]]:
    return [json.loads(line) for line in keii("rule", "dropped", "--json").out.splitlines()]


def test_a_dropped_document_is_recorded_with_its_rule_and_tells_nothing(keii: Keii, texts: Path) -> None:
    assert keii("rule", "add", "drop", "--actor", "TCD/MIL").code == 0
    assert read(keii) == [True, True]
    assert documents(keii) == ["talks.txt"]
    assert [(one["origin"], one["rule"]) for one in dropped(keii)] == [("arms.txt", 1)]
    assert "TCD" not in keii("list", "claims").out
    assert "raided" not in keii("events").out
    assert "raided" not in keii("show").out


def test_reading_a_dropped_document_again_is_nothing_new(keii: Keii, texts: Path) -> None:
    keii("rule", "add", "drop", "--actor", "TCD/MIL")
    read(keii)
    first = dropped(keii)
    assert read(keii) == [False, False]
    assert [one["document"] for one in dropped(keii)] == [one["document"] for one in first]


def test_what_is_brought_back_tells_again_and_stays(keii: Keii, texts: Path) -> None:
    keii("rule", "add", "drop", "--actor", "TCD/MIL")
    read(keii)
    (one,) = dropped(keii)
    assert keii("rule", "restore", str(one["document"])[:10]).code == 0
    assert documents(keii) == ["arms.txt", "talks.txt"]
    assert "raided" in keii("events").out
    assert read(keii) == [False, False]
    assert documents(keii) == ["arms.txt", "talks.txt"]
    assert dropped(keii) == []


def test_rules_to_keep_drop_what_none_of_them_selects(keii: Keii, texts: Path) -> None:
    keii("rule", "add", "keep", "--party", "FJI")
    read(keii)
    assert documents(keii) == ["talks.txt"]
    assert [one["rule"] for one in dropped(keii)] == [None]


def test_a_tag_is_given_shown_and_selects(keii: Keii, texts: Path) -> None:
    keii("rule", "add", "tag", "武器", "--text", "raided")
    keii("rule", "add", "drop", "--tag", "nothing")
    read(keii)
    assert documents(keii, "--tag", "武器") == ["arms.txt"]
    assert documents(keii, "--tag", "!武器") == ["talks.txt"]
    (line,) = keii("list", "documents", "--tag", "武器", "--json").out.splitlines()
    assert json.loads(line)["tags"] == ["武器"]
    assert "raided" in keii("list", "claims", "--tag", "武器").out
    assert keii("list", "claims", "--tag", "other").out.count("\n") == 1  # the header


def test_rules_are_listed_as_options_and_end(keii: Keii, texts: Path) -> None:
    keii("rule", "add", "tag", "arms", "--text", "arms deal", "--actor", "!USA", "--author", "Ito")
    (line,) = keii("rule", "list", "--json").out.splitlines()
    assert json.loads(line)["filter"] == [["actor", "!USA"], ["text", "arms deal"]]
    assert "--actor '!USA' --text 'arms deal'\tIto" in keii("rule", "list").out
    assert keii("rule", "rm", "1").code == 0
    assert keii("rule", "list", "--json").out == ""
    assert keii("rule", "rm", "1").code == 1


@pytest.mark.parametrize(("arguments", "told"), [
    (("add", "drop"), "needs a filter"),
    (("add", "tag", "two words", "--text", "x"), "is not a tag"),
    (("add", "tag"), "keep, drop, tag TAG"),
    (("add", "keep", "--type", "AIDS"), "does not know"),
    (("list", "--actor", "RUS"), "alone"),
    (("rm",), "told which"),
])
def test_what_makes_no_sense_is_refused(keii: Keii, arguments: tuple[str, ...], told: str) -> None:
    ran = keii("rule", *arguments)
    assert ran.code == 2
    assert told in ran.err


def test_a_document_that_was_not_dropped_cannot_be_brought_back(keii: Keii, texts: Path) -> None:
    read(keii)
    ran = keii("rule", "restore", "d_0000000000")
    assert ran.code == 1
    assert "was dropped" in ran.err
