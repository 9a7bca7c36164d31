"""The five tables of a shard: which rows a reading gives, and the readings that come of rows.

`reading` counts the readings of a shard from 0 and joins its tables. A reading without a document has a row in
`problems` alone. docs/scale.md describes the columns.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from keii import __version__
from keii.engines.local import Made, words
from keii.model import Cause, Claim, Document, Problem, Sentence
from keii.pipeline import Reading
from keii.shards.columns import Row, arrow, from_row, plain, struct_fields
from keii.situation.vectors import ActVectors

# Of every table its noun, and what stands beside the noun's own fields.
TABLES: Mapping[str, tuple[type, Mapping[str, type]]] = MappingProxyType({
    "documents": (Document, {"sentences": int, "claims": int, "vector": bytes}),
    "sentences": (Sentence, {"document": str}),
    "claims": (Claim, {"id": str, "sentence_text": str, "meaning": bytes, "act": bytes}),
    "causes": (Cause, {"id": str, "sentence_text": str}),
    "problems": (Problem, {"id": str}),
})
GROUP = 200  # readings whose rows are written at once: 20 to 40 MB while they are dicts
Group = dict[str, list[Row]]


@cache
def schema(table: str) -> Any:
    """Return the Arrow schema of a table."""
    import pyarrow as pa

    noun, beside = TABLES[table]
    first = [pa.field("shard", pa.string()), pa.field("reading", pa.int32())]
    more = [pa.field(name, arrow(kind)) for name, kind in beside.items()]
    return pa.schema([*first, *struct_fields(noun), *more], metadata={"keii": __version__, "of": table})


def rows(made: Made, *, shard: str, number: int) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a reading with the name of the table that they belong to."""
    reading, head = made.reading, {"shard": shard, "reading": number}
    texts = {sentence.index: sentence.text for sentence in reading.sentences}
    if reading.document is not None:
        yield "documents", {**head, **plain(reading.document), "sentences": len(reading.sentences),
                            "claims": len(reading.claims), "vector": made.document}
        for sentence in reading.sentences:
            yield "sentences", {**head, **plain(sentence), "document": reading.document.id}
    for claim in reading.claims:
        vectors = made.acts.get(words(claim))
        yield "claims", {**head, **plain(claim), "id": claim.id, "sentence_text": texts.get(claim.sentence),
                         "meaning": vectors.meaning if vectors else None, "act": vectors.act if vectors else None}
    for cause in reading.causes:
        yield "causes", {**head, **plain(cause), "id": cause.id, "sentence_text": texts.get(cause.sentence)}
    for problem in reading.problems:
        yield "problems", {**head, **plain(problem), "id": problem.id}


def made_of(found: Mapping[str, list[Row]]) -> Made:
    """Return the reading of its rows, with its vectors."""
    documents = found["documents"]
    problems = tuple(from_row(Problem, row) for row in found["problems"])
    if not documents:
        return Made(reading=Reading(origin=problems[0].origin, document=None, problems=problems))
    document: Document = from_row(Document, documents[0])
    claims = tuple(from_row(Claim, row) for row in found["claims"])
    acts = {words(claim): ActVectors(meaning=row["meaning"], act=row["act"])
            for claim, row in zip(claims, found["claims"], strict=True) if row["meaning"] is not None}
    reading = Reading(
        origin=document.origin, document=document, problems=problems, claims=claims,
        sentences=tuple(from_row(Sentence, row) for row in found["sentences"]),
        causes=tuple(from_row(Cause, row) for row in found["causes"]))
    return Made(reading=reading, document=documents[0]["vector"], acts=acts)


class Writer:
    """Writes the files of a shard into a folder, TABLE.parquet each, some readings at a time."""

    def __init__(self, folder: Path, shard: str) -> None:
        """Begin the files."""
        import pyarrow.parquet as pq

        self._shard, self._number = shard, 0
        self._held: Group = {table: [] for table in TABLES}
        self._writers = {table: pq.ParquetWriter(folder / f"{table}.parquet", schema(table), compression="zstd")
                         for table in TABLES}
        self.rows = dict.fromkeys(TABLES, 0)

    def add(self, made: Made) -> None:
        """Take a reading."""
        for table, row in rows(made, shard=self._shard, number=self._number):
            self._held[table].append(row)
        self._number += 1
        if self._number % GROUP == 0:
            self._flush()

    def close(self) -> None:
        """Write what is held and end the files."""
        self._flush()
        for writer in self._writers.values():
            writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        for table, held in self._held.items():
            if held:
                self._writers[table].write_table(pa.Table.from_pylist(held, schema=schema(table)))
                self.rows[table] += len(held)
                held.clear()


def read(files: Mapping[str, BinaryIO]) -> Iterator[Made]:
    """Yield the readings of a shard's files, in order; a group of rows of each is in memory at a time."""
    ways = {table: _by_reading(_rows(files[table])) for table in TABLES}
    ahead = {table: next(way, None) for table, way in ways.items()}
    for number in itertools.count():
        found: Group = {}
        for table, following in ahead.items():
            if following is not None and following[0] == number:
                found[table] = following[1]
            else:
                found[table] = []
        if not any(found.values()):
            return
        for table, rows_ in found.items():
            if rows_:
                ahead[table] = next(ways[table], None)
        yield made_of(found)


def _rows(file: BinaryIO) -> Iterator[Row]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(file).iter_batches(batch_size=1000):
        yield from batch.to_pylist()


def _by_reading(found: Iterable[Row]) -> Iterator[tuple[int, list[Row]]]:
    for number, group in itertools.groupby(found, lambda row: row["reading"]):
        yield int(number), list(group)
