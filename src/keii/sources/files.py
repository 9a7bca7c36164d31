"""Files and folders: the suffix tells the format, else the content does."""

import os
from collections.abc import Iterator
from pathlib import Path

from keii.errors import InputError
from keii.model import Document, Problem
from keii.sources.folders import walk
from keii.sources.options import Options, problem
from keii.sources.streams import read_stream

SUFFIXES = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".pdf": "pdf", ".eml": "mail", ".mhtml": "mail", ".mht": "mail",
    ".rss": "feed", ".atom": "feed", ".opml": "opml", ".warc": "warc", ".warc.gz": "warc", ".wacz": "wacz",
    ".parquet": "parquet",
}


def kind_of(path: str) -> str | None:
    """Return the format that the end of a file's name tells, None when it tells none."""
    name = Path(path).name.lower()
    return SUFFIXES.get("".join(Path(name).suffixes[-2:])) or SUFFIXES.get(Path(name).suffix)


def read_path(path: str, options: Options, *, origin: str | None = None) -> Iterator[Document | Problem]:
    """Yield the documents of the file or folder at `path`; `origin` is its name if the user gave another one."""
    if not os.path.isdir(path):  # noqa: PTH112  # a str keeps the path as the user wrote it
        yield from read_file(path, options, origin=shown(path) if origin is None else origin)
        return
    for entry in files_in(path):
        if isinstance(entry, Problem):
            yield entry
        else:
            yield from read_file(entry, options, origin=shown(entry))


def files_in(path: str) -> Iterator[str | Problem]:
    """Yield the paths of the files of a folder that keii reads, in order, and a problem for what it passes over."""
    found = False
    for entry in walk(path, kind_of):
        found |= not isinstance(entry, Problem)
        yield entry
    if not found:
        yield Problem(code="input.empty-folder", origin=path, message="the folder holds no file that keii reads.",
                      remedy=f"It reads {', '.join(sorted(SUFFIXES))}.")


def read_file(path: str, options: Options, *, origin: str) -> Iterator[Document | Problem]:
    """Yield the documents of one file, and the problem that stopped it."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            yield from read_stream(stream, options, kind=kind_of(path), origin=origin)
    except OSError as error:
        yield problem(_unreadable(error), origin)


def shown(path: str) -> str:
    """Return a path that can be stored and shown: bytes of its name that are not UTF-8 as escapes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _unreadable(error: OSError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError("there is no such file or folder.", code="input.missing", remedy="Check the path.")
    reason = error.strerror or type(error).__name__
    return InputError(f"the file cannot be read: {reason}.", code="input.unreadable",
                      remedy="Check its permissions and links, or copy it to another folder.")
