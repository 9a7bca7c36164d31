"""A worker's job that ends its process on some documents; workers import it by its name."""

import os

from keii.engines.local import Made
from keii.engines.local import make as real
from keii.model import Document, Problem

MARK = "This text ends the process that reads it."


def make(one: Document | Problem, coder: str | None = None) -> Made:
    """Return the reading of a document, unless it has the mark."""
    if isinstance(one, Document) and MARK in one.text:
        os._exit(1)
    return real(one, coder)
