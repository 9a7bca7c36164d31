"""The network: who acts towards whom, and the claims between two parties."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from math import log2

import numpy as np

from keii.config import Lang
from keii.exports import jsonl
from keii.ledger import Filter, between, browse, counting
from keii.ledger.connection import Connection
from keii.ledger.tallies import Acted
from keii.model import Party, Side, Told
from keii.situation.parties import Pair, state_of
from keii.workbench.answering import Answer, Desk, MissingError, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.layout import labels
from keii.workbench.naming import called
from keii.workbench.network import MOST, Drawing, Edge, Network, balance, drawing, pairs_of, side_of, steps
from keii.workbench.network import network as made_of
from keii.workbench.pages.lists import Choices, Part, choices, date_of, listing, part
from keii.workbench.pages.timeline import whole as without_part
from keii.workbench.periods import Kind
from keii.workbench.words import name as word
from keii.workbench.words import say

HEADER = ("first", "second", "claims", "cooperation", "conflict", "neither", "happened", "awaited", "denied", "types",
          "since", "until")
FIRST = 60  # parties that are drawn at first
SIZES = (30, FIRST, 150, MOST)
_LISTED = 100  # rows of the table beside the drawing; .csv has all
_TYPES = 6  # of an edge, in words
SIDES = {Side.COOPERATION: "acts of cooperation", Side.CONFLICT: "acts of conflict", Side.NEITHER: "neither"}
BALANCES = {"conflict": "acts of conflict", "rather-conflict": "mostly conflict", "mixed": "both alike",
            "rather-cooperation": "mostly cooperation", "cooperation": "acts of cooperation", "neither": "neither"}
_LIMITS = ((-.6, "conflict"), (-.2, "rather-conflict"), (.2, "mixed"), (.6, "rather-cooperation"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An edge on the paper."""

    edge: Edge
    start: tuple[float, float]
    end: tuple[float, float]
    width: float
    balance: str  # a class of the style
    steps: str  # numbers of the periods in which something is told, for the script
    when: str  # now, before, later: beside the chosen period; "": none is chosen
    name: str  # the parties in words
    title: str
    href: str
    ends: tuple[str, str]
    sides: tuple[int, int, int]  # claims of cooperation, of conflict, of neither
    types: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A party on the paper."""

    code: str
    name: str
    number: int
    x: float
    y: float
    radius: float
    label: tuple[float, float, str]  # where its name stands, and how it is anchored
    chosen: bool
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A period that the network may be looked at in."""

    since: str
    until: str
    number: int
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page of the network."""

    whole: Network
    drawing: Drawing
    lines: tuple[Line, ...]  # the strongest last, so that they are drawn over the others
    dots: tuple[Dot, ...]
    steps: tuple[Step, ...]
    rows: tuple[Line, ...]
    sizes: tuple[tuple[int, str | None], ...]  # address; None: it is this one
    around: tuple[tuple[str, str], ...]  # name and the address without it
    facets: tuple[Choices, ...]
    balances: tuple[tuple[str, str], ...]  # classes of the style with what they mean, in English


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """The claims of one type in one direction."""

    words: str
    type: str
    side: Side
    called: str  # the side, in English
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """The page of one edge."""

    pair: Pair
    names: tuple[str, str]
    directions: tuple[Direction, ...]
    items: tuple[Told, ...]
    part: Part


def network(desk: Desk, asked: Asked, name: str) -> Answer:
    """The parties of the selected claims, and what is between them; `around` some of them, at most `most`."""
    chosen = asked.chosen(paged=False)
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        whole = network_of(connection, without_part(chosen))
        facets = browse.facets(connection, chosen, of="claims") if asked.form == "html" else ()
    around = tuple(dict.fromkeys(code for code in asked.all("around") if code in dict(whole.parties)))
    drawn = drawing(whole, around=around, most=asked.number("most", FIRST, MOST))

    def table() -> Table:
        return Table(header=HEADER, rows=(_row(edge) for edge in whole.edges[:CSV_ROWS]))

    def json() -> object:
        return {"total": whole.total, "alone": whole.alone, "parties": len(whole.parties), "nodes": [
            {"code": code, "name": called(code, asked.lang), "claims": number, "x": drawn.places[code][0],
             "y": drawn.places[code][1]} for code, number in drawn.parties],
            "edges": [dict(zip(HEADER, _row(edge), strict=True)) | {"types": edge.types}
                      for edge in drawn.edges]}

    view = _page(asked, whole, drawn, around, choices(asked, facets)) if asked.form == "html" else None
    return Answer(template="network.html", title=say(asked.lang, "Network"), view=view, json=json, table=table)


def network_of(connection: Connection, chosen: Filter) -> Network:
    """Return the network of the selected claims; that of a large ledger is remembered until it changes."""
    return counting.remembered(connection, ("network", chosen), partial(_network_of, chosen), large=True)


def _network_of(chosen: Filter, connection: Connection) -> Network:
    return made_of(between.acted(connection, chosen))


def _page(asked: Asked, whole: Network, drawn: Drawing, around: tuple[str, ...], facets: tuple[Choices, ...]) -> Page:
    axis = steps(whole, drawn.lines)
    during = asked.one("during")
    told = whole.days.periods(drawn.lines, axis) if axis else [[] for _ in drawn.lines]
    at = next((number for number, one in enumerate(axis.periods) if one.since == during), None) if axis else None
    lines = tuple(_line(asked, edge, drawn, _when(at, own), own)
                  for edge, own in zip(reversed(drawn.lines), reversed(told), strict=True))
    return Page(
        whole=whole, drawing=drawn, lines=lines, dots=tuple(_dots(asked, drawn, around)), rows=lines[::-1][:_LISTED],
        steps=tuple(Step(since=one.since, until=one.until, number=sum(one.counts.values()),
                         chosen=one.since == during, href=asked.with_(during=one.since))
                    for one in axis.periods) if axis else (),
        sizes=tuple((size, None if size == asked.number("most", FIRST, MOST) else asked.with_(most=size))
                    for size in SIZES if size <= max(len(whole.parties), FIRST)),
        around=tuple((called(code, asked.lang), asked.without("around", code)) for code in around),
        balances=tuple(BALANCES.items()), facets=facets)


def _line(asked: Asked, edge: Edge, drawn: Drawing, when: str, told: list[int]) -> Line:
    first, second = edge.pair
    name = " – ".join(called(code, asked.lang) for code in edge.pair)
    sides, types = edge.sides, edge.types
    return Line(
        edge=edge, start=drawn.places[first], end=drawn.places[second], width=round(1.2 + 1.5 * log2(edge.number), 1),
        balance=_balance_of(sides), steps=" ".join(map(str, told)), when=when, name=name,
        title=f"{name}: {_said(asked, sides, types)}", ends=edge.pair, sides=_numbers(sides), types=types,
        href=asked.address(f"/network/{first}~{second}", asked.filters))


def _when(at: int | None, told: list[int]) -> str:
    if at is None:
        return ""
    if at in told:
        return "now"
    return "before" if told and told[0] < at else "later"


def _balance_of(sides: Mapping[Side, int]) -> str:
    """Return the class of an edge's balance of conflict and cooperation."""
    value = balance(sides)
    if value is None:
        return "neither"
    return next((words for limit, words in _LIMITS if value < limit), "cooperation")


