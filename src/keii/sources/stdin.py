"""Standard input: JSON Lines, a page or text, as its beginning shows."""

import sys
from collections.abc import Iterator

from keii.model import Document, Problem
from keii.sources.options import Options
from keii.sources.streams import read_stream


def read_stdin(name: str, options: Options) -> Iterator[Document | Problem]:
    """Yield the documents of standard input; JSON Lines are read one by one as they come."""
    yield from read_stream(sys.stdin.buffer, options, kind=None, origin=name)
