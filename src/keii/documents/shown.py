"""The day of publication that a page shows its readers: a short line with a whole date, near the headline."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from keii.documents.dates import written_date

_LINE_LENGTH = 60  # characters of a dateline: 「2026年3月9日 18時05分更新」, «By Tom Ashe, March 14, 2026 at 6 p.m.»
_NOT_OURS = re.compile(r"[©Ⓒ]|\(c\)|copyright|無断|since", re.IGNORECASE)
_UPDATED = re.compile(r"更新|改訂|修正|\b(?:last )?(?:updated|modified)\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"公開|掲載|配信|発行|初出|\b(?:published|posted|first published)\b", re.IGNORECASE)
_LABEL_LENGTH = 16  # characters of a line that only says what the date after it is
_NEAR = 4  # lines after that of an update in which the date of publication stands; below are those of other articles


def shown_date(tree: HtmlElement, title: str | None) -> str | None:
    """Return the first date in a short line from the headline on, else of the whole page; None when there is none."""
    lines = list(_lines(tree))
    start = next((number for number, line in enumerate(lines) if title and line == title), None)
    if start is not None:
        lines = lines[start:] + lines[max(start - 3, 0):start]
    return _first(lines)


def _first(lines: list[str]) -> str | None:
    """Return the first date; that of an update gives way to one of the next lines that is none."""
    updated, at = None, 0
    for number, line in enumerate(lines):
        if updated and number > at + _NEAR:
            break
        if not (found := _date(line)):
            continue
        before = lines[number - 1] if number and len(lines[number - 1]) <= _LABEL_LENGTH else ""
        if not _UPDATED.search(f"{before} {line}") or _PUBLISHED.search(line):
            return found
        if updated is None:
            updated, at = found, number
    return updated


def _lines(tree: HtmlElement) -> Iterator[str]:
    body = tree.find("body")
    for text in (tree if body is None else body).itertext():
        line = " ".join(text.split())
        if line:
            yield line


def _date(line: str) -> str | None:
    both = _UPDATED.search(line) and _PUBLISHED.search(line)
    if len(line) > (2 * _LINE_LENGTH if both else _LINE_LENGTH) or _NOT_OURS.search(line):
        return None
    if (said := _PUBLISHED.search(line)) and _UPDATED.search(line[:said.start()]):
        line = line[said.start():]  # updated …, published …
    found = written_date(line)
    return found.day if found else None
