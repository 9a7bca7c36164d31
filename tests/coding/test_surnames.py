"""Surnames of one character: 金 after 金正恩."""

from keii import pipeline
from keii.coding.surnames import surnames

NAMED = "韓国の文在寅大統領は、金正恩委員長と3回会談した。"


def test_a_full_name_says_who_is_meant_by_its_surname() -> None:
    assert {name: reading.code for name, reading in surnames(NAMED, "2018-10-01").items()} == {
        "文": "KOR/GOV", "金": "PRK/GOV"
    }


def test_without_a_full_name_one_character_is_a_word() -> None:
    assert surnames("銀行は金を輸出した。", "2018-10-01") == {}


def test_office_holders_of_two_countries_leave_a_surname_open() -> None:
    assert "金" not in surnames("金正恩委員長と金大中元大統領。", "2018-10-01")


def test_a_surname_before_a_particle_is_a_party_and_gold_is_none() -> None:
    text = f"{NAMED}トランプ大統領は金を賞賛した。北朝鮮は金塊を密輸した。"
    claims = pipeline.code(text, language="ja", published="2018-10-01").claims
    (praise,) = (claim for claim in claims if claim.type == "SUPPORT")
    assert [party.code for party in praise.recipients] == ["PRK/GOV"]
    assert all("金塊" not in party.text for claim in claims for party in (*claim.actors, *claim.recipients))
