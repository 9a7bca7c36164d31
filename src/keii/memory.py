"""Gives back to the system what loading needed for a moment; otherwise it stays with the process."""

import ctypes
import sys


def give_back() -> None:
    """Return freed memory to the system where the C library keeps it and can be asked to (glibc; milliseconds)."""
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none, and keeps nothing
    if trim is not None:
        trim(0)
