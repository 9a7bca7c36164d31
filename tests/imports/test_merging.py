"""What a file adds to the registry: new lines alone; what stands against an entry is shown, and nothing is replaced."""

import pickle
from pathlib import Path

import pytest

from keii.gazetteer.own import COLUMNS, rows_of
from keii.imports.keeping import keep
from keii.imports.known import Known
from keii.imports.merging import Plan, plan
from keii.imports.told import Actor, Office

MAYOR = Office(title="Mayor of Oslo", start="2031-02-01")
ADA = Actor(line=2, id="Q1", kind="person", names=(("en", "Ada Fjellvik"), ("ja", "アダ・フィエルヴィク")),
            offices=(MAYOR,))
PARTY = Actor(line=3, id="F", kind="organisation", form="party", country="NOR",
              names=(("en", "Fjord Alliance"), ("ja", "フィヨルド同盟")))


@pytest.fixture(scope="module")
def registry() -> bytes:
    return pickle.dumps(Known())  # a copy of it is made in a tenth of the time


@pytest.fixture
def known(registry: bytes) -> Known:
    return pickle.loads(registry)  # type: ignore[no-any-return]


def planned(known: Known, *actors: Actor, merge: bool = False) -> Plan:
    return plan(actors, known, origin="actors.csv", merge=merge)


def change(actor: Actor, **fields: object) -> Actor:
    values = {name: getattr(actor, name) for name in Actor.__slots__}
    return Actor(**{**values, **fields})


def test_a_person_is_a_line_of_people_and_one_of_offices(known: Known) -> None:
    made = planned(known, ADA)
    assert made.rows["people"] == [{
        "id": "Q1", "name_en": "Ada Fjellvik", "name_ja": "アダ・フィエルヴィク", "aliases_en": "Fjellvik",
        "aliases_ja": "フィエルヴィク", "note": "ambiguous: Fjellvik, フィエルヴィク; from actors.csv"}]
    assert made.rows["offices_held"] == [{
        "person": "Q1", "country": "NOR", "office": "mayor", "sector": "GOV", "start": "2031-02-01", "end": "",
        "source": "actors.csv", "note": "title: Mayor of Oslo"}]
    assert (made.actors, made.names, made.offices) == (1, 4, 1)


def test_where_the_surname_stands_first_the_last_word_is_no_surname(known: Known) -> None:
    told = change(ADA, names=(("en", "Yamano Hanako"),), offices=(Office(title="mayor", country="JPN"),))
    assert planned(known, told).rows["people"][0]["aliases_en"] == ""


def test_a_body_is_a_line_a_name(known: Known) -> None:
    rows = planned(known, PARTY).rows["organisations"]
    assert [(row["code"], row["language"], row["name"], row["kind"]) for row in rows] == [
        ("NOR/PTY", "en", "Fjord Alliance", "party"), ("NOR/PTY", "ja", "フィヨルド同盟", "party")]


def test_the_same_again_adds_nothing(known: Known) -> None:
    planned(known, ADA, PARTY)
    again = planned(known, ADA, PARTY, change(ADA, id=""))
    assert (again.rows, again.known, again.refused, again.conflicts) == ({}, 3, [], [])


@pytest.mark.parametrize(("actor", "words"), [
    (change(ADA, offices=()), "no public office or role"),
    (change(ADA, offices=(Office(title="plumber"),)), "«plumber» is no public office"),
    (change(ADA, offices=(Office(title="journalist", country="NOR"),)), "no public office"),
    (change(ADA, offices=(Office(title="defence minister"),)), "has no country"),
    (change(ADA, offices=(Office(title="Mayor of Oslo", start="soon"),)), "«soon» is no date"),
    (change(ADA, offices=(Office(title="Mayor of Oslo", start="2031", end="2030"),)), "the end stands before"),
    (change(ADA, names=()), "no name"),
    (change(ADA, names=(("ru", "Ада Фьелльвик"),)), "no name is left"),
    (change(ADA, id="a b"), "cannot be kept"),
    (change(ADA, id="doc:x"), "cannot be kept"),
    (change(PARTY, form=""), "what kind of body"),
    (change(PARTY, country=""), "has no country"),
    (change(PARTY, form="igo"), "abbreviation"),
    (Actor(line=2, id="", kind="state", names=(("en", "Atlantis Reborn"),)), "the state is unknown"),
])
def test_what_is_not_taken_is_refused_with_reason_and_remedy(known: Known, actor: Actor, words: str) -> None:
    made = planned(known, actor)
    assert made.rows == {}
    assert words in made.refused[0].what
    assert made.refused[0].remedy


