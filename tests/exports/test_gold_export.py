"""Decisions as gold cases: sentences that were decided as a whole, and nothing that reviewers differ about."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from keii.exports import gold
from keii.ledger import Ledger
from keii.model import Claim, Verdict
from keii.review.deciding import Reviewer, decide
from keii.review.lines import values
from keii.situation.keeping import Keeper
from ledger.samples import visit

VISIT, AGREE, SANCTION = visit().claims


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "keii.db") as opened:
        opened.write(visit())
        Keeper(opened, None).catch_up()
        yield opened


def judge(ledger: Ledger, claim: Claim, verdict: Verdict, author: str = "Aki", **values: Any) -> None:
    decide(ledger, claim.id, verdict, Reviewer(name=author, at="2031-05-04T00:00:00Z"), values=values)


def cases(ledger: Ledger) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gold.cases(ledger)]


def test_nothing_decided_gives_no_case(ledger: Ledger) -> None:
    assert cases(ledger) == []


def test_a_case_has_the_form_of_the_project_s_own(ledger: Ledger) -> None:
    judge(ledger, VISIT, Verdict.ACCEPT)
    judge(ledger, AGREE, Verdict.AMEND, status="planned")
    judge(ledger, SANCTION, Verdict.REJECT)
    first, second, third = cases(ledger)
    assert first == {
        "doc": VISIT.document, "sent": 0, "kind": "plain", "text": "ロシアのプーチン大統領は13日、平壌を訪問した。",
        "events": [{
            "type": "CONSULT", "trigger": "訪問", "actors": [{"text": "プーチン大統領", "code": "RUS/GOV"}],
            "recipients": [{"text": "平壌", "code": "PRK/GOV"}], "status": "occurred", "source": None, "place": "平壌",
            "time": "13日"}]}
    assert (second["kind"], second["events"][0]["status"]) == ("scope", "planned")
    assert second["events"][0]["actors"] == [{"text": "ロシア", "code": "RUS/GOV", "implicit": True}]
    assert second["events"][0]["source"] == {"text": "大統領府報道官", "code": "RUS/GOV"}
    assert (third["sent"], third["kind"], third["events"]) == (2, "none", [])


def test_a_case_has_the_words_of_the_act_and_how_many_as_a_person_gave_them(ledger: Ledger) -> None:
    found = ledger.reviewed(VISIT.id)
    assert found is not None
    judge(ledger, VISIT, Verdict.AMEND, **values(found, "trigger", "訪問した"),
          **values(found, "quantities", "13日=~12..14 day; 平壌=#2"))
    [case] = cases(ledger)
    assert case["events"][0]["trigger"] == "訪問した"
    assert case["events"][0]["quantities"] == [
        {"text": "13日", "low": 12, "high": 14, "unit": "day", "approximate": True},
        {"text": "平壌", "low": 2, "high": 2, "unit": None, "ordinal": True}]


def test_what_reviewers_differ_about_is_no_case(ledger: Ledger) -> None:
    judge(ledger, VISIT, Verdict.AMEND, status="planned")
    judge(ledger, VISIT, Verdict.AMEND, "Ben", status="urged")
    assert cases(ledger) == []
    judge(ledger, VISIT, Verdict.AMEND, "Ben", status="planned")
    assert [case["sent"] for case in cases(ledger)] == [0]


def test_a_sentence_with_a_claim_that_nobody_looked_at_is_no_case(tmp_path: Path) -> None:
    from ledger.samples import with_claims

    twin = VISIT.with_(type="COOPERATE", mode=None)
    with Ledger.create(tmp_path / "k.db") as ledger:
        ledger.write(with_claims(visit(), VISIT, twin))
        Keeper(ledger, None).catch_up()
        judge(ledger, VISIT, Verdict.ACCEPT)
        assert cases(ledger) == []
        judge(ledger, twin, Verdict.REJECT)
        assert [len(case["events"]) for case in cases(ledger)] == [1]
