"""Which documents are about one story, across languages: what `keii eval clusters` answers.

Documents of one language are compared by their rare pieces, documents of two by their vectors. A vector's likeness to
another is taken less what both have with their nearest neighbours on average (cross-domain similarity local scaling,
Conneau and others 2018): otherwise articles of common content lie near everything.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from keii.encoder.engine import engine
from keii.situation.vectors import Array, head, turned

# Likenesses from which two documents are about one story. On ECB+ (one language) B-cubed F1 .844 at .12, .876 at
# .16, .872 at .20, with vectors beside the words .75 to .84. On NTREX-128 (five languages) .947 at -.05, .951 at 0,
# .925 at .05.
WORDS, VECTORS = 0.17, -0.02
NEIGHBOURS = 10  # in other scripts; on NTREX-128 .969 at best with 5, .951 with 10, .923 with 20
BEFOREHAND = 20  # texts that the encoder's frequencies count for
PLAIN = 0.55  # likeness of vectors that is enough where there are too few documents to compare with
FEW = 8  # documents of a script from which on its own mean is taken off, otherwise that of keii's languages
Matrix = npt.NDArray[np.float64]
_SCRIPTS = (("ko", (0xAC00, 0xD7A4)), ("ja", (0x3041, 0x30FF)), ("ru", (0x0400, 0x0530)), ("zh", (0x4E00, 0xA000)),
            ("ar", (0x0600, 0x0700)))
_SHARE = 0.1  # of a text's letters that a script needs to be that of the text


def stories(texts: Sequence[str]) -> list[int]:
    """Return the number of the story of each text, counted in the order in which they begin."""
    if not texts:
        return []
    scripts = [script(text) for text in texts]
    likeness = _of_words(texts, scripts) - WORDS
    if len(set(scripts)) > 1:
        across = np.array([[one != other for other in scripts] for one in scripts])
        vectors = _scaled(_of_vectors(texts, scripts), across)
        likeness = np.where(across, vectors, np.minimum(vectors, likeness))
    return _numbered(average_linkage(likeness))


def script(text: str) -> str:
    """Return which script, or language with a script of its own, a text is written in; `en` for Latin letters."""
    letters = [ord(letter) for letter in text if letter.isalpha()]
    for name, (first, after) in _SCRIPTS:
        if sum(first <= letter < after for letter in letters) > _SHARE * len(letters):
            return name
    return "en"


def average_linkage(likeness: Matrix) -> list[list[int]]:
    """Return clusters that grow as long as the average likeness of two is above 0; symmetric input, order-free ties."""
    score = likeness.copy()
    np.fill_diagonal(score, -np.inf)
    members = {number: [number] for number in range(len(score))}
    while len(members) > 1:
        one, other = sorted(map(int, np.unravel_index(int(score.argmax()), score.shape)))
        if score[one, other] <= 0:
            break
        a, b = len(members[one]), len(members[other])
        joined = (score[one] * a + score[other] * b) / (a + b)
        score[one], score[:, one] = joined, joined
        score[one, one] = -np.inf
        score[other], score[:, other] = -np.inf, -np.inf
        members[one] += members.pop(other)
    return list(members.values())


def _numbered(groups: Sequence[Sequence[int]]) -> list[int]:
    found = [0] * sum(map(len, groups))
    for number, group in enumerate(sorted(groups, key=min)):
        for text in group:
            found[text] = number
    return found


def _of_words(texts: Sequence[str], scripts: Sequence[str]) -> Matrix:
    """Return the cosines of the texts' pieces, each weighed by how few of the texts of its script have it; 0 across."""
    counts = [Counter(engine().cutter.cut(text).ids) for text in texts]
    found = np.zeros((len(texts), len(texts)))
    for name in sorted(set(scripts)):
        own = [row for row, one in enumerate(scripts) if one == name]
        unit = _weights([counts[row] for row in own])
        found[np.ix_(own, own)] = unit @ unit.T
    return found


def _weights(counts: Sequence[Counter[int]]) -> Matrix:
    """Return the weight of every piece in every text, as unit rows: the log of its count, times how rare it is.

    How rare is told by the texts, and as if `BEFOREHAND` more had been read, by the encoder's frequencies: of few texts
    one cannot say which pieces are common.
    """
    having = Counter(piece for one in counts for piece in one)
    pieces = sorted(having)
    column = {piece: number for number, piece in enumerate(pieces)}
    length = sum(sum(one.values()) for one in counts) / len(counts)
    common = 1 - np.exp(-length * np.exp(engine().base.scores[np.array(pieces, dtype=np.int64)].astype(np.float64)))
    seen = np.array([having[piece] for piece in pieces])
    rare = np.log((len(counts) + BEFOREHAND) / (seen + BEFOREHAND * common))
    weights = np.zeros((len(counts), len(pieces)))
    for row, one in enumerate(counts):
        for piece, count in one.items():
            weights[row, column[piece]] = (1 + np.log(count)) * rare[column[piece]]
    return _unit(weights)


def _of_vectors(texts: Sequence[str], scripts: Sequence[str]) -> Matrix:
    """Return the cosines of the texts' vectors, less the mean of each script where it has enough texts."""
    states = _unit(np.array([head(text) for text in texts], dtype=np.float64))
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(scripts):
        rows[name].append(row)
    vectors = np.array([turned("document", state.astype(np.float32), name)
                        for state, name in zip(states, scripts, strict=True)], dtype=np.float64)
    for own in rows.values():
        if len(own) >= FEW:
            vectors[own] -= vectors[own].mean(axis=0)
    unit = _unit(vectors)
    return np.asarray(unit @ unit.T)


def _scaled(likeness: Matrix, across: npt.NDArray[np.bool_]) -> Matrix:
    """Return likenesses less the mean of what both have with their nearest in other scripts; above 0: alike."""
    if across.sum(axis=1).min() < 2 * NEIGHBOURS:
        return likeness - PLAIN
    near = np.sort(np.where(across, likeness, -1), axis=1)[:, -NEIGHBOURS:].mean(axis=1)
    return np.asarray(likeness - (near[:, None] + near[None, :]) / 2 - VECTORS)


def _unit(rows: Array | Matrix) -> Matrix:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))
