"""One stream of bytes, from a file or from standard input, read as the format it is in."""

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from keii.documents.decode import MAX_TEXT_BYTES
from keii.documents.formats import FORMATS, recognise
from keii.errors import InputError
from keii.model import Document, Problem
from keii.sources.jsonl import is_json, is_object, read_lines
from keii.sources.options import Options, problem


def read_stream(stream: BinaryIO, options: Options, *, kind: str | None,
                origin: str) -> Iterator[Document | Problem]:
    """Yield the documents of a stream in the format `kind`, or in the one it shows (None).

    JSON Lines are known by their first line with content; the stream is read once, so that a pipe will do.
    """
    if kind == "jsonl":
        yield from read_lines(_lines(stream), options, origin=origin)
        return
    head: list[bytes] = []
    if kind is None:
        for line in _lines(stream):
            head.append(line)
            if line.strip() or len(head) > MAX_TEXT_BYTES:
                break
        if head and is_object(head[-1]):
            yield from read_lines(chain(head, _lines(stream)), options, origin=origin)
            return
    beginning = b"".join(head)
    raw = beginning + stream.read(max(MAX_TEXT_BYTES + 1 - len(beginning), 0))
    yield from _read_bytes(raw, options, kind=kind, origin=origin)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a stream; of one that is too long its first MAX_TEXT_BYTES + 1 bytes."""
    while line := stream.readline(MAX_TEXT_BYTES + 1):
        yield line
        rest = line
        while len(line) > MAX_TEXT_BYTES and rest and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_TEXT_BYTES)


def _read_bytes(raw: bytes, options: Options, *, kind: str | None, origin: str) -> Iterator[Document | Problem]:
    try:
        if len(raw) > MAX_TEXT_BYTES:
            raise InputError(
                f"the text is larger than {MAX_TEXT_BYTES:,} bytes, far more than one article.", code="input.too-large",
                remedy="Give one file an article, or a .jsonl with one document a line.",
            )
        if kind is None and is_json(raw):
            raise InputError("the input is JSON, but not one object a line.", code="input.not-json",
                             remedy="Convert it to .jsonl: jq -c .[] FILE > NEW.jsonl for a list of objects.")
        kind = kind or recognise(raw)
        yield options.document(FORMATS[kind](raw), origin=origin, reader=kind)
    except InputError as error:
        yield problem(error, origin)
