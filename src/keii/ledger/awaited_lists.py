"""Lists of what is awaited, as a page of them is asked for: which expectations, in which order, with which outcome."""

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from keii.errors import WorkingError
from keii.ledger import awaiting, counting
from keii.ledger.connection import Connection
from keii.ledger.filters import Filter

OUTCOMES = ("open", "postponed", "met", "broken", "cancelled", "refused", "lapsed")  # those still to come first
STILL_OPEN = OUTCOMES[:2]
_OUTCOME = (f"CASE WHEN a.lapses <= ? THEN {OUTCOMES.index('lapsed')} "
            + " ".join(f"WHEN a.outcome = '{one}' THEN {place}" for place, one in enumerate(OUTCOMES)) + " END")
Numbers = npt.NDArray[np.int64]
_PAIRS = """
    SELECT a.number, c.key FROM awaited AS a JOIN awaited_claims AS x ON x.awaited = a.number
    JOIN claims AS c ON c.id = x.claim AND c.current = 1
    WHERE a.expectation IS NOT NULL AND a.number > ? ORDER BY a.number"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Expectations by number, those still to come first, each part by the day of its opening."""

    numbers: Numbers
    outcomes: npt.NDArray[np.int8]  # of each, as a place in OUTCOMES

    def counts(self) -> Counter[str]:
        """Return how many have each outcome."""
        return Counter(dict(zip(OUTCOMES, np.bincount(self.outcomes, minlength=len(OUTCOMES)).tolist(), strict=True)))

    def having(self, wanted: Collection[str]) -> Numbers:
        """Return those that have one of some outcomes, all where none is asked for."""
        if not wanted:
            return self.numbers
        return self.numbers[np.isin(self.outcomes, [OUTCOMES.index(one) for one in wanted if one in OUTCOMES])]


def listed(connection: Connection, chosen: Filter, day: str) -> Listed:
    """Return the expectations of which a claim is selected, with their outcomes on a day: the last one or later."""
    asked = replace(chosen, types=(), limit=None, offset=0)
    which, types = _of_types(chosen.types)
    (joined,) = connection.execute(f"""
        SELECT group_concat(CAST(packed AS TEXT), ',') FROM (SELECT a.number * {len(OUTCOMES)} + {_OUTCOME} AS packed
        FROM awaited AS a WHERE a.expectation IS NOT NULL AND a.at <= ?{which} ORDER BY a.at, a.id) AS ordered
        """, (day, day, *types)).fetchone()  # one row of numbers: rows of Python would take three times as long
    packed = np.fromstring(joined or "", dtype=np.int64, sep=",")
    numbers, outcomes = packed // len(OUTCOMES), (packed % len(OUTCOMES)).astype(np.int8)
    if asked != Filter():
        own = np.isin(numbers, _selected(connection, asked))
        numbers, outcomes = numbers[own], outcomes[own]
    order = np.argsort(outcomes >= len(STILL_OPEN), kind="stable")
    return Listed(numbers=numbers[order], outcomes=outcomes[order])


def _of_types(asked: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the condition that an act is of the types that a filter asks for, as `awaiting.is_of` says, and values."""
    plain = tuple(value for value in asked if not value.startswith("!"))
    left_out = tuple(value.removeprefix("!") for value in asked if value.startswith("!"))
    words = [f" AND a.type {how} ({', '.join('?' * len(some))})"
             for how, some in (("IN", plain), ("NOT IN", left_out)) if some]
    return "".join(words), (*plain, *left_out)


def _selected(connection: Connection, chosen: Filter) -> Numbers:
    """Return the numbers of what a selected claim tells or turns: of a large ledger on its columns."""
    columns = counting.columns_of(connection)
    if columns is None:
        return np.array(sorted(awaiting.selected(connection, chosen)), dtype=np.int64)
    numbers, keys = _pairs(connection)
    with columns.lock:
        mask = columns.selected(connection, chosen)
        return np.unique(numbers[np.isin(keys, columns.key.all[mask])])


class _Pairs:
    """Each expectation with the claims that it names, as numbers and keys of a large ledger."""

    def __init__(self) -> None:
        self.numbers, self.keys = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None

    def read(self, open_: Callable[[], Connection]) -> None:
        """Read all of a ledger for the first time."""
        with contextlib.closing(open_()) as connection:
            self.follow(connection)

    def follow(self, connection: Connection) -> None:
        """Read what is new: what is told anew has a new number, and pairs of numbers that are no more do no harm."""
        with self.lock:
            since = int(self.numbers[-1]) if self.numbers.size else 0
            rows = np.array(connection.execute(_PAIRS, (since,)).fetchall(), dtype=np.int64).reshape(-1, 2)
            self.numbers = np.concatenate([self.numbers, rows[:, 0]])
            self.keys = np.concatenate([self.keys, rows[:, 1]])


_held: dict[Hashable, _Pairs] = {}
_lock = threading.Lock()


def _pairs(connection: Connection) -> tuple[Numbers, Numbers]:
    """Return each expectation with the claims that it names, as numbers and keys.

    They are read by a thread of their own when they are asked for the first time; raises WorkingError until then.
    """
    with _lock:
        held = _held.setdefault(connection.identity, _Pairs())
        if held.thread is None:
            held.thread = threading.Thread(target=held.read, args=(connection.another,), daemon=True)
            held.thread.start()
    if held.thread.is_alive():
        raise WorkingError("this is being worked out: the ledger is large.",
                           remedy="The page asks again by itself in some seconds.")
    held.follow(connection)
    return held.numbers, held.keys
