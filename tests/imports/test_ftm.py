"""FollowTheMoney entities as actors: persons by their offices, bodies by topics and classification, the rest told."""

import json
from typing import Any

import pytest

from keii.imports.ftm import read_ftm
from keii.imports.told import Actor, Office, Told


def entity(id: str, schema: str, **properties: str | list[str]) -> dict[str, Any]:
    return {"id": id, "schema": schema, "properties": {
        name: [values] if isinstance(values, str) else values for name, values in properties.items()}}


def read(*entities: dict[str, Any]) -> Told:
    return read_ftm(json.dumps(one).encode() for one in entities)


def only(told: Told) -> Actor:
    assert len(told.actors) == 1, told
    return told.actors[0]


def test_an_occupancy_gives_an_office_with_its_dates_and_country() -> None:
    told = read(
        entity("Q1", "Person", name="FJELLVIK, Ada", alias="アダ・フィエルヴィク", nationality="no", birthDate="1980"),
        entity("P1", "Position", name="Minister of Defence", country="no"),
        entity("O1", "Occupancy", holder="Q1", post="P1", startDate="2031-01-01T00:00:00", endDate="2032-06"))
    actor = only(told)
    assert (actor.id, actor.kind, actor.country, actor.line) == ("Q1", "person", "NOR", 1)
    assert actor.names == (("en", "Ada Fjellvik"), ("ja", "アダ・フィエルヴィク"))
    assert actor.offices == (Office(title="Minister of Defence", country="NOR", start="2031-01-01", end="2032-06"),)
    assert not told.refused


def test_a_position_without_a_link_is_an_office_without_dates() -> None:
    actor = only(read(entity("Q1", "Person", name="Ada Fjellvik", position="Mayor of Oslo")))
    assert actor.offices == (Office(title="Mayor of Oslo"),)


def test_a_role_in_a_party_has_the_partys_sector() -> None:
    told = read(entity("M", "Membership", member="Q1", organization="F", role="Chairman", startDate="2030"),
                entity("Q1", "Person", name="Ada Fjellvik"),
                entity("F", "Organization", name="Fjord Alliance", country="no", topics="pol.party"))
    person, party = told.actors
    assert person.offices == (Office(title="Chairman", country="NOR", sector="PTY", start="2030"),)
    assert (party.form, party.country, party.sector) == ("party", "NOR", "PTY")


def test_a_membership_without_a_role_is_no_office() -> None:
    told = read(entity("M", "Membership", member="Q1", organization="F"), entity("Q1", "Person", name="Ada Fjellvik"),
                entity("F", "Organization", name="Fjord Alliance", country="no", topics="pol.party"))
    assert told.actors[0].offices == ()


@pytest.mark.parametrize(("schema", "properties", "form", "kind"), [
    ("PublicBody", {}, "agency", "organisation"),
    ("PublicBody", {"topics": "gov.legislative"}, "legislature", "organisation"),
    ("Organization", {"topics": "gov.igo"}, "igo", "organisation"),
    ("Organization", {"classification": "armed group"}, "armed_group", "organisation"),
    ("Organization", {"classification": "新聞"}, "newspaper", "outlet"),
    ("Organization", {"classification": "news agency"}, "agency", "outlet"),
    ("Organization", {}, "", "organisation"),
    ("Company", {}, "company", "organisation"),
])
def test_what_a_body_is_stands_in_classification_topics_or_schema(
        schema: str, properties: dict[str, str], form: str, kind: str) -> None:
    actor = only(read(entity("B", schema, name="Fjord Council", country="no", **properties)))
    assert (actor.form, actor.kind) == (form, kind)


@pytest.mark.parametrize(("code", "country"), [("no", "NOR"), ("xk", "XKX"), ("eu", "IGO:EU"), ("gb-sct", "GBR"),
                                               ("zz", "")])
def test_countries_are_those_of_followthemoney(code: str, country: str) -> None:
    assert only(read(entity("B", "PublicBody", name="Fjord Council", country=code))).country == country


def test_the_id_that_keii_exports_is_its_own_without_the_beginning() -> None:
    assert only(read(entity("keii-state-NOR", "PublicBody", name="Norway"))).id == "state-NOR"


def test_an_entity_may_stand_on_several_lines() -> None:
    actor = only(read(entity("B", "Company", name="Fjord AS"), entity("B", "Company", alias="Fjord Ltd")))
    assert [name for _, name in actor.names] == ["Fjord AS", "Fjord Ltd"]


def test_weak_aliases_and_what_is_private_of_a_person_are_not_taken() -> None:
    actor = only(read(entity("Q1", "Person", name="Ada Fjellvik", weakAlias="Ada", position="Mayor of Oslo",
                             email="ada@example.org", passportNumber="N1")))
    assert actor.names == (("en", "Ada Fjellvik"),)


def test_other_schemata_are_counted_and_bad_lines_refused_with_their_numbers() -> None:
    lines = [b'{"id": "A", "schema": "Article", "properties": {"title": ["x"]}}', b"", b"{nonsense",
             b'{"id": 5, "schema": "Person", "properties": {}}',
             b'{"id": "x", "schema": "Person", "properties": {"a": 1}}',
             b'{"id": "L", "schema": "LegalEntity", "properties": {"name": ["X"]}}',
             b'{"id": "O", "schema": "Occupancy", "properties": {"holder": ["Q9"], "post": ["P9"]}}']
    told = read_ftm(lines)
    assert told.other == {"Article": 1}
    assert [refusal.line for refusal in told.refused] == [3, 4, 5, 6, 7]
    assert "«Q9»" in told.refused[-1].what
