"""Which articles train, which tune, which check: by the article's id alone, so that a new article moves no other."""

import hashlib

CHECK, TUNE = 8, 8  # of a hundred articles


def split_of(name: str) -> str:
    """Return the split of an article by its id: check, tune or train."""
    value = int(hashlib.sha1(name.encode()).hexdigest(), 16) % 100
    return "check" if value < CHECK else "tune" if value < CHECK + TUNE else "train"
