"""How sure keii is of its own reading: from what the model and the rules say of an act to calibrated probabilities.

What speaks for a claim is gathered as Evidence when the claim is written. A Scale weighs it: a logistic function for
each case of who read the act, whose weights `python -m training.confidence` fits on the corpus's tune split. They
lie beside the model's, in `keii/encoder/data/confidence.tsv`, since they hold for those alone.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Protocol

from keii.encoder.engine import DATA
from keii.encoder.reading import Spotted
from keii.model import Claim, Party, Reference, Span
from keii.tables import data_error, read_table

FILE = DATA / "confidence.tsv"
COLUMNS = ("case", "figure", "feature", "weight")
CONSTANT = "constant"  # the weight that always counts
LEAST = 0.005  # probabilities nearer to 0 or 1 are taken as this far: a model's .9999 is no more certain than its .995


class Case(StrEnum):
    """Who read an act: what speaks for a claim weighs differently in each case."""

    MODEL = "model"  # the coder `model`
    RULED = "both.ruled"  # the coder `both`, an act that the rules read
    ALONE = "both.alone"  # the coder `both`, an act that the model alone read


class Figure(StrEnum):
    """What a confidence is the probability of."""

    TYPE = "type"  # the words name an act, and it has this type
    WHOLE = "whole"  # its actors, recipients and status are right as well


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for a claim; scores as log odds, what agrees as 1 or 0."""

    act: float  # the model's score of any act at these words
    type: float  # its score of the claim's type
    agrees: float  # no other type has a better one
    status: float  # its score of the claim's status
    told: float  # the rules' own status is the model's likeliest; 1 where no rule read the act
    actors: float  # the model marks the actors of the claim and no others
    recipients: float  # the same of the recipients
    role: float  # its score of the least certain of them; that of LEAST for none
    named: float  # somebody acts
    implicit: float  # somebody is named elsewhere than beside the act
    other: float  # the type is OTHER
    japanese: float  # the text is Japanese


FEATURES = tuple(field.name for field in fields(Evidence))
# Where more never speaks against a claim: fitted weights below 0 are noise and count as 0.
RISING = frozenset({"act", "type", "agrees", "status", "told", "actors", "recipients", "role"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """How probable it is that a claim is right; None: nothing is fitted for its case."""

    type: float | None = None
    whole: float | None = None


class Judge(Protocol):
    """What makes of evidence a belief."""

    def judge(self, claim: Claim, case: Case, evidence: Evidence) -> Belief:
        """Return how probable it is that a claim is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The weights of one case and figure."""

    constant: float
    weights: tuple[float, ...]  # in the order of FEATURES

    def probability(self, evidence: Evidence) -> float:
        """Return the probability that evidence gives, rounded to what the figures bear."""
        terms = (weight * float(getattr(evidence, name)) for name, weight in zip(FEATURES, self.weights, strict=True))
        return round(1 / (1 + math.exp(-(self.constant + sum(terms)))), 3)


class Scale:
    """The fitted weights of every case."""

    def __init__(self, rows: Iterable[tuple[Case, Figure, Weights]]) -> None:
        """Keep the weights; a case without any gives no confidence."""
        self._weights = {(case, figure): weights for case, figure, weights in rows}

    def judge(self, claim: Claim, case: Case, evidence: Evidence) -> Belief:
        """Return how probable it is that a claim is right."""
        return self.belief(case, evidence)

    def belief(self, case: Case, evidence: Evidence) -> Belief:
        """Return how probable evidence makes it that a claim is right; all of it never more than its type."""
        typed, whole = (self._weights.get((case, figure)) for figure in Figure)
        if typed is None:
            return Belief()
        first = typed.probability(evidence)
        return Belief(type=first, whole=min(first, whole.probability(evidence)) if whole else None)


def read_scale(path: Path = FILE) -> Scale:
    """Return the scale of a data file; raises DataError, with file and line, for a row that names nothing known."""
    found: dict[tuple[Case, Figure], dict[str, float]] = {}
    for number, row in read_table(path, COLUMNS):
        try:
            key = Case(row["case"]), Figure(row["figure"])
            weight = float(row["weight"])
        except ValueError as error:
            raise data_error(path, number, f"{error}.") from error
        if row["feature"] not in (CONSTANT, *FEATURES):
            raise data_error(path, number, f"no feature is called «{row['feature']}».")
        if row["feature"] in found.setdefault(key, {}):
            raise data_error(path, number, f"{' '.join(key)} has a weight for «{row['feature']}» already.")
        found[key][row["feature"]] = weight
    return Scale(
        (case, figure, Weights(constant=of.get(CONSTANT, 0.0), weights=tuple(of.get(name, 0.0) for name in FEATURES)))
        for (case, figure), of in found.items()
    )


@cache
def scale() -> Scale:
    """Return the scale that ships."""
    return read_scale()


def evidence(
    claim: Claim, act: Spotted, *, actors: Sequence[Span], recipients: Sequence[Span], told: bool, language: str
) -> Evidence:
    """Return what speaks for a claim.

    `act` is what the model says of it, `actors` and `recipients` are whom the model marks in the document, `told` is
    whether the status that others read is the model's likeliest.
    """
    parties = (*claim.actors, *claim.recipients)
    scores = [
        score
        for role in ("actor", "actor_antecedent", "recipient", "recipient_antecedent")
        for _, score in act.roles.get(role, ())
    ]
    return Evidence(
        act=odds(act.score),
        type=odds(act.types.get(claim.type, 0.0)),
        agrees=float(act.types.get(claim.type, 0.0) >= max(act.types.values(), default=0.0)),
        status=odds(act.statuses.get(claim.status.value, 0.0)),
        told=float(told),
        actors=float(_same(claim.actors, actors)),
        recipients=float(_same(claim.recipients, recipients)),
        role=odds(min(scores, default=1.0)),
        named=float(bool(claim.actors)),
        implicit=float(any(party.reference is not Reference.NAMED for party in parties)),
        other=float(claim.type == "OTHER"),
        japanese=float(language == "ja"),
    )


def odds(score: float) -> float:
    """Return the natural logarithm of a probability's odds, the probability at least LEAST from 0 and 1."""
    held = min(max(score, LEAST), 1 - LEAST)
    return math.log(held / (1 - held))


def _same(parties: Sequence[Party], marked: Sequence[Span]) -> bool:
    """Tell whether the words of parties are those that the model marks: each touches one of the others."""
    words = [[span for span in (party.span, party.antecedent) if span is not None] for party in parties]
    return all(any(span.overlaps(one) for span in own for one in marked) for own in words) and all(
        any(span.overlaps(one) for own in words for span in own) for one in marked
    )
