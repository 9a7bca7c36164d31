"""Pages of web archives, found again: by the place where they stood, otherwise by their bytes or their record's id."""

import hashlib
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from keii.errors import InputError
from keii.model import Problem, Record
from keii.model.followed import Capture
from keii.sources.urls import path_of
from keii.sources.warc import Page, members, pages

_FILE = "file:"
_LOCAL_HEADER = 30  # bytes of a ZIP archive's entry before its name
_LENGTHS = struct.Struct("<HH")  # of its name and its extra field, 26 bytes on


class Archives:
    """Opens archives again; one that was written anew is searched once for all of its records."""

    def __init__(self, folders: Sequence[str] = ()) -> None:
        """Look in these folders too for archives that are no longer where they were."""
        self._folders = folders
        self._starts: dict[tuple[str, str | None], dict[str, int]] = {}  # by hash, and by id, of an archive's pages

    def capture(self, record: Record) -> Capture:
        """Return the page of a record as it is in the archive now; its bytes may be others than its hash tells.

        Raises InputError when the archive is gone, or holds no such record any more.
        """
        path = self._path(record)
        try:
            page = self._at(path, record, record.start)
            if page is None or not _is_same(page, record):
                page = self._elsewhere(path, record) or (page if page and page.id == record.id else None)
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError) as error:
            raise _gone(f"the archive {record.archive} cannot be read: {type(error).__name__}.") from error
        if page is None:
            raise _gone(f"the archive {record.archive} no longer holds the record.")
        charset = {"content-type": f"text/html; charset={page.charset}"} if page.charset else {}
        return Capture(address=page.url, final=page.url, status=200, headers=tuple(charset.items()), body=page.raw,
                       at=page.retrieved or "", hash=record.hash)

    def _path(self, record: Record) -> Path:
        name = record.archive
        if name.lower().startswith(_FILE) and not isinstance(found := path_of(name), Problem):
            name = found
        there = Path(name)
        for path in (there, *(Path(folder) / there.name for folder in self._folders)):
            if path.is_file():
                return path
        raise _gone(f"the archive {record.archive} is not there.")

    def _at(self, path: Path, record: Record, start: int) -> Page | None:
        """Return the page of the record that begins at this byte, None where none does."""
        with _opened(path, record.member, start) as stream:
            found = next(pages(stream, record.archive, Counter()), None)
        return found if isinstance(found, Page) and found.start == 0 else None

    def _elsewhere(self, path: Path, record: Record) -> Page | None:
        """Return the page with the record's bytes, otherwise with its id, from anywhere in the archive."""
        key = (str(path), record.member)
        if key not in self._starts:
            self._starts[key] = _starts(path, record)
        starts = self._starts[key]
        start = starts.get(record.hash, starts.get(record.id) if record.id else None)
        return None if start is None else self._at(path, record, start)


def _starts(path: Path, record: Record) -> dict[str, int]:
    """Return where the records of an archive begin, by the hashes of their pages and by their ids."""
    starts: dict[str, int] = {}
    with _opened(path, record.member, 0) as stream:
        for page in pages(stream, record.archive, Counter()):
            if isinstance(page, Page):
                starts |= {page.id or "": page.start, hashlib.sha256(page.raw).hexdigest(): page.start}
    return starts


def _is_same(page: Page, record: Record) -> bool:
    return hashlib.sha256(page.raw).hexdigest() == record.hash


def _gone(message: str) -> InputError:
    return InputError(message, code="input.missing",
                      remedy="Bring back the archive that was read, or name its folder with --archives.")


@contextmanager
def _opened(path: Path, member: str | None, start: int) -> Iterator[BinaryIO]:
    """Open a WARC file, or one within a .wacz, at a byte of it."""
    with path.open("rb") as file:
        if member is None:
            file.seek(start)
            yield file
            return
        with zipfile.ZipFile(file) as packed:
            found = next((one for one in members(packed) if one.filename == member), None)
            if found is None:
                raise KeyError(member)
            if start and found.compress_type == zipfile.ZIP_STORED:  # as WACZ asks: nothing before it needs to be read
                file.seek(found.header_offset)
                lengths = _LENGTHS.unpack_from(file.read(_LOCAL_HEADER), _LOCAL_HEADER - _LENGTHS.size)
                file.seek(sum(lengths) + start, 1)
                yield file
                return
            with packed.open(found) as stream:
                stream.seek(start)
                yield cast(BinaryIO, stream)
