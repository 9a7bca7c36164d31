"""Where the acts of claims are told to happen: the places of the gazetteer, with how many claims each has."""


from keii.ledger import counting, drawn
from keii.ledger.connection import Connection
from keii.ledger.filters import CLAIMS, Filter
from keii.ledger.tallies import Located, Times


def of_claims(connection: Connection, chosen: Filter) -> Located:
    """Return the places of the selected claims."""
    if columns := counting.columns_of(connection):
        return drawn.places(columns, connection, chosen)
    where = chosen.of_claims()
    rows = connection.execute(f"""
        SELECT l.gazetteer, l.country, l.latitude, l.longitude, l.precision, l.quote, c.status, count(*),
            l.claim IS NULL
        FROM {CLAIMS} WHERE {where.sql} GROUP BY 1, 2, 3, 4, 5, 6, 7, 9
        ORDER BY 1 NULLS FIRST, 6 NULLS FIRST, 7, 2, 3, 4, 5""",
        where.values).fetchall()
    return Located.of(((row[:6], row[6], row[7]) for row in rows if not row[8]),
                      without=sum(row[7] for row in rows if row[8]))


def times_of_claims(connection: Connection, chosen: Filter) -> Times:
    """Return the times of the selected claims that have a place: of the act, otherwise the day of publication."""
    if columns := counting.columns_of(connection):
        return drawn.times_of_places(columns, connection, chosen)
    where = chosen.of_claims()
    return connection.execute(f"""
        SELECT coalesce(t.since, substr(d.published_at, 1, 10)), t.until, c.status, count(*)
        FROM {CLAIMS} WHERE l.gazetteer IS NOT NULL AND {where.sql} GROUP BY 1, 2, 3""", where.values).fetchall()
