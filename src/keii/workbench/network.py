"""The network of parties: who they are, what is between each two of them, and which of it is drawn.

Parties are states, bodies, and within a state whoever faces its government (`situation.parties`); what is between two
of them is the claims that tell an act of one towards the other, or of both.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from keii.codebook import derive_plover
from keii.ledger.tallies import Acted, Array
from keii.model import Side, Status
from keii.situation.parties import UNKNOWN, Pair, pairs, state_of
from keii.workbench.layout import layout
from keii.workbench.periods import KINDS, Axis, Dated, Kind, Level, axis

_T = TypeVar("_T")
MOST = 300  # parties that are drawn at once
LINES = 400  # edges that are drawn at once, the strongest: 0.7 kB of HTML each, and more of them cover each other
_CELLS = 20_000_000  # of pairs and days that are counted one beside the other; of more those that there are are sorted
_SIDES = {1: Side.COOPERATION, 2: Side.COOPERATION, 3: Side.CONFLICT, 4: Side.CONFLICT}


Told = tuple[str, Side, Kind]  # type, side and kind of a claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What is told between two parties; how its claims divide is counted for those that are shown."""

    pair: Pair
    number: int  # claims
    since: str | None  # the first day of which something is told; None: no day is known
    until: str | None  # the last
    row: int  # of the pair in Days
    told: Sequence[Told]  # what any claims of the network tell
    counts: Array  # of the edge's own, beside `told`

    @property
    def sides(self) -> Mapping[Side, int]:
        """How many claims tell cooperation, conflict, or neither."""
        return self._divided(lambda told: told[1])

    @property
    def kinds(self) -> Mapping[Kind, int]:
        """How many claims tell what happened, is awaited, or is denied."""
        return self._divided(lambda told: told[2])

    @property
    def types(self) -> Mapping[str, int]:
        """How many claims tell each type of act, the most frequent first."""
        return dict(sorted(self._divided(lambda told: told[0]).items(), key=lambda type: (-type[1], type[0])))

    def _divided(self, of: Callable[[Told], _T]) -> Counter[_T]:
        counts = Counter[_T]()
        for place in np.flatnonzero(self.counts).tolist():
            counts[of(self.told[place])] += int(self.counts[place])
        return counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """On which days something is told between pairs: rows of numbers of a pair and of a day."""

    names: Sequence[str | None]  # in order; None, no day is known, comes last
    pair: Array  # in order
    day: Array  # of a pair in order
    number: Array  # claims of a row

    @classmethod
    def of(cls, names: Sequence[str | None], pair: Array, day: Array, number: Array) -> "Days":
        """Return days from rows in no order, alike ones together."""
        size = len(names)
        cells = pair * size + day
        if cells.max(initial=0) < _CELLS:
            counts = np.bincount(cells, number)
            cells = np.flatnonzero(counts)
            counts = counts[cells]
        else:
            cells, rows = np.unique(cells, return_inverse=True)
            counts = np.bincount(rows, number)
        return cls(names=names, pair=(cells // size).astype(np.int32), day=(cells % size).astype(np.int32),
                   number=counts.astype(np.int32))

    def ends(self, pairs: int) -> list[tuple[str | None, str | None]]:
        """Return the first and the last day of each of so many pairs; None where none is known."""
        dated = self.day < len(self.names) - 1  # the last is no day
        pair, day = self.pair[dated], self.day[dated]
        cuts = np.searchsorted(pair, np.arange(pairs + 1))
        return [(self.names[day[first]], self.names[day[after - 1]]) if after > first else (None, None)
                for first, after in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)]

    def told(self, edges: Iterable[Edge]) -> dict[str, int]:
        """Return how many claims of some edges there are on each day, in order."""
        counts = np.bincount(self.day[self._of(edges)], self.number[self._of(edges)], minlength=len(self.names))
        return {name: int(number) for name, number in zip(self.names, counts.tolist(), strict=True) if name and number}

    def periods(self, edges: Sequence[Edge], axis: Axis) -> list[list[int]]:
        """Return for each edge the periods of an axis, by their numbers, in which something of it is told."""
        starts, size = [one.since for one in axis.periods], len(axis.periods)
        of_day = np.array([size if name is None or name < starts[0] else bisect_right(starts, name) - 1
                           for name in self.names])  # before an axis of centuries, or on no day: none of them
        place = np.zeros(max((edge.row for edge in edges), default=-1) + 1, dtype=np.int64)
        place[[edge.row for edge in edges]] = np.arange(len(edges))
        own = self._of(edges)
        found = np.zeros(len(edges) * (size + 1), dtype=np.bool_)
        found[place[self.pair[own]] * (size + 1) + of_day[self.day[own]]] = True
        return [np.flatnonzero(row[:size]).tolist() for row in found.reshape(-1, size + 1)]

    def _of(self, edges: Iterable[Edge]) -> npt.NDArray[np.bool_]:
        wanted = np.zeros(int(self.pair.max(initial=0)) + 1, dtype=np.bool_)
        wanted[[edge.row for edge in edges]] = True
        return wanted[self.pair]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """All parties and edges of a selection, the strongest first."""

    parties: tuple[tuple[str, int], ...]  # code, claims with others
    edges: tuple[Edge, ...]
    days: Days
    total: int  # claims with two known parties
    alone: int  # claims that name one party only, or an unknown other

    def neighbours(self, code: str) -> frozenset[str]:
        """Return the parties that something is told of together with this one."""
        return frozenset(other for edge in self.edges if code in edge.pair for other in edge.pair) - {code}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The part of a network that is drawn, with the place of each party."""

    parties: tuple[tuple[str, int], ...]
    edges: tuple[Edge, ...]  # all between these parties
    places: Mapping[str, tuple[float, float]]
    left_out: int  # parties

    @property
    def lines(self) -> tuple[Edge, ...]:
        """The edges that are drawn as lines, the strongest first."""
        return self.edges[:LINES]


def balance(sides: Mapping[Side, int]) -> float | None:
    """Return from -1, all conflict, to 1, all cooperation, how claims divide; None: they are neither."""
    good, bad = sides.get(Side.COOPERATION, 0), sides.get(Side.CONFLICT, 0)
    return (good - bad) / (good + bad) if good + bad else None


@lru_cache(maxsize=1_000)
def side_of(type: str, status: str) -> Side:
    """Return the side of an act, by the quad of the code that PLOVER gives to its type and status."""
    return _SIDES.get(derive_plover(type, Status(status)).quad or 0, Side.NEITHER)


def network(found: Acted) -> Network:
    """Return the network of the acts; a claim counts once between each two parties that it names."""
    ways = [sorted(pairs_of(*acting)) for acting in found.acting]
    numbers: dict[Pair, int] = {}
    for way in ways:
        for pair in way:
            numbers.setdefault(pair, len(numbers))
    many = np.array([len(way) for way in ways], dtype=np.int64)
    flat = np.array([numbers[pair] for way in ways for pair in way], dtype=np.int64)
    starts = np.cumsum(many) - many
    width = many[found.of_acting] if many.size else np.zeros(0, dtype=np.int64)  # pairs of each row
    one, several = np.flatnonzero(width == 1), np.flatnonzero(width > 1)
    rows = np.concatenate([one, np.repeat(several, width[several])])
    pair_of = np.concatenate([flat[starts[found.of_acting[one]]], flat[_each(starts[found.of_acting[several]],
                                                                             width[several])]])
    days = Days.of(found.days, pair_of, found.of_day[rows], found.number[rows])
    edges = _edges(numbers, days, pair_of, found.of_kind[rows], found.number[rows], found.kinds)
    strength: Counter[str] = Counter()
    for edge in edges:
        strength.update(dict.fromkeys(edge.pair, edge.number))
    together = int(found.number[width > 0].sum())
    return Network(parties=tuple(sorted(strength.items(), key=lambda party: (-party[1], party[0]))), days=days,
                   edges=tuple(sorted(edges, key=lambda edge: (-edge.number, edge.pair))), total=together,
                   alone=int(found.number.sum()) - together)


def _each(starts: Array, width: Array) -> Array:
    """Return start, start + 1 and so on for each start, as many as its width."""
    within = np.arange(int(width.sum())) - np.repeat(np.cumsum(width) - width, width)
    return np.repeat(starts, width) + within


def _edges(numbers: Mapping[Pair, int], days: Days, pair_of: Array, of_kind: Array, number_of: Array,
           known: Sequence[tuple[str, str]]) -> list[Edge]:
    """Return the edge of every pair that has claims."""
    size = max(len(known), 1)
    counts = np.bincount(pair_of * size + of_kind, number_of, minlength=len(numbers) * size).astype(np.int64)
    counts = counts.reshape(-1, size)
    told = [(type, side_of(type, status), KINDS[status]) for type, status in known]
    return [Edge(pair=pair, row=row, number=number, since=since, until=until, told=told, counts=counts[row])
            for (pair, row), number, (since, until) in zip(
                numbers.items(), counts.sum(axis=1).tolist(), days.ends(len(numbers)), strict=True) if number]


@lru_cache(maxsize=100_000)
def pairs_of(actors: tuple[str, ...], recipients: tuple[str, ...]) -> frozenset[Pair]:
    """Return the pairs of an act, without those of an unknown party."""
    return frozenset(pair for pair in pairs(actors, recipients) if UNKNOWN not in map(state_of, pair))


def drawing(whole: Network, *, around: Sequence[str], most: int) -> Drawing:
    """Return the strongest parties, or those around some of them, at most `most`, with their places."""
    wanted = {code for code, _ in whole.parties}
    if around:
        wanted = set(around).union(*map(whole.neighbours, around))
    shown = [party for party in whole.parties if party[0] in around]
    shown = (shown + [party for party in whole.parties if party[0] in wanted and party[0] not in around])[:most]
    codes = {code: number for number, (code, _) in enumerate(shown)}
    edges = tuple(edge for edge in whole.edges if edge.pair[0] in codes and edge.pair[1] in codes)
    places = _placed(len(shown), tuple((codes[edge.pair[0]], codes[edge.pair[1]], edge.number) for edge in edges))
    return Drawing(parties=tuple(shown), edges=edges, left_out=len(whole.parties) - len(shown),
                   places={code: places[number] for code, number in codes.items()})


@lru_cache(maxsize=64)
def _placed(size: int, edges: tuple[tuple[int, int, float], ...]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in layout(size, edges))


def steps(whole: Network, edges: Iterable[Edge]) -> Axis | None:
    """Return the periods over which edges may be followed, none shorter than a day; None: nothing is dated."""
    dated = [Dated(day, None, Status.OCCURRED, number) for day, number in whole.days.told(edges).items()]
    found = axis(dated, since=None, until=None)
    if found and found.level is Level.DAY:  # the days on which something is told, none around them
        return axis(dated, since=None, until=None, level=Level.DAY)
    return found
