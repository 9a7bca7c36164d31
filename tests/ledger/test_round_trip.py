import tempfile
from pathlib import Path

from hypothesis import given, settings

from keii.ledger import Ledger
from keii.pipeline import Reading
from ledger.samples import launch, readings, visit


def _through_a_ledger(reading: Reading) -> Reading:
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "keii.db") as ledger:
        ledger.write(reading)
        (held,) = ledger.holdings()
        return Reading(origin=held.document.origin, document=held.document, sentences=held.sentences,
                       claims=held.claims, causes=tuple(cause for cause, _, _ in ledger.causes()),
                       problems=held.problems)


@given(readings())
@settings(max_examples=60)
def test_what_is_written_is_read_back_equal(reading: Reading) -> None:
    assert _through_a_ledger(reading) == reading


def test_a_reading_by_hand_is_read_back_equal() -> None:
    for reading in (visit(), launch()):
        assert _through_a_ledger(reading) == reading
