"""Facets, lists and actors of a large ledger, counted on its columns; `browse` asks SQL where there are none."""

import contextlib
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import orjson

from keii.errors import LedgerError, WorkingError
from keii.ledger.columns import Columns
from keii.ledger.connection import Connection
from keii.ledger.days import UncountableError
from keii.ledger.filters import Filter
from keii.ledger.rows import ActorCount
from keii.ledger.selecting import Mask

_T = TypeVar("_T")
_P = ParamSpec("_P")
LARGE = 50_000  # claims from which on counting by SQL is felt: half a second for the events and their facets
# Seconds that facets and drawings may lag behind a ledger that is being written, where counting them takes a tenth;
# with two, four readers waited for little but counting the same anew.
BEHIND = 10.0
FACETS = ("types", "statuses", "actors", "places")
Counts = tuple[tuple[str, int], ...]


class _Held:
    """The columns of one ledger: none while they are read for the first time, or where they cannot be made."""

    def __init__(self) -> None:
        self.columns: Columns | None = None
        self.thread: threading.Thread | None = None

    def read(self, open_: Callable[[], Connection]) -> None:
        """Read the ledger for the first time."""
        columns = Columns(behind=BEHIND)
        try:
            with contextlib.closing(open_()) as connection:
                connection.execute("BEGIN")
                columns.follow(connection)
                self.columns = columns
        except (sqlite3.Error, LedgerError, UncountableError):
            return  # SQL counts as before


_held: dict[Hashable, _Held] = {}
_lock = threading.Lock()


def columns_of(connection: Connection) -> Columns | None:
    """Return the columns of a large ledger as of now, None for a small one, which SQL counts.

    They are read by a thread of their own when they are asked for the first time, fifteen seconds for a million
    claims; raises WorkingError until then, since SQL would take longer.
    """
    (claims,) = connection.execute("SELECT number FROM totals WHERE what = 'claims'").fetchone()
    if claims < LARGE:
        return None
    with _lock:
        held = _held.setdefault(connection.identity, _Held())
        if held.thread is None:
            held.thread = threading.Thread(target=held.read, args=(connection.another,), daemon=True)
            held.thread.start()
    if held.columns is None and held.thread.is_alive():
        raise WorkingError("the columns of the ledger are still being read: it is large.",
                           remedy="The page asks again by itself in some seconds.")
    if held.columns is None:
        return None
    try:
        held.columns.follow(connection)
    except UncountableError:
        held.columns = None
    return held.columns


def remembered(connection: Connection, key: Hashable, made: Callable[[Connection], _T], *, large: bool = False,
               anew: bool = False) -> _T:
    """Return what is made of counts of a ledger; of a large one it is remembered under a key as they are.

    Of `large` values, arrays as long as the columns, few are. What is made `anew` takes the place of what was.
    """
    columns = columns_of(connection)
    if columns is None:
        return made(connection)
    if anew:
        columns.forget(key)
    return columns.remembered(connection, key, made, large=large)


def prepare(connection: Connection) -> None:
    """Begin to read the columns of a large ledger."""
    with contextlib.suppress(WorkingError):
        columns_of(connection)


def await_columns(connection: Connection) -> None:
    """Wait until the columns of a ledger are read, if they are being read; for benchmarks and tests."""
    held = _held.get(connection.identity)
    if held is not None and held.thread is not None:
        held.thread.join()


def alone(count: Callable[Concatenate[Columns, _P], _T]) -> Callable[Concatenate[Columns, _P], _T]:
    """Let a count of columns hold them, so that they do not grow meanwhile."""
    @wraps(count)
    def held(columns: Columns, /, *arguments: _P.args, **named: _P.kwargs) -> _T:
        with columns.lock:
            return count(columns, *arguments, **named)

    return held


# ---- numbers and facets ----

def number(columns: Columns, connection: Connection, chosen: Filter) -> int:
    """Return how many claims are selected."""
    with columns.lock:
        return int(np.count_nonzero(columns.selected(connection, chosen)))


def types(columns: Columns, connection: Connection, chosen: Filter) -> Counter[str]:
    """Return how many of the selected claims are of each type."""
    with columns.lock:
        counts = np.bincount(columns.type.all[columns.selected(connection, chosen)])
        return Counter({columns.words.values[code]: int(counts[code]) for code in np.flatnonzero(counts)})


