"""Connected components of claims by number, of which an array holds the least of each: eight bytes a claim."""

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def alone(count: int) -> Numbers:
    """Return an array in which every claim is a component by itself."""
    return np.arange(count, dtype=np.int64)


def join(least: Numbers, first: Any, second: Any) -> None:
    """Join the components of claims that are linked, in place."""
    while True:
        one, other = _roots(least, first), _roots(least, second)
        apart = one != other
        if not apart.any():
            return
        first, second = one[apart], other[apart]
        np.minimum.at(least, np.maximum(first, second), np.minimum(first, second))


def settled(least: Numbers) -> Numbers:
    """Return the least claim of the component of every claim."""
    while True:
        above = least[least]
        if np.array_equal(above, least):
            return least
        least = above


def blocks(least: Numbers, most: int) -> tuple[Numbers, list[int]]:
    """Return the block of every claim, -1 for one that is linked to none, and the number of components of each block.

    A block holds whole components, by their least claims, of about `most` claims together.
    """
    sizes = np.bincount(least, minlength=len(least))
    roots = np.flatnonzero(sizes > 1)
    before = np.cumsum(sizes[roots]) - sizes[roots]
    _, of_root = np.unique(before // most, return_inverse=True)  # numbered without gaps
    found = np.full(len(least), -1, dtype=np.int64)
    found[roots] = of_root
    return found[least], np.bincount(of_root).tolist()


def _roots(least: Numbers, claims: Any) -> Numbers:
    while True:
        above = least[claims]
        if np.array_equal(above, claims):
            return np.asarray(claims, dtype=np.int64)
        claims = above
