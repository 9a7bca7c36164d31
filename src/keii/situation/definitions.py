"""Situations as people define them: checked values, and a table that a person can keep beside the ledger."""

from collections.abc import Iterator
from pathlib import Path

from keii.codebook import codebook
from keii.errors import UsageError
from keii.model import Situation
from keii.tables import data_error, read_table

COLUMNS = ("name", "actors", "types", "places", "texts")
SEPARATOR = ";"  # between the values of a cell: names hold commas and spaces


def defined(situation: Situation) -> Situation:
    """Return the situation itself; raises UsageError when it selects everything or names no type of the codebook."""
    if not situation.name.strip():
        raise UsageError("a situation needs a name.", remedy="Give one: keii situations add NAME --actor RUS ...")
    if not any((situation.actors, situation.types, situation.places, situation.texts)):
        raise UsageError(f"the situation «{situation.name}» would hold every event.",
                         remedy="Say with --actor, --type, --place or --text what belongs to it.")
    for type in situation.types:
        if type not in codebook().types:
            raise UsageError(f"--type does not know «{type}».", remedy=f"It knows: {', '.join(codebook().types)}.")
    return situation


def from_table(path: Path, *, author: str) -> Iterator[Situation]:
    """Yield the situations of a tab-separated table; raises DataError with file and line for one that is none."""
    seen: set[str] = set()
    for number, row in read_table(path, COLUMNS):
        if row["name"] in seen:
            raise data_error(path, number, f"the situation «{row['name']}» stands on an earlier line, too.")
        seen.add(row["name"])
        try:
            yield defined(Situation(
                name=row["name"], author=author, actors=_values(row["actors"]), types=_values(row["types"]),
                places=_values(row["places"]), texts=_values(row["texts"])))
        except UsageError as error:
            raise data_error(path, number, error.what, error.remedy) from error


def _values(cell: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in cell.split(SEPARATOR) if value.strip())
