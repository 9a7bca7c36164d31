"""The tables of events, as the ledger has them too; docs/scale.md describes the columns."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any

from keii.model import Event
from keii.shards.manifest import File

_GROUP = 2000  # rows written at once
_VALUES = {"event": "string", "field": "string", "position": "int32", "value": "string", "claims": "strings"}
TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "events": {"event": "string", "type": "string", "label": "string", "status": "string", "since": "string",
               "until": "string", "claims": "int32", "documents": "int32", "independent": "int32"},
    "event_claims": {"event": "string", "position": "int32", "claim": "string"},
    "event_values": _VALUES,
    "event_conflicts": _VALUES,
})


def schema(table: str) -> Any:
    """Return the Arrow schema of a table of events."""
    import pyarrow as pa

    kinds = {"string": pa.string(), "int32": pa.int32(), "strings": pa.list_(pa.string())}
    return pa.schema([(name, kinds[kind]) for name, kind in TABLES[table].items()])


class EventWriter:
    """Writes events as Parquet files into a folder, TABLE.parquet each."""

    def __init__(self, folder: Path) -> None:
        """Begin the files."""
        import pyarrow.parquet as pq

        self._held: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
        self._writers = {table: pq.ParquetWriter(folder / f"{table}.parquet", schema(table), compression="zstd")
                         for table in TABLES}
        self.rows = dict.fromkeys(TABLES, 0)

    def add(self, event: Event) -> None:
        """Take an event."""
        held = self._held
        held["events"].append((event.id, event.type, event.label, event.status.value, event.since, event.until,
                               len(event.claims), event.documents, event.independent))
        held["event_claims"] += ((event.id, position, claim) for position, claim in enumerate(event.claims))
        held["event_values"] += ((event.id, name, position, value.value, list(value.claims))
                                 for name, values in event.fields for position, value in enumerate(values))
        held["event_conflicts"] += ((event.id, conflict.field, position, value.value, list(value.claims))
                                    for conflict in event.conflicts for position, value in enumerate(conflict.values))
        if len(held["event_values"]) > _GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is held and end the files."""
        self._flush()
        for writer in self._writers.values():
            writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        for table, some in self._held.items():
            if some:
                own = schema(table)
                columns = [pa.array(column, type=one.type)
                           for column, one in zip(zip(*some, strict=True), own, strict=True)]
                self._writers[table].write_table(pa.table(columns, schema=own))
                self.rows[table] += len(some)
                some.clear()


def plain_files(files: Mapping[str, File]) -> dict[str, Any]:
    """Return what a manifest says of files, as JSON has it."""
    return {table: asdict(file) for table, file in sorted(files.items())}
