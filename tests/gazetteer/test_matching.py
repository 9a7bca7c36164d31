"""Names in other scripts and spellings mean the right entry, and nobody where the registry does not hold them."""

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keii.gazetteer.matching import match
from keii.tables import read_table

VARIANTS = Path(__file__).parent / "name_variants.tsv"
RECALL, FALSE = 0.95, 0.02  # the list as a whole; measured .99 and .01
BY_GROUP = 0.88  # of every group; measured .95 to 1.0


def variants() -> list[dict[str, str]]:
    return [row for _, row in read_table(VARIANTS, ("name", "group", "entry"))]


def test_the_list_is_as_long_as_promised() -> None:
    named = [row for row in variants() if row["entry"]]
    assert len(named) >= 300
    assert len(variants()) - len(named) >= 100


def test_variants_over_scripts_are_found_and_look_alikes_are_not() -> None:
    rows = variants()
    named = [row for row in rows if row["entry"]]
    found = [row for row in named if match(row["name"]).entry == row["entry"]]
    wrong = [row["name"] for row in named if match(row["name"]).entry not in (None, row["entry"])]
    false = [row["name"] for row in rows if not row["entry"] and match(row["name"]).entry]
    assert len(found) / len(named) >= RECALL
    assert wrong == []
    assert len(false) / (len(rows) - len(named)) < FALSE, false


def test_no_group_of_variants_is_left_behind() -> None:
    hits = defaultdict(list)
    for row in variants():
        if row["entry"]:
            hits[row["group"]].append(match(row["name"]).entry == row["entry"])
    assert {group: sum(found) / len(found) for group, found in hits.items() if sum(found) / len(found) < BY_GROUP} == {}


@pytest.mark.parametrize(("name", "entry"), [
    ("マルコ・ルビオ国務長官", "rubio-marco"),
    ("ルビオ米国務長官", "rubio-marco"),
    ("Secretary Rubio", "rubio-marco"),
    ("Marko Rubjo", "rubio-marco"),
    ("마코 루비오 국무장관", "rubio-marco"),
    ("ﾙﾋﾞｵ氏", "rubio-marco"),
    ("the Islamic Republic of Iran", "state:IRN"),
    ("Russland", "state:RUS"),
    ("烏克蘭", "state:UKR"),
])  # fmt: skip
def test_titles_and_spellings_do_not_matter(name: str, entry: str) -> None:
    assert match(name).entry == entry


@pytest.mark.parametrize(("name", "reason"), [
    ("", "empty"),
    ("・・・", "empty"),
    ("山田太郎", "no-candidate"),
    ("Zebulon Quackenbush", "no-candidate"),
    ("Congo", "ambiguous"),
])  # fmt: skip
def test_who_is_not_found_says_why(name: str, reason: str) -> None:
    found = match(name)
    assert (found.entry, found.reason) == (None, reason)


def test_an_ambiguous_name_names_all_who_bear_it() -> None:
    assert {candidate.entry for candidate in match("Congo").candidates} == {"state:COD", "state:COG"}


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_any_text_has_an_answer_with_a_score_and_a_reason(name: str) -> None:
    found = match(name)
    assert 0 <= found.score <= 1
    assert (found.entry is None) == bool(found.reason)
    assert [c.score for c in found.candidates] == sorted((c.score for c in found.candidates), reverse=True)