def facet(columns: Columns, connection: Connection, chosen: Filter, field: str, of: str, most: int) -> Counts:
    """Return the most frequent values of a field among the selected claims, counted in events, claims or documents."""
    with columns.lock:
        return columns.remembered(connection, ("facet", replace(chosen, limit=None, offset=0), field, of, most),
                                  lambda connection: _facet(columns, connection, chosen, field, of, most))


@alone
def _facet(columns: Columns, connection: Connection, chosen: Filter, field: str, of: str, most: int) -> Counts:
    mask = columns.selected(connection, chosen)
    if field == "actors":
        rows = columns.names_of(mask)
        rows = rows[columns.role.all[rows] == 0]
        values, slots = columns.country_of_name.all[columns.name.all[rows]], columns.slot.all[rows]
    else:
        slots = np.flatnonzero(mask)
        values = {"types": columns.type, "statuses": columns.status, "places": columns.country}[field].all[slots]
    counted = {"events": columns.event.all, "documents": columns.document.all}.get(of)
    units = slots if counted is None else counted[slots]
    keep = (values >= 0) & (units >= 0)
    values, units = values[keep], units[keep]
    alone = of == "claims" and field != "actors"  # then a value stands beside a claim once
    counts = np.bincount(values) if alone else _distinct(values, units)
    found = [(columns.words.values[code], int(counts[code])) for code in np.flatnonzero(counts)]
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))[:most])


