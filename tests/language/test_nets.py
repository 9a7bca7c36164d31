"""Hashes, packed files and trees of moves against those of spaCy, srsly and thinc."""

from pathlib import Path

import numpy as np
import pytest
import spacy
import srsly
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.lex_attrs import word_shape
from spacy.pipeline._parser_internals import nonproj
from spacy.strings import StringStore
from spacy.tokens import Doc
from thinc.api import NumpyOps

from keii.errors import KeiiError
from keii.language.arcs import lowered
from keii.language.hashes import rows, shape, word_id, word_ids
from keii.language.packed import Layers, model_folder, read_packed, unpacked

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 64) - 1) | st.floats(allow_nan=False) | st.text()
    | st.binary(),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(), inner, max_size=20),
)  # fmt: skip
VOCABULARY = spacy.blank("en").vocab
LABELS = ("nsubj", "dobj", "prep", "dobj||prep", "nsubj||dobj", "prep||nsubj")


@given(st.text())
def test_a_word_has_the_number_that_spacy_gives_it(word: str) -> None:
    assert word_id(word) == StringStore().add(word)
    assert shape(word) == word_shape(word)


@pytest.mark.parametrize("word", ["a" * 99, "a" * 100, "Abcdefgh", "12345-6789", "ﬀÅß", "ｱｱｱｱｱｱ"])
def test_a_word_has_the_shape_that_spacy_gives_it(word: str) -> None:
    assert shape(word) == word_shape(word)


def test_every_symbol_of_spacy_is_known() -> None:
    symbols = spacy.symbols.IDS
    assert word_ids(symbols).tolist() == list(symbols.values())


@given(st.lists(st.integers(0, (1 << 64) - 1), min_size=1), st.integers(0, 100), st.integers(1, 9000))
def test_a_number_has_the_rows_that_thinc_gives_it(numbers: list[int], seed: int, count: int) -> None:
    ids = np.array(numbers, dtype=np.uint64)
    assert np.array_equal(rows(ids, seed=seed, count=count), NumpyOps().hash(ids, seed) % count)


@settings(max_examples=40)
@given(JSON)
def test_a_message_is_read_as_srsly_reads_it(value: object) -> None:
    assert unpacked(srsly.msgpack_dumps(value)) == value


def test_long_messages_and_arrays_are_read(tmp_path: Path) -> None:
    value = {"text": "語" * 70_000, "list": [*range(70_000)], "map": {str(n): n for n in range(70_000)}, "none": []}
    array = np.arange(6000, dtype=np.float32).reshape(2, 3, 1000)
    path = tmp_path / "packed"
    srsly.write_msgpack(path, {**value, "array": array})
    read = read_packed(path)
    assert np.array_equal(read.pop("array"), array)
    assert read == value


def test_a_byte_that_announces_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0xc1 at 1"):
        unpacked(b"\x91\xc1")


def test_a_missing_model_and_a_strange_one_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeiiError, match="no_model, nor_this") as raised:
        model_folder(("no_model", "nor_this"), remedy="Install it.")
    assert raised.value.remedy == "Install it."
    srsly.write_msgpack(tmp_path / "model", {"nodes": [], "attrs": [], "params": []})
    with pytest.raises(KeiiError, match="«maxout»"):
        Layers(tmp_path / "model").arrays("maxout")


@given(st.data())
def test_lifted_arcs_come_down_as_spacy_lets_them(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 9))
    heads = [0, *(data.draw(st.integers(0, word - 1)) for word in range(1, count))]
    labels = ["ROOT", *(data.draw(st.sampled_from(LABELS)) for _ in range(1, count))]
    words = [data.draw(st.sampled_from(("word", " "))) for _ in range(count)]
    doc = Doc(VOCABULARY, words=words, spaces=[False] * count, heads=heads, deps=labels)
    nonproj.deprojectivize(doc)
    lowered(heads, labels, [word.isspace() for word in words])
    assert (heads, labels) == ([token.head.i for token in doc], [token.dep_ for token in doc])
