"""What pages call codes, labels and the values of events."""

import pytest

from keii.workbench.naming import called, named, told


@pytest.mark.parametrize(("kind", "value", "en", "ja"), [
    ("type", "AID", "aid", "援助・供与"), ("party", "PRK", "North Korea", "北朝鮮"),
    ("party", "!RUS/MIL", "!Russia (military)", "!ロシア（軍）"), ("place", "UKR", "Ukraine", "ウクライナ"),
    ("actor", "IGO:NATO", "NATO", "北大西洋条約機構"), ("actor", "/MIL", "/MIL", "/MIL"),
    ("label", "debris found", "debris found", "残骸の発見"), ("label", "words of a text", *["words of a text"] * 2),
    ("source", "anonymous", "anonymous", "匿名"), ("source", "USA", "United States", "米国"),
    ("text", "RUS", "RUS", "RUS"), ("since", "2024-06", "2024-06", "2024-06"), ("label", None, "", ""),
])
def test_values_of_filters_and_claims_are_said_in_words(kind: str, value: str | None, en: str, ja: str) -> None:
    assert (named("en", kind, value), named("ja", kind, value)) == (en, ja)


def test_who_governs_acts_for_the_state() -> None:
    assert called("UKR/GOV", "en") == called("UKR", "en") == "Ukraine"


@pytest.mark.parametrize(("field", "value", "expected"), [
    ("status", "not_occurred", ("起きていない", "")), ("actor", "RUS/MIL ru-armed-forces", ("ロシア軍", "RUS/MIL")),
    ("recipient", "UKR/GOV state:UKR", ("ウクライナ", "UKR/GOV")),
    ("actor", "XXX/IGO World powers", ("World powers", "")),
    ("actor", "RUS; UKR", ("ロシア; ウクライナ", "")), ("place", "UKR", ("ウクライナ", "")),
    ("place", "オデーサの港", ("オデーサの港", "")), ("actor", "somebody else", ("somebody else", "")),
    ("quantity", "13人", ("13人", "")),
])
def test_a_value_of_an_event_is_words_and_a_code(field: str, value: str, expected: tuple[str, str]) -> None:
    assert told(field, value, "ja") == expected
