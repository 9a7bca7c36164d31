"""The one reader of keii's data files: tab-separated values, read strictly.

A data file is UTF-8 without a byte order mark, NFC, with LF line ends. Lines that start with `#` are comments,
blank lines are skipped, the first other line is the header with the names of the columns, and every line after
it is one fact with exactly as many columns as the header; an empty column is the empty string. There is no
quoting: a cell cannot hold a tab or a line end.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from keii.errors import DataError

_REMEDY = "Data files are UTF-8 (NFC), tab-separated, one fact a line; `#` starts a comment line."


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number (from 1) and the cells by column name of every fact in the file at `path`.

    Raises DataError, with file and line, when the file cannot be read, its header is not `columns`, a line has
    another number of cells, or a cell begins or ends with a space.
    """
    width = len(columns)
    seen_header = False
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        if not seen_header:
            if cells != columns:
                raise data_error(path, number, f"the header is «{' '.join(cells)}», not «{' '.join(columns)}».")
            seen_header = True
            continue
        if len(cells) != width:
            raise data_error(path, number, f"the line has {len(cells)} columns, the header {width}.")
        if " \t" in line or "\t " in line or line[0] == " " or line[-1] == " ":
            column, cell = next(pair for pair in zip(columns, cells, strict=True) if pair[1].strip(" ") != pair[1])
            raise data_error(path, number, f"column {column} begins or ends with a space: «{cell}».")
        yield number, dict(zip(columns, cells, strict=True))
    if not seen_header:
        raise data_error(path, 1, "the file has no header line.")


def data_error(path: Path, number: int, what: str, remedy: str = _REMEDY) -> DataError:
    """Return the error for line `number` (from 1) of the data file at `path`; the caller raises it."""
    return DataError(what, where=f"{path}:{number}", remedy=remedy)


def _lines(path: Path) -> list[str]:
    """Return the file's lines without their LF; raises DataError for anything but clean NFC UTF-8."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"the data file cannot be read: {error.strerror}.", where=str(path),
                        remedy="Install keii again, or give the right path.") from error
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        number = raw.count(b"\n", 0, error.start) + 1
        raise data_error(path, number, f"byte {error.start} is not UTF-8.") from error
    lines = text.split("\n")
    if text.startswith("\ufeff"):
        raise data_error(path, 1, "the file begins with a byte order mark.")
    if "\r" not in text and unicodedata.is_normalized("NFC", text):
        return lines
    for number, line in enumerate(lines, start=1):
        if "\r" in line:
            raise data_error(path, number, "the line holds a carriage return.")
        if not unicodedata.is_normalized("NFC", line):
            raise data_error(path, number, "the line is not in normalisation form NFC.")
    return lines
