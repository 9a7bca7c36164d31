"""One stream of bytes, from a file or from standard input, read as the format it is in."""

import io
from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO

from keii.documents.decode import MAX_TEXT_BYTES
from keii.documents.formats import recognise
from keii.errors import InputError
from keii.model import Document, Problem
from keii.sources.feeds import is_feed, read_feed
from keii.sources.jsonl import is_json, is_object, read_lines
from keii.sources.mail import looks_like_mail, read_mail
from keii.sources.opml import refuse_opml
from keii.sources.options import Options, problem
from keii.sources.parquet import read_parquet
from keii.sources.warc import read_wacz, read_warc

# What holds documents or other files: their readers take the stream itself.
CONTAINERS: dict[str | None, Callable[..., Iterator[Document | Problem]]] = {
    "feed": read_feed, "mail": read_mail, "opml": refuse_opml, "parquet": read_parquet, "warc": read_warc,
    "wacz": read_wacz,
}
LARGEST = {"pdf": 100_000_000}  # bytes: a PDF brings its fonts and pictures; its text has the usual limit of pages


def read_stream(stream: BinaryIO, options: Options, *, kind: str | None,
                origin: str) -> Iterator[Document | Problem]:
    """Yield the documents of a stream in the format `kind`, or in the one it shows (None).

    JSON Lines are known by their first line with content, mails and archives by their first; the stream is read
    once, so that a pipe will do.
    """
    if kind in CONTAINERS:
        yield from CONTAINERS[kind](stream, options, origin=origin)
        return
    if kind == "jsonl":
        yield from read_lines(_lines(stream), options, origin=origin)
        return
    head: list[bytes] = []
    if kind is None:
        for line in _lines(stream):
            head.append(line)
            if line.strip() or len(head) > MAX_TEXT_BYTES:
                break
        if head and is_object(head[-1]) and not is_feed(head[-1]):
            yield from read_lines(chain(head, _lines(stream)), options, origin=origin)
            return
        if head and (container := _container(head[0])):
            yield from CONTAINERS[container](_Rejoined(b"".join(head), stream), options, origin=origin)
            return
    beginning = b"".join(head)
    most = LARGEST.get(kind or "", MAX_TEXT_BYTES)
    raw = beginning + stream.read(max(most + 1 - len(beginning), 0))
    yield from _read_bytes(raw, options, kind=kind, origin=origin, most=most)


def _container(line: bytes) -> str | None:
    """Return which container begins with this line, or None."""
    if line.startswith(b"WARC/"):
        return "warc"
    return "mail" if looks_like_mail(line) else None


class _Rejoined(io.RawIOBase):
    """A stream whose beginning was read already."""

    def __init__(self, beginning: bytes, rest: BinaryIO) -> None:
        """Put the beginning back before the rest."""
        self._beginning = beginning
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as many as are asked for unless the stream ends."""
        if size < 0:
            piece, self._beginning = self._beginning + self._rest.read(), b""
            return piece
        piece, self._beginning = self._beginning[:size], self._beginning[size:]
        return piece + self._rest.read(size - len(piece)) if len(piece) < size else piece


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a stream; of one that is too long its first MAX_TEXT_BYTES + 1 bytes."""
    while line := stream.readline(MAX_TEXT_BYTES + 1):
        yield line
        rest = line
        while len(line) > MAX_TEXT_BYTES and rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_TEXT_BYTES)


def _read_bytes(raw: bytes, options: Options, *, kind: str | None, origin: str,
                most: int) -> Iterator[Document | Problem]:
    try:
        if len(raw) > most:
            raise InputError(
                f"the text is larger than {most:,} bytes, far more than one article.", code="input.too-large",
                remedy="Give one file an article, or a .jsonl with one document a line.",
            )
        feed = kind is None and recognise(raw) == "txt" and is_feed(raw)
        if kind is None and not feed and is_json(raw):
            raise InputError("the input is JSON, but not one object a line.", code="input.not-json",
                             remedy="Convert it to .jsonl: jq -c .[] FILE > NEW.jsonl for a list of objects.")
    except InputError as error:
        yield problem(error, origin)
        return
    if feed:
        yield from read_feed(io.BytesIO(raw), options, origin=origin)
    else:
        yield from options.documents(raw, kind=kind or recognise(raw), origin=origin)
