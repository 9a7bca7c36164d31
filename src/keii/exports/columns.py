"""The columns of the tables that are exported, read from `data/columns.tsv`; `docs/exports.md` lists them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keii.tables import data_error, read_table

FILE = Path(__file__).parent / "data" / "columns.tsv"
TYPES = ("text", "integer", "number", "flag", "list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name, the type of its cells, what it holds in both languages."""

    name: str
    type: str
    en: str
    ja: str


@cache
def columns(of: str) -> tuple[Column, ...]:
    """Return the columns of claims, events or documents, in order; raises DataError for an unknown type of cell."""
    found = []
    for number, row in read_table(FILE, ("of", "name", "type", "en", "ja")):
        if row["type"] not in TYPES:
            raise data_error(FILE, number, f"type «{row['type']}» is none of {', '.join(TYPES)}.")
        if row["of"] == of:
            found.append(Column(name=row["name"], type=row["type"], en=row["en"], ja=row["ja"]))
    return tuple(found)
