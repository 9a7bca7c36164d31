"""The networks of a spaCy model's tokens in NumPy: from the numbers of words to vectors in context, and to tags.

What spaCy calls MultiHashEmbed, MaxoutWindowEncoder and Tagger (https://spacy.io/api/architectures), computed in the
same order of sums as thinc does with OpenBLAS, so that parses are the same (tests/language/test_nets.py).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from keii.language.hashes import Ids, rows
from keii.language.packed import Layers
from keii.language.vectors import WordVectors

Floats = npt.NDArray[np.float32]
_EPSILON = np.float32(1e-8)  # what thinc adds to a variance


class Maxout:
    """A layer that takes the largest of several products, normed to mean and spread of its own."""

    def __init__(self, weights: dict[str, Floats], norm: dict[str, Floats]) -> None:
        """Take the arrays of a layer `maxout`, W (out, pieces, in) and b, and of its `layernorm`, G and b."""
        out, self._pieces, width = weights["W"].shape
        self.width = out
        # The first pieces of all outputs, then the second: the largest is then taken of whole rows.
        self._weights = weights["W"].transpose(1, 0, 2).reshape(-1, width).T
        self._bias = weights["b"].T.reshape(-1)
        self._gain, self._shift = np.array(norm["G"]), np.array(norm["b"])

    def __call__(self, inputs: Floats) -> Floats:
        """Return the layer's values for each row, (rows, width)."""
        products = inputs @ self._weights
        products += self._bias
        pieces = products.reshape(len(inputs), self._pieces, self.width)
        best: Floats = np.maximum(pieces[:, 0], pieces[:, 1])
        for piece in range(2, self._pieces):
            np.maximum(best, pieces[:, piece], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.square(best).mean(axis=1, keepdims=True)
        spread += _EPSILON
        best *= spread ** np.float32(-0.5)
        best *= self._gain
        best += self._shift
        return best


class Tok2Vec:
    """A network that gives each token of some sentences a vector that knows its neighbours."""

    def __init__(self, layers: Layers, vectors: WordVectors | None = None, *, vectors_of: int = 0) -> None:
        """Take the layers of a file `tok2vec/model`.

        `vectors` are those of the model's words if the network has a layer `static_vectors`, and `vectors_of` is the
        column of the features by which they are looked up.
        """
        tables, seeds = layers.arrays("hashembed"), layers.attribute("hashembed", "seed")
        self._tables = [(np.array(table["E"]), seed) for table, seed in zip(tables, seeds, strict=True)]
        first, *others = zip(layers.arrays("maxout"), layers.arrays("layernorm"), strict=True)
        self._mix = Maxout(*first)
        self._encoders = [Maxout(*arrays) for arrays in others]
        self._vectors, self._vectors_of = vectors, vectors_of
        if vectors is not None:
            (static,) = layers.arrays("static_vectors")
            self._projection = np.array(static["W"]).T
        self.width = self._mix.width
        self._nobody = self._far()

    def __call__(self, features: Ids, which: npt.NDArray[np.intp], lengths: Sequence[int]) -> Floats:
        """Return the vectors of all tokens of some sentences, (tokens, width).

        `features` are the numbers of the different words, (words, attributes) in the order of the model's
        configuration; `which` says which of them each token is, sentence after sentence; `lengths` how many tokens
        each sentence has, none of them 0. What a sentence's tokens get does not depend on the others, but for the
        last digit.
        """
        return self._encode(self._embed(features)[which], lengths)

    def _embed(self, features: Ids) -> Floats:
        """Return the vectors of words out of context."""
        count, width = len(features), self.width
        mixed = np.empty((count, width * (len(self._tables) + (self._vectors is not None))), dtype=np.float32)
        for column, (table, seed) in enumerate(self._tables):
            part = mixed[:, column * width : (column + 1) * width]
            first, *others = rows(features[:, column], seed=seed, count=len(table)).T
            part[:] = table[first]
            for more in others:
                part += table[more]
        if self._vectors is not None:
            mixed[:, -width:] = self._vectors.of(features[:, self._vectors_of]) @ self._projection
        return self._mix(mixed)

    def _encode(self, embedded: Floats, lengths: Sequence[int]) -> Floats:
        """Return vectors that know as many neighbours on each side as there are layers.

        Between sentences lie as many rows as there are layers, zeros at first, so that none sees another. Of these
        only those are computed that a sentence has changed and that will still change it; where no sentence reaches,
        all rows of a layer are the same.
        """
        width, pad = self.width, len(self._encoders)
        last = np.cumsum(lengths) - 1 + np.arange(1, len(lengths) + 1) * pad
        first = last - lengths + 1
        beside = [np.concatenate((first - far, last + far)) for far in range(1, pad + 1)]
        places = np.arange(len(embedded)) + np.repeat(np.arange(1, len(lengths) + 1) * pad, lengths)
        count = len(embedded) + (len(lengths) + 1) * pad
        framed = np.zeros((count + 2, width), dtype=np.float32)
        states = framed[1:-1]
        states[places] = embedded
        windows = np.lib.stride_tricks.as_strided(framed, (count, 3 * width), (4 * width, 4), writeable=False)
        for number, (layer, nobody) in enumerate(zip(self._encoders, self._nobody, strict=True), start=1):
            near = np.concatenate((places, *beside[: min(number, pad - number)]))
            states[near] += layer(windows[near])
            for rows_between in beside[number : pad - number]:
                states[rows_between] = nobody
        return states[places]

    def _far(self) -> list[Floats]:
        """Return what each layer makes of rows that no sentence reaches, (width,)."""
        found = []
        state: Floats = np.zeros(self.width, dtype=np.float32)
        for layer in self._encoders:
            state = state + layer(np.tile(state, 3)[None])[0]
            found.append(state)
        return found


class Tagger:
    """A network that gives each token a tag by its vector."""

    def __init__(self, layers: Layers) -> None:
        """Take the layers of a file `tagger/model` or `morphologizer/model`."""
        (softmax,) = layers.arrays("softmax")
        self._weights, self._bias = np.array(softmax["W"]).T, np.array(softmax["b"])

    def __call__(self, vectors: Floats) -> list[int]:
        """Return the number of each token's likeliest tag, in the order of the component's labels."""
        best: list[int] = (vectors @ self._weights + self._bias).argmax(axis=1).tolist()
        return best
