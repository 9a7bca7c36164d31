"""Acts that a noun tells again without their parties: «a second summit» of the two who met, «the attack».

What an article has told once it names by a noun afterwards. A meeting or deal of which at most one party stands beside
the noun is that of the pair who met or agreed before; an attack of nobody, under the same noun, is the one told before.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from keii.codebook import MUTUAL
from keii.gazetteer.compose import UNKNOWN
from keii.model import Claim, Party, Reference, Status, Trace

MEETINGS = frozenset(
    "summit meeting talks negotiations dialogue 首脳会談 会談 会合 協議 交渉 対話 "
    "deal agreement accord pact treaty truce ceasefire 合意 協定 条約 停戦".split()
)
REPEATED = frozenset({"ASSAULT", "SANCTION", "COERCE"})
REAL = frozenset({Status.OCCURRED, Status.ONGOING})
PAIR = 2
ENDING = re.compile(r"(?<=[a-z]{3})(?:ed|ings?|s)$")
RULE = "resolution.told-before"


class Retold:
    """The acts of a document told so far, for those told again."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._told: list[Claim] = []

    def completed(self, claim: Claim) -> Claim:
        """Return a claim with the parties of the act that its noun tells again, and remember it."""
        whole = self._paired(claim) or self._repeated(claim) or claim
        self._told.append(claim)
        return whole

    def _paired(self, claim: Claim) -> Claim | None:
        own = _countries(claim.actors)
        if claim.type not in MUTUAL or claim.recipients or len(own) >= PAIR or _noun(claim) not in MEETINGS:
            return None
        for told in reversed(self._told):
            pair = _countries(told.actors)
            if told.type == claim.type and len(pair) == PAIR and own <= pair:
                rest = {_country(p): p for p in reversed(told.actors) if _country(p) in pair - own}
                return _with(claim, actors=(*claim.actors, *map(_left_out, rest.values())))
        return None

    def _repeated(self, claim: Claim) -> Claim | None:
        if claim.type not in REPEATED or claim.actors or claim.status not in REAL or not _nominal(claim):
            return None
        for told in reversed(self._told):
            same = told.type == claim.type and told.status in REAL and _stem(told) == _stem(claim)
            if same and told.actors and (not claim.recipients or _fits(claim, told)):
                recipients = claim.recipients or tuple(map(_left_out, told.recipients))
                return _with(claim, actors=tuple(map(_left_out, told.actors)), recipients=recipients)
        return None


def _fits(claim: Claim, told: Claim) -> bool:
    return _countries(claim.recipients) == _countries(told.recipients)


def _with(claim: Claim, actors: tuple[Party, ...], recipients: tuple[Party, ...] | None = None) -> Claim:
    steps = tuple(Trace(field="actor", rule=RULE, value=party.code, span=party.antecedent) for party in actors)
    kept = claim.recipients if recipients is None else recipients
    return claim.with_(actors=actors, recipients=kept, sources=claim.sources, trace=(*claim.trace, *steps))


def _left_out(party: Party) -> Party:
    """Return a party of an earlier mention as one that this sentence leaves out."""
    return replace(party, span=None, reference=Reference.OMITTED, antecedent=party.antecedent or party.span)


def _noun(claim: Claim) -> str:
    """Return the last word of an act's trigger."""
    return claim.trigger.quote.lower().split(" ")[-1].strip("\"'“”‘’「」.,")


def _stem(claim: Claim) -> str:
    """Return what a noun and its verb have in common: the attack, they attacked."""
    return ENDING.sub("", _noun(claim))


def _nominal(claim: Claim) -> bool:
    return any(step.field == "trigger" and step.value == "nominal" for step in claim.trace)


def _country(party: Party) -> str:
    return party.code.split("/")[0]


def _countries(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(_country(party) for party in parties) - {UNKNOWN}
