"""The registry of office holders: what every line must hold, and that the lines agree with each other."""

import re
import unicodedata
from collections import Counter
from datetime import date
from importlib.resources import as_file, files
from itertools import combinations

import pytest

from keii.tables import read_table

PEOPLE_COLUMNS = ("id", "name_en", "name_ja", "aliases_en", "aliases_ja", "note")
OFFICE_COLUMNS = ("person", "country", "office", "sector", "start", "end", "source", "note")
SECTORS = {"GOV", "IGO", "LEG", "MIL", "REB"}
SOURCES = {"REIGN", "factbook", "general knowledge"}
OFFICES = set(
    """\
adviser
ambassador
ambassador to the United Nations
central bank governor
chief cabinet secretary
chief executive
chief of staff
chief of the armed forces
crown prince
de facto leader
defence minister
deputy chair
deputy chief of staff
deputy defence minister
deputy foreign minister
deputy prime minister
deputy secretary-general
director-general
energy minister
executive director
finance minister
foreign minister
governor
governor-general
head of agency
head of government
head of state
high commissioner
high representative
intelligence chief
interior minister
justice minister
managing director
military commander
military commission vice chair
minister
monarch
national security adviser
parliamentary leader
party leader
pope
president
president of the General Assembly
prime minister
prosecutor
secretary-general
security council deputy chair
security council secretary
senior party official
speaker of parliament
special envoy
spokesperson
state counsellor
supreme leader
trade minister
under-secretary-general
unification minister
vice president""".splitlines()
)
# A state has several holders of these at a time.
SEVERAL = {"adviser", "ambassador", "deputy foreign minister", "deputy prime minister", "special envoy"}
COUNTRY = re.compile(r"[A-Z]{3}|IGO:[A-Z]+")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Row = dict[str, str]


def read(name: str, columns: tuple[str, ...]) -> list[Row]:
    """The data lines of a table of the gazetteer."""
    with as_file(files("keii.gazetteer") / "data" / name) as path:
        return [row for _, row in read_table(path, columns)]


@pytest.fixture(scope="module")
def people() -> list[Row]:
    return read("people.tsv", PEOPLE_COLUMNS)


@pytest.fixture(scope="module")
def offices() -> list[Row]:
    return read("offices_held.tsv", OFFICE_COLUMNS)


def earliest(text: str) -> date:
    """The first day that a date of any precision can mean; fails on what is no date."""
    assert DATE.fullmatch(text), text
    return date.fromisoformat((text + "-01-01")[:10])


def surely_overlap(one: Row, other: Row) -> bool:
    """True when two terms share days at the precision that both dates have."""
    first, second = sorted((one, other), key=lambda row: earliest(row["start"]))
    if not first["end"]:
        return True
    precision = min(len(first["end"]), len(second["start"]))
    return second["start"][:precision] < first["end"][:precision]


@pytest.mark.parametrize("name", ["people.tsv", "offices_held.tsv"])
def test_table_is_composed_and_without_stray_space(name: str) -> None:
    text = (files("keii.gazetteer") / "data" / name).read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert not re.search(r" [\t\n]|\t |  |\r|\u3000|\ufffd", text)


def test_person_has_a_unique_slug_and_a_name(people: list[Row]) -> None:
    counts = Counter(person["id"] for person in people)
    assert [key for key, count in counts.items() if count > 1] == []
    for person in people:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", person["id"]), person
        assert person["name_en"], person
        assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", person["name_en"] + person["aliases_en"]), person


def test_most_people_have_a_japanese_name(people: list[Row]) -> None:
    assert sum(bool(person["name_ja"]) for person in people) >= 700


def test_alias_is_neither_empty_nor_a_repetition(people: list[Row]) -> None:
    for person in people:
        for language in ("en", "ja"):
            column = person[f"aliases_{language}"]
            names = [person[f"name_{language}"], *column.split("|")] if column else []
            assert all(names), person
            assert len(names) == len(set(names)), person


def test_japanese_alias_is_longer_than_one_character(people: list[Row]) -> None:
    for person in people:
        names = [person["name_ja"], *person["aliases_ja"].split("|")]
        assert all(len(name) != 1 for name in names), person


def test_name_of_two_people_is_marked_ambiguous_in_both(people: list[Row]) -> None:
    owners: dict[str, list[Row]] = {}
    for person in people:
        names = [person["name_en"], person["name_ja"]]
        names += (person["aliases_en"] + "|" + person["aliases_ja"]).split("|")
        for name in {name for name in names if name}:
            owners.setdefault(name, []).append(person)
    for name, shared in owners.items():
        if len(shared) > 1:
            for person in shared:
                marked = person["note"].partition("ambiguous: ")[2].partition(";")[0].split(", ")
                assert name in marked, (name, person)


def test_office_names_a_known_person_and_a_known_office(people: list[Row], offices: list[Row]) -> None:
    known = {person["id"] for person in people}
    for row in offices:
        assert row["person"] in known, row
        assert COUNTRY.fullmatch(row["country"]), row
        assert row["office"] in OFFICES, row
        assert row["sector"] in SECTORS, row
        assert row["source"] in SOURCES, row
    assert known == {row["person"] for row in offices}, "every person holds an office"


def test_vocabulary_holds_no_office_that_is_not_used(offices: list[Row]) -> None:
    assert {row["office"] for row in offices} == OFFICES


def test_term_starts_before_it_ends(offices: list[Row]) -> None:
    for row in offices:
        start = earliest(row["start"])
        if row["end"]:
            assert start <= earliest(row["end"]) or row["end"] == row["start"][: len(row["end"])], row


def test_office_has_one_holder_at_a_time_unless_a_note_says_why(offices: list[Row]) -> None:
    terms: dict[tuple[str, str], list[Row]] = {}
    for row in offices:
        if row["office"] not in SEVERAL:
            terms.setdefault((row["country"], row["office"]), []).append(row)
    doubled = [
        (one, other)
        for rows in terms.values()
        for one, other in combinations(rows, 2)
        if not one["note"] and not other["note"] and surely_overlap(one, other)
    ]
    assert not doubled, doubled
