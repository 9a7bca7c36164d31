"""What is wrong in a prediction, and which rule or row of data made it so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from keii.model import Claim
from quality import scoring
from quality.missed import missed
from quality.predict import Predicted

# The causes by field, in the order of the report's first table.
CAUSES = {
    "missed": "acts missed, why unknown",
    "missed.vetoed": "acts missed: the rules read them, the model rules them out",
    "missed.taken": "acts missed: the rules read an act there, which tells another one or was left out",
    "missed.below": "acts missed: the model sees them, but is not sure enough to tell them alone",
    "missed.unread": "acts missed: a word of the lexicon, which neither rules nor model take for an act there",
    "missed.unknown": "acts missed: no word of the lexicon",
    "false": "acts that are none",
    "type": "acts found with another type",
    "actor": "wrong actors",
    "recipient": "wrong recipients",
    "status": "wrong status",
    "source": "wrong source",
}
NO_RULE = "no rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One error: what kind, made by which rule, in which sentence; `gold` or `event` is None where there is none."""

    cause: str  # of CAUSES
    key: str  # what went wrong, to be counted: the rule or row and the values
    rule: str | None  # the rule or `file:row` to look at; None: nothing was read
    predicted: Predicted
    gold: Mapping[str, Any] | None
    event: Mapping[str, Any] | None
    claim: Claim | None
    said: str = ""  # of a missed act: what rules, model and lexicon say at its words
    pair: tuple[str, str] | None = None  # annotated and read value, where a type or status was confused


def findings(gold: Sequence[Mapping[str, Any]], predicted: Predicted) -> Iterator[Finding]:
    """Yield the errors of one sentence, whose annotated acts are `gold`."""
    wanted = [event for event in gold if event["type"] != scoring.UNTYPED]
    read = [(event, claim) for event, claim in zip(predicted.events, predicted.claims, strict=True)
            if event["type"] != scoring.UNTYPED]
    matched = dict(scoring.pairs(scoring.acts(wanted), scoring.acts(event for event, _ in read)))
    for i, j in matched.items():
        yield from _fields(wanted[i], *read[j], predicted)
    lost = [event for i, event in enumerate(wanted) if i not in matched]
    others = [pair for j, pair in enumerate(read) if j not in matched.values()]
    for event in lost:
        mistaken = next((pair for pair in others if _overlap(event, pair[0])), None)
        if mistaken:
            others.remove(mistaken)
            found = _finding("type", f"{event['type']} read as {mistaken[0]['type']}", _rule(mistaken[1], "type"),
                             predicted, event, *mistaken)
            yield replace(found, pair=(event["type"], mistaken[0]["type"]))
        else:
            yield _finding("missed", event["type"], None, predicted, event, None, None)
    for event, claim in others:
        yield _finding("false", event["type"], _rule(claim, "type"), predicted, None, event, claim)


def _fields(gold: Mapping[str, Any], event: Mapping[str, Any], claim: Claim, predicted: Predicted) -> Iterator[Finding]:
    """Yield what is wrong in an act that was found."""
    wanted, got = scoring.act(gold), scoring.act(event)
    agree = scoring.right(wanted, got)
    if not agree["status"]:
        what = f"{wanted.status} read as {got.status}"
        found = _finding("status", what, _rule(claim, "status"), predicted, gold, event, claim)
        yield replace(found, pair=(wanted.status or "nothing", got.status or "nothing"))
    if not agree["source"]:
        rule = claim.sources[-1].cue.rule if claim.sources else None
        kind = "missed" if got.source is None else "false" if wanted.source is None else "another"
        yield _finding("source", f"{kind} source", rule, predicted, gold, event, claim)
    if not agree["who"]:
        for side in ("actor", "recipient"):
            parties = getattr(wanted, f"{side}s"), getattr(got, f"{side}s")
            if parties[0] != parties[1]:
                yield _finding(side, f"{_difference(*parties)} {side}", _rule(claim, side), predicted, gold, event,
                               claim)


def _difference(wanted: frozenset[str], got: frozenset[str]) -> str:
    """Return how one side's parties differ from the annotated ones, in a word or two."""
    missing, extra = wanted - got, got - wanted
    if not extra:
        return "missing"
    if not missing:
        return "extra" if wanted else "needless"
    if extra == {scoring.NOBODY}:
        return "unknown country of the"
    return "country given to an unknown" if missing == {scoring.NOBODY} else "wrong country of the"


def _finding(cause: str, what: str, rule: str | None, predicted: Predicted, gold: Mapping[str, Any] | None,
             event: Mapping[str, Any] | None, claim: Claim | None) -> Finding:
    key = what if cause == "missed" else f"{what} by {rule or NO_RULE}"
    return Finding(cause=cause, key=key, rule=rule, predicted=predicted, gold=gold, event=event, claim=claim)


def _rule(claim: Claim, *fields: str) -> str | None:
    """Return the last rule of a claim's trace that gave one of the fields, a score of the model's only without one."""
    given = [step.rule for step in claim.trace if step.field in fields]
    ruled = [rule for rule in given if not rule.startswith("model.")]
    return next(iter([*reversed(ruled), *given]), None)


def _overlap(gold: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Tell whether two acts are named by the same words."""
    return gold["trigger"] in event["trigger"] or event["trigger"] in gold["trigger"]


def explained(found: Sequence[Finding], language: str, document: Sequence[Predicted]) -> list[Finding]:
    """Return the findings of a whole document, those of missed acts with the reason why they were missed."""
    lost = [one for one in found if one.cause == "missed" and one.gold is not None]
    if not lost:
        return list(found)
    place = {id(one): number for number, one in enumerate(document)}
    texts = [" ".join(one.line.text.split("\n")) for one in document]
    acts = [(place[id(one.predicted)], one.gold) for one in lost if one.gold is not None]
    reasons = dict(zip(map(id, lost), missed(texts, language, acts), strict=True))
    return [
        replace(one, cause=f"missed.{reasons[id(one)].why}", said=reasons[id(one)].said) if id(one) in reasons else one
        for one in found
    ]
