"""Demands by modal words: «they must withdraw», he said, is a request by him that they withdraw.

The guidelines code the speaker's word of necessity as a REQUEST of its own beside the act it demands. Without a
speaker a requirement is no act (conventions, 21).
"""

import re
from collections.abc import Sequence

from keii.codebook import MUTUAL
from keii.coding.filled import Roles
from keii.coding.lexicon import Lexicon, Predicate
from keii.coding.occurrences import Occurrence
from keii.coding.reports import Attribution
from keii.coding.roles import RoleFinder
from keii.coding.slots import fillers
from keii.coding.status import Reality
from keii.coding.tree import Tree
from keii.model import Claim, Party, Status, Trace

SPEECH_ACT = "demands.speech-act"  # the rule by which a demand occurs
HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT"})
WISH = "want"  # a demand where the speaker wants somebody to do something, not where he wants a thing
COURT = re.compile(r"(?:[Cc]ourt|[Tt]ribunal|[Jj]udges?|裁判所|[高地最]裁|法廷|判事|裁判官)$")  # orders others paid
LONGEST = 6  # tokens of the longest modal: なけれ ば なら ない with its parts


def demands(
    tree: Tree, words: Lexicon, finder: RoleFinder, attributions: list[Attribution]
) -> list[tuple[Occurrence, Predicate, Roles, Reality]]:
    """Return the demands in a sentence: each modal word inside the words of a source."""
    found = []
    taken: set[int] = set()
    for length in range(LONGEST, 0, -1):
        for first in range(len(tree) - length + 1):
            last = first + length - 1
            key = words.key(tree.parse.words, tree.parse.lemmas, first, last)
            row = words.modals.get(key) or words.modals.get(key.lower())
            if row is None or taken.intersection(range(first, last + 1)):
                continue
            taken.update(range(first, last + 1))
            said = [a for a in attributions if first in a.tokens and a.kind in ("say", "quote")]
            if said and not _asked(tree, last) and (key != WISH or _wished_of_another(tree, last)):
                found.append(_demand(tree, words, finder, first, last, row, said[-1]))
    return found


def is_demand(claim: Claim) -> bool:
    """Tell whether a claim is a demand that a modal word makes."""
    return any(trace.rule == SPEECH_ACT for trace in claim.trace)


