"""`keii judge accept|reject|amend|undo`: claims, on the command line."""

import json
from typing import Any

import pytest

from cli.conftest import Keii
from databases import Cast
from keii.ledger import Ledger
from keii.situation.keeping import Keeper
from ledger.samples import launch, visit

VISIT, AGREE, SANCTION = (claim.id for claim in visit().claims)


def fill(ledger: Ledger) -> None:
    ledger.write(visit())
    Keeper(ledger, None).catch_up()


@pytest.fixture
def held(keii: Keii, cast: Cast) -> Keii:
    cast(keii.ledger, fill)
    return keii


def claims(keii: Keii, *filters: str) -> dict[str, dict[str, Any]]:
    lines = keii("list", "claims", "--json", *filters).out.splitlines()
    return {claim["id"]: claim for claim in map(json.loads, lines)}


@pytest.mark.parametrize(("field", "line", "expected"), [
    ("type", "AGREE", {"type": "AGREE", "mode": None}), ("type", "OTHER=state visit", {"label": "state visit"}),
    ("mode", "none", {"mode": None}), ("mode", "phone", {"mode": "phone"}),
    ("status", "planned", {"status": "planned"}),
    ("certainty", "low", {"certainty": "low"}), ("place", "none", {"place": None}), ("time", "none", {"time": None}),
    ("recipients", "none", {"recipients": []}),
    ("trigger", "訪問した", {"trigger": {"start": 19, "end": 23, "quote": "訪問した"}}),
    ("quantities", "13日=12..14 day", {"quantities": [{
        "span": {"start": 12, "end": 15, "quote": "13日"}, "low": 12.0, "high": 14.0, "unit": "day",
        "approximate": False, "counted": None, "ordinal": False}]}),
])
def test_a_field_is_amended(held: Keii, field: str, line: str, expected: dict[str, Any]) -> None:
    ran = held("judge", "amend", VISIT, field, line, "--author", "Aki")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "Judgement 1 kept.")
    claim = claims(held)[VISIT]
    assert {name: claim[name] for name in expected} == expected
    assert claim["judged"]["author"] == "Aki"


def test_parties_and_times_are_written_with_the_words_of_the_text(held: Keii) -> None:
    assert held("judge", "amend", VISIT, "actors", "ロシア=RUS; プーチン大統領=RUS/GOV").code == 0
    assert held("judge", "amend", VISIT, "time", "13日=2024-06-12..2024-06-13").code == 0
    claim = claims(held)[VISIT]
    assert [(one["text"], one["code"], one["span"]["start"]) for one in claim["actors"]] == [
        ("ロシア", "RUS", 0), ("プーチン大統領", "RUS/GOV", 4)]
    assert (claim["time"]["start"], claim["time"]["end"]) == ("2024-06-12", "2024-06-14")
    assert claim["judged"]["fields"] == ["actors", "time"]


@pytest.mark.parametrize(("line", "expected"), [
    ("3 satellites", (3, 3, None, False, False)),  # as keii reads the words: what is counted is no unit
    ("3 satellites=3 ship", (3, 3, "ship", False, False)),
    ("3 satellites=..1,200.5", (None, 1200.5, None, False, False)),
    ("3 satellites=~2.. satellite", (2, None, "satellite", True, False)),
    ("3=#3 launch; satellites=2", (3, 3, "launch", False, True)),
])
def test_quantities_are_written_with_bounds_and_unit(keii: Keii, line: str, expected: tuple[Any, ...]) -> None:
    with Ledger.create(keii.ledger) as ledger:
        ledger.write(launch())
    [claim] = claims(keii)
    assert keii("judge", "amend", claim, "quantities", "3 satellites=3 satellites").code == 0
    assert claims(keii)[claim]["judged"]["fields"] == []  # nothing else than what keii read
    assert keii("judge", "amend", claim, "quantities", "none").code == 0
    assert keii("judge", "amend", claim, "quantities", line).code == 0
    found = claims(keii)[claim]["quantities"]
    assert len(found) == line.count(";") + 1
    assert tuple(found[0][name] for name in ("low", "high", "unit", "approximate", "ordinal")) == expected


