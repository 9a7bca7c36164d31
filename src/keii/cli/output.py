"""Where words go: results to standard output, everything else to standard error."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

import click

from keii.briefs.layout import Line, Run, Style, clean, paint, width_of, wrap
from keii.errors import KeiiError


class ClosedError(Exception):
    """Nobody reads standard output any more: head or less has seen enough."""


def line(json: bytes) -> None:
    """Write one line of NDJSON to standard output, in UTF-8 whatever the terminal speaks."""
    with _told():
        sys.stdout.flush()
        sys.stdout.buffer.write(json + b"\n")
        sys.stdout.buffer.flush()


def text(words: str) -> None:
    """Write a line or lines for people to standard output."""
    with _told():
        click.echo(words)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        silence()
        raise ClosedError from None
    except OSError as error:
        silence()
        raise KeiiError(f"standard output cannot be written: {error.strerror}.",
                        remedy="Free space, or send it elsewhere.") from error


def silence() -> None:
    """Send what Python still holds for standard output nowhere, so that its end raises no second error."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_DATED: ContextVar[bool] = ContextVar("_DATED", default=False)


def note(message: str) -> None:
    """Say something to people on standard error, in a log with the time before it."""
    moment = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds") + "  " if _DATED.get() else ""
    click.echo(f"{moment}{message}", err=True)


@contextlib.contextmanager
def as_log() -> Iterator[None]:
    """Put the time before what is noted, where standard error is a file or pipe; the journal of systemd has its own."""
    held = _DATED.set(not sys.stderr.isatty() and not os.environ.get("JOURNAL_STREAM"))
    try:
        yield
    finally:
        _DATED.reset(held)


def on_terminal() -> bool:
    """Tell whether a person looks at standard output."""
    return sys.stdout.isatty()


def in_color() -> bool:
    """Tell whether standard output shows colours; NO_COLOR (https://no-color.org) turns them off."""
    return on_terminal() and not os.environ.get("NO_COLOR")


def width() -> int:
    """Return the terminal's width in cells (80 where there is none)."""
    return shutil.get_terminal_size().columns


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows as tab-separated values under their English names, for programs."""
    for row in ([name.lower().replace(" ", "_") for name in header], *rows):
        text("\t".join(clean(cell).strip() for cell in row))


@dataclass(frozen=True, slots=True)
class Row:
    """A row for people: short cells, each as wide as its column needs, and words that take the rest of the line."""

    cells: tuple[str, ...]
    words: tuple[Run, ...]


def columns(header: Sequence[str], rows: Iterable[Row], *, none: str | None = None) -> None:
    """Write rows in columns for a terminal, the words of the last column wrapped beside the others.

    `none` is what is said instead where there is no row.
    """
    shown = list(rows)
    if none and not shown:
        note(f"keii: {none}")
        return
    short = [[clean(cell) for cell in row.cells] for row in shown]
    widths = [max(map(width_of, column)) for column in zip(header[:-1], *short, strict=True)]
    indent = sum(widths) + 2 * len(widths)
    left = [Run(_padded(header[:-1], widths) + header[-1], Style.DIM)]
    lines: list[Line] = [tuple(left)]
    for cells, row in zip(short, shown, strict=True):
        words = [Run(clean(run.text), run.style) for run in row.words]
        first, *rest = wrap(words, max(width() - indent, 20)) or [()]
        lines += [(Run(_padded(cells, widths)), *first), *((Run(" " * indent), *line) for line in rest)]
    text(paint(lines, color=in_color()))


def _padded(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(cell + " " * (size - width_of(cell) + 2) for cell, size in zip(cells, widths, strict=True))
