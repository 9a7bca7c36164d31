"""The map: where the acts of the selected claims are told to happen, as exactly as it is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, log2, pi, radians, sin
from typing import Any, Generic, TypeVar

from keii.errors import DataError, UsageError
from keii.ledger import browse, located
from keii.workbench import borders
from keii.workbench.answering import Answer, Desk, Table
from keii.workbench.asking import Asked
from keii.workbench.borders import Borders
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.histogram import Histogram, histogram, in_words
from keii.workbench.mercator import NORTH, ZOOMS, Outline, View, fitting, outlines
from keii.workbench.pages.lists import Choices, choices
from keii.workbench.pages.timeline import drawn, whole
from keii.workbench.periods import KINDS, Dated, Kind
from keii.workbench.places import Circle, Mark, Named, circles, marks, named, state_name
from keii.workbench.words import say

HEADER = ("claims", "happened", "awaited", "denied", "name", "precision", "country", "latitude", "longitude", "place")
MOST = 1000  # places that are drawn, those with the most claims
LISTED = 300  # rows of the table; .csv has all
_SHADES = 4
_S = TypeVar("_S", Mark, Circle)
_CORNERS = 32  # of a circle in GeoJSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """A country on the paper."""

    outline: Outline
    shade: int  # 0: no claim names it as a place, up to 4
    href: str | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn(Generic[_S]):
    """Something drawn with what it says and where it leads."""

    shape: _S
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A place in the table."""

    place: Named
    counts: tuple[int, ...]  # in the order of Kind
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """The page."""

    view: View
    lands: tuple[Land, ...]
    circles: tuple[Drawn[Circle], ...]
    marks: tuple[Drawn[Mark], ...]
    rows: tuple[Listed, ...]
    moves: tuple[tuple[str, str, str], ...]  # sign, what it does in English, address
    time: Histogram | None
    facets: tuple[Choices, ...]
    total: int  # claims with a place
    places: int
    unresolved: int
    without: int
    note: str  # whose borders these are, or why there are none
    remedy: str


def map(desk: Desk, asked: Asked, name: str) -> Answer:
    """Where the acts of the selected claims happen; `at` (longitude,latitude) and `zoom` say what is shown."""
    chosen = asked.chosen(paged=False)
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        found = located.of_claims(connection, whole(chosen))
        rows = located.times_of_claims(connection, whole(chosen)) if asked.form == "html" else []
        facets = browse.facets(connection, chosen, of="claims") if asked.form == "html" else ()
    places = named(found.spots[:CSV_ROWS if asked.form != "html" else MOST], asked.lang)
    total = sum(spot.number for spot in found.spots)

    def table() -> Table:
        return Table(header=HEADER, rows=(
            (one.spot.number, *counted(one), one.name, one.spot.precision, one.spot.country, f"{one.spot.latitude:.5f}",
             f"{one.spot.longitude:.5f}", one.spot.gazetteer) for one in places))

    def json() -> object:
        return {"type": "FeatureCollection", "total": total, "places": len(found.spots),
                "unresolved": found.unresolved, "without": found.without, "features": [*_features(places)]}

    def page() -> Map:
        view = _view(asked, places)
        lands, note, remedy = _lands(desk, asked, view, places)
        codes = frozenset(one.outline.code for one in lands if one.outline.code and one.outline.wide > 6)
        axis = drawn(asked, chosen, [Dated(*row) for row in rows])
        return Map(
            view=view, lands=lands, circles=tuple(_circles(asked, places, view, codes)),
            marks=tuple(_marks(asked, places, view)), facets=choices(asked, facets),
            rows=tuple(Listed(place=one, counts=counted(one), href=_claims(asked, (one,))) for one in places[:LISTED]),
            moves=tuple(_moves(asked, view, places)), time=histogram(asked, axis) if axis else None, total=total,
            places=len(found.spots), unresolved=found.unresolved, without=found.without, note=note, remedy=remedy)

    return Answer(template="map.html", title=say(asked.lang, "Map"), view=page() if asked.form == "html" else None,
                  json=json, table=table)


def counted(place: Named) -> tuple[int, ...]:
    """Return how many claims of each kind name a place."""
    return tuple(sum(number for status, number in place.spot.statuses if KINDS[status] is kind) for kind in Kind)


def _view(asked: Asked, places: Iterable[Named]) -> View:
    """Return the view that the address asks for, by default the closest one that holds all places."""
    found = fitting((one.spot.longitude, one.spot.latitude) for one in places)
    usual = found or View(longitude=150 if asked.lang == "ja" else 10, latitude=30, zoom=0)
    at, zoom = asked.one("at"), asked.one("zoom")
    try:
        longitude, latitude = (float(part) for part in at.split(",")) if at else (usual.longitude, usual.latitude)
        number = int(zoom) if zoom else usual.zoom
        if not (abs(longitude) <= 180 and abs(latitude) <= 90 and 0 <= number < ZOOMS):
            raise ValueError(at)
    except ValueError:
        raise UsageError(f"«at={(at or '')[:30]}&zoom={(zoom or '')[:10]}» is no place of the map.",
                         remedy=f"Write at=longitude,latitude in degrees, and zoom from 0 to {ZOOMS - 1}.") from None
    return View(longitude=longitude, latitude=min(max(latitude, -NORTH), NORTH), zoom=number)


