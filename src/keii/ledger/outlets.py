"""What outlets and agencies rest on: whom their claims cite, what they assert themselves, which texts they share."""

from collections import Counter

from keii.ledger import counting, drawn
from keii.ledger.columns import KINDS
from keii.ledger.connection import Connection
from keii.ledger.filters import CLAIMS, Filter
from keii.ledger.tallies import Cited, Outlet

__all__ = ["KINDS", "Cited", "Outlet", "cited", "cited_in", "outlet", "outlets", "shares", "types_of"]
_VOICE = ("CASE WHEN NOT EXISTS (SELECT 1 FROM sources AS o WHERE o.claim = c.key) THEN 'own' ELSE "
          "(SELECT o.kind FROM sources AS o WHERE o.claim = c.key AND o.position = 0) END")
# The documents of one outlet or agency, without those that rules have dropped.
_MINE = "(publisher = ? OR agency = ?) AND id NOT IN (SELECT document FROM dropped)"
_OF_ONE = f"(SELECT id FROM documents WHERE {_MINE}) AS d JOIN claims AS c ON c.document = d.id AND c.current = 1"


def outlets(connection: Connection, chosen: Filter) -> tuple[Outlet, ...]:
    """Return the outlets and agencies of the selected documents and claims, those with the most documents first."""
    if columns := counting.columns_of(connection):
        return _in_order(drawn.outlets(columns, connection, chosen))
    claims, documents = chosen.of_claims(), chosen.of_documents()
    found = []
    for column, agency in (("d.publisher", False), ("d.agency", True)):
        stated = " AND d.agency IS NOT NULL" if agency else ""
        kinds: dict[str | None, dict[str, int]] = {}
        for name, kind, number in connection.execute(
                f"SELECT {column}, {_VOICE}, count(*) FROM {CLAIMS} WHERE {claims.sql}{stated} GROUP BY 1, 2",
                claims.values):
            kinds.setdefault(name, {})[kind] = number
        found += [Outlet.of(name, agency=agency, documents=number, kinds=kinds.get(name, {}))
                  for name, number in connection.execute(
                      f"SELECT {column}, count(*) FROM documents AS d WHERE ({documents.sql}){stated} GROUP BY 1",
                      documents.values)]
    return _in_order(found)


def _in_order(found: list[Outlet]) -> tuple[Outlet, ...]:
    return tuple(sorted(found, key=lambda one: (-one.documents, one.agency, one.name is None, one.name or "")))


def outlet(connection: Connection, name: str) -> Outlet | None:
    """Return one outlet or agency, None when no document names it; its documents may hold no claims."""
    if columns := counting.columns_of(connection):
        return columns.remembered(connection, ("outlet", name), lambda _: drawn.outlet(columns, name))
    documents, agencies = connection.execute(
        f"SELECT count(*), count(CASE WHEN agency = ? AND publisher IS NOT ? THEN 1 END) FROM documents WHERE {_MINE}",
        (name, name, name, name)).fetchone()
    if not documents:
        return None
    kinds = dict(connection.execute(f"SELECT {_VOICE}, count(*) FROM {_OF_ONE} GROUP BY 1", (name, name)).fetchall())
    return Outlet.of(name, agency=bool(agencies), documents=documents, kinds=kinds)


def types_of(connection: Connection, name: str) -> Counter[str]:
    """Return how many claims of an outlet or agency are of each type."""
    if columns := counting.columns_of(connection):
        return columns.remembered(connection, ("types_of", name), lambda _: drawn.types_of(columns, name))
    return Counter(dict(connection.execute(f"SELECT c.type, count(*) FROM {_OF_ONE} GROUP BY 1", (name, name))))


def cited(connection: Connection, name: str, number: int) -> tuple[Cited, ...]:
    """Return whom the claims of an outlet or agency cite most."""
    if columns := counting.columns_of(connection):
        return columns.remembered(connection, ("cited", name, number), lambda _: drawn.cited(columns, name, number))
    rows = connection.execute(f"SELECT o.code, o.actor, o.text, o.kind, count(*) FROM {_OF_ONE} "
                              "JOIN sources AS o ON o.claim = c.key GROUP BY 1, 2, 3, 4", (name, name))
    return Cited.together(rows, number)


def cited_in(connection: Connection, chosen: Filter, number: int) -> tuple[Cited, ...]:
    """Return whom the selected claims cite most."""
    if columns := counting.columns_of(connection):
        return drawn.cited_in(columns, connection, chosen, number)
    where = chosen.of_claims()
    rows = connection.execute(f"SELECT o.code, o.actor, o.text, o.kind, count(*) FROM {CLAIMS} "
                              f"JOIN sources AS o ON o.claim = c.key WHERE {where.sql} GROUP BY 1, 2, 3, 4",
                              where.values)
    return Cited.together(rows, number)


def shares(connection: Connection, name: str, number: int) -> tuple[tuple[str, int], ...]:
    """Return which other outlets print the same texts, and how many of this one's documents."""
    rows = connection.execute("""
        SELECT other.publisher, count(DISTINCT d.id) FROM merged AS own INDEXED BY merged_copies
        CROSS JOIN documents AS d ON d.id = own.document  -- copies are few: they are asked first, in this order
        CROSS JOIN merged AS copy ON copy.copies = own.copies
        CROSS JOIN documents AS other ON other.id = copy.document
        WHERE own.copies IS NOT NULL AND copy.copies IS NOT NULL AND (d.publisher = ? OR d.agency = ?)
            AND other.publisher IS NOT NULL AND other.publisher IS NOT d.publisher
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?""", (name, name, number))
    return tuple((publisher, count) for publisher, count in rows)
