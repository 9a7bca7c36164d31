"""`keii place` and `keii eval places`: the gazetteer for people, and toponyms for the scorer."""

import orjson
import pytest

from cli.conftest import Keii


def test_a_name_shows_its_places_with_coordinates_and_what_holds_them(keii: Keii) -> None:
    ran = keii("place", "平壌")
    assert ran.code == 0
    first = ran.out.splitlines()[0]
    assert all(part in first for part in ("Pyongyang", "[PRK]", "39.0", "125.7", "North Korea", "geonames:1871859"))


def test_a_country_narrows_the_places(keii: Keii) -> None:
    ran = keii("place", "Paris", "--country", "usa", "--json")
    found = [orjson.loads(line) for line in ran.out.splitlines()]
    assert len(found) > 5
    assert {one["country"] for one in found} == {"USA"}


def test_an_id_of_the_ledger_shows_its_place(keii: Keii) -> None:
    [line] = keii("place", "keii:taiwan-strait", "--json").out.splitlines()
    found = orjson.loads(line)
    assert (found["country"], found["precision"], found["names"]["ja"]) == (None, "region", "台湾海峡")


@pytest.mark.parametrize(("lang", "said"), [("en", "the gazetteer has no place «Nowhereville-by-Sea»"),
                                            ("ja", "「Nowhereville-by-Sea」という場所はない")])
def test_an_unknown_name_is_refused_with_the_remedy(keii: Keii, lang: str, said: str) -> None:
    ran = keii("--lang", lang, "place", "Nowhereville-by-Sea")
    assert ran.code == 2
    assert said in ran.err
    assert "docs/places.md" in ran.err


def test_eval_writes_the_toponyms_of_each_line(keii: Keii) -> None:
    source = keii.ledger.parent / "in.jsonl"
    source.write_bytes(orjson.dumps({"doc": "a", "text": "Fires burned near Paris, Texas."}) + b"\n")
    ran = keii("eval", "places", str(source), "--language", "en")
    found = orjson.loads(ran.out)
    assert [(one["start"], one["end"], one["geonameid"]) for one in found["toponyms"]] == [
        (18, 23, 4717560), (25, 30, 4736286)]
