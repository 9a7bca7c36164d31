"""What the tasks of one step hand to those of the next: rows in buckets, in files of the folder of shards.

A task writes for each channel files of compressed Arrow streams, one stream a bucket, and last of all a note of where
each lies; the driver hands the places of a bucket to whoever works on it. So no task opens more than it reads, and a
task that was worked on twice has written the same bytes under the same names.
"""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from keii.shards.manifest import digest
from keii.shards.store import Store, write

HELD = 16_000_000  # bytes of binary columns and text that a task holds before it writes
_ROW = 150  # bytes that a row weighs beside those

# The columns of every channel.
CHANNELS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    # documents: who is where, and under which keys copies of it are found
    "ids": {"id": "string", "node": "int64", "part": "int32", "agency": "string"},
    "keys": {"key": "string", "id": "string", "node": "int64", "part": "int32"},
    "others": {"node": "int64", "dropped": "bool_", "agency": "string"},
    "near": {"first": "int64", "second": "int64", "part": "int32"},
    "faces": {"first": "int64", "second": "int64", "id": "string", "shingles": "binary"},
    "copies": {"first": "int64", "second": "int64", "first_id": "string", "second_id": "string"},
    # claims: what is compared, what fits together, what an event is made of
    "places": {"node": "int64", "claim": "string", "place": "string", "keys": "string", "profile": "binary",
               "story": "binary", "meaning": "binary", "act": "binary"},
    "links": {"first": "int64", "second": "int64", "score": "float64"},
    "dealt": {"first": "int64", "second": "int64", "score": "float64"},
    "told": {"node": "int64", "claim": "binary", "document": "binary", "sentence": "string", "copies": "string",
             "story": "binary", "meaning": "binary", "act": "binary"},
})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Where one bucket's rows of one file lie."""

    file: str
    start: int  # byte
    bytes: int


@dataclass(slots=True)
class _Held:
    """The rows of a channel that are not written yet."""

    buckets: list[int] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    bytes: int = 0


class Out:
    """What a task writes; nothing of it counts before `close`."""

    def __init__(self, to: Store, folder: Path, name: str) -> None:
        """Take the store, a folder of this machine for files in the making, and the task's name in the store."""
        self.to, self.folder, self.name = to, folder, name
        self.notes: dict[str, Any] = {}  # what else the driver is to know
        self._held: defaultdict[str, _Held] = defaultdict(_Held)
        self._index: defaultdict[str, list[tuple[int, str, int, int]]] = defaultdict(list)

    def row(self, channel: str, bucket: int, *values: Any) -> None:
        """Take a row of a channel, its values in the order of the columns."""
        held = self._held[channel]
        held.buckets.append(bucket)
        held.rows.append(values)
        held.bytes += _ROW + sum(len(value) for value in values if isinstance(value, bytes | str))
        if held.bytes > HELD:
            self._flush(channel)

    def close(self) -> None:
        """Write what is held, and the note that the task is done."""
        for channel in sorted(self._held):
            self._flush(channel)
        write(self.to, f"{self.name}.json", orjson.dumps({"index": self._index, "notes": self.notes}))

    def _flush(self, channel: str) -> None:
        held = self._held.pop(channel)
        if not held.rows:
            return
        order = sorted(range(len(held.rows)), key=held.buckets.__getitem__)
        number = len({file for _, file, _, _ in self._index[channel]})
        file, path = f"{self.name}-{channel}-{number}", self.folder / channel
        with path.open("wb") as out:
            for bucket, rows in _by_bucket(order, held):
                data, start = _packed(channel, rows), out.tell()
                out.write(data)
                self._index[channel].append((bucket, file, start, len(data)))
        self.to.put(path, file)


def _by_bucket(order: Sequence[int], held: _Held) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    begin = 0
    while begin < len(order):
        bucket, end = held.buckets[order[begin]], begin
        while end < len(order) and held.buckets[order[end]] == bucket:
            end += 1
        yield bucket, [held.rows[at] for at in order[begin:end]]
        begin = end


def _packed(channel: str, rows: list[tuple[Any, ...]]) -> bytes:
    import pyarrow as pa

    schema = pa.schema([(name, getattr(pa, kind)()) for name, kind in CHANNELS[channel].items()])
    columns = [pa.array(column, type=one.type) for column, one in zip(zip(*rows, strict=True), schema, strict=True)]
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_batch(pa.record_batch(columns, schema=schema))
    return sink.getvalue()


def done(at: Store, name: str) -> Mapping[str, Any] | None:
    """Return the note that a task left, None when it has not ended."""
    found = at.read(f"{name}.json")
    return orjson.loads(found) if found is not None else None


def pieces(notes: Iterable[Mapping[str, Any]], channel: str) -> dict[int, tuple[Piece, ...]]:
    """Return for each bucket of a channel where the rows lie that some tasks wrote."""
    found: defaultdict[int, list[Piece]] = defaultdict(list)
    for note in notes:
        for bucket, file, start, size in note["index"].get(channel, ()):
            found[bucket].append(Piece(file=file, start=start, bytes=size))
    return {bucket: tuple(some) for bucket, some in sorted(found.items())}


def tables(at: Store, where: Iterable[Piece]) -> Iterator[Any]:
    """Yield the Arrow tables of some pieces."""
    import pyarrow as pa

    for piece in where:
        with at.open(piece.file) as file:
            file.seek(piece.start)
            yield pa.ipc.open_stream(file.read(piece.bytes)).read_all()


def rows(at: Store, where: Iterable[Piece]) -> Iterator[dict[str, Any]]:
    """Yield the rows of some pieces."""
    for table in tables(at, where):
        for batch in table.to_batches(max_chunksize=2000):
            yield from batch.to_pylist()


def bucket(name: str, buckets: int) -> int:
    """Return the bucket of a name, the same in every process."""
    return int(digest(name.encode())[:12], 16) % buckets
