"""The reader of data files takes clean tables and names file and line of everything else."""

from pathlib import Path

import pytest

from keii.errors import DataError
from keii.tables import read_table

COLUMNS = ("word", "sense")


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "table.tsv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_rows_come_with_their_line_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, "# source: none\nword\tsense\n\n会談\ttalks\n# a remark\n訪問\t\n")
    assert list(read_table(path, COLUMNS)) == [
        (4, {"word": "会談", "sense": "talks"}),
        (6, {"word": "訪問", "sense": ""}),
    ]


def test_only_lf_ends_a_line(tmp_path: Path) -> None:
    path = write(tmp_path, "word\tsense\na\u2028b\tc\x0bd\n")
    assert list(read_table(path, COLUMNS)) == [(2, {"word": "a\u2028b", "sense": "c\x0bd"})]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("", 1, "no header"),
        ("# only a remark\n", 1, "no header"),
        ("word\tmeaning\n", 1, "header"),
        ("word\tsense\nonly one\n", 2, "1 columns"),
        ("word\tsense\na\tb\tc\n", 2, "3 columns"),
        ("word\tsense\na\tb\nc\td \n", 3, "space"),
        ("word\tsense\r\na\tb\r\n", 1, "carriage return"),
        ("\ufeffword\tsense\n", 1, "byte order mark"),
        ("word\tsense\nか\u3099\tb\n", 2, "NFC"),
        (b"word\tsense\na\tb\n\xff\tc\n", 3, "UTF-8"),
    ],
)
def test_errors_name_file_line_and_fault(tmp_path: Path, content: str | bytes, line: int, what: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(DataError, match=what) as caught:
        list(read_table(path, COLUMNS))
    assert caught.value.where == f"{path}:{line}"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"missing\.tsv"):
        list(read_table(tmp_path / "missing.tsv", COLUMNS))
