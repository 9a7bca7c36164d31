"""Disasters that an article tells with their victims are acts, also where the model takes them for named in passing."""

import pytest

from keii import pipeline
from keii.coding.victims import with_victims
from keii.model import Sentence


def positions(language: str, *lines: str) -> list[int]:
    return sorted(with_victims(language, [
        Sentence(index=index, start=0, end=len(line), text=line) for index, line in enumerate(lines)]))


def test_a_sentence_with_victims_and_the_one_before() -> None:
    assert positions("en", "The minister spoke.", "A cyclone crossed the islands.", "Six people were killed.") == [1, 2]
    assert positions("ja", "大臣が語った。", "島を台風が襲った。", "死者は6人となった。", "学校は休みだ。") == [1, 2]


@pytest.mark.parametrize(("language", "line"), [
    ("en", "An attack last year killed 40 people."), ("en", "The storm could leave 200 people dead."),
    ("en", "The crowd was put at 700."), ("ja", "昨年の台風では40人が死亡した。"), ("ja", "参加者は700人に達した。"),
])
def test_other_numbers_tell_no_victims(language: str, line: str) -> None:
    assert positions(language, "A storm crossed the islands.", line) == []


@pytest.mark.parametrize(("language", "text", "wanted"), [
    ("en", "A cyclone tore across Tonga's islands on Wednesday. Six people were killed, the disaster office said.",
     [("cyclone", [6.0])]),
    ("en", "The wharf is to be ready before the cyclone season. The mayor said so on Wednesday.", []),
    ("ja", "ペルー南部で地震が起きた。防災局によると、死者は37人に上る。", [("地震", [37.0])]),
])
def test_the_disaster_has_its_victims(language: str, text: str, wanted: list[tuple[str, list[float]]]) -> None:
    claims = pipeline.code(text, language=language, published="2033-05-12").claims
    found = [(one.trigger.quote, [number.low for number in one.quantities]) for one in claims if one.type == "OTHER"]
    assert [one for one in found if one[0] in ("cyclone", "地震", "cyclone season")] == wanted
