"""The encoder in torch: a post-norm BERT whose weights come from the base encoder's file."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from keii.encoder.base import BaseEncoder


class Layer(nn.Module):
    """One transformer layer: attention, feed-forward, each with its residual and norm after it."""

    def __init__(self, width: int, heads: int, inner: int, epsilon: float) -> None:
        """Make a layer of untrained weights."""
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, epsilon)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, epsilon)

    def forward(self, x: Tensor, mask: Tensor, dropout: float) -> Tensor:
        """Return the states after this layer; x (batch, length, width), mask (batch, 1, 1, length) True for pieces."""
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        attended = attended.transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + functional.dropout(self.out(attended), dropout, self.training))
        inner = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + functional.dropout(inner, dropout, self.training))


class Encoder(nn.Module):
    """Piece ids to states; the word embeddings are the base's own and are never trained."""

    def __init__(self, base: BaseEncoder, layers: int | None = None) -> None:
        """Load the base's weights; `layers` keeps only the first so many."""
        super().__init__()
        self.base = base
        width = base.width
        self.register_buffer("words", torch.empty(0), persistent=False)
        self.positions = nn.Parameter(
            torch.from_numpy(base.matrix("emb.pos", base.positions) + base.vector("emb.type")[:width])
        )
        self.norm = nn.LayerNorm(width, base.epsilon)
        _load(self.norm, base, "emb.ln")
        self.layers = nn.ModuleList(
            Layer(width, base.heads, base.inner, base.epsilon) for _ in range(layers or base.layers)
        )
        for number, layer in enumerate(self.layers):
            _load_layer(layer, base, f"l{number}")

    def forward(self, embedded: Tensor, mask: Tensor, dropout: float = 0.0) -> Tensor:
        """Return the states (batch, length, width) of embedded pieces; mask (batch, length) True for pieces."""
        x = self.norm(embedded + self.positions[: embedded.shape[1]])
        x = functional.dropout(x, dropout, self.training)
        wide = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, wide, dropout)
        return x


def _load(module: nn.Linear | nn.LayerNorm, base: BaseEncoder, name: str) -> None:
    weight = torch.from_numpy(base.vector(f"{name}.w"))
    with torch.no_grad():
        module.weight.copy_(weight.view(module.weight.shape))
        module.bias.copy_(torch.from_numpy(base.vector(f"{name}.b")))


def _load_layer(layer: Layer, base: BaseEncoder, name: str) -> None:
    parts = ("q", "k", "v")
    with torch.no_grad():
        layer.qkv.weight.copy_(torch.cat([torch.from_numpy(base.matrix(f"{name}.{p}.w", base.width)) for p in parts]))
        layer.qkv.bias.copy_(torch.cat([torch.from_numpy(base.vector(f"{name}.{p}.b")) for p in parts]))
    for module, part in (
        (layer.out, "ao"),
        (layer.norm1, "aln"),
        (layer.up, "fi"),
        (layer.down, "fo"),
        (layer.norm2, "oln"),
    ):
        _load(module, base, f"{name}.{part}")
