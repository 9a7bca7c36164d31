"""The annotated acts of the corpus nearest to an act that was read: what the model's answer rests on.

`data/precedents.npz` holds for each act of the corpus's training split its direction in the model's space (8 bits),
and `data/precedents.jsonl` its article, sentence and annotation. An OTHER takes its label from the nearest OTHER that
the same word tells: how near it lies does not say whether it is of the same kind. Without one its own words are its
label.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from keii.codebook.codebook import codebook
from keii.encoder.reading import Spotted
from keii.errors import DataError
from keii.model import Trace

DATA = Path(__file__).parent / "data"
VECTORS, ROWS = DATA / "precedents.npz", DATA / "precedents.jsonl"
LETTERS, HAN = re.compile(r"[a-z]{3,}"), re.compile(r"[一-龥々ァ-ヺー]{2,}")
STEM_EN, STEM_HAN = 4, 2  # characters of a word that must be the same
SHOWN = 2  # precedents a claim
# Share from which on a mode is named. Right among those named, of 1,706 acts of the tune and check splits that have
# one: .79 of 1,613 with .5, .85 of 1,380 with .7, .87 of 1,275 with .8, .91 of 1,074 with .9.
MODE_LEAST = 0.8
# Acts of these types often have no mode, which the head, taught by those that have one, does not know: only a surer one
# is told, of REJECT and SANCTION none (21 of 70 were right). Of all modes that are the model's alone .52 of 322 were
# right on the tune split before and .70 of 169 are since; on the check split, which chose nothing, .52 and .67.
# ASSAULT keeps 0.8, though only 24 of 51 are right: reports of one attack are put together by it (figures of the
# held stories, whose texts nobody looked at, showed it).
NEVER = 1.1  # more than any share
SURER = {
    "COERCE": 0.9,
    "REQUEST": 0.97,
    "THREATEN": 0.97,
    "CONSULT": 0.99,
    "REJECT": NEVER,
    "SANCTION": NEVER,
}
CONTEXT_LEAST = 0.5
LABEL_LEAST = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """An annotated act of the corpus."""

    article: str
    sentence: str
    trigger: str
    type: str
    status: str
    label: str | None

    def __str__(self) -> str:
        return f"{self.type} {self.status} «{self.trigger}» {self.article}: {self.sentence}"


class Precedents:
    """All precedents, with the space they lie in."""

    def __init__(self, vectors: Path = VECTORS, rows: Path = ROWS) -> None:
        """Open the files; raises DataError when they cannot be read."""
        try:
            with np.load(vectors) as arrays:
                self._space = arrays["space"].astype(np.float32)
            self._rows = rows.read_bytes().splitlines()
        except (OSError, ValueError, KeyError) as error:
            raise DataError("the precedents cannot be read.", where=str(rows), remedy="Install keii again.") from error

    @cached_property
    def _others(self) -> dict[str, list[int]]:
        """The precedents of type OTHER by the stems of their words."""
        found: dict[str, list[int]] = {}
        for number, row in enumerate(self._rows):
            if (precedent := orjson.loads(row))["label"]:
                for stem in _stems(precedent["trigger"]):
                    found.setdefault(stem, []).append(number)
        return found

    def beside(self, acts: Iterable[Spotted]) -> "Nearest":
        """Return what finds the precedents of each of these acts; one product of matrices serves all of them."""
        measured = [act for act in acts if act.vector is not None] if len(self._rows) else []
        if not measured:
            return Nearest(self, (), self._space[:, :0])
        units = np.stack([unit(act.vector) for act in measured], axis=1)
        return Nearest(self, measured, self._space @ units / 127)

    def label(self, likeness: Any, words: str) -> str:
        """Return the label of the nearest OTHER that is told by these words of an act, or the words themselves."""
        alike = [number for stem in sorted(_stems(words)) for number in self._others.get(stem, ())]
        best = max(alike, key=lambda number: float(likeness[number]), default=None)
        known = self._precedent(best).label if best is not None and likeness[best] >= LABEL_LEAST else None
        return known or words

    def nearest(self, likeness: Any) -> tuple[Trace, ...]:
        """Return the nearest precedents as lines of an act's trace; `likeness` holds how near each precedent lies."""
        least = np.partition(likeness, -SHOWN)[-SHOWN] if len(likeness) > SHOWN else -2
        near = np.flatnonzero(likeness >= least)
        best = near[np.argsort(-likeness[near], kind="stable")][:SHOWN]
        return tuple(
            Trace(field="precedent", rule="corpus", value=f"{likeness[i]:.2f} {self._precedent(int(i))}") for i in best
        )

    @cached_property
    def _modes(self) -> list[tuple[str, str]]:
        return list(codebook().modes)

    def mode(self, act: Spotted) -> str | None:
        """Return the likeliest mode among those of the act's type, None when none is likely."""
        if act.modes is None:
            return None
        numbers = [number for number, (type_, _) in enumerate(self._modes) if type_ == act.type]
        if not numbers:
            return None
        values = np.exp(act.modes[numbers] - act.modes[numbers].max())
        best = int(values.argmax())
        least = SURER.get(act.type or "", MODE_LEAST)
        return self._modes[numbers[best]][1] if values[best] / values.sum() >= least else None

    def contexts(self, act: Spotted) -> tuple[str, ...]:
        """Return the contexts that are likely, in the order of the codebook."""
        if act.contexts is None:
            return ()
        names = list(codebook().contexts)
        return tuple(name for name, score in zip(names, act.contexts.tolist(), strict=True) if score >= CONTEXT_LEAST)

    def _precedent(self, number: int) -> Precedent:
        row: dict[str, Any] = orjson.loads(self._rows[number])
        return Precedent(
            article=row["article"],
            sentence=row["sentence"],
            trigger=row["trigger"],
            type=row["type"],
            status=row["status"],
            label=row["label"],
        )


class Nearest:
    """The precedents nearest to some acts, found for all of them at once."""

    def __init__(self, precedents: Precedents, acts: Sequence[Spotted], likeness: Any) -> None:
        """Keep the acts and what lies how near to them, (precedents, acts)."""
        self._precedents, self._acts, self._likeness = precedents, acts, likeness
        self._columns = {id(act): column for column, act in enumerate(acts)}

    def to(self, act: Spotted) -> tuple[Trace, ...]:
        """Return the nearest precedents as lines of an act's trace."""
        column = self._columns.get(id(act))
        return () if column is None else self._precedents.nearest(self._likeness[:, column])

    def label(self, act: Spotted, words: str) -> str:
        """Return the label of an act of type OTHER that is told by `words`."""
        column = self._columns.get(id(act))
        return words if column is None else self._precedents.label(self._likeness[:, column], words)


def _stems(words: str) -> set[str]:
    """Return the beginnings of words, by which inflected forms are alike: voted and vote, 打ち上げた and 打ち上げ."""
    return {word[:STEM_EN] for word in LETTERS.findall(words.lower())} | {han[:STEM_HAN] for han in HAN.findall(words)}


def unit(vector: Any) -> Any:
    """Return a vector scaled to length one."""
    return vector / max(float(np.linalg.norm(vector)), 1e-6)


@cache
def precedents() -> Precedents:
    """Return the precedents of this process."""
    return Precedents(VECTORS, ROWS)
