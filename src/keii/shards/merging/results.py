"""The events of a folder of shards, as its file events.json tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from keii import __version__
from keii.shards.manifest import LAYOUT, File, place
from keii.shards.merging.tables import TABLES, plain_files
from keii.shards.store import Store, write

EVENTS = "events.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Claims that hang together and could not be merged; they belong to no event."""

    claims: int  # 0: it is not known how many
    documents: Sequence[str]  # ids of some of their documents
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The tables of events of a folder of shards: by name of a task, the file of each table."""

    of: str  # SHA-256 of the folder's manifest when they were made
    files: Mapping[str, Mapping[str, File]]
    failures: Sequence[Failure] = ()
    refused: int = 0  # readings that no ledger would take

    def rows(self, table: str) -> int:
        """Return how many rows a table has."""
        return sum(files[table].rows for files in self.files.values())


def merged(at: Store) -> Merged | None:
    """Return what a folder holds; None: nothing that this keii has finished, or not of the shards that are there."""
    found = at.read(EVENTS)
    try:
        fields: dict[str, Any] = orjson.loads(found or b"{}")
    except orjson.JSONDecodeError:
        return None
    if fields.get("layout") != LAYOUT or fields.get("keii") != __version__:
        return None
    return Merged(of=fields["of"], refused=fields["refused"], failures=[Failure(**one) for one in fields["failures"]],
                  files={name: {table: File(**one) for table, one in files.items()}
                         for name, files in fields["files"].items()})


def keep(to: Store, result: Merged) -> None:
    """Say that the events are finished, and remove the files of earlier ones."""
    files = {name: plain_files(files) for name, files in sorted(result.files.items())}
    write(to, EVENTS, orjson.dumps({
        "keii": __version__, "layout": LAYOUT, "of": result.of, "refused": result.refused, "files": files,
        "failures": [asdict(one) for one in result.failures]}, option=orjson.OPT_INDENT_2) + b"\n")
    wanted = {place(table, name) for name in result.files for table in TABLES}
    for table in TABLES:
        for name in to.names(table):
            if f"{table}/{name}" not in wanted:
                to.remove(f"{table}/{name}")
