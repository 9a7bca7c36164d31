"""`keii recode`: what would change is shown, and kept only when asked to; what persons decided stays."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from cli.conftest import Keii
from keii import pipeline
from keii.ledger import Filter, Ledger, judgements
from keii.ledger.recoding import compared
from keii.model import Status
from keii.situation.keeping import Keeper
from ledger.samples import visit

ARMS = "Peru's foreign minister visited Chad on 2 May 2031. Chad's army raided a camp of the rebels."
TALKS = "The president of Fiji met the president of Peru in Suva on 3 May 2031."


@pytest.fixture
def read(keii: Keii, tmp_path: Path) -> Keii:
    (tmp_path / "arms.txt").write_text(ARMS, encoding="utf-8")
    (tmp_path / "talks.txt").write_text(TALKS, encoding="utf-8")
    keii("read", "--coder", "rules", "arms.txt", "talks.txt")
    return keii


def recoded(keii: Keii, *arguments: str) -> dict[str, dict[str, object]]:
    out = keii("recode", "--coder", "rules", "--json", *arguments).out
    return {line["origin"]: line for line in map(json.loads, out.splitlines())}


def origins(keii: Keii, *filters: str) -> list[str]:
    return sorted(json.loads(line)["origin"] for line in keii("list", "documents", "--json", *filters).out.splitlines())


def content(keii: Keii) -> list[str]:
    connection = sqlite3.connect(keii.ledger)
    try:
        return [line for line in connection.iterdump() if not line.startswith('INSERT INTO "sqlite_')]
    finally:
        connection.close()


def test_the_same_coder_changes_nothing(read: Keii) -> None:
    before = content(read)
    assert all(not one["differences"] for one in recoded(read).values())
    ran = read("recode", "--coder", "rules", "--write")
    assert "0 of 2 documents differ" in ran.err
    assert content(read) == before


def spoil(keii: Keii) -> None:
    """Let the ledger hold what an earlier coder might have read: an act with another status."""
    (reading,) = pipeline.read(["arms.txt"], coder="rules")
    claims = tuple(claim.with_(status=Status.PLANNED) if claim.trigger.quote == "raided" else claim
                   for claim in reading.claims)
    assert claims != reading.claims
    with Ledger.create(keii.ledger) as ledger:
        assert ledger.write(replace(reading, claims=claims))
        Keeper(ledger, None).catch_up()


def test_what_would_change_is_shown_before_it_is_written(read: Keii) -> None:
    spoil(read)
    before = content(read)
    ran = read("recode", "--coder", "rules")
    assert "status: planned → occurred" in ran.out
    assert "1 of 2 documents differ: 0 claims added, 0 gone, 1 changed; 0 documents dropped" in ran.err
    assert "Nothing was written" in ran.err
    assert content(read) == before
    read("recode", "--coder", "rules", "--write")
    assert "planned" not in read("list", "claims").out
    assert all(not one["differences"] for one in recoded(read).values())


def test_a_judgement_about_an_event_counts_for_the_claim_in_the_place_of_its_own(read: Keii) -> None:
    spoil(read)
    with Ledger.open(read.ledger) as ledger:
        (planned,) = ledger.claims(Filter(statuses=("planned",)))
    events = [json.loads(line)["id"] for line in read("events", "--json").out.splitlines()]
    assert read("judge", "merge", *events, "--author", "Ito").code == 0
    assert len(read("events", "--json").out.splitlines()) == 1
    read("recode", "--coder", "rules", "--write")
    (event,) = map(json.loads, read("events", "--json").out.splitlines())
    assert planned.id not in event["claims"]
    with Ledger.open(read.ledger) as ledger, ledger.browsing(seconds=9) as connection:
        (judgement,) = judgements.about_events(connection)
    assert set(judgement.claims) == set(event["claims"])


def test_rules_are_applied_to_what_is_stored_and_taken_back(read: Keii) -> None:
    read("rule", "add", "drop", "--actor", "TCD/MIL")
    read("rule", "add", "tag", "suva", "--text", "Suva")
    shown = recoded(read, "--rules")
    assert (shown["arms.txt"]["dropped"], shown["arms.txt"]["rule"]) == (True, 1)
    assert shown["talks.txt"]["tags"] == ["suva"]
    assert origins(read) == ["arms.txt", "talks.txt"]
    assert "dropped by rule 1" in read("recode", "--rules", "--write").out
    assert origins(read) == ["talks.txt"]
    assert origins(read, "--tag", "suva") == ["talks.txt"]
    assert "raided" not in read("events").out
    read("rule", "rm", "1")
    assert "brought back" in read("recode", "--rules", "--write").out
    assert origins(read) == ["arms.txt", "talks.txt"]
    assert "raided" in read("events").out


def test_claims_are_paired_by_id_then_by_the_words_of_the_act() -> None:
    before = visit().claims
    after = (before[0].with_(confidence=0.1), before[1].with_(status=Status.PLANNED))
    found, figures = compared(before, after, judged=frozenset({before[2].id}))
    assert [(one.kind, one.fields, one.judged) for one in found] == [
        ("changed", ("status",), False), ("gone", (), True)]
    assert figures == 1
