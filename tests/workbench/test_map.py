import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from databases import Cast
from keii.cli.words import retell
from keii.ledger import Ledger
from keii.model import Claim, Place, Status
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from keii.workbench import borders
from keii.workbench.app import application
from keii.workbench.config import Workbench
from keii.workbench.mercator import HEIGHT, WIDTH, View, fitting, projected, unprojected
from ledger.samples import CODER, document, sentences, span
from workbench.test_borders import SQUARE, collection, file, polygon

# Words, id, country, latitude, longitude, precision, status.
PLACES = (
    ("Kyiv", "geonames:703448", "UKR", 50.45, 30.52, "city", Status.OCCURRED),
    ("Borodianka", "geonames:711635", "UKR", 50.64, 29.92, "city", Status.PLANNED),
    ("Tokyo", "geonames:1850147", "JPN", 35.69, 139.69, "city", Status.OCCURRED),
    ("Oblast", "geonames:706483", "UKR", 49.55, 36.33, "province", Status.OCCURRED),
    ("Ukraine", "geonames:690791", "UKR", 49.0, 32.0, "country", Status.NOT_OCCURRED),
    ("Malta", "geonames:2562770", "MLT", 35.9, 14.4, "country", Status.OCCURRED),
    ("the sea", "keii:sea-of-japan", None, 40.0, 135.0, "region", Status.OCCURRED),
    ("the house", None, None, None, None, None, Status.OCCURRED),
)


def told(number: int) -> Reading:
    words, id, country, latitude, longitude, precision, status = PLACES[number]
    text = f"They attacked in {words} today."
    article = document(text, origin=f"{number}.txt", language="en", published_at=f"2024-06-{10 + number}")
    place = Place(span=span(text, words), country=country, gazetteer=id, latitude=latitude, longitude=longitude,
                  precision=precision, reason=None if id else "no-toponym")
    claim = Claim(document=article.id, sentence=0, type="ASSAULT", trigger=span(text, "attacked"), status=status,
                  coder=CODER, place=place)
    return Reading(origin=article.origin, document=article, sentences=sentences(text), claims=(claim,))


def fill(ledger: Ledger) -> None:
    for number in range(len(PLACES)):
        ledger.write(told(number))
    Keeper(ledger, None).catch_up()


@pytest.fixture
def ledger(tmp_path: Path, cast: Cast) -> Path:
    return cast(tmp_path / "k.db", fill)


def browse(ledger: Path, given: Path | None) -> TestClient:
    workbench = Workbench(ledger=ledger, retell=retell, borders=given)
    return TestClient(application(workbench), base_url="http://127.0.0.1")


@pytest.fixture
def browser(ledger: Path, tmp_path: Path) -> TestClient:
    """Give a browser at a map on which Ukraine is a square."""
    square = [[x + 25, y + 45] for x, y in SQUARE]
    return browse(ledger, file(tmp_path, collection(polygon(square), code="UKR", name="Ukraine")))


def features(browser: TestClient, query: str = "") -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in browser.get(f"/map.json{query}").json()["features"]}


def titles(page: str, kind: str) -> list[str]:
    return re.findall(rf'<a class="{kind}[^"]*"[^>]* aria-label="([^"]*)"', page)


# ---- the projection ----

@pytest.mark.parametrize("place", [(0.0, 0.0), (139.69, 35.69), (-179.5, -60.0), (179.5, 83.0)])
@pytest.mark.parametrize("zoom", [0, 4, 8])
def test_a_place_is_found_again_from_the_paper(place: tuple[float, float], zoom: int) -> None:
    assert unprojected(*projected(*place, zoom), zoom) == pytest.approx(place, abs=2e-4)


def test_the_middle_of_a_view_is_in_the_middle_and_the_world_is_round() -> None:
    view = View(longitude=175, latitude=40, zoom=2)
    assert view.place(175, 40) == (WIDTH / 2, HEIGHT / 2)
    assert WIDTH / 2 < view.place(-175, 40)[0] < WIDTH


def test_all_places_are_on_the_paper_also_across_the_date_line() -> None:
    places = [(139.69, 35.69), (-157.86, 21.31), (174.78, -41.29)]
    view = fitting(places)
    assert view is not None
    assert abs(view.longitude) > 150
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in (view.place(*place) for place in places))
    assert fitting([]) is None


# ---- the page ----

def test_places_are_drawn_by_how_exactly_they_are_known(browser: TestClient) -> None:
    page = browser.get("/map?at=24,44&zoom=3").text
    assert titles(page, "cluster") == ["Kyiv (city): happened: 1; Borodianka (city): awaited: 1"]
    assert sorted(title.split(" (")[1] for title in titles(page, "area")) == ["country): happened: 1",
                                                                             "province): happened: 1"]
    assert not titles(page, "spot")  # no pin stands for a province, a country or a sea
    land = re.search(r'<a href="([^"]*)" aria-label="Ukraine \(country\): denied: 1"><path class="land s1"', page)
    assert land is not None
    assert "place=geonames%3A690791" in land[1]


