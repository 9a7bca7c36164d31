"""Whose a nameless office cannot be, and whom a surname in Han characters means."""

import pytest

from keii import pipeline
from keii.model import Party

TURKEY = ("トルコ軍、シリアに侵攻", "トルコ軍は9日、シリアに侵攻した。", "米大統領は6日、トルコ大統領と協議した。")
CANADA = (
    "カナダ、ベネズエラ高官に追加制裁",
    "カナダ政府は22日、ベネズエラの大統領選が公正でなかったとして、ベネズエラの高官14人の資産を凍結した。",
)
MALI = ("France, Mali fall out", "Mali's junta expelled France's ambassador on Monday.", "Mali closed a base.")


def parties(lines: tuple[str, ...], language: str, kind: str) -> list[tuple[Party, ...]]:
    """Return the actors of the last line's acts of a type."""
    claims = pipeline.code_sentences(list(lines), language=language).claims
    return [claim.actors for claim in claims if claim.sentence == len(lines) - 1 and claim.type == kind]


@pytest.mark.parametrize(("lines", "language", "code"), [
    ((*TURKEY, "批判を受けて大統領は14日、アンカラに即時の停戦を求めた。"), "ja", "USA/GOV"),
    ((*CANADA, "ボーモン外相は、政治犯を釈放するようカラカスに要求した。"), "ja", "CAN/GOV"),
    ((*CANADA, "ボーモン外相はカラカスに釈放を求めた。", "ボーモン外相は選挙のやり直しも求めた。"), "ja", "CAN/GOV"),
    ((*MALI, "The foreign minister urged Bamako to free the prisoners."), "en", "FRA/GOV"),
])
def test_who_demands_something_of_a_state_is_not_its_own(lines: tuple[str, ...], language: str, code: str) -> None:
    assert [[actor.code for actor in actors] for actors in parties(lines, language, "REQUEST")] == [[code]]


@pytest.mark.parametrize(("lines", "code"), [
    (("ペルー、新しい税", "ペルーの首相は1日、増税を発表した。", "大統領は議会に協力を求めた。"), "PER/GOV"),
    (("ペルー、新しい税", "ペルーの首相は1日、増税を発表した。", "野党はペルー政府に撤回を求めた。"), "PER/OPP"),
])
def test_what_is_asked_of_ones_own_parliament_keeps_the_country(lines: tuple[str, ...], code: str) -> None:
    assert [[actor.code for actor in actors] for actors in parties(lines, "ja", "REQUEST")] == [[code]]


@pytest.mark.parametrize(("lines", "code"), [
    (("中国の高文遠副首相は10日、米国の代表と会談した。", "高氏は米国の要求を拒否した。"), "CHN/GOV"),
    (("中国の高文遠（カオ・ウェンユアン）副首相が会談した。", "高副首相は米国の要求を拒否した。"), "CHN/GOV"),
    (("日本の高橋直之外相と中国の高文遠外相が会談した。", "高氏は合意案を拒否した。"), "CHN/GOV"),
    (("日本の高橋直之外相と中国の高文遠外相が会談した。", "高橋氏は合意案を拒否した。"), "JPN/GOV"),
])
def test_a_surname_in_han_characters_is_who_bears_it_here(lines: tuple[str, ...], code: str) -> None:
    assert [[actor.code for actor in actors] for actors in parties(lines, "ja", "REJECT")] == [[code]]