def _distinct(values: Any, units: Any) -> Any:
    """Return for every value how many different units it stands beside."""
    if not values.size:
        return np.zeros(0, dtype=np.int64)
    alone = np.bincount(units)[units] == 1
    rest = np.flatnonzero(~alone)
    if rest.size < values.size // 4:  # most units have one value: only the others need to be told apart
        counts = np.bincount(values[alone], minlength=int(values.max()) + 1)
        width = int(units.max()) + 1
        pairs = np.unique(values[rest].astype(np.int64) * width + units[rest])
        return counts + np.bincount(pairs // width, minlength=counts.size)
    present = np.bincount(values) > 0
    places = np.cumsum(present) - 1  # the values that there are, close together
    width = int(units.max()) + 1
    seen = np.zeros(int(places[-1] + 1) * width, dtype=np.bool_)
    seen[places[values] * width + units] = True
    counts = np.zeros(present.size, dtype=np.int64)
    counts[present] = np.count_nonzero(seen.reshape(-1, width), axis=1)
    return counts


# ---- parts of lists ----

def events(columns: Columns, connection: Connection, chosen: Filter, *, conflicts: bool
           ) -> tuple[list[str], int]:
    """Return the ids on a page of the events that hold a selected claim, the latest first, and how many there are."""
    with columns.lock:
        found = np.zeros(len(columns.events) + 1, dtype=np.bool_)
        found[columns.event.all[columns.selected(connection, chosen)]] = True
        numbers = np.flatnonzero(found[:-1])  # the last is where claims without an event went
        if conflicts:
            numbers = numbers[columns.has_conflict.all[numbers]]
        beside, before = near(columns.told_on.all[numbers], chosen, latest=True)
        ids = [columns.events.values[number] for number in numbers[beside]]
    rows = connection.execute(
        "SELECT e.id FROM json_each(?) AS j JOIN events AS e ON e.id = j.value ORDER BY e.since DESC NULLS LAST, "
        "e.id DESC "
        "LIMIT ? OFFSET ?", (json_of(ids), *part_of(chosen, before)))
    return [id for id, in rows], int(numbers.size)


def claims(columns: Columns, connection: Connection, chosen: Filter) -> list[int]:
    """Return the keys of the claims on a page, by publication, document and place in it."""
    with columns.lock:
        slots = np.flatnonzero(columns.selected(connection, chosen))
        days = columns.published.all[columns.document.all[slots]]
        beside, before = near(np.where(days > 0, days, np.iinfo(np.int32).max), chosen, latest=False)
        keys = columns.key.all[slots[beside]].tolist()
    return [key for key, in connection.execute(
        "SELECT c.key FROM json_each(?) AS j JOIN claims AS c ON c.key = CAST(j.value AS BIGINT) "
        "JOIN documents AS d ON d.id = c.document "
        "ORDER BY d.published_at IS NULL, d.published_at, d.origin, d.id, c.position LIMIT ? OFFSET ?",
        (json_of(keys), *part_of(chosen, before)))]


def documents(columns: Columns, connection: Connection, chosen: Filter) -> tuple[list[str], int]:
    """Return the ids on a page of the selected documents, the latest first, and how many there are."""
    with columns.lock:
        numbers = np.flatnonzero(columns.documents_selected(connection, chosen))
        beside, before = near(columns.published.all[numbers], chosen, latest=True)
        ids = [columns.documents.values[number] for number in numbers[beside]]
    rows = connection.execute(
        "SELECT d.id FROM json_each(?) AS j JOIN documents AS d ON d.id = j.value ORDER BY d.published_at DESC "
        "NULLS LAST, d.id DESC LIMIT ? OFFSET ?", (json_of(ids), *part_of(chosen, before)))
    return [id for id, in rows], int(numbers.size)


def among(columns: Columns, connection: Connection, chosen: Filter, key: Hashable,
          ranked: Callable[[Connection], Iterable[str]]) -> tuple[list[str], int]:
    """Return those on a page of the documents that a filter selects of some in an order, and how many it selects.

    The order is remembered under a key, as numbers.
    """
    def numbers(connection: Connection) -> Any:
        known = (columns.documents.known(id) for id in ranked(connection))
        return np.array([number for number in known if number is not None], dtype=np.int32)

    with columns.lock:
        found = columns.remembered(connection, key, numbers)
        found = found[columns.documents_selected(connection, chosen)[found]]
        after = None if chosen.limit is None else chosen.offset + chosen.limit
        return [columns.documents.values[number] for number in found[chosen.offset:after].tolist()], int(found.size)


def near(order: Any, chosen: Filter, *, latest: bool) -> tuple[Any, int]:
    """Return the positions of which a page of a list consists, with all that stand beside its ends by the same day.

    Also how many come before them all: the ledger sorts only these few by what a day does not tell.
    """
    size = order.size
    first = min(chosen.offset, size)
    after = size if chosen.limit is None else min(first + chosen.limit, size)
    if first >= after:
        return np.zeros(0, dtype=np.int64), first
    rank = -order.astype(np.int64) if latest else order.astype(np.int64)
    ends = np.partition(rank, sorted({first, after - 1}))
    low, high = ends[first], ends[after - 1]
    return np.flatnonzero((rank >= low) & (rank <= high)), int(np.count_nonzero(rank < low))


def part_of(chosen: Filter, before: int) -> tuple[int, int]:
    """Return limit and offset for what `near` gave, of which so many come before."""
    return -1 if chosen.limit is None else chosen.limit, max(chosen.offset - before, 0)


def json_of(values: Iterable[object]) -> str:
    """Return values as a list in JSON, as SQL takes them."""
    return orjson.dumps(list(values)).decode()


# ---- actors ----

def actors(columns: Columns, connection: Connection, chosen: Filter) -> list[ActorCount]:
    """Return a part of the list of everyone in the selected claims, as `read.actors` counts them."""
    with columns.lock:
        return columns.remembered(connection, ("actors", chosen),
                                  lambda connection: _actors(columns, connection, chosen))


@alone
def _actors(columns: Columns, connection: Connection, chosen: Filter) -> list[ActorCount]:
    mask = columns.selected(connection, chosen)
    rows = columns.names_of(mask)
    kinds, roles = columns.kind_of_name.all[columns.name.all[rows]], columns.role.all[rows]
    once, in_role = columns.first.all[rows], columns.first_in_role.all[rows]
    size = len(columns.kinds)
    claims = np.bincount(kinds[once], minlength=size)
    by_role = [np.bincount(kinds[in_role & (roles == role)], minlength=size) for role in range(3)]
    present = np.flatnonzero(claims)
    beside, before = near(claims[present], chosen, latest=True)
    wanted = present[beside]
    texts, entries = _texts(columns, columns.name.all[rows], wanted)
    codes = [columns.kinds.values[kind][0] for kind in wanted]
    order = sorted(range(wanted.size), key=lambda i: (-int(claims[wanted[i]]), codes[i], texts[int(wanted[i])]))
    limit, offset = part_of(chosen, before)
    order = order[offset:] if limit < 0 else order[offset:offset + limit]
    shown = [int(wanted[i]) for i in order]
    told = _documents_of(columns, rows, kinds, shown)
    described = _described(columns, connection, mask, rows, kinds, shown)
    return [ActorCount(
        actor=entries[kind], code=columns.kinds.values[kind][0], text=texts[kind], acting=int(by_role[0][kind]),
        receiving=int(by_role[1][kind]), speaking=int(by_role[2][kind]), documents=told[kind],
        described=described.get(kind)) for kind in shown]


def _texts(columns: Columns, names: Any, wanted: Any) -> tuple[dict[int, str], dict[int, str | None]]:
    """Return for each wanted kind the words that name it most often, and its entry, the greatest of several."""
    of_kind = np.zeros(len(columns.kinds), dtype=np.bool_)
    of_kind[wanted] = True
    counts = np.bincount(names, minlength=len(columns.names))
    found: dict[int, Counter[str]] = {}
    entries: dict[int, str | None] = {}
    for number in np.flatnonzero((counts > 0) & of_kind[columns.kind_of_name.all]).tolist():
        _, actor, text, _ = columns.names.values[number]
        kind = int(columns.kind_of_name.all[number])
        found.setdefault(kind, Counter())[text] += int(counts[number])
        held = entries.get(kind)
        entries[kind] = actor if held is None or (actor is not None and actor > held) else held
    best = {kind: _most_frequent(texts) for kind, texts in found.items()}
    return best, entries


def _most_frequent(counts: Counter[str]) -> str:
    """Return the value with the highest count, the least of equals."""
    return min(counts, key=lambda value: (-counts[value], value))


def _documents_of(columns: Columns, rows: Any, kinds: Any, shown: list[int]) -> dict[int, int]:
    """Return in how many documents each kind stands."""
    place = np.full(len(columns.kinds), -1, dtype=np.int64)
    place[shown] = np.arange(len(shown))
    own = place[kinds]
    keep = own >= 0
    counts = _distinct(own[keep], columns.document.all[columns.slot.all[rows[keep]]])
    return {kind: int(counts[number]) for number, kind in enumerate(shown)}


def _described(columns: Columns, connection: Connection, mask: Mask, rows: Any, kinds: Any, shown: list[int]
               ) -> dict[int, str]:
    """Return the office or role that a text gives those of `shown` whom the registry does not know."""
    own = {kind for kind in shown if columns.kinds.values[kind][1].startswith("/name/")}
    if not own:
        return {}
    mine = rows[np.isin(kinds, list(own))]
    beside = np.isin(columns.document.all, np.unique(columns.document.all[columns.slot.all[mine]])) & mask
    entries = {(columns.names.values[name][1], int(columns.kind_of_name.all[name]))
               for name in np.unique(columns.name.all[mine]).tolist()}
    found: dict[str, Counter[str]] = {}
    for actor, quote, count in connection.execute(
            "SELECT t.value, t.quote, count(*) FROM json_each(?) AS j JOIN trace AS t "
            "ON t.claim = CAST(j.value AS BIGINT) WHERE t.rule = 'resolution.described' AND t.quote IS NOT NULL "
            "GROUP BY 1, 2",
            (json_of(columns.key.all[beside].tolist()),)):
        found.setdefault(actor, Counter())[quote] += count
    best = {actor: _most_frequent(quotes) for actor, quotes in found.items()}
    described: dict[int, str] = {}
    for actor, kind in entries:
        if actor in best:
            described[kind] = max(described.get(kind, ""), best[actor])
    return described


def called(columns: Columns, who: str, most: int) -> Counts:
    """Return by which words the actors and recipients are called that a value of the filter means."""
    with columns.lock:
        wanted = columns.called(who)[columns.name.all] & (columns.role.all < 2) & columns.lives.all[columns.slot.all]
        counts = np.bincount(columns.name.all[wanted], minlength=1)
        texts: Counter[str] = Counter()
        for name in np.flatnonzero(counts).tolist():
            texts[columns.names.values[name][2]] += int(counts[name])
        return tuple(sorted(texts.items(), key=lambda pair: (-pair[1], pair[0]))[:most])
