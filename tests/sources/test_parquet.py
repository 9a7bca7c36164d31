import builtins
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from keii.model import Document, Problem
from keii.sources import find, parquet

TEXT = "The minister met the ambassador in Oslo on Monday and praised the treaty."


def write(path: Path, **columns: list[Any]) -> str:
    pq.write_table(pa.table(columns), path)
    return str(path)


def test_every_row_is_a_document_with_its_fields(tmp_path: Path) -> None:
    path = write(tmp_path / "news.parquet", text=[TEXT, TEXT + " Then he left."], title=["A title", None],
                 publisher=["Courier", "Courier"], url=["https://a.example/1", None], language=["en", "en"],
                 published=["2026-11-20", None], score=[1, 2])
    first, second = find([path])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.title, first.publisher, first.url, first.published_at, first.published_basis) == (
        "A title", "Courier", "https://a.example/1", "2026-11-20", "field")
    assert (first.origin, second.origin, first.reader, first.encoding) == (f"{path}:1", f"{path}:2", "parquet", None)
    assert (second.title, second.published_at) == (None, None)


@pytest.mark.parametrize(("value", "at"), [
    (date(2026, 11, 20), "2026-11-20"),
    (datetime(2026, 11, 20, 9, 30, tzinfo=UTC), "2026-11-20T09:30:00+00:00"),
])
def test_dates_may_be_dates_and_times(tmp_path: Path, value: date, at: str) -> None:
    (found,) = find([write(tmp_path / "news.parquet", text=[TEXT], published=[value])])
    assert isinstance(found, Document)
    assert found.published_at == at


def test_rows_are_read_some_at_a_time_and_keep_their_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_ROWS", 2)
    path = write(tmp_path / "news.parquet", text=[f"{TEXT} {number}" for number in range(5)], language=["en"] * 5)
    assert [one.origin for one in find([path])] == [f"{path}:{number}" for number in range(1, 6)]


def test_a_bad_row_or_field_costs_itself_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "news.parquet", text=[None, TEXT, TEXT + " Again."], title=[b"x", None, b"y"],
                 published=["yesterday", "yesterday", None])
    found = list(find([path], language="en"))
    assert [(one.origin.removeprefix(path), getattr(one, "code", "")) for one in found] == [
        (":1", "input.no-text"), (":2", ""), (":2", "input.bad-date"), (":3", ""), (":3", "input.wrong-type")]
    assert isinstance(found[4], Problem)
    assert found[4].message == "«title» is of the type bytes, not a string; the document was read without it."


@pytest.mark.parametrize(("data", "code"), [(b"PAR1 and no more", "input.broken"), (b"", "input.broken")])
def test_a_file_that_is_damaged_is_told(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "news.parquet").write_bytes(data)
    (found,) = find([str(tmp_path / "news.parquet")])
    assert isinstance(found, Problem)
    assert found.code == code


def test_a_file_without_texts_or_rows_is_told(tmp_path: Path) -> None:
    other = write(tmp_path / "other.parquet", body=[TEXT])
    empty = write(tmp_path / "empty.parquet", text=[])
    assert [one.code for one in find([other, empty]) if isinstance(one, Problem)] == ["input.no-text", "input.empty"]


def test_what_to_install_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def importing(name: str, *arguments: Any, **others: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *arguments, **others)

    path, real = write(tmp_path / "news.parquet", text=[TEXT]), builtins.__import__
    monkeypatch.setattr(builtins, "__import__", importing)
    (found,) = find([path])
    assert isinstance(found, Problem)
    assert (found.code, found.remedy) == ("input.needs-package", "Install it with: pip install 'keii[engines]'")
