"""Whom an answer answers that stands sentences after the bid."""

import pytest

from keii import pipeline

INVITED = "Peru's president invited Chile's prime minister to Lima."
CASES = [
    ("en", f"{INVITED}\nThe prime minister accepted the invitation.", "AGREE", ["Peru's president"]),
    ("en", "Peru invited Chile to the talks.\nChile declined the invitation.", "REJECT", ["Peru"]),
    ("en", "Peru invited Chile to the talks.\nGhana declined the invitation.", "REJECT", []),
    ("en", f"{INVITED}\nThe prime minister accepted the invitation of Ghana.", "AGREE", ["Ghana"]),
    ("ja", "ペルー外相はチリ首相にリマを訪れるよう招待した。\nチリ首相が招待を受諾した。", "AGREE", ["ペルー外相"]),
    ("ja", "反政府勢力はチリ政府に停戦を提案した。\nチリ政府は提案を拒否した。", "REJECT", ["反政府勢力"]),
    ("ja", "ペルーの外相はチリの首相を招待した。\n首相はガーナの招待を受け入れた。", "AGREE", ["ガーナ"]),
]


@pytest.mark.parametrize(("language", "text", "type", "askers"), CASES)
def test_an_answer_goes_to_who_asked_a_sentence_before(language: str, text: str, type: str, askers: list[str]) -> None:
    claims = [one for one in pipeline.code(text, language=language).claims if one.type == type and one.sentence == 1]
    assert [[party.text for party in one.recipients] for one in claims] == [askers]
