"""The places of the claims, and one place of the gazetteer. They have no page of their own: the map shows them."""

import orjson

from keii.exports import jsonl
from keii.gazetteer.places import gazetteer
from keii.ledger import Filter, browse, located
from keii.workbench.answering import Answer, Desk, MissingError
from keii.workbench.asking import Asked
from keii.workbench.config import SECONDS
from keii.workbench.pages.timeline import whole
from keii.workbench.places import Named, named


def places(desk: Desk, asked: Asked, name: str) -> Answer:
    """The places of the selected claims, those that most claims name first."""
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        found = located.of_claims(connection, whole(asked.chosen(paged=False)))
    first = (asked.page - 1) * asked.size
    shown = named(found.spots[first:first + asked.size], asked.lang)
    return Answer(template="", title="", view=None, json=lambda: {
        "total": len(found.spots), "page": asked.page, "size": asked.size, "items": [*map(_told, shown)]})


def place(desk: Desk, asked: Asked, name: str) -> Answer:
    """One place of the gazetteer: kind, coordinates, what it lies in, and how many claims name it."""
    known = gazetteer()
    found = next(iter(known.of_id(name)), None)
    if found is None:
        raise MissingError("the gazetteer has no place of this id.", where=name,
                           remedy="Ids are like geonames:703448; claims and the list of places have them.")
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        claims = browse.number_of_claims(connection, Filter(places=(found.id,)))
    return Answer(template="", title="", view=None, json=lambda: {
        "place": orjson.Fragment(jsonl.gazetteer_place(found, known.parents(found.number))), "claims": claims})


def _told(one: Named) -> dict[str, object]:
    spot = one.spot
    return {"place": spot.gazetteer, "name": one.name, "country": spot.country, "latitude": spot.latitude,
            "longitude": spot.longitude, "precision": spot.precision, "claims": spot.number}
