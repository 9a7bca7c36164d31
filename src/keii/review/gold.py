"""Gold cases as judgements: sentences that were annotated by hand (quality/README.md), on the claims of the ledger."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from keii.errors import InputError, UsageError
from keii.ledger import Filter, Ledger
from keii.ledger.decisions import Reviewed
from keii.model import Claim, Party, Quantity, Source, Span
from keii.review.coming_back import NEW, UNKNOWN, Outcome, judge
from keii.review.deciding import Reviewer
from keii.review.lines import NONE, values
from keii.review.quantities import line_of

_REMEDY = "One JSON object a line with doc, text and events; see quality/README.md."
_ROLES = ("actors", "recipients")
_OPTIONAL = ("label", "status", "place", "time")


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
        told = matched(claims, events)
        for number, claim in enumerate(claims):
            found = ledger.reviewed(claim.id)
            assert found is not None  # the ledger holds it
            try:
                said = _values(found, events[told[number]]) if number in told else None
            except UsageError as error:
                outcome.refused.append(f"{claim.id}: {error}")
                continue
            judge(ledger, found, said, reviewer, outcome)
        outcome.left_out[NEW] += len(events) - len(told)
    outcome.left_out = +outcome.left_out  # without zeros
    return outcome


def _cases(raw: bytes, origin: str) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(raw.splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{origin}:{number}"
        try:
            case = orjson.loads(line.decode())
            words = list(_words(case))
            bounds = list(_bounds(case))
            bare = not all(event["trigger"] for event in case["events"])
        except UnicodeDecodeError as error:
            raise InputError("the line is not in UTF-8.", where=where, remedy=_REMEDY) from error
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise InputError(f"the line is no gold case: {error}.", where=where, remedy=_REMEDY) from error
        if bare:
            raise InputError("the line is no gold case: an event has no trigger.", where=where, remedy=_REMEDY)
        if wrong := [word for word in words if not isinstance(word, str)]:
            raise InputError(f"the line is no gold case: «{wrong[0]}» stands for words.", where=where, remedy=_REMEDY)
        if wrong := [bound for bound in bounds if not isinstance(bound, int | float | None)]:
            raise InputError(f"the line is no gold case: «{wrong[0]}» stands for a number.", where=where,
                             remedy=_REMEDY)
        yield case


def _words(case: Mapping[str, Any]) -> Iterator[Any]:
    """Yield all of a case that must be words; raises KeyError and TypeError where something is missing."""
    yield from (case["doc"], case["text"])
    for event in case["events"]:
        yield from (event["type"], event["trigger"])
        yield from (event[name] for name in _OPTIONAL if event.get(name) is not None)
        parties = [party for role in _ROLES for party in event.get(role, ())]
        for party in (*parties, *filter(None, [event.get("source")])):
            yield from (party["text"], party["code"])
        for quantity in event.get("quantities", ()):
            yield from (quantity["text"], quantity.get("unit") or "")


def _bounds(case: Mapping[str, Any]) -> Iterator[Any]:
    """Yield all of a case that must be numbers or null; raises KeyError where one is missing."""
    for event in case["events"]:
        for quantity in event.get("quantities", ()):
            yield from (quantity["low"], quantity["high"])


def _claims(ledger: Ledger, case: Mapping[str, Any]) -> list[Claim] | None:
    """Return the claims of a case's sentence; None: the ledger has no such sentence."""
    for holding in ledger.holdings(Filter(documents=(case["doc"],))):
        for sentence in holding.sentences:
            if sentence.text.strip() == case["text"].strip():
                return [claim for claim in holding.claims if claim.sentence == sentence.index]
    return None


def matched(claims: list[Claim], events: list[Any]) -> dict[int, int]:
    """Return which event each claim tells, both by number: the likest pair first, then by their order."""
    likest = sorted((-like, claim, event) for claim, one in enumerate(claims) for event, other in enumerate(events)
                    if (like := _likeness(one, other)))
    found: dict[int, int] = {}
    for _, claim, event in likest:
        if claim not in found and event not in found.values():
            found[claim] = event
    return found


def _likeness(claim: Claim, event: Mapping[str, Any]) -> int:
    """Return 3 for the same words and type, 2 for the same words, 1 for the type with words within words, else 0."""
    quote, typed = claim.trigger.quote, event["type"] == claim.type
    if event["trigger"] == quote:
        return 3 if typed else 2
    return int(typed and (event["trigger"] in quote or quote in event["trigger"]))


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
    if event["trigger"] != claim.trigger.quote:
        said |= values(found, "trigger", event["trigger"])
    if "quantities" in event:
        wanted_lines = [f"{one['text']}={_number(one)}" for one in event["quantities"]]
        if wanted_lines != [f"{one.span.quote}={line_of(one)}" for one in claim.quantities]:
            said |= values(found, "quantities", "; ".join(wanted_lines) or NONE)
    return said


def _number(quantity: Mapping[str, Any]) -> str:
    """Return bounds and unit of a case's quantity as a line has them."""
    return line_of(Quantity(
        span=Span(start=0, end=len(quantity["text"]), quote=quantity["text"]), low=quantity["low"],
        high=quantity["high"], unit=quantity.get("unit"), approximate=bool(quantity.get("approximate")),
        ordinal=bool(quantity.get("ordinal"))))


def _said(party: Party | Source) -> tuple[str, str]:
    return party.text, party.code


def _line(wanted: list[tuple[str, str]]) -> str:
    return "; ".join(f"{text}={code}" for text, code in wanted) or NONE
