import subprocess
import sys
from pathlib import Path

import pytest

from keii.gazetteer.__main__ import counts
from keii.gazetteer.registry import LANGUAGES, entries, find, search
from keii.gazetteer.territories import alpha_2, names_elsewhere, names_of


@pytest.mark.parametrize(("what", "at_least"), [
    ("states and territories", 240), ("organisations with members", 150), ("of them with dates of their own", 150),
    ("armed forces, armed groups and parties", 400), ("outlets and agencies", 300), ("office holders since 2000", 1200),
    ("languages of states beside Japanese and English", 8),
])  # fmt: skip
def test_the_registry_is_as_large_as_promised(what: str, at_least: int) -> None:
    assert counts()[what] >= at_least


@pytest.mark.parametrize("language", ["zh", "ko", "ru", "uk", "ar", "fr", "es", "de"])
def test_every_state_has_a_name_in_every_language(language: str) -> None:
    assert [code for code in alpha_2() if language not in names_of(code)] == []


@pytest.mark.parametrize(("code", "language", "name"), [
    ("RUS", "zh", "俄罗斯"), ("RUS", "zh", "俄羅斯"), ("UKR", "uk", "Україна"), ("XKX", "ru", "Косово"),
    ("PRK", "ko", "북한"),
    ("DEU", "es", "Alemania"), ("JPN", "ar", "اليابان"), ("GBR", "fr", "Royaume-Uni"),
    ("USA", "de", "Vereinigte Staaten"),
])  # fmt: skip
def test_states_are_named_in_other_languages(code: str, language: str, name: str) -> None:
    assert (code, language, name) in names_elsewhere()


@pytest.mark.parametrize(("id_", "entry"), [
    ("putin-vladimir", "putin-vladimir"), ("RUS", "state:RUS"), ("rus", "state:RUS"), ("state:RUS", "state:RUS"),
    ("nato", "nato"), ("IGO:NATO", "nato"), ("xinhua", "xinhua"),
])  # fmt: skip
def test_entries_are_found_by_id_and_by_code(id_: str, entry: str) -> None:
    found = find(id_)
    assert found is not None
    assert found.id == entry


def test_nobody_has_an_unknown_id() -> None:
    assert find("nobody-at-all") is None


def test_a_person_has_names_in_scripts_and_offices_with_dates() -> None:
    found = entries()["zelenskyy-volodymyr"]
    assert found.names["en"][0] == "Volodymyr Zelenskyy"
    assert found.names["ja"][0] == "ウォロディミル・ゼレンスキー"
    assert found.names["uk"] == ("Володимир Зеленський",)
    assert [(held.office, held.start) for held in found.offices] == [("president", "2019-05-20")]


def test_a_state_has_capitals_memberships_and_holders_and_no_cities() -> None:
    found = entries()["state:JPN"]
    assert "東京" in found.related["ja"]
    assert "大阪" not in (*found.names["ja"], *found.related["ja"])
    assert {"un", "g7", "quad"} <= {one.body for one in found.memberships}
    assert "kishida-fumio" in {held.person for held in found.holders}


def test_languages_stand_in_one_order() -> None:
    order = list(LANGUAGES)
    for entry in entries().values():
        assert [order.index(language) for language in entry.names] == sorted(map(order.index, entry.names)), entry.id


@pytest.mark.parametrize(("kind", "country", "words", "ids"), [
    ("armed_group", "LBN", (), {"hezbollah"}),
    (None, None, ("习近平",), {"xi-jinping"}),
    ("person", "JPN", ("ＡＢＥ", "shinzo"), {"abe-shinzo"}),
    ("state", None, ("росія",), {"state:RUS"}),
    ("outlet", "FRA", ("agence france",), {"afp"}),
    ("person", "XXX", (), set()),
])  # fmt: skip
def test_search_takes_kind_country_and_words(
    kind: str | None, country: str | None, words: tuple[str, ...], ids: set[str]
) -> None:
    assert {entry.id for entry in search(kind, country, words)} == ids


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from Linux's /proc")
def test_registry_loads_within_a_second_and_200_megabytes() -> None:
    code = (
        "import re, time; from pathlib import Path; t = time.process_time()\n"
        "from keii.gazetteer.name_index import index; from keii.gazetteer.registry import entries\n"
        "entries(); a = time.process_time() - t; index()\n"
        "most = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())\n"
        "print(a, int(most[1]) / 1024)"
    )
    ran = subprocess.run([sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}"],
                         capture_output=True, text=True, check=True)  # fmt: skip
    seconds, megabytes = map(float, ran.stdout.split())
    assert seconds < 1
    assert megabytes < 200
