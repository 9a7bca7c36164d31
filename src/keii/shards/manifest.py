"""What says that a shard, or a whole folder of them, is complete: small JSON files, written last."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from keii import __version__
from keii.errors import ShardError
from keii.shards.plan import Job
from keii.shards.store import Store, write
from keii.shards.tables import TABLES

LAYOUT = 2  # raised with every change of the files of a shard
JOB, WHOLE, SHARDS = "job.json", "manifest.json", "shards"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file that went into a shard, with the SHA-256 of its bytes; None: it could not be read."""

    origin: str
    bytes: int
    sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a shard."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a finished shard was made of, and its files by table."""

    name: str
    inputs: tuple[Input, ...]
    files: Mapping[str, File]
    keii: str = __version__
    layout: int = LAYOUT

    def rows(self, table: str) -> int:
        """Return how many rows a table has."""
        return self.files[table].rows

    def encoded(self) -> bytes:
        """Return it as JSON; the same shard gives the same bytes."""
        return _json({"name": self.name, "keii": self.keii, "layout": self.layout,
                      "inputs": [asdict(one) for one in self.inputs],
                      "files": {table: asdict(self.files[table]) for table in TABLES}})


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A finished folder: what it was made of, and its shards in the order of the inputs, each with its digest."""

    inputs: tuple[str, ...]
    shards: tuple[tuple[str, str], ...]  # name, SHA-256 of the shard's manifest
    job: Mapping[str, Any]
    keii: str = __version__
    layout: int = LAYOUT


def place(table: str, name: str) -> str:
    """Return where the file of a table of a shard lies."""
    return f"{table}/{name}.parquet"


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def shard(at: Store, name: str) -> Manifest | None:
    """Return the manifest of a shard, None when it is not finished, or made by another version."""
    found = at.read(f"{SHARDS}/{name}.json")
    fields = _parsed(at, found) if found is not None else {}
    if fields.get("layout") != LAYOUT or fields.get("keii") != __version__:
        return None
    return Manifest(name=fields["name"], inputs=tuple(Input(**one) for one in fields["inputs"]),
                    files={table: File(**one) for table, one in fields["files"].items()})


def keep(to: Store, manifest: Manifest) -> None:
    """Say that a shard is finished."""
    write(to, f"{SHARDS}/{manifest.name}.json", manifest.encoded())


def forget(to: Store, name: str) -> None:
    """Say that a shard is not finished any more, before its files change."""
    to.remove(f"{SHARDS}/{name}.json")


def begin(to: Store, inputs: tuple[str, ...], job: Job) -> None:
    """Note what a folder is to hold; raises ShardError when it holds something else."""
    asked = _asked(inputs, job)
    found = to.read(JOB)
    if found is not None:
        held = _parsed(to, found)
        if any(held.get(name) != asked[name] for name in ("inputs", "published", "language", "coder")):
            raise ShardError("the folder holds the shards of other inputs or options.", where=to.address,
                             remedy="Name another folder, or repeat the command that made it.")
    write(to, JOB, _json(asked))


def finish(to: Store, inputs: tuple[str, ...], job: Job, names: list[str]) -> None:
    """Say that a folder is finished, and remove the shards of earlier runs that are not in it."""
    shards = [[name, digest(to.read(f"{SHARDS}/{name}.json") or b"")] for name in names]
    write(to, WHOLE, _json({**_asked(inputs, job), "shards": shards}))
    wanted = set(names)
    for folder in (SHARDS, *TABLES):
        for name in to.names(folder):
            if name.partition(".")[0] not in wanted:
                to.remove(f"{folder}/{name}")
    to.clear()


def whole(at: Store) -> Whole:
    """Return what a finished folder holds; raises ShardError when it is none, or not finished, or of another keii."""
    found = at.read(WHOLE)
    if found is None:
        if at.read(JOB) is not None:
            raise ShardError("the shards are not complete.", where=at.address,
                             remedy="Run `keii read --to` with the same inputs again: what is finished stays.")
        raise ShardError("this is no folder of shards.", where=at.address,
                         remedy="Make one with `keii read --to FOLDER INPUT`.")
    fields = _parsed(at, found)
    if fields.get("layout") != LAYOUT or fields.get("keii") != __version__:
        raise ShardError(f"the shards were made by keii {fields.get('keii')}, this is {__version__}.", where=at.address,
                         remedy="Read the inputs again with this keii, or use the other one.")
    job = {name: fields.get(name) for name in ("published", "language", "coder")}
    return Whole(inputs=tuple(fields["inputs"]), shards=tuple((name, sha) for name, sha in fields["shards"]), job=job)


def finished(at: Store, held: Whole) -> list[Manifest]:
    """Return the manifests of a folder's shards; raises ShardError when one is another than the folder's own says."""
    found = []
    for name, sha in held.shards:
        data = at.read(f"{SHARDS}/{name}.json")
        if data is None or digest(data) != sha:
            raise changed(at, f"{SHARDS}/{name}.json")
        manifest = shard(at, name)
        assert manifest is not None  # of the version that the folder's manifest names
        found.append(manifest)
    return found


def changed(at: Store, name: str) -> ShardError:
    """Return the error that a file of a shard is not what the manifests say."""
    return ShardError(f"{name} is missing, or is not what the manifest says: it is being made anew, or was copied in "
                      "part.", where=at.address,
                      remedy="Wait until `keii read --to` has ended, or run it, or copy the folder, again.")


def _asked(inputs: tuple[str, ...], job: Job) -> dict[str, Any]:
    return {"keii": __version__, "layout": LAYOUT, "inputs": list(inputs), "published": job.published,
            "language": job.language, "coder": job.coder}


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"


def _parsed(at: Store, data: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise ShardError("a manifest is damaged.", where=at.address,
                         remedy="Run `keii read --to` with the same inputs again, or copy the folder again.")
    return found
