"""What keii's encoder makes of documents, sentences and acts: vectors that lie near each other across languages.

Means of the encoder's states over pieces, the rare ones more, less the mean of their language, turned and shrunk by a
basis so that what all news has in common weighs little (docs/design/situation.md has the measurements).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from keii.encoder.engine import Engine, engine
from keii.errors import DataError
from keii.model import Claim, Document, Sentence

BASIS = Path(__file__).parent / "data" / "basis.npz"  # made by `python -m training.vectors`
DOCUMENT_PIECES = 256  # of a document's head: 20 documents a second; 512 pieces cost twice that
SENTENCE_PIECES = 200
RARE = 1e-4  # pieces are weighed RARE / (RARE + frequency); 1e-3 and 1e-5 were no better on NTREX-128

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActVectors:
    """The vectors of one claim, as signed bytes."""

    meaning: bytes  # of its sentence
    act: bytes  # of the words that name the act, in the sentence


class Vectors(Protocol):
    """What makes vectors; tests have one of their own."""

    def document(self, document: Document) -> bytes:
        """Return the vector of a document."""

    def acts(self, document: Document, sentence: Sentence, claims: Sequence[Claim]) -> list[ActVectors]:
        """Return the vectors of the claims of one sentence, in their order."""


class Encoded:
    """The vectors that keii's own encoder makes."""

    def document(self, document: Document) -> bytes:
        """Return the vector of the head of a document's body."""
        body = document.text[document.body_start:document.body_end]
        return quantised(turned("document", head(body), document.language))

    def acts(self, document: Document, sentence: Sentence, claims: Sequence[Claim]) -> list[ActVectors]:
        """Return the vectors of the claims of one sentence, in their order."""
        model = engine()
        cut = model.cutter.cut(sentence.text)
        ids = cut.ids[:SENTENCE_PIECES]
        if not ids:
            return [ActVectors(meaning=b"", act=b"") for _ in claims]
        states = states_of(model, ids)
        meaning = quantised(turned("sentence", pooled(model, states, ids), document.language))
        found = []
        for claim in claims:
            start, end = claim.trigger.start - sentence.start, claim.trigger.end - sentence.start
            own = [i for i in range(len(ids)) if cut.starts[i] < end and start < cut.ends[i]] or list(range(len(ids)))
            found.append(ActVectors(meaning=meaning,
                                    act=quantised(turned("act", states[own].mean(axis=0), document.language))))
        return found


def head(text: str, pieces: int = DOCUMENT_PIECES) -> Array:
    """Return the pooled states of the first pieces of a text; zeros for a text without pieces."""
    model = engine()
    ids = model.cutter.cut(text[: 16 * pieces]).ids[:pieces]
    if not ids:
        return np.zeros(model.base.width, dtype=np.float32)
    return pooled(model, states_of(model, ids), ids)


def states_of(model: Engine, ids: Sequence[int]) -> Array:
    """Return the encoder's states (pieces, width) of pieces read by themselves, without what the data files know."""
    marked = np.array([[model.base.bos, *ids, model.base.eos]], dtype=np.int64)
    return model.plain(model.base.embeddings(marked))[1:-1]


def pooled(model: Engine, states: Array, ids: Sequence[int]) -> Array:
    """Return the mean of states (pieces, width), pieces weighed by their rarity."""
    weights: Array = (RARE / (RARE + np.exp(model.base.scores[np.array(ids)]))).astype(np.float32)
    return np.asarray(np.average(states, axis=0, weights=weights), dtype=np.float32)


def turned(kind: str, state: Array, language: str) -> Array:
    """Return a pooled state less the mean of its language, in the basis of its kind (document, sentence, act)."""
    means, basis = _basis()[kind]
    unit = state / max(float(np.linalg.norm(state)), 1e-9)
    return np.asarray((unit - means.get(language, means[""])) @ basis, dtype=np.float32)


def quantised(vector: Array) -> bytes:
    """Return a vector as signed bytes; only its direction counts."""
    largest = float(np.abs(vector).max())
    return b"" if largest == 0 else np.round(vector * (127 / largest)).astype(np.int8).tobytes()


@cache
def _basis() -> dict[str, tuple[dict[str, Array], Array]]:
    """Return for every kind the means of the languages (the mean of all under the empty name) and the basis."""
    try:
        with np.load(BASIS) as arrays:
            found: dict[str, Any] = {name: arrays[name].astype(np.float32) for name in arrays.files}
    except (OSError, ValueError) as error:
        raise DataError("the basis of the vectors cannot be loaded.", where=str(BASIS),
                        remedy="Install keii again, or make it with `python -m training.vectors`.") from error
    basis = {}
    for kind in ("document", "sentence", "act"):
        means = {name.split(".")[2]: value for name, value in found.items() if name.startswith(f"{kind}.mean.")}
        basis[kind] = ({**means, "": np.mean(list(means.values()), axis=0)}, found[f"{kind}.basis"])
    return basis
