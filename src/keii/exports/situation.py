"""NDJSON of the situation: events, conflicts, judgements; `docs/json.md` describes every field."""

from typing import Any

import orjson

from keii.model import Conflict, Document, Event, Judgement, Link, Value
from keii.situation.copies import Change


def event(value: Event) -> bytes:
    """Return an event as one line of JSON."""
    return orjson.dumps(_event(value))


def whole(value: Event, judgements: list[Judgement]) -> bytes:
    """Return an event with its links and the history of judgements as one line of JSON."""
    return orjson.dumps({**_event(value), "links": [_link(link) for link in value.links],
                         "judgements": [_judgement(one) for one in judgements]})


def conflict(of: Event, value: Conflict) -> bytes:
    """Return a conflict as one line of JSON."""
    return orjson.dumps({"event": of.id, "type": of.type, "since": of.since, **_conflict(value)})


def version(value: Document, claims: int, found: list[Change]) -> bytes:
    """Return a version of a document, with what it tells otherwise than the one before, as one line of JSON."""
    return orjson.dumps({
        "document": value.id, "published_at": value.published_at, "publisher": value.publisher, "url": value.url,
        "claims": claims, "changes": [{
            "kind": change.kind, "before": change.before.claim.id if change.before else None,
            "after": change.after.claim.id if change.after else None} for change in found]})


def judgement(value: Judgement) -> bytes:
    """Return a judgement as one line of JSON."""
    return orjson.dumps(_judgement(value))


def _event(value: Event) -> dict[str, Any]:
    return {
        "id": value.id, "type": value.type, "label": value.label, "status": value.status, "since": value.since,
        "until": value.until, "documents": value.documents, "independent": value.independent,
        "claims": value.claims, "fields": {name: [_value(one) for one in values] for name, values in value.fields},
        "conflicts": [_conflict(one) for one in value.conflicts],
    }


def _conflict(value: Conflict) -> dict[str, Any]:
    return {"field": value.field, "values": [_value(one) for one in value.values]}


def _value(value: Value) -> dict[str, Any]:
    return {"value": value.value, "claims": value.claims}


def _link(link: Link) -> dict[str, Any]:
    return {"first": link.first, "second": link.second, "score": link.score, "reasons": [
        {"feature": reason.feature, "value": reason.value, "weight": reason.weight} for reason in link.reasons]}


def _judgement(value: Judgement) -> dict[str, Any]:
    return {"number": value.number, "verdict": value.verdict, "claims": value.claims, "others": value.others,
            "field": value.field, "value": value.value, "author": value.author, "note": value.note, "at": value.at,
            "undoes": value.undoes}
