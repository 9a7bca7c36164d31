"""What outlets and agencies rest on: whom their claims cite, what they assert themselves, which texts they share."""

import sqlite3
from dataclasses import dataclass

from keii.ledger.filters import CLAIMS, Filter
from keii.model import SourceKind

OWN = "own"  # what the article asserts itself
KINDS = (OWN, *(kind.value for kind in SourceKind))
_VOICE = ("CASE WHEN NOT EXISTS (SELECT 1 FROM sources AS o WHERE o.claim = c.key) THEN 'own' ELSE "
          "(SELECT o.kind FROM sources AS o WHERE o.claim = c.key AND o.position = 0) END")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Who publishes, with how many claims rest on what; each claim counts once, by whom the article quotes first."""

    name: str | None  # as the documents call it, or an agency's id in the registry; None: not stated
    agency: bool  # texts that are credited to it, whoever prints them
    documents: int
    claims: int
    rests_on: tuple[tuple[str, int], ...]  # every one of KINDS, in its order


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Somebody whom claims of an outlet cite, anywhere in the chain."""

    text: str  # the words that name it most often
    code: str
    actor: str | None  # entry of the registry; None: none
    kind: str  # of source
    claims: int


def outlets(connection: sqlite3.Connection, chosen: Filter) -> tuple[Outlet, ...]:
    """Return the outlets and agencies of the selected documents and claims, those with the most documents first."""
    claims, documents = chosen.of_claims(), chosen.of_documents()
    found = []
    for column, agency in (("d.publisher", False), ("d.agency", True)):
        stated = " AND d.agency IS NOT NULL" if agency else ""
        kinds: dict[str | None, dict[str, int]] = {}
        for name, kind, number in connection.execute(
                f"SELECT {column}, {_VOICE}, count(*) FROM {CLAIMS} WHERE {claims.sql}{stated} GROUP BY 1, 2",
                claims.values):
            kinds.setdefault(name, {})[kind] = number
        found += [_outlet(name, agency, number, kinds.get(name, {})) for name, number in connection.execute(
            f"SELECT {column}, count(*) FROM documents AS d WHERE ({documents.sql}){stated} GROUP BY 1",
            documents.values)]
    return tuple(sorted(found, key=lambda one: (-one.documents, one.agency, one.name is None, one.name or "")))


def outlet(connection: sqlite3.Connection, name: str) -> Outlet | None:
    """Return one outlet or agency, None when no document names it; its documents may hold no claims."""
    documents, agencies = connection.execute(
        "SELECT count(*), sum(agency IS NOT NULL AND agency = ? AND publisher IS NOT ?) FROM documents "
        "WHERE publisher = ? OR agency = ?", (name, name, name, name)).fetchone()
    if not documents:
        return None
    kinds = dict(connection.execute(f"SELECT {_VOICE}, count(*) FROM {_OF_ONE} GROUP BY 1", (name, name)).fetchall())
    return _outlet(name, bool(agencies), documents, kinds)


def cited(connection: sqlite3.Connection, name: str, number: int) -> tuple[Cited, ...]:
    """Return whom the claims of an outlet or agency cite most."""
    rows = connection.execute(f"""
        SELECT coalesce(o.actor, o.code || ' ' || o.text), o.code, o.actor, o.kind, o.text, count(*) FROM {_OF_ONE}
        JOIN sources AS o ON o.claim = c.key WHERE o.kind NOT IN ('anonymous', 'hearsay') GROUP BY 1, 4, 5
        ORDER BY 6 DESC, 5""", (name, name))
    groups: dict[tuple[str, str], Cited] = {}
    for key, code, actor, kind, text, count in rows:  # the words that name somebody most often come first
        held = groups.get((key, kind))
        groups[key, kind] = Cited(text=held.text if held else text, code=code, actor=actor, kind=kind,
                                  claims=count + (held.claims if held else 0))
    return tuple(sorted(groups.values(), key=lambda one: (-one.claims, one.text))[:number])


def shares(connection: sqlite3.Connection, name: str, number: int) -> tuple[tuple[str, int], ...]:
    """Return which other outlets print the same texts, and how many of this one's documents."""
    rows = connection.execute("""
        SELECT other.publisher, count(DISTINCT d.id) FROM documents AS d
        JOIN merged AS own ON own.document = d.id JOIN merged AS copy ON copy.copies = own.copies
        JOIN documents AS other ON other.id = copy.document
        WHERE (d.publisher = ? OR d.agency = ?) AND other.publisher IS NOT NULL AND other.publisher IS NOT d.publisher
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?""", (name, name, number))
    return tuple((publisher, count) for publisher, count in rows)


_OF_ONE = ("(SELECT id FROM documents WHERE publisher = ? OR agency = ?) AS d "
           "JOIN claims AS c ON c.document = d.id AND c.current = 1")


def _outlet(name: str | None, agency: bool, documents: int, kinds: dict[str, int]) -> Outlet:
    return Outlet(name=name, agency=agency, documents=documents, claims=sum(kinds.values()),
                  rests_on=tuple((kind, kinds.get(kind, 0)) for kind in KINDS))
