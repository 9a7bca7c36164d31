"""NDJSON of situations: one line a situation, event of a timeline, turning point, expectation or period."""

from collections.abc import Mapping
from typing import Any

import orjson

from keii.model import Change, Indicator, Layer, Period, Reason, Side, Surprise, TurningPoint
from keii.situation.gather import Overview
from keii.situation.happening import Happening
from keii.situation.timeline import Awaited, Timeline


def situation(overview: Overview) -> bytes:
    """Return a situation as one line of JSON, with how much belongs to it."""
    value = overview.situation
    return orjson.dumps({
        "name": value.name, "found": value.found, "author": value.author, "actors": value.actors,
        "types": value.types, "places": value.places, "texts": value.texts, "pairs": value.pairs,
        "events": overview.events, "documents": overview.documents, "first": overview.first, "last": overview.last,
        "reasons": [_reason(one) for one in value.reasons],
    })


def timeline(value: Timeline) -> list[bytes]:
    """Return the lines of a timeline: what happened, is denied and is awaited, then the turning points."""
    return [
        *(orjson.dumps({"kind": "event", **_happening(one, value)}) for one in value.happened),
        *(orjson.dumps({"kind": "event", **_happening(one, value)}) for one in value.denied),
        *(orjson.dumps({"kind": "awaited", **_happening(one.happening, value), **_outcome(one)})
          for one in value.awaited),
        *(orjson.dumps({"kind": "turning", **_turn(one)}) for one in value.turning),
    ]


def indicator(value: Indicator) -> list[bytes]:
    """Return the lines of an indicator: its periods, then the changes of its level, then what has no period."""
    changes = ((Side.COOPERATION, value.changes_of_cooperation), (Side.CONFLICT, value.changes_of_conflict))
    return [
        *(orjson.dumps({"kind": "period", "name": value.name, "by": value.by, **_period(one)})
          for one in value.periods),
        *(orjson.dumps({"kind": "change", "name": value.name, "side": side, **_change(one)})
          for side, found in changes for one in found),
        *([orjson.dumps({"kind": "unplaced", "name": value.name, "events": value.unplaced})]
          if value.unplaced else []),
    ]


def _happening(one: Happening, within: Timeline) -> dict[str, Any]:
    event = one.event
    return {
        "event": event.id, "type": event.type, "label": event.label, "status": event.status, "layer": one.layer,
        "side": one.side, "score": one.score, "start": one.moment.start, "end": one.moment.end,
        "precision": one.moment.precision, "first_told": one.first_told, "last_told": one.last_told,
        "new": within.is_new(one) if within.since else None,
        "actors": sorted({party.code for party in one.actors}),
        "recipients": sorted({party.code for party in one.recipients}),
        "documents": len(one.documents), "independent": event.independent, "claims": one.claims,
    }


def _outcome(one: Awaited) -> dict[str, Any]:
    known = one.expectation
    return {"outcome": one.outcome, "expectation": known.id if known else None,
            "deadline": known.deadline if known else None}


def _turn(one: TurningPoint) -> dict[str, Any]:
    return {"event": one.event, "at": one.at, "turn": one.kind, "before": one.before, "after": one.after,
            "claims": one.claims, "reasons": [_reason(reason) for reason in one.reasons]}


def _period(one: Period) -> dict[str, Any]:
    return {
        "start": one.start, "end": one.end, "documents": one.documents,
        "counts": {layer.value: one.count(layer) for layer in Layer},
        "tallies": [{"layer": tally.layer, "side": tally.side, "count": tally.count, "score": tally.score,
                     "events": tally.events, "claims": tally.claims} for tally in one.tallies],
        "cooperation": _surprise(one.cooperation), "conflict": _surprise(one.conflict),
    }


def _surprise(one: Surprise | None) -> Mapping[str, Any] | None:
    if one is None:
        return None
    return {"expected": one.expected, "surprise": one.value, "weekday": one.weekday, "history": one.history}


def _change(one: Change) -> Mapping[str, Any]:
    return {"start": one.start, "before": one.before, "after": one.after, "gain": one.gain}


def _reason(one: Reason) -> dict[str, Any]:
    return {"feature": one.feature, "value": one.value, "weight": one.weight}
