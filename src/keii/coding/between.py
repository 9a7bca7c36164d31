"""The PLOVER type of the act between two marked parties: what the rules and the model read, weighed.

Every word that either takes for an act is a candidate. A linear function of how well the two parties fit its roles and
of how near they stand says how much it counts; its type and status give PLOVER's type, which folds the two into one
(`codebook/data/derivation.tsv`). `python -m training.relation` fits the weights on the corpus's tune split; they lie
beside the model's, in `keii/encoder/data/relation.tsv`, since they hold for those alone.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache

import numpy as np

from keii.codebook import derive_plover
from keii.coding.acts import Act
from keii.coding.relation import Marked, Ruled, among, distance, nearest, ruled
from keii.coding.windowed import windowed
from keii.encoder.engine import DATA, Engine, engine
from keii.encoder.heads import ACT, Array
from keii.encoder.labels import ACT_ROLES, ROLES, STATUSES, TYPES
from keii.encoder.reading import Thresholds, last_piece, spans_of
from keii.encoder.windows import Window
from keii.tables import read_table

FILE = DATA / "relation.tsv"
COLUMNS = ("feature", "weight")
PLOVER = TYPES[:-1]
LEAST = 0.05  # probability of a type at a piece from which on it is a candidate
MOST = 3  # likeliest types of a piece that are
SEEN = 0.35  # probability of any act below which a sentence tells none, where the rules see none either
FAR = 8  # steps in the tree beyond which nothing gets farther
ODDS = 0.005  # probabilities nearer to 0 or 1 are taken as this far
AT_PLACE = 0.7  # how much a target counts that is where the act happens
# How much the status that the rules read counts beside the model's, which has the rest.
STATUS_OF_RULES = 0.5
# The vote of the act that the rules alone would take, beside shares that sum to one. Accuracy without it and with it:
# on pairs of the check split .706 and .681 (439 in English), .744 and .741 (379 in Japanese), on the 1,050 pairs of the
# development set, which is real news, .751 and .767.
VOTE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well an act fits a source and a target; what is so as 1, what is not as 0."""

    type: float  # log odds of the model's score of its type at its words
    contrary: float  # the rules read an act of another type there
    actor: float  # the rules have the source among its actors
    recipient: float  # the rules have the target among its recipients
    seen_actor: float  # the model's score of the source as its actor
    seen_recipient: float  # of the target as its recipient
    seen_place: float  # of the target as its place
    seen_pair: float  # of the source as its actor and the target in any other part
    to_source: float  # steps in the tree, in fours
    to_target: float
    depth: float  # steps from its word to the root, in fours


FEATURES = tuple(field.name for field in fields(Fit))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act that may be the one: how it fits, and the shares of PLOVER's types that its type and statuses give."""

    fit: Fit
    types: Mapping[str, float]


def relation_of(sentence: str, source: Marked, target: Marked, language: str) -> str | None:
    """Return the PLOVER type of the act from `source` to `target`, None when the sentence tells none."""
    read = ruled(sentence, language)
    taken = nearest(read, source, target)
    found, seen = candidates(sentence, read, source, target, language)
    if not found or (taken is None and seen < SEEN):
        return None
    totals: dict[str, float] = dict.fromkeys(PLOVER, 0.0)
    for candidate, share in zip(found, shares([c.fit for c in found], weights()), strict=True):
        for type_, part in candidate.types.items():
            totals[type_] += share * part
    if taken is not None:
        statuses = {taken.reality.status.value: 1.0}
        for type_, part in _derived(taken.type, statuses).items():
            totals[type_] += VOTE * part
    return max(totals, key=lambda type_: totals[type_])


def candidates(
    sentence: str, read: Ruled, source: Marked, target: Marked, language: str
) -> tuple[list[Candidate], float]:
    """Return the acts that may be between two phrases, and the model's score of any act in the sentence."""
    model = engine()
    window, states = next(windowed(model, [sentence], language))
    types, _ = model.heads.spots(states)
    view = _View(model, window, states, types, read, source, target)
    return [view.candidate(*one) for one in view.spotted()], float(1 - types[:, 0].min())


def shares(fits: Sequence[Fit], by: Sequence[float]) -> list[float]:
    """Return how much each of several acts counts, in sum 1."""
    scores = [sum(w * x for w, x in zip(by, astuple(fit), strict=True)) for fit in fits]
    top = max(scores, default=0.0)
    powers = [math.exp(score - top) for score in scores]
    return [power / sum(powers) for power in powers]


@cache
def weights() -> tuple[float, ...]:
    """Return the fitted weights in the order of FEATURES; KeyError when the file lacks one."""
    rows = {row["feature"]: float(row["weight"]) for _, row in read_table(FILE, COLUMNS)}
    return tuple(rows[name] for name in FEATURES)


