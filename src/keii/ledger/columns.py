"""The claims of a large ledger as columns in memory, on which lists and facets are counted in milliseconds.

A facet of a million claims is a second of SQLite, whatever its indexes; as arrays of small numbers it is some
milliseconds. The columns follow the ledger by its table `changes`: only documents that were read or merged since are
read again. Which claims a filter selects is what `filters` says; `tests/ledger/test_columns.py` holds both ways
against each other.
"""

import contextlib
import itertools
import sqlite3
import threading
import time
from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable
from operator import itemgetter
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from keii.errors import LedgerError
from keii.ledger.connection import Connection
from keii.ledger.days import UncountableError, day
from keii.ledger.filters import Filter
from keii.ledger.selecting import ROLES, SINCE, Mask, Selection
from keii.ledger.vocabulary import Growing, Vocabulary
from keii.model import LOCAL, SourceKind

_T = TypeVar("_T")
Numbers = npt.NDArray[np.int64]
# Id in the gazetteer, country, latitude, longitude, precision, the words for it.
Spot = tuple[str | None, str | None, float | None, float | None, str | None, str]
OWN = "own"  # what the article asserts itself
KINDS = (OWN, *(kind.value for kind in SourceKind))  # on whom a claim rests
_COUNTED = 400  # facets and parts of lists that are remembered
_LONGEST = 6  # times `behind` after which a reader waits for a count instead of being given the last one
_LARGE = 6  # arrays as long as the columns that are remembered
_COLUMNS = """
    SELECT c.key, c.document, m.event, c.type, c.status, c.certainty, l.country, l.quote, t.since, t.until,
        d.published_at, CASE WHEN c.decided > 0 THEN 1 ELSE c.confidence END,
        coalesce(c.confidence_whole, 2), c.decided = 0, l.gazetteer, l.latitude, l.longitude, l.precision
    FROM claims AS c JOIN documents AS d ON d.id = c.document
    LEFT JOIN places AS l ON l.claim = c.key LEFT JOIN times AS t ON t.claim = c.key
    LEFT JOIN event_claims AS m ON m.claim = c.id
    WHERE c.current = 1 AND {since} ORDER BY c.key"""
_NAMED = """
    SELECT p.claim, p.role, p.code, p.actor, p.text, p.quote, NULL, p.position
    FROM claims AS c JOIN parties AS p ON p.claim = c.key WHERE c.current = 1 AND {since}
    UNION ALL
    SELECT o.claim, 'source', o.code, o.actor, o.text, o.quote, o.kind, o.position
    FROM claims AS c JOIN sources AS o ON o.claim = c.key WHERE c.current = 1 AND {since}
    ORDER BY 1, 2, 8"""


def _put(pairs: tuple["array[int]", "array[int]"], claim: int, value: int) -> None:
    pairs[0].append(claim)
    pairs[1].append(value)


