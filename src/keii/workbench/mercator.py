"""The projection of the map, and the borders on its paper.

Mercator's projection of a sphere: at every place it is true to form, so that a town's surroundings look right at any
zoom; sizes grow towards the poles. At zoom 0 the world is 960 units wide, at each further one twice as wide. Borders
are rounded to whole units before they are drawn: two countries that share a line still share it, since the same points
are rounded the same way, and at zoom 0 nine of ten points fall away.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, floor, log, log2, pi, radians, tan

import numpy as np

from keii.workbench.borders import Borders, Points

WIDTH, HEIGHT = 960, 520  # of the paper
ZOOMS = 9  # 0 to 8: at 8 the paper is about 150 km wide, as fine as the borders are
NORTH = 84.0  # beyond it the projection grows without end
_AROUND = 40_075.0  # kilometres, of the equator


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The part of the world on the paper: its middle and its zoom."""

    longitude: float
    latitude: float
    zoom: int

    @property
    def world(self) -> float:
        """How wide the whole world is, in units of the paper."""
        return world(self.zoom)

    @property
    def corner(self) -> tuple[float, float]:
        """Where the left upper corner of the paper lies in the world; it may lie above or left of it."""
        x, y = projected(self.longitude, self.latitude, self.zoom)
        return x - WIDTH / 2, y - HEIGHT / 2

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a place stands on the paper: of its repetitions around the world the nearest to the middle."""
        x, y = projected(longitude, latitude, self.zoom)
        left, top = self.corner
        x = (x - left - WIDTH / 2 + self.world / 2) % self.world + WIDTH / 2 - self.world / 2
        return round(x, 1), round(y - top, 1)

    def units(self, kilometres: float, latitude: float) -> float:
        """Return how long a distance is on the paper."""
        return kilometres * self.world / (_AROUND * max(cos(radians(latitude)), .1))

    def moved(self, right: float, down: float) -> "View":
        """Return the view moved by shares of the paper."""
        x, y = projected(self.longitude, self.latitude, self.zoom)
        longitude, latitude = unprojected(x + right * WIDTH, y + down * HEIGHT, self.zoom)
        return View(longitude=longitude, latitude=latitude, zoom=self.zoom)

    def zoomed(self, zoom: int) -> "View":
        """Return the view of the same middle at another zoom."""
        return View(longitude=self.longitude, latitude=self.latitude, zoom=min(max(zoom, 0), ZOOMS - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An area on the paper, as the d of an SVG path in units of the world."""

    code: str | None
    name: str
    d: str
    wide: float  # of what is drawn, in units


def world(zoom: int) -> float:
    """Return how wide the world is at a zoom."""
    return float(WIDTH * 2 ** zoom)


def projected(longitude: float, latitude: float, zoom: int) -> tuple[float, float]:
    """Return the place of a point in the world, from its left upper corner."""
    size = world(zoom)
    north = radians(min(max(latitude, -NORTH), NORTH))
    return (longitude + 180) / 360 * size, size / 2 - size / (2 * pi) * log(tan(pi / 4 + north / 2))


def unprojected(x: float, y: float, zoom: int) -> tuple[float, float]:
    """Return the point of a place in the world, longitudes from -180 on."""
    size = world(zoom)
    latitude = float(np.degrees(2 * np.arctan(np.exp((size / 2 - y) * 2 * pi / size)) - pi / 2))
    longitude = x / size * 360 - 180
    return round(longitude - 360 * floor((longitude + 180) / 360), 4), round(min(max(latitude, -NORTH), NORTH), 4)


def fitting(places: Iterable[tuple[float, float]], *, closest: int = 5) -> View | None:
    """Return the closest view that holds all places (longitude, latitude), None for none.

    The world is cut where the widest gap between the places is, so that Tokyo and Hawaii are neighbours.
    """
    found = sorted(set(places))
    if not found:
        return None
    gaps = [(found[0][0] + 360 - found[-1][0], 0)]
    gaps += [(after[0] - before[0], at) for at, (before, after) in enumerate(pairwise(found), 1)]
    _, cut = max(gaps)
    ordered = [*found[cut:], *((longitude + 360, latitude) for longitude, latitude in found[:cut])]
    xs, ys = zip(*(projected(longitude, latitude, 0) for longitude, latitude in ordered), strict=True)
    room = min(.8 * WIDTH / max(max(xs) - min(xs), 1e-9), .75 * HEIGHT / max(max(ys) - min(ys), 1e-9))
    longitude, latitude = unprojected((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2, 0)
    return View(longitude=longitude, latitude=latitude, zoom=min(max(floor(log2(room)), 0), closest))


@dataclass(frozen=True, slots=True)
class _Ring:
    area: int
    left: int
    top: int
    right: int
    bottom: int
    d: str


def outlines(borders: Borders, view: View) -> tuple[Outline, ...]:
    """Return the areas that the paper shows, in units of the world; those beyond its edge are drawn by repetition."""
    left, top = view.corner
    size = view.world
    found: defaultdict[int, list[_Ring]] = defaultdict(list)
    for ring in _rings(borders, view.zoom):
        if ring.bottom >= top and ring.top <= top + HEIGHT and any(
                ring.right + turn >= left and ring.left + turn <= left + WIDTH for turn in (-size, 0, size)):
            found[ring.area].append(ring)
    return tuple(Outline(code=borders.areas[area].code, name=borders.areas[area].name,
                         d="".join(ring.d for ring in own), wide=max(ring.right - ring.left for ring in own))
                 for area, own in sorted(found.items()))


@lru_cache(maxsize=ZOOMS * 2)
def _rings(borders: Borders, zoom: int) -> tuple[_Ring, ...]:
    rings = ((number, _drawn(line, zoom)) for number, area in enumerate(borders.areas) for line in area.rings)
    return tuple(_ring(number, points) for number, points in rings if len(points) > 3)


def _drawn(line: Points, zoom: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """Return a line in whole units of the world, without points that are the same as the one before."""
    size = world(zoom)
    north = np.radians(np.clip(line[:, 1], -NORTH, NORTH))
    x = (line[:, 0] + 180) / 360 * size
    y = size / 2 - size / (2 * pi) * np.log(np.tan(pi / 4 + north / 2))
    points = np.rint(np.stack((x, y), axis=1)).astype(np.int64)
    kept = np.concatenate(([True], (np.diff(points, axis=0) != 0).any(axis=1)))
    return points[kept]


def _ring(area: int, points: "np.ndarray[tuple[int, int], np.dtype[np.int64]]") -> _Ring:
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    steps = " ".join(map(str, np.diff(points[:-1], axis=0).ravel().tolist()))
    return _Ring(area, left, top, right, bottom, f"M{points[0, 0]} {points[0, 1]}l{steps}z")
