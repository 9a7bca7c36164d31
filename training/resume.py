"""Reads the weights that ship back into a model, so that training can go on from them when the corpus has grown.

The graph holds its matrices in 8 bits with a scale for each column; what was lost by that is little beside what the
first hundred steps move. Matrices have lost their names on export, but stand in the order of the layers.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.model import Coder

MATRICES = ("qkv", "out", "up", "down")  # of a layer, in the order in which the graph multiplies


def resume(model: Coder, folder: Path) -> None:
    """Set a model's weights to those of `encoder.onnx` and `heads.npz` in a folder; KeyError names what is missing."""
    graph = onnx.load(str(folder / "encoder.onnx")).graph
    known = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    state = {name: torch.from_numpy(value.copy()) for name, value in known.items() if name.startswith("encoder.")}
    matrices = [node.input[0] for node in graph.node if node.input[:1] and node.input[0].endswith("_quantized")]
    for number, name in enumerate(matrices):
        layer, part = divmod(number, len(MATRICES))
        weight = torch.from_numpy(_matrix(known, name)).T.contiguous()
        state[f"encoder.layers.{layer}.{MATRICES[part]}.weight"] = weight
    with np.load(folder / "heads.npz") as heads:
        state |= {name: torch.from_numpy(heads[name].astype(np.float32)) for name in heads.files}
    missing = set(model.state_dict()) - set(state)
    if missing:
        raise KeyError(f"{folder} lacks {', '.join(sorted(missing)[:5])}.")
    model.load_state_dict({name: state[name] for name in model.state_dict()})


def _matrix(known: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Return a quantised matrix in full precision, (rows, columns)."""
    scale = known[f"{name.removesuffix('_quantized')}_scale"]
    return known[name].astype(np.float32) * scale.astype(np.float32)
