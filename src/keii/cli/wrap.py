"""Lines for a terminal, where Japanese characters are two cells wide and stand without spaces."""

import re
import unicodedata
from collections.abc import Iterator

import click

_CLOSING = frozenset("、。，．」』）】〉》・ー々？！…,.)]:;!?")  # never at the beginning of a line
_WIDE = re.compile(r"[⺀-鿿가-힣豈-﫿＀-｠]")


def cells(text: str) -> int:
    """Return how many cells of a terminal the text takes."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
               for char in text)


def wrap(text: str, width: int) -> list[str]:
    """Return the text in lines of at most `width` cells, broken at spaces and between Japanese characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and cells(line) + cells(piece.rstrip()) > width and piece.strip() and piece[0] not in _CLOSING:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Yield what may not be broken: words with the spaces after them, and single wide characters."""
    for match in re.finditer(r"\s+|[^\s]+", text):
        word = match[0]
        if word.isspace():
            yield " "
            continue
        for part in re.split(f"({_WIDE.pattern})", word):
            if part:
                yield part


class Formatter(click.HelpFormatter):
    """click's help formatter, wrapping by cells."""

    def write_text(self, text: str) -> None:
        """Write a paragraph at the current indentation."""
        indent = " " * self.current_indent
        for line in wrap(text, max(self.width - self.current_indent, 11)):
            self.write(f"{indent}{line}\n")

    def write_dl(self, rows: "list[tuple[str, str]]", col_max: int = 26, col_spacing: int = 2) -> None:  # type: ignore[override]
        """Write names and their explanations in two columns."""
        indent = " " * self.current_indent
        column = min(max((cells(name) for name, _ in rows), default=0), col_max) + col_spacing
        for name, explanation in rows:
            lines = wrap(explanation, max(self.width - self.current_indent - column, 10))
            if cells(name) > column - col_spacing:
                self.write(f"{indent}{name}\n")
                name = ""
            self.write(f"{indent}{name}{' ' * (column - cells(name))}{lines[0] if lines else ''}\n")
            for line in lines[1:]:
                self.write(f"{indent}{' ' * column}{line}\n")
