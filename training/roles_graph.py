"""Writes the heads' roles as a graph, which onnxruntime runs in less than half the time of NumPy.

`python -m training.roles_graph` makes `roles.onnx` from `heads.npz`; `make model` does so too. The same sums as
`Heads.plain_roles`, in half precision where they lie and in full where they are multiplied.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from keii.encoder.engine import HEADS, ROLES
from keii.encoder.heads import EPSILON, ROUND_HEADS, ROUNDS
from keii.encoder.labels import BIO


def main() -> None:
    """Write the graph beside the heads that ship."""
    with np.load(HEADS) as arrays:
        write({name: arrays[name] for name in arrays.files}, HEADS.with_name(ROLES))


def write(weights: Mapping[str, Any], path: Path) -> None:
    """Write the graph of the roles of the heads' weights."""
    onnx.save(roles_graph(weights), str(path))


def roles_graph(weights: Mapping[str, Any]) -> ModelProto:
    """Return the graph from pieces as an anchor sees them (anchors, pieces, HIDDEN + FACTORS) to their roles.

    The roles are probabilities (anchors, pieces, roles, BIO).
    """
    graph = _Graph(weights)
    x = graph.linear("enter", "joined")
    for number in range(ROUNDS):
        x = _round(graph, f"rounds.{number}", x)
    logits = graph.add("Add", [graph.linear("roles", "joined"), graph.linear("leave", graph.norm("leave_norm", x))])
    apart = graph.add("Reshape", [logits, graph.numbers(0, 0, -1, BIO)])
    graph.add("Softmax", [apart], into="roles", axis=-1)
    made = helper.make_graph(
        graph.nodes,
        "roles",
        [helper.make_tensor_value_info("joined", TensorProto.FLOAT, ["anchors", "pieces", None])],
        [helper.make_tensor_value_info("roles", TensorProto.FLOAT, ["anchors", "pieces", None, BIO])],
        [numpy_helper.from_array(value, name) for name, value in graph.values.items()],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model


class _Graph:
    """A graph under construction: its operations, and the values they start from."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self.weights, self.nodes, self.values = weights, list[NodeProto](), dict[str, Any]()

    def add(self, operation: str, given: Sequence[str], *, into: str = "", **how: Any) -> str:
        """Add an operation; returns the name of what it gives."""
        name = into or f"{operation}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, list(given), [name], **how))
        return name

    def numbers(self, *numbers: int) -> str:
        """Return the name of a list of whole numbers: a shape, an axis."""
        name = ",".join(map(str, numbers))
        self.values[name] = np.array(numbers, dtype=np.int64)
        return name

    def weight(self, name: str, *, turned: bool = False) -> str:
        """Return the name of a weight in full precision; onnxruntime widens it once, when it loads the graph."""
        value = np.asarray(self.weights[name], dtype=np.float16)
        self.values[name] = np.ascontiguousarray(value.T if turned else value)
        return self.add("Cast", [name], to=TensorProto.FLOAT)

    def linear(self, name: str, x: str) -> str:
        """Return x times a matrix, and what is added to it."""
        product = self.add("MatMul", [x, self.weight(f"{name}.weight", turned=True)])
        return self.add("Add", [product, self.weight(f"{name}.bias")])

    def norm(self, name: str, x: str) -> str:
        """Return x with each piece scaled to mean zero and spread one."""
        given = [x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.add("LayerNormalization", given, axis=-1, epsilon=EPSILON)


def _round(graph: _Graph, name: str, x: str) -> str:
    """Return the pieces after a small transformer layer in which they see each other."""
    width = len(graph.weights[f"{name}.out.bias"])
    size = width // ROUND_HEADS
    qkv = graph.linear(f"{name}.qkv", graph.norm(f"{name}.norm1", x))
    qkv = graph.add("Reshape", [qkv, graph.numbers(0, 0, 3, ROUND_HEADS, size)])
    qkv = graph.add("Transpose", [qkv], perm=[2, 0, 3, 1, 4])
    first = graph.numbers(0)
    q, k, v = (
        graph.add("Squeeze", [graph.add("Slice", [qkv, graph.numbers(n), graph.numbers(n + 1), first]), first])
        for n in range(3)
    )
    graph.values["scale"] = np.array(size**-0.5, dtype=np.float32)
    seen = graph.add("MatMul", [graph.add("Mul", [q, "scale"]), graph.add("Transpose", [k], perm=[0, 1, 3, 2])])
    seen = graph.add("MatMul", [graph.add("Softmax", [seen], axis=-1), v])
    seen = graph.add("Transpose", [seen], perm=[0, 2, 1, 3])
    seen = graph.add("Reshape", [seen, graph.numbers(0, 0, width)])
    x = graph.add("Add", [x, graph.linear(f"{name}.out", seen)])
    inner = graph.add("Relu", [graph.linear(f"{name}.up", graph.norm(f"{name}.norm2", x))])
    return graph.add("Add", [x, graph.linear(f"{name}.down", inner)])


if __name__ == "__main__":
    main()
