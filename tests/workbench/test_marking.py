from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keii.workbench.marking import found_in, parts, pieces
from ledger.samples import readings, visit


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(readings())
def test_pieces_give_the_text_back_and_those_of_a_claim_are_the_words_of_its_act(reading: Any) -> None:
    document = reading.document
    found = pieces(document.text, reading.claims, body=(document.body_start, document.body_end))
    assert "".join(piece.text for piece in found) == document.text
    assert all(document.text[piece.start:piece.start + len(piece.text)] == piece.text for piece in found)
    found = pieces(document.text, reading.claims)
    for claim in reading.claims:
        assert "".join(piece.text for piece in found if claim.id in piece.triggers) == claim.trigger.quote
        assert sum(claim.id in piece.begins for piece in found) == 1


@given(st.text(max_size=300), st.integers(2, 40))
def test_parts_give_the_text_back(text: str, size: int) -> None:
    found = parts(text, size)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(end - start <= size for start, end in found)


def test_a_part_holds_its_own_claims_alone() -> None:
    reading = visit()
    assert reading.document is not None
    found = pieces(reading.document.text, reading.claims, start=0, end=24)
    assert {id for piece in found for id in piece.triggers} == {reading.claims[0].id}


def test_words_are_found_whatever_their_case() -> None:
    assert found_in("İ and Oil", ["oil"]) == (("İ and ", False), ("Oil", True))
    assert found_in("", ["x"]) == ()
    assert found_in("missiles", ["missile", "less", "iles"]) == (("missiles", True),)
