"""What the reconciliation service looks names up in: the registry of actors, the gazetteer of places."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rapidfuzz import fuzz

from keii.gazetteer import matching, registry
from keii.gazetteer.name_index import folded
from keii.gazetteer.place_keys import place_key
from keii.gazetteer.place_kinds import KINDS as PLACE_KINDS
from keii.gazetteer.places import Form, Gazetteer, GazetteerPlace, gazetteer
from keii.gazetteer.registry import Entry

Values = Sequence[str | int | float]
SURE, LIKELY, PARTLY = 100.0, 70.0, 60.0  # scores: the very name; one of several bearers; words of a name
_OTHER_COUNTRY = .5  # of the score of who belongs to another country than the one that was asked for
_NEAR = 86.0  # a score from which the country decides between several, matching's own threshold
_MOST = 200  # entries looked at for words of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One name that is looked up; `properties` are what else is known of who bears it, by the name of the property."""

    name: str
    types: tuple[str, ...] = ()  # none: any
    limit: int = 5
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Somebody or some place that names may mean."""

    id: str
    name: str
    description: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity that a name may mean, how well it fits (0 to 100), and whether nothing else is meant."""

    entity: Entity
    score: float
    match: bool
    countries: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """Something that is known of entities."""

    id: str
    name: str
    values: Callable[[str], Values]  # of the entity of an id; none where it is not known


class Lookup(Protocol):
    """What names are looked up in."""

    title: str
    view: str  # the page of an entity, {{id}} stands for its id
    types: tuple[str, ...]
    properties: Mapping[str, Property]

    def candidates(self, query: Query) -> list[Candidate]:
        """Return whom a name may mean, the likeliest first."""

    def beginning(self, prefix: str, limit: int) -> list[Entity]:
        """Return entities a name of which begins with, or holds, these letters."""

    def entity(self, id: str) -> Entity | None:
        """Return the entity of an id, None when there is none."""


class Actors:
    """States, persons, bodies and outlets of the registry."""

    title = "keii: actors"
    view = "/actors/{{id}}"
    types: tuple[str, ...] = registry.KINDS

    def __init__(self) -> None:
        """Name the properties; the registry is read when it is first asked."""
        of: dict[str, tuple[str, Callable[[Entry], Values]]] = {
            "code": ("actor code", lambda entry: [entry.code] if entry.code else []),
            "country": ("country or body", lambda entry: sorted(entry.countries)),
            "kind": ("kind", lambda entry: [entry.kind]),
            "form": ("form of body or outlet", lambda entry: [entry.form] if entry.form else []),
            "office": ("offices", lambda entry: [
                f"{held.office} ({held.country}, {held.start or '?'} – {held.end})" for held in entry.offices]),
            **{f"name_{language}": (f"name in {language}", _named(language)) for language in registry.LANGUAGES}}
        self.properties: Mapping[str, Property] = {
            id: Property(id=id, name=name, values=_of_entry(read)) for id, (name, read) in of.items()}

    def candidates(self, query: Query) -> list[Candidate]:
        """Return whom a name may mean: an id or code, then as `keii actor` matches names, then words of a name."""
        found: dict[str, Candidate] = {}
        if exact := registry.find(query.name):
            found[exact.id] = _candidate(exact, query.name, SURE, match=True)
        matched = matching.match(query.name)
        for one in matched.candidates:
            entry = registry.find(one.entry)
            if entry and entry.id not in found:
                found[entry.id] = _candidate(entry, query.name, round(100 * one.score, 1),
                                             match=one.entry == matched.entry and not exact)
        for entry in _holding(query.name, query.limit):
            if entry.id not in found:
                found[entry.id] = _candidate(entry, query.name, round(PARTLY * _likeness(query.name, entry), 1),
                                             match=False)
        return chosen(query, found.values())

    def beginning(self, prefix: str, limit: int) -> list[Entity]:
        """Return entries a name of which begins with these letters, then those that hold them."""
        start = folded(prefix)
        entries = list(_holding(prefix, _MOST))
        first = [entry for entry in entries if any(
            folded(name).startswith(start) for names in entry.names.values() for name in names)]
        rest = [entry for entry in entries if entry not in first]
        return [_entity(entry, prefix) for entry in (*first, *rest)[:limit]]

    def entity(self, id: str) -> Entity | None:
        """Return the entry of an id or code."""
        entry = registry.find(id)
        return _entity(entry, id) if entry else None


