"""Ledgers with something wrong in them: a document that another program took away, one that is dated in the future."""

import sqlite3

import pytest

from cli.conftest import Keii
from keii.ledger import Ledger
from keii.situation.keeping import Keeper
from situation.stories import Act, reading

VISIT = Act("Fiji's premier will visit Peru on 2 May.", "visit", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
            day="2031-05-02", time="2 May", status="planned")
RAID = Act("Chad's army raided the camp.", "raided", "ASSAULT", {"Chad": "TCD/MIL"})


@pytest.fixture
def robbed(keii: Keii) -> tuple[Keii, str, str]:
    """Give the command with a ledger that lacks one of its two documents, that document's id and that of its event."""
    lost = reading([VISIT], name="a.txt", published="2031-05-01")
    assert lost.document is not None
    with Ledger.create(keii.ledger) as ledger:
        ledger.write(lost)
        ledger.write(reading([RAID], name="b.txt"))
        Keeper(ledger, None).catch_up()
        event = next(one.id for one in ledger.events() if one.type == "CONSULT")
    connection = sqlite3.connect(keii.ledger)  # foreign keys are off unless a program asks for them
    connection.execute("DELETE FROM documents WHERE id = ?", (lost.document.id,))
    connection.commit()
    connection.close()
    return keii, lost.document.id, event


@pytest.mark.parametrize("verb", [("events",), ("conflicts",), ("expectations",), ("list", "claims"), ("timeline",)])
def test_a_missing_document_is_named_or_left_out_and_never_a_crash(
    robbed: tuple[Keii, str, str], verb: tuple[str, ...]
) -> None:
    keii, lost, _ = robbed
    ran = keii(*verb)
    assert "Traceback" not in ran.err
    assert ran.code == 0 or (lost in ran.err and "Restore a copy" in ran.err and str(keii.ledger) in ran.err)


def test_an_event_of_a_missing_document_is_refused_with_the_remedy(robbed: tuple[Keii, str, str]) -> None:
    keii, lost, event = robbed
    ran = keii("event", event)
    assert ran.code != 0
    assert f"claims of the document {lost}, but not the document itself" in ran.err
    assert "Restore a copy of the ledger" in ran.err


def test_what_is_there_of_such_a_ledger_is_still_shown(robbed: tuple[Keii, str, str]) -> None:
    keii, *_ = robbed
    assert "raided" in keii("list", "claims").out
    assert "ASSAULT" in keii("events").out


@pytest.mark.parametrize(("language", "says"), [
    ("en", "the day of the ledger's latest document, which is still to come"), ("ja", "まだ来ていない日です")])
def test_a_document_that_is_dated_in_the_future_is_told_of_where_the_day_depends_on_it(
    keii: Keii, language: str, says: str
) -> None:
    with Ledger.create(keii.ledger) as ledger:
        ledger.write(reading([VISIT], name="a.txt", published="2031-05-01"))
        ledger.write(reading([RAID], name="b.txt", published="2999-01-01"))
    ran = keii("expectations", "--lang", language)
    assert "lapsed" in ran.out
    assert "2999-01-01" in ran.err
    assert says in ran.err
    given = keii("expectations", "--as-of", "2031-05-01")
    assert "lapsed" not in given.out
    assert "2999" not in given.err
