"""Rules: documents that a filter selects are kept, dropped or tagged, when they are read and again when asked.

A document is dropped when a rule to drop selects it, or when there are rules to keep and none selects it; the order of
the rules makes no difference. What a person brought back is dropped no more. Dropping takes nothing away: text and
readings stay, but nothing of them holds (`current` is 0) until the document is brought back.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import orjson

from keii.errors import UsageError
from keii.ledger import decisions
from keii.ledger.connection import Connection
from keii.ledger.filters import Filter, from_options

_TAG = re.compile(r"\w[\w.:/-]{0,63}")


class Action(StrEnum):
    """What a rule does with the documents that it selects."""

    KEEP = "keep"
    DROP = "drop"
    TAG = "tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; raises UsageError where it makes no sense."""

    number: int = 0  # 0: not kept yet
    action: Action
    tag: str | None = None  # for TAG
    chosen: Filter
    author: str
    made_at: str  # ISO 8601, UTC

    def __post_init__(self) -> None:
        """Refuse a rule that would drop everything, or that has no proper tag."""
        if self.action is Action.TAG and not _TAG.fullmatch(self.tag or ""):
            raise UsageError(f"«{self.tag or ''}» is not a tag.",
                             remedy="Write one word of up to 64 letters, digits and .:/- , as in: "
                                    "keii rule add tag arms --text 武器")
        if self.action is Action.DROP and not self.chosen.options:
            raise UsageError("a rule to drop needs a filter.", remedy="Without one it would drop everything.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What the rules make of a document."""

    tags: tuple[str, ...] = ()
    dropped: bool = False
    rule: int | None = None  # that dropped it; None: it is kept, or no rule to keep selects it


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A document that the rules left out."""

    document: str
    title: str | None
    origin: str
    rule: int | None  # None: there are rules to keep, and none selects it
    at: str


def add(connection: Connection, rule: Rule) -> int:
    """Keep a rule and return its number. The caller holds the transaction."""
    return connection.execute(
        "INSERT INTO rules (action, tag, filter, removed, author, made_at) VALUES (?, ?, ?, 0, ?, ?)",
        (rule.action, rule.tag, orjson.dumps(rule.chosen.options).decode(), rule.author, rule.made_at)).lastrowid or 0


def remove(connection: Connection, number: int) -> bool:
    """Let a rule hold no longer; return whether it held."""
    return connection.execute("UPDATE rules SET removed = 1 WHERE number = ? AND removed = 0", (number,)).rowcount > 0


def rules(connection: Connection) -> list[Rule]:
    """Return the rules that hold, by number."""
    rows = connection.execute("SELECT number, action, tag, filter, author, made_at FROM rules WHERE removed = 0 "
                              "ORDER BY number").fetchall()
    return [Rule(number=number, action=Action(action), tag=tag, author=author, made_at=made_at,
                 chosen=from_options((name, value) for name, value in orjson.loads(chosen)))
            for number, action, tag, chosen, author, made_at in rows]


def dropped(connection: Connection) -> list[Dropped]:
    """Return the documents that are left out, by time and id."""
    rows = connection.execute("SELECT x.document, d.title, d.origin, x.rule, x.at FROM dropped AS x "
                              "JOIN documents AS d ON d.id = x.document ORDER BY x.at, x.document").fetchall()
    return [Dropped(document=document, title=title, origin=origin, rule=rule, at=at)
            for document, title, origin, rule, at in rows]


def tags_of(connection: Connection, document: str) -> tuple[str, ...]:
    """Return the tags of a document, in order."""
    return tuple(tag for tag, in connection.execute(
        "SELECT DISTINCT tag FROM tags WHERE document = ? ORDER BY tag", (document,)))


def lift(connection: Connection, document: str) -> bool:
    """Let what the ledger holds of a dropped document hold again; return whether it was dropped."""
    row = connection.execute("SELECT reading FROM dropped WHERE document = ?", (document,)).fetchone()
    if row is None:
        return False
    connection.execute("DELETE FROM dropped WHERE document = ?", (document,))
    connection.execute("UPDATE readings SET current = 1 WHERE key = ?", row)
    connection.execute("UPDATE claims SET current = 1 WHERE reading = ? AND decided = 0", row)
    decisions.apply(connection, document)
    return True


def apply(connection: Connection, document: str, held: Sequence[Rule], *, moment: str) -> Fate:
    """Let the rules decide about a document whose reading holds (see `lift`), and return what they decided."""
    connection.execute("DELETE FROM tags WHERE document = ?", (document,))
    given = []
    for rule in held:
        if rule.action is Action.TAG and _selects(connection, rule, document):
            connection.execute("INSERT INTO tags VALUES (?, ?, ?)", (document, rule.tag, rule.number))
            given.append(rule.tag or "")
    fate = _fate(connection, document, held, tuple(sorted(set(given))))
    if fate.dropped:
        connection.execute("INSERT INTO dropped SELECT document, key, CAST(? AS BIGINT), ? FROM readings "
                           "WHERE document = ? AND current = 1", (fate.rule, moment, document))
        connection.execute("UPDATE readings SET current = 0 WHERE document = ? AND current = 1", (document,))
        connection.execute("UPDATE claims SET current = 0 WHERE document = ? AND current = 1", (document,))
    return fate


def _fate(connection: Connection, document: str, held: Iterable[Rule], tags: tuple[str, ...]) -> Fate:
    deciding = [rule for rule in held if rule.action is not Action.TAG]
    if not deciding or connection.execute("SELECT 1 FROM restored WHERE document = ?", (document,)).fetchone():
        return Fate(tags=tags)
    for rule in deciding:
        if rule.action is Action.DROP and _selects(connection, rule, document):
            return Fate(tags=tags, dropped=True, rule=rule.number)
    keeping = [rule for rule in deciding if rule.action is Action.KEEP]
    kept = not keeping or any(_selects(connection, rule, document) for rule in keeping)
    return Fate(tags=tags, dropped=not kept)


def _selects(connection: Connection, rule: Rule, document: str) -> bool:
    where = rule.chosen.of_documents()
    return connection.execute(f"SELECT 1 FROM documents AS d WHERE d.id = ? AND {where.sql}",
                              (document, *where.values)).fetchone() is not None


def restore(connection: Connection, document: str, *, author: str, moment: str) -> bool:
    """Bring a document back for good; return whether it had been dropped."""
    connection.execute("INSERT INTO restored VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                       (document, author, moment))
    return lift(connection, document)
