import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from cli.conftest import Keii
from keii.cli import eval as eval_verb
from keii.coding.said import Attributed
from keii.model import Span, Status
from ledger.samples import failure, launch, visit, with_claims


def test_claims_stand_below_their_sentence_with_every_field(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(visit())
    ran = keii("code", "…")
    assert ran.code == 0
    assert ran.out.startswith(
        "ロシアのプーチン大統領は13日、平壌を*訪問*した。\n"
        "  CONSULT visit diplomatic · happened · «訪問»\n"
        "    who       プーチン大統領 [RUS/GOV]\n"
        "    to whom   平壌 [PRK/GOV] (not said)\n"
        "    when      13日 [2024-06-13 – 2024-06-14]\n"
        "    where     平壌 [PRK]\n"
        "    sure      75% of the act · 50% with parties and status\n\n")
    assert ran.out.count("    sure ") == 1, "the other claims have no confidence"
    assert "    who       ロシア [RUS/GOV] (as «両国»)\n    says      大統領府報道官 [RUS/GOV]\n" in ran.out


def test_explain_adds_the_trace(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(visit())
    assert "because" not in keii("code", "…").out
    explained = keii("code", "…", "--explain").out
    assert "    because   type = CONSULT ← predicates.tsv:7 «訪問»\n" in explained
    assert "    because   recipient = PRK/GOV ← omitted\n" in explained


def test_the_fields_are_named_in_japanese(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(visit())
    ran = keii("code", "…", "--lang", "ja")
    assert "    誰が      プーチン大統領 [RUS/GOV]\n" in ran.out


def test_a_doubtful_claim_is_marked(keii: Keii, pipeline_gives: Any) -> None:
    sure, *others = visit().claims
    pipeline_gives(with_claims(visit(), replace(sure, confidence=0.49), *others))
    ran = keii("code", "…")
    assert "  CONSULT visit diplomatic · happened · «訪問» ?\n" in ran.out
    assert ran.out.count(" ?\n") == 1


def test_json_is_the_claims_as_in_the_ledger(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(visit())
    ran = keii("code", "…", "--json")
    assert [orjson.loads(line)["id"] for line in ran.out.splitlines()] == [claim.id for claim in visit().claims]
    assert ran.err == ""


def test_a_text_without_acts_says_so(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(with_claims(launch()))
    assert keii("code", "…").out == "No claim: the text tells no act that keii knows.\n"


def test_a_problem_is_told_and_the_exit_code_is_1(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(failure("text"))
    ran = keii("code", "…")
    assert ran.code == 1
    assert "the file is empty" in ran.err


def test_standard_input_that_is_no_utf8_is_refused(keii: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("訪問".encode("shift_jis"))))
    ran = keii("code", "-")
    assert ran.code == 1
    assert "- byte 0: standard input is not UTF-8." in ran.err


def test_the_name_of_a_file_is_not_taken_for_a_text(keii: Keii, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Chile condemned Peru.", encoding="utf-8")
    ran = keii("code", str(file))
    assert (ran.code, ran.out) == (1, "")
    assert f"{file}: this is a file" in ran.err
    assert "keii read" in ran.err


@pytest.mark.parametrize("verb", ["code", "when"])
@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_text_is_refused(keii: Keii, verb: str, text: str) -> None:
    ran = keii(verb, text)
    assert (ran.code, ran.out) == (1, "")
    assert "TEXT: the text is empty." in ran.err


# ---- eval ----

EVENTS = (b'{"doc": "a", "sent": 0, "text": "x"}\n{"doc": "b", "sent": 0, "text": "y"}\n'
          b'{"doc": "a", "sent": 1, "text": "z"}\n')


@pytest.fixture
def coded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str]]:
    """Let every document be the sample's first two claims; return what was asked to be coded."""
    asked = []

    def code_sentences(lines: list[str], *, language: str, **options: Any) -> Any:
        asked.append((list(lines), language))
        reading = visit()
        return type(reading)(origin="", document=reading.document,
                             claims=tuple(claim for claim in reading.claims if claim.sentence < len(lines)))

    monkeypatch.setattr("keii.pipeline.code_sentences", code_sentences)
    return asked


def test_events_are_predicted_document_by_document_in_context(keii: Keii, coded: list[tuple[list[str], str]]) -> None:
    (keii.ledger.parent / "in.jsonl").write_bytes(EVENTS)
    ran = keii("eval", "events", "in.jsonl", "-o", "out.jsonl", "--language", "ja")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    written = [orjson.loads(line) for line in (keii.ledger.parent / "out.jsonl").read_bytes().splitlines()]
    assert coded == [(["x", "z"], "ja"), (["y"], "ja")]
    assert [(line["doc"], line["sent"], [event["type"] for event in line["events"]]) for line in written] == [
        ("a", 0, ["CONSULT"]), ("a", 1, ["AGREE"]), ("b", 0, ["CONSULT"])]


def test_without_a_file_predictions_go_to_standard_output(keii: Keii, coded: object) -> None:
    (keii.ledger.parent / "in.jsonl").write_bytes(EVENTS)
    assert len(keii("eval", "events", "in.jsonl", "--language", "ja").out.splitlines()) == 3


def test_relations_are_predicted_line_by_line(keii: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keii.pipeline.relation", lambda sentence, source, target, **_: "ACCUSE" if target else None)
    (keii.ledger.parent / "in.jsonl").write_bytes(
        b'{"row": 1, "sentence": "Ghana blamed Togo.", "source_span": [0, 5], "target_span": [13, 17]}\n'
        b'{"row": 2, "sentence": "Ghana blamed Togo.", "source_span": [0, 5], "target_span": null}\n')
    ran = keii("eval", "relations", "in.jsonl")
    assert ran.out == '{"row":1,"type":"ACCUSE"}\n{"row":2,"type":null}\n'


def test_the_status_of_given_acts_is_predicted_by_their_ids(keii: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {0: None, 22: Status.PLANNED}
    monkeypatch.setattr("keii.pipeline.statuses", lambda text, acts, **_: [answers[start] for start, _ in acts])
    (keii.ledger.parent / "in.jsonl").write_bytes(
        b'{"doc": "a", "text": "Talks will follow the attack.", "events": [{"id": "e1", "start": 0, "end": 5}, '
        b'{"id": "e2", "start": 22, "end": 28}]}\n')
    ran = keii("eval", "status", "in.jsonl")
    assert ran.out == '{"doc":"a","events":[{"id":"e1","status":null},{"id":"e2","status":"planned"}]}\n'


@pytest.mark.parametrize("events", ['[{"start": 0, "end": 5}]', '[{"id": 1, "start": 4, "end": 4}]', '[7]',
                                    '[{"id": 1, "start": 0, "end": 500}]', '"none"'])
def test_acts_that_are_not_in_the_text_are_refused(keii: Keii, events: str) -> None:
    (keii.ledger.parent / "in.jsonl").write_text(f'{{"doc": "a", "text": "Talks failed.", "events": {events}}}\n')
    ran = keii("eval", "status", "in.jsonl")
    assert ran.code == 1
    assert "in.jsonl:1: " in ran.err


def test_attributions_are_predicted_as_spans(keii: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Rain fell, he said."
    source, cue, content = (Span.of(text, *place) for place in ((11, 13), (14, 18), (0, 9)))
    said = Attributed(source=(source,), cue=(cue,), content=(content,), score=1)
    monkeypatch.setattr("keii.pipeline.attributions", lambda text, **_: [said])
    (keii.ledger.parent / "in.jsonl").write_bytes(orjson.dumps({"doc": "a", "text": text}))
    ran = keii("eval", "attribution", "in.jsonl", "--language", "en")
    assert ran.out == ('{"doc":"a","attributions":[{"source":[[11,13]],"cue":[[14,18]],"content":[[0,9]]}]}\n')


@pytest.mark.parametrize(("arguments", "message"), [
    (("missing.jsonl",), "missing.jsonl: the input cannot be read: No such file or directory."),
    (("bad.jsonl",), "bad.jsonl:1: this line is not JSON"),
    (("in.jsonl", "-o", "nowhere/out.jsonl"), "nowhere/out.jsonl: the predictions cannot be written"),
])
def test_an_input_or_output_that_fails_is_named(keii: Keii, coded: object, arguments: tuple[str, ...],
                                                message: str) -> None:
    (keii.ledger.parent / "in.jsonl").write_bytes(EVENTS)
    (keii.ledger.parent / "bad.jsonl").write_bytes(b"text\n")
    ran = keii("eval", "events", *arguments, "--language", "ja")
    assert ran.code == 1
    assert message in ran.err


def test_a_document_in_another_language_is_told_and_costs_no_other_line(keii: Keii, coded: list[object]) -> None:
    german = "Der Minister traf am Montag den Botschafter in Berlin und sprach lange mit ihm."
    lines = [{"doc": "de", "sent": 0, "text": german}, {"doc": "ja", "sent": 0, "text": "日本は中国に抗議した。"}]
    (keii.ledger.parent / "in.jsonl").write_bytes(b"\n".join(map(orjson.dumps, lines)))
    ran = keii("eval", "events", "in.jsonl")
    assert ran.code == 1
    assert "document «de»: its language «de» is not coded" in ran.err
    assert [len(orjson.loads(line)["events"]) for line in ran.out.splitlines()] == [0, 1]


def test_eval_says_its_errors_in_japanese(keii: Keii) -> None:
    assert "入力を読めません" in keii("eval", "events", "missing.jsonl", "--lang", "ja").err
    assert eval_verb.eval_.name == "eval"


@pytest.mark.parametrize("raw", [b"", b"\n \n"], ids=["empty", "blank"])
@pytest.mark.parametrize("task", ["events", "clusters"])
def test_an_input_without_a_line_is_told_and_no_success(keii: Keii, task: str, raw: bytes) -> None:
    Path("in.jsonl").write_bytes(raw)
    ran = keii("--lang", "ja", "eval", task, "in.jsonl", "-o", "out.jsonl")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("keii: in.jsonl: 入力に中身のある行がありません。")
    assert not Path("out.jsonl").exists()
