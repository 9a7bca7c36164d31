"""NDJSON of alerts and of their messages; `docs/json.md` describes every field."""

import orjson

from keii.ledger.alerts import Alert, Message


def alert(value: Alert, counts: dict[str, int]) -> bytes:
    """Return an alert with the numbers of its messages by state as one line of JSON."""
    return orjson.dumps({
        "number": value.number, "name": value.name, "kinds": value.kinds, "filter": value.chosen.options,
        "search": value.search, "situation": value.situation, "by": value.by, "to": value.address,
        "server": value.server, "sender": value.sender, "secret": value.secret, "every": value.every,
        "lang": value.lang, "author": value.author, "made_at": value.made_at, "messages": counts})


def message(value: Message, alert: str) -> bytes:
    """Return a message of the outbox as one line of JSON."""
    return orjson.dumps({
        "key": value.key, "alert": alert, "state": value.state, "made_at": value.made_at, "tries": value.tries,
        "next_at": value.next_at, "sent_at": value.sent_at, "trouble": value.trouble})
