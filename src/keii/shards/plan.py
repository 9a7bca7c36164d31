"""From inputs to tasks: which files go into which shard, without reading any.

A file is never divided. Large files are a shard each; small ones that follow each other share one, so that a folder of
a million articles gives some hundred shards.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keii.errors import UsageError
from keii.model import Problem, content_id
from keii.shards.store import absolute, filesystem, is_remote, telling
from keii.sources.files import files_in, kind_of, shown
from keii.sources.urls import path_of

GROUP_BYTES = 4_000_000  # of small files in one shard: some minutes of a core
GROUP_FILES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file of the inputs."""

    address: str  # an absolute path, or a URL of another store
    origin: str  # as `keii read` names it
    bytes: int  # 0 where it is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What all shards of a run have in common."""

    to: str  # the store's address
    published: str | None = None
    language: str | None = None
    coder: str | None = None
    today: str | None = None  # the day of the run, for all workers: dates of publication after it are not believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One shard to be made: files, and the problems of finding them, in the order of the inputs."""

    name: str
    pieces: tuple[Piece | Problem, ...]


def tasks(inputs: Iterable[str], job: Job) -> list[Task]:
    """Return the tasks of inputs; the same inputs give the same tasks. Raises UsageError and ShardError."""
    found: list[Task] = []
    held: list[Piece | Problem] = []
    size = files = 0
    for piece in pieces(inputs):
        weight = 0 if isinstance(piece, Problem) else piece.bytes
        if held and (size + weight > GROUP_BYTES or files >= GROUP_FILES):
            found.append(_task(job, len(found), held))
            held, size, files = [], 0, 0
        held.append(piece)
        size, files = size + weight, files + (not isinstance(piece, Problem))
    return [*found, _task(job, len(found), held)] if held else found


def pieces(inputs: Iterable[str]) -> Iterator[Piece | Problem]:
    """Yield the files of inputs in the order in which `keii read` reads them, and what it passes over."""
    for name in inputs:
        if name == "-":
            raise UsageError("standard input cannot be divided into shards.", where="-",
                             remedy="Save it to a file and name that.")
        if is_remote(name):
            yield from _remote(name)
        elif name.lower().startswith("file:"):
            path = path_of(name)
            if isinstance(path, Problem):
                yield path
            else:
                yield from _local(path, origin=name)
        else:
            yield from _local(name, origin=shown(name))


def _local(path: str, *, origin: str) -> Iterator[Piece | Problem]:
    if not os.path.isdir(path):  # noqa: PTH112  # a str keeps the path as the user wrote it
        yield _piece(path, origin)
        return
    for entry in files_in(path):
        yield entry if isinstance(entry, Problem) else _piece(entry, shown(entry))


def _piece(path: str, origin: str) -> Piece:
    try:
        size = os.stat(path).st_size  # noqa: PTH116
    except OSError:
        size = 0
    return Piece(address=absolute(path), origin=origin, bytes=size)


def _remote(address: str) -> Iterator[Piece | Problem]:
    """Yield the files at a URL: the file, or those of the folder and below that keii reads, by name."""
    fs, path = filesystem(address)
    with telling(address):
        try:
            below = {path: fs.info(path)} if fs.isfile(path) else dict(sorted(fs.find(path, detail=True).items()))
        except FileNotFoundError:
            below = {}
    wanted = {name: info for name, info in below.items() if name == path or _visible(name, path) and kind_of(name)}
    for name, info in wanted.items():
        own = address if name == path else str(fs.unstrip_protocol(name))
        yield Piece(address=own, origin=own, bytes=int(info.get("size") or 0))
    if not wanted and not below:
        yield Problem(code="input.missing", origin=address, message="there is no such file or folder.",
                      remedy="Check the path.")
    elif others := sum(_visible(name, path) for name in below) - len(wanted):
        yield Problem(code="input.other-kinds", origin=address,
                      message=f"{others} files of kinds that keii does not read were passed over.",
                      remedy="Save their articles as text or web pages, or name a file to have it tried as text.")


def _visible(name: str, folder: str) -> bool:
    """Tell whether a file is one that people see: not hidden, and no object that stands for a folder."""
    return not name.endswith("/") and not any(part.startswith(".") for part in name.removeprefix(folder).split("/"))


def _task(job: Job, number: int, held: list[Piece | Problem]) -> Task:
    """Return a task, named so that its files stand in the order of the inputs."""
    names = [piece.origin if isinstance(piece, Piece) else piece.id for piece in held]
    told = [job.published, job.language, job.coder]
    return Task(name=f"{number:06}-{content_id('', told, names)[:12]}", pieces=tuple(held))
