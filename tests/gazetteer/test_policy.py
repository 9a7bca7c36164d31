"""The policy on disputed territories is data, chosen by a setting, and changes codes everywhere alike."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from keii.errors import DataError, UsageError
from keii.gazetteer.policy import POLICIES, disputed, policy

NAMED = {"taiwan", "palestine", "kosovo", "crimea", "western-sahara", "northern-cyprus", "abkhazia", "somaliland",
         "south-ossetia", "transnistria", "nagorno-karabakh"}  # fmt: skip


def test_the_entities_that_are_partly_recognised_stand_in_the_policy() -> None:
    assert {one.entity for one in disputed()} >= NAMED
    assert all(one.codes.keys() == set(POLICIES) and one.note for one in disputed())


def test_the_shipped_policy_changes_nothing() -> None:
    shipped = policy("keii")
    assert (shipped.whole, shipped.single) == ({}, {})


@pytest.mark.parametrize(("name", "code", "setting", "expected"), [
    ("Crimea", "UKR", "keii", "UKR"), ("Crimea", "UKR", "sovereign", "UKR"), ("Crimea", "UKR", "control", "RUS"),
    ("クリミア", "UKR", "control", "RUS"), ("Kyiv", "UKR", "control", "UKR"),
    ("Taiwan", "TWN", "sovereign", "CHN"), ("", "TWN/MIL", "sovereign", "CHN/MIL"), ("", "TWN", "control", "TWN"),
    ("コソボ", "XKX", "sovereign", "SRB"), ("西サハラ", "ESH", "control", "MAR"), ("", "IGO:UN", "control", "IGO:UN"),
    ("Abkhazia", "GEO", "control", "RUS"), ("北キプロス", "CYP", "control", "TUR"),
    ("Somaliland", "SOM", "control", "SOM"),
])  # fmt: skip
def test_a_policy_gives_names_and_codes_another_code(name: str, code: str, setting: str, expected: str) -> None:
    assert policy(setting).code(code, name) == expected


def test_a_file_of_ones_own_changes_what_it_names(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("entity\tcode\ncrimea\tRUS\n", encoding="utf-8")
    chosen = policy(str(own))
    assert chosen.code("UKR", "Crimea") == "RUS"
    assert chosen.code("TWN") == "TWN"


@pytest.mark.parametrize(
    ("line", "what"), [("moon\tRUS", "entity «moon» is not known."), ("crimea\tru", "«ru» is no code")]
)
def test_a_wrong_line_of_ones_own_file_is_told(tmp_path: Path, line: str, what: str) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(f"entity\tcode\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        policy(str(own))
    assert what in raised.value.what
    assert raised.value.where == f"{own}:2"


def test_an_unknown_policy_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UsageError) as raised:
        policy("mine")
    assert raised.value.where == "KEII_TERRITORIES"
    assert "keii, sovereign, control" in raised.value.remedy


@pytest.mark.parametrize(("setting", "expected"), [
    ("", ["UKR/GOV", "TWN/GOV", "TWN/GOV"]), ("control", ["RUS/GOV", "TWN/GOV", "TWN/GOV"]),
    ("sovereign", ["UKR/GOV", "CHN/GOV", "CHN/GOV"]),
])  # fmt: skip
def test_the_environment_chooses_the_policy_for_names_bodies_and_persons(setting: str, expected: list[str]) -> None:
    code = (
        "from keii.gazetteer.compose import compose\n"
        "found = [compose('Crimea', 'en'), compose('台湾国防部', 'ja'), compose('Tsai Ing-wen', 'en', '2020-01-01')]\n"
        "print(*(one.code for one in found))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                         env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                              "KEII_TERRITORIES": setting})  # fmt: skip
    assert ran.stdout.split() == expected
