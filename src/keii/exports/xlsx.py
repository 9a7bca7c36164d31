"""XLSX: a sheet with one row a claim, event or document, and a sheet that says what the columns hold."""

import re
import shutil
import tempfile
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from keii.exports.cells import joined
from keii.exports.columns import columns
from keii.exports.request import Request
from keii.exports.rows import rows

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

# Limits of the format (ECMA-376, as Excel has them).
SHEET_ROWS = 1_048_576
CELL_LENGTH = 32_767
CUT = "…"
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold
_NO_TIME = datetime(1980, 1, 1)  # the earliest that ZIP knows: the same claims, the same bytes
_WIDTHS = {"integer": 9, "number": 11, "flag": 9}


class _Archive(zipfile.ZipFile):
    """A ZIP file without times."""

    def open(self, name: Any, mode: Any = "r", *rest: Any, **options: Any) -> Any:
        if mode == "w" and isinstance(name, zipfile.ZipInfo):
            name.date_time = _NO_TIME.timetuple()[:6]
        return super().open(name, mode, *rest, **options)


def write(out: BinaryIO, request: Request) -> int:
    """Write the workbook and return how many rows of data it has; a sheet that is full goes on in another one.

    It is packed into a temporary file first: into a pipe, ZIP would be packed otherwise, and a pipe that closes
    half-way would leave openpyxl's writers open, which then complain on standard error.
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.created, book.properties.modified = "keii", _NO_TIME, _NO_TIME
    sheet, number = _sheet(book, request.of, request.of), 0
    for number, row in enumerate(rows(request), start=1):
        if number > 1 and (number - 1) % (SHEET_ROWS - 1) == 0:
            sheet = _sheet(book, f"{request.of} {(number - 1) // (SHEET_ROWS - 1) + 1}", request.of)
        sheet.append([_cell(sheet, value) for value in row.values()])
    _explain(book, request)
    with tempfile.TemporaryFile() as packed:
        ExcelWriter(book, _Archive(packed, "w", zipfile.ZIP_DEFLATED)).save()  # Workbook.save writes the time of day
        packed.seek(0)
        shutil.copyfileobj(packed, out)
    return number


def _sheet(book: Any, title: str, of: str) -> "WriteOnlyWorksheet":
    from openpyxl.utils import get_column_letter

    sheet: WriteOnlyWorksheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns(of), start=1):
        wide = column.name in ("sentence_text", "text")
        sheet.column_dimensions[get_column_letter(number)].width = 60 if wide else _WIDTHS.get(column.type, 18)
    sheet.append([_cell(sheet, column.name, bold=True) for column in columns(of)])
    return sheet


def _explain(book: Any, request: Request) -> None:
    sheet = book.create_sheet("columns")
    for letter, width in (("A", 20), ("B", 9), ("C", 80)):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, word, bold=True) for word in ("column", "type", "meaning")])
    for column in columns(request.of):
        meaning = column.ja if request.lang == "ja" else column.en
        sheet.append([_cell(sheet, word) for word in (column.name, column.type, meaning)])


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """Return a cell; a text stays a text, also where it begins with =."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if value is None or isinstance(value, bool | int | float):
        return value
    text = _STEERING.sub("\ufffd", joined(value) if isinstance(value, list) else value)
    if len(text.encode("utf-16-le")) // 2 > CELL_LENGTH:
        text = text[:CELL_LENGTH // 2] + CUT  # half, because a character may count twice
    if not text.startswith("=") and not bold:
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # openpyxl took it for a formula
    if bold:
        cell.font = Font(bold=True)
    return cell
