import dataclasses
from typing import Any

import orjson
import pytest

from keii.exports import jsonl
from keii.ledger.rows import ActorCount, Listed, NumberedProblem
from keii.model import Claim, Document, Problem
from ledger.samples import failure, launch, visit

CLAIMS = [claim for reading in (visit(), launch()) for claim in reading.claims]


def spans_in(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "quote"}:
            return [value]
        return [span for inner in value.values() for span in spans_in(inner)]
    return [span for inner in value for span in spans_in(inner)] if isinstance(value, list) else []


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.trigger.quote)
def test_a_claim_s_line_has_every_field_and_every_span(claim: Claim) -> None:
    line = orjson.loads(jsonl.claim(claim))
    assert {field.name for field in dataclasses.fields(Claim)} <= line.keys()
    assert line["id"] == claim.id
    expected = sorted((span.start, span.end, span.quote) for _, span in claim.spans())
    assert sorted((span["start"], span["end"], span["quote"]) for span in spans_in(line)) == expected


def test_a_claim_s_parts_have_every_field() -> None:
    claim = visit().claims[1]
    line = orjson.loads(jsonl.claim(claim))
    for part, key in ((claim.actors[0], "actors"), (claim.sources[0], "sources")):
        assert {field.name for field in dataclasses.fields(part)} <= line[key][0].keys()
    visited = visit().claims[0]
    line = orjson.loads(jsonl.claim(visited))
    assert visited.place is not None
    assert visited.time is not None
    for whole, key in ((visited.place, "place"), (visited.time, "time")):
        assert [field.name for field in dataclasses.fields(whole)] == list(line[key])


def test_keys_stand_in_one_order_whatever_the_claim() -> None:
    orders = {tuple(orjson.loads(jsonl.claim(claim))) for claim in CLAIMS}
    assert len(orders) == 1
    assert next(iter(orders))[:5] == ("id", "document", "sentence", "type", "mode")


def test_the_sentence_stands_beside_its_claim_where_it_is_given() -> None:
    reading = visit()
    line = orjson.loads(jsonl.claim(reading.claims[2], reading.sentences[2]))
    assert line["sentence_text"] == "米国は制裁を科していない。"


def test_the_other_lines_have_every_field() -> None:
    reading = visit()
    assert reading.document is not None
    listed = orjson.loads(jsonl.document(Listed(document=reading.document, sentences=3, claims=3)))
    kept_apart = {"record"}  # where a document lies in a web archive: `keii verify` asks the ledger for it
    assert {field.name for field in dataclasses.fields(Document)} - kept_apart < listed.keys()
    problem = failure().problems[0]
    numbered = orjson.loads(jsonl.problem(NumberedProblem(number=4, problem=problem)))
    assert numbered["number"] == 4
    assert {field.name for field in dataclasses.fields(Problem)} < numbered.keys()
    counted = ActorCount(actor=None, code="XXX", text="x", acting=1, receiving=0, speaking=0, documents=1)
    assert orjson.loads(jsonl.actor(counted)) == dataclasses.asdict(counted)


def test_the_line_of_an_input_without_a_document_says_null_and_why() -> None:
    reading = failure("caf\udce9.txt")
    line = orjson.loads(jsonl.reading(reading.origin, None, sentences=0, claims=0, new=True, problems=reading.problems))
    assert line["document"] is None
    assert line["origin"] == r"caf\udce9.txt"
    assert line["problems"][0]["code"] == "input.empty"


def test_the_same_claim_gives_the_same_bytes() -> None:
    assert [jsonl.claim(claim) for claim in visit().claims] == [jsonl.claim(claim) for claim in visit().claims]
