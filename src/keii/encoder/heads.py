"""The heads of the trained model in numpy: from the encoder's states to acts, attributions and their roles."""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from keii.encoder.labels import BIO, ROLES

Array = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
ACT, SAY, PREDICATE = 0, 1, 2  # kinds of anchors
# Pieces before and after an anchor that can have a role. Links took 1.6 s of 172 sentences without a bound, 1.1 s with
# 160 and 96, .75 s with 112 and 64; the first bound changed no figure of the development sets, the second cost .005 of
# source.
BACK, AHEAD = 128, 80
ROUNDS, ROUND_HEADS = 2, 4  # layers in which pieces see each other as an anchor sees them, and their attention heads
IN_GRAPH = ("enter.", "rounds.", "leave", "roles.")  # weights of `plain_roles`, which a graph stands in for
EPSILON = 1e-5  # of what scales a piece to mean zero and spread one


class Heads:
    """The heads' weights, by the names that training gave them."""

    def __init__(self, weights: Mapping[str, Array], roles: Callable[[Array], Array] | None = None) -> None:
        """Keep the weights; a missing one raises KeyError when it is first used.

        `roles` stands in for `plain_roles`: the same sums as a graph, which takes less than half the time.
        """
        self._weights = {name: np.asarray(weights[name], dtype=np.float32) for name in weights}
        self._roles = roles or self.plain_roles

    def known(self, features: Array) -> tuple[Array, Array]:
        """Return what features (pieces, columns) add to the embeddings and to the states, each (pieces, width)."""
        return features @ self._weights["known.weight"].T, features @ self._weights["known_late.weight"].T

    def spots(self, states: Array) -> tuple[Array, Array]:
        """Return probabilities of a type (length, types + 1) and an attribution (length, 2) that begin at a piece."""
        hidden = np.maximum(self._linear("anchor.0", states), 0)
        return softmax(self._linear("act", hidden)), softmax(self._linear("say", hidden))

    def links(self, states: Array, pieces: Ints, kinds: Ints, types: Ints) -> Array:
        """Return probabilities (anchors, length, roles, BIO) of the roles of pieces to anchors.

        Pieces out of an anchor's reach are outside all its roles.
        """
        anchors = self._linear("from_anchor", states[pieces]) + self._weights["kind.weight"][kinds]
        anchors = anchors + self._weights["typed.weight"][types]
        factors = self._linear("anchor_factor", states[pieces])
        around, products = self._linear("to_piece", states), self._linear("piece_factor", states)
        found = np.zeros((len(pieces), len(states), len(ROLES), BIO), dtype=np.float32)
        found[..., 0] = 1
        for number, piece in enumerate(pieces.tolist()):
            near = slice(max(0, piece - BACK), piece + AHEAD)
            steps = np.arange(len(states))[near] - piece
            hidden = anchors[number] + around[near] + self._weights["distance.weight"][bucket(steps)]
            joined = np.concatenate((np.maximum(hidden, 0, out=hidden), factors[number] * products[near]), -1)
            found[number, near] = self._roles(joined)
        return found

    def plain_roles(self, joined: Array) -> Array:
        """Return probabilities (pieces, roles, BIO) of pieces as an anchor sees them, (pieces, HIDDEN + FACTORS)."""
        x = self._linear("enter", joined)
        for number in range(ROUNDS):
            x = self._round(f"rounds.{number}", x)
        logits = self._linear("roles", joined) + self._linear("leave", self._norm("leave_norm", x))
        return softmax(logits.reshape(len(joined), len(ROLES), BIO))

    def about(self, states: Array, first: Ints, last: Ints, types: Ints) -> tuple[Array, Array, Array, Array]:
        """Return of acts the probabilities of statuses, the logits of modes, the probabilities of contexts, vectors."""
        hidden = np.maximum(self._linear("state.0", np.concatenate((states[first], states[last]), -1)), 0)
        hidden = hidden + self._weights["state_typed.weight"][types]
        contexts = (1 / (1 + np.exp(-self._linear("contexts", hidden)))).astype(np.float32)
        return softmax(self._linear("status", hidden)), self._linear("mode", hidden), contexts, hidden

    def _round(self, name: str, x: Array) -> Array:
        """Return the pieces (length, width) after a small transformer layer in which they see each other."""
        length, width = x.shape
        size = width // ROUND_HEADS
        qkv = self._linear(f"{name}.qkv", self._norm(f"{name}.norm1", x)).reshape(length, 3, ROUND_HEADS, size)
        q, k, v = qkv.transpose(1, 2, 0, 3)
        seen = softmax(q @ k.transpose(0, 2, 1) / np.float32(size**0.5)) @ v
        x = x + self._linear(f"{name}.out", seen.transpose(1, 0, 2).reshape(length, width))
        inner = np.maximum(self._linear(f"{name}.up", self._norm(f"{name}.norm2", x)), 0)
        return x + self._linear(f"{name}.down", inner)

    def _norm(self, name: str, x: Array) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled: Array = centred / np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(EPSILON))
        return scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]

    def _linear(self, name: str, x: Array) -> Array:
        return x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]


def softmax(logits: Array) -> Array:
    """Return the probabilities of logits along the last axis."""
    values = np.exp(logits - logits.max(-1, keepdims=True))
    shares: Array = values / values.sum(-1, keepdims=True)
    return shares


def bucket(steps: Ints) -> Ints:
    """Return the bucket of signed distances in pieces: single steps up to 4, then powers of two up to 128 and more."""
    far = np.maximum(np.abs(steps), 1).astype(np.float32)
    size = np.where(far <= 4, far, 4 + np.minimum(np.ceil(np.log2(far / np.float32(4))), 12)).astype(np.int64)
    return np.minimum(np.where(steps == 0, 0, np.where(steps > 0, size, size + 16)), 32)
