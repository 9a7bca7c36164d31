"""STIX 2.1: a bundle with a report for every article, a note for every claim, identities and locations.

A claim is a note, not a relationship: STIX relationships are asserted, and keii asserts nothing. Parties that the
registry does not know stay words in the note.
"""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

import orjson

from keii.config import Lang
from keii.exports.captions import caption
from keii.exports.days import closed
from keii.exports.named import alpha_2, country_of, entry_of, name_of, place_name
from keii.exports.request import Article, Request, Telling
from keii.model import Document, Party, Place, Source

# A name space of keii's own, so that the same claim has the same id in every bundle.
SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:keii:stix")
EXTENSION = f"extension-definition--{uuid.uuid5(SPACE, 'extension')}"
_UNDATED = "1970-01-01T00:00:00.000Z"  # of an article without a date: the standard requires one
_CLASSES = {"state": "organization", "person": "individual", "organisation": "organization", "outlet": "organization"}


def write(out: BinaryIO, request: Request) -> int:
    """Write the bundle, one object a line, and return how many notes it has."""
    number, seen, first = 0, set[str](), True
    bundle = uuid.uuid5(SPACE, f"bundle {request.chosen!r}")
    out.write(b'{"type":"bundle","id":"bundle--%s","objects":[' % str(bundle).encode())
    for article in request.articles():
        number += len(article.tellings)
        for made in _article(article, request.lang):
            if made["id"] not in seen:
                if made["type"] in ("identity", "location", "extension-definition"):
                    seen.add(made["id"])
                out.write((b"\n" if first else b",\n") + orjson.dumps(made))
                first = False
    out.write(b"\n]}\n")
    return number


def _article(article: Article, lang: Lang) -> Iterator[dict[str, Any]]:
    document, references = article.document, list[str]()
    yield from (_author(), _extension())
    for telling in article.tellings:
        claim, parties = telling.claim, []
        for party in telling.agents:
            if identity := _identity(party, lang):
                parties.append(identity)
        places = [_location(claim.place, lang)] if claim.place and _can_be_placed(claim.place) else []
        for made in (*parties, *places):
            references.append(made["id"])
            yield made
        note = _note(telling, [made["id"] for made in (*parties, *places)], lang)
        references.append(note["id"])
        yield note
    yield _report(document, list(dict.fromkeys(references)))


def _id(type: str, *parts: str) -> str:
    return f"{type}--{uuid.uuid5(SPACE, ' '.join((type, *parts)))}"


def _head(type: str, id: str, at: str) -> dict[str, Any]:
    return {"type": type, "spec_version": "2.1", "id": id, "created": at, "modified": at}


def _author() -> dict[str, Any]:
    return {**_head("identity", _id("identity", "keii"), _UNDATED), "name": "keii", "identity_class": "system"}


def _extension() -> dict[str, Any]:
    return {**_head("extension-definition", EXTENSION, _UNDATED), "created_by_ref": _id("identity", "keii"),
            "name": "keii claim", "version": "1.0.0", "schema": "urn:keii:stix:claim",
            "description": "What a text claims: type, status, certainty, who says so, where the words stand.",
            "extension_types": ["property-extension"]}


def _identity(party: Party | Source, lang: Lang) -> dict[str, Any] | None:
    entry = entry_of(party.actor)
    if entry is None:
        return None
    sectors = {"GOV": "government", "MIL": "defense"}.get(entry.code.partition("/")[2])
    return {**_head("identity", _id("identity", entry.id), _UNDATED), "name": entry.name(lang),
            "identity_class": _CLASSES[entry.kind],
            "description": f"{entry.id} ({entry.code})", **({"sectors": [sectors]} if sectors else {})}


def _can_be_placed(place: Place) -> bool:
    """Tell whether a location can be made: STIX requires a country, a region or coordinates."""
    return place.latitude is not None or bool(country_of(place.country or "") and alpha_2(place.country or ""))


def _location(place: Place, lang: Lang) -> dict[str, Any]:
    key = place.gazetteer or f"{place.country} {place.span.quote}"
    country = alpha_2(place.country or "")
    made = {**_head("location", _id("location", key), _UNDATED), "name": place_name(place, lang) or place.span.quote}
    if place.latitude is not None and place.longitude is not None:
        made |= {"latitude": place.latitude, "longitude": place.longitude}
    return made | ({"country": country} if country else {})


def _note(telling: Telling, references: list[str], lang: Lang) -> dict[str, Any]:
    claim, document = telling.claim, telling.document
    start, end = closed(claim.time)
    own = {
        "extension_type": "property-extension", "claim": claim.id, "event": telling.event, "type": claim.type,
        "mode": claim.mode, "status": claim.status.value, "certainty": claim.certainty.value,
        "actors": [{"text": party.text, "code": party.code} for party in claim.actors],
        "recipients": [{"text": party.text, "code": party.code} for party in claim.recipients],
        "sources": [{"text": source.text, "code": source.code} for source in claim.sources],
        "first_day": start, "last_day": end, "quote": claim.trigger.quote, "quote_start": claim.trigger.start,
        "quote_end": claim.trigger.end,
    }
    who = [name_of(source, lang) for source in claim.sources] or list(filter(None, [document.publisher]))
    return {
        **_head("note", _id("note", claim.id), _moment(document)), "created_by_ref": _id("identity", "keii"),
        "abstract": caption(claim, lang), "content": telling.sentence.text, **({"authors": who} if who else {}),
        "object_refs": list(dict.fromkeys(references)) or [_id("report", document.id)],
        "extensions": {EXTENSION: {name: value for name, value in own.items() if value not in (None, [])}},
    }


def _report(document: Document, references: list[str]) -> dict[str, Any]:
    at = _moment(document)
    source = {"source_name": document.publisher or "article", "external_id": document.id,
              **({"url": document.url} if document.url else {})}
    return {**_head("report", _id("report", document.id), at), "created_by_ref": _id("identity", "keii"),
            "name": document.title or document.text[:60], "published": at, "lang": document.language,
            "report_types": ["observed-data"], "object_refs": references, "external_references": [source]}


def _moment(document: Document) -> str:
    """Return when an article was published, in UTC as STIX writes it."""
    if document.published_at is None:
        return _UNDATED
    at = datetime.fromisoformat(document.published_at)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
