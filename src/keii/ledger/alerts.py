"""Rows of alerts: what is watched for, what was noticed, and the outbox of messages with what became of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from keii.ledger.connection import Connection
from keii.ledger.filters import Filter, from_options
from keii.model import content_id

KINDS = ("article", "event", "expectation", "conflict", "surprise")
PERIODS = ("day", "week", "month")
IN_A_MESSAGE = 50  # notices; more of them make further messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What is watched for, and to whom it is told."""

    number: int = 0  # 0: not kept yet
    name: str
    kinds: tuple[str, ...]  # of KINDS
    chosen: Filter  # without limit and offset; one that selects everything where `search` is given
    search: str | None = None  # name of the saved search whose filter counts instead; None: `chosen`
    situation: str | None = None  # name of the situation whose events alone count; None: all
    by: str = "day"  # of PERIODS, for surprises
    address: str  # http(s)://, mailto:, or the path of an Atom file
    server: str | None = None  # for mail: smtp://USER@HOST:PORT, smtps://, smtp+plain://
    sender: str | None = None  # for mail
    secret: str | None = None  # name of the environment variable that holds password or key, or with _FILE its file
    every: int = 0  # seconds between two digests; 0: at once
    lang: str = "en"
    author: str
    made_at: str  # ISO 8601, UTC, as all times here
    composed_at: str | None = None  # the last digest; None: none yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent at one time, in the outbox until it is delivered."""

    number: int
    alert: int
    key: str  # the same for every try: what receivers know a repetition by
    made_at: str
    state: str  # waiting, sending, sent, unsure, failed
    tries: int
    next_at: str | None  # not tried before, or in somebody's hands until then; None: it is done with
    sent_at: str | None
    trouble: str | None  # why the last try failed


_ALERT = ("name", "search", "situation", "by", "address", "server", "sender", "secret", "every", "lang", "author",
          "made_at", "composed_at")
_MESSAGE = "number, alert, key, made_at, state, tries, next_at, sent_at, trouble"


def add(connection: Connection, alert: Alert) -> int:
    """Keep an alert and return its number. The caller holds the transaction."""
    row = {"kinds": orjson.dumps(alert.kinds).decode(), "filter": orjson.dumps(alert.chosen.options).decode(),
           **{name: getattr(alert, name) for name in _ALERT}}
    return connection.execute(
        f"INSERT INTO alerts ({', '.join(row)}, removed) VALUES ({', '.join('?' * len(row))}, 0)",
        tuple(row.values())).lastrowid or 0


def alerts(connection: Connection) -> list[Alert]:
    """Return the alerts that hold, by number."""
    rows = connection.execute(f"SELECT number, kinds, filter, {', '.join(_ALERT)} FROM alerts WHERE removed = 0 "
                              "ORDER BY number").fetchall()
    return [Alert(number=number, kinds=tuple(orjson.loads(kinds)),
                  chosen=from_options((name, value) for name, value in orjson.loads(chosen)),
                  **dict(zip(_ALERT, rest, strict=True))) for number, kinds, chosen, *rest in rows]


def remove(connection: Connection, number: int) -> None:
    """Let an alert hold no longer; what waits in its outbox is given up."""
    connection.execute("UPDATE alerts SET removed = 1 WHERE number = ?", (number,))
    connection.execute("UPDATE messages SET state = 'failed', next_at = NULL, trouble = 'the alert was removed.' "
                       "WHERE alert = ? AND state = 'waiting'", (number,))


# ---- what was noticed ----

def seen(connection: Connection, alert: int, keys: Sequence[str]) -> set[str]:
    """Return which of the keys an alert has noticed."""
    found = connection.execute("SELECT key FROM noticed WHERE alert = ? AND key IN (SELECT value FROM json_each(?))",
                               (alert, orjson.dumps(keys).decode()))
    return {key for key, in found}


def notice(connection: Connection, alert: int, keys: Sequence[str], content: dict[str, Any] | None, *,
           now: str) -> bool:
    """Note what an alert has found, to be told unless `content` is None; return whether it is to be told.

    What another process has noticed under one of the keys since it was found is not told again.
    """
    known = seen(connection, alert, keys)
    connection.executemany("INSERT INTO noticed VALUES (?, ?) ON CONFLICT DO NOTHING", ((alert, key) for key in keys))
    if content is None or known:
        return False
    connection.execute("INSERT INTO notices (alert, found_at, content) VALUES (?, ?, ?)",
                       (alert, now, orjson.dumps(content).decode()))
    return True


