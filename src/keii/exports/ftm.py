"""FollowTheMoney entities as JSON Lines: articles, parties of the registry, and an Event for every claim.

Parties that the registry does not know are no entities: they may be private persons, and words are no identity.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from keii.config import Lang
from keii.exports.captions import caption
from keii.exports.coded import number
from keii.exports.days import closed
from keii.exports.named import alpha_2, body_of, country_name, country_of, entry_of, name_of, place_name
from keii.exports.request import Request, Telling
from keii.model import Document, Party, Source

if TYPE_CHECKING:
    from keii.gazetteer.persons import Held
    from keii.gazetteer.registry import Entry

_BODIES = {"agency": "PublicBody", "legislature": "PublicBody", "court": "PublicBody", "military": "PublicBody",
           "company": "Company"}
_KINDS = {"state": "PublicBody", "person": "Person"}
_LANGUAGES = {"ja": "jpn", "en": "eng"}  # FollowTheMoney writes ISO 639-3


def write(out: BinaryIO, request: Request) -> int:
    """Write the entities and return their number; one stands before the first that refers to it."""
    number, seen = 0, set[str]()
    for article in request.articles():
        entities = [_article(article.document, article.tags)]
        for telling in article.tellings:
            for party in telling.agents:
                id = entity_id(party)
                for made in _party(party, id) if id and id not in seen else ():
                    if made["id"] not in seen:  # several persons held one office
                        seen.add(made["id"])
                        entities.append(made)
            entities.append(_event(telling, request.lang))
        for entity in entities:
            out.write(orjson.dumps(entity) + b"\n")
        number += len(entities)
    return number


def entity_id(party: Party | Source) -> str | None:
    """Return the id of a party's entity, None where the registry does not know it."""
    entry = entry_of(party.actor)
    return _id(entry.id) if entry else None


def _id(own: str) -> str:
    """Return an id as FollowTheMoney takes it: letters, digits, dots and hyphens alone."""
    return "keii-" + own.replace(":", "-").replace("_", "-")


def _entity(id: str, schema: str, properties: dict[str, list[str | None]]) -> dict[str, Any]:
    kept = {name: list(dict.fromkeys(value for value in values if value)) for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _article(document: Document, tags: Iterable[str]) -> dict[str, Any]:
    return _entity(_id(document.id), "Article", {
        "title": [document.title], "name": [document.title], "fileName": [document.origin],
        "author": [document.author], "publisher": [document.publisher],
        "publishedAt": [(document.published_at or "")[:10]], "sourceUrl": [document.url],
        "language": [_LANGUAGES.get(document.language)], "bodyText": [document.text], "keywords": [*tags]})


def _party(party: Party | Source, id: str) -> Iterator[dict[str, Any]]:
    """Yield the entity of a party, and of a person the offices: what `keii import actors` takes back."""
    entry = entry_of(party.actor)
    assert entry is not None  # its id was made of it
    schema = _KINDS.get(entry.kind) or _BODIES.get(entry.form, "Organization")
    names = [name for of_language in entry.names.values() for name in of_language]
    yield _entity(id, schema, {"name": [entry.name("en"), entry.name("ja")], "alias": [*names],
                               "country": [_country(entry.code)],
                               **(_about(entry) if schema != "Person" else {
                                   "position": [_office(held) for held in entry.offices]})})
    for held in entry.offices if schema == "Person" else ():
        position = _position(held)
        yield _entity(position, "Position", {"name": [_office(held)], "country": [_country(held.country)],
                                             "keywords": [held.sector]})
        yield _entity(f"{position}-{_id(entry.id)}-{held.start}".rstrip("-"), "Occupancy", {
            "holder": [id], "post": [position], "startDate": [held.start], "endDate": [held.end]})


def _about(entry: "Entry") -> dict[str, list[str | None]]:
    """Return what a body is, in keii's words for it."""
    own, _, sector = entry.code.partition("/")
    news = (entry.kind, entry.form) == ("outlet", "agency")
    return {"classification": ["news agency" if news else entry.form or entry.kind], "sector": [sector],
            "abbreviation": [own[4:] if own.startswith("IGO:") and body_of(own) == entry.id else ""]}


def _office(held: "Held") -> str:
    """Return an office with its state or body: president of Russia."""
    body = held.country.removeprefix("IGO:")
    return f"{held.office} of {country_name(body, 'en')}"


def _position(held: "Held") -> str:
    """Return the id of an office: of words that an id cannot hold their number."""
    slug = re.sub(r"[^A-Za-z0-9]+", "-", held.office).strip("-")
    return _id(f"office-{held.country}-{slug if held.office.isascii() and slug else number(held.office)}")


def _country(code: str) -> str | None:
    """Return the code that FollowTheMoney has for a state; None for an international body, but the European Union."""
    country = country_of(code)
    return alpha_2(country).lower() if country else "eu" if code == "IGO:EU" else None


def _event(telling: Telling, lang: Lang) -> dict[str, Any]:
    claim, document, place = telling.claim, telling.document, telling.claim.place
    start, end = closed(claim.time)
    country = alpha_2(place.country).lower() if place and place.country else None
    return _entity(_id(claim.id), "Event", {
        "name": [caption(claim, lang)], "summary": [telling.sentence.text],
        "startDate": [start], "endDate": [end], "date": [start if start == end else None],
        "location": [place.span.quote if place else None, place_name(place, lang) if place else None],
        "country": [country], "organizer": [entity_id(party) for party in claim.actors],
        "involved": [entity_id(party) for party in claim.recipients],
        "proof": [_id(document.id)], "recordId": [claim.id], "publisher": [document.publisher],
        "sourceUrl": [document.url],
        "keywords": [claim.type, claim.mode, claim.label, claim.status.value, *claim.contexts, *telling.tags],
        "notes": _notes(telling, lang)})


def _notes(telling: Telling, lang: Lang) -> list[str | None]:
    """Return what the schema has no property for, a line each."""
    claim = telling.claim
    chain = " < ".join(name_of(source, lang) for source in claim.sources)
    unknown = [f"{role}: {party.text} ({party.code})" for role, parties in (("actor", claim.actors),
               ("recipient", claim.recipients)) for party in parties if entity_id(party) is None]
    return [f"status: {claim.status.value}", f"certainty: {claim.certainty.value}",
            f"source: {chain}" if chain else None, *unknown, f"event: {telling.event}" if telling.event else None,
            f"place: {country_name(claim.place.country, lang)}" if claim.place and claim.place.country else None]
