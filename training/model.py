"""The heads on the encoder, and their losses.

From each piece: the type of an act that begins there, and whether an attribution does. From each such anchor, to every
piece of the window: the roles, as outside / begins / goes on; `Round`s let the pieces see each other as that anchor
sees them, so that one candidate can give way to another. From each act's anchor: status, mode, contexts.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from keii.encoder.base import BaseEncoder
from keii.encoder.heads import ROUND_HEADS, ROUNDS
from keii.encoder.labels import BIO, FEATURES, ROLES, STATUSES, TYPES
from training.encoder import Encoder

HIDDEN = 256
DISTANCES = 33  # buckets of the distance from an anchor to a piece
FACTORS = 128  # of the product between an anchor and a piece; sums alone learn who belongs to what only slowly
KINDS = 3  # act, say, predicate
ROUND = 128  # width of the rounds


@dataclass(slots=True)
class Batch:
    """Windows padded to one length, and their anchors; all tensors, the anchors flat over the batch."""

    ids: Tensor  # (batch, length)
    mask: Tensor  # (batch, length) True for pieces
    known: Tensor  # (batch, length, 2 * features)
    own: Tensor  # (batch, length) True where the type head is trained
    own_say: Tensor
    types: Tensor  # (batch, length) 0 none, 1.. the type that begins there
    says: Tensor  # (batch, length) 0 or 1
    window: Tensor  # (anchors,) its window
    piece: Tensor  # (anchors,) its first piece
    kind: Tensor  # (anchors,)
    anchor_type: Tensor  # (anchors,) 0 for others than acts
    status: Tensor  # (anchors,) -100 where there is none
    mode: Tensor  # (anchors,) -100 where there is none
    contexts: Tensor  # (anchors, contexts) 0 or 1, -1 where unknown
    roles: Tensor  # (anchors, roles, length) 0 outside, 1 begins, 2 goes on, -100 not trained


class Round(nn.Module):
    """A small transformer layer over the pieces of a window as one anchor sees them."""

    def __init__(self) -> None:
        """Make a layer of untrained weights."""
        super().__init__()
        self.norm1 = nn.LayerNorm(ROUND)
        self.qkv = nn.Linear(ROUND, 3 * ROUND)
        self.out = nn.Linear(ROUND, ROUND)
        self.norm2 = nn.LayerNorm(ROUND)
        self.up = nn.Linear(ROUND, 2 * ROUND)
        self.down = nn.Linear(2 * ROUND, ROUND)

    def forward(self, x: Tensor, mask: Tensor, dropout: float) -> Tensor:
        """Return the pieces after this round; x (anchors, length, ROUND), mask (anchors, length) True for pieces."""
        count, length, width = x.shape
        qkv = self.qkv(self.norm1(x)).view(count, length, 3, ROUND_HEADS, width // ROUND_HEADS)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        seen = self.out(seen.transpose(1, 2).reshape(count, length, width))
        x = x + functional.dropout(seen, dropout, self.training)
        inner = self.down(functional.relu(self.up(self.norm2(x))))
        return x + functional.dropout(inner, dropout, self.training)


class Coder(nn.Module):
    """The encoder with its heads."""

    def __init__(self, base: BaseEncoder, modes: int, contexts: int, layers: int | None = None) -> None:
        """Load the base; the heads start untrained."""
        super().__init__()
        self.encoder = Encoder(base, layers)
        width = base.width
        self.known = nn.Linear(2 * len(FEATURES), width, bias=False)
        self.known_late = nn.Linear(2 * len(FEATURES), width, bias=False)
        self.anchor = nn.Sequential(nn.Linear(width, HIDDEN), nn.ReLU())
        self.act = nn.Linear(HIDDEN, len(TYPES) + 1)
        self.say = nn.Linear(HIDDEN, 2)
        self.from_anchor = nn.Linear(width, HIDDEN)
        self.to_piece = nn.Linear(width, HIDDEN)
        self.distance = nn.Embedding(DISTANCES, HIDDEN)
        self.kind = nn.Embedding(KINDS, HIDDEN)
        self.typed = nn.Embedding(len(TYPES) + 1, HIDDEN)
        self.anchor_factor = nn.Linear(width, FACTORS)
        self.piece_factor = nn.Linear(width, FACTORS)
        self.roles = nn.Linear(HIDDEN + FACTORS, len(ROLES) * BIO)
        self.enter = nn.Linear(HIDDEN + FACTORS, ROUND)
        self.rounds = nn.ModuleList(Round() for _ in range(ROUNDS))
        self.leave_norm = nn.LayerNorm(ROUND)
        self.leave = nn.Linear(ROUND, len(ROLES) * BIO)
        self.state = nn.Sequential(nn.Linear(width * 2, HIDDEN), nn.ReLU())
        self.state_typed = nn.Embedding(len(TYPES) + 1, HIDDEN)
        self.status = nn.Linear(HIDDEN, len(STATUSES))
        self.mode = nn.Linear(HIDDEN, modes)
        self.contexts = nn.Linear(HIDDEN, contexts)
        for embedding in (self.distance, self.kind, self.typed, self.state_typed):
            nn.init.normal_(embedding.weight, std=0.02)
        for known in (self.known, self.known_late):
            nn.init.zeros_(known.weight)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def states(self, ids: Tensor, mask: Tensor, known: Tensor, words: Tensor, dropout: float = 0.0) -> Tensor:
        """Return the states; `known` (batch, length, 2 * features), `words` the table of word embeddings."""
        embedded = functional.embedding(ids, words) + self.known(known)
        return self.encoder(embedded, mask, dropout) + self.known_late(known)

    def spots(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """Return type logits (batch, length, types + 1) and say logits (batch, length, 2)."""
        hidden = self.anchor(states)
        return self.act(hidden), self.say(hidden)

    def links(
        self, states: Tensor, mask: Tensor, window: Tensor, piece: Tensor, kind: Tensor, type_: Tensor, dropout: float
    ) -> Tensor:
        """Return role logits (anchors, length, roles * BIO) from anchors to the pieces of their windows."""
        length = states.shape[1]
        anchors = self.from_anchor(states[window, piece]) + self.kind(kind) + self.typed(type_)
        pieces = self.to_piece(states)[window]
        steps = torch.arange(length, device=states.device)[None, :] - piece[:, None]
        hidden = functional.relu(anchors[:, None, :] + pieces + self.distance(bucket(steps)))
        product = self.anchor_factor(states[window, piece])[:, None, :] * self.piece_factor(states)[window]
        joined = torch.cat((hidden, product), -1)
        x, seen = self.enter(joined), mask[window]
        for round_ in self.rounds:
            x = round_(x, seen, dropout)
        return self.roles(joined) + self.leave(self.leave_norm(x))

    def about(
        self, states: Tensor, window: Tensor, piece: Tensor, last: Tensor, type_: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits of status, mode and contexts of acts whose words begin at `piece` and end at `last`."""
        pair = torch.cat((states[window, piece], states[window, last]), -1)
        hidden = self.state(pair) + self.state_typed(type_)
        return self.status(hidden), self.mode(hidden), self.contexts(hidden)