def _lands(desk: Desk, asked: Asked, view: View, places: Iterable[Named]) -> tuple[tuple[Land, ...], str, str]:
    """Return the countries on the paper, whose borders these are, and what to do where there are none."""
    given = desk.workbench.borders
    try:
        known: Borders = borders.read(given) if given else borders.own()
    except (DataError, UsageError) as error:
        return (), desk.workbench.retell(asked.lang, error.what), desk.workbench.retell(asked.lang, error.remedy)
    held = {one.spot.country: one for one in places if one.spot.precision == "country" and one.spot.country}
    most = max((one.spot.number for one in held.values()), default=1)
    lands = []
    own = given is None and asked.lang != "en"  # the shipped borders have English names; a reader's file keeps its own
    for outline in outlines(known, view):
        place = held.get(outline.code or "")
        shade = 1 + int((_SHADES - 1) * log2(place.spot.number) / max(log2(most), 1)) if place else 0
        lands.append(Land(outline=outline, shade=shade, href=_claims(asked, (place,)) if place else None,
                          title=_title(asked, (place,)) if place else
                          (state_name(outline.code, asked.lang) if own else "") or outline.name))
    note = say(asked.lang, "Borders: {file}.", file=given.name) if given else say(
        asked.lang, "Borders: Natural Earth, as they are held, not as they are claimed. keii takes no side.")
    return tuple(lands), note, ""


def _circles(asked: Asked, places: tuple[Named, ...], view: View, codes: frozenset[str]) -> Iterator[Drawn[Circle]]:
    for circle in circles(places, view, codes):
        yield Drawn(shape=circle, title=_title(asked, (circle.place,)), href=_claims(asked, (circle.place,)))


def _marks(asked: Asked, places: tuple[Named, ...], view: View) -> Iterator[Drawn[Mark]]:
    for mark in marks(places, view):
        yield Drawn(shape=mark, title=_title(asked, mark.places), href=_opened(asked, mark, view))


def _title(asked: Asked, places: tuple[Named, ...]) -> str:
    """Return what is drawn in words: the places with their precision and how many claims name them."""
    said = [f"{one.name} ({say(asked.lang, one.spot.precision)}): {in_words(asked, counted(one))}"
            for one in places[:5]]
    return "; ".join(said) + ("" if len(places) <= 5 else f"; … +{len(places) - 5}")


def _claims(asked: Asked, places: tuple[Named, ...]) -> str:
    """Return the address of the claims that name one of the places, with the filter of the page."""
    kept = [pair for pair in asked.filters if pair[0] != "place"]
    return asked.address("/claims", [*kept, *(("place", one.spot.gazetteer) for one in places[:40])])


def _opened(asked: Asked, mark: Mark, view: View) -> str:
    """Return where a mark leads: one place to its claims, a cluster to the view that holds its places apart."""
    where = {(one.spot.longitude, one.spot.latitude) for one in mark.places}
    closer = fitting(where, closest=ZOOMS - 1)
    if len(where) == 1 or closer is None or closer.zoom <= view.zoom:
        return _claims(asked, mark.places)
    return _at(asked, closer)


def _at(asked: Asked, view: View) -> str:
    return asked.with_(at=f"{view.longitude:.4f},{view.latitude:.4f}", zoom=view.zoom)


def _moves(asked: Asked, view: View, places: Iterable[Named]) -> Iterator[tuple[str, str, str]]:
    """Yield the links that move the map, each with its sign and what it does."""
    if view.zoom < ZOOMS - 1:
        yield "+", "closer", _at(asked, view.zoomed(view.zoom + 1))
    if view.zoom:
        yield "−", "farther", _at(asked, view.zoomed(view.zoom - 1))
    for sign, words, right, down in (("←", "west", -.4, 0), ("→", "east", .4, 0), ("↑", "north", 0, -.4),
                                     ("↓", "south", 0, .4)):
        yield sign, words, _at(asked, view.moved(right, down))
    yield "◎", "all places", asked.with_(at=None, zoom=None)


def _features(places: Iterable[Named]) -> Iterator[dict[str, Any]]:
    """Yield places as GeoJSON: exact ones as points, provinces and seas as circles, countries without geometry."""
    for one in places:
        spot = one.spot
        properties = {
            "place": spot.gazetteer, "name": one.name, "precision": spot.precision, "country": spot.country,
            "claims": spot.number, **dict(zip((kind.value for kind in Kind), counted(one), strict=True)),
            "reach_km": one.reach, "longitude": spot.longitude, "latitude": spot.latitude}
        yield {"type": "Feature", "id": spot.gazetteer, "properties": properties, "geometry": _geometry(one)}


def _geometry(place: Named) -> dict[str, Any] | None:
    spot = place.spot
    if place.reach is None:
        return {"type": "Point", "coordinates": [spot.longitude, spot.latitude]}
    if spot.precision == "country":
        return None
    high = place.reach / 111.2
    wide = high / max(cos(radians(spot.latitude)), .1)
    turns = [2 * pi * (corner % _CORNERS) / _CORNERS for corner in range(_CORNERS + 1)]
    return {"type": "Polygon", "coordinates": [[
        [round(spot.longitude + wide * cos(turn), 4), round(min(max(spot.latitude + high * sin(turn), -90), 90), 4)]
        for turn in turns]]}
