"""The generated ledgers of the benchmarks are ledgers as keii writes them."""

from pathlib import Path

import pytest

from benchmarks.filling import main
from benchmarks.growing import Counting
from benchmarks.made import News
from benchmarks.merging import Standing
from keii.ledger import Filter, Ledger
from keii.situation import renewing
from keii.situation.gathering import awaited
from keii.situation.keeping import Keeper


@pytest.mark.file
def test_a_ledger_that_holds_everything_three_times_has_the_same_claims_thrice_on_later_days(tmp_path: Path) -> None:
    once, thrice = tmp_path / "once.db", tmp_path / "thrice.db"
    main([str(once), "40", "--daily", "10", "--acts", "3"])
    main([str(thrice), "40", "--daily", "10", "--acts", "3", "--times", "3"])
    with Ledger.open(once) as one, Ledger.open(thrice) as three:
        assert three.counts().claims == 3 * one.counts().claims
        assert three.counts().sentences == 3 * one.counts().sentences
        mine = {(claim.type, claim.trigger.quote, claim.status) for claim in one.claims()}
        assert {(claim.type, claim.trigger.quote, claim.status) for claim in three.claims()} == mine
        for claim in three.claims(Filter(limit=50, offset=200)):
            document = three.document(claim.document)
            assert document is not None
            claim.check(document.text)
        day = three.latest() or ""
        with three.asking() as connection:
            assert not renewing.is_behind(connection)
        awaited_acts = list(awaited(three, Filter(), as_of=day))
        assert len(awaited_acts) == 3 * sum(1 for _ in awaited(one, Filter(), as_of=day)) > 0
        events = list(three.events())
        assert len(events) == 3 * sum(1 for _ in one.events())
        for event in events:
            assert three.told(event.claims).keys() == set(event.claims)
            assert {id for _, values in event.fields for value in values for id in value.claims} <= set(event.claims)
        assert len({event.since for event in events}) > len({event.since for event in one.events()})
        with three.browsing(seconds=9) as connection:
            found = connection.execute("SELECT count(*) FROM full_text WHERE full_text MATCH 'states'").fetchone()[0]
        with one.browsing(seconds=9) as connection:
            assert found == 3 * connection.execute(
                "SELECT count(*) FROM full_text WHERE full_text MATCH 'states'").fetchone()[0] > 0


def test_what_a_document_sends_does_not_grow_with_its_claims_and_keys(tmp_path: Path) -> None:
    """Each statement is a journey where the ledger is a server's."""
    sent = {}
    for acts in (4, 16):
        standing = Standing()
        with Ledger.create(tmp_path / f"{acts}.db") as ledger:
            counting = Counting(ledger._connection)
            ledger._connection = counting
            keeper = Keeper(ledger, standing)
            for made in News(daily=20, acts=acts, traced=True).documents(0, 20):
                standing.know(made)
                before = counting.statements
                ledger.write(made.reading)
                between = counting.statements
                keeper.catch_up()
            sent[acts] = between - before, counting.statements - between
    (writing, merging), (writing_more, merging_more) = sent[4], sent[16]
    assert writing_more <= writing + 2  # a table more that has rows
    assert merging_more - merging <= 12 * 6  # twelve claims more; asked key by key, each would be thirty and more
