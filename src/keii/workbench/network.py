"""The network of parties: who they are, what is between each two of them, and which of it is drawn.

Parties are states, bodies, and within a state whoever faces its government (`situation.parties`); what is between two
of them is the claims that tell an act of one towards the other, or of both.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from keii.codebook import derive_plover
from keii.ledger.between import Acts
from keii.model import Side, Status
from keii.situation.parties import UNKNOWN, Pair, pairs, state_of
from keii.workbench.layout import layout
from keii.workbench.periods import KINDS, Axis, Dated, Kind, Level, axis

MOST = 300  # parties that are drawn at once
LINES = 400  # edges that are drawn at once, the strongest: 0.7 kB of HTML each, and more of them cover each other
_SIDES = {1: Side.COOPERATION, 2: Side.COOPERATION, 3: Side.CONFLICT, 4: Side.CONFLICT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What is told between two parties."""

    pair: Pair
    sides: Mapping[Side, int]  # claims
    kinds: Mapping[Kind, int]
    types: Mapping[str, int]  # the most frequent first
    days: Mapping[str, int]  # claims by day; those without one are left out

    @property
    def number(self) -> int:
        """How many claims there are."""
        return sum(self.kinds.values())

    @property
    def balance(self) -> float | None:
        """From -1, all conflict, to 1, all cooperation; None: neither."""
        good, bad = self.sides.get(Side.COOPERATION, 0), self.sides.get(Side.CONFLICT, 0)
        return (good - bad) / (good + bad) if good + bad else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """All parties and edges of a selection, the strongest first."""

    parties: tuple[tuple[str, int], ...]  # code, claims with others
    edges: tuple[Edge, ...]
    total: int  # claims with two known parties
    alone: int  # claims that name nobody, one party only, or an unknown other

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


def side_of(type: str, status: str) -> Side:
    """Return the side of an act, by the quad of the code that PLOVER gives to its type and status."""
    return _SIDES.get(derive_plover(type, Status(status)).quad or 0, Side.NEITHER)


def network(found: Iterable[Acts]) -> Network:
    """Return the network of the acts; a claim counts once between each two parties that it names."""
    sides: dict[Pair, Counter[Side]] = {}
    kinds: dict[Pair, Counter[Kind]] = {}
    types: dict[Pair, Counter[str]] = {}
    days: dict[Pair, Counter[str]] = {}
    total = alone = 0
    for one in found:
        between = pairs_of(one.actors, one.recipients)
        total, alone = (total + one.number, alone) if between else (total, alone + one.number)
        for pair in between:
            sides.setdefault(pair, Counter())[side_of(one.type, one.status)] += one.number
            kinds.setdefault(pair, Counter())[KINDS[one.status]] += one.number
            types.setdefault(pair, Counter())[one.type] += one.number
            if one.day:
                days.setdefault(pair, Counter())[one.day] += one.number
    edges = [Edge(pair=pair, sides=sides[pair], kinds=kinds[pair], days=days.get(pair, {}),
                  types=dict(sorted(types[pair].items(), key=lambda type: (-type[1], type[0])))) for pair in kinds]
    strength: Counter[str] = Counter()
    for edge in edges:
        strength.update(dict.fromkeys(edge.pair, edge.number))
    return Network(parties=tuple(sorted(strength.items(), key=lambda party: (-party[1], party[0]))),
                   edges=tuple(sorted(edges, key=lambda edge: (-edge.number, edge.pair))), total=total, alone=alone)


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


def steps(edges: Iterable[Edge]) -> Axis | None:
    """Return the periods over which a network may be followed, none shorter than a day; None: nothing is dated."""
    days: Counter[str] = Counter()
    for edge in edges:
        days.update(edge.days)
    dated = [Dated(day, None, Status.OCCURRED, number) for day, number in sorted(days.items())]
    found = axis(dated, since=None, until=None)
    if found and found.level is Level.HOUR:  # no act of an edge has an hour
        return axis(dated, since=None, until=None, level=Level.DAY)
    return found
