"""Gold cases as judgements: sentences that were annotated by hand (quality/README.md), on the claims of the ledger."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from keii.errors import InputError, UsageError
from keii.ledger import Filter, Ledger
from keii.ledger.decisions import Reviewed
from keii.model import Claim, Party, Source
from keii.review.coming_back import NEW, UNKNOWN, Outcome, judge
from keii.review.deciding import Reviewer
from keii.review.lines import NONE, values

_REMEDY = "One JSON object a line with doc, text and events; see quality/README.md."
_ROLES = ("actors", "recipients")


def bring_back(ledger: Ledger, raw: bytes, origin: str, reviewer: Reviewer) -> Outcome:
    """Keep what gold cases say of the claims of their sentences: right, to be amended, or no such act.

    A case is about the sentence of its words in the document of its id, name or URL. Raises InputError with the line
    for what is no case.
    """
    outcome = Outcome()
    for case in _cases(raw, origin):
        claims = _claims(ledger, case)
        if claims is None:
            outcome.left_out[UNKNOWN] += 1
            continue
        events = list(case["events"])
        for claim in claims:
            event = _match(claim, events)
            found = ledger.reviewed(claim.id)
            assert found is not None  # the ledger holds it
            try:
                said = _values(found, event) if event else None
            except UsageError as error:
                outcome.refused.append(f"{claim.id}: {error}")
                continue
            judge(ledger, found, said, reviewer, outcome)
        outcome.left_out[NEW] += len(events)  # what no claim matched
    outcome.left_out = +outcome.left_out  # without zeros
    return outcome


def _cases(raw: bytes, origin: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(raw.splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{origin}:{number}"
        try:
            case = orjson.loads(line)
            text, doc, events = case["text"], case["doc"], case["events"]
            whole = isinstance(text, str) and isinstance(doc, str) and all(event["trigger"] for event in events)
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise InputError(f"the line is no gold case: {error}.", where=where, remedy=_REMEDY) from error
        if not whole:
            raise InputError("the line is no gold case: an event has no trigger.", where=where, remedy=_REMEDY)
        yield case


def _claims(ledger: Ledger, case: Mapping[str, Any]) -> list[Claim] | None:
    """Return the claims of a case's sentence; None: the ledger has no such sentence."""
    for holding in ledger.holdings(Filter(documents=(case["doc"],))):
        for sentence in holding.sentences:
            if sentence.text.strip() == case["text"].strip():
                return [claim for claim in holding.claims if claim.sentence == sentence.index]
    return None


def _match(claim: Claim, events: list[Any]) -> Any | None:
    """Return the event that the claim tells, and take it out: by words and type, by words, by words within words."""
    quote = claim.trigger.quote
    def likeness(event: Mapping[str, Any]) -> int:
        same, typed = event["trigger"] == quote, event["type"] == claim.type
        within = event["trigger"] in quote or quote in event["trigger"]
        return 3 if same and typed else 2 if same else 1 if typed and within else 0

    best = max(events, key=likeness, default=None)
    if best is None or not likeness(best):
        return None
    events.remove(best)
    return best


def _values(found: Reviewed, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that the case gives otherwise than the claim, plain."""
    claim, said = found.claim or found.read, dict[str, Any]()
    label = event.get("label")
    if (event["type"], label) != (claim.type, claim.label):
        said |= values(found, "type", f"{event['type']}={label}" if label else event["type"])
    if event.get("status", claim.status) != claim.status:
        said |= values(found, "status", event["status"])
    for role in _ROLES:
        wanted = [(one["text"], one["code"]) for one in event.get(role, ())]
        if wanted != [_said(party) for party in getattr(claim, role)]:
            said |= values(found, role, _line(wanted))
    if "source" in event:
        wanted = [(event["source"]["text"], event["source"]["code"])] if event["source"] else []
        if wanted != [_said(source) for source in claim.sources[-1:]]:
            said |= values(found, "sources", _line(wanted))
    for field in ("place", "time"):
        held = getattr(claim, field)
        if field in event and event[field] != (held.span.quote if held else None):
            said |= values(found, field, event[field] or NONE)
    return said


def _said(party: Party | Source) -> tuple[str, str]:
    return party.text, party.code


def _line(wanted: list[tuple[str, str]]) -> str:
    return "; ".join(f"{text}={code}" for text, code in wanted) or NONE
