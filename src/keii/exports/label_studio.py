"""Label Studio: a task for every document, keii's claims as predictions to confirm, correct or delete.

Offsets are code points, as Label Studio counts them. The labelling configuration is in `docs/exports.md`.
"""

from typing import Any, BinaryIO

import orjson

from keii import __version__
from keii.exports.request import Article, Request, Telling
from keii.model import Span

LABELS = ("actor", "recipient", "source", "place", "time")  # beside PLOVER's types


def write(out: BinaryIO, request: Request) -> int:
    """Write the tasks as one JSON array, a task a line, and return their number."""
    number = 0
    out.write(b"[")
    for article in request.articles():
        out.write((b",\n" if number else b"\n") + orjson.dumps(_task(article)))
        number += 1
    out.write(b"\n]\n")
    return number


def _task(article: Article) -> dict[str, Any]:
    document = article.document
    results = [one for telling in article.tellings for one in _results(telling)]
    scores = [one.claim.confidence for one in article.tellings if one.claim.confidence is not None]
    score = {"score": round(sum(scores) / len(scores), 4)} if scores else {}
    return {
        "data": {"text": document.text, "document": document.id, "title": document.title,
                 "publisher": document.publisher, "published_at": document.published_at, "url": document.url,
                 "claims": [one.claim.id for one in article.tellings]},  # `keii import` finds out which are gone
        "predictions": [{"model_version": f"keii {__version__}", **score, "result": results}],
    }


def _results(telling: Telling) -> list[dict[str, Any]]:
    """Return the regions of a claim: its act, with the status chosen for it, and its fields, related to the act."""
    claim = telling.claim
    act = _region(claim.id, claim.trigger, claim.type)
    status = {"id": claim.id, "from_name": "status", "to_name": "text", "type": "choices",
              "value": {**_place(claim.trigger), "choices": [claim.status.value]}}
    found = [act, status]
    parties = (("actor", claim.actors), ("recipient", claim.recipients), ("source", claim.sources))
    spans = [(label, party.span or party.antecedent) for label, group in parties for party in group]
    spans += [("place", claim.place.span if claim.place else None), ("time", claim.time.span if claim.time else None)]
    for number, (label, span) in enumerate(spans):
        if span is None:
            continue
        id = f"{claim.id}.{number}"
        found.append(_region(id, span, label))
        found.append({"type": "relation", "from_id": claim.id, "to_id": id, "direction": "right", "labels": [label]})
    return found


def _region(id: str, span: Span, label: str) -> dict[str, Any]:
    return {"id": id, "from_name": "label", "to_name": "text", "type": "labels",
            "value": {**_place(span), "labels": [label]}}


def _place(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.quote}
