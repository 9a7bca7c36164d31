"""Quantities of claims: what coding marked gets its numbers, and keeps the words that prove them."""

import pytest

from keii.coding.contract import Coded
from keii.model import Claim, Document, Party, Quantity, Sentence, Span, Status
from keii.resolution.quantities import resolve_quantities


def resolved(text: str, phrase: str, language: str, *, low: float | None = None) -> Claim:
    document = Document(id="d", text=text, language=language, language_basis="declared", reader="text", origin="text")
    start = text.index(phrase)
    span = Span.of(text, start, start + len(phrase))
    claim = Claim(
        document="d",
        sentence=0,
        type="OTHER",
        trigger=span,
        status=Status.OCCURRED,
        coder="c",
        quantities=(Quantity(span=span, low=low, high=low),),
    )
    sentence = Sentence(index=0, start=0, end=len(text), text=text)
    [item] = resolve_quantities(document, [Coded(sentence=sentence, claims=(claim,))])
    return item.claims[0].check(text)


@pytest.mark.parametrize(
    ("text", "phrase", "language", "expected"),
    [
        ("46隻の軍艦を送った。", "46隻の軍艦", "ja", [("46隻の軍艦", 46, 46, "ship", "軍艦")]),
        ("少なくとも12人が死亡した。", "少なくとも12人が", "ja", [("少なくとも12人", 12, None, "person", None)]),
        (
            "死者3人と負傷者12人が出た。",
            "死者3人と負傷者12人",
            "ja",
            [("死者3人", 3, 3, "person", "死者"), ("負傷者12人", 12, 12, "person", "負傷者")],
        ),
        (
            "They sent at least 12 people.",
            "at least 12 people",
            "en",
            [("at least 12 people", 12, None, "person", "people")],
        ),
        ("塩を3400トン買い付けた。", "34", "ja", [("3400トン", 3400, 3400, "tonne", None)]),  # cut within the number
        ("They bought 3,400 tonnes of salt.", "3", "en", [("3,400 tonnes", 3400, 3400, "tonne", None)]),
        ("5月3日に塩を12袋売った。", "12袋", "ja", [("12袋", 12, 12, "bag", None)]),
    ],
)
def test_a_phrase_gets_its_numbers(
    text: str, phrase: str, language: str, expected: list[tuple[str, float, float | None, str, str | None]]
) -> None:
    claim = resolved(text, phrase, language)
    assert [
        (one.span.quote, one.low, one.high, one.unit, one.counted and one.counted.quote) for one in claim.quantities
    ] == expected
    assert [step.field for step in claim.trace] == ["quantity"] * len(expected)


@pytest.mark.parametrize(
    ("text", "phrase", "language", "expected"),
    [
        ("About 2,300 dockers walked out.", "2,300 dockers", "en", [("About 2,300 dockers", 2300, 2300)]),
        ("Two Libyans were charged.", "Two Libyans", "en", [("Two Libyans", 2, 2)]),
        ("At least 14 soldiers left.", "14 soldiers", "en", [("At least 14 soldiers", 14, None)]),
        ("牧民約80人が補償を求めた。", "牧民約80人", "ja", [("牧民約80人", 80, 80)]),
        ("戦闘員11人を拘束した。", "戦闘員11人", "ja", [("戦闘員11人", 11, 11)]),
        ("The army of two states marched.", "The army of two states", "en", []),
        ("A 22-year-old was held.", "A 22-year-old", "en", []),
        ("The First Minister resigned.", "The First Minister", "en", []),
        ("枠を2250トンに増やす。", "2250トン", "ja", []),
        ("22歳の男を逮捕した。", "22歳の男", "ja", []),
    ],
)
def test_a_party_that_begins_with_a_number_of_people_is_counted(
    text: str, phrase: str, language: str, expected: list[tuple[str, float, float | None]]
) -> None:
    document = Document(id="d", text=text, language=language, language_basis="declared", reader="text", origin="text")
    start = text.index(phrase)
    span = Span.of(text, start, start + len(phrase))
    claim = Claim(document="d", sentence=0, type="OTHER", trigger=Span.of(text, len(text) - 3, len(text) - 1),
                  status=Status.OCCURRED, coder="c", actors=(Party(span=span),))
    [item] = resolve_quantities(document, [Coded(sentence=Sentence(index=0, start=0, end=len(text), text=text),
                                                 claims=(claim,))])
    found = item.claims[0].check(text)
    assert [(one.span.quote, one.low, one.high) for one in found.quantities] == expected
    assert [step.rule for step in found.trace if step.field == "quantity"] == ["quantities.party"] * len(expected)


def test_a_phrase_without_a_number_keeps_its_words_and_no_number() -> None:
    claim = resolved("食糧を送った。", "食糧", "ja")
    assert (claim.quantities[0].span.quote, claim.quantities[0].low, claim.trace) == ("食糧", None, ())


def test_numbers_that_coding_told_stay() -> None:
    assert resolved("46隻を送った。", "46隻", "ja", low=7).quantities[0].low == 7
