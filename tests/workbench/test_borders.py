from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest

from keii.errors import DataError, UsageError
from keii.workbench import borders, build

SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
# Two squares side by side that share the line from (10, 0) to (10, 10), as TopoJSON: steps on a grid of one degree.
TOPOLOGY = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
    "objects": {"countries": {"geometries": [
        {"type": "Polygon", "arcs": [[0, 1]], "id": "392", "properties": {"name": "Japan"}},
        {"type": "MultiPolygon", "arcs": [[[~0, 2]]], "properties": {"name": "Kosovo"}}]}},
}


def collection(*geometries: Any, **properties: str) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": properties, "geometry": geometry} for geometry in geometries]}


def polygon(*lines: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": lines}


def file(folder: Path, content: object) -> Path:
    path = folder / "borders.json"
    path.write_bytes(content if isinstance(content, bytes) else orjson.dumps(content))
    return path


# ---- what keii makes of TopoJSON ----

def test_shared_lines_are_taken_apart(tmp_path: Path) -> None:
    made = borders.read(file(tmp_path, build.geojson(TOPOLOGY)))
    assert [(area.code, area.name) for area in made.areas] == [("JPN", "Japan"), ("XKX", "Kosovo")]
    assert made.areas[0].rings[0].tolist() == [[10, 0], [10, 10], [0, 10], [0, 0], [10, 0]]
    assert made.areas[1].rings[0].tolist() == [[10, 10], [10, 0], [20, 0], [20, 10], [10, 10]]


def test_every_number_of_a_country_has_its_code() -> None:
    codes = build.by_number()
    assert {number: codes[number] for number in ("392", "643", "250", "408", "840")} == {
        "392": "JPN", "643": "RUS", "250": "FRA", "408": "PRK", "840": "USA"}


@pytest.mark.skipif(not borders.FILE.exists(), reason="the borders were not made: make borders")
def test_the_borders_that_come_with_keii_hold_the_countries_of_the_news() -> None:
    codes = {area.code for area in borders.own().areas}
    assert {"JPN", "USA", "RUS", "UKR", "CHN", "TWN", "PRK", "KOR", "ISR", "PSE", "XKX", "ESH", "SGP"} <= codes


def test_borders_that_were_not_made_are_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(borders, "FILE", tmp_path / "none.json")
    with pytest.raises(DataError, match="not made") as error:
        borders.own()
    assert "make borders" in error.value.remedy


# ---- a file of the reader's own ----

@pytest.mark.parametrize("property", ["code", "ISO_A3", "ADM0_A3"])
def test_the_code_is_found_under_the_names_that_files_use(tmp_path: Path, property: str) -> None:
    found = borders.read(file(tmp_path, collection(polygon(SQUARE), **{property: "UKR"})))
    assert found.areas[0].code == "UKR"
    assert not found.own


def test_a_line_across_the_date_line_goes_on_instead_of_jumping(tmp_path: Path) -> None:
    line = [[170, 0], [-170, 0], [-170, 10], [170, 10], [170, 0]]
    found = borders.read(file(tmp_path, collection(polygon(line)))).areas[0].rings[0]
    assert np.ptp(found[:, 0]) == 20


def test_a_line_around_a_pole_is_closed_along_it(tmp_path: Path) -> None:
    line = [[-180, -70], [-90, -70], [0, -70], [90, -70], [180, -70], [-180, -70]]
    found = borders.read(file(tmp_path, collection(polygon(line)))).areas[0].rings[0]
    assert found[:, 1].min() == -90
    assert found[:, 0].min() == -180
    assert found[:, 0].max() == 180


@pytest.mark.parametrize(("content", "words", "place"), [
    (b"{", "no JSON", ""),
    ([], "no FeatureCollection", ""),
    ({"type": "Topology", "objects": {}}, "no FeatureCollection", ""),
    (collection(), "holds no area", ""),
    (collection(polygon(SQUARE), {"type": "Point", "coordinates": [0, 0]}), "no area but «Point»", "feature 1"),
    (collection(None), "no geometry", "feature 0"),
    (collection(polygon(SQUARE[:-1])), "not closed", "feature 0"),
    (collection(polygon(SQUARE[:3])), "fewer than four points", "feature 0"),
    (collection(polygon([[0, 0], ["x", 0], [1, 1], [0, 0]])), "no list of points", "feature 0"),
    (collection(polygon([[0, 0], [500000, 0], [1, 1], [0, 0]])), "outside", "feature 0"),
    (collection({"type": "Polygon", "coordinates": 5}), "no coordinates", "feature 0"),
])
def test_a_file_that_is_none_is_refused_with_the_place(tmp_path: Path, content: object, words: str, place: str) -> None:
    with pytest.raises(UsageError, match=words) as error:
        borders.read(file(tmp_path, content))
    assert error.value.where.endswith(place or "borders.json")
    assert error.value.remedy


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        borders.read(tmp_path / "none.json")
