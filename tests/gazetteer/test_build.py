"""What the compilation of places makes of its sources; the sources themselves are not needed here."""

from keii.gazetteer.build import _name_capitals, _Table
from keii.gazetteer.build_sources import Raw, capital_names
from keii.gazetteer.place_keys import key_number, place_key
from keii.gazetteer.places import Form


def city(number: int, country: str, name: str, people: int) -> Raw:
    return Raw(key=f"city:{number}", number=number, kind="city", country=country, population=people,
               names=((name, Form.MAIN),), en=name)


def table(*cities: Raw) -> _Table:
    made = _Table()
    for one in cities:
        made.add(one)
    return made


def bearers(made: _Table, name: str) -> set[tuple[str, int]]:
    number = key_number(place_key(name))
    return {(made.places[at].key, form) for key, at, form in made.names if key == number}


def test_a_capital_has_the_names_that_the_registry_has_for_it() -> None:
    made = table(city(1, "BIH", "Sarajevo", 275_000), city(2, "BIH", "Sarajevo", 300),
                 city(3, "SRB", "Sarajevo", 9_000))
    _name_capitals(made)
    assert bearers(made, "サラエボ") == {("city:1", Form.MAIN)}
    assert made.places[0].ja == "サラエボ"


def test_of_a_state_with_several_capitals_nothing_is_guessed() -> None:
    made = table(city(1, "ZAF", "Pretoria", 2_000_000), city(2, "ZAF", "Cape Town", 4_000_000))
    _name_capitals(made)
    assert bearers(made, "プレトリア") == set()


def test_the_registry_has_a_capital_in_both_languages_for_each_state_that_has_one() -> None:
    lacking = [state for state, english, japanese in capital_names() if not english or not japanese]
    assert lacking == []
