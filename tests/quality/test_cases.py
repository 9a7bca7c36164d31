import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from keii.codebook import codebook
from keii.model import Status

CASES = Path(__file__).parents[2] / "quality"
LANGUAGES = ["ja", "en"]
KINDS = {"plain", "scope", "none"}
CODE = re.compile(r"(?:[A-Z]{3}(?:/[A-Z]{3})?|IGO:[A-Z]{2,})")

Row = dict[str, Any]


def rows(language: str) -> list[Row]:
    lines = (CASES / f"cases.{language}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def acts(language: str) -> list[tuple[Row, Row]]:
    return [(row, event) for row in rows(language) for event in row["events"]]


def parties(event: Row) -> list[Row]:
    return [*event["actors"], *event["recipients"], *([event["source"]] if event["source"] else [])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_a_document_are_numbered_from_zero(language: str) -> None:
    numbers: dict[str, list[int]] = {}
    for row in rows(language):
        numbers.setdefault(row["doc"], []).append(row["sent"])
    assert all(found == list(range(len(found))) for found in numbers.values())
    assert len(numbers) >= 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_is_plain_a_quarter_turns_on_scope_and_a_quarter_holds_no_act(language: str) -> None:
    kinds = Counter(row["kind"] for row in rows(language))
    size = kinds.total()
    assert set(kinds) == KINDS
    assert size >= 120
    assert 0.40 <= kinds["plain"] / size <= 0.60
    assert 0.20 <= kinds["scope"] / size <= 0.35
    assert 0.20 <= kinds["none"] / size <= 0.35
    assert all(bool(row["events"]) == (row["kind"] != "none") for row in rows(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_and_every_status_occurs(language: str) -> None:
    assert {event["type"] for _, event in acts(language)} == set(codebook().types)
    assert {event["status"] for _, event in acts(language)} == {status.value for status in Status}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_an_annotation_stands_in_its_sentence_or_is_marked_implicit(language: str) -> None:
    for row, event in acts(language):
        text = row["text"]
        assert event["trigger"] in text
        assert all(event[field] is None or event[field] in text for field in ("place", "time"))
        for party in parties(event):
            assert (party["text"] in text) != party.get("implicit", False), (text, party)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_implicit_is_named_somewhere_in_the_document(language: str) -> None:
    texts: dict[str, str] = {}
    for row in rows(language):
        texts[row["doc"]] = texts.get(row["doc"], "") + "\n" + row["text"]
    for row, event in acts(language):
        for party in parties(event):
            assert party["text"] in texts[row["doc"]], (row["text"], party)


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_are_countries_with_sectors_or_bodies(language: str) -> None:
    sectors = {sector.code for sector in codebook().sectors.values() if sector.used}
    for row, event in acts(language):
        assert (event["type"] == "OTHER") == ("label" in event), row["text"]
        assert len(event.get("label", "").split()) <= 4
        for party in parties(event):
            assert CODE.fullmatch(party["code"]), (row["text"], party)
            assert party["code"].partition("/")[2] in {"", *sectors}
