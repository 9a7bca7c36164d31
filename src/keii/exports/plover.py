"""PLOVER records as JSON Lines: one a claim, with what PLOVER has no field for under `keii`."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from keii import __version__
from keii.codebook import codebook
from keii.config import Lang
from keii.exports.coded import Coded, coded, day_of, split
from keii.exports.named import name_of, place_name
from keii.exports.request import Omission, Request, Telling
from keii.model import Party, Source

_BODIES = {"IGO:UN": "UNO", "IGO:EU": "EUR"}  # the manual's codes in the slot of the country; other bodies are IGO


def write(out: BinaryIO, request: Request) -> int:
    """Write the records and return their number."""
    number = 0
    for telling, found in codings(request):
        required = codebook().types[found.type].recipient_required
        if required and not found.recipients and len(found.actors) < 2:
            request.leave_out(Omission.NO_RECIPIENT)
            continue
        out.write(orjson.dumps(_record(telling, found, request.lang)) + b"\n")
        number += 1
    return number


def codings(request: Request) -> Iterator[tuple[Telling, Coded]]:
    """Yield the selected claims with their coding; what has none is counted as left out."""
    for article in request.articles():
        for telling in article.tellings:
            beside = [one.claim for one in article.tellings if one.claim.sentence == telling.claim.sentence]
            found = coded(telling.claim, derived=request.derived, beside=beside)
            if isinstance(found, Omission):
                request.leave_out(found)
            else:
                yield telling, found


def _record(telling: Telling, found: Coded, lang: Lang) -> dict[str, Any]:
    claim, document = telling.claim, telling.document
    day, precision = day_of(claim, document.published_at)
    place = claim.place
    return {
        "id": claim.id, "event_date": day, "type": found.type, "mode": found.mode, "context": claim.contexts,
        "quad": found.quad, "score": found.score,
        "actor": [_party(one, lang) for one in found.actors],
        "recipient": [_party(one, lang) for one in found.recipients],
        "location": None if place is None else {
            "text": place.span.quote, "name": place_name(place, lang), "country": place.country,
            "latitude": place.latitude, "longitude": place.longitude, "id": place.gazetteer},
        "text": telling.sentence.text, "trigger": claim.trigger.quote, "source": document.publisher,
        "publication_date": document.published_at, "url": document.url, "language": document.language,
        "version": f"keii {__version__}",
        "keii": {
            "event": telling.event, "document": document.id, "sentence": claim.sentence, "type": claim.type,
            "status": claim.status, "derivation": found.reason, "certainty": claim.certainty,
            "sources": [{"text": one.text, "code": one.code, "actor": one.actor, "kind": one.kind}
                        for one in claim.sources],
            "date_precision": precision, "place_precision": place.precision if place else None,
            "confidence": claim.confidence,
        },
    }


def _party(party: Party | Source, lang: Lang) -> dict[str, Any]:
    country, sector = split(party.code)
    if country.startswith("IGO:") or sector == "IGO":
        country, sector = _BODIES.get(country, "IGO"), ""
    sectors = [one for one in (sector, *party.code.split("/")[2:]) if one]
    return {"text": party.text, "name": name_of(party, lang), "country": country or None, "sector": sectors,
            "code": party.code, "id": party.actor}
