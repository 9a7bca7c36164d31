"""What is wrong in a prediction, and which rule or row of data made it so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keii.model import Claim
from quality import scoring
from quality.predict import Predicted

CAUSES = {
    "missed": "acts that were not found",
    "false": "acts that are none",
    "type": "acts found with another type",
    "status": "wrong status",
    "source": "wrong source",
    "who": "wrong actors or recipients",
}
NO_RULE = "no rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One error: what kind, made by which rule, in which sentence; `gold` or `event` is None where there is none."""

    cause: str
    key: str  # what went wrong, to be counted: the rule or row and the values
    rule: str | None  # the rule or `file:row` to look at; None: nothing was read
    predicted: Predicted
    gold: Mapping[str, Any] | None
    event: Mapping[str, Any] | None
    claim: Claim | None


def findings(gold: Sequence[Mapping[str, Any]], predicted: Predicted) -> Iterator[Finding]:
    """Yield the errors of one sentence, whose annotated acts are `gold`."""
    wanted = [event for event in gold if event["type"] != scoring.UNTYPED]
    read = [(event, claim) for event, claim in zip(predicted.events, predicted.claims, strict=True)
            if event["type"] != scoring.UNTYPED]
    matched = dict(scoring.pairs(scoring.acts(wanted), scoring.acts(event for event, _ in read)))
    for i, j in matched.items():
        yield from _fields(wanted[i], *read[j], predicted)
    missed = [event for i, event in enumerate(wanted) if i not in matched]
    others = [pair for j, pair in enumerate(read) if j not in matched.values()]
    for event in missed:
        mistaken = next((pair for pair in others if _overlap(event, pair[0])), None)
        if mistaken:
            others.remove(mistaken)
            yield _finding("type", f"{event['type']} read as {mistaken[0]['type']}", _rule(mistaken[1], "type"),
                           predicted, event, *mistaken)
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
        yield _finding("status", what, _rule(claim, "status"), predicted, gold, event, claim)
    if not agree["source"]:
        rule = claim.sources[-1].cue.rule if claim.sources else None
        kind = "missed" if got.source is None else "false" if wanted.source is None else "another"
        yield _finding("source", f"{kind} source", rule, predicted, gold, event, claim)
    if not agree["who"]:
        for side in ("actors", "recipients"):
            if getattr(wanted, side) != getattr(got, side):
                what = f"{_difference(getattr(wanted, side), getattr(got, side))} {side}"
                yield _finding("who", what, _rule(claim, side.removesuffix("s")), predicted, gold, event, claim)


def _difference(wanted: frozenset[str], got: frozenset[str]) -> str:
    """Return how one side's parties differ from the annotated ones, in a word."""
    if not got:
        return "no"
    if not wanted:
        return "needless"
    return "too few" if got < wanted else "too many" if got > wanted else "other"


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
