"""Whose a phrase is that names no country: what the document tells decides, or nobody does."""

import math

import pytest

from keii.gazetteer.compose import compose, compose_each
from keii.model import Span
from keii.resolution.countries import DATA, weights
from keii.resolution.evidence import Asked, Evidence, Mention
from keii.resolution.kinds import phrase_of
from keii.resolution.namesakes import is_namesake
from keii.resolution.origins import likeness
from keii.tables import read_table
from resolution.told import named

FISH_JA = ("モルディブ、漁業協定の交渉を再開", "モルディブの漁業相は火曜日、協定の交渉を始めると述べた。")
FISH_EN = ("Maldives reopens fishing talks", "The Maldivian fisheries minister said on Tuesday that talks would start.")


@pytest.mark.parametrize(("lines", "language", "quote", "code"), [
    ((*FISH_JA, "外務省は書簡を送った。"), "ja", "外務省", "MDV/GOV"),
    ((*FISH_JA, "町長は抗議した。"), "ja", "町長", "MDV/GOV"),
    ((*FISH_JA, "住民は港に集まった。"), "ja", "住民", "MDV/CVL"),
    ((*FISH_EN, "The foreign ministry sent a letter."), "en", "The foreign ministry", "MDV/GOV"),
    ((*FISH_EN, "Police closed the port."), "en", "Police", "MDV/GOV"),
    ((*FISH_EN, "The residents gathered at the port."), "en", "The residents", "MDV/CVL"),
    (("Peru moved migrant children to camps on Friday.", "The children arrived there at night."), "en", "The children",
     "XXX/CVL"),
    (("Peru moved schools to the camps on Friday.", "The children arrived there at night."), "en", "The children",
     "PER/CVL"),
    (("The United Nations envoy met elders on Friday.", "Rebels shelled the market."), "en", "Rebels", "XXX/REB"),
    (("The United Nations envoy met elders on Friday.", "Observers left the valley."), "en", "Observers", "IGO:UN"),
    (("国連の特使が長老と会った。", "反乱軍は市場を砲撃した。"), "ja", "反乱軍", "XXX/REB"),
    (("国連の特使が長老と会った。", "政府は外出禁止令を出した。"), "ja", "政府", "XXX/GOV"),
])
def test_a_phrase_without_a_country_is_the_storys(lines: tuple[str, ...], language: str, quote: str, code: str) -> None:
    assert named(lines, language, quote) == [code]


@pytest.mark.parametrize(("lines", "language", "quote", "code"), [
    (("The Pentagon said the Pacific Fleet had begun exercises.",), "en", "the Pacific Fleet", "USA/MIL"),
    (("Russia's Defence Ministry said the Pacific Fleet had put to sea.",), "en", "the Pacific Fleet", "RUS/MIL"),
    (("米国防総省は、太平洋艦隊が演習を始めたと発表した。",), "ja", "太平洋艦隊", "USA/MIL"),
    (("ロシア国防省は、太平洋艦隊が演習を始めたと発表した。",), "ja", "太平洋艦隊", "RUS/MIL"),
])
def test_a_body_of_two_states_is_the_storys(lines: tuple[str, ...], language: str, quote: str, code: str) -> None:
    assert named(lines, language, quote) == [code]


@pytest.mark.parametrize(("lines", "language", "quote"), [
    (("首相は来週、インドを訪問する。",), "ja", "首相"),
    (("外務省は抗議した。",), "ja", "外務省"),
    (("The prime minister will visit India next week.",), "en", "The prime minister"),
    (("The ministry protested.",), "en", "The ministry"),
    (("Western companies left.",), "en", "Western companies"),
])
def test_where_the_document_tells_nothing_nobody_is_guessed(lines: tuple[str, ...], language: str, quote: str) -> None:
    assert all(code.startswith("XXX") for code in named(lines, language, quote))


@pytest.mark.parametrize(("lines", "language", "quote", "country"), [
    (("ブラザビルでコンゴ共和国の議会が開かれた。", "コンゴ共和国の首相が来た。", "コンゴは怒った。"), "ja", "コンゴ",
     "COG"),
    (("キンシャサで議会が開かれた。", "コンゴは抗議した。"), "ja", "コンゴ", "COD"),
    (("Santo Domingo voted.", "The Dominican president spoke."), "en", "The Dominican president", "DOM"),
    (("Roseau, the capital of Dominica, was calm. Dominica voted.", "The Dominican premier spoke."), "en",
     "The Dominican premier", "DMA"),
    (("The European Commission met. The EU has a plan.", "Brussels agreed."), "en", "Brussels", "IGO:EU"),
    (("Belgium voted. The Belgian premier resigned.", "Brussels agreed."), "en", "Brussels", "BEL"),
    (("NATOは会合を開いた。NATOの事務総長が述べた。", "ブリュッセルは同意した。"), "ja", "ブリュッセル", "IGO:NATO"),
    (("米国で選挙があった。米国の上院は休会した。", "民主党は反対した。"), "ja", "民主党", "USA"),
])
def test_a_name_of_several_is_who_the_document_names(
    lines: tuple[str, ...], language: str, quote: str, country: str
) -> None:
    assert [code.split("/")[0] for code in named(lines, language, quote)] == [country]


