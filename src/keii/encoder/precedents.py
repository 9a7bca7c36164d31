"""The annotated acts of the corpus nearest to an act that was read: what the model's answer rests on.

`data/precedents.npz` holds for each act of the corpus's training split its direction in the model's space (8 bits),
and `data/precedents.jsonl` its article, sentence and annotation. An OTHER takes its label from the nearest OTHER.
"""

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
SHOWN = 2  # precedents a claim
# Share from which on a mode is named. Right among those named, of 1,706 acts of the tune and check splits that have
# one: .79 of 1,613 with .5, .85 of 1,380 with .7, .87 of 1,275 with .8, .91 of 1,074 with .9.
MODE_LEAST = 0.8
CONTEXT_LEAST = 0.5


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
            self._rows = [orjson.loads(line) for line in rows.read_bytes().splitlines()]
        except (OSError, ValueError, KeyError) as error:
            raise DataError("the precedents cannot be read.", where=str(rows), remedy="Install keii again.") from error
        self._other = np.array([row["type"] == "OTHER" for row in self._rows])

    def nearest(self, act: Spotted) -> tuple[str | None, tuple[Trace, ...]]:
        """Return the label of the nearest OTHER, and the nearest precedents of the act's type as lines of its trace."""
        if act.vector is None or not len(self._rows):
            return None, ()
        likeness = self._space @ unit(act.vector) / 127
        label = None
        if act.type == "OTHER" and self._other.any():
            label = self._rows[int(np.where(self._other, likeness, -2).argmax())]["label"]
        least = np.partition(likeness, -SHOWN)[-SHOWN] if len(likeness) > SHOWN else -2
        near = np.flatnonzero(likeness >= least)
        best = near[np.argsort(-likeness[near], kind="stable")][:SHOWN]
        return label, tuple(
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
        return self._modes[numbers[best]][1] if values[best] / values.sum() >= MODE_LEAST else None

    def contexts(self, act: Spotted) -> tuple[str, ...]:
        """Return the contexts that are likely, in the order of the codebook."""
        if act.contexts is None:
            return ()
        names = list(codebook().contexts)
        return tuple(name for name, score in zip(names, act.contexts.tolist(), strict=True) if score >= CONTEXT_LEAST)

    def _precedent(self, number: int) -> Precedent:
        row: dict[str, Any] = self._rows[number]
        return Precedent(
            article=row["article"],
            sentence=row["sentence"],
            trigger=row["trigger"],
            type=row["type"],
            status=row["status"],
            label=row["label"],
        )


def unit(vector: Any) -> Any:
    """Return a vector scaled to length one."""
    return vector / max(float(np.linalg.norm(vector)), 1e-6)


@cache
def precedents() -> Precedents:
    """Return the precedents of this process."""
    return Precedents(VECTORS, ROWS)
