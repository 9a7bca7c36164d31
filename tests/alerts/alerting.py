"""A ledger with alerts, as the tests set them and look after them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from alerts.receivers import Mailbox
from keii.alerts.sending import Delivered, begin, deliver, notice, stamp
from keii.ledger import Filter, Ledger
from keii.ledger import alerts as rows
from keii.ledger.alerts import Alert
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from situation.stories import Act

NOW = datetime(2031, 5, 4, 9, 0, tzinfo=UTC)
VISIT = Act("Fiji's premier visited Peru on 2 May.", "visited", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
            day="2031-05-02", time="2 May", mode="visit")
VISIT_JA = Act("フィジーの首相は2日、ペルーを訪問した。", "訪問", "CONSULT", {"フィジー": "FJI/GOV"},
               {"ペルー": "PER/GOV"}, day="2031-05-02", time="2日", mode="visit")
RAID = Act("Chad's army raided the camp.", "raided", "ASSAULT", {"Chad": "TCD/MIL"})


def write(ledger: Ledger, *readings: Reading) -> None:
    for one in readings:
        ledger.write(one, now=NOW)
    Keeper(ledger, None).catch_up()


def alert(ledger: Ledger, to: str, *, kinds: Sequence[str] = ("event",), **fields: Any) -> Alert:
    """Set an alert on the ledger as it is."""
    given = {"name": "Pacific", "chosen": Filter(), "author": "Ito", "made_at": stamp(NOW), **fields}
    made = Alert(kinds=tuple(kinds), address=to, **given)
    with ledger.transaction() as connection:
        made = Alert(kinds=tuple(kinds), address=to, **given, number=rows.add(connection, made))
    begin(ledger, made, now=NOW)
    return made


def by_mail(ledger: Ledger, box: Mailbox, **fields: Any) -> Alert:
    return alert(ledger, "mailto:desk@example.org", **{
        "server": f"smtp+plain://127.0.0.1:{box.port}", "sender": "keii@example.org", **fields})


def tend(ledger: Ledger, after: float = 0.0, *, private: bool = True) -> list[Delivered]:
    """Look for what is new and send what is due, so many seconds after NOW."""
    now = NOW + timedelta(seconds=after)
    for _, _, error in notice(ledger, now=now):
        assert error is None
    return list(deliver(ledger, private=private, now=now))


def states(ledger: Ledger) -> list[tuple[str, int]]:
    with ledger.browsing(seconds=9) as connection:
        return [(one.state, one.tries) for one in rows.messages(connection, range(9))]