class Columns:
    """The claims that hold now, by slots: a slot is a claim; those of documents that changed die and come anew."""

    def __init__(self, *, behind: float = 0.0) -> None:
        """Hold nothing yet; `follow` reads. Counts may be so many seconds behind a ledger that is written."""
        self._behind = behind
        self._counted: OrderedDict[Hashable, tuple[int, float, Any]] = OrderedDict()
        self._large: OrderedDict[Hashable, tuple[int, float, Any]] = OrderedDict()
        self.lock = threading.RLock()
        self.counting = threading.Lock()  # held while something is counted anew
        self.number = 0  # of the last change that is held
        self.key, self.document, self.event = Growing(np.int64), Growing(np.int32), Growing(np.int32)
        self.type, self.status, self.certainty = Growing(np.int16), Growing(np.int16), Growing(np.int16)
        self.country, self.place, self.confidence = Growing(np.int32), Growing(np.int32), Growing(np.float64)
        self.whole, self.open = Growing(np.float64), Growing(np.bool_)  # confidence, 2 for none; nobody has decided
        self.since, self.until, self.lives = Growing(np.int32), Growing(np.int32), Growing(np.bool_)
        # Parties and sources: whose claim, in which role, under which name; whether the claim has it here first.
        self.slot, self.role, self.name = Growing(np.int32), Growing(np.int8), Growing(np.int32)
        self.first, self.first_in_role = Growing(np.bool_), Growing(np.bool_)
        self.documents, self.events = Vocabulary[str](), Vocabulary[str]()
        self.places = Vocabulary[str]()  # the words for places
        self.words, self.names = Vocabulary[str](), Vocabulary[tuple[str, str | None, str, str | None]]()
        self.kinds = Vocabulary[tuple[str, str]]()  # whom a name means: code, and entry or words
        self.kind_of_name, self.country_of_name = Growing(np.int32), Growing(np.int32)
        self.published, self.listed = Growing(np.int32), Growing(np.bool_)  # by document; dropped ones are not listed
        self.publisher, self.agency = Growing(np.int32), Growing(np.int32)  # by document, as words; -1: none
        self.told_on, self.has_conflict = Growing(np.int32), Growing(np.bool_)  # by event
        self.dated, self.told_as = Growing(np.int32), Growing(np.int16)  # by event: its time, its status
        # What is drawn of a claim: its time, or day of publication; its place, -1: none; whose act it is towards whom
        # (codes of actors and of recipients, -1: it names nobody); on whom it rests (of KINDS).
        self.when, self.spot = Growing(np.int32), Growing(np.int32)
        self.sides, self.voice = Growing(np.int32), Growing(np.int8)
        self.kind_of_source = Growing(np.int8)  # beside `name`: of KINDS; parties have that of none
        self.times = Vocabulary[tuple[str | None, str | None]]()
        self.spots = Vocabulary[Spot]()
        self.acting = Vocabulary[tuple[tuple[str, ...], tuple[str, ...]]]()
        self._selection = Selection(self)

    # ---- following the ledger ----

    def follow(self, connection: Connection) -> None:
        """Read what has changed since the last time; raises UncountableError."""
        with self.lock:
            latest = int(connection.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()[0])
            if latest <= self.number:
                return
            since, values = (SINCE, (self.number,)) if self.number else ("TRUE", ())
            self._forget(connection, values)
            first = self.key.size
            self._read_documents(connection, values)
            self._read_claims(connection, since, values)
            self._read_names(connection, since, values, first)
            self._read_events(connection, first)
            self.number = latest

    def _forget(self, connection: Connection, values: tuple[int, ...]) -> None:
        """Let the slots of changed documents die."""
        if not values:
            return
        changed = np.zeros(len(self.documents), dtype=np.bool_)
        changed[self._selection.changed(connection, values[0])] = True
        self.lives.all[changed[self.document.all]] = False

    def _read_documents(self, connection: Connection, values: tuple[int, ...]) -> None:
        where = "WHERE d.id IN (SELECT document FROM changes WHERE number > ?)" if values else ""
        for id, published, publisher, agency, holds in connection.execute(
                "SELECT d.id, d.published_at, d.publisher, d.agency, EXISTS (SELECT 1 FROM readings AS r "
                f"WHERE r.document = d.id AND r.current = 1) FROM documents AS d {where}", values):
            number = self.documents.number(id)
            self.published.put(number, day(published))
            self.listed.put(number, holds)
            for column, name in ((self.publisher, publisher), (self.agency, agency)):
                column.put(number, -1 if name is None else self.words.number(name))

    def _read_claims(self, connection: Connection, since: str, values: tuple[int, ...]) -> None:
        columns = [array(kind) for kind in "qiihhhiiiiddbii"]
        document, event, words = self.documents.number, self.events.number, self.words.number
        places, times, spots = self.places.number, self.times.number, self.spots.number
        for row in connection.execute(_COLUMNS.format(since=since), values):
            (key, its, told, type_, status, certainty, country, place, begin, until, published, confidence, whole,
             open_, *spot) = row
            dated = begin if begin is not None or published is None else published[:10]
            for column, value in zip(columns, (
                    key, document(its), -1 if told is None else event(told), words(type_), words(status),
                    words(certainty), -1 if country is None else words(country), -1 if place is None else places(place),
                    day(published if begin is None else begin), day(until),
                    np.nan if confidence is None else confidence, whole, open_, times((dated, until)),
                    -1 if place is None else spots((spot[0], country, *spot[1:], place))), strict=True):
                column.append(value)
        for held, column in zip((
                self.key, self.document, self.event, self.type, self.status, self.certainty, self.country, self.place,
                self.since, self.until, self.confidence, self.whole, self.open, self.when, self.spot), columns,
                strict=True):
            held.extend(column)
        self.lives.extend(np.ones(len(columns[0]), dtype=np.bool_))

    def _read_names(self, connection: Connection, since: str, values: tuple[int, ...], first: int) -> None:
        claims, roles, names, sources = array("q"), array("b"), array("i"), array("b")
        firsts, in_role = array("b"), array("b")
        kind_of = self._kind
        rows = connection.execute(_NAMED.format(since=since), (*values, *values))
        told = [(array("q"), array("i")) for _ in range(2)]  # claims with their sides, and with their voices
        for claim, group in itertools.groupby(rows, key=itemgetter(0)):
            seen = set[tuple[int, int]]()
            codes: tuple[list[str], list[str]] = ([], [])
            for _, role, code, actor, text, quote, source, position in group:
                number, own = self.names.number((code, actor, text, quote)), ROLES.index(role)
                kind, voice = kind_of(number), 0 if source is None else KINDS.index(source)
                firsts.append((kind, -1) not in seen)
                in_role.append((kind, own) not in seen)
                seen |= {(kind, -1), (kind, own)}
                claims.append(claim)
                roles.append(own)
                names.append(number)
                sources.append(voice)
                if source is None:
                    codes[own].append(code)
                elif position == 0:
                    _put(told[1], claim, voice)
            if codes[0] or codes[1]:
                _put(told[0], claim, self.acting.number((tuple(sorted(codes[0])), tuple(sorted(codes[1])))))
        keys = self.key.all[first:]  # in order, as the query gave them
        self.slot.extend(first + np.searchsorted(keys, np.frombuffer(claims, dtype=np.int64)) if claims else ())
        for held, column in ((self.role, roles), (self.name, names), (self.first, firsts),
                             (self.first_in_role, in_role), (self.kind_of_source, sources)):
            held.extend(column)
        for held, without, (owners, found) in ((self.sides, -1, told[0]), (self.voice, 0, told[1])):
            whole = np.full(keys.size, without, dtype=np.int32)
            if owners:
                whole[np.searchsorted(keys, np.frombuffer(owners, dtype=np.int64))] = found
            held.extend(whole)

    def _kind(self, number: int) -> int:
        """Return whom a name means, as a number; parties of one entry, or of one code and words, are the same."""
        if number < self.kind_of_name.size:
            return int(self.kind_of_name.all[number])
        code, actor, text, _ = self.names.values[number]
        if actor is not None and actor.lower().startswith(LOCAL) and "/name/" in actor[len(LOCAL):].lower():
            who = actor[actor.index("/name/"):] if "/name/" in actor else actor
        else:
            who = f"\0{text}" if actor is None else actor
        kind = self.kinds.number((code, who))
        self.kind_of_name.put(number, kind)
        known = not code.upper().startswith("XXX")
        self.country_of_name.put(number, self.words.number(code.split("/")[0]) if known else -1)
        return kind

    def _read_events(self, connection: Connection, first: int) -> None:
        own = np.unique(self.event.all[first:])
        wanted = [self.events.values[number] for number in own.tolist() if number >= 0]
        ids = "[" + ",".join(f'"{id}"' for id in wanted) + "]"
        number = self.events.known
        for id, since, until, status in connection.execute(
                "SELECT e.id, e.since, e.until, e.status FROM json_each(?) AS j JOIN events AS e ON e.id = j.value",
                (ids,)):
            self.told_on.put(number(id) or 0, day(since))
            self.dated.put(number(id) or 0, self.times.number((since, until)))
            self.told_as.put(number(id) or 0, self.words.number(status))
        for id in wanted:
            self.has_conflict.put(number(id) or 0, False)
        for id, in connection.execute(
                "SELECT DISTINCT x.event FROM json_each(?) AS j JOIN conflicts AS x ON x.event = j.value", (ids,)):
            self.has_conflict.put(number(id) or 0, True)

    # ---- what was counted ----

    def remembered(self, connection: Connection, key: Hashable, count: Callable[[Connection], _T], *,
                   large: bool = False) -> _T:
        """Return what was counted under a key, while the ledger has not changed or `behind` has not passed.

        What is older is given once more while a thread beside the pages counts anew; what is much older is counted
        first. Of `large` values, arrays as long as the columns, a few are remembered.
        """
        values, most = (self._large, _LARGE) if large else (self._counted, _COUNTED)
        with self.lock:
            held = values.get(key)
            age = time.monotonic() - held[1] if held else 0.0
            if held and (held[0] == self.number or age < self._behind * _LONGEST):
                values.move_to_end(key)
                if held[0] != self.number and age >= self._behind:
                    self._count_anew(connection.another, values, key, count)
                return cast(_T, held[2])
        value = count(connection)
        self._keep(values, key, value, most)
        return value

    def forget(self, key: Hashable) -> None:
        """Remember no longer what was counted under a key."""
        with self.lock:
            self._counted.pop(key, None)
            self._large.pop(key, None)

    def _keep(self, values: "OrderedDict[Hashable, tuple[int, float, Any]]", key: Hashable, value: object,
              most: int) -> None:
        with self.lock:
            values[key] = (self.number, time.monotonic(), value)
            while len(values) > most:
                values.popitem(last=False)

    def _count_anew(self, another: Callable[[], Connection], values: "OrderedDict[Hashable, tuple[int, float, Any]]",
                    key: Hashable, count: Callable[[Connection], object]) -> None:
        """Count in a thread of its own, one at a time: of others that are asked for meanwhile the last answer stays."""
        if not self.counting.acquire(blocking=False):
            return

        def work() -> None:
            try:
                with contextlib.suppress(sqlite3.Error, LedgerError, UncountableError), \
                        contextlib.closing(another()) as connection:
                    connection.execute("BEGIN")
                    self.follow(connection)
                    self._keep(values, key, count(connection), len(values) + 1)
            finally:
                self.counting.release()

        threading.Thread(target=work, daemon=True).start()

    # ---- selecting: see `selecting.Selection` ----

    def selected(self, connection: Connection, chosen: Filter, *, dated: bool = True) -> Mask:
        """Return which slots a filter selects, not to be written; without `dated` whatever its dates."""
        return self._selection.selected(connection, chosen, dated=dated)

    def documents_selected(self, connection: Connection, chosen: Filter) -> Mask:
        """Return which documents a filter selects; dates are those of publication."""
        return self._selection.documents_selected(connection, chosen)

    def called(self, value: str) -> Mask:
        """Return which names a value of the filter means, by the number of the name."""
        return self._selection.called(value)

    def tested(self, key: tuple[str, str], size: int, test: Callable[[int], bool]) -> Mask:
        """Return what a test says of every value of a vocabulary; of those that were tested before it is remembered."""
        return self._selection.tested(key, size, test)

    def names_of(self, mask: Mask) -> Any:
        """Return the rows of parties and sources of the selected slots."""
        return np.flatnonzero(mask[self.slot.all])