class Places:
    """Places of the gazetteer."""

    title = "keii: places"
    view = "/claims?place={{id}}"
    types: tuple[str, ...] = tuple(PLACE_KINDS)

    def __init__(self) -> None:
        """Name the properties; the gazetteer is read when it is first asked."""
        of: dict[str, tuple[str, Callable[[Gazetteer, GazetteerPlace], Values]]] = {
            "country": ("country", lambda _, place: [place.country] if place.country else []),
            "kind": ("kind", lambda _, place: [place.kind]),
            "latitude": ("latitude", lambda _, place: [place.latitude]),
            "longitude": ("longitude", lambda _, place: [place.longitude]),
            "precision": ("precision", lambda _, place: [place.precision.value]),
            "population": ("population", lambda _, place: [place.population] if place.population else []),
            "lies_in": ("lies in", lambda known, place: [one.name("en") for one in known.parents(place.number)]),
            "geonames": ("GeoNames id", lambda _, place: [place.geonames] if place.geonames else []),
            "name_en": ("name in en", lambda _, place: [place.en] if place.en else []),
            "name_ja": ("name in ja", lambda _, place: [place.ja] if place.ja else [])}
        self.properties: Mapping[str, Property] = {
            id: Property(id=id, name=name, values=_of_place(read)) for id, (name, read) in of.items()}

    def candidates(self, query: Query) -> list[Candidate]:
        """Return the places that bear a name; one is sure where it alone does, or where the name mostly means it."""
        known = gazetteer()
        of_id = known.of_id(query.name)
        if of_id:
            return chosen(query, [_place(known, of_id[0], query.name, SURE, match=True)])
        bearers = known.find([place_key(query.name)]).get(place_key(query.name))
        places = known.named(query.name)
        if bearers is None or not places:
            return []
        usual = {int(number) for number, form in zip(bearers.places, bearers.forms, strict=True)
                 if form in (Form.USUAL, Form.CAPITAL)}
        sure = places if len(places) == 1 else [place for place in places if place.number in usual]
        found = [_place(known, place, query.name, round(LIKELY - 30 * rank / len(places), 1), match=False)
                 for rank, place in enumerate(places)]
        if len(sure) == 1:
            found = [replace(one, score=SURE, match=True) if one.entity.id == sure[0].id else one for one in found]
        return chosen(query, found, near=PARTLY - 30)

    def beginning(self, prefix: str, limit: int) -> list[Entity]:
        """Return places whose name begins with these letters, the most populous first."""
        known = gazetteer()
        named = known.named(prefix)
        found = {place.id: place for place in (*named, *known.beginning(prefix, limit))}
        return [_place(known, place, prefix, 0, match=False).entity for place in list(found.values())[:limit]]

    def entity(self, id: str) -> Entity | None:
        """Return the place of an id."""
        known = gazetteer()
        return next((_place(known, place, id, 0, match=False).entity for place in known.of_id(id)), None)


def chosen(query: Query, found: Iterable[Candidate], *, near: float = _NEAR) -> list[Candidate]:
    """Return the candidates of the types that were asked for, the best first, by their country where it is told."""
    kept = [one for one in found if not query.types or set(query.types) & set(one.entity.types)]
    wanted = {value.strip().upper() for name, value in query.properties if name == "country"}
    if wanted:
        kept = [one if one.countries & wanted else replace(one, score=round(one.score * _OTHER_COUNTRY, 1), match=False)
                for one in kept]
        fitting = [one for one in kept if one.countries & wanted and one.score >= near]
        if len(fitting) == 1:
            kept = [replace(one, match=True) if one is fitting[0] else one for one in kept]
    return sorted(kept, key=lambda one: (-one.score, not one.match, one.entity.id))[:query.limit]


def _is_japanese(words: str) -> bool:
    return any("\u3040" <= letter <= "\u9fff" for letter in words)


def _entity(entry: Entry, words: str) -> Entity:
    lang = "ja" if _is_japanese(words) else "en"
    last = entry.offices[0].office if entry.offices else entry.form
    described = " · ".join(filter(None, (entry.kind, last, entry.code)))
    return Entity(id=entry.id, name=entry.name(lang), description=described,
                  types=tuple(filter(None, (entry.kind, entry.form))))


def _candidate(entry: Entry, words: str, score: float, *, match: bool) -> Candidate:
    return Candidate(entity=_entity(entry, words), score=score, match=match, countries=entry.countries)


def _place(known: Gazetteer, place: GazetteerPlace, words: str, score: float, *, match: bool) -> Candidate:
    lang = "ja" if _is_japanese(words) else "en"
    lies = ", ".join(one.name(lang) for one in known.parents(place.number))
    people = f"{place.population:,}" if place.population else ""
    return Candidate(
        entity=Entity(id=place.id, name=place.name(lang) or place.id, types=(place.kind,),
                      description=" · ".join(filter(None, (place.kind, lies, people)))),
        score=score, match=match, countries=frozenset({place.country} if place.country else ()))


def _holding(words: str, limit: int) -> Iterator[Entry]:
    """Yield entries one of whose names holds the letters."""
    start = folded(words)
    if len(start) < 2:
        return
    number = 0
    for entry, names in _folded():
        if any(start in name for name in names):
            yield entry
            number += 1
            if number == limit:
                return


def _likeness(words: str, entry: Entry) -> float:
    return max((fuzz.ratio(folded(words), folded(name)) / 100 for names in entry.names.values() for name in names),
               default=0)


_names: list[tuple[Entry, tuple[str, ...]]] = []


def _folded() -> list[tuple[Entry, tuple[str, ...]]]:
    """Return every entry with its names as they are compared, made once."""
    if not _names:
        _names.extend((entry, tuple({folded(name) for names in entry.names.values() for name in names}))
                      for entry in registry.entries().values())
    return _names


def _named(language: str) -> Callable[[Entry], Values]:
    return lambda entry: entry.names.get(language, ())


def _of_entry(read: Callable[[Entry], Values]) -> Callable[[str], Values]:
    def values(id: str) -> Values:
        entry = registry.find(id)
        return read(entry) if entry else ()

    return values


def _of_place(read: Callable[[Gazetteer, GazetteerPlace], Values]) -> Callable[[str], Values]:
    def values(id: str) -> Values:
        known = gazetteer()
        place = next(iter(known.of_id(id)), None)
        return read(known, place) if place else ()

    return values
