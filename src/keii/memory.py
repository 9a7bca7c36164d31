"""What the process keeps in memory: gives back what loading needed for a moment, and spares looks for garbage."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def give_back() -> None:
    """Return freed memory to the system where the C library keeps it and can be asked to (glibc; milliseconds)."""
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none, and keeps nothing
    if trim is not None:
        trim(0)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage be looked for where many values are made that stay: it takes half the time and finds none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
