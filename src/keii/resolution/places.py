"""Places of claims: the place of the gazetteer that the words mean, or the reason why none is known.

The place of an act is the one that the text gives for that act: only toponyms within its words count. The rest of the
document tells namesakes apart, and nothing else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from keii.coding.contract import Coded
from keii.gazetteer.compose import compose
from keii.gazetteer.place_kinds import KINDS, Precision
from keii.gazetteer.places import GazetteerPlace, gazetteer
from keii.gazetteer.policy import chosen
from keii.model import Document, Place, Span
from keii.resolution.grounding import Grounded
from keii.resolution.toponyms import toponyms

NAMING = frozenset({"state", "place", "people"})  # kinds of names that tell where something is
NO_TOPONYM, AMBIGUOUS = "no-toponym", "ambiguous"
EXACTNESS = {precision: rank for rank, precision in enumerate(Precision)}


def resolve_places(document: Document, coded: Iterable[Coded]) -> Iterator[Coded]:
    """Yield the coded sentences with the place of the gazetteer that each place's words mean, or with the reason.

    The document's toponyms are looked for when the first place is met: a document without one costs nothing.
    """
    found: Sequence[Grounded] | None = None
    for item in coded:
        if found is None and any(claim.place for claim in item.claims):
            found = toponyms(document.text, document.language)
        claims = tuple(
            claim.with_(place=_resolved(claim.place, document, found or ())) if claim.place else claim
            for claim in item.claims
        )
        yield replace(item, claims=claims)


def _resolved(place: Place, document: Document, found: Sequence[Grounded]) -> Place:
    inside = [one for one in found if place.span.start <= one.mention.start and one.mention.end <= place.span.end]
    named = [gazetteer().place(one.place) for one in inside if one.place is not None]
    if named:
        return _placed(place, _most_exact(named, document.language))
    if any(one.reason == AMBIGUOUS for one in inside):
        return replace(place, country=None, reason=AMBIGUOUS)
    code = _country(place.span, document)
    state = gazetteer().state(code) if code else None
    if state is None:
        return replace(place, country=code, reason=NO_TOPONYM)
    return _placed(place, gazetteer().place(state))


def _most_exact(named: list[GazetteerPlace], language: str) -> GazetteerPlace:
    """Return the most exact place of a phrase, an island before a region; of equals the head's by the language."""
    ordered = named if language != "ja" else named[::-1]
    return min(ordered, key=lambda place: (EXACTNESS[place.precision], KINDS[place.kind].importance
                                           if place.precision is Precision.REGION else 0.0))


def _placed(place: Place, known: GazetteerPlace) -> Place:
    return replace(place, country=country_of(known), gazetteer=known.id, latitude=known.latitude,
                   longitude=known.longitude, precision=known.precision.value, reason=None)


def country_of(place: GazetteerPlace) -> str | None:
    """Return whose a place is under the chosen policy on disputed territories; None: no one state's."""
    if place.country is None:
        return None
    policy = chosen()
    for holder in (place, *gazetteer().parents(place.number)):
        for name in (holder.en, holder.ja):
            if (code := policy.code(place.country, name)) != place.country:
                return code
    return place.country


def _country(span: Span, document: Document) -> str | None:
    """Return the state whose name or people the words hold by themselves: 露 in 露領, Iran's."""
    date = document.published_at[:10] if document.published_at else None
    reading = compose(span.quote, document.language, date)
    named = reading is not None and reading.kind in NAMING and reading.form != "metonym" and not reading.shared
    if reading is None or not named or not reading.country or reading.country.startswith("IGO:"):
        return None
    return reading.country
