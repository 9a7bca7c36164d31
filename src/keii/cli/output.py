"""Where words go: results to standard output, everything else to standard error."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from keii.briefs.layout import clean, width_of
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


def note(message: str) -> None:
    """Say something to people on standard error."""
    click.echo(message, err=True)


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
    """Print rows for people: a table on a terminal, tab-separated values with English names elsewhere."""
    if not on_terminal():
        for row in ([name.lower().replace(" ", "_") for name in header], *rows):
            text("\t".join(clean(cell).strip() for cell in row))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in header:
        shown.add_column(name, overflow="fold", min_width=min(width_of(name), 10))
    for row in rows:
        shown.add_row(*(Text(clean(cell)) for cell in row))  # Text: brackets in evidence are no markup
    with _told():
        Console().print(shown)
