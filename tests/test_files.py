"""Rows of a large file are read where they lie."""

from pathlib import Path

import numpy as np
import pytest

from keii.files import RowFile


@pytest.fixture
def rows(tmp_path: Path) -> RowFile:
    path = tmp_path / "rows"
    path.write_bytes(b"head" + bytes(range(30)))
    return RowFile(path, start=4, width=3)


def test_rows_come_in_the_order_asked_for(rows: RowFile) -> None:
    assert rows(np.array([2, 0, 9, 2])).tolist() == [[6, 7, 8], [0, 1, 2], [27, 28, 29], [6, 7, 8]]


def test_no_rows(rows: RowFile) -> None:
    assert rows(np.array([], dtype=np.int64)).shape == (0, 3)


def test_row_behind_the_end_is_an_error(rows: RowFile) -> None:
    with pytest.raises(OSError, match="row 10"):
        rows(np.array([1, 10]))


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        RowFile(tmp_path / "nowhere", start=0, width=1)
