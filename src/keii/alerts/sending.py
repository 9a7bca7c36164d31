"""A round of alerts: what is new is noticed and put into the outbox, and what is due in the outbox is sent.

Noticing and composing are one transaction. A message is delivered outside of any, in three states: it waits; it is
being sent, from the moment at which it may have arrived; it is sent. A process that dies leaves the state behind, and
the next one decides: a file is written again, a web hook is asked again with the same key, a mail stays unsure.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from keii.alerts import atom, mail, webhook
from keii.alerts.finding import find
from keii.alerts.notices import Notice, restored
from keii.alerts.result import Result, secret
from keii.alerts.wording import subject, text
from keii.alerts.words import say
from keii.briefs.labels import Lang
from keii.errors import KeiiError, UsageError
from keii.ledger import Filter, Ledger, searches
from keii.ledger import alerts as rows
from keii.ledger.alerts import Alert, Message

TRIES = 12  # with the pauses below about a day and a half: a mail server that is moved over a weekend costs a retry
FIRST, LONGEST = 60.0, 6 * 3600.0  # seconds between two tries: doubled each time
LEASE = 600.0  # seconds for which a message is in a process's hands; a delivery takes two minutes at most
SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One try to deliver a message."""

    alert: Alert
    message: Message
    notices: int
    result: Result


def chosen_of(ledger: Ledger, alert: Alert) -> Filter:
    """Return the filter of an alert, that of its saved search where it has one; raises UsageError when that is gone."""
    if alert.search is None:
        return alert.chosen
    with ledger.browsing(seconds=SECONDS) as connection:
        found = searches.named(connection, alert.search)
    if found is None:
        raise UsageError(f"there is no saved search «{alert.search}».", where=alert.name,
                         remedy="Save it again, or remove the alert.")
    return found.chosen


def begin(ledger: Ledger, alert: Alert, *, now: datetime) -> int:
    """Note what the ledger holds already, so that it is not told as new; return how much."""
    found = list(find(ledger, alert, chosen_of(ledger, alert), _lang(alert)))
    with ledger.transaction() as connection:
        for one in found:
            rows.notice(connection, alert.number, one.keys, None, now=stamp(now))
    return len(found)


def notice(ledger: Ledger, *, now: datetime) -> Iterator[tuple[Alert, int, KeiiError | None]]:
    """Look for what is new, alert by alert, and put what is due into the outbox; yield how much was new, or why not."""
    with ledger.browsing(seconds=SECONDS) as connection:
        held = rows.alerts(connection)
    for alert in held:
        try:
            found = list(find(ledger, alert, chosen_of(ledger, alert), _lang(alert)))
        except KeiiError as error:  # its search or situation is gone, or the question took too long: the others go on
            yield alert, 0, error
            continue
        with ledger.transaction() as connection:
            new = sum(rows.notice(connection, alert.number, one.keys, one.notice.content() if one.notice else None,
                                  now=stamp(now)) for one in found)
            if is_due(alert, now):
                rows.compose(connection, alert, now=stamp(now))
        yield alert, new, None


def digest(ledger: Ledger, *, now: datetime) -> None:
    """Put the digests that are due into the outbox, with what was noticed before."""
    with ledger.browsing(seconds=SECONDS) as connection:
        due = [alert for alert in rows.alerts(connection) if alert.every and is_due(alert, now)]
    for alert in due:
        with ledger.transaction() as connection:
            rows.compose(connection, alert, now=stamp(now))


def is_due(alert: Alert, now: datetime) -> bool:
    """Tell whether an alert tells at once, or its next digest is due."""
    last = datetime.fromisoformat(alert.composed_at or alert.made_at)
    return not alert.every or now >= last + timedelta(seconds=alert.every)


def deliver(ledger: Ledger, *, private: bool, now: datetime,
            stop: threading.Event | None = None) -> Iterator[Delivered]:
    """Send what is due in the outbox, one message after the other, and yield what became of each."""
    with ledger.transaction() as connection:
        rows.recover(connection, now=stamp(now))
        held = {alert.number: alert for alert in rows.alerts(connection)}
    while not (stop and stop.is_set()):
        with ledger.transaction() as connection:
            message = rows.take(connection, now=stamp(now), until=stamp(now + timedelta(seconds=LEASE)))
            told = rows.notices(connection, message=message.number) if message else []
        if message is None:
            return
        alert = held[message.alert]
        result = _send(ledger, alert, message, told, private=private, now=now)
        _keep(ledger, message, result, now)
        yield Delivered(alert=alert, message=message, notices=len(told), result=result)


def _keep(ledger: Ledger, message: Message, result: Result, now: datetime) -> None:
    state, at = result.state, None
    if state == "waiting" and message.tries >= TRIES:
        state = "failed"
    if state == "waiting":
        pause = max(min(FIRST * 2.0 ** (message.tries - 1), LONGEST), min(result.pause or 0.0, 4 * LONGEST))
        at = stamp(now + timedelta(seconds=pause))
    with ledger.transaction() as connection:
        rows.done(connection, message.number, state=state, now=stamp(now), next_at=at, trouble=result.trouble)


def _send(ledger: Ledger, alert: Alert, message: Message, told: list[dict[str, Any]], *, private: bool,
          now: datetime) -> Result:
    def mark() -> None:
        with ledger.transaction() as connection:
            rows.sending(connection, message.number)

    if not alert.address.startswith(("mailto:", "http:", "https:")):
        with ledger.browsing(seconds=SECONDS) as connection:
            latest = rows.latest_notices(connection, alert.number, atom.ENTRIES)
        return atom.send(alert.address, alert, latest, now=stamp(now))
    if not alert.address.startswith("mailto:"):
        mark()
    return send(alert, [restored(one) for one in told], key=message.key, made_at=message.made_at, private=private,
                now=now, mark=mark)


def send(alert: Alert, notices: list[Notice], *, key: str, made_at: str, private: bool, now: datetime,
         mark: Callable[[], None] = lambda: None, test: bool = False) -> Result:
    """Send notices to a web hook or by mail; `test` says that nothing has happened."""
    try:
        word = secret(alert.secret)
    except UsageError as error:
        return Result(state="waiting", trouble=error.what,
                      remedy=error.remedy)
    about = say(alert.lang, "{name}: test", name=alert.name) if test else subject(alert, notices)
    body = say(alert.lang, "This is a test of the alert «{name}». Nothing has happened.", name=alert.name) + "\n" \
        if test else text(alert, notices)
    if alert.address.startswith("mailto:"):
        letter = mail.written(sender=alert.sender or "", receiver=alert.address.removeprefix("mailto:"), subject=about,
                              text=body, key=key, made=datetime.fromisoformat(made_at))
        return mail.send(letter, mail.server(alert.server or ""), password=word, private=private, mark=mark)
    content = {"id": key, "alert": alert.name, "made_at": made_at, "test": test, "text": f"{about}\n\n{body}",
               "notices": [one.content() for one in notices]}
    return webhook.send(alert.address, content, key=key, secret=word, private=private, now=now)


def stamp(moment: datetime) -> str:
    """Return a moment as the ledger writes it: ISO 8601 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _lang(alert: Alert) -> Lang:
    return "ja" if alert.lang == "ja" else "en"
