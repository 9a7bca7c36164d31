import pytest

from keii.coding.features import features
from keii.encoder.labels import FEATURES


def known(text: str, language: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for start, end, column in features(text, language):
        found.setdefault(text[start:end], set()).add(FEATURES[column])
    return found


@pytest.mark.parametrize(
    ("language", "text", "words", "column"),
    [
        ("ja", "ペルーは捕虜を解放した。", "解放", "type:RETREAT"),
        ("ja", "両軍は国境で撃ち合った。", "撃ち合", "type:ASSAULT"),
        ("ja", "大臣は近く辞任する見通しだ。", "見通しだ", "status:expected"),
        ("ja", "外相は述べた。", "述べ", "say"),
        ("ja", "ペルーの外相が来た。", "ペルー", "name:state"),
        ("ja", "ペルーの外相が来た。", "外相", "sector:office"),
        ("en", "Peru freed its captives.", "freed", "type:RETREAT"),
        ("en", "The troops fought all night.", "fought", "type:ASSAULT"),
        ("en", "They were carrying out the attack.", "carrying out", "type:ASSAULT"),
        ("en", "The minister may resign.", "may", "status:possible"),
        ("en", "Officials said so.", "said", "say"),
        ("en", "The Peruvian envoy left.", "Peruvian", "name:state"),
    ],
)
def test_words_are_known_in_every_form(language: str, text: str, words: str, column: str) -> None:
    assert column in known(text, language).get(words, set()), known(text, language)


def test_a_longer_form_hides_what_it_holds() -> None:
    found = known("両国は停戦協定を結んだ。", "ja")
    assert "停戦協定" in found
    assert "停戦" not in found


@pytest.mark.parametrize(("language", "text"), [("en", "The signal was significant."), ("ja", "空は青く、海も青い。")])
def test_words_that_only_begin_alike_are_not_known(language: str, text: str) -> None:
    assert not [columns for columns in known(text, language).values() if any(c.startswith("type:") for c in columns)]
