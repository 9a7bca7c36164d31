"""Causal statements in the ledger: what selects them, what is refused, and what becomes of an older reading's."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from keii.errors import LedgerError, SpanError
from keii.ledger import Filter, Ledger
from keii.model import Causation, Cause, Span
from keii.pipeline import Reading
from ledger.samples import launch, span, visit


def with_cause(reading: Reading, first: str, second: str, **changes: object) -> Reading:
    """Return the reading with one causal statement between two of its words, linked to the claim of the first."""
    assert reading.document is not None
    text = reading.document.text
    one = Cause(
        document=reading.document.id,
        sentence=0,
        connective=Span.of(text, len(text) - 1, len(text)),
        rule="made",
        cause=span(text, first),
        effect=span(text, second),
        status=Causation.ASSERTED,
        cause_claims=(reading.claims[0].id,),
    )
    return replace(reading, causes=(one.with_(**changes),))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "keii.db") as opened:
        opened.write(with_cause(visit(), "訪問", "合意"))
        opened.write(with_cause(launch(), "launched", "3 satellites"))
        yield opened


@pytest.mark.parametrize(
    ("chosen", "effects"),
    [
        (Filter(), ["合意", "3 satellites"]),
        (Filter(parties=("RUS",)), ["合意"]),
        (Filter(types=("OTHER",)), ["3 satellites"]),
        (Filter(actors=("RUS",), types=("OTHER",)), []),
        (Filter(documents=("b.txt",)), ["3 satellites"]),
        (Filter(texts=("合意",)), ["合意"]),
        (Filter(since="2024-06-14", until="2024-06-14"), ["合意"]),
        (Filter(since="2025"), []),
        (Filter(limit=1), ["合意"]),
        (Filter(offset=1), ["3 satellites"]),
    ],
)
def test_a_filter_selects_statements_by_their_claims_and_documents(
    ledger: Ledger, chosen: Filter, effects: list[str]
) -> None:
    assert [cause.effect.quote for cause, _, _ in ledger.causes(chosen)] == effects


def test_a_statement_comes_with_its_document_and_sentence(ledger: Ledger) -> None:
    [(cause, document, sentence)] = ledger.causes(Filter(parties=("RUS",)))
    assert cause.check(document.text).document == document.id
    assert cause.cause.quote in sentence


def test_a_newer_reading_s_statements_take_the_place_of_the_older_ones(ledger: Ledger) -> None:
    ledger.write(with_cause(visit(), "訪問", "制裁"))
    assert [cause.effect.quote for cause, _, _ in ledger.causes(Filter(parties=("RUS",)))] == ["制裁"]


def test_the_same_reading_again_adds_nothing(ledger: Ledger) -> None:
    assert not ledger.write(with_cause(visit(), "訪問", "合意"))
    assert len(list(ledger.causes())) == 2


def test_a_statement_that_quotes_something_else_or_belongs_elsewhere_is_refused(ledger: Ledger) -> None:
    with pytest.raises(SpanError):
        ledger.write(with_cause(visit("d.txt"), "訪問", "合意", effect=Span(start=0, end=2, quote="合意")))
    with pytest.raises(LedgerError, match="another document or sentence"):
        ledger.write(with_cause(visit("d.txt"), "訪問", "合意", document="d_other"))