def _said(asked: Asked, sides: Mapping[Side, int], types: Mapping[str, int]) -> str:
    """Return an edge in words: the claims on each side, the most frequent types."""
    told = ", ".join(f"{say(asked.lang, SIDES[side])} {sides[side]}" for side in Side if sides.get(side))
    frequent = ", ".join(f"{word(asked.lang, 'type', type)} {number}" for type, number in islice(types.items(), _TYPES))
    return f"{told} ({frequent})"


def _numbers(sides: Mapping[Side, int]) -> tuple[int, int, int]:
    return sides.get(Side.COOPERATION, 0), sides.get(Side.CONFLICT, 0), sides.get(Side.NEITHER, 0)


def _dots(asked: Asked, drawn: Drawing, around: tuple[str, ...]) -> Iterator[Dot]:
    most = max((number for _, number in drawn.parties), default=1)
    sizes = [round(5 + 9 * (number / most) ** .5, 1) for _, number in drawn.parties]
    names = [called(code, asked.lang) for code, _ in drawn.parties]
    places = labels([(*drawn.places[code], size, name)
                     for (code, _), size, name in zip(drawn.parties, sizes, names, strict=True)],
                    [(drawn.places[edge.pair[0]], drawn.places[edge.pair[1]]) for edge in drawn.lines])
    for (code, number), size, name, label in zip(drawn.parties, sizes, names, places, strict=True):
        x, y = drawn.places[code]
        chosen = code in around
        yield Dot(code=code, name=name, number=number, x=x, y=y, chosen=chosen, label=label, radius=size,
                  title=say(asked.lang, "{name}: claims with others {number}", name=name, number=number),
                  href=asked.without("around", code) if chosen else asked.adding("around", code))


