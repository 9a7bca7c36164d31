"""Claims under the codings that have no status: what happened under its type, the rest only when it is asked for.

The decision is the codebook's (docs/codebook.md, «Type and status»): PLOVER reads a planned visit and an analyst's
guess at one as the same agreement. Therefore nothing but what is told as occurred or ongoing is exported by default,
and where the derived codes are wanted, status and reason stand beside them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from keii.codebook import codebook, derive_plover
from keii.codebook.cameo import Cameo, cameo, derived_cameo
from keii.exports.request import Omission
from keii.model import Claim, Party, Source, Status

REAL = frozenset({Status.OCCURRED, Status.ONGOING})
STATES = frozenset({"GOV", "MIL"})
_SAME = "same"  # the reason of derivation.tsv for a type that stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A claim's PLOVER type, who acts and whom it concerns in it, and why it has the type."""

    act: str  # the type of the act
    type: str
    mode: str | None  # None as well where the type is a derived one
    actors: tuple[Party | Source, ...]
    recipients: tuple[Party | Source, ...]
    reason: str  # of derivation.tsv
    quad: int
    score: float

    @property
    def derived(self) -> bool:
        """Whether the type is another than that of the act: it did not happen."""
        return self.reason != _SAME

    @property
    def by_state(self) -> bool:
        """Whether the government or army of a state acts."""
        return any(country and sector in STATES for country, sector in map(split, (one.code for one in self.actors)))


def coded(claim: Claim, *, derived: bool, beside: Sequence[Claim] = (), actor: bool = True) -> Coded | Omission:
    """Return a claim under PLOVER's own rules, or why it has no place there.

    `derived`: also what is not told as having happened, under its derived type. `beside` are the other claims of its
    sentence. `actor`: whether the coding requires one.
    """
    found = derive_plover(claim.type, claim.status)
    if found.type is None or found.quad is None or found.score is None:
        return Omission.NO_TYPE
    if claim.status not in REAL and not derived:
        return Omission.NOT_HAPPENED
    actors: tuple[Party | Source, ...] = claim.actors
    recipients: tuple[Party | Source, ...] = claim.recipients
    if claim.status is Status.URGED:
        # Whoever urges is the actor of PLOVER's REQUEST, whoever is urged its recipient.
        if any(other.type == "REQUEST" and other.status in REAL for other in beside):
            return Omission.SAME_REQUEST
        actors, recipients = claim.sources[-1:], claim.actors
    if actor and not actors:
        return Omission.NO_ACTOR
    same = found.reason == _SAME
    mode = codebook().modes.get((found.type, claim.mode)) if same and claim.mode else None
    score = mode.score if mode and mode.score is not None else found.score
    return Coded(act=claim.type, type=found.type, mode=mode.name if mode else None, actors=actors,
                 recipients=recipients, reason=found.reason, quad=found.quad, score=score)


def cameo_of(found: Coded) -> Cameo | Omission:
    """Return the CAMEO code of a coded claim, or that CAMEO has none for what did not happen."""
    if not found.derived:
        return cameo(found.type, found.mode, state=found.by_state)
    return derived_cameo(found.act, found.type, state=found.by_state) or Omission.NO_TYPE


def split(code: str) -> tuple[str, str]:
    """Return country and first sector of a party's code, "" for what it does not have; IGO:NAME stays whole."""
    country, _, rest = code.partition("/")
    return "" if country == "XXX" else country, rest.partition("/")[0]


def pairs(found: Coded) -> list[tuple[Party | Source, Party | Source | None]]:
    """Return who acts on whom, each with each; of a reciprocal act every party on every other, None for nobody."""
    if not found.recipients:
        if len(found.actors) == 1:
            return [(found.actors[0], None)]
        return [(one, other) for one in found.actors for other in found.actors if other is not one]
    return [(one, other) for one in found.actors for other in found.recipients]


def number(*parts: str) -> int:
    """Return a number of 60 bits made of content: for formats whose ids are numbers that a double need not hold."""
    return int(hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:15], 16)


def day_of(claim: Claim, published_at: str | None) -> tuple[str | None, str]:
    """Return the first day of a claim with its precision: `published` and the day of publication if it has none."""
    if claim.time and claim.time.start and claim.time.precision != "duration":
        return claim.time.start[:10], claim.time.precision or "day"
    return (published_at[:10], "published") if published_at else (None, "unknown")


def fraction(day: str) -> float:
    """Return the year with the part of it that has passed, as GDELT counts it: months of 30 days, 365 a year."""
    at = date.fromisoformat(day)
    return round(at.year + ((at.month - 1) * 30 + at.day) / 365, 4)
