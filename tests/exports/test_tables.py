"""CSV, XLSX, Parquet, GeoJSON and JSON Lines, read back by the tools that they are for."""

import gc
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from exports.sample import ENGLISH, JAPANESE, export, exported, lines, table
from keii.exports import xlsx
from keii.exports.cells import harmless, in_one_line
from keii.exports.columns import columns
from keii.exports.formats import FORMATS, writer
from keii.exports.jsonl import claim as claim_line
from keii.exports.request import Request
from keii.ledger import Filter, Ledger

OF = ("claims", "events", "documents")
NUMBERS = {"claims": 9, "events": 9, "documents": 2}


@pytest.mark.parametrize("of", OF)
def test_csv_has_every_column_and_row(sample: Path, of: str) -> None:
    data, number, _ = exported(sample, "csv", of=of)
    rows = table(data)
    assert list(rows[0]) == [column.name for column in columns(of)]
    assert len(rows) == number == NUMBERS[of]


def test_csv_has_names_beside_codes_and_ids(sample: Path) -> None:
    visit = table(export(sample, "csv"))[-3]
    assert (visit["actor_names"], visit["actor_codes"], visit["actor_ids"]) == (
        "Vladimir Putin", "RUS/GOV", "putin-vladimir")
    assert (visit["recipient_names"], visit["implied"]) == ("North Korea", "平壌")
    assert (visit["place_name"], visit["latitude"], visit["start"]) == ("Pyongyang", "39.03385", "2024-06-13")
    japanese = table(export(sample, "csv", lang="ja"))[-3]
    assert japanese["actor_names"] == "ウラジーミル・プーチン"


def test_the_status_stands_beside_the_type_and_plovers_reading(sample: Path) -> None:
    aid = next(row for row in table(export(sample, "csv")) if row["type"] == "AID")
    assert (aid["status"], aid["plover"], aid["plover_reason"]) == ("planned", "AGREE", "future-cooperation")


def test_duckdb_reads_csv_and_parquet_alike(sample: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="development package")

    def ask(question: str) -> Any:
        return duckdb.connect().execute(question).fetchall()

    pytest.importorskip("pyarrow", reason="extra keii[export]")
    for name in ("csv", "parquet"):
        (tmp_path / f"a.{name}").write_bytes(export(sample, name))
    for name in ("csv", "parquet"):
        found = ask(f"SELECT count(*), sum(confidence), max(trigger_end) FROM '{tmp_path}/a.{name}'")
        assert found == [(9, pytest.approx(1.65), len("\n".join(ENGLISH[:4])) + len("\nNorway will send aid"))]
    assert ask(f"SELECT actor_names FROM '{tmp_path}/a.parquet' WHERE mode = 'visit'") == [(["Vladimir Putin"],)]


@pytest.mark.parametrize("of", OF)
def test_parquet_holds_lists_and_the_meaning_of_its_columns(sample: Path, of: str) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="extra keii[export]")
    found = pq.read_table(io.BytesIO(export(sample, "parquet", of=of)))
    assert found.column_names == [column.name for column in columns(of)]
    assert found.num_rows == NUMBERS[of]
    assert found.schema.metadata[b"of"] == of.encode()
    assert found.schema.field(0).metadata[b"ja"]


def test_parquet_holds_the_texts_as_they_are(sample: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet", reason="extra keii[export]")
    rows = pq.read_table(io.BytesIO(export(sample, "parquet"))).to_pylist()
    assert {row["sentence_text"] for row in rows} == {*JAPANESE, *ENGLISH}
    assert rows[0]["actors"] == ["Norway", "Japan"]
    assert rows[0]["translated"] is False


def test_excel_finds_rows_and_an_explanation_and_runs_nothing(sample: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="extra keii[export]")
    book = openpyxl.load_workbook(io.BytesIO(export(sample, "xlsx")))
    assert book.sheetnames == ["claims", "columns"]
    header, *rows = book["claims"].iter_rows()
    names = [cell.value for cell in header]
    assert names == [column.name for column in columns("claims")]
    assert len(rows) == 9
    texts = {row[names.index("sentence_text")].value for row in rows}
    assert JAPANESE[1] in texts  # begins with =
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
    assert book["columns"].max_row == len(names) + 1


def test_a_full_sheet_goes_on_in_another(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="extra keii[export]")
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 5)
    book = openpyxl.load_workbook(io.BytesIO(export(sample, "xlsx")))
    assert book.sheetnames == ["claims", "claims 2", "claims 3", "columns"]
    assert [book[name].max_row for name in book.sheetnames[:3]] == [5, 5, 2]


