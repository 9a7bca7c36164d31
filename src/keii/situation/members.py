"""Which events belong to which pairs of parties, and to found situations, as arrays of numbers.

A large ledger has a million mentions. They are sorted once, by number, so that finding its situations is a count of
numbers and not of sets of names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from keii.ledger.rows import Mention
from keii.model import Situation
from keii.situation.parties import UNKNOWN, Pair, pairs, state_of

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
_COLUMNS = 20_000  # documents that are multiplied together


@dataclass(frozen=True, slots=True)
class Thread:
    """A pair of parties with how much is told of it; copies are one document."""

    pair: Pair
    events: int
    documents: int
    days: int


@dataclass(frozen=True, slots=True)
class Share:
    """How much belongs to a situation."""

    events: int
    documents: int  # copies once
    first: str | None  # day of the first document; None: none is dated
    last: str | None


class Members:
    """Which events belong to found situations: those of their pairs, and what their parties do alone beside them."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        """Sort the mentions by pair, document, day and event."""
        events, documents, days = _Names(), _Names(), _Names()
        named: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
        rows: list[tuple[int, int, int, int]] = []
        for one in mentions:
            acts = named.setdefault((one.actors, one.recipients), len(named))
            rows.append((events[one.event], documents[one.document], days[one.day] if one.day else -1, acts))
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        event, document, day, who = table.T
        self._names, self._days = list(events), list(days)
        self._pairs, self._states = _Names(), _Names()
        self._size = len(documents)
        acting = [[self._pairs[found] for found in sorted(pairs(*sides))] for sides in named]
        states = [[self._states[state] for state in sorted({*map(state_of, chain(*sides))} - {UNKNOWN})]
                  for sides in named]
        pair, row = _spread(acting, who)
        self._of_event = _distinct(pair, event[row])
        self._of_document = _distinct(pair, document[row])
        dated = day[row] >= 0
        self._of_day = _distinct(pair[dated], day[row][dated])
        self._told = _distinct(event, document)
        self._dated = _distinct(event[day >= 0], day[day >= 0])
        state, row = _spread(states, who)
        self._takes_part = _distinct(event[row], state)
        self._has_parties = np.zeros(len(self._names), dtype=np.bool_)
        self._has_parties[self._takes_part[0]] = True

    def threads(self) -> Iterator[Thread]:
        """Yield the pairs of parties, in no order."""
        size = len(self._pairs)
        counts = [np.bincount(one[0], minlength=size).tolist()
                  for one in (self._of_event, self._of_document, self._of_day)]
        for number, pair in enumerate(self._pairs):
            yield Thread(pair, counts[0][number], counts[1][number], counts[2][number])

    def common(self, asked: Sequence[Pair]) -> npt.NDArray[np.float64]:
        """Return for each two pairs how many documents tell both."""
        at = np.full(len(self._pairs), -1, dtype=np.int64)
        at[[self._pairs[pair] for pair in asked]] = np.arange(len(asked))
        rows, columns = at[self._of_document[0]], self._of_document[1]
        rows, columns = rows[rows >= 0], columns[rows >= 0]
        found = np.zeros((len(asked), len(asked)))
        for start in range(0, self._size, _COLUMNS):
            part = (columns >= start) & (columns < start + _COLUMNS)
            told = np.zeros((len(asked), min(_COLUMNS, self._size - start)), dtype=np.float32)
            told[rows[part], columns[part] - start] = 1.0
            found += told @ told.T  # whole numbers below 2 to the 24th are exact
        return found

    def of(self, situation: Situation) -> frozenset[str]:
        """Return the ids of the events that belong to a found situation."""
        return frozenset(self._names[number] for number in np.flatnonzero(self._belongs(situation)).tolist())

    def share(self, situation: Situation) -> Share:
        """Return how much belongs to a found situation."""
        own = self._belongs(situation)
        documents = np.zeros(self._size, dtype=np.bool_)
        documents[self._told[1][own[self._told[0]]]] = True
        days = [self._days[number] for number in np.unique(self._dated[1][own[self._dated[0]]]).tolist()]
        return Share(int(np.count_nonzero(own)), int(np.count_nonzero(documents)), min(days, default=None),
                     max(days, default=None))

    def _belongs(self, situation: Situation) -> Mask:
        core, told = np.zeros(len(self._names), dtype=np.bool_), np.zeros(self._size, dtype=np.bool_)
        among = np.zeros(len(self._pairs), dtype=np.bool_)
        among[[self._pairs[pair] for pair in situation.pairs]] = True
        core[self._of_event[1][among[self._of_event[0]]]] = True
        event, document = self._told
        told[document[core[event]]] = True
        beside = np.zeros_like(core)
        beside[event[told[document]]] = True
        own = {state_of(actor) for actor in situation.actors}
        others = np.array([state not in own for state in self._states], dtype=np.bool_)
        beside[self._takes_part[0][others[self._takes_part[1]]]] = False
        belongs: Mask = core | (beside & self._has_parties)
        return belongs


class _Names(dict):  # type: ignore[type-arg]
    """Numbers of names, in the order in which they came."""

    def __missing__(self, name: object) -> int:
        number = self[name] = len(self)
        return number


def _spread(values: Sequence[Sequence[int]], which: Numbers) -> tuple[Numbers, Numbers]:
    """Return for each value of each row the value and the row; `which` names the values of a row."""
    sizes = np.array([len(own) for own in values], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64) if len(values) else sizes
    flat = np.fromiter(chain.from_iterable(values), np.int64)
    number = sizes[which]
    rows = np.repeat(np.arange(which.size), number)
    inside = np.arange(rows.size) - np.repeat(np.cumsum(number) - number, number)
    return flat[np.repeat(starts[which], number) + inside], rows


def _distinct(first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
    """Return each two numbers that stand beside each other once."""
    width = int(second.max()) + 1 if second.size else 1
    both = np.unique(first * width + second)
    return both // width, both % width
