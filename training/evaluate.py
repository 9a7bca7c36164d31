"""Scores a model on documents by words alone: types, statuses, spans of roles, attributions; no codes of countries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from keii.encoder.heads import ACT
from keii.encoder.reading import Place, Seen, Spotted, Thresholds, read_window
from training.batches import Prepared
from training.documents import Anchor
from training.engine import TorchEngine

SCORED = (
    "actor",
    "recipient",
    "source",
    "place",
    "time",
    "actor_antecedent",
    "recipient_antecedent",
    "source_antecedent",
)


def found_in(engine: TorchEngine, item: Prepared, thresholds: Thresholds) -> list[Spotted]:
    """Return all that is found in a document."""
    cut = engine.windows(item.pieces)
    return [
        one
        for window, states in zip(cut, engine.states(cut, item.hits), strict=True)
        for one in read_window(engine.heads, Seen.of(engine.heads, window, states), thresholds)
    ]


def score(pairs: Iterable[tuple[Prepared, Sequence[Spotted]]]) -> dict[str, float]:
    """Return figures: type F1 by sentence, status of matched acts, F1 of role spans that overlap, attributions."""
    c: Counter[Any] = Counter()
    for item, found in pairs:
        gold = [a for a in item.document.anchors if a.kind == "act" and a.type != "OTHER"]
        acts = [f for f in found if f.kind == ACT and f.type != "OTHER"]
        c.update(gold=len(gold), predicted=len(acts), sentences=len(item.document.sentences))
        for g, p in _matched(gold, acts):
            c["type"] += 1
            c["status"] += g.status == p.status
            for role in SCORED:
                c.update(_spans(role, g.roles.get(role, []), [place for place, _ in p.roles.get(role, ())]))
        if "say" in item.document.covers:
            _attributions(c, item, found)
    figures = {
        "type": _f1(c["type"], c["gold"], c["predicted"]),
        "precision": _share(c["type"], c["predicted"]),
        "recall": _share(c["type"], c["gold"]),
        "status": _share(c["status"], c["type"]),
        "acts_per_100": 100 * _share(c["predicted"], c["sentences"]),
    }
    figures |= {role: _f1(c[role, "hit"], c[role, "gold"], c[role, "predicted"]) for role in SCORED}
    if c["says"]:
        figures |= {
            "say": _f1(c["said"], c["says"], c["heard"]),
            "speaker": _share(c["speaker"], c["said"]),
            "content": _share(c["content"], c["said"]),
        }
    return {name: round(value, 3) for name, value in figures.items()}


def _matched(gold: Sequence[Anchor], acts: Sequence[Spotted]) -> list[tuple[Anchor, Spotted]]:
    candidates = sorted(
        (abs(g.at[1] - p.at[1]), i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(acts)
        if g.type == p.type and g.at[0] == p.at[0]
    )
    used: set[tuple[str, int]] = set()
    pairs = []
    for _, i, j in candidates:
        if ("g", i) not in used and ("p", j) not in used:
            used |= {("g", i), ("p", j)}
            pairs.append((gold[i], acts[j]))
    return pairs


def _spans(role: str, gold: Sequence[Place], found: Sequence[Place]) -> Counter[Any]:
    hits = sum(any(_overlap(g, p) for p in found) for g in gold)
    return Counter({(role, "gold"): len(gold), (role, "predicted"): len(found), (role, "hit"): hits})


def _attributions(c: Counter[Any], item: Prepared, found: Sequence[Spotted]) -> None:
    gold = [a for a in item.document.anchors if a.kind == "say"]
    said = [f for f in found if f.kind != ACT]
    c.update(says=len(gold), heard=len(said))
    left = list(said)
    for g in gold:
        match = next(
            (
                p
                for p in left
                if any(_overlap(x, y) for x in g.roles.get("content", ()) for y, _ in p.roles.get("content", ()))
                and _overlap(g.at, p.at)
            ),
            None,
        )
        if match is None:
            continue
        left.remove(match)
        c["said"] += 1
        speakers = [*g.roles.get("speaker", ()), *g.roles.get("speaker_antecedent", ())]
        heard = [place for role in ("speaker", "speaker_antecedent") for place, _ in match.roles.get(role, ())]
        c["speaker"] += any(_overlap(x, y) for x in speakers for y in heard) or not (speakers or heard)
        c["content"] += _jaccard(g.roles.get("content", []), [p for p, _ in match.roles.get("content", ())]) >= 0.5


def _jaccard(a: Sequence[Place], b: Sequence[Place]) -> float:
    one = {(s, i) for s, start, end in a for i in range(start, end)}
    two = {(s, i) for s, start, end in b for i in range(start, end)}
    return _share(len(one & two), len(one | two))


def _overlap(a: Place, b: Place) -> bool:
    return a[0] == b[0] and a[1] < b[2] and b[1] < a[2]


def _share(hits: float, total: float) -> float:
    return hits / total if total else 0.0


def _f1(hits: float, gold: float, predicted: float) -> float:
    return _share(2 * hits, gold + predicted)
