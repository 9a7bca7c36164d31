"""What pages that draw, and the list of sources, count on the columns of a large ledger."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np

from keii.ledger.columns import KINDS, Columns, Spot
from keii.ledger.connection import Connection
from keii.ledger.counting import alone, json_of, near, part_of
from keii.ledger.filters import Filter
from keii.ledger.selecting import ROLES
from keii.ledger.tallies import Acted, Acting, Cited, Located, Outlet, Times
from keii.model import Status

_STATUSES = tuple(status.value for status in Status)


def _status(columns: Columns, words: Any) -> Any:
    """Return statuses, given as words of the columns, as numbers of _STATUSES."""
    numbers = np.zeros(len(columns.words), dtype=np.int64)
    for number, status in enumerate(_STATUSES):
        if (word := columns.words.known(status)) is not None:
            numbers[word] = number
    return numbers[words]


def _by_status(columns: Columns, values: Any, words: Any) -> list[tuple[int, str, int]]:
    """Return how often each value stands beside each status."""
    size = len(_STATUSES)
    counts = np.bincount(values.astype(np.int64) * size + _status(columns, words))
    return [(at // size, _STATUSES[at % size], int(counts[at])) for at in np.flatnonzero(counts).tolist()]


# ---- events over time ----

def _events(columns: Columns, connection: Connection, chosen: Filter) -> Any:
    found = np.zeros(len(columns.events) + 1, dtype=np.bool_)
    found[columns.event.all[columns.selected(connection, chosen)]] = True
    return np.flatnonzero(found[:-1])  # the last is where claims without an event went


def times_of_events(columns: Columns, connection: Connection, chosen: Filter) -> Times:
    """Return the times of the events that hold a selected claim, with how many have each."""
    @alone
    def count(columns: Columns, connection: Connection) -> Times:
        numbers = _events(columns, connection, chosen)
        return [(*columns.times.values[time], status, number) for time, status, number in _by_status(
            columns, columns.dated.all[numbers], columns.told_as.all[numbers])]

    return columns.remembered(connection, ("times of events", chosen), partial(count, columns))


def events_in_order(columns: Columns, connection: Connection, chosen: Filter) -> list[str]:
    """Return the ids on a page of the events that hold a selected claim, the earliest first, undated ones last."""
    with columns.lock:
        numbers = _events(columns, connection, chosen)
        days = columns.told_on.all[numbers]
        beside, before = near(np.where(days > 0, days, np.iinfo(np.int32).max), chosen, latest=False)
        ids = [columns.events.values[number] for number in numbers[beside]]
    return [id for id, in connection.execute(
        "SELECT e.id FROM json_each(?) AS j JOIN events AS e ON e.id = j.value ORDER BY e.since NULLS LAST, e.id "
        "LIMIT ? OFFSET ?", (json_of(ids), *part_of(chosen, before)))]


def conflicts(columns: Columns, connection: Connection, chosen: Filter, fields: Sequence[str]
              ) -> tuple[list[tuple[str, str]], int, Counter[str]]:
    """Return event and field of a page of the conflicts of the events that hold a selected claim, the latest first.

    Of some fields, if any are given. Also how many there are, and how many on each field, whatever is given.
    """
    def every(connection: Connection) -> tuple[list[str], Any, Any]:
        rows = connection.execute(
            "SELECT x.event, x.field FROM conflicts AS x JOIN events AS e ON e.id = x.event WHERE x.position = 0 "
            "ORDER BY e.since DESC NULLS LAST, e.id DESC, x.field").fetchall()
        names = sorted({field for _, field in rows})
        known = [(place, names.index(field)) for id, field in rows if (place := columns.events.known(id)) is not None]
        held = np.array(known, dtype=np.int32).reshape(-1, 2)
        return names, held[:, 0], held[:, 1]

    with columns.lock:
        names, events, of = columns.remembered(connection, ("conflicts", None), every)
        if chosen.options:
            selected = np.zeros(len(columns.events), dtype=np.bool_)
            selected[_events(columns, connection, chosen)] = True
            events, of = events[selected[events]], of[selected[events]]
        counts = np.bincount(of, minlength=len(names)).tolist()
        wanted = np.array([not fields or name in fields for name in names], dtype=np.bool_)
        places = np.flatnonzero(wanted[of]) if names else np.zeros(0, dtype=np.int64)
        after = None if chosen.limit is None else chosen.offset + chosen.limit
        shown = [(columns.events.values[events[place]], names[of[place]])
                 for place in places[chosen.offset:after].tolist()]
        return shown, int(places.size), Counter({name: number for name, number in zip(names, counts, strict=True)
                                                 if number})


# ---- places ----

def places(columns: Columns, connection: Connection, chosen: Filter) -> Located:
    """Return the places of the selected claims."""
    @alone
    def count(columns: Columns, connection: Connection) -> Located:
        slots = np.flatnonzero(columns.selected(connection, chosen))
        spots = columns.spot.all[slots]
        has = spots >= 0
        rows: list[tuple[Spot, str, int]] = [
            (columns.spots.values[spot], status, number) for spot, status, number in _by_status(
                columns, spots[has], columns.status.all[slots[has]])]
        return Located.of(rows, without=int(slots.size - np.count_nonzero(has)))

    return columns.remembered(connection, ("places", chosen), partial(count, columns))


def times_of_places(columns: Columns, connection: Connection, chosen: Filter) -> Times:
    """Return the times of the selected claims whose place the gazetteer knows."""
    @alone
    def count(columns: Columns, connection: Connection) -> Times:
        known = columns.tested(("known place", ""), len(columns.spots),
                               lambda number: columns.spots.values[number][0] is not None)
        placed = np.append(known, False)[columns.spot.all]  # -1, no place, is the last
        slots = np.flatnonzero(columns.selected(connection, chosen) & placed)
        return [(*columns.times.values[time], status, number) for time, status, number in _by_status(
            columns, columns.when.all[slots], columns.status.all[slots])]

    return columns.remembered(connection, ("times of places", chosen), partial(count, columns))


# ---- parties ----

def acted(columns: Columns, connection: Connection, chosen: Filter,
          whose: Callable[[Acting], bool] | None = None) -> Acted:
    """Return who acts towards whom in the selected claims that name anybody, or in those whose parties pass a test."""
    with columns.lock:
        return _acted(columns, connection, _slots(columns, connection, chosen, whose))


def _slots(columns: Columns, connection: Connection, chosen: Filter,
           whose: Callable[[Acting], bool] | None) -> Any:
    values = columns.acting.values
    wanted = np.fromiter((whose is None or whose(one) for one in values), np.bool_, len(values))
    return np.flatnonzero(columns.selected(connection, chosen) & np.append(wanted, False)[columns.sides.all])


def _acted(columns: Columns, connection: Connection, slots: Any) -> Acted:
    days, day_of_time = _days(columns, connection)
    types = columns.type.all[slots]
    present = np.flatnonzero(np.bincount(types)) if slots.size else np.zeros(0, dtype=np.int64)
    place = np.zeros(int(present.max()) + 1 if present.size else 0, dtype=np.int64)
    place[present] = np.arange(present.size)
    return Acted(
        acting=columns.acting.values[:], days=days, number=np.ones(slots.size, dtype=np.int32),
        kinds=[(columns.words.values[type], status) for type in present.tolist() for status in _STATUSES],
        of_acting=columns.sides.all[slots], of_day=day_of_time[columns.when.all[slots]],
        of_kind=(place[types] * len(_STATUSES) + _status(columns, columns.status.all[slots])).astype(np.int16))


def _days(columns: Columns, connection: Connection) -> tuple[list[str | None], Any]:
    """Return the days of all times, in order and None last, and the number of the day of each time."""
    def made(_: Connection) -> tuple[list[str | None], Any]:
        firsts = [since and since[:10] for since, _ in columns.times.values]
        days: list[str | None] = [*sorted({day for day in firsts if day is not None}), None]
        numbers = {day: number for number, day in enumerate(days)}
        return days, np.array([numbers[day] for day in firsts], dtype=np.int32)

    return columns.remembered(connection, ("days", len(columns.times)), made)


def between(columns: Columns, connection: Connection, chosen: Filter, whose: Callable[[Acting], bool]
            ) -> list[str]:
    """Return the ids on a page of the selected claims whose parties pass a test, the earliest first."""
    with columns.lock:
        slots = _slots(columns, connection, chosen, whose)
        _, day_of_time = _days(columns, connection)
        beside, before = near(day_of_time[columns.when.all[slots]], chosen, latest=False)
        keys = columns.key.all[slots[beside]].tolist()
    return [id for id, in connection.execute(
        "SELECT c.id FROM json_each(?) AS j JOIN claims AS c ON c.key = CAST(j.value AS BIGINT) "
        "JOIN documents AS d ON d.id = c.document LEFT JOIN times AS t ON t.claim = c.key "
        "ORDER BY coalesce(t.since, d.published_at) IS NULL, substr(coalesce(t.since, d.published_at), 1, 10), c.id "
        "LIMIT ? OFFSET ?",
        (json_of(keys), *part_of(chosen, before)))]


# ---- outlets ----

def outlets(columns: Columns, connection: Connection, chosen: Filter) -> list[Outlet]:
    """Return the outlets and agencies of the selected documents and claims, in no order."""
    @alone
    def count(columns: Columns, connection: Connection) -> list[Outlet]:
        slots = np.flatnonzero(columns.selected(connection, chosen))
        documents = np.flatnonzero(columns.documents_selected(connection, chosen))
        return [*_outlets(columns, columns.publisher.all, slots, documents, agency=False),
                *_outlets(columns, columns.agency.all, slots, documents, agency=True)]

    return columns.remembered(connection, ("outlets", chosen), partial(count, columns))


def _outlets(columns: Columns, names: Any, slots: Any, documents: Any, *, agency: bool) -> Iterable[Outlet]:
    own = names[columns.document.all[slots]].astype(np.int64) + 1  # 0: not stated
    told = np.bincount(own * len(KINDS) + columns.voice.all[slots], minlength=(len(columns.words) + 1) * len(KINDS))
    told = told.reshape(-1, len(KINDS))
    counts = np.bincount(names[documents] + 1, minlength=1)
    for number in np.flatnonzero(counts).tolist():
        if number or not agency:
            yield Outlet.of(columns.words.values[number - 1] if number else None, agency=agency,
                            documents=int(counts[number]), kinds=dict(zip(KINDS, told[number].tolist(), strict=True)))


def outlet(columns: Columns, name: str) -> Outlet | None:
    """Return one outlet or agency with all its documents, None when no document names it."""
    with columns.lock:
        mine = _of(columns, name)
        documents = int(np.count_nonzero(mine))
        if not documents:
            return None
        kinds = np.bincount(columns.voice.all[columns.lives.all & mine[columns.document.all]], minlength=len(KINDS))
        word = columns.words.known(name)
        agency = bool(np.any(mine & (columns.agency.all == word) & (columns.publisher.all != word)))
        return Outlet.of(name, agency=agency, documents=documents, kinds=dict(zip(KINDS, kinds.tolist(), strict=True)))


def types_of(columns: Columns, name: str) -> Counter[str]:
    """Return how many claims of an outlet or agency are of each type."""
    with columns.lock:
        counts = np.bincount(columns.type.all[columns.lives.all & _of(columns, name)[columns.document.all]])
        return Counter({columns.words.values[word]: int(counts[word]) for word in np.flatnonzero(counts).tolist()})


def _of(columns: Columns, name: str) -> Any:
    """Return which documents an outlet publishes or an agency is credited with."""
    word = columns.words.known(name)
    if word is None:
        return np.zeros(columns.publisher.size, dtype=np.bool_)
    return ((columns.publisher.all == word) | (columns.agency.all == word)) & columns.listed.all


def cited(columns: Columns, name: str, most: int) -> tuple[Cited, ...]:
    """Return whom the claims of an outlet or agency cite most."""
    with columns.lock:
        return _cited(columns, columns.lives.all & _of(columns, name)[columns.document.all], most)


def cited_in(columns: Columns, connection: Connection, chosen: Filter, most: int) -> tuple[Cited, ...]:
    """Return whom the selected claims cite most."""
    @alone
    def count(columns: Columns, connection: Connection) -> tuple[Cited, ...]:
        return _cited(columns, columns.selected(connection, chosen), most)

    return columns.remembered(connection, ("cited in", chosen, most), partial(count, columns))


def _cited(columns: Columns, claims: Any, most: int) -> tuple[Cited, ...]:
    mine = claims[columns.slot.all]
    mine &= columns.role.all == ROLES.index("source")
    values = columns.name.all[mine].astype(np.int64) * len(KINDS) + columns.kind_of_source.all[mine]
    found: Counter[tuple[str, str | None, str, str]] = Counter()
    for value, number in zip(*(some.tolist() for some in np.unique(values, return_counts=True)), strict=True):
        code, actor, text, _ = columns.names.values[value // len(KINDS)]
        found[code, actor, text, KINDS[value % len(KINDS)]] += number
    return Cited.together(((*who, number) for who, number in found.items()), most)