def test_what_a_cell_cannot_hold_is_cut_where_excel_would_refuse_it(sample: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="extra keii[export]")
    sheet = openpyxl.Workbook(write_only=True).create_sheet()
    assert xlsx._cell(sheet, "a\x00b\x0bc") == "a\ufffdb\ufffdc"
    long = xlsx._cell(sheet, "😀" * 40_000)
    assert len(long.encode("utf-16-le")) // 2 <= xlsx.CELL_LENGTH
    assert long.endswith(xlsx.CUT)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1", "\n=1"])
def test_formulas_become_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert in_one_line(text).startswith("'")


def test_no_cell_of_csv_is_a_formula(sample: Path) -> None:
    for of in OF:
        for row in table(export(sample, "csv", of=of)):
            started = [name for name, cell in row.items() if cell[:1] in "=+@＝＋－＠\t\r" and cell]
            assert started == []
    claims = table(export(sample, "csv"))
    assert {row["title"] for row in claims if row["language"] == "ja"} == {'\'=HYPERLINK("x")'}


def test_shapely_reads_the_places(sample: Path) -> None:
    shapely = pytest.importorskip("shapely", reason="development package")
    data, number, request = exported(sample, "geojson")
    found = json.loads(data)
    points = [shapely.geometry.shape(feature["geometry"]) for feature in found["features"]]
    assert number == len(points) == 3
    assert {(round(point.y, 2), round(point.x, 2)) for point in points} == {(39.03, 125.75), (59.91, 10.75)}
    assert request.left_out.total() == 6
    assert all(feature["properties"]["claim"] == feature["id"] for feature in found["features"])
    collection = shapely.from_geojson(data)
    assert len(collection.geoms) == 3


def test_geojson_of_events_and_of_nothing(sample: Path) -> None:
    found = json.loads(export(sample, "geojson", of="events"))
    assert {feature["properties"]["type"] for feature in found["features"]} == {"CONSULT", "ASSAULT"}
    empty = json.loads(export(sample, "geojson", chosen=Filter(types=("COERCE",))))
    assert empty == {"type": "FeatureCollection", "features": []}


def test_json_lines_hold_every_field_of_a_claim_with_document_and_event(sample: Path) -> None:
    found = lines(export(sample, "jsonl"))
    with Ledger.open(sample) as ledger:
        held = {claim.id: json.loads(claim_line(claim)) for claim in ledger.claims()}
    for line in found:
        around: dict[str, Any] = {key: line.pop(key) for key in ("event", "article", "sentence_text")}
        assert around["event"].startswith("e_")
        assert around["article"]["publisher"] in ("例示通信", "Example Times")
        assert line == held[line["id"]]


@pytest.mark.parametrize("of", OF)
def test_json_lines_of_everything(sample: Path, of: str) -> None:
    assert len(export(sample, "jsonl", of=of).splitlines()) == NUMBERS[of]


def test_filters_select_claims(sample: Path) -> None:
    rows = table(export(sample, "csv", chosen=Filter(actors=("NOR",), statuses=("occurred",))))
    assert [row["type"] for row in rows] == ["CONSULT", "OTHER"]
    assert len(table(export(sample, "csv", chosen=Filter(limit=4)))) == 4


@pytest.mark.parametrize("name", ["jsonl", "csv", "xlsx", "parquet", "geojson"])
def test_the_same_ledger_gives_the_same_bytes(sample: Path, name: str) -> None:
    if name in ("xlsx", "parquet"):
        pytest.importorskip({"xlsx": "openpyxl", "parquet": "pyarrow"}[name], reason="extra keii[export]")
    assert export(sample, name) == export(sample, name)


class Passing(io.RawIOBase):
    """A pipe that is read to its end."""

    def __init__(self) -> None:
        super().__init__()
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.held += data
        return len(data)


@pytest.mark.parametrize("name", FORMATS)
def test_a_pipe_that_closes_ends_the_export_and_says_nothing(
        sample: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in FORMATS[name].packages:
        pytest.importorskip(package, reason="extra keii[export]")
    told: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    reading, writing = os.pipe()
    os.close(reading)
    with Ledger.open(sample) as opened, pytest.raises(BrokenPipeError), os.fdopen(writing, "wb", 16) as out:
        writer(name)(out, Request(ledger=opened, of=FORMATS[name].of[0]))
    gc.collect()
    assert [one.exc_value for one in told if one.object is not out] == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_pipe_gets_the_bytes_of_a_file(sample: Path, name: str) -> None:
    for package in FORMATS[name].packages:
        pytest.importorskip(package, reason="extra keii[export]")
    of, pipe = FORMATS[name].of[0], Passing()
    with Ledger.open(sample) as opened, io.BufferedWriter(pipe) as out:
        writer(name)(out, Request(ledger=opened, of=of))
    assert bytes(pipe.held) == export(sample, name, of=of)
