"""What an engine is: something that maps a function over items, on other processes or machines."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Engine(Protocol):
    """Maps a function over items. The function is one of a module, so that a worker finds it by its name."""

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R | None]]:
        """Yield the position of every item and its result, in any order, as they are done.

        The result is None where the process that worked on the item ended, again after the engine's own retries. An
        item may be worked on twice. What the function raises is raised here.
        """

    def close(self) -> None:
        """End what the engine started; a cluster that was there before stays."""
