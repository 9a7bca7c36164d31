"""The user's own files of actors: new lines behind those that are there, each file whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from keii.errors import DataError
from keii.gazetteer.own import COLUMNS

_HEADS = {
    "people": "# Persons of your own: docs/registry.md explains the columns. A line that is taken out is forgotten.",
    "offices_held": "# Offices of persons, also of those that keii ships.",
    "organisations": "# Bodies of your own, a name a line.",
    "outlets": "# Outlets of your own, a name a line.",
    "other_names": "# Further names, also of entries that keii ships.",
}


def keep(folder: Path, rows: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    """Write lines behind those of the files in `folder`, which is made if need be; raises DataError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table, lines in rows.items():
            _append(folder / f"{table}.tsv", table, lines)
    except OSError as error:
        raise DataError(f"the actors could not be written: {error.strerror}.", where=str(folder),
                        remedy="Name a folder that can be written to in KEII_ACTORS.") from error


def _append(path: Path, table: str, rows: Iterable[Mapping[str, str]]) -> None:
    columns = COLUMNS[table]
    before = path.read_text(encoding="utf-8") if path.exists() else f"{_HEADS[table]}\n" + "\t".join(columns) + "\n"
    if not before.endswith("\n"):
        before += "\n"
    lines = ["\t".join(" ".join(row[column].split()) for column in columns) + "\n" for row in rows]
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(before + "".join(lines), encoding="utf-8", newline="\n")
    beside.replace(path)
