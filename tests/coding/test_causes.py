"""What a text says comes of what: the cases of both languages, the examples of the rows, and the rules between."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composed import SETTINGS, texts
from keii import pipeline
from keii.coding.cause_rows import CauseRow, cause_rows, may_hold_cause, read_causes
from keii.coding.causes import find_causes
from keii.documents.build import build
from keii.documents.sentences import sentences
from keii.errors import DataError
from keii.model import Causation, Cause
from written import written

CASES = Path(__file__).parents[1] / "cases"


@cache
def causes_of(code: str, text: str) -> tuple[Cause, ...]:
    document = build(text, origin="text", reader="text", language=code)
    return tuple(find_causes(document, sentences(document)))


def cases() -> list[Any]:
    found = []
    for code in ("ja", "en"):
        for case in written(CASES / code / "causes.yaml"):
            found.append(pytest.param(code, case, id=f"{code}: {case['text'][:40]}"))
    return found


@pytest.mark.parametrize(("code", "case"), cases())
def test_a_sentence_says_what_comes_of_what(code: str, case: dict[str, Any]) -> None:
    found = causes_of(code, case["text"])
    assert len(found) == len(case["causes"]), found
    for one, wanted in zip(found, case["causes"], strict=True):
        assert one.cause.quote.startswith(wanted["cause"]), one
        assert one.effect.quote.startswith(wanted["effect"]), one
        assert one.status == wanted["status"], one
        one.check(case["text"])


def test_the_cases_hold_at_least_forty_sentences_of_each_language_right_and_wrong() -> None:
    for code in ("ja", "en"):
        loaded = written(CASES / code / "causes.yaml")
        assert len(loaded) >= 40
        assert sum(not case["causes"] for case in loaded) >= 10


ROWS = [
    pytest.param(code, row, id=f"{code}/{row.row} {row.connective}")
    for code in ("ja", "en")
    for row in cause_rows(code)
]


@pytest.mark.parametrize(("code", "row"), ROWS)
def test_every_row_reads_its_example_and_not_its_counter_example(code: str, row: CauseRow) -> None:
    assert row.row in {one.rule for one in causes_of(code, row.example)}
    assert not row.counter or row.row not in {one.rule for one in causes_of(code, row.counter)}


@pytest.mark.parametrize(("code", "row"), ROWS)
def test_the_screen_lets_every_example_pass(code: str, row: CauseRow) -> None:
    assert any(
        may_hold_cause(code, row.example[start:end])
        for start, end in (
            (s.start, s.end) for s in sentences(build(row.example, origin="t", reader="text", language=code))
        )
    )


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("外相は、制裁が交渉の決裂を招いたと述べた。", ["外相"]),
        ("制裁が交渉の決裂を招いた。", []),
        ("国連によると、封鎖は飢饉を引き起こした。", ["国連"]),
    ],
)
def test_a_statement_has_the_source_in_whose_words_it_stands(text: str, sources: list[str]) -> None:
    [found] = causes_of("ja", text)
    assert [source.text for source in found.sources] == sources


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("The minister said the sanctions had led to the collapse of the talks.", ["The minister"]),
        ("The sanctions led to the collapse of the talks.", []),
    ],
)
def test_a_statement_in_english_has_its_source_too(text: str, sources: list[str]) -> None:
    [found] = causes_of("en", text)
    assert [source.text for source in found.sources] == sources


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ja", "ロシアがウクライナを攻撃したため、欧州連合は制裁を科した。"),
        ("en", "The European Union imposed sanctions because Russia attacked Ukraine."),
    ],
)
def test_a_statement_is_linked_to_the_claims_within_its_parts(code: str, text: str) -> None:
    reading = pipeline.code(text, language=code, coder="rules")
    [found] = reading.causes
    types = {claim.id: claim.type for claim in reading.claims}
    assert [types[id] for id in found.cause_claims] == ["ASSAULT"]
    assert [types[id] for id in found.effect_claims] == ["SANCTION"]


@pytest.mark.parametrize("code", ["ja", "en"])
@given(data=st.data())
@SETTINGS
def test_every_span_of_any_text_quotes_it(code: str, data: st.DataObject) -> None:
    text = data.draw(texts(code, size=8))
    document = build(text, origin="text", reader="text", language=code)
    for one in find_causes(document, sentences(document)):
        one.check(document.text)
        assert not one.cause.overlaps(one.effect)


def test_the_same_statement_has_the_same_id() -> None:
    [first] = causes_of("en", "The blockade caused a famine.")
    assert first.id == first.with_(rule="elsewhere").id
    assert first.id != first.with_(status=Causation.DENIED).id


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("因\tnear\tbefore\t\t\t\t例。\t", "near before"),
        ("因\tbetween\tbefore\tsure\t\t\t例。\t", "status"),
        ("因\tbetween\tbefore\t\tleft=purple\t\t例。\t", "class"),
        ("因\tbetween\tbefore\t\tside=noun\t\t例。\t", "condition"),
        ("因\tbetween\tbefore\t\t\t\t\t", "example"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(tmp_path: Path, row: str, says: str) -> None:
    path = tmp_path / "causes.tsv"
    path.write_text(f"connective\tkind\tcause\tstatus\twhen\tunless\texample\tcounter\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"causes\.tsv:2.*{says}"):
        read_causes(path)
