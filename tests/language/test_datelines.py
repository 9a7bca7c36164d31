"""Datelines: what stands before the first sentence of a report, and is none of it."""

import pytest

from keii import pipeline
from keii.language.datelines import dateline


@pytest.mark.parametrize(
    ("language", "text", "rest"),
    [
        ("en", "NAIROBI, 3 June (Example Wire) - Kenya signed.", "Kenya signed."),
        ("en", "BEIRUT, March 28 (AP) — Troops left.", "Troops left."),
        ("en", "NAIROBI, Kenya — Police fired.", "Police fired."),
        ("en", "PORT MORESBY (AFP) -- The minister resigned.", "The minister resigned."),
        ("en", "GENEVA/BERN, Jan. 4 - Talks began.", "Talks began."),
        ("en", "Addis Ababa, March 4, 2031 (Example Wire) - Talks began.", "Talks began."),
        ("en", "Oslo, Norway, 4 March 2031 — Talks began.", "Talks began."),
        ("en", "Oslo, March 4 - Talks began.", None),
        ("en", "NATO, which has thirty members - and a new one - met.", None),
        ("en", "BRICS - the bloc of five - met.", None),
        ("en", "Nairobi is quiet.", None),
        ("ja", "【ナイロビ共同】ケニアは署名した。", "ケニアは署名した。"),
        ("ja", "［ワシントン　３日　例示通信］ － 米国は拒否した。", "米国は拒否した。"),
        ("ja", "「協定」に署名した。", None),
    ],
)
def test_a_dateline_ends_where_the_report_begins(language: str, text: str, rest: str | None) -> None:
    end = dateline(text, language, sure=True)
    assert (text[end:] if end else None) == rest


def test_a_town_and_a_dash_are_a_dateline_only_where_it_need_not_be_sure() -> None:
    text = "BEIRUT - Troops left."
    assert dateline(text, "en", sure=True) == 0
    assert text[dateline(text, "en") :] == "Troops left."


@pytest.mark.parametrize(
    ("language", "text", "actors"),
    [
        ("en", "NAIROBI, 3 June (Example Wire) - Kenya and Norway signed an accord.", ["KEN", "NOR"]),
        ("ja", "【ナイロビ共同】ケニア政府はノルウェー政府を非難した。", ["KEN"]),
    ],
)
def test_the_town_of_a_dateline_does_not_act(language: str, text: str, actors: list[str]) -> None:
    reading = pipeline.code(text, language=language)
    assert len(reading.sentences) == 2
    [claim] = reading.claims
    assert [party.code.split("/")[0] for party in claim.actors] == actors
