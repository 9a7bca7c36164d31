"""Pieces of Markdown that generated pages are made of."""

import re
from collections.abc import Iterable, Sequence

_MARKS = re.compile(r"([\\`*_\[\]<>|$])")


def plain(text: str) -> str:
    """Return a text of any letters as Markdown that shows it as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """Return a text as code; it holds no backtick."""
    return f"`{text}`" if text else ""


def codes(texts: Iterable[str]) -> str:
    """Return several texts as code."""
    return " ".join(map(code, texts))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace(chr(10), ' ') for cell in line)} |" for line in lines)


def shown(text: str) -> str:
    """Return a docstring or help text, in which code stands between backticks, as a cell or paragraph of Markdown."""
    parts = re.split(r"(`[^`]+`)", " ".join(text.split()))
    return "".join(part.replace("|", "\\|") if part.startswith("`") else _MARKS.sub(r"\\\1", part) for part in parts)


def page(title: str, *parts: str) -> str:
    """Return a page of parts with lines between them."""
    return "\n\n".join([f"# {title}", *(part for part in parts if part)]) + "\n"
