"""Claims, events and documents as flat rows: the cells of `data/columns.tsv`, in its order."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from keii.codebook import derive_plover
from keii.config import Lang
from keii.exports.columns import columns
from keii.exports.jsonl import printable
from keii.exports.named import name_of, place_name
from keii.exports.request import Request, Telling
from keii.ledger.rows import Listed
from keii.model import Claim, Document, Event, Party, Place, Source
from keii.situation.happening import Happening

Row = dict[str, Any]


def rows(request: Request) -> Iterator[Row]:
    """Yield the rows of what the request asks for; every row has every column, None where there is nothing."""
    names = tuple(column.name for column in columns(request.of))
    for row in _MAKERS[request.of](request):
        yield {name: row[name] for name in names}


def claim_row(telling: Telling, lang: Lang) -> Row:
    """Return the cells of a claim."""
    claim = telling.claim
    derived = derive_plover(claim.type, claim.status)
    return {
        "claim": claim.id, "event": telling.event, "document": claim.document, "sentence": claim.sentence,
        "type": claim.type, "label": claim.label, "mode": claim.mode, "contexts": list(claim.contexts),
        "status": claim.status.value, "certainty": claim.certainty.value, "confidence": claim.confidence,
        "confidence_whole": claim.confidence_whole, "trigger": claim.trigger.quote,
        "trigger_start": claim.trigger.start, "trigger_end": claim.trigger.end, "sentence_text": telling.sentence.text,
        **_parties("actor", claim.actors, lang), **_parties("recipient", claim.recipients, lang),
        "implied": [party.text for party in (*claim.actors, *claim.recipients) if party.implicit],
        **_parties("source", claim.sources, lang),
        "source_kinds": [source.kind.value for source in claim.sources],
        **_time(claim), "place": claim.place.span.quote if claim.place else None, **_place(claim.place, lang),
        "quantities": [quantity.span.quote for quantity in claim.quantities],
        "status_words": [cue.span.quote for cue in claim.cues],
        "plover": derived.type, "plover_reason": derived.reason, **_document(telling.document),
        "tags": list(telling.tags), "coder": claim.coder,
        "judged_by": claim.judged.author if claim.judged else None,
        "judged_fields": list(claim.judged.fields) if claim.judged else [],
    }


def event_row(happening: Happening, tags: Sequence[str], lang: Lang) -> Row:
    """Return the cells of an event, whose documents have these tags; those of evidence are of its first claim."""
    event, moment = happening.event, happening.moment
    first = happening.told[0]
    placed = next((one.claim.place for one in happening.told
                   if one.claim.place and one.claim.place.latitude is not None), None)
    return {
        "event": event.id, "type": event.type, "label": event.label, "status": event.status.value,
        "layer": happening.layer.value, "start": moment.start, "end": moment.end,
        "time_precision": moment.precision.value, "first_told": happening.first_told,
        "last_told": happening.last_told, "actors": values(event, "actor"),
        "actor_names": _names(happening.actors, lang), "recipients": values(event, "recipient"),
        "recipient_names": _names(happening.recipients, lang),
        "place": placed.span.quote if placed else next(iter(values(event, "place")), None), **_place(placed, lang),
        "quantities": values(event, "quantity"), "score": happening.score, "claims": len(event.claims),
        "documents": event.documents, "independent": event.independent,
        "conflicts": [conflict.field for conflict in event.conflicts],
        "conflict_values": [f"{conflict.field}: {' ↔ '.join(value.value for value in conflict.values)}"
                            for conflict in event.conflicts],
        "sources": _names([source for told in happening.told for source in told.claim.sources], lang),
        "trigger": first.claim.trigger.quote, "sentence_text": first.sentence,
        "publisher": first.document.publisher, "url": first.document.url, "claim_ids": list(event.claims),
        "document_ids": list(dict.fromkeys(told.document.id for told in happening.told)), "tags": list(tags),
    }


def document_row(listed: Listed) -> Row:
    """Return the cells of a document."""
    value = listed.document
    return {
        "document": value.id, **_document(value), "author": value.author, "agency": value.agency,
        "published_basis": value.published_basis, "retrieved_at": value.retrieved_at,
        "origin": printable(value.origin), "tags": list(listed.tags), "sentences": listed.sentences,
        "claims": listed.claims, "text": value.text,
    }


def values(event: Event, field: str) -> list[str]:
    """Return the values of a field of an event, the most told first."""
    return [value.value for name, found in event.fields if name == field for value in found]


_MAKERS: dict[str, Callable[[Request], Iterator[Row]]] = {
    "claims": lambda request: (claim_row(one, request.lang) for one in request.tellings()),
    "events": lambda request: (event_row(one, request.tags({told.document.id for told in one.told}), request.lang)
                               for one in request.happenings()),
    "documents": lambda request: map(document_row, request.documents()),
}


def _parties(role: str, parties: Sequence[Party | Source], lang: Lang) -> Row:
    return {
        f"{role}s": [party.text for party in parties],
        f"{role}_names": [name_of(party, lang) for party in parties],
        f"{role}_codes": [party.code for party in parties],
        f"{role}_ids": [party.actor or "" for party in parties],
    }


def _names(parties: Sequence[Party | Source], lang: Lang) -> list[str]:
    return list(dict.fromkeys(name_of(party, lang) for party in parties))


def _time(claim: Claim) -> Row:
    time = claim.time
    return {"time": time.span.quote if time else None, "start": time.start if time else None,
            "end": time.end if time else None, "time_precision": time.precision if time else None}


def _place(place: Place | None, lang: Lang) -> Row:
    if place is None:
        return dict.fromkeys(("place_name", "place_id", "country", "latitude", "longitude", "place_precision"))
    return {"place_name": place_name(place, lang), "place_id": place.gazetteer, "country": place.country,
            "latitude": place.latitude, "longitude": place.longitude, "place_precision": place.precision}


def _document(value: Document) -> Row:
    return {"published_at": value.published_at, "publisher": value.publisher, "title": value.title, "url": value.url,
            "language": value.language, "translated": value.translated}
