"""What the towns of an article say of whose a phrase is."""

import pytest

from keii.model import Span
from keii.resolution.towns import Town, Towns
from resolution.told import named

OREGON = (
    "州立大学の学生たち、総長室の占拠を続ける",
    "オレゴン州セーラム、11月18日。州立大学の学生およそ百人は三日目も床に座っている。",
    "要求は授業料の据え置きである。",
    "知事は対話に応じる構えを見せた。",
)
BAKERS = (
    "Bakers shut their shops over flour price",
    "Forty bakers in Sighisoara closed their shops on Monday.",
    "Flour has cost twice as much since the winter.",
    "The agriculture ministry promised a meeting.",
)


@pytest.mark.parametrize(("lines", "language", "quote", "code"), [
    (OREGON, "ja", "知事", "USA/GOV"),
    (BAKERS, "en", "The agriculture ministry", "ROU/GOV"),
    (BAKERS[2:], "en", "The agriculture ministry", "XXX/GOV"),
])
def test_towns_say_where_a_story_plays(lines: tuple[str, ...], language: str, quote: str, code: str) -> None:
    assert named(lines, language, quote) == [code]


def test_a_short_text_does_not_wait_for_the_gazetteer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("keii.resolution.towns.toponyms", refused)
    assert named(("Bakers in Sighisoara struck.", "The ministry protested."), "en", "The ministry") == ["XXX/GOV"]


def test_what_stands_around_a_phrase_is_told() -> None:
    text = "In Leeds and Cluj, bakers of Oradea struck."
    towns = Towns(lambda: (Town(start=3, end=8, sentence=0, country="GBR"),
                           Town(start=13, end=17, sentence=0, country="ROU"),
                           Town(start=29, end=35, sentence=0, country="ROU")))
    asked = Span.of(text, 19, 35)
    assert set(towns.features("ROU", asked, 0)) == {
        "town:share3", "town:most", "town:in", "town:before0", "town:last", "town:gap0"}
    assert set(towns.features("GBR", asked, 0)) == {"town:share1", "town:first", "town:before0", "town:gap1"}
    assert set(towns.features("FRA", asked, 0)) == {"town:none"}
    assert towns.countries() == ["ROU", "GBR"]
    assert list(Towns(tuple).features("FRA", asked, 0)) == []
