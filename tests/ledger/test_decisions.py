"""What a person decided about a claim holds, whatever is read of its document later."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from keii.ledger import Filter, Ledger, counting
from keii.ledger.columns import Columns
from keii.ledger.decisions import Reviewed
from keii.model import Claim, Judgement, Status, Verdict
from keii.model.amending import plain
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from ledger.samples import span, visit, with_claims

VISIT, AGREE, SANCTION = visit().claims
TEXT = "ロシアのプーチン大統領は13日、平壌を訪問した。"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "keii.db") as opened:
        opened.write(visit())
        Keeper(opened, None).catch_up()
        yield opened


def reviewed(ledger: Ledger, claim: Claim) -> Reviewed:
    found = ledger.reviewed(claim.id)
    assert found is not None
    return found


def judge(ledger: Ledger, claim: Claim, verdict: Verdict, author: str = "Aki", **values: Any) -> int:
    found = reviewed(ledger, claim)
    return Keeper(ledger, None).judge(Judgement(
        verdict=verdict, claims=(claim.id,), author=author, at="2031-05-04T00:00:00Z", document=claim.document,
        seen=found.row, value=None if verdict is Verdict.REJECT else json.dumps(values)))


def undo(ledger: Ledger, number: int) -> int:
    undone = ledger.judgement(number)
    assert undone is not None
    return Keeper(ledger, None).judge(Judgement(
        verdict=Verdict.UNDO, claims=undone.claims, others=undone.others, document=undone.document, undoes=number,
        author=undone.author, at="2031-05-04T00:00:00Z"))


def held(ledger: Ledger) -> dict[str, Claim]:
    return {claim.id: claim for claim in ledger.claims()}


def test_an_amended_claim_keeps_its_id_and_is_found_by_its_new_values(ledger: Ledger) -> None:
    number = judge(ledger, VISIT, Verdict.AMEND, status="planned", type="AGREE", mode=None)
    claim = held(ledger)[VISIT.id]
    assert (claim.type, claim.mode, claim.status) == ("AGREE", None, Status.PLANNED)
    assert claim.actors == VISIT.actors
    assert claim.judged is not None
    assert (claim.judged.number, claim.judged.author) == (number, "Aki")
    assert claim.judged.fields == ("status", "type", "mode")
    assert [one.id for one in ledger.claims(Filter(statuses=("planned",)))] == [VISIT.id]
    assert VISIT.id not in {one.id for one in ledger.claims(Filter(types=("CONSULT",)))}
    event = ledger.event(VISIT.id)
    assert event is not None
    assert (event.type, event.status, event.claims) == ("AGREE", Status.PLANNED, (VISIT.id,))


def test_what_keii_read_stays_beside(ledger: Ledger) -> None:
    judge(ledger, VISIT, Verdict.AMEND, status="planned")
    found = reviewed(ledger, VISIT)
    assert found.read == VISIT == found.now
    assert found.claim is not None
    assert found.claim.status is Status.PLANNED
    with ledger.asking() as connection:
        rows = connection.execute("SELECT status, current, decided FROM claims WHERE id = ? ORDER BY key",
                                  (VISIT.id,)).fetchall()
    assert rows == [("occurred", 0, 0), ("planned", 1, 1)]


def test_a_rejected_claim_is_gone_until_the_judgement_is_undone(ledger: Ledger) -> None:
    number = judge(ledger, AGREE, Verdict.REJECT)
    assert AGREE.id not in held(ledger)
    assert ledger.event(AGREE.id) is None
    assert reviewed(ledger, AGREE).read == AGREE
    assert [one.claims for one in ledger.documents()] == [2]
    undoing = undo(ledger, number)
    assert held(ledger)[AGREE.id] == AGREE
    assert ledger.event(AGREE.id) is not None
    undo(ledger, undoing)
    assert AGREE.id not in held(ledger)


@pytest.mark.parametrize("verdict", [Verdict.ACCEPT, Verdict.AMEND, Verdict.REJECT])
def test_what_is_counted_in_memory_hears_of_it(ledger: Ledger, verdict: Verdict) -> None:
    columns, chosen = Columns(), Filter(least_confidence=0.5)
    for turn in range(2):  # of the claims the visit alone has a figure, until somebody vouches for another
        with ledger.browsing(seconds=9) as connection:
            columns.follow(connection)
            found = counting.number(columns, connection, chosen), counting.number(columns, connection, Filter())
        assert found == (len(list(ledger.claims(chosen))), len(list(ledger.claims())))
        if turn == 0:
            judge(ledger, AGREE, verdict)
    assert found == ((2, 3) if verdict is not Verdict.REJECT else (1, 2))


def test_undoing_brings_back_what_was_judged_before(ledger: Ledger) -> None:
    judge(ledger, VISIT, Verdict.AMEND, status="planned")
    later = judge(ledger, VISIT, Verdict.AMEND, author="Ben", status="urged")
    assert held(ledger)[VISIT.id].status is Status.URGED
    undo(ledger, later)
    claim = held(ledger)[VISIT.id]
    assert claim.judged is not None
    assert (claim.status, claim.judged.author) == (Status.PLANNED, "Aki")
    assert [one.verdict for one in reviewed(ledger, VISIT).judgements] == [Verdict.AMEND, Verdict.AMEND, Verdict.UNDO]


def by_another_coder(*, drop: Claim | None = None, **changes: Any) -> Reading:
    """Return the reading of another coder, who tells the visit otherwise."""
    other = visit(coder="model/2")
    claims = [claim.with_(**changes) if claim.trigger == VISIT.trigger else claim for claim in other.claims]
    return with_claims(other, *(one for one in claims if drop is None or one.trigger != drop.trigger))


@pytest.mark.parametrize(("anew", "matched"), [
    (by_another_coder(), True), (by_another_coder(status=Status.POSSIBLE), True),
    (by_another_coder(type="COOPERATE", mode=None), True), (by_another_coder(drop=VISIT), False),
    (by_another_coder(trigger=span(TEXT, "を訪問")), True),
], ids=["the same", "another status", "another type", "not found", "other words"])
def test_an_amendment_survives_another_coder(ledger: Ledger, anew: Reading, matched: bool) -> None:
    judge(ledger, VISIT, Verdict.AMEND, status="planned")
    ledger.write(anew)
    Keeper(ledger, None).catch_up()
    claims = list(ledger.claims())
    assert [claim.id for claim in claims if claim.trigger.overlaps(VISIT.trigger)] == [VISIT.id]
    assert held(ledger)[VISIT.id].status is Status.PLANNED
    assert len(claims) == 3
    assert (reviewed(ledger, VISIT).now is not None) is matched
    event = ledger.event(VISIT.id)
    assert event is not None
    assert event.status is Status.PLANNED


def test_an_amendment_of_the_words_survives_where_another_coder_reads_those(ledger: Ledger) -> None:
    judge(ledger, VISIT, Verdict.AMEND, trigger=plain(VISIT.with_(trigger=span(TEXT, "平壌を")))["trigger"])
    assert held(ledger)[VISIT.id].trigger == span(TEXT, "平壌を")
    ledger.write(by_another_coder(trigger=span(TEXT, "平壌を")))
    assert len(held(ledger)) == 3
    assert held(ledger)[VISIT.id].judged is not None
    assert reviewed(ledger, VISIT).now is not None


def test_an_amendment_survives_when_the_first_coder_comes_back(ledger: Ledger) -> None:
    judge(ledger, VISIT, Verdict.AMEND, status="planned")
    for reading in (by_another_coder(drop=VISIT), visit(), visit()):
        ledger.write(reading)
        Keeper(ledger, None).catch_up()
        assert held(ledger)[VISIT.id].status is Status.PLANNED
        assert len(held(ledger)) == 3


@pytest.mark.parametrize(("anew", "left"), [
    (by_another_coder(), 2), (by_another_coder(status=Status.POSSIBLE), 2), (by_another_coder(drop=VISIT), 2),
    (by_another_coder(type="COOPERATE", mode=None), 3),
], ids=["the same", "another status", "not found", "another type"])
def test_a_rejection_holds_for_the_act_that_was_rejected(ledger: Ledger, anew: Reading, left: int) -> None:
    judge(ledger, VISIT, Verdict.REJECT)
    ledger.write(anew)
    assert len(held(ledger)) == left


def test_two_acts_of_the_same_words_are_two_claims(tmp_path: Path) -> None:
    twin = VISIT.with_(type="COOPERATE", mode=None)
    with Ledger.create(tmp_path / "k.db") as ledger:
        ledger.write(with_claims(visit(), VISIT, twin))
        judge(ledger, VISIT, Verdict.AMEND, status="planned")
        assert held(ledger)[twin.id] == twin
        ledger.write(with_claims(visit(coder="model/2"), twin))
        assert {claim.type for claim in ledger.claims()} == {"CONSULT", "COOPERATE"}


def test_the_events_are_those_of_a_ledger_that_was_read_so(ledger: Ledger, tmp_path: Path) -> None:
    number = judge(ledger, AGREE, Verdict.REJECT)
    with Ledger.create(tmp_path / "other.db") as other:
        other.write(with_claims(visit(), VISIT, SANCTION))
        Keeper(other, None).catch_up()
        assert list(ledger.events()) == list(other.events())
    undo(ledger, number)
    with Ledger.create(tmp_path / "whole.db") as whole:
        whole.write(visit())
        Keeper(whole, None).catch_up()
        assert list(ledger.events()) == list(whole.events())


def test_a_person_s_word_is_not_doubtful(ledger: Ledger) -> None:
    ledger.write(with_claims(visit(), *(replace(claim, confidence=0.2) for claim in visit().claims)))
    judge(ledger, VISIT, Verdict.ACCEPT)
    assert [claim.doubtful for claim in ledger.claims()] == [False, True, True]
    assert [claim.id for claim in ledger.claims(Filter(least_confidence=0.5))] == [VISIT.id]


def test_every_field_that_may_be_amended_comes_back_as_it_was(ledger: Ledger) -> None:
    for claim in (VISIT, AGREE, SANCTION):
        judge(ledger, claim, Verdict.AMEND, **plain(claim))
        assert replace(held(ledger)[claim.id], judged=None) == claim
