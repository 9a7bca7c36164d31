"""The Japanese parser against its peer: spaCy with the same model, which computes the same another way."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.vectors import Vectors

from keii.language.ja.parser import Ginza, Tree
from keii.language.ja.tokenizer import Tokenizer, Word
from keii.language.packed import model_folder
from keii.language.vectors import WordVectors

ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
EVERY = 30  # of the corpus's 9,300 sentences and headlines; a run over all of them found the same
ODD = [
    "25％の関税と㌔のﾃﾞｰﾀ…と…。", "X（旧ツイッター）と  二つの空白\tと　全角の空白。 ", "　", "...", "あ" * 120,
    "鱗雲が㋿の空に、ゆっくりと流れていった。", "DATEとPERSONとdobj。", "𠮷野家の👨‍👩‍👧が叱る。",
    "Mr. SmithがU.S.のNew Yorkで会談した 。", "金正恩氏は米大統領と会談した。", "ＡＢＣ社とabc社、Ａ氏。",
    "外相は大使と会談した。大使は帰国した。",
]  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary() -> Path:
    """The folder of the words' vectors."""
    return model_folder(("ja_ginza",), remedy="make") / "vocab"


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    lines = [line for path in sorted(ARTICLES.glob("ja*.txt")) for line in path.read_text("utf-8").splitlines()]
    found = [line[2:] for line in lines if line.startswith(("- ", "= "))]
    return [*ODD, *found[::EVERY]]


def peer(sentences: Sequence[str]) -> list[Tree]:
    pipeline = spacy.load("ja_ginza", exclude=["ner", "compound_splitter", "bunsetu_recognizer"])
    for _, component in pipeline.pipeline:
        for node in component.model.walk() if hasattr(component, "model") else ():
            node.ops.use_blis = False  # OpenBLAS, which is four times as fast
    return [
        Tree(
            [Word(token.idx, token.text, token.tag_, token.lemma_) for token in doc],
            [token.pos_ for token in doc],
            [token.head.i for token in doc],
            [token.dep_ for token in doc],
        )
        for doc in pipeline.pipe(sentences)
    ]


def test_every_tree_is_the_one_that_spacy_gives(sentences: list[str]) -> None:
    assert len(sentences) > 300
    assert list(Ginza().trees(sentences)) == peer(sentences)


def test_a_tree_does_not_depend_on_the_sentences_beside_it(sentences: list[str]) -> None:
    ginza = Ginza()
    alone = [tree for sentence in sentences[:40] for tree in ginza.trees([sentence])]
    assert list(ginza.trees(sentences[:40])) == alone


def test_no_sentences_have_no_trees() -> None:
    assert list(Ginza().trees([])) == []


def test_words_stand_where_they_say(sentences: list[str]) -> None:
    tokenizer = Tokenizer()
    for sentence in sentences:
        for word in tokenizer(sentence):
            assert sentence[word.start : word.start + len(word.text)] == word.text


def test_vectors_are_those_that_spacy_reads(vocabulary: Path) -> None:
    read = Vectors().from_disk(vocabulary, exclude=["strings"])
    small = [key for key in read.key2row if key < 1 << 32]
    unknown = [0, 1, 12_345, (1 << 32) - 1, 1 << 32, (1 << 64) - 1]
    keys = [*list(read.key2row)[::101], *small, *unknown]
    assert small  # the hashes that are written in another way
    rows = read.find(keys=keys)
    wanted = read.data[rows]
    wanted[rows < 0] = 0
    assert np.array_equal(WordVectors(vocabulary).of(np.array(keys, dtype=np.uint64)), wanted)


def test_no_word_has_a_vector_of_another(vocabulary: Path) -> None:
    read, mapped = Vectors().from_disk(vocabulary, exclude=["strings"]), WordVectors(vocabulary)
    assert mapped.rows(np.array(list(read.key2row), dtype=np.uint64)).tolist() == list(read.key2row.values())
