"""`keii judge accept|reject|amend|undo`: claims, on the command line."""

import json
from typing import Any

import pytest

from cli.conftest import Keii
from keii.ledger import Ledger
from keii.situation.keeping import Keeper
from ledger.samples import visit

VISIT, AGREE, SANCTION = (claim.id for claim in visit().claims)


@pytest.fixture
def held(keii: Keii) -> Keii:
    with Ledger.create(keii.ledger) as ledger:
        ledger.write(visit())
        Keeper(ledger, None).catch_up()
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


@pytest.mark.parametrize(("field", "line", "words"), [
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
