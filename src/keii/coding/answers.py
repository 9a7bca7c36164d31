"""Whom an answer answers: Peru asked for the treaty, but Chile refused; who asked is refused."""

from collections.abc import Sequence

from keii.coding.demands import same_words
from keii.model import Claim, Reference, Status, Trace

CALLS = frozenset({"REQUEST", "AGREE", "ACCUSE"})  # what can be refused or denied
MADE = (Status.OCCURRED, Status.ONGOING)
GIVEN = (*MADE, Status.PLANNED, Status.EXPECTED, Status.POSSIBLE)  # answers that are given, or may be
RULE = "answers.asker"  # the rule by which who asked, offered or accused is whom an answer goes to


def answered(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims of a sentence, in their order, so that a refusal without a recipient goes to who asked."""
    return [_answered(claim, claims) for claim in claims]


def _answered(claim: Claim, claims: Sequence[Claim]) -> Claim:
    if claim.type != "REJECT" or claim.status not in GIVEN or claim.recipients or not claim.actors:
        return claim
    before = [one for one in claims if one.trigger.end <= claim.trigger.start and one.type in CALLS]
    call = max(before, key=lambda one: one.trigger.start, default=None)
    if call is None or not _calls(call, claim):
        return claim
    step = Trace(field="recipient", rule=RULE, value=call.type, span=call.trigger)
    return claim.with_(recipients=call.actors, trace=(*claim.trace, step))


def _calls(call: Claim, answer: Claim) -> bool:
    """Tell whether an earlier act of somebody else's is what an answer answers."""
    known = all(party.span is not None and party.reference is not Reference.OMITTED for party in call.actors)
    if not call.actors or not known or call.status not in MADE or same_words(call.actors, answer.actors):
        return False
    return not call.recipients or same_words(call.recipients, answer.actors) or _later(call, answer)


def _later(call: Claim, answer: Claim) -> bool:
    """Tell whether who answers is named after the call."""
    return any(party.span is not None and party.span.start >= call.trigger.end for party in answer.actors)