@pytest.mark.parametrize(("phrase", "language", "codes"), [
    ("the foreign ministers of Kenya, Ghana and Togo", "en", ["KEN/GOV", "GHA/GOV", "TGO/GOV"]),
    ("Kenyan and Ghanaian soldiers", "en", ["KEN/MIL", "GHA/MIL"]),
    ("the US, French and Turkish forces", "en", ["USA/MIL", "FRA/MIL", "TUR/MIL"]),
    ("the US and Greenpeace", "en", []),
    ("Bosnia and Herzegovina", "en", []),
    ("Russian Americans", "en", []),
    ("the Kenyan embassy in Ghana", "en", []),
    ("日韓両政府", "ja", ["JPN/GOV", "KOR/GOV"]),
    ("ガーナとトーゴの外相", "ja", ["GHA/GOV", "TGO/GOV"]),
    ("在日米軍", "ja", []),
    ("日本大使館", "ja", []),
])
def test_a_list_of_countries_is_each_of_them(phrase: str, language: str, codes: list[str]) -> None:
    assert [reading.code for reading in compose_each(phrase, language)] == codes


@pytest.mark.parametrize(("text", "quote", "language", "other"), [
    ("Patricia Schroeder left Congress in 1997.", "Ms. Schroeder", "en", True),
    ("Gerhard Schroeder left office.", "Mr. Schroeder", "en", False),
    ("Schroeder left office.", "Schroeder", "en", False),
    ("パトリシア・シュレーダーは議員だった。", "シュレーダー氏", "ja", True),
    ("シュレーダー氏は退任した。", "シュレーダー氏", "ja", False),
])
def test_a_surname_is_its_bearers_whom_the_text_names(text: str, quote: str, language: str, other: bool) -> None:
    reading = compose(quote, language)
    assert reading is not None
    assert is_namesake(quote, reading, text, language) is other


@pytest.mark.parametrize(("names", "language", "country"), [
    (["Mikko", "Virtanen"], "en", "FIN"), (["Giorgos", "Papanikolaou"], "en", "GRC"),
    (["ビルタネン"], "ja", "FIN"), (["パパニコラウ"], "ja", "GRC"),
])
def test_a_name_is_likest_to_its_own_countrys(names: list[str], language: str, country: str) -> None:
    found = likeness(names, ["FIN", "GRC"], language)
    assert [code for code, behind in found.items() if not behind] == [country]


def test_a_name_is_never_compared_with_bodies() -> None:
    assert likeness(["Virtanen"], ["FIN", "IGO:UN"], "en") == {}


@pytest.mark.parametrize(("quote", "language", "kind"), [
    ("the mayor", "en", "office"), ("soldiers", "en", "force"), ("Tavo Brellin", "en", "name"),
    ("a lamp", "en", "word"),
    ("町長", "ja", "office"), ("部隊", "ja", "force"), ("タボ・ブレリン", "ja", "name"), ("灯台", "ja", "word"),
])
def test_the_kind_of_a_phrase_is_its_forms(quote: str, language: str, kind: str) -> None:
    assert phrase_of(quote, compose(quote, language), language).kind == kind


def test_what_was_decided_counts_for_the_same_phrase_later() -> None:
    text = "Togo. Ghana. The ministry. The ministry."
    evidence = Evidence(text, [0, 6, 13, 27])
    for start, end, sentence, country in ((0, 4, 0, "TGO"), (6, 11, 1, "GHA")):
        evidence.add(Mention(start=start, end=end, sentence=sentence, country=country, kind="state"))
    phrase = phrase_of("The ministry", compose("The ministry", "en"), "en")
    evidence.decided(phrase, "GHA")
    asked = Asked(span=Span.of(text, 27, 39), phrase=phrase, sentence=3, trigger=39)
    found = dict(evidence.features(asked))
    assert "again:same" in found["GHA"]
    assert "again:other" in found["TGO"]


def test_the_weights_are_sorted_numbers_each_feature_once() -> None:
    rows = [row for _, row in read_table(DATA, ("feature", "weight", "note"))]
    assert [row["feature"] for row in rows] == sorted({row["feature"] for row in rows})
    assert all(math.isfinite(weight) and weight for weight in weights().values())
