"""Places of claims: the country that a place phrase names, or the reason why none is known."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from keii.coding.contract import Coded
from keii.gazetteer.compose import compose
from keii.model import Document, Place

PLACE_KINDS = frozenset({"state", "place", "people"})
NO_COUNTRY = "no-country"


def resolve_places(document: Document, coded: Iterable[Coded]) -> Iterator[Coded]:
    """Yield the coded sentences with the country of every place that names one, else the reason.

    A place stays the words of the text; what is not in the registry, a town or a square, is not guessed.
    """
    for item in coded:
        claims = tuple(
            claim.with_(place=_resolved(claim.place, document)) if claim.place else claim for claim in item.claims
        )
        yield replace(item, claims=claims)


def _resolved(place: Place, document: Document) -> Place:
    date = document.published_at[:10] if document.published_at else None
    reading = compose(place.span.quote, document.language, date)
    named = reading is not None and reading.kind in PLACE_KINDS and not reading.shared
    if reading is None or not named or not reading.country or reading.country.startswith("IGO:"):
        return replace(place, country=None, reason=NO_COUNTRY)
    return replace(place, country=reading.country, reason=None)
