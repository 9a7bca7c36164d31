"""The answers of a ledger as frames of pandas and polars and as a table of Arrow: columns, types, values."""

from pathlib import Path
from typing import TYPE_CHECKING, assert_type

import pytest

import keii
from exports.sample import ledger
from keii.api import Of, Record
from keii.exports.columns import columns
from keii.model import Claim, Document, Event

if TYPE_CHECKING:
    import polars

OF: tuple[Of, ...] = ("claims", "events", "documents")
PANDAS = {"text": "string", "integer": "Int64", "number": "float64", "flag": "boolean", "list": "object"}
POLARS = {"text": "String", "integer": "Int64", "number": "Float64", "flag": "Boolean", "list": "List(String)"}
ARROW = {"text": "string", "integer": "int64", "number": "double", "flag": "bool", "list": "list<item: string>"}
NOBODY = "no such words"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ledger(tmp_path_factory.mktemp("frames") / "a.keii")


@pytest.mark.parametrize("text", [None, NOBODY], ids=["filled", "empty"])
@pytest.mark.parametrize("of", OF)
def test_columns_have_their_types_whatever_is_in_them(path: Path, of: Of, text: str | None) -> None:
    pytest.importorskip("pyarrow", reason="extra keii[export]")
    pytest.importorskip("pandas", reason="not of keii: pip install pandas")
    pytest.importorskip("polars", reason="not of keii: pip install polars")
    wanted = {column.name: column.type for column in columns(of)}
    with keii.open(path) as record:
        answer = getattr(record, of)(**({"text": text} if text else {}))
        pandas, polars, arrow = answer.pandas(), answer.polars(), answer.arrow()
        number = len(list(answer.rows()))
    assert (number == 0) == (text is not None)
    assert len(pandas) == len(polars) == arrow.num_rows == number
    assert {name: str(kind) for name, kind in pandas.dtypes.items()} == {n: PANDAS[kind] for n, kind in wanted.items()}
    assert {name: str(kind) for name, kind in polars.schema.items()} == {n: POLARS[kind] for n, kind in wanted.items()}
    assert {f.name: str(f.type) for f in arrow.schema} == {name: ARROW[kind] for name, kind in wanted.items()}


def test_frames_hold_the_rows_of_the_ledger(path: Path) -> None:
    pytest.importorskip("pyarrow", reason="extra keii[export]")
    pytest.importorskip("polars", reason="not of keii: pip install polars")
    with keii.open(path) as record:
        answer = record.claims(type="CONSULT")
        rows = list(answer.rows())
        assert answer.arrow().to_pylist() == rows
        assert answer.polars().to_dicts() == rows
    assert {(row["trigger"], row["country"]) for row in rows} == {("訪問", "PRK"), ("talks", "NOR")}


def test_pandas_counts_and_leaves_open_what_the_text_does_not_say(path: Path) -> None:
    pd = pytest.importorskip("pandas", reason="not of keii: pip install pandas")
    with keii.open(path) as record:
        frame = record.claims().pandas()
        events = record.events().pandas()
    occurred = frame[frame.status == "occurred"]
    assert sorted(occurred[occurred.type == "CONSULT"].trigger) == ["talks", "訪問"]
    launch = frame[frame.trigger == "launched"].iloc[0]
    assert launch["mode"] is pd.NA
    assert pd.isna(launch.latitude)
    assert launch.recipients == []
    acting = frame.explode("actor_codes").groupby("actor_codes").size()
    assert acting["NOR/GOV"] == int(frame.actor_codes.map(lambda codes: "NOR/GOV" in codes).sum())
    assert int(events.claims.sum()) == len(frame)  # every claim stands in one event


def test_polars_and_arrow_reckon_with_lists(path: Path) -> None:
    pl = pytest.importorskip("polars", reason="not of keii: pip install polars")
    pc = pytest.importorskip("pyarrow.compute", reason="extra keii[export]")
    with keii.open(path) as record:
        frame = record.claims().polars()
        table = record.claims().arrow()
    norwegian = frame.filter(pl.col("actor_codes").list.contains("NOR/GOV"))
    assert norwegian["type"].to_list() == ["CONSULT", "RETREAT", "OTHER", "AID"]
    assert frame.filter(pl.col("latitude").is_not_null()).height == 3
    assert pc.sum(pc.equal(table["status"], "occurred")).as_py() == frame.filter(status="occurred").height


def test_names_are_in_the_language_that_was_asked_for(path: Path) -> None:
    pytest.importorskip("polars", reason="not of keii: pip install polars")
    with keii.open(path, lang="ja") as record:
        names = record.events(type="CONSULT").polars()["actor_names"].to_list()
    assert ["ウラジーミル・プーチン"] in names


def test_answers_are_typed(path: Path) -> None:
    """What a type checker knows of them: `make lint` fails where this is not so."""
    with keii.open(path) as record:
        assert_type(record, Record)
        assert_type(record.claims(type=["AID", "CONSULT"], limit=1), keii.Answer[Claim])
        assert_type(record.events(since="2024"), keii.Answer[Event])
        assert_type(next(iter(record.documents())), Document)
        if TYPE_CHECKING:
            assert_type(record.claims().polars(), polars.DataFrame)
