"""What the workbench asks of a ledger: pages of lists with counts, full text, one document with all that it holds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import orjson

from keii.ledger import counting, events, full_text, read, texts
from keii.ledger.conditions import Condition
from keii.ledger.connection import Connection
from keii.ledger.filters import CLAIMS, Filter, named
from keii.ledger.rows import ActorCount, Holding, Listed
from keii.model import Claim, Event, Sentence

_T = TypeVar("_T")
_MANY = 500  # claims that are read at once
_FAR = 1_000  # rows that SQL may skip for a page of a list of everything
SHOWN = 14  # values of a facet: a column of the page; the others are reached by the filter's own field

# Field of the filter, and what of a claim it counts. Countries are before the slash of a party's code.
_FACETS: tuple[tuple[str, str, str], ...] = (
    ("types", "c.type", ""),
    ("statuses", "c.status", ""),
    ("actors", "CASE instr(p.code, '/') WHEN 0 THEN p.code ELSE substr(p.code, 1, instr(p.code, '/') - 1) END",
     "JOIN parties AS p ON p.claim = c.key AND p.role = 'actor' AND p.code NOT LIKE 'XXX%'"),
    ("places", "l.country", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[_T]):
    """A part of a list, and how long the whole list is."""

    items: tuple[_T, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """How many of a list there are for each value of one field of the filter, the most frequent first."""

    field: str  # of Filter
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document that holds the words of a search, with the first sentences that hold one."""

    listed: Listed
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """By which words a party is called, and how often."""

    text: str
    number: int


def holding(connection: Connection, document: str) -> Holding | None:
    """Return what is held of the document with exactly this id, None when there is none."""
    found = read.document(connection, document)
    if found is None:
        return None
    rows = list(read.select(connection, "SELECT * FROM claims WHERE document = ? AND current = 1 ORDER BY position",
                            (document,)))
    trouble = tuple(map(read.problem, read.select(
        connection, "SELECT * FROM problems WHERE document = ? AND current = 1 ORDER BY number", (document,))))
    return Holding(document=found, sentences=read.sentences(connection, document),
                   claims=tuple(read.assembled(connection, rows)), problems=trouble)


def page_of_events(connection: Connection, chosen: Filter, *, conflicts: bool = False) -> Page[Event]:
    """Return the events that hold a selected claim, the latest first; with `conflicts` those alone that have one."""
    if not _is_everything(chosen) and (columns := counting.columns_of(connection)):
        ids, total = counting.events(columns, connection, chosen, conflicts=conflicts)
        return Page(items=tuple(events.by_id(connection, ids)), total=total)
    where, page = of_events(chosen), chosen.page()
    only = "AND EXISTS (SELECT 1 FROM conflicts AS x WHERE x.event = e.id)" if conflicts else ""
    total = _number_of_events(connection, where, only, conflicts=conflicts)
    rows = connection.execute(f"SELECT e.id FROM events AS e WHERE {where.sql} {only} "
                              f"ORDER BY e.since DESC NULLS LAST, e.id DESC {page.sql}", (*where.values, *page.values))
    return Page(items=tuple(events.by_id(connection, [id for id, in rows])), total=total)


def page_of_documents(connection: Connection, chosen: Filter) -> Page[Listed]:
    """Return the selected documents, the latest first."""
    far = chosen.offset > _FAR
    if (far or not _is_everything(chosen)) and (columns := counting.columns_of(connection)):
        ids, total = counting.documents(columns, connection, chosen)
        return Page(items=_listed(connection, ids), total=total)
    where, page = chosen.of_documents(), chosen.page()
    total = _total(connection, "documents") - _dropped(connection) if _is_everything(chosen) else _count(
        connection, f"SELECT count(*) FROM documents AS d WHERE {where.sql}", where)
    rows = connection.execute(f"SELECT d.id FROM documents AS d WHERE {where.sql} "
                              f"ORDER BY d.published_at DESC NULLS LAST, d.id DESC {page.sql}",
                              (*where.values, *page.values))
    return Page(items=_listed(connection, [id for id, in rows]), total=total)


def _listed(connection: Connection, ids: list[str]) -> tuple[Listed, ...]:
    """Return documents in the order of their ids as given."""
    found = {one.document.id: one for one in map(read.listed, read.select(
        connection, f"{read.LISTED} WHERE d.id IN (SELECT value FROM json_each(?))", (orjson.dumps(ids).decode(),)))}
    return tuple(found[id] for id in ids if id in found)


def latest_documents(connection: Connection, number: int) -> tuple[Listed, ...]:
    """Return the documents that were read last, the last first."""
    rows = connection.execute("SELECT document FROM readings WHERE current = 1 ORDER BY key DESC LIMIT ?", (number,))
    return _listed(connection, [id for id, in rows])


