"""Where shards lie and inputs come from: folders of this machine, or wherever fsspec reaches (S3, GCS, HDFS).

A file appears whole under its name or not at all: here it is renamed, elsewhere it is sent as one object.
"""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from keii.errors import ShardError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_UNFINISHED = ".unfinished-"  # folders in which files are made; what a killed process leaves is removed at the end
# Stores that have no folders to be made: asked for one, their file systems make a bucket of a mistyped name.
_BUCKETS = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oci", "oss", "r2", "tos"})


class Store(Protocol):
    """A folder of files; names in it are separated by /. What fails raises ShardError with the folder's address."""

    address: str

    def put(self, path: Path, name: str) -> None:
        """Give the file at a path its place, whole; what had the name before is gone."""

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a small file, None when there is none."""

    def open(self, name: str) -> BinaryIO:
        """Open a file to read it in any order."""

    def size(self, name: str) -> int | None:
        """Return how many bytes a file has, None when there is none."""

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder of it, sorted."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""

    def drop(self, folder: str) -> None:
        """Remove a folder of it with all that is in it, if it is there."""

    def workspace(self) -> contextlib.AbstractContextManager[Path]:
        """Give a folder of this machine in which files are made."""

    def clear(self) -> None:
        """Remove what processes that were killed have left."""

    def dataset(self, names: list[str], schema: Any) -> Any:
        """Return the Arrow dataset of Parquet files."""


def is_remote(address: str) -> bool:
    """Tell whether an address is one of fsspec's and no path or file:// URL."""
    return bool(_ADDRESS.match(address)) and not address.lower().startswith("file:")


def store(address: str) -> Store:
    """Return the store at an address: a path, or a URL that fsspec knows. Nothing is made or read yet."""
    return Remote(address) if is_remote(address) else Local(address)


def write(to: Store, name: str, data: bytes) -> None:
    """Write a small file, whole or not at all."""
    with to.workspace() as folder:
        path = folder / "small"
        path.write_bytes(data)
        to.put(path, name)


class Local:
    """A folder of this machine."""

    def __init__(self, address: str) -> None:
        """Take its path."""
        self.address = address
        self._root = Path(address)

    def put(self, path: Path, name: str) -> None:
        """Rename the file; it was made in the same file system."""
        with self._telling():
            (self._root / name).parent.mkdir(parents=True, exist_ok=True)
            path.replace(self._root / name)

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a small file, None when there is none."""
        with self._telling():
            try:
                return (self._root / name).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def open(self, name: str) -> BinaryIO:
        """Open a file to read it in any order."""
        with self._telling():
            return (self._root / name).open("rb")

    def size(self, name: str) -> int | None:
        """Return how many bytes a file has, None when there is none."""
        try:
            return (self._root / name).stat().st_size
        except OSError:
            return None

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder of it, sorted."""
        with self._telling():
            found = self._root / folder
            return sorted(entry.name for entry in found.iterdir() if entry.is_file()) if found.is_dir() else []

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with self._telling():
            (self._root / name).unlink(missing_ok=True)

    def drop(self, folder: str) -> None:
        """Remove a folder of it with all that is in it, if it is there."""
        shutil.rmtree(self._root / folder, ignore_errors=True)

    @contextlib.contextmanager
    def workspace(self) -> Iterator[Path]:
        """Give a folder inside, where a rename suffices."""
        with self._telling():
            self._root.mkdir(parents=True, exist_ok=True)
            made = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self._root))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def clear(self) -> None:
        """Remove what processes that were killed have left."""
        for left in self._root.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)

    def dataset(self, names: list[str], schema: Any) -> Any:
        """Return the Arrow dataset of Parquet files."""
        import pyarrow.dataset as ds

        return ds.dataset([str(self._root / name) for name in names], schema=schema, format="parquet")

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise unusable(error, self.address) from error


def unusable(error: OSError, address: str) -> ShardError:
    """Return what an error of the system means for a folder of this machine."""
    return ShardError(f"the folder cannot be used: {error.strerror or type(error).__name__}.", where=address,
                      remedy="Check that it is a folder, its permissions and its free space, or name another one.")


