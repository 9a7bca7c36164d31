"""What names no party, whatever marked it."""

import pytest

from keii.coding.lexicon import lexicon
from keii.coding.things import is_audience, is_spot, is_thing, is_where


@pytest.mark.parametrize(
    ("language", "phrase", "thing"),
    [
        ("en", "new rules", True),
        ("en", "a long prison sentence", True),
        ("en", "the terms of the ceasefire", False),  # not listed: nothing is guessed
        ("en", "the referendum on the border", True),
        ("en", "the rules of the World Trade Organization", False),
        ("en", "the court", False),
        ("en", "students", False),
        ("en", "the Korean War", True),
        ("en", "a combat mission", True),
        ("en", "the mission in Oslo", False),
        ("en", "the World Food Programme", False),
        ("en", "Maxine Waters", False),  # a name like a thing's
        ("en", "percent of our citizens", False),
        ("en", "percent of exports", True),
        ("en", "Brexit", True),
        ("ja", "国名変更の国民投票", True),
        ("ja", "新しい規則", True),
        ("ja", "ペルー政府の提案", False),
        ("ja", "学生たち", False),
        ("ja", "裁判所", False),
    ],
)
def test_a_phrase_headed_by_a_thing_that_names_nobody_is_no_party(language: str, phrase: str, thing: bool) -> None:
    assert is_thing(phrase, lexicon(language)) is thing


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_thing_is_a_person_a_title_or_a_word_for_a_source(language: str) -> None:
    words = lexicon(language)
    people = {*words.titles, *words.sources, *words.pronouns}
    assert words.things
    assert not words.things & people


@pytest.mark.parametrize(
    ("language", "phrase", "spot"),
    [
        ("en", "a village", True),
        ("en", "the market in the old town", True),
        ("en", "the parliament", False),
        ("en", "the port of Accra", False),
        ("ja", "海辺の村", True),
        ("ja", "チャドの空港", False),
        ("ja", "議員たち", False),
    ],
)
def test_a_place_of_no_country_is_a_spot(language: str, phrase: str, spot: bool) -> None:
    assert is_spot(phrase, lexicon(language)) is spot


@pytest.mark.parametrize(
    ("language", "text", "name", "where"),
    [
        ("en", "The talks in Jakarta ended.", "Jakarta", True),
        ("en", "The talks with Jakarta ended.", "Jakarta", False),
        ("en", "It trusted in the ministry.", "the ministry", False),
        ("ja", "ジャカルタでの会談が終わった。", "ジャカルタ", True),
        ("ja", "ジャカルタとの会談が終わった。", "ジャカルタ", False),
    ],
)
def test_a_name_that_says_where_is_no_party(language: str, text: str, name: str, where: bool) -> None:
    start = text.index(name)
    assert is_where(text, start, start + len(name), language) is where


@pytest.mark.parametrize(
    ("phrase", "audience"),
    [("記者団", True), ("reporters", True), ("the press", True), ("記者協会", False), ("the press council", False)],
)
def test_who_only_listens_is_an_audience(phrase: str, audience: bool) -> None:
    assert is_audience(phrase) is audience
