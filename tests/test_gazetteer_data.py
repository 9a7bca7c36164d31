"""The registry's names of states, organisations, outlets and head words are well formed and unambiguous."""

import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "src" / "keii" / "gazetteer" / "data"

COLUMNS = {
    "state_names": ("code", "language", "name", "kind", "note"),
    "organisations": ("id", "code", "language", "name", "kind", "note"),
    "outlets": ("id", "code", "language", "name", "kind", "note"),
    "sectors": ("language", "word", "sector", "kind", "note"),
}
KINDS = {
    "state_names": {"name", "short", "long", "variant", "demonym", "adjective", "people", "capital", "metonym", "city"},
    "organisations": {"igo", "armed_group", "party", "agency", "legislature", "court", "military", "ngo", "company"},
    "outlets": {"agency", "newspaper", "broadcaster", "online"},
    "sectors": {"office", "body", "force", "people"},
}
SECTORS = {"GOV", "MIL", "LEG", "JUD", "OPP", "REB", "CVL", "BUS", "JRN", "LAB", "IGO", "NGO", "ELI", "PTY"}
IGO_CODE = re.compile(r"IGO:[A-Z0-9]+")
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
FILES = sorted(COLUMNS)


def rows(file: str) -> list[dict[str, str]]:
    """Return the facts of a data file by column, comments and header left out."""
    lines = (DATA / f"{file}.tsv").read_text(encoding="utf-8").split("\n")
    facts = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    assert tuple(facts[0]) == COLUMNS[file]
    for fact in facts[1:]:
        assert len(fact) == len(COLUMNS[file]), fact
    return [dict(zip(COLUMNS[file], fact, strict=True)) for fact in facts[1:]]


def state_codes() -> set[str]:
    return {row["code"] for row in rows("state_names")}


@pytest.mark.parametrize("file", FILES)
def test_cells_are_clean(file: str) -> None:
    for row in rows(file):
        for cell in row.values():
            assert cell == cell.strip()
            assert unicodedata.is_normalized("NFC", cell)
            assert not re.search(r"[{}|]", cell), row
        assert row.get("name", row.get("word"))


@pytest.mark.parametrize("file", FILES)
def test_languages_and_kinds_are_known(file: str) -> None:
    for row in rows(file):
        assert row["language"] in ("ja", "en"), row
        assert row["kind"] in KINDS[file], row


@pytest.mark.parametrize("file", FILES)
def test_english_names_hold_no_japanese(file: str) -> None:
    for row in rows(file):
        if row["language"] == "en":
            assert not JAPANESE.search(row.get("name", row.get("word", ""))), row


@pytest.mark.parametrize("file", FILES)
def test_no_fact_stands_twice(file: str) -> None:
    keys = [tuple(value for column, value in row.items() if column not in ("kind", "note")) for row in rows(file)]
    assert not [key for key, count in Counter(keys).items() if count > 1]


@pytest.mark.parametrize("file", FILES)
def test_a_name_with_two_bearers_says_so(file: str) -> None:
    bearers = defaultdict(list)
    for row in rows(file):
        bearers[row["language"], row.get("name", row.get("word"))].append(row)
    for same in bearers.values():
        if len({row.get("id", row.get("code", row.get("sector"))) for row in same}) > 1:
            assert all(row["note"].startswith("ambiguous:") for row in same), same


def test_states_have_iso_codes_and_both_languages() -> None:
    named = defaultdict(set)
    for row in rows("state_names"):
        assert re.fullmatch(r"[A-Z]{3}", row["code"]), row
        if row["kind"] == "name":
            named[row["code"]].add(row["language"])
    assert set(named) == state_codes()
    assert all(languages == {"ja", "en"} for languages in named.values())
    assert len(named) >= 230


@pytest.mark.parametrize("file", ["organisations", "outlets"])
def test_codes_are_bodies_or_a_state_with_a_sector(file: str) -> None:
    states = state_codes()
    for row in rows(file):
        country, _, sector = row["code"].partition("/")
        assert IGO_CODE.fullmatch(row["code"]) or (country in states and sector in SECTORS), row


@pytest.mark.parametrize("file", ["organisations", "outlets"])
def test_an_entry_has_one_code_one_kind_and_both_languages(file: str) -> None:
    entries = defaultdict(list)
    for row in rows(file):
        assert re.fullmatch(r"[a-z0-9-]+", row["id"]), row
        entries[row["id"]].append(row)
    for entry in entries.values():
        assert len({(row["code"], row["kind"]) for row in entry}) == 1, entry
        assert {row["language"] for row in entry} == {"ja", "en"}, entry


def test_outlets_are_journalists() -> None:
    assert all(row["code"].endswith("/JRN") for row in rows("outlets"))


def test_english_head_words_are_lower_case() -> None:
    for row in rows("sectors"):
        assert row["sector"] in SECTORS, row
        assert row["language"] == "ja" or row["word"] == row["word"].lower(), row


def test_the_files_are_large_enough() -> None:
    assert len({row["id"] for row in rows("organisations")}) >= 350
    assert len({row["id"] for row in rows("outlets")}) >= 150
    for language in ("ja", "en"):
        assert sum(row["language"] == language for row in rows("sectors")) >= 180


@pytest.mark.parametrize(("name", "code"), [
    ("クリミア", "UKR"), ("Crimea", "UKR"), ("台湾", "TWN"), ("Kosovo", "XKX"), ("ガザ", "PSE"),
    ("Golan Heights", "SYR"), ("ソ連", "RUS"), ("East Germany", "DEU"), ("北方領土", "JPN"), ("国後島", "RUS"),
    ("Transnistria", "MDA"), ("インド太平洋", "XXX"), ("South China Sea", "XXX"),
])
def test_disputed_and_former_states_follow_the_policy(name: str, code: str) -> None:
    assert {row["code"] for row in rows("state_names") if row["name"] == name} == {code}
