"""`keii events`, `event`, `conflicts`, `versions`, `judge`: read, listed, judged."""

import json
from dataclasses import replace

import pytest

from cli.conftest import Keii
from keii.ledger import Ledger
from keii.situation.keeping import Keeper
from situation.stories import Act, reading

VISIT = Act("Fiji's premier visited Peru on 2 May.", "visited", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
            day="2031-05-02", time="2 May", mode="visit")
VISIT_JA = Act("フィジーの首相は2日、ペルーを訪問していない。", "訪問", "CONSULT", {"フィジー": "FJI/GOV"},
               {"ペルー": "PER/GOV"}, day="2031-05-02", time="2日", mode="visit", status="not_occurred")
RAID = Act("Chad's army raided the camp.", "raided", "ASSAULT", {"Chad": "TCD/MIL"})


@pytest.fixture
def told(keii: Keii) -> Keii:
    """Give the command with a ledger of two documents in which one visit is asserted and denied."""
    with Ledger.create(keii.ledger) as ledger:
        for one in (reading([VISIT, RAID], name="a.txt", publisher="Star"),
                    reading([VISIT_JA], name="b.txt", language="ja", publisher="港新聞")):
            ledger.write(one)
        Keeper(ledger, None).catch_up()
    return keii


def events(keii: Keii, *filters: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in keii("events", "--json", *filters).out.splitlines()]


def test_events_are_listed_as_a_table_and_as_json(told: Keii) -> None:
    header, *rows = told("events").out.splitlines()
    assert header.split("\t")[0] == "date"
    assert [row.split("\t")[1:5] for row in rows] == [
        ["CONSULT", "occurred", "2", "2"], ["ASSAULT", "occurred", "1", "1"]]
    assert [event["type"] for event in events(told)] == ["CONSULT", "ASSAULT"]


@pytest.mark.parametrize(("filters", "types"), [
    (("--actor", "TCD"), ["ASSAULT"]), (("--status", "not_occurred"), ["CONSULT"]),
    (("--document", "b.txt"), ["CONSULT"]), (("--type", "!CONSULT"), ["ASSAULT"]), (("--limit", "1"), ["CONSULT"]), (("--until", "2030"), []),
])
def test_filters_select_events_by_any_of_their_claims(told: Keii, filters: tuple[str, ...], types: list[str]) -> None:
    assert [event["type"] for event in events(told, *filters)] == types


def test_an_event_is_shown_with_what_stands_against_what(told: Keii) -> None:
    one = events(told)[0]
    for id in (str(one["id"]), str(one["id"])[:10], one["claims"][1]):  # type: ignore[index]
        ran = told("event", str(id))
        assert ran.code == 0
        for words in (VISIT.text, VISIT_JA.text, "asserted", "denied", "FJI/GOV", "2 independent sources"):
            assert words in ran.out
    japanese = told("--lang", "ja", "event", str(one["id"])).out
    assert "同じ出来事とされた理由" in japanese


def test_an_unknown_event_is_told(told: Keii) -> None:
    ran = told("event", "e_ffffffff")
    assert (ran.code, ran.out) == (2, "")
    assert "e_ffffffff" in ran.err


def test_conflicts_are_listed_with_their_claims(told: Keii) -> None:
    rows = [row.split("\t") for row in told("conflicts").out.splitlines()]
    assert [(row[3], row[4]) for row in rows[1:]] == [("reality", "asserted"), ("reality", "denied")]
    assert json.loads(told("conflicts", "--json").out)["field"] == "reality"


def test_a_split_and_a_merge_are_kept_with_their_author(told: Keii) -> None:
    one = events(told)[0]
    claim = one["claims"][1]  # type: ignore[index]
    ran = told("judge", "split", str(one["id"]), claim, "--author", "Ana", "--note", "another visit")
    assert ran.code == 0
    assert len(events(told)) == 3
    told("judge", "merge", str(one["id"]), claim, "--author", "Ben")
    assert len(events(told)) == 2
    history = json.loads(told("event", str(one["id"]), "--json").out)["judgements"]
    assert [(row["verdict"], row["author"], row["note"]) for row in history] == [
        ("split", "Ana", "another visit"), ("merge", "Ben", None)]


def test_a_correction_stands_first(told: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEII_AUTHOR", "Ana")
    one = events(told)[0]
    assert told("judge", "correct", str(one["id"]), "place", "Lima").code == 0
    corrected = json.loads(told("event", str(one["id"]), "--json").out)
    assert corrected["fields"]["place"] == [{"value": "Lima", "claims": []}]
    assert corrected["judgements"][0]["author"] == "Ana"


@pytest.mark.parametrize("arguments", [
    ("merge", "EVENT"), ("merge", "EVENT", "EVENT"), ("split", "EVENT"), ("split", "EVENT", "c_ffff"),
    ("correct", "EVENT", "colour", "red"), ("correct", "EVENT", "place"), ("merge", "e_ffffff", "EVENT"),
])
def test_a_judgement_that_says_nothing_is_refused(told: Keii, arguments: tuple[str, ...]) -> None:
    id = str(events(told)[0]["id"])
    ran = told("judge", *(id if word == "EVENT" else word for word in arguments))
    assert (ran.code, ran.out) == (2, "")
    assert not [row for event in events(told) for row in json.loads(told("event", str(event["id"]), "--json").out)[
        "judgements"]]


def test_versions_tell_what_changed(keii: Keii) -> None:
    long = "Fishing crews of the northern harbour raided the ministry's office after their quota was cut by a third."
    first = Act(long, "raided", "ASSAULT", {"Fishing crews": "FJI/CVL"})
    with Ledger.create(keii.ledger) as ledger:
        ledger.write(reading([first], name="a.txt", published="2031-05-03"))
        ledger.write(reading([first, replace(RAID, text="Chad's army raided the camp.")], name="b.txt",
                             published="2031-05-04"))
        Keeper(ledger, None).catch_up()
    lines = [json.loads(line) for line in keii("versions", "b.txt", "--json").out.splitlines()]
    assert [[change["kind"] for change in line["changes"]] for line in lines] == [[], ["added"]]
    assert "+ ASSAULT raided: Chad's army raided the camp." in keii("versions", "a.txt").out
