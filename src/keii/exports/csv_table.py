"""CSV by RFC 4180, UTF-8: one row a claim, event or document, with names beside ids."""

import csv
from typing import BinaryIO

from keii.exports.cells import written
from keii.exports.columns import columns
from keii.exports.files import text_over
from keii.exports.request import Request
from keii.exports.rows import rows


def write(out: BinaryIO, request: Request) -> int:
    """Write the table and return how many rows it has."""
    number = 0
    with text_over(out) as text:
        writer = csv.writer(text)
        writer.writerow([column.name for column in columns(request.of)])
        for row in rows(request):
            writer.writerow([written(value) for value in row.values()])
            number += 1
    return number
