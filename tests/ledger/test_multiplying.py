"""The generated ledgers of the benchmarks are ledgers as keii writes them."""

from pathlib import Path

import pytest

from benchmarks.filling import main
from keii.ledger import Filter, Ledger


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
