"""Writes the precedents that ship: every act of the corpus's training split with its place in the model's space."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import orjson

from keii.encoder.labels import TYPES
from keii.encoder.precedents import unit
from training.batches import Placer, Prepared
from training.engine import TorchEngine


def write(engine: TorchEngine, prepared: Iterable[Prepared], folder: Path) -> int:
    """Write `precedents.npz` and `precedents.jsonl`; returns how many there are."""
    vectors, rows = [], []
    for item in prepared:
        cut = engine.windows(item.pieces)
        for window, states in zip(cut, engine.states(cut, item.hits), strict=True):
            place = Placer(window)
            for anchor in item.document.anchors:
                span = place(anchor.at)
                if anchor.kind != "act" or span is None or not window.first <= anchor.at[0] < window.last:
                    continue
                first, last, kind = (np.array([n]) for n in (*span, TYPES.index(anchor.type or "OTHER") + 1))
                vectors.append(unit(engine.heads.about(states, first, last, kind)[3][0]))
                sentence = item.document.sentences[anchor.at[0]]
                rows.append(
                    {
                        "article": item.document.id,
                        "sentence": sentence,
                        "type": anchor.type,
                        "status": anchor.status,
                        "trigger": sentence[anchor.at[1] : anchor.at[2]],
                        "label": anchor.label,
                    }
                )
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "precedents.npz", space=np.round(np.array(vectors) * 127).astype(np.int8))
    (folder / "precedents.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return len(rows)
