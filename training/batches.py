"""From annotated documents to batches: windows cut at random lengths, anchors and roles as pieces."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch

from keii.coding.features import Hit, features
from keii.encoder.labels import ACT_ROLES, CASES, FEATURES, ROLES, SAY_ROLES, STATUSES, TYPES
from keii.encoder.pieces import Cutter, Pieces
from keii.encoder.windows import CONTEXT, LIMIT, Window, windows
from keii.encoder.windows import known as known_of
from training.documents import Anchor, Annotated, Place
from training.model import Batch

KINDS = ("act", "say", "predicate")
TRAINED = {"act": ACT_ROLES, "say": SAY_ROLES, "predicate": CASES}
UNCODED = frozenset({"quantity", "hedge", "outer"})  # roles that only the corpus itself annotates


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document cut into pieces once."""

    document: Annotated
    pieces: list[Pieces]
    hits: list[list[Hit]]


@dataclass(frozen=True, slots=True)
class Names:
    """The modes and contexts of the codebook, in the order of the heads' outputs."""

    modes: tuple[tuple[str, str], ...]  # (type, mode)
    contexts: tuple[str, ...]


def prepare(documents: Iterable[Annotated], cutter: Cutter) -> list[Prepared]:
    """Return the documents with their sentences cut into pieces."""
    return [
        Prepared(
            document,
            [cutter.cut(text) for text in document.sentences],
            [features(text, document.language) for text in document.sentences],
        )
        for document in documents
    ]


def batches(
    prepared: Sequence[Prepared], names: Names, rng: random.Random, *, size: int, bos: int, eos: int, pad: int
) -> Iterator[Batch]:
    """Yield batches of about `size` pieces over all documents, in random order; window lengths vary."""
    cut = []
    for item in prepared:
        limit = rng.choice((48, 96, 160, LIMIT, LIMIT))
        context = rng.choice((0, 1, 2, CONTEXT, CONTEXT, CONTEXT))
        cut += [(item, window) for window in windows(item.pieces, bos, eos, limit=limit, context=context)]
    cut.sort(key=lambda pair: (len(pair[1].ids) // 16, rng.random()))
    groups: list[list[tuple[Prepared, Window]]] = [[]]
    for pair in cut:
        if groups[-1] and (len(groups[-1]) + 1) * max(len(pair[1].ids), len(groups[-1][0][1].ids)) > size:
            groups.append([])
        groups[-1].append(pair)
    rng.shuffle(groups)
    for group in groups:
        yield make(group, names, pad)


def make(group: Sequence[tuple[Prepared, Window]], names: Names, pad: int) -> Batch:
    """Return the batch of some windows."""
    length = max(len(window.ids) for _, window in group)
    shape = (len(group), length)
    ids = torch.full(shape, pad)
    mask = torch.zeros(shape, dtype=torch.bool)
    known = torch.zeros((*shape, 2 * len(FEATURES)))
    own, own_say = torch.zeros(shape, dtype=torch.bool), torch.zeros(shape, dtype=torch.bool)
    types, says = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    rows: list[tuple[int, int, Anchor, Window, Annotated]] = []
    for number, (item, window) in enumerate(group):
        count = len(window.ids)
        ids[number, :count] = torch.tensor(window.ids)
        mask[number, :count] = True
        known[number, :count] = torch.from_numpy(known_of(window, item.hits))
        mine = torch.tensor([window.first <= s < window.last for s in window.sentence])
        document = item.document
        own[number, :count] = mine if "act" in document.covers else False
        own_say[number, :count] = mine if "say" in document.covers else False
        place = Placer(window)
        for anchor in document.anchors:
            if not window.first <= anchor.at[0] < window.last:
                continue
            span = place(anchor.at)
            if span is None:
                continue
            if anchor.kind == "act":
                types[number, span[0]] = TYPES.index(anchor.type or "OTHER") + 1
            elif anchor.kind == "say":
                says[number, span[0]] = 1
            rows.append((number, span[0], anchor, window, document))
    return _anchored(
        rows,
        names,
        length,
        Batch(
            ids=ids,
            mask=mask,
            known=known,
            own=own,
            own_say=own_say,
            types=types,
            says=says,
            window=torch.empty(0),
            piece=torch.empty(0),
            kind=torch.empty(0),
            anchor_type=torch.empty(0),
            status=torch.empty(0),
            mode=torch.empty(0),
            contexts=torch.empty(0),
            roles=torch.empty(0),
        ),
    )


class Placer:
    """Finds the pieces of places in a window."""

    def __init__(self, window: Window) -> None:
        """Index the window's pieces by sentence."""
        self._pieces: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for at, (sentence, start, end) in enumerate(zip(window.sentence, window.starts, window.ends, strict=True)):
            if sentence >= 0:
                self._pieces[sentence].append((at, start, end))

    def __call__(self, place: Place) -> tuple[int, int] | None:
        """Return the first and last piece that a place touches, None when it lies outside the window."""
        sentence, start, end = place
        touched = [at for at, s, e in self._pieces.get(sentence, ()) if s < end and start < e]
        return (touched[0], touched[-1]) if touched else None


def _anchored(rows: list[tuple[int, int, Anchor, Window, Annotated]], names: Names, length: int, batch: Batch) -> Batch:
    count = len(rows)
    batch.window = torch.tensor([row[0] for row in rows], dtype=torch.long)
    batch.piece = torch.tensor([row[1] for row in rows], dtype=torch.long)
    batch.kind = torch.tensor([KINDS.index(row[2].kind) for row in rows], dtype=torch.long)
    batch.anchor_type = torch.tensor(
        [TYPES.index(row[2].type) + 1 if row[2].type else 0 for row in rows], dtype=torch.long
    )
    batch.status = torch.tensor(
        [STATUSES.index(row[2].status) if row[2].status else -100 for row in rows], dtype=torch.long
    )
    batch.mode = torch.tensor([_mode(row[2], names) for row in rows], dtype=torch.long)
    batch.contexts = torch.full((count, len(names.contexts)), -1, dtype=torch.long)
    batch.roles = torch.full((count, len(ROLES), length), -100, dtype=torch.long)
    placers: dict[int, Placer] = {}
    for number, (_, _, anchor, window, document) in enumerate(rows):
        if anchor.contexts:
            batch.contexts[number] = torch.tensor([name in anchor.contexts for name in names.contexts]).long()
        place = placers.setdefault(id(window), Placer(window))
        for role in TRAINED[anchor.kind]:
            if anchor.kind == "act" and "say" not in document.covers and role in UNCODED:
                continue
            line = batch.roles[number, ROLES.index(role)]
            line[: len(window.ids)] = 0
            for spot in anchor.roles.get(role, ()):
                if (span := place(spot)) is not None:
                    line[span[0]] = 1
                    line[span[0] + 1 : span[1] + 1] = 2
    return batch


def _mode(anchor: Anchor, names: Names) -> int:
    pair = (anchor.type or "", anchor.mode or "")
    return names.modes.index(pair) if pair in names.modes else -100
