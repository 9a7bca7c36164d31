import json

import pytest

from cli.conftest import Keii
from keii.cli import actors
from keii.cli.words import say


def test_the_registry_is_listed_by_kind_country_and_words(keii: Keii) -> None:
    ran = keii("actors", "--kind", "armed_group", "--country", "lbn")
    assert (ran.code, ran.out) == (0, "entry\tkind\tcode\tname\nhezbollah\tarmed_group\tLBN/REB\tHezbollah\n")
    found = keii("actors", "安倍", "晋三", "--lang", "ja").out.splitlines()
    assert found[1:] == ["abe-shinzo\tperson\tJPN/GOV\t安倍晋三"]
    assert len(keii("actors", "--kind", "state", "--limit", "3").out.splitlines()) == 4
    assert keii("actors", "no such words").out == "entry\tkind\tcode\tname\n"


def test_the_list_speaks_json(keii: Keii) -> None:
    lines = keii("actors", "--kind", "igo", "--country", "IGO:AUKUS", "--json").out.splitlines()
    (entry,) = map(json.loads, lines)
    assert (entry["id"], entry["names"]["ja"][0]) == ("aukus", "オーカス")
    assert [one["state"] for one in entry["members"]] == ["AUS", "GBR", "USA"]


def test_an_unknown_kind_is_refused(keii: Keii) -> None:
    ran = keii("actors", "--kind", "planet")
    assert (ran.code, ran.out) == (2, "")
    assert "--kind does not know «planet»." in ran.err
    assert "armed_group" in ran.err
    assert "--kind に「planet」という値はありません。" in keii("actors", "--kind", "planet", "--lang", "ja").err


@pytest.mark.parametrize(("lang", "title", "offices"), [
    ("en", "Shinzo Abe", "offices\n  2012-12-26 – 2020-09-16  JPN  prime minister"),
    ("ja", "安倍晋三", "職\n  2012-12-26 – 2020-09-16  JPN  首相"),
])
def test_a_person_is_shown_in_both_languages(keii: Keii, lang: str, title: str, offices: str) -> None:
    ran = keii("actor", "abe-shinzo", "--lang", lang)
    assert ran.code == 0
    assert ran.out.startswith(f"{title}  abe-shinzo  JPN/GOV  person\n")
    assert f"\n{offices}" in ran.out
    assert "아베 신조" in ran.out


def test_a_day_leaves_out_the_terms_that_did_not_hold(keii: Keii) -> None:
    before, after = keii("actor", "nato", "--on", "2023-04-03"), keii("actor", "nato", "--on", "2023-04-04")
    assert "  FIN" not in before.out
    assert "2023-04-04 –  FIN" in after.out
    shown = json.loads(keii("actor", "nato", "--on", "1950-01-01", "--json").out)
    assert len(shown["members"]) == 12
    assert all(one["end"] is None for one in shown["members"])


def test_a_name_in_any_script_finds_its_entry_and_says_how(keii: Keii) -> None:
    ran = keii("actor", "젤렌스키 대통령")
    assert ran.out.startswith("Volodymyr Zelenskyy  zelenskyy-volodymyr")
    assert ran.err == "«젤렌스키 대통령» is read as zelenskyy-volodymyr (score 1.00)\n"


@pytest.mark.parametrize("name", ["Zebulon Quackenbush", "山田太郎"])
def test_a_name_that_nobody_bears_is_refused_with_the_reason(keii: Keii, name: str) -> None:
    ran = keii("actor", name)
    assert (ran.code, ran.out) == (2, "")
    assert f"the registry knows nobody «{name}» (no-candidate)." in ran.err
    assert f"登録簿に「{name}」に当たる項目はありません" in keii("actor", name, "--lang", "ja").err


def test_a_day_that_is_none_is_refused(keii: Keii) -> None:
    ran = keii("actor", "nato", "--on", "yesterday")
    assert ran.code == 2
    assert "--on: «yesterday» is not a date." in ran.err


def test_headers_are_said_in_japanese_too() -> None:
    assert all(say("ja", name) != name for name in actors.COLUMNS)
