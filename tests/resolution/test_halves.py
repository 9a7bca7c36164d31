"""Halves of divided countries, both Koreas, and envoys: whose they are by their words."""

import pytest

from keii.gazetteer.compose import compose
from keii.resolution.halves import half
from resolution.told import named

KOREAN = "North Korea's leader invited a South Korean envoy."


@pytest.mark.parametrize(("line", "quote", "codes"), [
    ("The North offered to dismantle a reactor.", "The North", ["PRK/GOV"]),
    ("The South rejected the demand.", "The South", ["KOR/GOV"]),
    ("The South's president rejected the demand.", "The South's president", ["KOR/GOV"]),
    ("The two Koreas agreed to talk.", "The two Koreas", ["PRK/GOV", "KOR/GOV"]),
    ("The leaders of the two Koreas met.", "The leaders of the two Koreas", ["PRK/GOV", "KOR/GOV"]),
    ("North and South Korea met.", "North and South Korea", ["PRK/GOV", "KOR/GOV"]),
])
def test_a_half_is_the_state_that_the_text_tells_of(line: str, quote: str, codes: list[str]) -> None:
    assert named((KOREAN, line), "en", quote) == codes


@pytest.mark.parametrize(("quote", "text"), [
    ("the North", "Farmers in the North of England protested."),
    ("the South", "South Africa sent troops."),
    ("the South's Brazilian president", KOREAN),
    ("the north wind", KOREAN),
])
def test_other_norths_are_no_state(quote: str, text: str) -> None:
    assert half(quote, text) is None


@pytest.mark.parametrize(("phrase", "code"), [
    ("the American special envoy for North Korea", "USA/GOV"),
    ("the UN envoy for Yemen", "IGO:UN"),
    ("the British ambassador to Peru", "GBR/GOV"),
    ("the president of Peru", "PER/GOV"),
])
def test_an_envoy_is_of_who_sends_him(phrase: str, code: str) -> None:
    reading = compose(phrase, "en")
    assert reading is not None
    assert reading.code == code
