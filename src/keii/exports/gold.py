"""What reviewers decided as gold cases, in the form of `quality/cases.*.jsonl` (quality/README.md).

A sentence is a case when somebody has decided about every claim that keii found in it, and all who did agree. Acts that
keii did not find are not in it: look for them before you measure with the cases.
"""

from collections.abc import Iterator
from typing import Any

import orjson

from keii.ledger import Ledger, queue
from keii.model import Claim, Party, Quantity, Source, Status

SECONDS = 600.0  # for all cases of a ledger
_PLAIN = (Status.OCCURRED, Status.ONGOING)


def cases(ledger: Ledger) -> Iterator[bytes]:
    """Yield the sentences that were decided as a whole, one line of JSON each, by document and place in it."""
    with ledger.browsing(seconds=SECONDS) as connection:
        for case in queue.decided_sentences(connection):
            events = [_event(claim, case.sentence.text) for claim in case.claims]
            yield orjson.dumps({"doc": case.document, "sent": case.sentence.index, "kind": _kind(case.claims),
                                "text": case.sentence.text, "events": events})


def _kind(claims: tuple[Claim, ...]) -> str:
    """Return why the sentence is a case: it tells no act, plain acts, or such as are planned, denied and the like."""
    if not claims:
        return "none"
    return "plain" if all(claim.status in _PLAIN for claim in claims) else "scope"


def _event(claim: Claim, sentence: str) -> dict[str, Any]:
    return {
        "type": claim.type, **({"label": claim.label} if claim.label else {}), "trigger": claim.trigger.quote,
        "actors": [_party(party, sentence) for party in claim.actors],
        "recipients": [_party(party, sentence) for party in claim.recipients], "status": claim.status,
        "source": _party(claim.sources[-1], sentence) if claim.sources else None,
        "place": claim.place.span.quote if claim.place else None,
        "time": claim.time.span.quote if claim.time else None,
        **({"quantities": [_quantity(one) for one in claim.quantities]} if claim.quantities else {}),
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    """Return a quantity; None is an open side, and no unit; what is exact is not said to be so."""
    return {"text": quantity.span.quote, "low": quantity.low, "high": quantity.high, "unit": quantity.unit,
            **({"approximate": True} if quantity.approximate else {}),
            **({"ordinal": True} if quantity.ordinal else {})}


def _party(party: Party | Source, sentence: str) -> dict[str, Any]:
    """Return a party; one that the sentence does not name is implicit."""
    return {"text": party.text, "code": party.code, **({} if party.text in sentence else {"implicit": True})}
