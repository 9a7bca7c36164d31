"""`keii sql`: questions in SQL to shards, or to a ledger."""

import csv
import io
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import orjson

from keii.briefs.layout import Run
from keii.cli.frame import DONE, Verb, common, option
from keii.config import Settings
from keii.errors import UsageError

_SHOWN = 60  # characters of a cell of a table; JSON and CSV have all of it


@click.command(cls=Verb, help="""
Ask shards where they lie, or a ledger, in SQL: DuckDB answers from the views documents, sentences, claims, causes,
problems and those of events, whose columns docs/scale.md lists.

SOURCE is a folder of `keii read --to`, its URL, or a ledger's file; QUERY is one SELECT. Nothing is changed, no other
file is read and no extension is loaded.""")
@click.argument("source", metavar="SOURCE")
@click.argument("query", metavar="QUERY")
@option("--format", "form", type=click.Choice(("table", "csv", "json")),
        help="A table for people, CSV, or one JSON object a line; otherwise a table on a terminal, CSV elsewhere.")
@common
def sql(settings: Settings, source: str, query: str, form: str | None, as_json: bool) -> int:
    """Print the answer; return the exit code."""
    from keii.cli import output

    if any(find_spec(name) is None for name in ("duckdb", "pyarrow")):
        raise UsageError("the query needs packages that are not installed.", where="QUERY",
                         remedy="Install it with: pip install 'keii[engines,sql]'")
    if "://" not in source and not Path(source).exists():
        raise UsageError("there is no such file or folder.", where=source, remedy="Check the path.")
    from keii.shards.sql import ask

    answer = ask(source, query)
    if as_json or form == "json":
        for row in answer.rows:
            output.line(orjson.dumps(dict(zip(answer.columns, row, strict=True)), default=_json))
    elif form == "csv" or form is None and not output.on_terminal():
        for line in _lines(answer.columns, answer.rows):
            output.text(line)
    else:
        rows = [[_shown(cell) for cell in row] for row in answer.rows]
        output.columns(answer.columns, [output.Row(tuple(row[:-1]), (Run(row[-1]),)) for row in rows])
    return DONE


def _lines(columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    """Yield the lines of a CSV table without their ends; absent is empty, lists and structs are JSON."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="")
    writer.writerow(columns)
    yield held.getvalue()
    for found in rows:
        held.seek(0)
        held.truncate()
        writer.writerow(["" if cell is None else _cell(cell) for cell in found])
        yield held.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, dict | list):
        return orjson.dumps(value, default=_json).decode()
    if isinstance(value, bool):
        return str(value).lower()
    return str(_json(value)) if isinstance(value, date | time | bytes) else str(value)


def _shown(value: Any) -> str:
    words = "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else _cell(value)
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def _json(value: Any) -> Any:
    """Return what JSON can hold of a value of DuckDB's that it does not know."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)