class Remote:
    """A folder that fsspec reaches."""

    def __init__(self, address: str) -> None:
        """Take its URL; raises ShardError when fsspec, or its part for the URL, is not installed."""
        self.address = address
        self._fs, root = filesystem(address)
        self._root = root.rstrip("/")
        self._buckets = address.partition(":")[0].lower() in _BUCKETS

    def put(self, path: Path, name: str) -> None:
        """Send the file."""
        with telling(self.address):
            if not self._buckets:
                self._fs.makedirs(self._at(name).rpartition("/")[0], exist_ok=True)
            try:
                self._fs.put_file(str(path), self._at(name))
            except FileNotFoundError as error:
                raise ShardError(f"{name} cannot be written: {error}.", where=self.address,
                                 remedy="Check the address; a bucket must be there before shards are written to it."
                                 ) from error

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a small file, None when there is none."""
        with telling(self.address):
            try:
                return cast(bytes, self._fs.cat_file(self._at(name)))
            except FileNotFoundError:
                return None

    def open(self, name: str) -> BinaryIO:
        """Open a file to read it in any order."""
        with telling(self.address):
            return cast(BinaryIO, self._fs.open(self._at(name), "rb"))

    def size(self, name: str) -> int | None:
        """Return how many bytes a file has, None when there is none."""
        with telling(self.address):
            try:
                return int(self._fs.info(self._at(name))["size"])
            except FileNotFoundError:
                return None

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder of it, sorted."""
        with telling(self.address):
            try:
                found = self._fs.ls(self._at(folder), detail=False)
            except FileNotFoundError:
                return []
            return sorted(path.rpartition("/")[2] for path in found)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with telling(self.address), contextlib.suppress(FileNotFoundError):
            self._fs.rm_file(self._at(name))

    def drop(self, folder: str) -> None:
        """Remove a folder of it with all that is in it, if it is there."""
        with telling(self.address), contextlib.suppress(FileNotFoundError):
            self._fs.rm(self._at(folder), recursive=True)

    @contextlib.contextmanager
    def workspace(self) -> Iterator[Path]:
        """Give a folder of this machine's for temporary files."""
        with tempfile.TemporaryDirectory(prefix="keii-") as made:
            yield Path(made)

    def clear(self) -> None:
        """Do nothing: files are made on this machine, in folders that the system clears."""

    def dataset(self, names: list[str], schema: Any) -> Any:
        """Return the Arrow dataset of Parquet files."""
        import pyarrow.dataset as ds

        return ds.dataset([self._at(name) for name in names], schema=schema, format="parquet", filesystem=self._fs)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"


def filesystem(address: str) -> tuple[Any, str]:
    """Return fsspec's file system for a URL and the path in it; raises ShardError when it is not installed.

    It remembers no listings: what another process has written meanwhile would be missing in them.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise ShardError("addresses of other stores need packages that are not installed.", where=address,
                         remedy="Install it with: pip install 'keii[engines]'") from error
    with telling(address):
        fs, path = url_to_fs(address, use_listings_cache=False)
        return fs, str(path)


@contextlib.contextmanager
def telling(address: str) -> Iterator[None]:
    """Turn what a store raises into ShardErrors; a file that is not there stays a FileNotFoundError."""
    try:
        yield
    except (FileNotFoundError, ShardError):
        raise
    except PermissionError as error:
        raise ShardError(f"the store refuses access: {error}.", where=address,
                         remedy="Check your credentials, and that they may list, read and write there.") from error
    except ImportError as error:
        raise ShardError(f"this kind of address needs a package that is not installed: {error}.", where=address,
                         remedy="Install it beside keii, on every machine that reads.") from error
    except ValueError as error:
        raise ShardError(f"the address cannot be used: {error}.", where=address,
                         remedy="Write it as fsspec knows it, such as s3://BUCKET/FOLDER.") from error
    except Exception as error:
        raise ShardError(f"the store cannot be used: {type(error).__name__}: {error}.", where=address,
                         remedy="Check the address, your rights and the network, and run the command again.") from error


def absolute(path: str) -> str:
    """Return a local path so that it means the same in every process; the address of another store as it is."""
    return path if is_remote(path) else os.path.abspath(path)  # noqa: PTH100  # a str keeps names that are no UTF-8
