"""The gazetteer of places: names in any script, what holds a place, bad rows, a missing file, time and memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.errors import DataError
from keii.gazetteer import build_sources, places
from keii.gazetteer.build_sources import own_places
from keii.gazetteer.place_keys import key_number, place_key
from keii.gazetteer.place_kinds import KINDS
from keii.gazetteer.place_words import place_words
from keii.gazetteer.places import gazetteer

ROOT = Path(__file__).parents[2]
SECONDS, MEGABYTES = 1.0, 200.0
NAMES = [
    ("Moscow", "geonames:524901"), ("モスクワ", "geonames:524901"), ("Москва", "geonames:524901"),
    ("平壌", "geonames:1871859"), ("평양", "geonames:1871859"), ("キエフ", "geonames:703448"),
    ("Kyiv", "geonames:703448"), ("瀋陽", "geonames:2034937"), ("沈阳", "geonames:2034937"),
    ("St. Louis", "geonames:4407066"), ("saint louis", "geonames:4407066"), ("ZÜRICH", "geonames:2657896"),
    ("台湾海峡", "keii:taiwan-strait"), ("Taiwan Strait", "keii:taiwan-strait"), ("ドネツク州", "geonames:709716"),
    ("Rapides Parish", "geonames:4338356"), ("日本", "geonames:1861060"),
]


@pytest.mark.parametrize(("name", "id_"), NAMES)
def test_a_name_in_any_script_finds_its_place(name: str, id_: str) -> None:
    assert id_ in [place.id for place in gazetteer().named(name)]


def test_what_holds_a_place_is_told_from_near_to_far() -> None:
    [paris] = gazetteer().of_id("geonames:4717560")
    assert [parent.en for parent in gazetteer().parents(paris.number)] == ["Lamar County", "Texas", "United States"]


@pytest.mark.parametrize("id_", ["geonames:0", "geonames:x", "keii:nowhere", "Moscow", ""])
def test_an_unknown_id_finds_nothing(id_: str) -> None:
    assert gazetteer().of_id(id_) == []


def test_every_place_has_a_point_and_a_kind() -> None:
    known = gazetteer()
    assert (abs(known.lat) <= 90).all()
    assert (abs(known.lon) <= 180).all()
    assert int(known.kind.max()) < len(KINDS)
    assert {known.place(number).country for number in range(0, len(known), 997)} - {None}


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(name: str) -> None:
    assert place_key(place_key(name)) == place_key(name)


@given(st.text(max_size=30))
def test_a_key_has_one_number_of_64_bits(name: str) -> None:
    assert 0 <= key_number(name) < 2**64
    assert key_number(name) == key_number(str(name))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_words_around_names_can_be_read(language: str) -> None:
    words = place_words(language)
    assert all(words.roles.values())
    assert words.stops


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder in the place of the data's, for one bad `places.tsv`."""
    monkeypatch.setattr(build_sources, "DATA", tmp_path)
    return tmp_path / "places.tsv"


@pytest.mark.parametrize(("row", "said"), [
    ("a\tsee\t\t1\t2\tA\t\t\t", "no kind of place"),
    ("a\tsea\t\t91\t2\tA\t\t\t", "is no point"),
    ("a\tsea\t\tnorth\t2\tA\t\t\t", "is no point"),
    ("\tsea\t\t1\t2\tA\t\t\t", "missing or stands twice"),
    ("a\tsea\t\t1\t2\t\t\t\t", "no name does"),
])
def test_a_bad_row_is_refused_with_its_line(own: Path, row: str, said: str) -> None:
    own.write_text("\t".join(build_sources.OWN) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=said) as error:
        list(own_places())
    assert error.value.where == f"{own}:2"


def test_an_id_given_twice_is_refused(own: Path) -> None:
    own.write_text("\t".join(build_sources.OWN) + "\na\tsea\t\t1\t2\tA\t\t\t" * 2 + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="twice"):
        list(own_places())


def test_a_missing_gazetteer_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "FILE", tmp_path / "places.npz")
    places.gazetteer.cache_clear()
    with pytest.raises(DataError, match="make gazetteer") as error:
        places.gazetteer()
    places.gazetteer.cache_clear()
    assert error.value.where == str(tmp_path / "places.npz")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak memory of a process")
def test_the_gazetteer_loads_within_a_second_and_200_megabytes() -> None:
    code = ("import time, json\nfrom pathlib import Path\n"
            "started = time.process_time()\nfrom keii.gazetteer.places import gazetteer\ngazetteer()\n"
            "taken = time.process_time() - started\n"
            "status = Path('/proc/self/status').read_text()\n"  # ru_maxrss counts what the parent process had
            "print(json.dumps([taken, int(status.partition('VmHWM:')[2].split()[0]) / 1024]))")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                         env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    seconds, megabytes = json.loads(ran.stdout)
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
