"""Web archives: the pages of WARC files, and of WACZ files, which pack them in a ZIP archive."""

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

from keii.documents.article import Known
from keii.documents.decode import MAX_TEXT_BYTES
from keii.documents.formats import recognise
from keii.errors import InputError
from keii.model import Document, Problem, Record
from keii.sources.options import Options, problem
from keii.sources.unpack import MAX_RATIO, unpack

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt", "application/pdf": "pdf"}
MAX_UNPACKED = 100_000_000_000  # bytes of all archives in one WACZ
STANDARD_INPUT = "-"  # it cannot be read a second time, so that no record of it is named
_REMEDY = "Fetch or copy the archive again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one record of an archive holds."""

    url: str  # empty: it does not say
    kind: str  # html, txt or pdf
    raw: bytes  # unpacked, without HTTP headers
    charset: str | None  # that its headers name
    retrieved: str | None
    start: int  # byte at which the record begins
    id: str | None  # WARC-Record-ID


def read_warc(stream: BinaryIO, options: Options, *, origin: str, archive: str | None = None,
              member: str | None = None) -> Iterator[Document | Problem]:
    """Yield the documents of the pages in a WARC file, one by one as they are read, and what was passed over.

    `member` of the file `archive` is what the stream is; without them it is the file `origin`.
    """
    others = Counter[str]()
    for page in pages(stream, origin, others):
        if isinstance(page, Problem):
            yield page
            continue
        known = Known(url=page.url or None, charset=page.charset, retrieved=page.retrieved)
        record = None if (archive or origin) == STANDARD_INPUT else Record(
            archive=archive or origin, member=member, start=page.start, id=page.id,
            hash=hashlib.sha256(page.raw).hexdigest())
        for found in options.documents(page.raw, kind=page.kind, origin=f"{origin}:{page.url}", known=known):
            yield replace(found, record=record) if isinstance(found, Document) else found
    if others:
        told = ", ".join(f"{count} × {kind}" for kind, count in sorted(others.items()))
        yield Problem(code="input.other-kinds", origin=origin,
                      message=f"records of kinds that keii does not read were passed over: {told}.",
                      remedy="Nothing needs to be done, if they are pictures and the like.")


def pages(stream: BinaryIO, origin: str, others: Counter[str]) -> Iterator[Page | Problem]:
    """Yield the pages in a WARC file and what was wrong with it; count in `others` what holds no page."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource
    records = 0
    try:
        for record in ArchiveIterator(_Forward(stream), record_types=kinds, parse_http=True):
            records += 1
            try:
                page = _page(record, others)
            except InputError as error:
                yield problem(error, f"{origin}:{_url(record)}")
                continue
            if page:
                yield page
    except BaseException as error:
        # fastwarc 2 is written in Rust: where it meets what it did not foresee it raises a BaseException of its own
        if not isinstance(error, OSError | ValueError | RuntimeError) and type(error).__name__ != "PanicException":
            raise
        yield Problem(code="input.broken", origin=origin, remedy=_REMEDY,
                      message=f"the archive is damaged after {records} records: {type(error).__name__}.")
        return
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


def _page(record: "WarcRecord", others: Counter[str]) -> Page | None:
    """Return the page of a record, None for one that holds none; raises InputError for one that cannot be read."""
    headers = record.http_headers
    status = int(headers.status_code or 0) if headers else 200
    kind = (record.http_content_type or record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if not 200 <= status < 300:
        others[f"HTTP {status}"] += 1
        return None
    kind = "" if kind == "application/http" else kind  # its HTTP headers are cut off, or name no media type
    if kind and kind not in KINDS:
        others[kind] += 1
        return None
    raw = record.reader.read(MAX_TEXT_BYTES + 1)
    if len(raw) > MAX_TEXT_BYTES:
        raise InputError(f"the record is larger than {MAX_TEXT_BYTES:,} bytes.", code="input.too-large",
                         remedy="Save the page by itself.")
    if len(raw) < record.content_length:
        raise InputError("the record is cut off.", code="input.broken", remedy=_REMEDY)
    raw = unpack(raw, (headers.get("Content-Encoding") if headers else None) or "", limit=MAX_TEXT_BYTES)
    return Page(url=_url(record), kind=KINDS.get(kind) or recognise(raw), raw=raw, charset=record.http_charset,
                retrieved=record.headers.get("WARC-Date"), start=record.stream_pos,
                id=record.headers.get("WARC-Record-ID"))


def _url(record: "WarcRecord") -> str:
    return (record.headers.get("WARC-Target-URI") or "").strip("<>")


def read_wacz(stream: BinaryIO, options: Options, *, origin: str) -> Iterator[Document | Problem]:
    """Yield the documents of the archives in a WACZ file; one with odd paths or a bomb is refused."""
    try:
        with zipfile.ZipFile(stream) as packed:
            for member in members(packed):
                with packed.open(member) as archive:
                    yield from read_warc(cast(BinaryIO, archive), options, origin=f"{origin}:{member.filename}",
                                         archive=origin, member=member.filename)
    except InputError as error:
        yield problem(error, origin)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        yield Problem(code="input.broken", origin=origin, message=f"the archive is damaged: {type(error).__name__}.",
                      remedy=_REMEDY)


def members(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
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
