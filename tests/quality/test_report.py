from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from quality import report
from quality.findings import CAUSES, Finding, findings
from quality.missed import Why, missed
from quality.predict import predict, write_input

SENTENCES = ["ロシアは中国を非難した。", "外務省報道官は、イランがシリアに武器を送る計画だと述べた。", "空は青い。"]


def act(type: str, trigger: str, actor: str, recipient: str | None = None) -> dict[str, Any]:
    return {"type": type, "trigger": trigger, "actors": [{"text": actor, "code": actor}],
            "recipients": [{"text": recipient, "code": recipient}] if recipient else [], "status": "occurred",
            "source": None}


ACCUSED = act("ACCUSE", "非難", "RUS", "CHN")


def lines(*events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    padded = [*events, *([()] * len(SENTENCES))]
    return [{"doc": "d", "sent": i, "text": text, "events": list(padded[i])} for i, text in enumerate(SENTENCES)]


def found(tmp_path: Path, *events: Sequence[dict[str, Any]]) -> list[Finding]:
    gold = lines(*events)
    write_input(gold, tmp_path / "input.jsonl")
    read = list(predict(tmp_path / "input.jsonl", "ja"))
    return [f for line, one in zip(gold, read, strict=True) for f in findings(line["events"], one)]


def first(tmp_path: Path, *events: dict[str, Any]) -> list[tuple[str, str]]:
    """Return cause and key of what is wrong in the first sentence when `events` are its gold acts."""
    return [(f.cause, f.key.partition(" by ")[0]) for f in found(tmp_path, events) if f.predicted.line.sent == 0]


def test_what_is_right_is_no_finding(tmp_path: Path) -> None:
    assert first(tmp_path, ACCUSED) == []


@pytest.mark.parametrize(("gold", "expected"), [
    ([], [("false", "ACCUSE")]),
    ([ACCUSED, act("AID", "援助", "RUS", "CHN")], [("missed", "AID")]),
    ([{**ACCUSED, "type": "REJECT"}], [("type", "REJECT read as ACCUSE")]),
    ([{**ACCUSED, "status": "planned"}], [("status", "planned read as occurred")]),
    ([{**ACCUSED, "source": {"text": "x", "code": "USA"}}], [("source", "missed source")]),
    ([{**ACCUSED, "recipients": []}], [("recipient", "needless recipient")]),
    ([act("ACCUSE", "非難", "USA", "CHN")], [("actor", "wrong country of the actor")]),
    ([act("ACCUSE", "非難", "XXX", "CHN")], [("actor", "country given to an unknown actor")]),
    ([{**ACCUSED, "actors": [*ACCUSED["actors"], {"text": "x", "code": "USA"}]}], [("actor", "missing actor")]),
])
def test_every_cause_is_named(tmp_path: Path, gold: list[dict[str, Any]], expected: list[tuple[str, str]]) -> None:
    assert first(tmp_path, *gold) == expected


def test_a_finding_names_the_row_that_made_it(tmp_path: Path) -> None:
    false = next(f for f in found(tmp_path) if f.predicted.line.sent == 0)
    assert false.rule
    assert "非難" in (report.row_of(false.rule, "ja") or "")
    assert report.row_of("status.tense", "ja") is None
    assert report.row_of(None, "ja") is None


def test_the_report_shows_sentence_gold_reading_and_trace(tmp_path: Path) -> None:
    gold = lines([{**ACCUSED, "status": "planned"}, act("AID", "援助", "RUS", "CHN")])
    write_input(gold, tmp_path / "input.jsonl")
    text = "\n".join(report.report("cases.ja", "ja", gold, list(predict(tmp_path / "input.jsonl", "ja"))))
    assert "planned read as occurred" in text
    assert "gold: **AID** «援助»" in text
    assert "keii: nothing" in text
    assert "| planned | occurred | 1 |" in text
    assert "trace: type=ACCUSE ← predicates.tsv:" in text
    assert CAUSES["status"].capitalize() in text
    assert f"| {CAUSES['missed.unread']} | " in text or f"| {CAUSES['missed.unknown']} | " in text
    assert "why: rules: nothing; model: 0." in text


def test_frequent_errors_stand_first(tmp_path: Path) -> None:
    gold = lines([act("AID", "援助", "A"), act("AID", "送金", "A"), act("COERCE", "逮捕", "B"), ACCUSED])
    write_input(gold, tmp_path / "input.jsonl")
    text = "\n".join(report.report("cases.ja", "ja", gold, list(predict(tmp_path / "input.jsonl", "ja"))))
    assert text.index("### AID (2)") < text.index("### COERCE (1)")


def test_the_command_writes_a_file_a_set(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"doc": "d", "sent": 0, "text": "空は青い。", "events": []}\n', encoding="utf-8")
    monkeypatch.setattr(report, "CASES", {"ja": path})
    monkeypatch.setattr(report, "FOLDER", tmp_path / "report")
    monkeypatch.setenv("KEII_BENCH", str(tmp_path))
    assert report.main([]) == 0
    assert [p.name for p in (tmp_path / "report").iterdir()] == ["cases.ja.md"]
    assert report.main(["cases.xx"]) == 2
    assert "cases.xx" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "text", "trigger", "type", "expected"), [
    pytest.param("ja", "空は青い。", "青い", "AID", Why.UNKNOWN, id="no word of the lexicon, ja"),
    pytest.param("en", "The sky is blue.", "blue", "AID", Why.UNKNOWN, id="no word of the lexicon, en"),
    pytest.param("ja", "ロシアは中国を非難した。", "非難", "AID", Why.TAKEN, id="another act is told there, ja"),
    pytest.param("en", "Russia condemned China.", "condemned", "AID", Why.TAKEN, id="another act is told there, en"),
])
def test_a_missed_act_says_what_rules_model_and_lexicon_say(
        language: str, text: str, trigger: str, type: str, expected: Why) -> None:
    (found,) = missed([text], language, [(0, act(type, trigger, "RUS"))])
    assert found.why is expected
    assert {"rules:", "model:", "lexicon:"} <= set(found.said.split())


def test_what_the_rules_read_and_the_model_rules_out_is_vetoed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quality.missed.VETO", 1.1)
    (found,) = missed(["ロシアは中国を非難した。"], "ja", [(0, ACCUSED)])
    assert found.why is Why.VETOED
