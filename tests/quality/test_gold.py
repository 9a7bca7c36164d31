"""The gold cases are well-formed: a prediction cannot be better than what it is held against."""

import re
from collections import Counter
from typing import Any

import pytest

from keii.codebook import codebook
from keii.model import Status
from quality.predict import read_lines
from quality.sets import CASES

CODE = re.compile(r"[A-Z]{3}(?:/[A-Z]{3})?|IGO:[A-Z]+")


def lines(code: str) -> list[dict[str, Any]]:
    return read_lines(CASES[code])


def events(code: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(line, event) for line in lines(code) for event in line["events"]]


@pytest.mark.parametrize("code", CASES)
def test_sentences_of_a_document_are_numbered_in_order(code: str) -> None:
    seen: Counter[str] = Counter()
    for line in lines(code):
        assert line["sent"] == seen[line["doc"]], line
        assert line["text"] == line["text"].strip() != "", line
        seen[line["doc"]] += 1


@pytest.mark.parametrize("code", CASES)
def test_fields_hold_what_the_codebook_knows(code: str) -> None:
    types = set(codebook().types)
    for line, event in events(code):
        assert event["type"] in types, line
        assert bool(event.get("label")) == (event["type"] == "OTHER"), line
        assert event["status"] in set(Status), line
        for party in (*event["actors"], *event["recipients"], *filter(None, [event["source"]])):
            assert CODE.fullmatch(party["code"]), party
            assert party["text"], line


@pytest.mark.parametrize("code", CASES)
def test_evidence_stands_in_the_sentence(code: str) -> None:
    for line, event in events(code):
        assert event["trigger"] in line["text"], line
        for field in ("place", "time"):
            assert event[field] is None or event[field] in line["text"], line
        for party in (*event["actors"], *event["recipients"]):
            assert party.get("implicit") or party["text"] in line["text"], party


@pytest.mark.parametrize("code", CASES)
def test_the_cases_cover_types_statuses_and_sentences_without_acts(code: str) -> None:
    found = events(code)
    assert {event["type"] for _, event in found} >= set(codebook().types) - {"OTHER"}
    assert {event["status"] for _, event in found} == set(Status)
    assert sum(not line["events"] for line in lines(code)) >= 20
    assert sum(event["source"] is not None for _, event in found) >= 20


def test_the_languages_are_of_like_size() -> None:
    sizes = [len(lines(code)) for code in CASES]
    assert min(sizes) >= 150
    assert max(sizes) <= 1.2 * min(sizes)
