"""The table of word forms that decide where a sentence ends: split.tsv of each language."""

from collections.abc import Collection
from pathlib import Path

from keii.errors import DataError
from keii.tables import read_table


def read_forms(path: Path, kinds: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return the (kind, form) rows of a table in their order; raises DataError for another kind or an empty form."""
    rows = []
    for number, row in read_table(path, ("kind", "form")):
        if row["kind"] not in kinds or not row["form"]:
            raise DataError(
                f"kind «{row['kind']}» is unknown or the form empty.",
                where=f"{path}:{number}",
                remedy=f"Kinds: {', '.join(kinds)}.",
            )
        rows.append((row["kind"], row["form"]))
    return tuple(rows)
