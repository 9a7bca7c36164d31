import orjson
import pytest

from keii.errors import InputError
from keii.exports import scorer
from keii.exports.scorer import RelationLine, SentenceLine
from ledger.samples import launch, visit


def test_an_event_has_what_the_scorer_reads() -> None:
    line = SentenceLine(doc="d", sent=1, text="大統領府報道官は、両国が武器の取引で合意する可能性があると述べた。")
    assert orjson.loads(scorer.events(line, visit().claims[1:2])) == {
        "doc": "d", "sent": 1, "text": line.text,
        "events": [{
            "type": "AGREE", "trigger": "合意", "actors": [{"text": "ロシア", "code": "RUS/GOV", "implicit": True}],
            "recipients": [], "status": "possible", "source": {"text": "大統領府報道官", "code": "RUS/GOV"},
            "place": None, "time": None,
        }],
    }


def test_other_has_its_label_and_hearsay_its_words() -> None:
    line = SentenceLine(doc="d", sent=0, text="…")
    (event,) = orjson.loads(scorer.events(line, launch().claims))["events"]
    assert event["label"] == "satellite launch"
    assert event["source"] == {"text": "reportedly", "code": "XXX"}
    assert event["place"] == "Sohae"


def test_the_innermost_claimant_is_the_source() -> None:
    claim = visit().claims[1]
    outer = launch().claims[0].sources[0]
    (event,) = orjson.loads(scorer.events(SentenceLine(doc="d", sent=0, text=""), [
        claim.with_(sources=(outer, *claim.sources))]))["events"]
    assert event["source"]["text"] == "大統領府報道官"


def test_a_sentence_without_events_has_its_line() -> None:
    assert orjson.loads(scorer.events(SentenceLine(doc="d", sent=0, text="x"), ()))["events"] == []


def test_lines_are_grouped_by_document_in_the_order_of_the_input() -> None:
    raw = [b'{"doc": "b", "sent": 0, "text": "x", "events": []}', b"", b'{"doc": "a", "sent": 0, "text": "y"}',
           b'{"doc": "b", "sent": 1, "text": "z"}']
    grouped = list(scorer.documents(scorer.sentence_lines(raw, "in.jsonl")))
    assert [[(line.doc, line.sent) for line in lines] for lines in grouped] == [[("b", 0), ("b", 1)], [("a", 0)]]


@pytest.mark.parametrize(("raw", "message"), [
    (b"{", r"in\.jsonl:2: this line is not JSON"), (b"[1]", r"in\.jsonl:2: this line is no JSON object"),
    (b'{"doc": "a", "sent": 0}', r"in\.jsonl:2: the field «text» is missing"),
    (b'{"doc": "a", "sent": "0", "text": "x"}', r"in\.jsonl:2: the field «sent» is missing or is no number"),
])
def test_a_line_that_is_none_is_told_with_its_number(raw: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(scorer.sentence_lines([b'{"doc": "a", "sent": 0, "text": "x"}', raw], "in.jsonl"))


def test_relations_have_their_spans_or_none() -> None:
    raw = [b'{"row": 7, "sentence": "A met B.", "source_span": [0, 1], "target_span": null}']
    (line,) = scorer.relation_lines(raw, "in.jsonl")
    assert line == RelationLine(row=7, sentence="A met B.", source=(0, 1), target=None)
    assert orjson.loads(scorer.relation(line, "CONSULT")) == {"row": 7, "type": "CONSULT"}
    assert orjson.loads(scorer.relation(line, None)) == {"row": 7, "type": None}


@pytest.mark.parametrize("span", ["[0, 99]", "[3, 3]", "[-1, 2]", '"A"', "[1]", "[0.5, 2]"])
def test_a_span_outside_the_sentence_is_refused(span: str) -> None:
    raw = f'{{"row": 1, "sentence": "A met B.", "source_span": {span}}}'.encode()
    with pytest.raises(InputError, match=r"in\.jsonl:1: the field «source_span» is not a span"):
        list(scorer.relation_lines([raw], "in.jsonl"))
