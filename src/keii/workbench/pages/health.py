"""Health: how the followed sources fare, and what becomes of the alerts."""

from dataclasses import dataclass

import orjson

from keii.exports import alerts as alert_lines
from keii.exports import following as source_lines
from keii.ledger import alerts as rows
from keii.ledger.alerts import Alert, Message
from keii.model.followed import Followed
from keii.workbench.answering import Answer, Desk, Table
from keii.workbench.asking import Asked
from keii.workbench.config import SECONDS
from keii.workbench.words import say

HEADER = ("number", "kind", "state", "title", "address", "checked", "changed", "next", "failures", "trouble")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source with its state, and its trouble in the reader's language."""

    source: Followed
    state: str
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An alert with the numbers of its messages by state, the last message and its trouble."""

    alert: Alert
    counts: dict[str, int]
    last: Message | None
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The page."""

    sources: tuple[Source, ...]  # those that fail first
    alerts: tuple[Told, ...]


def health(desk: Desk, asked: Asked, name: str) -> Answer:
    """The followed sources, those that fail first, and the alerts with what became of their messages."""
    retell = desk.workbench.retell
    followed = sorted(desk.ledger.followed(), key=lambda one: (not one.failures, one.number))
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        held = rows.alerts(connection)
        counts = {one.number: rows.counts(connection, one.number) for one in held}
        last = {one.number: next(iter(rows.messages(connection, [one.number])), None) for one in held}
    told = tuple(Told(alert=one, counts=counts[one.number], last=(message := last[one.number]),
                      trouble=retell(asked.lang, (message.trouble or "") if message else "")) for one in held)
    shown = tuple(Source(source=one, state=one.state, trouble=retell(asked.lang, one.trouble or ""))
                  for one in followed)

    def table() -> Table:
        return Table(header=HEADER, rows=(
            (one.number, one.kind, one.state, one.title, one.address, one.checked_at, one.changed_at, one.next_at,
             one.failures, one.trouble) for one in followed))

    return Answer(template="health.html", title=say(asked.lang, "Sources and alerts"), table=table,
                  view=Health(sources=shown, alerts=told), json=lambda: {
                      "sources": [orjson.Fragment(source_lines.source(one)) for one in followed],
                      "alerts": [_public(one, counts[one.number]) for one in held]})


def _public(alert: Alert, counts: dict[str, int]) -> dict[str, object]:
    """Return an alert without whom it tells: the address of a web hook often holds a secret."""
    fields: dict[str, object] = orjson.loads(alert_lines.alert(alert, counts))
    return {name: value for name, value in fields.items() if name not in ("to", "server", "sender", "secret")}