def _row(edge: Edge) -> tuple[str | int | None, ...]:
    kinds = edge.kinds
    return (*edge.pair, edge.number, *_numbers(edge.sides), *(kinds.get(kind, 0) for kind in Kind),
            " ".join(f"{type}:{number}" for type, number in edge.types.items()), edge.since, edge.until)


def edge(desk: Desk, asked: Asked, name: str) -> Answer:
    """The claims between two parties, FIRST~SECOND, with their words, the earliest first."""
    first, _, second = name.partition("~")
    pair = (min(first, second), max(first, second))
    chosen = asked.chosen(rows=CSV_ROWS if asked.form == "csv" else None)

    def is_told(acting: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
        return pair in pairs_of(*acting)

    with desk.ledger.browsing(seconds=SECONDS) as connection:
        found = between.acted(connection, without_part(chosen), is_told) if first and second else None
        total = int(found.number.sum()) if found else 0
        if found is None or (not total and not asked.filters):
            raise MissingError("the ledger tells nothing between these parties.", where=name,
                               remedy="Look for them in the network.")
        ids = between.claims(connection, chosen, is_told)
        told = desk.ledger.told(ids, traced=asked.form != "html")
    items = tuple(told[id] for id in ids if id in told)
    names = (called(pair[0], asked.lang), called(pair[1], asked.lang))

    def table() -> Table:
        return Table(header=("day", "type", "status", "actors", "recipients", "sentence", "document", "claim"), rows=(
            (date_of(one), one.claim.type, one.claim.status, _codes(one.claim.actors), _codes(one.claim.recipients),
             one.sentence.strip(), one.document.id, one.claim.id) for one in items))

    view = Between(pair=pair, names=names, items=items, part=part(asked, total, len(items)),
                   directions=tuple(_directions(asked.lang, pair, names, found)))
    return Answer(template="edge.html", title=" – ".join(names), view=view, table=table,
                  json=lambda: listing(asked, total, (jsonl.claim(one.claim) for one in items), pair=pair))


def _directions(lang: Lang, pair: Pair, names: tuple[str, str], found: Acted) -> Iterator[Direction]:
    """Yield the types in each direction, and of acts of both, the most frequent first."""
    counts: Counter[tuple[str, str, Side]] = Counter()
    together = found.of_acting.astype(np.int64) * max(len(found.kinds), 1) + found.of_kind
    values, indices = np.unique(together, return_inverse=True)
    numbers = np.bincount(indices, found.number, minlength=values.size)
    for value, number in zip(values.tolist(), numbers.tolist(), strict=True):
        (actors, _), (type, status) = (found.acting[value // len(found.kinds)], found.kinds[value % len(found.kinds)])
        acting = {code for code in pair if any(_stands_for(code, actor) for actor in actors)}
        words = " + ".join(names) if len(acting) == 2 else " → ".join(names if pair[0] in acting else names[::-1])
        counts[words, type, side_of(type, status)] += int(number)
    for (words, type, side), number in sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        yield Direction(words=words, type=type, side=side, called=SIDES[side], number=number)


def _codes(parties: tuple[Party, ...]) -> str:
    return " ".join(sorted(party.code for party in parties))


def _stands_for(code: str, actor: str) -> bool:
    """Tell whether an actor's code is one that this party of the network stands for."""
    return code in {actor, state_of(actor)} or actor.startswith(f"{code}/")
