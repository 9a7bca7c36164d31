from collections import Counter

import pytest

from cases.coding import FIELDS, Case, load, unmet
from keii.codebook import codebook
from keii.model import Claim, Party, Span, Status

LANGUAGES = ["ja", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_a_hundred_cases_and_none_twice(language: str) -> None:
    texts = Counter(case.text for case in load(language))
    assert texts.total() >= 100
    assert max(texts.values()) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_expectation_is_of_words_of_its_sentence_and_of_known_values(language: str) -> None:
    for case in load(language):
        for expected in case.expect:
            assert set(expected) <= FIELDS, case.text
            assert expected.get("type", "OTHER") in codebook().types, case.text
            assert expected.get("status", "occurred") in set(Status), case.text
            for field in FIELDS - {"type", "status"}:
                pieces = expected.get(field) or []
                for piece in [pieces] if isinstance(pieces, str) else pieces:
                    assert piece.casefold() in case.text.casefold(), case.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_and_status_is_expected_somewhere(language: str) -> None:
    expected = [one for case in load(language) for one in case.expect]
    assert {one["type"] for one in expected if "type" in one} == set(codebook().types)
    assert {one["status"] for one in expected if "status" in one} == {status.value for status in Status}


def claim(text: str, trigger: str, type: str, actor: str | None = None, status: Status = Status.OCCURRED) -> Claim:
    def span(words: str) -> Span:
        return Span.of(text, text.index(words), text.index(words) + len(words))

    return Claim(document="d_0", sentence=0, type=type, trigger=span(trigger), status=status, coder="test",
                 actors=(Party(span=span(actor)),) if actor else ())


TEXT = "Kenya recalled its ambassador and closed the border."
RECALL, CLOSE = claim(TEXT, "recalled", "SANCTION", "Kenya"), claim(TEXT, "closed", "COERCE", "Kenya")


def case(*expect: dict[str, object], exact: bool = False) -> Case:
    return Case(phenomenon="", text=TEXT, expect=expect, exact=exact)


def test_a_case_is_met_when_every_expected_act_has_a_claim_of_its_own() -> None:
    assert unmet(case({"type": "SANCTION"}, {"actor": "kenya"}), [CLOSE, RECALL]) == []
    assert len(unmet(case({"actor": "Kenya"}, {"actor": "Kenya", "type": "SANCTION"}), [RECALL])) == 1


def test_an_exact_case_allows_no_other_claim() -> None:
    assert unmet(case({"type": "SANCTION"}, exact=True), [RECALL, CLOSE]) == ["not expected: COERCE occurred «closed»"]
    assert unmet(case(exact=True), []) == []


def test_what_is_not_written_is_not_compared_and_null_expects_nothing() -> None:
    assert unmet(case({"status": "occurred"}), [RECALL]) == []
    assert unmet(case({"source": None}), [RECALL]) == []
    assert unmet(case({"place": "the border"}), [RECALL]) != []
    assert unmet(case({"status": "planned"}), [RECALL]) != []
