"""Whom a name means: a person of the registry where the text supports it, else somebody unknown, once a document."""

from pathlib import Path

import pytest

from keii.model import LOCAL, Claim, Party
from keii.tables import read_table
from resolution.told import resolved, words

COLUMNS = ("language", "date", "lines", "phrase", "actor", "code")
CASES = [row for _, row in read_table(Path(__file__).parent / "persons.tsv", COLUMNS)]


def _told(lines: list[str], language: str, phrase: str, date: str | None = None) -> Claim:
    return resolved(lines, language, Party(span=words(lines, phrase)), published=date)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']} {case['phrase']} {case['actor']}")
def test_a_name_means_who_the_text_supports(case: dict[str, str]) -> None:
    party = _told(case["lines"].split("|"), case["language"], case["phrase"], case["date"]).actors[0]
    known = "-" if party.actor is None or party.actor.startswith(LOCAL) else party.actor
    assert known == case["actor"], party
    assert party.code.startswith(case["code"])


@pytest.mark.parametrize(("date", "former"), [("2005-01-01", False), ("2016-11-01", True), (None, False)])
def test_a_former_holder_is_marked_from_the_day_after_the_office(date: str | None, former: bool) -> None:
    claim = _told(["Tony Blair criticised Russia."], "en", "Tony Blair", date)
    marks = [step.value for step in claim.trace if step.rule == "registry.former"]
    assert marks == (["GBR prime minister 1997-05-02/2007-06-27"] if former else [])


@pytest.mark.parametrize(("language", "line", "phrase"), [
    ("en", "Johnson ordered an attack.", "Johnson"), ("ja", "ミラー氏は抗議した。", "ミラー氏"),
])
def test_a_name_that_nothing_supports_says_why(language: str, line: str, phrase: str) -> None:
    claim = _told([line], language, phrase, "2024-03-01")
    assert [step.value for step in claim.trace if step.rule == "registry.name"] == ["shared-name"]


@pytest.mark.parametrize(("language", "lines", "phrase", "key", "role"), [
    ("en", ["Ana Reyes, a senior Peruvian official, criticised Chile."], "Ana Reyes", "name/ana-reyes",
     "a senior Peruvian official"),
    ("ja", ["ペルーのアナ・レイエス議員はチリを批判した。"], "ペルーのアナ・レイエス議員", "name/アナ-レイエス",
     "議員"),
    ("ja", ["山田さんは市に抗議した。"], "山田さん", "part/山田", None),
    ("ja", ["チリのアナ・レイエス容疑者は逃走した。"], "アナ・レイエス容疑者", "name/アナ-レイエス", None),
])
def test_an_unknown_person_keeps_the_name_and_at_most_a_role(
    language: str, lines: list[str], phrase: str, key: str, role: str | None
) -> None:
    claim = _told(lines, language, phrase)
    assert claim.actors[0].actor == f"{LOCAL}d/{key}"
    described = [step.span.quote for step in claim.trace if step.rule == "resolution.described" and step.span]
    assert described == ([role] if role else [])


def test_a_body_is_no_unknown_person() -> None:
    assert _told(["Golden Harvest criticised Chile."], "en", "Golden Harvest").actors[0].actor is None
