"""The country of a place phrase, or why none is known."""

import pytest

from keii import pipeline

CASES = [
    ("en", "Israel bombed the port in Lebanon.", "LBN"),
    ("en", "Soldiers clashed with rebels in Caracas.", "VEN"),
    ("ja", "両国の外相はジュネーブで会談した。", "CHE"),
    ("ja", "武装集団は国境の村で兵士を攻撃した。", None),
]


@pytest.mark.parametrize(("language", "text", "country"), CASES)
def test_a_place_has_the_country_it_names_or_a_reason(language: str, text: str, country: str | None) -> None:
    places = [claim.place for claim in pipeline.code_sentences([text], language=language).claims if claim.place]
    assert places
    assert [place.country for place in places] == [country] * len(places)
    assert all((place.country is None) == (place.reason == "no-country") for place in places)