@dataclass(frozen=True, slots=True)
class _View:
    """A sentence as both readers have it, seen from a source and a target."""

    model: Engine
    window: Window
    states: Array
    types: Array
    read: Ruled
    source: Marked
    target: Marked

    def spotted(self) -> list[tuple[list[int], str, Act | None, bool]]:
        """Return candidates: their pieces, type, the rules' act, and whether the rules read another type there."""
        found: list[tuple[list[int], str, Act | None, bool]] = []
        covered: dict[int, Act] = {}
        for act in self.read.acts:
            start, end = self.read.tree.span(act.occurrence.first, act.trigger_last)
            pieces = self._pieces(start, end)
            covered.update(dict.fromkeys(pieces, act))
            if act.type != "OTHER" and pieces:
                found.append((pieces, act.type, act, False))
        for piece in self._own():
            for number in np.argsort(-self.types[piece, 1:], kind="stable")[:MOST].tolist():
                type_, here = TYPES[number], covered.get(piece)
                if type_ == "OTHER" or self.types[piece, number + 1] < LEAST or (here and here.type == type_):
                    continue
                found.append(([piece], type_, None, here is not None))
        return found

    def candidate(self, pieces: list[int], type_: str, act: Act | None, contrary: bool) -> Candidate:
        """Return a candidate with its fit."""
        number = TYPES.index(type_) + 1
        anchor = max(pieces, key=lambda piece: (self.types[piece, number], -piece))
        typed, at = np.array([number]), np.array([anchor])
        links = self.model.heads.links(self.states, at, np.array([ACT]), typed)[0]
        last = last_piece(self.window, anchor, spans_of(self.window, links, ACT_ROLES, Thresholds()))
        first, last = (anchor, last) if act is None else (pieces[0], pieces[-1])
        statuses = self.model.heads.about(self.states, np.array([first]), np.array([last]), typed)[0][0]
        head = self._token(self.window.starts[anchor]) if act is None else act.occurrence.head
        fit = self._fit(float(self.types[pieces, number].max()), links, head, act, contrary=contrary)
        shares_of = dict(zip(STATUSES, statuses.tolist(), strict=True))
        if act is not None:
            shares_of = {name: (1 - STATUS_OF_RULES) * share for name, share in shares_of.items()}
            shares_of[act.reality.status.value] += STATUS_OF_RULES
        return Candidate(fit, _derived(type_, shares_of))

    def _fit(self, score: float, links: Array, head: int, act: Act | None, *, contrary: bool) -> Fit:
        tree, roles = self.read.tree, act.roles if act else None
        actor = self._most(links, "actor", self.source)
        recipient, place = self._most(links, "recipient", self.target), self._most(links, "place", self.target)
        other = max(recipient, self._most(links, "actor", self.target), AT_PLACE * place)
        return Fit(
            type=_log_odds(score),
            contrary=float(contrary),
            actor=float(roles is not None and among(roles.actors, self.source)),
            recipient=float(roles is not None and among(roles.recipients, self.target)),
            seen_actor=actor,
            seen_recipient=recipient,
            seen_place=place,
            seen_pair=actor * other,
            to_source=min(distance(tree, head, self.source), FAR) / 4,
            to_target=min(distance(tree, head, self.target), FAR) / 4,
            depth=min(len(tree.ancestors(head)), FAR) / 4,
        )

    def _most(self, links: Array, role: str, marked: Marked) -> float:
        pieces = [] if marked is None else self._pieces(*marked)
        return float((1 - links[pieces, ROLES.index(role), 0]).max()) if pieces else 0.0

    def _own(self) -> list[int]:
        return [piece for piece, sentence in enumerate(self.window.sentence) if sentence >= 0]

    def _pieces(self, start: int, end: int) -> list[int]:
        return [p for p in self._own() if self.window.starts[p] < end and start < self.window.ends[p]]

    def _token(self, place: int) -> int:
        parse = self.read.tree.parse
        return next((t for t in range(len(parse.ends)) if parse.ends[t] > place), len(parse.ends) - 1)


def _derived(type_: str, statuses: Mapping[str, float]) -> dict[str, float]:
    """Return the shares of PLOVER's types that an act of keii's type has with these shares of statuses."""
    types: dict[str, float] = {}
    for status, share in statuses.items():
        plover = derive_plover(type_, status).type
        if plover is not None:
            types[plover] = types.get(plover, 0.0) + share
    return types


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, ODDS), 1 - ODDS)
    return math.log(bounded / (1 - bounded))
