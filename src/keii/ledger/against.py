"""Conflicts as a list: each field on which the claims of one event cannot all be right."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from keii.ledger import counting, drawn, events
from keii.ledger.browse import Page
from keii.ledger.conditions import Condition
from keii.ledger.connection import Connection
from keii.ledger.filters import CLAIMS, Filter
from keii.model import Conflict, Event

# Conflicts are few beside events and claims, so that they are asked first. A field has two values and more: the first
# stands for it.
_SOURCE = "conflicts AS x JOIN events AS e ON e.id = x.event"


def page_of_conflicts(connection: Connection, chosen: Filter, fields: tuple[str, ...] = ()
                      ) -> Page[tuple[Event, Conflict]]:
    """Return the conflicts of events that hold a selected claim, those on some fields alone if any; latest first."""
    if columns := counting.columns_of(connection):
        shown, total, _ = drawn.conflicts(columns, connection, chosen, fields)
        return Page(total=total, items=tuple(_told(connection, shown)))
    where, page = Condition.all_of([_first(fields), _of_events(chosen)]), chosen.page()
    total = connection.execute(f"SELECT count(*) FROM {_SOURCE} WHERE {where.sql}", where.values).fetchone()[0]
    rows = connection.execute(f"SELECT x.event, x.field FROM {_SOURCE} WHERE {where.sql} "
                              f"ORDER BY e.since DESC NULLS LAST, e.id DESC, x.field {page.sql}",
                              (*where.values, *page.values))
    return Page(total=total, items=tuple(_told(connection, rows.fetchall())))


def _told(connection: Connection, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[Event, Conflict]]:
    """Yield conflicts, given by event and field, with their events; those that are gone since are left out."""
    wanted = list(dict.fromkeys(event for event, _ in pairs))  # an event may have several
    held = {event.id: event for event in events.by_id(connection, wanted)}
    for id, field in pairs:
        if id in held:
            yield from ((held[id], one) for one in held[id].conflicts if one.field == field)


def fields_in_conflict(connection: Connection, chosen: Filter) -> tuple[tuple[str, int], ...]:
    """Return how many conflicts there are on each field, the most frequent first."""
    if columns := counting.columns_of(connection):
        _, _, counts = drawn.conflicts(columns, connection, replace(chosen, limit=0), ())
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
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
    return Condition(f"EXISTS (SELECT 1 FROM event_claims AS m, {CLAIMS} "
                     f"WHERE m.event = e.id AND c.id = m.claim AND {where.sql})", where.values)
