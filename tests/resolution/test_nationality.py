"""People and bodies whose country the words themselves give, or keep open."""

import pytest

from keii import pipeline
from keii.coding.lexicon import lexicon
from keii.gazetteer.compose import compose_each
from keii.resolution.kinds import is_of_no_country


def codes(text: str, language: str, role: str, act: str) -> list[str]:
    claims = pipeline.code(text, language=language).claims
    return [party.code for claim in claims if claim.type == act for party in getattr(claim, role)]


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "Police in Oslo arrested Timur Saidov. Saidov, a native of Uzbekistan, had left a note.", "UZB/CVL"),
        ("en", "Police in Oslo arrested Aslan Bekov, a citizen of Kazakhstan, on Monday.", "KAZ/CVL"),
        ("ja", "オスロの警察はティムール・サイドフ容疑者を逮捕した。ペルー国籍のサイドフ容疑者は黙秘。", "PER/CVL"),
        ("ja", "ノルウェー警察はカザフスタン人のベコフ容疑者を拘束した。", "KAZ/CVL"),
        ("en", "Police in Oslo arrested Timur Saidov on Monday. Saidov visited Uzbekistan last year.", "NOR/CVL"),
    ],
)
def test_a_person_is_the_national_that_the_text_calls_him(language: str, text: str, code: str) -> None:
    assert codes(text, language, "recipients", "COERCE")[0] == code


@pytest.mark.parametrize(
    ("language", "phrase", "open_"),
    [
        ("en", "the foreign troops", True),
        ("en", "four foreign sailors", True),
        ("en", "dozens of migrant children", True),
        ("en", "the African National Congress", False),
        ("en", "a charity for migrants", False),
        ("en", "Western officials", True),
        ("en", "the foreign ministry", False),
        ("en", "immigration authorities", False),
        ("en", "voters", False),
        ("ja", "外国軍", True),
        ("ja", "移民の子どもたち", True),
        ("ja", "移民当局", False),
        ("ja", "移民支援団体", False),
        ("ja", "外国省", False),
        ("ja", "有権者", False),
    ],
)
def test_some_words_keep_people_from_being_one_countrys(language: str, phrase: str, open_: bool) -> None:
    assert is_of_no_country(phrase, lexicon(language)) is open_


def test_foreign_troops_are_not_the_storys_own() -> None:
    assert codes("マリ政府は外国軍の撤退を求めた。", "ja", "recipients", "REQUEST") == ["XXX/MIL"]


@pytest.mark.parametrize(
    ("phrase", "listed"),
    [
        ("米仏土", ["USA/GOV", "FRA/GOV", "TUR/GOV"]),
        ("米仏土「占領軍」", ["USA/MIL", "FRA/MIL", "TUR/MIL"]),
        ("日墨両国", ["JPN/GOV", "MEX/GOV"]),
        ("領土", []),
        ("墨田区長", []),
    ],
)
def test_states_by_one_character_each_are_a_party_each(phrase: str, listed: list[str]) -> None:
    assert [reading.code for reading in compose_each(phrase, "ja")] == listed


def test_he_can_be_somebody_whom_the_registry_does_not_know() -> None:
    text = "Police in Oslo arrested Timur Saidov, a native of Uzbekistan. He threatened two guards."
    assert codes(text, "en", "actors", "THREATEN") == ["UZB/CVL"]


@pytest.mark.parametrize(
    ("text", "role", "act", "code"),
    [
        ("Norway is helping flood victims in Chad.", "recipients", "AID", "TCD/CVL"),
        ("Norway is helping villagers across northern Mali.", "recipients", "AID", "MLI/CVL"),
        ("Russia shelled civilians in Kharkiv.", "recipients", "ASSAULT", "UKR/CVL"),
        ("Norway thanked activists after talks in Chad.", "recipients", "SUPPORT", "NOR/CVL"),
    ],
)
def test_people_are_of_the_country_they_are_said_to_be_in(text: str, role: str, act: str, code: str) -> None:
    assert codes(text, "en", role, act)[0] == code