def compose(connection: Connection, alert: Alert, *, now: str) -> int:
    """Put what waits to be told into messages of the outbox; return how many."""
    waiting = [number for number, in connection.execute(
        "SELECT number FROM notices WHERE alert = ? AND message IS NULL ORDER BY number", (alert.number,))]
    made = 0
    for start in range(0, len(waiting), IN_A_MESSAGE):
        some = waiting[start:start + IN_A_MESSAGE]
        message = connection.execute(
            "INSERT INTO messages (alert, key, made_at, state, tries, next_at) VALUES (?, ?, ?, 'waiting', 0, ?)",
            (alert.number, content_id("m_", alert.made_at, alert.number, some), now, now)).lastrowid
        connection.executemany("UPDATE notices SET message = ? WHERE number = ?", ((message, one) for one in some))
        made += 1
    connection.execute("UPDATE alerts SET composed_at = ? WHERE number = ?", (now, alert.number))
    return made


def notices(connection: Connection, *, message: int) -> list[dict[str, Any]]:
    """Return what a message tells, in the order in which it was found."""
    return [orjson.loads(content) for content, in connection.execute(
        "SELECT content FROM notices WHERE message = ? ORDER BY number", (message,))]


def latest_notices(connection: Connection, alert: int, number: int) -> list[tuple[str, dict[str, Any]]]:
    """Return the last notices of an alert that are in messages, the last first, each with the time it was found."""
    return [(found_at, orjson.loads(content)) for found_at, content in connection.execute(
        "SELECT found_at, content FROM notices WHERE alert = ? AND message IS NOT NULL ORDER BY number DESC LIMIT ?",
        (alert, number))]


# ---- the outbox ----

def take(connection: Connection, *, now: str, until: str) -> Message | None:
    """Take the next message that is due into this process's hands `until` then; None: there is none.

    A process that dies gives what it held back by that time; see `recover` for those that were being sent.
    """
    row = connection.execute(f"SELECT {_MESSAGE} FROM messages WHERE state = 'waiting' AND next_at <= ? "
                             "ORDER BY next_at, number LIMIT 1", (now,)).fetchone()
    if row is None:
        return None
    connection.execute("UPDATE messages SET next_at = ?, tries = tries + 1 WHERE number = ?", (until, row[0]))
    return _message((*row[:5], row[5] + 1, until, *row[7:]))


def sending(connection: Connection, number: int) -> None:
    """Say that from now on a message may have reached its receiver."""
    connection.execute("UPDATE messages SET state = 'sending' WHERE number = ?", (number,))


def done(connection: Connection, number: int, *, state: str, now: str, next_at: str | None = None,
         trouble: str | None = None) -> None:
    """Say what became of a message."""
    connection.execute("UPDATE messages SET state = ?, next_at = ?, trouble = ?, sent_at = CASE ? WHEN 'sent' THEN ? "
                       "ELSE sent_at END WHERE number = ?", (state, next_at, trouble, state, now, number))


def recover(connection: Connection, *, now: str) -> int:
    """Decide about messages whose process died while they were being sent; return how many there were.

    A web hook knows a repetition by its key and is asked again. A mail cannot be taken back: it stays unsure.
    """
    trouble = "keii was stopped while it was being sent."
    return sum(connection.execute(
        "UPDATE messages SET state = ?, next_at = ?, trouble = ? WHERE state = 'sending' AND next_at <= ? AND alert IN "
        f"(SELECT number FROM alerts WHERE address {like} 'mailto:%')", (state, at, trouble, now)).rowcount
        for like, state, at in (("LIKE", "unsure", None), ("NOT LIKE", "waiting", now)))


def retry(connection: Connection, *, now: str) -> int:
    """Let messages that were given up or are unsure wait again; return how many."""
    return connection.execute("UPDATE messages SET state = 'waiting', next_at = ?, tries = 0 WHERE state IN "
                              "('failed', 'unsure') AND alert IN (SELECT number FROM alerts WHERE removed = 0)",
                              (now,)).rowcount


def messages(connection: Connection, alerts: Iterable[int]) -> list[Message]:
    """Return the messages of some alerts, the last first."""
    rows = connection.execute(f"SELECT {_MESSAGE} FROM messages WHERE alert IN "
                              "(SELECT CAST(value AS BIGINT) FROM json_each(?)) ORDER BY number DESC",
                              (orjson.dumps(list(alerts)).decode(),)).fetchall()
    return list(map(_message, rows))


def counts(connection: Connection, alert: int) -> dict[str, int]:
    """Return how many messages of an alert are in each state."""
    return dict(connection.execute("SELECT state, count(*) FROM messages WHERE alert = ? GROUP BY state ORDER BY state",
                                   (alert,)).fetchall())


def next_due(connection: Connection) -> str | None:
    """Return when the next message is due, None when none waits."""
    (at,) = connection.execute("SELECT min(next_at) FROM messages WHERE state IN ('waiting', 'sending')").fetchone()
    return None if at is None else str(at)


def _message(row: Sequence[Any]) -> Message:
    return Message(**dict(zip(_MESSAGE.split(", "), row, strict=True)))