def test_of_words_that_stand_several_times_one_is_named_by_its_number(held: Keii) -> None:
    refused = held("judge", "amend", AGREE, "trigger", "が")
    assert (refused.code, "«が» stand 2 times" in refused.err) == (2, True)
    assert held("judge", "amend", AGREE, "trigger", "が#2").code == 0
    assert claims(held)[AGREE]["trigger"] == {"start": 50, "end": 51, "quote": "が"}


@pytest.mark.parametrize(("field", "line", "words"), [
    ("trigger", "合意", "the sentence does not hold the words «合意»"),
    ("trigger", "none", "words of the text are missing"),
    ("quantities", "13隻=13", "does not hold the words «13隻»"), ("quantities", "13日=x", "«x» is no number"),
    ("quantities", "13日=~ day", "«day» is no number"), ("quantities", "13日=..", "no number with a unit"),
    ("quantities", "13日=14..12", "the number ends before it begins: «14..12»"),
    ("type", "WAR", "no type «WAR»"), ("type", "OTHER", "needs a label"), ("mode", "threaten", "no mode «threaten»"),
    ("status", "sure", "no status «sure»"), ("actors", "中国=CHN", "does not hold the words «中国»"),
    ("actors", "ロシア=QQQ", "code «QQQ»"), ("actors", "ロシア=RUS/QQQ", "no sector «QQQ»"),
    ("actors", "ロシア=x y", "no code"), ("time", "13日=June", "«June» is no day"), ("colour", "red", "amend takes"),
    ("time", "13日=2024-06-13..2024-06-12", "ends before it begins"),
])
def test_what_the_text_or_the_codebook_does_not_hold_is_refused(held: Keii, field: str, line: str, words: str) -> None:
    ran = held("judge", "amend", VISIT, field, line)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert claims(held)[VISIT]["judged"] is None


def test_claims_are_accepted_rejected_and_taken_back(held: Keii) -> None:
    assert held("judge", "accept", VISIT[:12], AGREE, "--author", "Aki").out.count("kept.") == 2
    assert held("judge", "reject", SANCTION, "--author", "Aki").code == 0
    assert set(claims(held)) == {VISIT, AGREE}
    assert "Ben" not in held("show").out
    assert "checked by Aki" in held("show").out
    refused = held("judge", "undo", "3", "--author", "Ben")
    assert (refused.code, refused.out) == (2, "")
    assert "Aki" in refused.err
    assert held("judge", "undo", "3", "--author", "Aki").code == 0
    assert set(claims(held)) == {VISIT, AGREE, SANCTION}
    assert held("judge", "undo", "3", "--author", "Aki").code == 2
    assert held("judge", "undo", "x").code == 2
    assert held("judge", "undo", "99").code == 2


def test_the_event_shows_the_history(held: Keii) -> None:
    held("judge", "amend", VISIT, "status", "planned", "--author", "Aki", "--note", "it is tomorrow")
    held("judge", "undo", "1", "--author", "Aki")
    out = held("event", VISIT).out
    assert "Aki: amend" in out
    assert "it is tomorrow" in out
    assert "Aki: undo #1" in out


def test_an_unknown_claim_is_told(held: Keii) -> None:
    ran = held("judge", "accept", VISIT, "c_ffffffff")
    assert ran.code == 2
    assert "c_ffffffff" in ran.err
    assert claims(held)[VISIT]["judged"] is None


def test_the_dossier_says_what_was_corrected(held: Keii) -> None:
    held("judge", "amend", VISIT, "status", "planned", "--author", "Aki")
    assert "corrected by Aki: status" in held("show").out
    assert "Akiが訂正：状態" in held("--lang", "ja", "show").out
