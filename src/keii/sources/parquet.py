"""Parquet: one document a row, in columns named as the fields of JSON Lines."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

from keii.errors import InputError
from keii.model import Document, Problem
from keii.sources.jsonl import FIELDS, article_of
from keii.sources.options import Options, problem

_ROWS = 200  # read at once: some megabytes of text
_REMEDY = f"Give it a column «text» and, where known, {', '.join(name for name in FIELDS if name != 'text')}."


def read_parquet(stream: BinaryIO, options: Options, *, origin: str) -> Iterator[Document | Problem]:
    """Yield the document of every row, and a problem for every row or field that could not be read."""
    rows = 0
    try:
        for row in _rows(stream):
            rows += 1
            yield from _read_row(row, options, origin=f"{origin}:{rows}")
    except InputError as error:
        yield problem(error, origin)
        return
    if not rows:
        yield Problem(code="input.empty", origin=origin, message="the file holds no row.", remedy=_REMEDY)


def _rows(stream: BinaryIO) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a file; raises InputError when it cannot be read."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError("Parquet needs packages that are not installed.", code="input.needs-package",
                         remedy="Install it with: pip install 'keii[engines]'") from error
    try:
        file = pq.ParquetFile(stream)
        known = [name for name in file.schema_arrow.names if name in FIELDS]
        if "text" not in known:
            raise InputError("the file has no column «text».", code="input.no-text", remedy=_REMEDY)
        for batch in file.iter_batches(batch_size=_ROWS, columns=known):
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"the Parquet file cannot be read: {type(error).__name__}.", code="input.broken",
                         remedy="Write or copy it again.") from error


def _read_row(row: Mapping[str, Any], options: Options, *, origin: str) -> Iterator[Document | Problem]:
    troubles: list[InputError] = []
    day = row.get("published")
    fields = {**row, "published": day.isoformat()} if isinstance(day, date) else row  # a datetime is a date as well
    try:
        document = options.document(article_of(fields, None, troubles), origin=origin, reader="parquet")
    except InputError as error:
        yield from (problem(trouble, origin) for trouble in (*troubles, error))
        return
    yield document
    yield from (problem(trouble, origin, document=document.id) for trouble in troubles)
