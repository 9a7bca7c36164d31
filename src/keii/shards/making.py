"""The function that every engine maps: one task in, one finished shard out.

It never raises for trouble of its own task, so that one shard stops no other. Done twice, also at the same time, it
writes the same bytes under the same names; the manifest is written last.
"""

import contextlib
import hashlib
import os
import resource
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from keii import pipeline
from keii.engines.local import Made, make, readings
from keii.errors import DataError, ShardError
from keii.model import Document, Problem
from keii.pipeline import Reading
from keii.shards import manifest as manifests
from keii.shards.manifest import File, Input, Manifest, place
from keii.shards.plan import Job, Piece, Task
from keii.shards.store import Store, filesystem, is_remote, store, telling, unusable
from keii.shards.tables import TABLES, Writer
from keii.sources.files import read_file
from keii.sources.find import options_of
from keii.sources.options import Options

_BLOCK = 1 << 20  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of a task."""

    name: str
    documents: int = 0
    sentences: int = 0
    claims: int = 0
    problems: int = 0
    kept: bool = False  # it was finished before, of the same bytes
    seconds: float = 0.0  # of the processor
    peak: int = 0  # bytes of memory that its process had at most
    trouble: str | None = None  # why there is no shard; None: there is one
    where: str = ""  # of the trouble, and what to do about it
    remedy: str = ""


def make_shard(job: Job, task: Task, *, guarded: bool = False) -> Done:
    """Make the shard of a task unless it is there, and tell what became of it.

    With `guarded` each document is read by a process of its own kind, so that one that ends its process costs itself
    alone.
    """
    started = time.process_time()
    try:
        made, kept = _made(job, task, guarded=guarded)
    except ShardError as error:
        return Done(name=task.name, trouble=error.what, where=error.where, remedy=error.remedy)
    except OSError as error:
        full = unusable(error, str(error.filename or job.to))
        return Done(name=task.name, trouble=full.what, where=full.where, remedy=full.remedy)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Done(name=task.name, documents=made.rows("documents"), sentences=made.rows("sentences"),
                claims=made.rows("claims"), problems=made.rows("problems"), kept=kept,
                seconds=time.process_time() - started, peak=peak)


def _made(job: Job, task: Task, *, guarded: bool) -> tuple[Manifest, bool]:
    """Return the manifest of a task's shard and whether it was there already."""
    to = store(job.to)
    with to.workspace() as folder:
        paths = [piece if isinstance(piece, Problem) else _fetched(piece, folder / f"{number}")
                 for number, piece in enumerate(task.pieces)]
        inputs = tuple(_input(piece, path) for piece, path in zip(task.pieces, paths, strict=True)
                       if isinstance(piece, Piece) and not isinstance(path, Problem))
        before = manifests.shard(to, task.name)
        if before is not None and before.inputs == inputs and _holds(to, before):
            return before, True
        options = options_of(published=job.published, language=job.language,
                             today=date.fromisoformat(job.today) if job.today else None)
        found = _found(task, paths, options)
        writer = Writer(folder, task.name)
        for made in _read(found, job.coder, guarded=guarded):
            writer.add(_storable(made))
        writer.close()
        manifests.forget(to, task.name)
        finished = Manifest(name=task.name, inputs=inputs, files={
            table: put(to, folder / f"{table}.parquet", table, task.name, writer.rows[table]) for table in TABLES})
        manifests.keep(to, finished)
        return finished, False


def put(to: Store, path: Path, table: str, name: str, rows: int) -> File:
    """Give the file of a table its place in the store; return what a manifest says of it."""
    held = File(rows=rows, bytes=path.stat().st_size, sha256=_digest(path) or "")
    to.put(path, place(table, name))
    return held


def _holds(to: Store, held: Manifest) -> bool:
    return all(to.size(place(table, held.name)) == file.bytes for table, file in held.files.items())


# ---- inputs ----


def _fetched(piece: Piece, folder: Path) -> Path:
    """Return the path of a piece on this machine: its own, or that of a copy, of the same name."""
    if not is_remote(piece.address):
        return Path(piece.address)
    fs, path = filesystem(piece.address)
    folder.mkdir()
    copy = folder / (Path(path).name or "input")
    with telling(piece.address), contextlib.suppress(FileNotFoundError), fs.open(path, "rb") as source, \
            copy.open("wb") as target:
        shutil.copyfileobj(source, target, _BLOCK)
    return copy


def _input(piece: Piece, path: Path) -> Input:
    return Input(origin=piece.origin, bytes=path.stat().st_size if path.is_file() else 0, sha256=_digest(path))


def _digest(path: Path) -> str | None:
    """Return the SHA-256 of a file, None when it cannot be read; its reader will say why."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


# ---- readings ----


def _found(task: Task, paths: Iterable[Path | Problem], options: Options) -> Iterator[Document | Problem]:
    """Yield what the sources give for the pieces of a task; what they did not foresee becomes a problem."""
    for piece, path in zip(task.pieces, paths, strict=True):
        if isinstance(piece, Problem) or isinstance(path, Problem):
            yield piece if isinstance(piece, Problem) else path  # type: ignore[misc]
            continue
        try:
            yield from read_file(os.fspath(path), options, origin=piece.origin)
        except DataError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad input never stops the rest
            yield Problem(code="input.broken", origin=piece.origin,
                          message=f"the input could not be read to its end: {type(error).__name__}.",
                          remedy="Report it with the input; what was read before was kept.")


def _read(found: Iterable[Document | Problem], coder: str | None, *, guarded: bool) -> Iterator[Made]:
    if guarded:
        yield from readings(found, coder=coder, jobs=2)
        return
    for one in found:
        try:
            yield make(one, coder)
        except DataError:
            raise
        except Exception:  # noqa: BLE001 - the vectors failed: whoever needs them makes them
            yield Made(reading=pipeline.reading_of(one, coder=coder))


def _storable(made: Made) -> Made:
    """Return a reading that a file can hold: one with half a character becomes a problem, as in a ledger."""
    reading = made.reading
    document = reading.document
    for name in ("title", "author", "publisher", "url", "text") if document else ():
        value = getattr(document, name) or ""
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            problem = Problem(
                code="ledger.half-character", origin=reading.origin,
                message=f"documents.{name} holds half a character (U+{ord(value[error.start]):04X}) at {error.start}.",
                remedy="Mend the escape sequence in the input; \\ud800 to \\udfff come in pairs only.")
            return Made(reading=Reading(origin=reading.origin, document=None, problems=(*reading.problems, problem)))
    return made
