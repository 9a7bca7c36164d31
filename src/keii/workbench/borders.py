"""The borders that the map draws: read from a GeoJSON file, keii's own or one that the reader names."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from keii.errors import DataError, UsageError

FILE = Path(__file__).parent / "data" / "borders.json"
BUILD = "Make it: python -m keii.workbench.build (in a checkout: make borders)."
REMEDY = "Give a GeoJSON FeatureCollection of Polygons or MultiPolygons, in degrees (RFC 7946)."
MOST_BYTES = 100_000_000  # of a file; Natural Earth's finest borders have 25 million
_CODES = ("code", "ISO_A3", "iso_a3", "ADM0_A3", "adm0_a3", "iso3", "ISO3")  # properties that hold an alpha-3 code
_NAMES = ("name", "NAME", "ADMIN", "admin", "name_en")

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A country or another area with borders."""

    code: str | None  # ISO 3166 alpha-3; None: the file gives none
    name: str
    rings: tuple[Points, ...]  # closed lines of longitude and latitude, in degrees; holes are rings like others


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # one file is one value: drawings of it are kept
class Borders:
    """All areas of one file."""

    areas: tuple[Area, ...]
    own: bool  # keii's own file


def own() -> Borders:
    """Return the borders that come with keii; raises DataError when they were not made."""
    try:
        changed = FILE.stat().st_mtime_ns
    except OSError as error:
        raise DataError("the borders of the map were not made.", where=str(FILE), remedy=BUILD) from error
    return _own(changed)


@lru_cache(maxsize=1)
def _own(changed: int) -> Borders:
    return Borders(areas=_areas(FILE), own=True)


def read(path: Path) -> Borders:
    """Return the borders of a GeoJSON file; raises UsageError that names the feature that cannot be drawn."""
    try:
        found = path.stat()
    except OSError as error:
        raise UsageError(f"the borders cannot be read: {error.strerror}.", where=str(path), remedy=REMEDY) from error
    if found.st_size > MOST_BYTES:
        raise UsageError(f"the file of borders is larger than {MOST_BYTES // 1_000_000} MB.", where=str(path),
                         remedy="Simplify its lines.")
    return _read(path, found.st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Borders:
    return Borders(areas=_areas(path), own=False)


def _areas(path: Path) -> tuple[Area, ...]:
    try:
        raw = path.read_bytes()
    except OSError as error:  # a folder, or no permission
        raise UsageError(f"the borders cannot be read: {error.strerror}.", where=str(path), remedy=REMEDY) from error
    try:
        found = orjson.loads(raw)
    except ValueError as error:
        raise UsageError(f"the file of borders is no JSON: {error}.", where=str(path), remedy=REMEDY) from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise UsageError("the file of borders is no FeatureCollection.", where=str(path), remedy=REMEDY)
    areas = tuple(_area(feature, f"{path}: feature {number}") for number, feature in enumerate(features))
    if not any(area.rings for area in areas):
        raise UsageError("the file of borders holds no area.", where=str(path), remedy=REMEDY)
    return areas


def _area(feature: Any, where: str) -> Area:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        raise UsageError("a feature of the borders has no geometry.", where=where, remedy=REMEDY)
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise UsageError("the properties of a feature are no object.", where=where, remedy=REMEDY)
    code = next((value for name in _CODES if _is_code(value := properties.get(name))), None)
    name = next((str(properties[name]) for name in _NAMES if properties.get(name)), code or "")
    return Area(code=code, name=name, rings=tuple(_ring(line, where) for line in _lines(geometry, where)))


def _is_code(value: object) -> bool:
    return isinstance(value, str) and len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()


def _lines(geometry: dict[str, Any], where: str) -> Iterator[Any]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise UsageError(f"a feature of the borders is no area but «{kind}».", where=where, remedy=REMEDY)
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not all(isinstance(polygon, list) for polygon in polygons):
        raise UsageError("a feature of the borders has no coordinates.", where=where, remedy=REMEDY)
    for polygon in polygons:
        yield from polygon


def _ring(line: Any, where: str) -> Points:
    """Return a closed line as an array; raises UsageError for anything else."""
    try:
        points = np.array([point[:2] for point in line], dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise UsageError("a line of the borders is no list of points.", where=where, remedy=REMEDY) from error
    if points.ndim != 2 or points.shape[1] != 2 or len(points) < 4:
        raise UsageError("a line of the borders has fewer than four points.", where=where, remedy=REMEDY)
    if not (np.isfinite(points).all() and (np.abs(points) <= (180.0001, 90.0001)).all()):
        raise UsageError("a point of the borders is outside ±180 degrees of longitude and ±90 of latitude.",
                         where=where, remedy="Reproject the file to WGS 84 (EPSG:4326), and split it at the date line.")
    if (points[0] != points[-1]).any():
        raise UsageError("a line of the borders is not closed.", where=where,
                         remedy="Let each line end in its first point.")
    return _unwrapped(points)


def _unwrapped(points: Points) -> Points:
    """Return a line that goes on beyond 180 degrees instead of jumping; one around a pole is closed along the pole."""
    turns = np.concatenate(([0.0], np.cumsum(-np.round(np.diff(points[:, 0]) / 360.0))))
    found = points + np.stack((turns * 360.0, np.zeros(len(points))), axis=1)
    if found[0, 0] != found[-1, 0]:
        pole = np.copysign(90.0, found[:, 1].mean())
        found = np.concatenate((found, [(found[-1, 0], pole), (found[0, 0], pole), found[0]]))
    middle = (found[:, 0].min() + found[:, 0].max()) / 2
    found[:, 0] -= 360.0 * np.floor((middle + 180.0) / 360.0)
    return found
