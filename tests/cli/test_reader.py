"""`keii read --reader` and `keii proposals`."""

import re
from typing import Any

import orjson
import pytest

from assistants.fake import claims, raw, serving
from cli.conftest import Keii
from cli.test_terminal import STYLES, seen
from keii.briefs.layout import width_of
from keii.ledger import Ledger
from ledger.samples import launch, visit

AGREED = {"sentence": 0, "trigger": "訪問", "type": "CONSULT", "mode": "visit", "status": "occurred",
          "actors": [{"quote": "プーチン大統領"}], "recipients": [{"quote": "平壌"}]}
OTHER = {"sentence": 1, "trigger": "武器の取引", "type": "COOPERATE", "status": "possible",
         "actors": [{"quote": "両国"}]}
WRONG = {"sentence": 2, "trigger": "攻撃", "type": "ASSAULT", "status": "occurred"}


@pytest.fixture
def asked(keii: Keii, pipeline_gives: Any) -> Keii:
    """Give the command after a model was asked beside it, twice the same."""
    pipeline_gives(visit())
    with serving([claims(AGREED, OTHER, WRONG)]) as fake:
        for _ in range(2):
            ran = keii("read", "news", "--reader", "openai:m", "--base-url", fake.base)
            assert ran.code == 1  # a refused proposal is a problem
        assert len(fake.asked) == 1
    assert ran.err.splitlines() == [
        "keii: a.txt: 1 of the proposed claims refused: the sentence does not hold the words: «攻撃». "
        "Nothing needs to be done; the others were kept. [reader.refused]",
        f"1 document read, 0 of them new; 3 sentences, 3 claims, 1 problem. Ledger: {keii.ledger}",
        "openai:m/1 proposed 2 claims in 1 document (0 requests, 1 earlier replies); 1 proposal was refused, "
        "0 documents got no whole answer.",
        "Acts that both read: 1; of these the same type 1, the same parties 0, the same status 1. keii alone: 2. "
        "The model alone: 1.",
        "They are kept apart and counted nowhere; `keii proposals` shows them."]
    return keii


def test_proposals_are_in_no_list_and_no_event(asked: Keii) -> None:
    coders = {orjson.loads(line)["coder"] for line in asked("list", "claims", "--json").out.splitlines()}
    assert coders == {"rules/test"}
    assert len(asked("events", "--json").out.splitlines()) == 3
    assert "COOPERATE" not in asked("show").out


def test_proposals_are_shown_beside_the_claims_of_keii(asked: Keii) -> None:
    ran = asked("proposals")
    header, *rows = [line.split("\t") for line in ran.out.splitlines()]
    assert header[:3] == ["read_by", "differs", "type"]
    assert [(row[0], row[1], row[2], row[5]) for row in rows] == [
        ("both", "who", "CONSULT", "訪問"), ("model", "", "COOPERATE", "武器の取引"), ("keii", "", "AGREE", "合意"),
        ("keii", "", "SANCTION", "制裁を科")]
    assert ran.err.startswith("openai:m/1: Acts that both read: 1;")
    lines = [orjson.loads(line) for line in asked("proposals", "--json", "--reader", "openai:m").out.splitlines()]
    assert [(line["read_by"], bool(line["own"]), bool(line["proposed"])) for line in lines] == [
        ("both", True, True), ("model", False, True), ("keii", True, False), ("keii", True, False)]
    assert lines[0]["proposed"]["coder"] == "openai:m/1"
    assert asked("proposals", "--type", "AID").out.count("\n") == 1
    assert "両方が読んだ行為 1 件" in asked("--lang", "ja", "proposals").err


def test_on_a_terminal_both_readings_stand_beside_each_other(asked: Keii) -> None:
    shown = STYLES.sub("", seen(80, "-l", str(asked.ledger), "proposals"))
    assert max(map(width_of, shown.splitlines()[:-1])) <= 80  # the last line is the note with the numbers
    assert re.search(r"^both +CONSULT +occurred +プーチン大統領 · 訪問 → 平壌", shown, re.MULTILINE)
    assert re.search(r"^model +COOPERATE +possible ", shown, re.MULTILINE)


def test_a_person_lets_a_proposal_hold_and_takes_it_back(asked: Keii) -> None:
    proposed = [orjson.loads(line)["proposed"] for line in asked("proposals", "--json").out.splitlines()]
    id = next(one["id"] for one in proposed if one and one["type"] == "COOPERATE")
    before = asked("proposals").out, asked("list", "claims").out
    assert asked("judge", "reject", id, "--author", "Ada").code == 2  # it holds nowhere
    assert asked("judge", "amend", id, "status", "expected", "--author", "Ada").code == 0
    listed = [orjson.loads(line) for line in asked("list", "claims", "--type", "COOPERATE", "--json").out.splitlines()]
    assert [(one["id"], one["coder"], one["status"], one["judged"]["author"]) for one in listed] == [
        (id, "openai:m/1", "expected", "Ada")]
    assert "COOPERATE" in asked("events").out
    assert asked("proposals").out == before[0]  # the comparison is that of the readers
    assert asked("judge", "undo", "1", "--author", "Ada").code == 0
    assert asked("list", "claims").out == before[1]


def test_json_says_what_was_proposed(keii: Keii, pipeline_gives: Any) -> None:
    pipeline_gives(visit(), launch())
    with serving([claims(AGREED), raw(b"", status=401)]) as fake:
        ran = keii("read", "news", "--json", "--reader", "openai:m", "--base-url", fake.base)
    first, second = (orjson.loads(line)["proposals"] for line in ran.out.splitlines())
    assert (ran.code, first["coder"], first["complete"], first["claims"], first["problems"]) == (
        1, "openai:m/1", True, 1, [])
    assert (second["complete"], [problem["code"] for problem in second["problems"]]) == (False, ["reader.no-answer"])
    with Ledger.open(keii.ledger) as ledger:
        assert [one.problem.code for one in ledger.problems()] == ["reader.no-answer"]
    assert "b.txt" in keii("list", "problems").out


@pytest.mark.parametrize(("arguments", "words"), [
    (("--reader", "gpt"), "--reader does not know «gpt»"), (("--reader", "openai:"), "--reader does not know"),
    (("--reader", "openai:a b"), "--reader does not know"),
    (("--reader", "openai:m"), "--base-url: --reader needs the address of a server"),
    (("--base-url", "http://127.0.0.1/v1"), "--base-url and --key go with --reader"),
    (("--key", "K"), "--base-url and --key go with --reader"),
    (("--reader", "openai:m", "--base-url", "http://example.org/v1"), "without https only this computer is asked"),
    (("--reader", "openai:m", "--base-url", "http://127.0.0.1/v1", "--key", "sk-123"), "holds no key"),
])
def test_options_that_do_not_fit_are_refused_before_anything_is_done(keii: Keii, arguments: tuple[str, ...],
                                                                     words: str) -> None:
    ran = keii("read", "a.txt", *arguments)
    assert ran.code == 2
    assert words in ran.err
    assert "sk-123" not in ran.err
    assert not keii.ledger.exists()


def test_without_a_model_there_is_nothing_to_show(filled: Keii) -> None:
    ran = filled("proposals")
    assert (ran.code, ran.out.count("\n")) == (0, 1)
    assert "No model has proposed anything yet" in ran.err
    assert filled("proposals", "--reader", "openai:m").code == 2
