"""The user's own actors: a folder of files in the registry's formats, read beside those that keii ships.

`keii import actors` writes it, and a person can: people.tsv, offices_held.tsv, organisations.tsv, outlets.tsv and
other_names.tsv, whose lines may be about entries that keii ships too. Nothing in the folder replaces a shipped line.
The environment's KEII_ACTORS names it; without it there is none.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from keii.config import ACTORS
from keii.errors import UsageError
from keii.tables import read_table

BODY = ("id", "code", "language", "name", "kind", "note")
COLUMNS: dict[str, tuple[str, ...]] = {
    "people": ("id", "name_en", "name_ja", "aliases_en", "aliases_ja", "note"),
    "offices_held": ("person", "country", "office", "sector", "start", "end", "source", "note"),
    "organisations": BODY,
    "outlets": BODY,
    "other_names": ("id", "language", "name", "note"),
}


@cache
def folder() -> Path | None:
    """Return the folder of the user's own actors, None where there is none.

    Raises UsageError where the environment names what is no folder.
    """
    setting = os.environ.get(ACTORS)
    if not setting:
        return None
    if not Path(setting).is_dir():
        raise UsageError(f"«{setting}» is no folder.", where=ACTORS,
                         remedy="`keii import actors` makes it; name a folder that exists, or nothing.")
    return Path(setting)


def rows_of(table: str, where: Path | None) -> Iterator[dict[str, str]]:
    """Yield the lines of one of the files of COLUMNS in a folder, none where it is not there; raises DataError."""
    path = where / f"{table}.tsv" if where else None
    if path is not None and path.exists():
        for _, row in read_table(path, COLUMNS[table]):
            yield row


def own_rows(table: str) -> Iterator[dict[str, str]]:
    """Yield the lines of one of the files of the user's own folder."""
    return rows_of(table, folder())
