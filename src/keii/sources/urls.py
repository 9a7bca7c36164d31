"""Addresses: file:// names a local file; pages of the network are fetched by `keii update` alone."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from keii.model import Document, Problem
from keii.sources.files import read_path
from keii.sources.options import Options


def read_file_url(url: str, options: Options) -> Iterator[Document | Problem]:
    """Yield the documents of the file or folder that a file:// URL names."""
    path = path_of(url)
    if isinstance(path, Problem):
        yield path
    else:
        yield from read_path(path, options, origin=url)


def path_of(url: str) -> str | Problem:
    """Return the path that a file:// URL names, or the problem that it names none of this computer."""
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost") or not parts.path:
        return Problem(code="input.bad-url", origin=url, message="the URL names no file of this computer.",
                       remedy="Write it as file:///path/to/article.html, or give the path alone.")
    return unquote(parts.path)


def refuse_url(url: str, _: Options) -> Iterator[Document | Problem]:
    """Yield the problem that says how to read a page of the network."""
    yield Problem(code="input.network", origin=url, message="pages are not fetched from the network.",
                  remedy="Follow it with `keii add`, or save the page (.html) in a browser and give the file.")
