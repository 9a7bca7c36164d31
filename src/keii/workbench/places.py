"""The places of claims on the paper: exact ones as marks and clusters, areas as areas, never as a pin.

A point of the gazetteer stands for what its precision says. A country is its outline; a province or a sea is a circle
about as large as it is, since the borders know neither.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from keii.config import Lang
from keii.errors import DataError
from keii.gazetteer.places import Gazetteer, gazetteer
from keii.ledger.tallies import Spot
from keii.workbench.mercator import HEIGHT, WIDTH, View

EXACT = ("point", "city")
_NEAR = 28  # units: marks that are nearer than this become one
_LETTER, _WIDE = 6.6, 12.5  # units: how long a letter is, of Latin and of Han and kana
# How far a kind of area reaches from its middle, in kilometres, where the gazetteer does not know what lies in it.
_REACHES = {"continent": 1500, "region": 300, "peninsula": 200, "sea": 500, "strait": 70, "canal": 60, "river": 150,
            "lake": 40, "mountain": 30, "desert": 300, "island": 40, "territory": 80, "country": 300}
_USUAL = 60
_EARTH = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A place of the gazetteer with what it is called, and how far it reaches."""

    spot: Spot
    name: str
    reach: float | None  # kilometres; None: it is exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One exact place, or several that stand too near each other to be drawn apart."""

    places: tuple[Named, ...]  # the most frequent first
    x: float
    y: float
    radius: float
    label: str  # "": there is no room for it

    @property
    def number(self) -> int:
        """How many claims name one of the places."""
        return sum(one.spot.number for one in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """An area whose borders are not known."""

    place: Named
    x: float
    y: float
    radius: float


def named(spots: Iterable[Spot], lang: Lang) -> tuple[Named, ...]:
    """Return places with their names in a language; without the gazetteer by the words of the claims."""
    try:
        table = gazetteer()
    except DataError:
        return tuple(Named(spot=spot, name=spot.words, reach=None if spot.precision in EXACT else _USUAL)
                     for spot in spots)
    return tuple(_named(table, spot, lang) for spot in spots)


def state_name(code: str | None, lang: Lang) -> str:
    """Return what a state is called, by its alpha-3 code; "" for a code that is none, and without the gazetteer."""
    try:
        table = gazetteer()
    except DataError:
        return ""
    number = table.state(code) if code else None
    return "" if number is None else table.place(number).name(lang)


def _named(table: Gazetteer, spot: Spot, lang: Lang) -> Named:
    name, reach = _known(table, spot.gazetteer, lang)
    return Named(spot=spot, name=name or spot.words, reach=None if spot.precision in EXACT else reach)


@lru_cache(maxsize=20_000)
def _known(table: Gazetteer, id: str, lang: Lang) -> tuple[str, float]:
    """Return the name of a place, "" where the gazetteer does not have it, and how far it reaches as an area."""
    found = table.of_id(id)
    if not found:
        return "", _USUAL
    place = found[0]
    held = np.flatnonzero(table.parent == place.number) if place.kind in ("province", "district") else np.array([])
    if len(held) < 5:
        return place.name(lang), _REACHES.get(place.kind, _USUAL)
    north = np.radians(table.lat[held].astype(float) - place.latitude)
    east = np.radians(table.lon[held].astype(float) - place.longitude) * np.cos(np.radians(place.latitude))
    return place.name(lang), float(np.clip(np.quantile(np.hypot(north, east), .8) * _EARTH, 5, 900))


def marks(places: Sequence[Named], view: View) -> tuple[Mark, ...]:
    """Return the exact places on the paper; of near ones the most frequent gives the place of the mark."""
    groups: list[tuple[float, float, list[Named]]] = []
    for place in places:
        if place.reach is not None:
            continue
        x, y = view.place(place.spot.longitude, place.spot.latitude)
        if not (-_NEAR < x < WIDTH + _NEAR and -_NEAR < y < HEIGHT + _NEAR):
            continue
        held = next((group for group in groups if abs(group[0] - x) < _NEAR and abs(group[1] - y) < _NEAR), None)
        if held:
            held[2].append(place)
        else:
            groups.append((x, y, [place]))
    taken = [(x - 8, y - 8, x + 4, y + 8) for x, y, _ in groups]  # not to its right: there its own label stands
    return tuple(_mark(x, y, tuple(own), taken) for x, y, own in groups)


def _mark(x: float, y: float, places: tuple[Named, ...], taken: list[tuple[float, float, float, float]]) -> Mark:
    number = sum(one.spot.number for one in places)
    radius = round((9 if len(places) > 1 else 4.5) + 1.6 * float(np.log2(number)), 1)
    words = places[0].name + (f" +{len(places) - 1}" if len(places) > 1 else "")
    box = (x + radius + 3, y - 8, x + radius + 3 + sum(_WIDE if ord(one) > 0x2E80 else _LETTER for one in words), y + 8)
    free = box[2] < WIDTH and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken)
    if free:
        taken.append(box)
    return Mark(places=places, x=x, y=y, radius=radius, label=words if free else "")


def circles(places: Sequence[Named], view: View, drawn: frozenset[str]) -> tuple[Circle, ...]:
    """Return the areas that have no outline, the largest first; `drawn` are the codes of countries that have one."""
    found = []
    for place in places:
        if place.reach is None or (place.spot.precision == "country" and place.spot.country in drawn):
            continue
        x, y = view.place(place.spot.longitude, place.spot.latitude)
        radius = round(min(max(view.units(place.reach, place.spot.latitude), 10), WIDTH), 1)
        if -radius < x < WIDTH + radius and -radius < y < HEIGHT + radius:
            found.append(Circle(place=place, x=x, y=y, radius=radius))
    return tuple(sorted(found, key=lambda one: (-one.radius, one.place.spot.gazetteer)))
