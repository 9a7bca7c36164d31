"""Actors of FollowTheMoney entities, JSON Lines: persons with an office, bodies, positions, and what links them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from keii.imports.kinds import PUBLIC, SECTORS, country_of, form_of, kind_of
from keii.imports.names import language_of, tidy
from keii.imports.told import BODY, OUTLET, PERSON, STATES, Actor, Office, Told

BODIES = ("Organization", "PublicBody", "Company")
# Links by schema: who, where, and the property that says as what.
LINKS = {"Occupancy": ("holder", "post", ""), "Membership": ("member", "organization", "role"),
         "Directorship": ("director", "organization", "role"), "Employment": ("employee", "employer", "role")}
OWN = "keii-"  # what `keii export ftm` puts before the registry's ids
NAMES = ("name", "alias", "previousName", "abbreviation")  # a weak alias is shared by many, and not taken
COUNTRIES = ("country", "jurisdiction", "mainCountry", "nationality", "citizenship")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class _Entity:
    line: int
    id: str
    schema: str
    properties: dict[str, list[str]]

    def all(self, name: str) -> list[str]:
        return self.properties.get(name, [])

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    @property
    def country(self) -> str:
        """The first country that the registry knows, "" where there is none."""
        told = (value for name in COUNTRIES for value in self.all(name))
        return next((code for value in told if (code := country_of(value))), "")


def read_ftm(lines: Iterable[bytes]) -> Told:
    """Return what the lines tell of actors; a line that is no entity is refused with its number."""
    told, entities = Told(), dict[str, _Entity]()
    links = list[_Entity]()
    for entity in _entities(lines, told):
        if entity.schema in LINKS:
            links.append(entity)
        elif entity.schema in (*BODIES, "Person", "Position"):
            entities[entity.id] = _joined(entities[entity.id], entity) if entity.id in entities else entity
        elif entity.schema == "LegalEntity":
            told.refuse(entity.line, "a LegalEntity may be a private person.", "Say Person or Organization.")
        else:
            told.other[entity.schema] += 1
    offices = _linked(links, entities, told)
    for entity in entities.values():
        if entity.schema == "Person":
            _person(entity, offices[entity.id], told)
        elif entity.schema != "Position":
            _body(entity, told)
    told.actors.sort(key=lambda actor: actor.line)
    told.refused.sort(key=lambda refusal: refusal.line)
    return told


def _entities(lines: Iterable[bytes], told: Told) -> Iterator[_Entity]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            told.refuse(number, f"the line is no JSON: {error.msg}.", "Write one FollowTheMoney entity a line.")
            continue
        if not _is_entity(value):
            told.refuse(number, "the line is no FollowTheMoney entity: id, schema and properties as lists of texts.",
                        "Write one FollowTheMoney entity a line.")
            continue
        yield _Entity(number, value["id"], value["schema"], value["properties"])


def _is_entity(value: Any) -> bool:
    return (isinstance(value, dict) and isinstance(value.get("id"), str) and isinstance(value.get("schema"), str)
            and isinstance(value.get("properties"), dict)
            and all(isinstance(one, list) and all(isinstance(text, str) for text in one)
                    for one in value["properties"].values()))


def _joined(one: _Entity, other: _Entity) -> _Entity:
    """Return an entity whose properties stand on several lines, as statements of FollowTheMoney may."""
    merged = {name: list(dict.fromkeys((*one.all(name), *other.all(name))))
              for name in dict.fromkeys((*one.properties, *other.properties))}
    return _Entity(one.line, one.id, one.schema, merged)


def _linked(links: Iterable[_Entity], entities: dict[str, _Entity], told: Told) -> dict[str, list[Office]]:
    """Return the offices that links give to persons, by the person's id."""
    found = defaultdict[str, list[Office]](list)
    for link in links:
        who, where, role = LINKS[link.schema]
        person, place = entities.get(link.first(who)), entities.get(link.first(where))
        if person is None or place is None:
            missing = link.first(where if person else who) or (where if person else who)
            told.refuse(link.line, f"{link.schema} of «{missing}», which the file does not have.",
                        "Add the entity that it refers to.")
        elif person.schema == "Person":
            found[person.id].append(_office(link, place, link.first(role) if role else "", entities))
    return found


def _office(link: _Entity, place: _Entity, role: str, entities: dict[str, _Entity]) -> Office:
    body = place if place.schema in BODIES else entities.get(place.first("organization"))
    title = place.first("name") if place.schema == "Position" else role
    own = _coded(body) if body else ("", "")
    told = next((word for word in place.all("keywords") if word in PUBLIC), "")
    return Office(title=title, country=place.country or own[0], sector=told if place.schema == "Position" else own[1],
                  start=_date(link.first("startDate")), end=_date(link.first("endDate")))


def _date(value: str) -> str:
    """Return a date to the day, month or year, "" where it is none."""
    found = _DATE.match(value)
    return found[0] if found else ""


def _coded(entity: _Entity) -> tuple[str, str]:
    """Return country and sector of a body."""
    form = _form(entity)
    sector = next((value for value in entity.all("sector") if value in PUBLIC or value in SECTORS.values()), "")
    return entity.country, sector or SECTORS.get(form, "")


def _form(entity: _Entity) -> str:
    for word in entity.all("classification"):
        if known := kind_of(word):
            return known[1]
    return form_of(entity.schema, entity.all("topics"))


def _person(entity: _Entity, linked: list[Office], told: Told) -> None:
    offices = [office for office in linked if office.title]
    offices += [Office(title=title) for title in entity.all("position") if not offices]
    told.actors.append(Actor(line=entity.line, id=_id(entity.id), kind=PERSON, country=entity.country,
                             names=_names(entity), offices=tuple(offices)))


def _body(entity: _Entity, told: Told) -> None:
    form = _form(entity)
    kind = next((known[0] for word in entity.all("classification") if (known := kind_of(word))), BODY)
    country, sector = _coded(entity)
    told.actors.append(Actor(
        line=entity.line, id=_id(entity.id), kind=kind if kind in (OUTLET, STATES) else BODY, form=form,
        country=country, sector=sector, names=_names(entity)))


def _id(id: str) -> str:
    return id.removeprefix(OWN)


def _names(entity: _Entity) -> tuple[tuple[str, str], ...]:
    names = [tidy(name, person=entity.schema == "Person") for field in NAMES for name in entity.all(field)]
    return tuple(dict.fromkeys((language_of(name), name) for name in names if name))
