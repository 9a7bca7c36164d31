"""Writes what ships of a trained model: the encoder as an 8-bit graph, the heads in half precision."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.engine import head_weights
from training.model import Coder


class _Graph(nn.Module):
    """The encoder for one unpadded window: embedded pieces (1, length, width) to states."""

    def __init__(self, model: Coder) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, embedded: Tensor) -> Tensor:
        x = self.encoder.norm(embedded + self.encoder.positions[: embedded.shape[1]])
        for layer in self.encoder.layers:
            x = _layer(layer, x)
        return x


def export(model: Coder, folder: Path) -> None:
    """Write `encoder.onnx` and `heads.npz` to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "encoder.onnx"
        torch.onnx.export(
            _Graph(model),
            (torch.randn(1, 40, model.encoder.positions.shape[1]),),
            str(whole),
            input_names=["embedded"],
            output_names=["states"],
            opset_version=17,
            dynamo=False,
            dynamic_axes={"embedded": {1: "length"}, "states": {1: "length"}},
        )
        onnx.checker.check_model(str(whole))
        quantize_dynamic(
            whole,
            folder / "encoder.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"MatMulConstBOnly": True},
        )
    arrays: dict[str, Any] = {name: value.astype(np.float16) for name, value in head_weights(model).items()}
    np.savez_compressed(folder / "heads.npz", **arrays)


def _layer(layer: nn.Module, x: Tensor) -> Tensor:
    """Return a layer's output in plain operations that the graph format knows."""
    _, length, width = x.shape
    size = width // layer.heads
    q, k, v = layer.qkv(x).view(1, length, 3, layer.heads, size).permute(2, 0, 3, 1, 4)
    weights = torch.softmax(q @ k.transpose(-1, -2) / size**0.5, -1)
    x = layer.norm1(x + layer.out((weights @ v).transpose(1, 2).reshape(1, length, width)))
    return layer.norm2(x + layer.down(nn.functional.gelu(layer.up(x))))