def page_of_claims(connection: Connection, chosen: Filter) -> tuple[Claim, ...]:
    """Return the selected claims on a page, by publication, document and place in it."""
    columns = counting.columns_of(connection)
    if columns is None:
        return tuple(read.claims(connection, chosen))
    keys = counting.claims(columns, connection, chosen)
    found: list[Claim] = []
    for some in (keys[start:start + _MANY] for start in range(0, len(keys), _MANY)):
        rows = {row["key"]: row for row in read.select(
            connection, f"SELECT * FROM claims WHERE key IN ({', '.join('?' for _ in some)})", some)}
        found += read.assembled(connection, [rows[key] for key in some if key in rows])
    return tuple(found)


def ids_of_claims(connection: Connection, chosen: Filter) -> tuple[str, ...]:
    """Return the ids of the selected claims on a page, in the order of `page_of_claims`."""
    columns = counting.columns_of(connection)
    if columns is None:
        return tuple(texts.claims(connection, chosen))
    keys = counting.claims(columns, connection, chosen)
    ids = dict(connection.execute("SELECT c.key, c.id FROM json_each(?) AS j JOIN claims AS c "
                                  "ON c.key = CAST(j.value AS BIGINT)", (counting.json_of(keys),)).fetchall())
    return tuple(ids[key] for key in keys if key in ids)


def actors(connection: Connection, chosen: Filter) -> tuple[ActorCount, ...]:
    """Return who acts, receives or speaks in the selected claims, the most frequent first."""
    if columns := counting.columns_of(connection):
        return tuple(counting.actors(columns, connection, chosen))
    return tuple(read.actors(connection, chosen))


def types(connection: Connection, chosen: Filter) -> Counter[str]:
    """Return how many of the selected claims are of each type."""
    if columns := counting.columns_of(connection):
        return columns.remembered(connection, ("types", chosen),
                                  lambda connection: counting.types(columns, connection, chosen))
    return Counter(type for _, type in read.kinds(connection, chosen))


def number_of_claims(connection: Connection, chosen: Filter) -> int:
    """Return how many claims are selected."""
    if _is_everything(chosen):
        return _total(connection, "claims")
    if columns := counting.columns_of(connection):
        return counting.number(columns, connection, chosen)
    claims, where = _claims(chosen)
    return _count(connection, f"SELECT count(*) FROM {claims} WHERE {where.sql}", where)


def number_of_problems(connection: Connection, chosen: Filter) -> int:
    """Return how many problems are selected."""
    where = chosen.of_problems()
    return _count(connection, "SELECT count(*) FROM problems AS x LEFT JOIN documents AS d ON d.id = x.document "
                              f"WHERE {where.sql}", where)


