"""Runs a model in training as keii runs a finished one: states from torch, heads in numpy."""

from collections.abc import Iterator, Sequence

import torch

from keii.coding.features import Hit
from keii.encoder.base import BaseEncoder
from keii.encoder.heads import Array, Heads
from keii.encoder.pieces import Pieces
from keii.encoder.windows import Window, known, windows
from training.model import Coder


def head_weights(model: Coder) -> dict[str, Array]:
    """Return the heads' weights by name."""
    return {
        name: value.detach().float().numpy().copy()
        for name, value in model.state_dict().items()
        if not name.startswith("encoder.")
    }


class TorchEngine:
    """States of windows from a model in torch."""

    def __init__(self, model: Coder, base: BaseEncoder, words: torch.Tensor) -> None:
        """Take a snapshot of the heads; the encoder is used as it is."""
        self.model, self.base, self.words = model.eval(), base, words
        self.heads = Heads(head_weights(model))

    def windows(self, sentences: Sequence[Pieces]) -> list[Window]:
        """Return the windows of a document."""
        return list(windows(sentences, self.base.bos, self.base.eos))

    def states(self, cut: Sequence[Window], hits: Sequence[Sequence[Hit]]) -> Iterator[Array]:
        """Yield the states of windows, each (length, width)."""
        for window in cut:
            ids = torch.tensor([window.ids])
            table = torch.from_numpy(known(window, hits))[None]
            with torch.no_grad():
                states = self.model.states(ids, torch.ones_like(ids, dtype=torch.bool), table, self.words)
            yield states[0].float().numpy()
