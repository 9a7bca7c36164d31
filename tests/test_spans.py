"""Whatever a text holds: every field of every claim quotes it, the same text gives the same ids, nothing is raised."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composed import SETTINGS, THIRD, texts
from keii import pipeline
from keii.coding.rules import Rules
from keii.documents.build import build
from keii.documents.sentences import sentences as sentences_of
from keii.exports import jsonl
from keii.model import Reference
from keii.pipeline import Reading, read_document

CODES = ["ja", "en"]


def check(reading: Reading) -> None:
    """Assert what holds of every reading."""
    document = reading.document
    assert document is not None
    assert unicodedata.is_normalized("NFC", document.text)
    for sentence in reading.sentences:
        assert document.text[sentence.start : sentence.end] == sentence.text
    for claim in reading.claims:
        sentence = reading.sentences[claim.sentence]
        for field, span in claim.spans():
            assert document.text[span.start : span.end] == span.quote != "", (field, span)
        assert sentence.start <= claim.trigger.start < claim.trigger.end <= sentence.end
        for party in (*claim.actors, *claim.recipients):  # who is left out was named before
            assert party.span is not None or party.reference is Reference.OMITTED and party.antecedent is not None
        assert bool(claim.label) == (claim.type == "OTHER")
    assert len({claim.id for claim in reading.claims}) == len(reading.claims)
    assert [p for p in reading.problems if p.code == "coding.bad-span"] == []


def rows(reading: Reading) -> list[bytes]:
    return [jsonl.claim(claim) for claim in reading.claims]


@pytest.mark.parametrize("code", CODES)
@SETTINGS
@given(data=st.data())
def test_every_span_quotes_the_text_and_ids_are_stable(code: str, data: st.DataObject) -> None:
    text = data.draw(texts(code))
    first, second = (pipeline.code(text, language=code, published="2024-05-06") for _ in range(2))
    check(first)
    assert rows(first) == rows(second)


@pytest.mark.parametrize("code", CODES)
@THIRD
@given(data=st.data())
def test_sentences_given_one_by_one_are_quoted_as_they_are(code: str, data: st.DataObject) -> None:
    lines = [unicodedata.normalize("NFC", " ".join(data.draw(texts(code, size=12)).split())) for _ in range(3)]
    reading = pipeline.code_sentences(lines, language=code)
    assert reading.document
    assert reading.document.text == "\n".join(lines)
    check(reading)


@pytest.mark.parametrize("code", CODES)
@SETTINGS
@given(data=st.data())
def test_skipping_changes_nothing_in_any_text(code: str, data: st.DataObject) -> None:
    document = build(data.draw(texts(code)), origin="text", reader="text", language=code)
    sentences = sentences_of(document)
    fast, whole = (read_document(document, sentences, coder=Rules(skip=skip)) for skip in (True, False))
    assert rows(fast) == rows(whole)


@SETTINGS
@given(data=st.data())
def test_a_relation_is_a_type_or_none(data: st.DataObject) -> None:
    sentence = data.draw(texts("en", size=10)).strip()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sentence)), min_size=4, max_size=4, unique=True)))
    found = pipeline.relation(sentence, (cuts[0], cuts[1]), data.draw(st.sampled_from([None, (cuts[2], cuts[3])])))
    assert found is None or (found.isupper() and found != "OTHER")


@pytest.mark.parametrize(("code", "text"), [
    ("ja", "ロシアは😀「👨‍👩‍👧を攻撃した」と述べた。"),
    ("ja", "か\u3099くえんの露が米を非難した。𠮷田氏は辞任した。"),
    ("en", "Cafe\u0301 workers in Russia 😀 protested. “Stop,” Putin’s 👨‍👩‍👧 said."),
    ("en", "RUSSIA ATTACKED UKRAINE; U.S. CONDEMNED IT (REUTERS)"),
])
def test_characters_of_several_code_points_shift_nothing(code: str, text: str) -> None:
    reading = pipeline.code(text, language=code)
    assert reading.claims
    check(reading)
