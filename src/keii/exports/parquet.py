"""Parquet: one row a claim, event or document, lists as lists, written in groups of rows."""

import itertools
from typing import Any, BinaryIO

from keii import __version__
from keii.exports.columns import columns
from keii.exports.request import Request
from keii.exports.rows import rows

_GROUP = 20_000  # rows of a group: some tens of megabytes of text at most, and readers skip whole groups


def write(out: BinaryIO, request: Request) -> int:
    """Write the table and return how many rows it has; the schema's metadata name keii and its columns' meanings."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found, number = rows(request), 0
    wanted = schema(request.of)
    with pq.ParquetWriter(out, wanted, compression="zstd") as writer:
        while batch := list(itertools.islice(found, _GROUP)):
            writer.write_table(pa.Table.from_pylist(batch, schema=wanted))
            number += len(batch)
    return number


def schema(of: str) -> Any:
    """Return the Arrow schema of claims, events or documents."""
    import pyarrow as pa

    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "flag": pa.bool_(),
             "list": pa.list_(pa.string())}
    fields = [pa.field(column.name, types[column.type], metadata={"en": column.en, "ja": column.ja})
              for column in columns(of)]
    return pa.schema(fields, metadata={"keii": __version__, "of": of})
