"""Conflicts as a list: each field on which the claims of one event cannot all be right."""

import sqlite3

from keii.ledger import events
from keii.ledger.browse import Page
from keii.ledger.conditions import Condition
from keii.ledger.filters import CLAIMS, Filter
from keii.model import Conflict, Event

# Conflicts are few beside events and claims, so that they are asked first. A field has two values and more: the first
# stands for it.
_MANY = 400  # events assembled at once; SQLite allows 999 bound values in its oldest builds
_SOURCE = "conflicts AS x JOIN events AS e ON e.id = x.event"


def page_of_conflicts(connection: sqlite3.Connection, chosen: Filter, fields: tuple[str, ...] = ()
                      ) -> Page[tuple[Event, Conflict]]:
    """Return the conflicts of events that hold a selected claim, those on some fields alone if any; latest first."""
    where, page = Condition.all_of([_first(fields), _of_events(chosen)]), chosen.page()
    total = connection.execute(f"SELECT count(*) FROM {_SOURCE} WHERE {where.sql}", where.values).fetchone()[0]
    rows = connection.execute(
        f"SELECT x.field, {events.COLUMNS} FROM {_SOURCE} WHERE {where.sql} "
        f"ORDER BY e.since DESC, e.id DESC, x.field {page.sql}", (*where.values, *page.values)).fetchall()
    wanted = list({row[1]: row[1:] for row in rows}.values())  # an event may have several
    held = {event.id: event for start in range(0, len(wanted), _MANY)
            for event in events.assembled(connection, wanted[start:start + _MANY])}
    return Page(total=total, items=tuple(
        (held[row[1]], next(one for one in held[row[1]].conflicts if one.field == row[0])) for row in rows))


def fields_in_conflict(connection: sqlite3.Connection, chosen: Filter) -> tuple[tuple[str, int], ...]:
    """Return how many conflicts there are on each field, the most frequent first."""
    where = Condition.all_of([_first(()), _of_events(chosen)])
    return tuple((field, number) for field, number in connection.execute(
        f"SELECT x.field, count(*) FROM {_SOURCE} WHERE {where.sql} GROUP BY x.field ORDER BY 2 DESC, 1",
        where.values))


def _first(fields: tuple[str, ...]) -> Condition:
    first = Condition("x.position = 0")
    return Condition.all_of([first, Condition(f"x.field IN ({', '.join('?' for _ in fields)})", fields)]) \
        if fields else first


def _of_events(chosen: Filter) -> Condition:
    if not chosen.options:
        return Condition("TRUE")
    where = chosen.of_claims()
    return Condition(f"EXISTS (SELECT 1 FROM event_claims AS m JOIN {CLAIMS} "
                     f"WHERE m.event = e.id AND c.id = m.claim AND {where.sql})", where.values)