def bucket(steps: Tensor) -> Tensor:
    """Return the bucket of signed distances in pieces: single steps up to 4, then powers of two up to 128 and more."""
    far = steps.abs().clamp(min=1).float()
    size = torch.where(far <= 4, far, 4 + torch.log2(far / 4).ceil().clamp(max=12)).long()
    return torch.where(steps == 0, 0, torch.where(steps > 0, size, size + 16)).clamp(max=DISTANCES - 1)


def loss(model: Coder, batch: Batch, words: Tensor, dropout: float) -> tuple[Tensor, dict[str, float]]:
    """Return the sum of the heads' losses, and each by name."""
    states = functional.dropout(
        model.states(batch.ids, batch.mask, batch.known, words, dropout), dropout, model.training
    ).float()
    types, says = model.spots(states)
    parts = {}
    if batch.own.any():
        parts["type"] = functional.cross_entropy(types[batch.own], batch.types[batch.own]) * 12
    if batch.own_say.any():
        parts["say"] = functional.cross_entropy(says[batch.own_say], batch.says[batch.own_say]) * 5
    if len(batch.window):
        links = model.links(states, batch.mask, batch.window, batch.piece, batch.kind, batch.anchor_type, dropout)
        shaped = links.view(*links.shape[:2], len(ROLES), BIO).permute(0, 3, 2, 1)
        parts["roles"] = functional.cross_entropy(shaped, batch.roles, ignore_index=-100) * 80
        acts = batch.status >= 0
        if acts.any():
            triggers = batch.roles[acts, 0] > 0
            last = torch.where(triggers, torch.arange(triggers.shape[1])[None, :], 0).amax(1).maximum(batch.piece[acts])
            status, mode, contexts = model.about(
                states, batch.window[acts], batch.piece[acts], last, batch.anchor_type[acts]
            )
            parts["status"] = functional.cross_entropy(status, batch.status[acts], label_smoothing=0.02)
            if (batch.mode[acts] >= 0).any():
                parts["mode"] = functional.cross_entropy(mode, batch.mode[acts], ignore_index=-100) * 0.3
            known = batch.contexts[acts]
            if (known >= 0).any():
                parts["contexts"] = (
                    functional.binary_cross_entropy_with_logits(contexts[known >= 0], known[known >= 0].float()) * 1.0
                )
    return sum(parts.values(), torch.zeros(())), {name: float(part.detach()) for name, part in parts.items()}
