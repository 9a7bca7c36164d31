"""GiNZA's parser: Sudachi's words, and the networks of the model ja_ginza."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from keii.language.arcs import Parser
from keii.language.hashes import shape, word_id
from keii.language.ja.tokenizer import Tokenizer, Word
from keii.language.nets import Tagger, Tok2Vec
from keii.language.packed import Layers, model_folder
from keii.language.vectors import WordVectors

TOGETHER = 16  # sentences that are parsed at once


class Tree(NamedTuple):
    """A parsed sentence: its words, their parts of speech, heads (a root heads itself) and relations."""

    words: list[Word]
    pos: list[str]
    heads: list[int]
    rels: list[str]


class Ginza:
    """The tokenizer, parser and tagger of ja_ginza, without its slow NER, whose work the registry does better."""

    def __init__(self) -> None:
        """Read the model's folder; raises KeiiError when it is not installed."""
        folder = model_folder(("ja_ginza",), remedy="Install it with: pip install 'ja-ginza>=5.3,<5.4'.")
        self._words = Tokenizer()
        self._vectors = Tok2Vec(Layers(folder / "tok2vec" / "model"), WordVectors(folder / "vocab"))
        self._parser = Parser(folder / "parser")
        self._tagger = Tagger(Layers(folder / "morphologizer" / "model"))
        labels = json.loads((folder / "morphologizer" / "cfg").read_text(encoding="utf-8"))["labels_morph"]
        self._pos = [label.removeprefix("POS=") for label in labels]

    def trees(self, sentences: Iterable[str]) -> Iterator[Tree]:
        """Yield the tree of each sentence, in order."""
        rest = iter(sentences)
        while together := list(islice(rest, TOGETHER)):
            yield from self._trees([self._words(sentence) for sentence in together])

    def _trees(self, sentences: Sequence[list[Word]]) -> Iterator[Tree]:
        numbers: dict[str, int] = {}
        which = [numbers.setdefault(word.text, len(numbers)) for words in sentences for word in words]
        features = np.array([(word_id(text), word_id(shape(text))) for text in numbers], dtype=np.uint64)
        vectors = self._vectors(features, np.array(which), [len(words) for words in sentences])
        parsed = self._parser(vectors, [len(words) for words in sentences])
        tags = iter(self._tagger(vectors))
        for words, (heads, rels) in zip(sentences, parsed, strict=True):
            yield Tree(words, [self._pos[tag] for tag in islice(tags, len(words))], heads, rels)
