"""Cells that a spreadsheet shows as they are and never runs."""

import re
from typing import Any

# What Excel, LibreOffice and Google Sheets take for the beginning of a formula when they open a text file (OWASP, «CSV
# injection»), the full-width forms included; a tab or line end at the front is dropped by some of them.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_BREAKS = re.compile(r"[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
SEPARATOR = "; "


def harmless(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def joined(values: list[str]) -> str:
    """Return a list as one text, its values parted by «; »."""
    return SEPARATOR.join(values)


def written(value: Any) -> str | int | float:
    """Return a value as a cell of CSV: lists joined, flags true and false, nothing for None, formulas harmless."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return harmless(joined(value))
        case str():
            return harmless(value)
    return value  # type: ignore[no-any-return]  # numbers


def in_one_line(value: Any) -> str:
    """Return a value as a cell of a tab-separated table without quotation: no tab, no line end."""
    return _BREAKS.sub(" ", str(written(value)))
