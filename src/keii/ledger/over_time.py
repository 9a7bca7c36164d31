"""What is told of when: the times of events with how many there are of each, for axes of time."""


from keii.ledger import browse, counting, drawn, events
from keii.ledger.connection import Connection
from keii.ledger.filters import Filter
from keii.ledger.tallies import Times
from keii.model import Event


def of_events(connection: Connection, chosen: Filter) -> Times:
    """Return the times of the events that hold a selected claim, as each event is dated."""
    if columns := counting.columns_of(connection):
        return drawn.times_of_events(columns, connection, chosen)
    where = browse.of_events(chosen)
    return connection.execute(
        f"SELECT e.since, e.until, e.status, count(*) FROM events AS e WHERE {where.sql} GROUP BY 1, 2, 3",
        where.values).fetchall()


def page_of_events(connection: Connection, chosen: Filter) -> tuple[Event, ...]:
    """Return a page of the events that hold a selected claim, the earliest first, those without a time last."""
    if columns := counting.columns_of(connection):
        return tuple(events.by_id(connection, drawn.events_in_order(columns, connection, chosen)))
    where, page = browse.of_events(chosen), chosen.page()
    rows = connection.execute(f"SELECT e.id FROM events AS e WHERE {where.sql} "
                              f"ORDER BY e.since NULLS LAST, e.id {page.sql}", (*where.values, *page.values))
    return tuple(events.by_id(connection, [id for id, in rows]))