def test_a_further_name_and_office_of_an_entry_are_added_by_its_id(known: Known) -> None:
    told = change(ADA, id="putin-vladimir", names=(("en", "Vladimir Putin"), ("he", "ולדימיר פ. פוטין")))
    made = planned(known, told)
    assert [row["name"] for row in made.rows["other_names"]] == ["ולדימיר פ. פוטין"]
    assert [row["person"] for row in made.rows["offices_held"]] == ["putin-vladimir"]
    assert "people" not in made.rows


def test_an_office_that_stands_against_the_registry_is_shown_and_not_taken(known: Known) -> None:
    told = Actor(line=7, id="putin-vladimir", kind="person",
                 offices=(Office(title="president", country="RUS", start="2013", end="2014"),))
    made = planned(known, told)
    assert made.rows == {}
    assert made.conflicts[0].line == 7
    assert "putin-vladimir is president of RUS 2012" in made.conflicts[0].what


def test_a_namesake_of_the_same_country_is_a_conflict_unless_it_is_to_be_merged(known: Known) -> None:
    told = change(ADA, id="Q7747", names=(("en", "Vladimir Putin"), ("en", "Vova Putin")),
                  offices=(Office(title="president", country="RUS"),))
    assert "as putin-vladimir" in planned(known, told).conflicts[0].what
    assert planned(known, told).rows == {}
    made = planned(known, told, merge=True)
    assert [(row["id"], row["name"]) for row in made.rows["other_names"]] == [("putin-vladimir", "Vova Putin")]


def test_a_namesake_of_another_country_is_somebody_else_and_marked(known: Known) -> None:
    made = planned(known, change(ADA, id="", names=(("en", "Vladimir Putin"),)))
    row = made.rows["people"][0]
    assert (row["id"], row["note"]) == ("putin-vladimir-2", "ambiguous: Vladimir Putin, Putin; from actors.csv")
    assert "putin-vladimir too" in made.remarks[0].what


def test_a_body_of_another_kind_or_country_is_a_conflict(known: Known) -> None:
    planned(known, PARTY)
    for other in (change(PARTY, form="company"), change(PARTY, country="SWE")):
        made = planned(known, other)
        assert (made.rows, len(made.conflicts)) == ({}, 1)


def test_a_name_of_somebody_else_is_not_added_to_an_entry(known: Known) -> None:
    made = planned(known, Actor(line=2, id="state:NOR", kind="state", names=(("en", "NATO"), ("en", "Norvegia"))))
    assert [row["name"] for row in made.rows["other_names"]] == ["Norvegia"]
    assert "«NATO» is a name of nato" in made.conflicts[0].what


def test_an_international_body_has_its_abbreviation_as_code(known: Known) -> None:
    body = change(PARTY, form="igo", country="", names=(("en", "Fjord Treaty Organization"), ("en", "FTOX")))
    assert {row["code"] for row in planned(known, body).rows["organisations"]} == {"IGO:FTOX"}


def test_lines_are_kept_behind_those_that_are_there(known: Known, tmp_path: Path) -> None:
    folder = tmp_path / "keii.actors"
    keep(folder, planned(known, PARTY).rows)
    keep(folder, planned(known, change(PARTY, id="G", names=(("en", "Glacier\tBloc"),))).rows)
    assert [row["name"] for row in rows_of("organisations", folder)] == [
        "Fjord Alliance", "フィヨルド同盟", "Glacier Bloc"]
    assert [path.name for path in folder.iterdir()] == ["organisations.tsv"]
    assert set(planned(known, ADA).rows) <= set(COLUMNS)
