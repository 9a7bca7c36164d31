"""Makes the basis of the situation's vectors from the corpus: `python -m training.vectors`.

For documents, sentences with an act and acts: the mean of each language, and the basis of the first dimensions of what
is left, each shrunk by the root of its spread (half whitening). Written as half-precision numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.check import ARTICLES
from corpus.jsonl import rows
from keii.encoder.engine import engine
from keii.situation.vectors import BASIS, SENTENCE_PIECES, head, pooled, states_of

LANGUAGES = ("ja", "en")
DIMENSIONS = 128
POWER = 0.25  # of the variances; 0 leaves the spread as it is, 0.5 makes it even: .85, .90, .88 F1 on NTREX-128
Matrix = npt.NDArray[np.float64]


def main() -> None:
    """Read the corpus and write the basis."""
    found: dict[str, dict[str, list[Any]]] = {kind: {name: [] for name in LANGUAGES}
                                              for kind in ("document", "sentence", "act")}
    for language in LANGUAGES:
        for lines in _documents(language):
            found["document"][language].append(head("\n".join(line["text"] for line in lines)))
            for line in lines:
                if line["events"]:
                    sentence, act = _read(line)
                    found["sentence"][language].append(sentence)
                    found["act"][language].append(act)
    arrays: dict[str, Any] = {}
    for kind, states in found.items():
        means, basis = made({language: np.array(some, dtype=np.float64) for language, some in states.items()})
        arrays |= {f"{kind}.mean.{language}": mean.astype(np.float16) for language, mean in means.items()}
        arrays[f"{kind}.basis"] = basis.astype(np.float16)
    np.savez_compressed(BASIS, **arrays)


def made(states: Mapping[str, Matrix]) -> tuple[dict[str, Matrix], Matrix]:
    """Return the mean of each language's unit states, and the basis of what is left."""
    unit = {language: _unit(some) for language, some in states.items()}
    means = {language: some.mean(axis=0) for language, some in unit.items()}
    rest = _unit(np.concatenate([some - means[language] for language, some in unit.items()]))
    spread, directions = np.linalg.eigh(rest.T @ rest / len(rest))
    first = np.argsort(-spread)[:DIMENSIONS]
    basis = directions[:, first] * spread[first] ** -POWER
    return means, np.asarray(basis / np.abs(basis).max())


def _documents(language: str) -> Iterator[Sequence[Mapping[str, Any]]]:
    together: dict[str, list[Mapping[str, Any]]] = {}
    for line in rows(ARTICLES.glob("*.txt"), language):
        together.setdefault(line["doc"], []).append(line)
    yield from together.values()


def _read(line: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the pooled states of a sentence and of the words of its first act."""
    model = engine()
    cut = model.cutter.cut(line["text"])
    ids = cut.ids[:SENTENCE_PIECES]
    states = states_of(model, ids)
    start = line["text"].find(line["events"][0]["trigger"])
    end = start + len(line["events"][0]["trigger"])
    own = [i for i in range(len(ids)) if cut.starts[i] < end and start < cut.ends[i]] or list(range(len(ids)))
    return pooled(model, states, ids), states[own].mean(axis=0)


def _unit(states: Matrix) -> Matrix:
    return np.asarray(states / np.linalg.norm(states, axis=1, keepdims=True))


if __name__ == "__main__":
    main()
