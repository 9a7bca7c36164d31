"""Text files over the binary ones that formats are written to."""

import contextlib
import io
from collections.abc import Iterator
from typing import BinaryIO


@contextlib.contextmanager
def text_over(out: BinaryIO) -> Iterator[io.TextIOWrapper]:
    """Give a UTF-8 text file that writes line ends as they are; the binary file stays open after it."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    try:
        yield text
        text.flush()
    finally:
        text.detach()
