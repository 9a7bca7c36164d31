"""Where words go: results to standard output, everything else to standard error."""

import sys
from collections.abc import Iterable, Sequence

import click

from keii.cli.wrap import cells


def line(json: bytes) -> None:
    """Write one line of NDJSON to standard output, in UTF-8 whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json + b"\n")
    sys.stdout.buffer.flush()


def note(message: str) -> None:
    """Say something to people on standard error."""
    click.echo(message, err=True)


def on_terminal() -> bool:
    """Tell whether a person looks at standard output."""
    return sys.stdout.isatty()


def width() -> int:
    """Return the terminal's width in cells (80 where there is none)."""
    import shutil

    return shutil.get_terminal_size().columns


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows for people: a table on a terminal, tab-separated values with English names elsewhere."""
    if not on_terminal():
        for row in ([name.lower().replace(" ", "_") for name in header], *rows):
            click.echo("\t".join(" ".join(cell.split()) for cell in row))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in header:
        shown.add_column(name, overflow="fold", min_width=min(cells(name), 10))
    for row in rows:
        shown.add_row(*map(Text, row))  # Text: brackets in evidence are no markup
    Console().print(shown)
