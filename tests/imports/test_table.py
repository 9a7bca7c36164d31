"""Tables of actors as analysts have them: CSV, TSV, semicolons, headings in two languages, a line an office."""

import pytest

from keii.errors import InputError
from keii.imports.names import fault, language_of, tidy
from keii.imports.table import read_table
from keii.imports.told import Office


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_first_line_tells_the_separator(separator: str) -> None:
    rows = (("kind", "name", "country", "office", "start"), ("person", "Ada Fjellvik", "Norway", "mayor", "2031"))
    told = read_table("\ufeff" + "\n".join(separator.join(row) for row in rows), "x")
    (actor,) = told.actors
    assert (actor.kind, actor.country, actor.line) == ("person", "NOR", 2)
    assert actor.offices == (Office(title="mayor", start="2031"),)


def test_japanese_headings_and_kinds_are_read() -> None:
    told = read_table("種別,名称,英語名,国,別名\n"
                      "政党,フィヨルド同盟党,Fjord Alliance Party,ノルウェー,同盟党|FAP\n", "x")
    (actor,) = told.actors
    assert (actor.kind, actor.form, actor.country) == ("organisation", "party", "NOR")
    assert actor.names == (("ja", "フィヨルド同盟党"), ("en", "Fjord Alliance Party"), ("ja", "同盟党"), ("en", "FAP"))


def test_lines_of_one_person_are_one_actor_with_several_offices() -> None:
    told = read_table("id,name,country,office,start,end\na,Ada Fjellvik,NOR,mayor,2029,2030\n"
                      "a,Ada Fjellvik,NOR,defence minister,2031,\n", "x")
    (actor,) = told.actors
    assert [(office.title, office.end) for office in actor.offices] == [("mayor", "2030"), ("defence minister", "")]


def test_a_code_may_hold_the_sector() -> None:
    (actor,) = read_table("kind,name,country\ncompany,Fjord AS,NOR/BUS\n", "x").actors
    assert (actor.country, actor.sector) == ("NOR", "BUS")


def test_lines_that_cannot_be_read_are_refused_with_number_and_remedy() -> None:
    told = read_table("kind,name,country\nspaceship,Enterprise,USA\nparty,Fjord Alliance,Atlantis\n"
                      "party,Fjord Alliance,NOR,x\nparty,Fjord Alliance,NOR\n", "x")
    assert [(one.line, one.what) for one in told.refused] == [
        (2, "kind «spaceship» is unknown."), (3, "country «Atlantis» is unknown."),
        (4, "the line has 4 cells, the first line 3.")]
    assert all(one.remedy for one in told.refused)
    assert [actor.line for actor in told.actors] == [5]


@pytest.mark.parametrize(("text", "words"), [
    ("", "empty"), ("kind,country\nparty,NOR\n", "no column of names"), ("name,colour\nX,red\n", "colour"),
    ("name,name\nX,Y\n", "stand twice"),
])
def test_tables_without_a_first_line_of_columns_are_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as raised:
        read_table(text, "actors.csv")
    assert raised.value.where == "actors.csv"


@pytest.mark.parametrize(("name", "tidied"), [
    ("PUTIN, Vladimir", "Vladimir Putin"), ("Ada  B. FJELLVIK", "Ada B. Fjellvik"), ("U Thant", "U Thant"),
])
def test_names_of_persons_are_put_in_order(name: str, tidied: str) -> None:
    assert tidy(name, person=True) == tidied


@pytest.mark.parametrize(("name", "language"), [
    ("フィヨルド", "ja"), ("山田太郎", "ja"), ("习近平", "zh"), ("젤렌스키", "ko"), ("Зеленский", "ru"),
    ("Андрій Єрмак", "uk"), ("Fjord", "en"), ("محمد", "ar"),
])
def test_a_name_without_a_language_has_that_of_its_script(name: str, language: str) -> None:
    assert language_of(name) == language


@pytest.mark.parametrize(("name", "words"), [
    ("Foreign Ministry", "every country"), ("Norway", "name of a state"), ("Oslo", "name of a state"),
    ("x", "too short"), ("Li", "too short"), ("the council", "no capital"), ("x" * 201, "200"),
])
def test_names_that_texts_cannot_be_searched_by_are_refused(name: str, words: str) -> None:
    assert words in fault(name, "en", "person")
    assert fault("Ada Fjellvik", "en", "person") == ""
