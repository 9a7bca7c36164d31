"""The place of a claim: an entry of the gazetteer that its words name, or the reason why none is known."""

import pytest

from keii import pipeline
from keii.model import Place

CASES = [
    ("en", "Israel bombed the port in Lebanon.", "LBN", "country"),
    ("en", "Soldiers clashed with rebels in Caracas.", "VEN", "city"),
    ("en", "Russian missiles struck the port of Odesa.", "UKR", "city"),
    ("ja", "両国の外相はジュネーブで会談した。", "CHE", "city"),
    ("ja", "金正恩総書記は平壌でプーチン大統領と会談した。", "PRK", "city"),
]


def places(text: str, language: str) -> list[Place]:
    claims = pipeline.code(text, language=language).claims
    return [claim.place for claim in claims if claim.place]


@pytest.mark.parametrize(("language", "text", "country", "precision"), CASES)
def test_a_place_has_an_entry_of_the_gazetteer(language: str, text: str, country: str, precision: str) -> None:
    found = places(text, language)
    assert found
    for place in found:
        assert (place.country, place.precision, place.reason) == (country, precision, None)
        assert None not in (place.gazetteer, place.latitude, place.longitude)


def test_words_that_name_no_place_give_the_reason() -> None:
    found = places("武装集団は国境の村で兵士を攻撃した。", "ja")
    assert found
    assert [(place.gazetteer, place.latitude, place.country, place.reason) for place in found] == [
        (None, None, None, "no-toponym")] * len(found)


def test_a_place_elsewhere_in_the_article_is_never_the_place_of_an_act() -> None:
    text = "Ministers gathered in Vienna. Soldiers clashed with rebels in a village near the border."
    claims = [claim for claim in pipeline.code(text, language="en").claims if claim.sentence == 1 and claim.place]
    assert claims
    assert all(claim.place and claim.place.gazetteer is None for claim in claims)


def test_the_rest_of_the_article_tells_namesakes_apart() -> None:
    text = "The sheriff of Lamar County, Texas, spoke on Monday. Protesters rallied in Paris."
    found = [place for place in places(text, "en") if "Paris" in place.span.quote]
    assert found
    assert {place.gazetteer for place in found} == {"geonames:4717560"}


def test_a_sea_belongs_to_no_state() -> None:
    from keii.gazetteer.places import gazetteer
    from keii.resolution.places import country_of

    [sea] = gazetteer().of_id("keii:sea-of-japan")
    assert country_of(sea) is None


def test_a_disputed_place_is_whose_the_policy_says(monkeypatch: pytest.MonkeyPatch) -> None:
    from keii.gazetteer import policy
    from keii.gazetteer.places import gazetteer
    from keii.resolution.places import country_of

    [city] = [place for place in gazetteer().named("Simferopol") if place.country == "UKR" and place.kind == "city"]
    chosen = []
    for name in ("sovereign", "control"):
        monkeypatch.setenv(policy.SETTING, name)
        policy.chosen.cache_clear()
        chosen.append(country_of(city))
    policy.chosen.cache_clear()
    assert chosen == ["UKR", "RUS"]
