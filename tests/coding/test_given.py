"""The status of acts whose words are given, whatever the lexicon knows of them."""

import pytest

from keii.model import Status
from keii.pipeline import statuses


def status_of(text: str, words: str, language: str = "en") -> Status | None:
    start = text.index(words)
    return statuses(text, [(start, start + len(words))], language=language)[0]


@pytest.mark.parametrize(("text", "words", "status"), [
    ("The yard in Oslo built nine ferries last year.", "built", "occurred"),
    ("The yard in Oslo will build nine ferries.", "build", "planned"),
    ("The yard in Oslo has not built a ferry since May.", "built", "not_occurred"),
    ("The ferry was not profitable.", "profitable", "not_occurred"),
    ("The ferries were sold to Chile.", "sold", "occurred"),
    ("The ferries may be sold to Chile.", "sold", "possible"),
    ("The ferry is expected to sail in May.", "sail", "expected"),
    ("Chile was the third state to order such ferries.", "order", "occurred"),
    ("Chile will be the third state to order such ferries.", "order", "planned"),
    ("Kenya averted a collapse of the bank.", "collapse", "not_occurred"),
    ("The yard intends to build nine ferries by June.", "build", "planned"),
    ("The yard in Oslo never intended to build ferries.", "intended", "not_occurred"),
])
def test_given_words_have_the_status_that_text_and_model_show(text: str, words: str, status: str) -> None:
    assert status_of(text, words) == status


@pytest.mark.parametrize("text", [
    "The yard intends to build nine ferries by June.",
    "The yard, which intends to build ferries, has hired sixty welders.",
])
def test_a_plan_is_there_while_what_is_planned_is_to_come(text: str) -> None:
    assert status_of(text, "intends") in ("occurred", "ongoing")
    assert status_of(text, "build") == "planned"


def test_japanese_words_are_read_too() -> None:
    assert status_of("造船所は来年、渡船を建造する予定だ。", "建造", "ja") == "planned"
    assert status_of("造船所は渡船を建造しなかった。", "建造", "ja") == "not_occurred"


def test_each_act_is_read_in_its_own_sentence_and_none_outside_all() -> None:
    text = "Chile built a ferry. Peru will build two."
    first, second = text.index("built"), text.index("build")
    assert statuses(text, [(second, second + 5), (first, first + 5)], language="en") == ["planned", "occurred"]
    assert statuses(text, [(len(text), len(text) + 3)], language="en") == [None]
