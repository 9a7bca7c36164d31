"""Web archives: the pages of WARC files, and of WACZ files, which pack them in a ZIP archive."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

from keii.documents.article import Known
from keii.documents.decode import MAX_TEXT_BYTES
from keii.documents.formats import recognise
from keii.errors import InputError
from keii.model import Document, Problem
from keii.sources.options import Options, problem
from keii.sources.unpack import MAX_RATIO, unpack

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt", "application/pdf": "pdf"}
MAX_UNPACKED = 100_000_000_000  # bytes of all archives in one WACZ
_REMEDY = "Fetch or copy the archive again."


def read_warc(stream: BinaryIO, options: Options, *, origin: str) -> Iterator[Document | Problem]:
    """Yield the documents of the pages in a WARC file, one by one as they are read, and what was passed over."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    others = Counter[str]()
    kinds = WarcRecordType.response | WarcRecordType.resource
    records = 0
    try:
        for record in ArchiveIterator(_Forward(stream), record_types=kinds, parse_http=True):
            records += 1
            yield from _record(record, options, origin, others)
    except BaseException as error:
        # fastwarc 2 is written in Rust: where it meets what it did not foresee it raises a BaseException of its own
        if not isinstance(error, OSError | ValueError | RuntimeError) and type(error).__name__ != "PanicException":
            raise
        yield Problem(code="input.broken", origin=origin, remedy=_REMEDY,
                      message=f"the archive is damaged after {records} records: {type(error).__name__}.")
        return
    if others:
        told = ", ".join(f"{count} × {kind}" for kind, count in sorted(others.items()))
        yield Problem(code="input.other-kinds", origin=origin,
                      message=f"records of kinds that keii does not read were passed over: {told}.",
                      remedy="Nothing needs to be done, if they are pictures and the like.")
    if not records:
        yield Problem(code="input.empty", origin=origin, message="the archive holds no pages.", remedy=_REMEDY)


class _Forward:
    """A stream that is read from its beginning to its end and knows how far; standard input does not."""

    def __init__(self, stream: BinaryIO) -> None:
        """Wrap a stream."""
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        piece = self._stream.read(size)
        self._at += len(piece)
        return piece

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._at

    def seek(self, place: int, whence: int = 0) -> int:
        """Refuse: nothing is read twice."""
        raise io.UnsupportedOperation("seek")

    def close(self) -> None:
        """Leave the stream to whoever opened it."""


def _record(record: "WarcRecord", options: Options, origin: str,
            others: Counter[str]) -> Iterator[Document | Problem]:
    headers = record.http_headers
    status = int(headers.status_code or 0) if headers else 200
    kind = (record.http_content_type or record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if not 200 <= status < 300:
        others[f"HTTP {status}"] += 1
        return
    kind = "" if kind == "application/http" else kind  # its HTTP headers are cut off, or name no media type
    if kind and kind not in KINDS:
        others[kind] += 1
        return
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    place = f"{origin}:{url}"
    raw = record.reader.read(MAX_TEXT_BYTES + 1)
    try:
        if len(raw) > MAX_TEXT_BYTES:
            raise InputError(f"the record is larger than {MAX_TEXT_BYTES:,} bytes.", code="input.too-large",
                             remedy="Save the page by itself.")
        if len(raw) < record.content_length:
            raise InputError("the record is cut off.", code="input.broken", remedy=_REMEDY)
        coding = headers.get("Content-Encoding") if headers else None
        raw = unpack(raw, coding or "", limit=MAX_TEXT_BYTES)
    except InputError as error:
        yield problem(error, place)
        return
    known = Known(url=url or None, charset=record.http_charset, retrieved=record.headers.get("WARC-Date"))
    yield from options.documents(raw, kind=KINDS.get(kind) or recognise(raw), origin=place, known=known)


def read_wacz(stream: BinaryIO, options: Options, *, origin: str) -> Iterator[Document | Problem]:
    """Yield the documents of the archives in a WACZ file; one with odd paths or a bomb is refused."""
    try:
        with zipfile.ZipFile(stream) as packed:
            for member in _members(packed):
                with packed.open(member) as archive:
                    yield from read_warc(cast(BinaryIO, archive), options, origin=f"{origin}:{member.filename}")
    except InputError as error:
        yield problem(error, origin)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        yield Problem(code="input.broken", origin=origin, message=f"the archive is damaged: {type(error).__name__}.",
                      remedy=_REMEDY)


def _members(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the web archives in a ZIP archive by name; raises InputError when it is not to be trusted."""
    members = packed.infolist()
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in member.filename[:3]:
            raise InputError(f"the archive holds the path «{member.filename}», which leads out of it.",
                             code="input.bad-archive", remedy="Do not trust it; get the archive from another place.")
        if member.file_size > 1_000_000 and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise InputError("it unpacks to more than two hundred times its size, as bombs do.", code="input.bomb",
                             remedy="If you trust it, unpack it yourself and give its files.")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise InputError(f"unpacked it is larger than {MAX_UNPACKED:,} bytes.", code="input.too-large",
                         remedy="Unpack it yourself and give its articles.")
    found = [member for member in members if member.filename.lower().endswith((".warc", ".warc.gz"))]
    if not found:
        raise InputError("the archive holds no .warc file.", code="input.empty", remedy=_REMEDY)
    return sorted(found, key=lambda member: member.filename)
