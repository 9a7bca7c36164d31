"""Saving searches, and the filter by full text, from the command line."""

import json

import pytest

from cli.conftest import Keii


def test_a_search_is_saved_listed_and_removed(filled: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEII_AUTHOR", "甲")
    saved = filled("search", "save", "訪朝", "--actor", "RUS", "--text", "朝 鮮", "--limit", "3")
    assert (saved.code, saved.out) == (0, "")
    assert "«訪朝» is saved" in saved.err
    header, row = (line.split("\t") for line in filled("search").out.splitlines())
    assert header == ["search", "author", "saved", "filters"]
    assert (row[0], row[1], row[3]) == ("訪朝", "甲", "--actor RUS --text '朝 鮮'")
    assert json.loads(filled("search", "--json").out)["filter"] == [["actor", "RUS"], ["text", "朝 鮮"]]
    assert filled("search", "remove", "訪朝").code == 0
    assert filled("search", "--json").out == ""


def test_a_search_is_renamed(filled: Keii) -> None:
    assert filled("search", "save", "a", "--actor", "RUS", "--author", "甲").code == 0
    assert filled("search", "save", "b", "--actor", "PRK").code == 0
    refused = filled("search", "rename", "a", "b")
    assert (refused.code, "«b» already" in refused.err) == (2, True)
    assert "«c»" in filled("search", "rename", "a", "c", "--author", "乙").err
    found = [json.loads(line) for line in filled("search", "--json").out.splitlines()]
    assert [(one["name"], one["author"], one["filter"]) for one in found] == [
        ("b", found[0]["author"], [["actor", "PRK"]]), ("c", "乙", [["actor", "RUS"]])]


@pytest.mark.parametrize("arguments", [
    ("rename", "a"), ("rename", "none", "b"), ("save", "a", "b", "--actor", "RUS"),
    ("save",), ("save", "a/b", "--actor", "RUS"), ("save", "all"), ("remove", "none"), ("save", "x", "--type", "LOVE"),
    ("save", "x", "--words", "-gas")])
def test_what_cannot_be_saved_is_refused(filled: Keii, arguments: tuple[str, ...]) -> None:
    ran = filled("search", *arguments)
    assert ran.code == 2
    assert ran.err.startswith("keii: ")
    assert filled("search", "--json").out == ""


def test_words_select_by_the_whole_text(filled: Keii) -> None:
    def found(kind: str, words: str, key: str) -> set[str]:
        lines = filled("list", kind, "--words", words, "--json").out.splitlines()
        return {json.loads(line)[key] for line in lines}

    assert found("documents", "制裁", "origin") == {"news/a.txt"}
    assert found("documents", "制裁 -訪問", "origin") == set()
    assert found("claims", "制裁", "document") == found("documents", "制裁", "id")