def problems_by_code(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Return how many problems there are of each code, the most frequent first."""
    rows = connection.execute("SELECT code, count(*) FROM problems WHERE current = 1 GROUP BY code ORDER BY 2 DESC, 1")
    return tuple((code, number) for code, number in rows)


def facets(connection: Connection, chosen: Filter, *, of: str) -> tuple[Facet, ...]:
    """Return for types, statuses, countries of actors and of places how many each would leave.

    `of` is what is counted: `events`, `claims` or `documents`. A facet's own choice is left out of its counting, so
    that the other values still show what they hold.
    """
    counted, join = {"events": ("m.event", "JOIN event_claims AS m ON m.claim = c.id"),
                     "claims": ("c.key", ""), "documents": ("c.document", "")}[of]
    found = []
    columns = counting.columns_of(connection)
    for field, value, own in _FACETS:
        if columns:
            others = replace(chosen, **{field: ()})  # type: ignore[arg-type]
            found.append(Facet(field=field, counts=counting.facet(columns, connection, others, field, of, SHOWN)))
            continue
        claims, where = _claims(replace(chosen, **{field: ()}))  # type: ignore[arg-type]
        number = "count(*)" if of == "claims" and not own else f"count(DISTINCT {counted})"
        rows = connection.execute(
            f"SELECT {value} AS value, {number} FROM {claims} {own} {join} WHERE {where.sql} "
            f"AND {value} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?", (*where.values, SHOWN)).fetchall()
        found.append(Facet(field=field, counts=tuple((str(name), int(count)) for name, count in rows)))
    return tuple(found)


def search(connection: Connection, words: str, chosen: Filter, *, sentences: int) -> Page[Hit]:
    """Return the selected documents whose text holds the words, the nearest first, each with some sentences."""
    asked = full_text.question(words)
    if asked is None:
        return Page(items=(), total=0)
    ids, total = _found(connection, asked, chosen)
    wanted = full_text.asked_for(words)
    texts_of = texts.sentences(connection, ids)
    return Page(total=total, items=tuple(
        Hit(listed=one, sentences=_holding_words(texts_of.get(one.document.id, ()), wanted, sentences))
        for one in _listed(connection, ids)))


def _found(connection: Connection, asked: str, chosen: Filter) -> tuple[list[str], int]:
    """Return the ids of a page of the documents that full text finds, the nearest first, and how many there are."""
    source = "full_text(?) AS f JOIN found_by AS k ON k.key = f.rowid"
    if columns := counting.columns_of(connection):  # the order is remembered, and a filter costs nothing then
        def ranked(connection: Connection) -> list[str]:
            return [id for id, in connection.execute(
                f"SELECT k.document FROM {source} ORDER BY f.rank, k.document", (asked,))]

        return counting.among(columns, connection, chosen, ("ranked", asked), ranked)
    page = chosen.page()
    if _is_everything(chosen):
        only = "WHERE k.document NOT IN (SELECT document FROM dropped)" if _dropped(connection) else ""
        counted = f"{source} {only}" if only else "full_text(?)"
        total = connection.execute(f"SELECT count(*) FROM {counted}", (asked,)).fetchone()[0]
        rows = connection.execute(f"SELECT k.document FROM {source} {only} "
                                  f"ORDER BY f.rank, k.document {page.sql}", (asked, *page.values))
        return [id for id, in rows], int(total)
    where = chosen.of_documents()
    source += f" JOIN documents AS d ON d.id = k.document WHERE {where.sql}"
    total = connection.execute(f"SELECT count(*) FROM {source}", (asked, *where.values)).fetchone()[0]
    rows = connection.execute(f"SELECT d.id FROM {source} ORDER BY f.rank, d.id {page.sql}",
                              (asked, *where.values, *page.values))
    return [id for id, in rows], int(total)


def _holding_words(sentences: Iterable[Sentence], wanted: tuple[str, ...], number: int) -> tuple[Sentence, ...]:
    """Return the sentences that hold the most of the words, in the order of the text."""
    held = [(sum(word in text for word in wanted), sentence) for sentence in sentences
            if (text := full_text.folded(sentence.text)) and any(word in text for word in wanted)]
    best = sorted(held, key=lambda pair: (-pair[0], pair[1].index))[:number]
    return tuple(sorted((sentence for _, sentence in best), key=lambda sentence: sentence.index))


def called(connection: Connection, who: str, number: int) -> tuple[Calls, ...]:
    """Return by which words the parties are called that have this code or entry, the most frequent first."""
    if columns := counting.columns_of(connection):
        found = columns.remembered(connection, ("called", who, number), lambda _: counting.called(columns, who, number))
        return tuple(Calls(text=text, number=count) for text, count in found)
    condition = named("p", who)
    rows = connection.execute(
        "SELECT p.text, count(*) FROM parties AS p JOIN claims AS c ON c.key = p.claim AND c.current = 1 "
        f"WHERE {condition.sql} GROUP BY p.text ORDER BY 2 DESC, 1 LIMIT ?", (*condition.values, number))
    return tuple(Calls(text=text, number=count) for text, count in rows)


def _claims(chosen: Filter) -> tuple[str, Condition]:
    """Return what to count claims in; where nothing is asked of documents and sentences, without them."""
    if _is_everything(chosen):
        return "claims AS c LEFT JOIN places AS l ON l.claim = c.key", Condition("c.current = 1")
    return CLAIMS, chosen.of_claims()


def _is_everything(chosen: Filter) -> bool:
    return replace(chosen, limit=None, offset=0) == Filter()


def of_events(chosen: Filter) -> Condition:
    """Return the condition on a row `e` of events that it holds a selected claim."""
    if _is_everything(chosen):
        return Condition("TRUE")  # every event holds a claim
    where = chosen.of_claims()
    return Condition(f"e.id IN (SELECT m.event FROM {CLAIMS} JOIN event_claims AS m ON m.claim = c.id "
                     f"WHERE {where.sql})", where.values)


def _number_of_events(connection: Connection, where: Condition, only: str, *, conflicts: bool) -> int:
    if where.sql == "TRUE":
        return int(connection.execute("SELECT count(DISTINCT event) FROM conflicts").fetchone()[0]) if conflicts else (
            _total(connection, "events"))
    return _count(connection, f"SELECT count(*) FROM events AS e WHERE {where.sql} {only}", where)


def _dropped(connection: Connection) -> int:
    """Return how many documents rules have dropped, which no list has."""
    return int(connection.execute("SELECT count(*) FROM dropped").fetchone()[0])


def _total(connection: Connection, what: str) -> int:
    return int(connection.execute("SELECT number FROM totals WHERE what = ?", (what,)).fetchone()[0])


def _count(connection: Connection, sql: str, where: Condition) -> int:
    return int(connection.execute(sql, where.values).fetchone()[0])
