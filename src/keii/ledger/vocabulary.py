"""Numbers for values, and arrays that grow: what columns in memory are made of."""

from array import array
from collections.abc import Hashable
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

_V = TypeVar("_V", bound=Hashable)


class Vocabulary(Generic[_V]):
    """Values by numbers from 0, in the order in which they came."""

    def __init__(self) -> None:
        """Hold no value yet."""
        self.values: list[_V] = []
        self._numbers: dict[_V, int] = {}

    def number(self, value: _V) -> int:
        """Return the number of a value, which gets one if it has none."""
        found = self._numbers.setdefault(value, len(self.values))
        if found == len(self.values):
            self.values.append(value)
        return found

    def known(self, value: _V) -> int | None:
        """Return the number of a value, None when it has none."""
        return self._numbers.get(value)

    def __len__(self) -> int:
        """Return how many values there are."""
        return len(self.values)


class Growing:
    """An array that is added to at its end without being copied each time."""

    def __init__(self, kind: Any) -> None:
        """Begin empty."""
        self._held: npt.NDArray[Any] = np.zeros(1024, dtype=kind)
        self.size = 0

    @property
    def all(self) -> npt.NDArray[Any]:
        """What is held, as a view that may be written."""
        return self._held[:self.size]

    def extend(self, values: "array[Any] | npt.NDArray[Any] | tuple[()]") -> None:
        """Add values at the end."""
        self._reach(self.size + len(values))
        self._held[self.size - len(values):self.size] = values

    def put(self, number: int, value: Any) -> None:
        """Set the value of a number; what lies between the end and it becomes 0."""
        if number >= self.size:
            self._reach(number + 1)
        self._held[number] = value

    def _reach(self, size: int) -> None:
        if size > self._held.size:
            grown = np.zeros(max(size, self._held.size * 3 // 2), dtype=self._held.dtype)
            grown[:self.size] = self.all
            self._held = grown
        self.size = size
