from dataclasses import replace

import pytest

from keii.coding.between import FEATURES, Fit, shares, weights
from keii.pipeline import relation


def between(sentence: str, source: str | None, target: str | None, *, language: str = "en") -> str | None:
    def span(part: str | None) -> tuple[int, int] | None:
        return None if part is None else (sentence.index(part), sentence.index(part) + len(part))

    return relation(sentence, span(source), span(target), language=language)


@pytest.mark.parametrize(("source", "target", "expected"), [
    ("Chile", "Peru", "ACCUSE"), ("Kenya", "Ghana", "AID"), ("Norway", "Fiji", "REJECT"),
])
def test_of_several_acts_the_one_between_the_two_counts(source: str, target: str, expected: str) -> None:
    sentence = "While Chile criticised Peru, Kenya sent wheat to Ghana, and Norway rebuffed Fiji."
    assert between(sentence, source, target) == expected


def test_who_does_it_and_to_whom_matter() -> None:
    sentence = "Chile criticised Peru after Peru had sent troops to attack Chile."
    assert between(sentence, "Chile", "Peru") == "ACCUSE"


def test_a_passive_is_turned_round() -> None:
    assert between("The reporter was arrested by police in Lima.", "police", "The reporter") == "COERCE"


def test_a_party_that_is_not_in_the_sentence_leaves_the_other() -> None:
    assert between("Chile criticised Peru.", "Chile", None) == "ACCUSE"
    assert between("Chile criticised Peru.", None, None) == "ACCUSE"


def test_a_sentence_without_an_act_has_none() -> None:
    assert between("Chile lies beside Peru.", "Chile", "Peru") is None


def test_acts_of_no_type_are_no_relation() -> None:
    assert between("Chile launched a weather satellite over Peru.", "Chile", "Peru") != "OTHER"


def test_japanese_sentences_are_read_too() -> None:
    assert between("チリはペルーを批判した。", "チリ", "ペルー", language="ja") == "ACCUSE"


@pytest.mark.parametrize(("sentence", "expected"), [
    ("Chile met Peru in Lima.", "CONSULT"),
    ("Chile will meet Peru in Lima on Friday.", "AGREE"),
    ("Chile threatened Peru.", "THREATEN"),
    ("Chile will deploy troops in Peru next week.", "THREATEN"),
])
def test_plovers_type_tells_what_is_planned_from_what_was_done(sentence: str, expected: str) -> None:
    assert between(sentence, "Chile", "Peru") == expected


def test_shares_are_of_a_whole_and_follow_the_weights() -> None:
    plain = Fit(**dict.fromkeys(FEATURES, 0.0))
    better = replace(plain, actor=1.0)
    told = shares([plain, better], weights())
    assert sum(told) == pytest.approx(1)
    assert told[1] > told[0]
    assert shares([], weights()) == []