def test_a_cluster_leads_to_where_its_places_are_apart(browser: TestClient) -> None:
    page = browser.get("/map?at=30,49&zoom=3").text
    href = re.search(r'<a class="cluster" href="([^"]*)"', page)
    assert href is not None
    closer = browser.get(href[1].replace("&amp;", "&")).text
    assert titles(closer, "spot") == ["Kyiv (city): happened: 1", "Borodianka (city): awaited: 1"]


def test_a_place_leads_to_the_claims_that_name_it(browser: TestClient) -> None:
    found = browser.get("/claims.json?place=geonames:703448").json()
    assert [one["place"]["span"]["quote"] for one in found["items"]] == ["Kyiv"]
    assert browser.get("/claims.json?place=!geonames:703448").json()["total"] == len(PLACES) - 1
    page = browser.get("/map?status=occurred").text
    assert "/claims?status=occurred&amp;place=geonames%3A1850147" in page


def test_what_is_on_no_map_is_counted(browser: TestClient) -> None:
    found = browser.get("/map.json").json()
    assert (found["total"], found["places"], found["unresolved"], found["without"]) == (7, 7, 1, 0)


def test_the_json_is_geojson_without_false_points(browser: TestClient) -> None:
    found = features(browser)
    assert browser.get("/map.json").json()["type"] == "FeatureCollection"
    assert found["geonames:703448"]["geometry"] == {"type": "Point", "coordinates": [30.52, 50.45]}
    assert found["geonames:690791"]["geometry"] is None
    assert found["geonames:706483"]["geometry"]["type"] == "Polygon"
    line = found["keii:sea-of-japan"]["geometry"]["coordinates"][0]
    assert line[0] == line[-1]
    assert found["geonames:711635"]["properties"]["awaited"] == 1


def test_the_filter_and_the_days_select_what_is_drawn(browser: TestClient) -> None:
    assert set(features(browser, "?place=JPN")) == {"geonames:1850147"}
    assert set(features(browser, "?since=2024-06-12&until=2024-06-12")) == {"geonames:1850147"}
    assert 'class="histogram"' in browser.get("/map").text


def test_the_map_has_a_table_beside_it(browser: TestClient) -> None:
    page = browser.get("/map").text.split("The map as a table</h2>")[1]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in page.split("<tr>")[2:]]
    shown = {re.sub(r"<[^>]*>", "", row[0]).strip(): row[1:] for row in rows}
    assert shown["Kyiv UKR"] == ["city", "1", "0", "0"]
    assert len(shown) == 7


@pytest.mark.parametrize("query", ["at=1", "at=x,y", "at=200,0", "at=0,0&zoom=99", "zoom=x", "at=nan,0"])
def test_a_place_that_is_none_is_refused(browser: TestClient, query: str) -> None:
    answer = browser.get(f"/map?{query}")
    assert answer.status_code == 400
    assert "longitude" in answer.text


# ---- whose borders ----

def test_a_readers_own_borders_are_named(browser: TestClient) -> None:
    assert "Borders: borders.json." in browser.get("/map").text


def test_the_shipped_borders_speak_the_readers_language_and_a_readers_own_stay_as_they_are(
        ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    square = file(tmp_path, collection(polygon([[x + 10, y + 50] for x, y in SQUARE]), code="CZE", name="Czechia"))
    drawn = borders.read(square)
    assert "<title>Czechia</title>" in browse(ledger, square).get("/map?lang=ja").text
    monkeypatch.setattr(borders, "own", lambda: drawn)
    assert "<title>チェコ</title>" in browse(ledger, None).get("/map?lang=ja").text
    assert "<title>Czechia</title>" in browse(ledger, None).get("/map?lang=en").text


def test_a_file_that_was_spoilt_leaves_the_places(ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "spoilt.json"
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": []}))
    page = browse(ledger, path).get("/map").text
    assert "the file of borders holds no area." in page
    assert titles(page, "spot")
    assert "境界のファイルに領域がありません。" in browse(ledger, path).get("/map?lang=ja").text


def test_without_borders_the_map_says_how_they_are_made(ledger: Path, monkeypatch: pytest.MonkeyPatch,
                                                       tmp_path: Path) -> None:
    monkeypatch.setattr(borders, "FILE", tmp_path / "none.json")
    page = browse(ledger, None).get("/map").text
    assert "the borders of the map were not made." in page
    assert "make borders" in page
    assert "Ukraine (country): denied: 1" in titles(page, "area")


@pytest.mark.skipif(not borders.FILE.exists(), reason="the borders were not made: make borders")
def test_the_own_borders_are_drawn_with_the_note_that_they_are_those_held(ledger: Path) -> None:
    page = browse(ledger, None).get("/map?at=30,49&zoom=2").text
    assert "as they are held, not as they are claimed" in page
    assert "<title>Poland</title>" in page
    assert len(page) < 600_000
