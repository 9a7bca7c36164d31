"""Trains the model: fixed seeds, bf16 where the processor has it, curves kept. Run by `make model`."""

import json
import math
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch

from keii.encoder.base import BaseEncoder, base_path
from keii.encoder.pieces import Cutter
from training.batches import Names, Prepared, batches
from training.model import Coder, loss

SEED = 20261125
PIECES = 1024  # a batch, about 22 sentences; with 2048 the same time learnt less
HEAD_RATE = 1e-3  # of the heads, which start untrained
ROUND_RATE = 6e-4  # of the rounds, which are deeper
DEEP = ("rounds.", "enter.", "leave.")
HALF = torch.cpu._is_avx512_supported()  # without AVX-512 a step in bf16 takes twenty times as long as one in fp32


def word_table(base: BaseEncoder) -> torch.Tensor:
    """Return all word embeddings, dequantised: shape (pieces, width)."""
    return torch.from_numpy(base.matrix("emb.word", base.pieces))


def train(
    model: Coder,
    prepared: Sequence[Prepared],
    names: Names,
    base: BaseEncoder,
    words: torch.Tensor,
    *,
    epochs: int,
    rate: float,
    log: Path,
    dropout: float = 0.1,
    seed: int = SEED,
    decay: float = 0.01,
    warm: float = 0.05,
    minutes: float | None = None,
    slower: float = 1.0,
) -> None:
    """Train in place; one line an epoch goes to `log`.

    `minutes` bounds the time: the rate falls to zero by then. `slower` divides the rates of heads that are trained
    already.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    optimizer = _optimizer(model, rate, decay, slower)
    epoch_steps = sum(
        1 for _ in batches(prepared, names, random.Random(0), size=PIECES, bos=base.bos, eos=base.eos, pad=base.pad)
    )
    total, step, begun = epochs * epoch_steps, 0, time.time()
    for epoch in range(epochs):
        model.train()
        sums: Counter[str] = Counter()
        count = 0
        for batch in batches(prepared, names, rng, size=PIECES, bos=base.bos, eos=base.eos, pad=base.pad):
            share = min(
                1.0, step / total if minutes is None else max(step / total, (time.time() - begun) / 60 / minutes)
            )
            scale = min(1.0, (step + 1) / (warm * total)) * max(0.02, 0.5 * (1 + math.cos(math.pi * share)))
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * scale
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
                value, parts = loss(model, batch, words, dropout)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            sums.update(parts)
            count += 1
            step += 1
            if share >= 1:
                break
        line = {
            "epoch": epoch + 1,
            "step": step,
            "seconds": round(time.time() - begun),
            **{name: round(value / count, 4) for name, value in sums.items()},
        }
        print(json.dumps(line), flush=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        if minutes is not None and time.time() - begun > minutes * 60:
            break


def _optimizer(model: Coder, rate: float, decay: float, slower: float) -> torch.optim.AdamW:
    """Return the optimizer; what is trained already learns at `rate`, heads and rounds at their own."""
    inner = [p for n, p in model.named_parameters() if n.startswith("encoder.")]
    deep = [p for n, p in model.named_parameters() if n.startswith(DEEP)]
    heads = [p for n, p in model.named_parameters() if not n.startswith(("encoder.", *DEEP))]
    rates = ((inner, rate), (deep, ROUND_RATE / slower), (heads, HEAD_RATE / slower))
    groups = [{"params": parameters, "lr": own, "base": own} for parameters, own in rates]
    return torch.optim.AdamW(groups, weight_decay=decay, betas=(0.9, 0.98))


def load_base() -> tuple[BaseEncoder, Cutter, torch.Tensor]:
    """Return the base encoder, its cutter and its word embeddings."""
    base = BaseEncoder(base_path())
    return base, Cutter(base), word_table(base)