def asked(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims of a sentence, in their order, so that whoever is asked for an act is who shall do it.

    Kenya asked its neighbour for the release of the prisoners: the neighbour is to release them. Who asks is not to do
    it where nobody is asked. Help is asked for by those who need it. Talks and deals that somebody urges may be his own
    as well.
    """
    requests = [claim for claim in claims if claim.type == "REQUEST"]
    found = {id(claim): claim for claim in claims}
    for claim in claims:
        if claim.type in MUTUAL or claim.status is not Status.URGED or claim.type == "REQUEST":
            continue
        one = min(requests, key=lambda request: abs(request.trigger.start - claim.trigger.start), default=None)
        if one is not None:
            found[id(claim)], found[id(one)] = _apart(claim, found[id(one)])
            found[id(claim)] = _urged(found[id(claim)], found[id(one)])
            found[id(one)] = _addressed(found[id(one)], found[id(claim)])
    return list(found.values())


def _urged(claim: Claim, request: Claim) -> Claim:
    """Return an urged act with who is asked as its actor, and help without a recipient for who asks."""
    rest = tuple(party for party in claim.actors if not same_words((party,), request.actors))
    if rest and len(rest) < len(claim.actors):  # ordered the withdrawal of Peruvian troops: they are to withdraw
        step = Trace(field="actor", rule="demands.asked", value="-", span=request.trigger)
        claim = claim.with_(actors=rest, trace=(*claim.trace, step))
    own = same_words(claim.actors, request.actors)
    unsaid = not claim.actors and _by_frame(request) and not same_words(claim.recipients, request.recipients)
    if (own or unsaid) and not same_words(claim.actors, request.recipients):
        where = request.recipients[0].span if request.recipients else None
        step = Trace(field="actor", rule="demands.asked", value="A", span=where)
        claim = claim.with_(actors=request.recipients, trace=(*claim.trace, step))
    if same_words(claim.recipients, claim.actors):  # トーゴに医師の派遣を求めた: who is asked does it, to somebody else
        rest = tuple(party for party in claim.recipients if not same_words((party,), claim.actors))
        step = Trace(field="recipient", rule="demands.asked", value="-", span=request.trigger)
        claim = claim.with_(recipients=rest, trace=(*claim.trace, step))
    court = any(party.span is not None and COURT.search(party.span.quote) for party in request.actors)
    if claim.type == "AID" and not claim.recipients and request.recipients and not court:
        step = Trace(field="recipient", rule="demands.asker", value="R", span=request.trigger)
        claim = claim.with_(recipients=request.actors, trace=(*claim.trace, step))
    return claim


def _apart(claim: Claim, request: Claim) -> tuple[Claim, Claim]:
    """Return a hostile act and the request for it, so that whom it would befall is not whom one asks.

    Sought the death penalty for a trader, ウガンダへの制裁を求めた: nobody is asked. 先進国に融資を打ち切るよう迫った:
    they are asked.
    """
    if claim.type not in HOSTILE or not same_words(claim.recipients, request.recipients):
        return claim, request
    verbal = any(step.rule == "occurrences.form" and step.value == "verbal" for step in claim.trace)
    before = all(party.span is not None and party.span.end <= claim.trigger.start for party in claim.recipients)
    if verbal and before and claim.trigger.start < request.trigger.start:
        step = Trace(field="recipient", rule="demands.asked", value="-", span=request.trigger)
        return claim.with_(recipients=(), trace=(*claim.trace, step)), request
    step = Trace(field="recipient", rule="demands.befallen", value="-", span=claim.trigger)
    return claim, request.with_(recipients=(), trace=(*request.trace, step))


def _by_frame(request: Claim) -> bool:
    """Tell whether a row of the lexicon names whom a request addresses, not who is only named in it."""
    return any(step.field == "recipient" and ".tsv" in step.rule for step in request.trace)


def _addressed(request: Claim, urged: Claim) -> Claim:
    """Return a request that names nobody with who is to do the urged act as whom it asks."""
    if request.recipients or not urged.actors or same_words(urged.actors, request.actors):
        return request
    step = Trace(field="recipient", rule="demands.asked", value="R", span=urged.trigger)
    return request.with_(recipients=urged.actors, trace=(*request.trace, step))


def same_words(some: Sequence[Party], others: Sequence[Party]) -> bool:
    """Tell whether two roles have a party of the same words."""
    spans = [other.span for other in others if other.span is not None]
    return any(
        party.span is not None and (party.span.overlaps(span) or party.span.quote == span.quote)
        for party in some
        for span in spans
    )


def _wished_of_another(tree: Tree, wish: int) -> bool:
    """Tell whether a first person wants another to do something: I want Norway to listen."""
    subjects = {tree.parse.words[t].lower() for t in tree.dependents(wish, "nsubj")}
    deeds = tree.dependents(wish, "xcomp", "ccomp")
    others = tree.dependents(wish, "obj", "iobj") or [s for deed in deeds for s in tree.dependents(deed, "nsubj")]
    return bool(subjects & {"i", "we"}) and bool(deeds) and bool(others)


def _asked(tree: Tree, last: int) -> bool:
    return tree.parse.words[min(last + 1, len(tree) - 1)] in ("か", "?") or tree.parse.words[-1] == "?"


def _demand(
    tree: Tree, words: Lexicon, finder: RoleFinder, first: int, last: int, row: str, attribution: Attribution
) -> tuple[Occurrence, Predicate, Roles, Reality]:
    predicate = Predicate(
        form=words.joiner.join(tree.parse.words[first : last + 1]),
        kind="verb",
        type="REQUEST",
        mode=None,
        roles={},
        row=row,
    )
    head = next((t for t in range(first, last + 1) if tree.head(t) not in range(first, last + 1)), first)
    clause = head if tree.parse.pos[head] in ("VERB", "ADJ", "NOUN") else (tree.head(head) or head)
    occurrence = Occurrence(first=first, last=last, head=head, verbal=True, rows=(predicate,))
    roles = Roles(actors=list(attribution.speakers), omitted_subject=not attribution.speakers)
    for token in (clause, *tree.ancestors(clause)[:1], *tree.children[clause]):
        if token not in attribution.tokens:
            continue
        subjects = [
            f.token
            for f in fillers(tree, token, words)
            if f.slot == finder.subject_slot and f.token in attribution.tokens
        ]
        mentions = [m for subject in subjects for m in finder.parties.mentions(subject) if m not in roles.actors]
        if mentions:
            roles.recipients.extend(mentions)
            break
    roles.trace.extend(Trace(field="actor", rule="demands.speaker", value="A", span=m.span) for m in roles.actors)
    return occurrence, predicate, roles, Reality(Status.OCCURRED, rule=SPEECH_ACT)
