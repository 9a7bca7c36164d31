"""Writes what ships of a trained model: the encoder as a graph with 8-bit weights, the heads in half precision."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from keii.encoder.engine import ROLES
from training import roles_graph
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
    """Write `encoder.onnx`, `heads.npz` and `roles.onnx` to a folder."""
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
        widen(folder / "encoder.onnx")
    arrays: dict[str, Any] = {name: value.astype(np.float16) for name, value in head_weights(model).items()}
    np.savez_compressed(folder / "heads.npz", **arrays)
    roles_graph.write(arrays, folder / ROLES)


def widen(path: Path) -> None:
    """Let a quantised graph keep 8-bit weights and multiply in full precision; onnxruntime widens them on loading.

    What flows through the encoder has a few large values, so that 8 bits of it hold little of the rest: states were off
    by a fifth, and by as much in another way on another processor (docs/design/model.md).
    """
    graph = onnx.load(str(path)).graph
    made = {name: node for node in graph.node for name in node.output}
    used = {name: node for node in graph.node for name in node.input}  # each product is used once
    dropped, instead = set(), {}
    for product in graph.node:
        if product.op_type != "MatMulInteger":
            continue
        quantised, weights = made[product.input[0]], product.input[1]
        cast = used[product.output[0]]
        scaled = used[cast.output[0]]
        scales = made[next(name for name in scaled.input if name != cast.output[0])]
        scale = next(name for name in scales.input if name != quantised.output[1])
        instead[scaled.name] = [
            helper.make_node("Cast", [weights], [f"{weights}_wide"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{weights}_wide", scale], [f"{weights}_whole"]),
            helper.make_node("MatMul", [quantised.input[0], f"{weights}_whole"], list(scaled.output)),
        ]
        dropped |= {product.name, quantised.name, cast.name, scales.name}
    nodes = [new for node in graph.node if node.name not in dropped for new in instead.get(node.name, [node])]
    needed = {name for node in nodes for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in needed]
    wide = helper.make_graph(nodes, graph.name, graph.input, graph.output, kept)
    model = helper.make_model(wide, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _layer(layer: nn.Module, x: Tensor) -> Tensor:
    """Return a layer's output in plain operations that the graph format knows."""
    _, length, width = x.shape
    size = width // layer.heads
    q, k, v = layer.qkv(x).view(1, length, 3, layer.heads, size).permute(2, 0, 3, 1, 4)
    weights = torch.softmax(q @ k.transpose(-1, -2) / size**0.5, -1)
    x = layer.norm1(x + layer.out((weights @ v).transpose(1, 2).reshape(1, length, width)))
    return layer.norm2(x + layer.down(nn.functional.gelu(layer.up(x))))
