"""Whom an answer answers: Peru asked for the treaty, but Chile refused; who asked is refused."""

import re
from collections.abc import Sequence

from keii.coding.demands import same_words
from keii.model import Claim, Party, Reference, Status, Trace

CALLS = frozenset({"REQUEST", "AGREE", "ACCUSE"})  # what can be refused or denied
MADE = (Status.OCCURRED, Status.ONGOING)
GIVEN = (*MADE, Status.PLANNED, Status.EXPECTED, Status.POSSIBLE)  # answers that are given, or may be
FACED = re.compile(r"[^、。「」]{0,8}(?:の|こと)に対して?、")  # 英国が責めたのに対し、イランは: who is set against it
SPOKEN = frozenset({"REQUEST", "ACCUSE", "THREATEN"})  # what is said to somebody, who then answers
FACING = "answers.facing"  # the rule by which it is said to who is set against it
# What somebody says yes or no to, where the sentence does not say whose it is: 招待を受諾した, accepted the invitation.
BID_JA = re.compile(r"(?<!の)(?P<bid>招待|招き|要請|要求|提案|申し出|打診|求め)(?:を|に|には)[^、。「」を]{0,6}$")
BID_EN = re.compile(
    r"\s(?:the|his|her|its|their|that|this)\s(?:[\w-]+\s)?(?P<bid>invitation|offer|request|demand|proposal|appeal)s?\b"
    r"(?!\s(?:by|of|from|to)\b)"
)
ARTICLE = re.compile(r"^(?:the|an?)\s", re.IGNORECASE)
ANSWERS = frozenset({"AGREE", "REJECT", "CONCEDE"})
REACH = 12  # claims before an answer among which the bid is looked for
RULE = "answers.asker"  # the rule by which who asked, offered or accused is whom an answer goes to


def answered(claims: Sequence[Claim], text: str) -> list[Claim]:
    """Return the claims of a sentence, in their order, so that a refusal without a recipient goes to who asked.

    What is said to nobody goes to who is set against it in the document's `text`: 米側が求めたのに対し、中国側は退けた.
    """
    faced = [_faced(claim, claims, text) for claim in claims]
    return [_answered(claim, faced) for claim in faced]


def _faced(claim: Claim, claims: Sequence[Claim], text: str) -> Claim:
    if claim.type not in SPOKEN or claim.recipients or claim.status not in MADE:
        return claim
    for other in claims:
        facing = [p for p in other.actors if p.span is not None and p.span.start >= claim.trigger.end]
        first = min((p.span.start for p in facing if p.span), default=0)
        if facing and FACED.fullmatch(text, claim.trigger.end, first) and not same_words(claim.actors, facing):
            step = Trace(field="recipient", rule=FACING, value=other.type, span=other.trigger)
            return claim.with_(recipients=tuple(facing), trace=(*claim.trace, step))
    return claim


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


def accepted(claims: Sequence[Claim], before: Sequence[Claim], text: str, language: str) -> list[Claim]:
    """Return the claims of a sentence, so that who answers a bid answers whoever made it to him in a sentence before.

    Peru invited Chile. Chile accepted the invitation: Peru's. `before` are the claims of the sentences before.
    """
    return [_accepted(claim, before[-REACH:], text, language) for claim in claims]


def _accepted(claim: Claim, before: Sequence[Claim], text: str, language: str) -> Claim:
    if claim.type not in ANSWERS or claim.status not in GIVEN or claim.recipients:
        return claim
    if language == "ja":
        found = BID_JA.search(text, max(0, claim.trigger.start - 16), claim.trigger.start)
    else:
        found = BID_EN.match(text, claim.trigger.end)
    if found is None:
        return claim
    invites = found["bid"] in ("招待", "招き", "invitation")
    calls = (one for one in reversed(before) if one.type in ("REQUEST", "AGREE") and one.status in MADE)
    call = next((one for one in calls if not invites or one.mode == "meet"), None)
    askers = [party for party in call.actors if party.span is not None] if call is not None else []
    if call is None or not askers or _same_name(askers, claim.actors) or not _same_name(call.recipients, claim.actors):
        return claim
    step = Trace(field="recipient", rule=RULE, value=call.type, span=call.trigger)
    known = tuple(Party(span=one.span, reference=Reference.OMITTED, antecedent=one.span) for one in askers)
    return claim.with_(recipients=known, trace=(*claim.trace, step))


def _same_name(some: Sequence[Party], others: Sequence[Party]) -> bool:
    """Tell whether two roles name somebody by words of which one ends with the other: President Soto, Soto."""
    words = [
        [ARTICLE.sub("", party.span.quote).lower() for party in role if party.span is not None]
        for role in (some, others)
    ]
    return any(one.endswith(other) or other.endswith(one) for one in words[0] for other in words[1])
