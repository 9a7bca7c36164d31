"""The engine `local`: processes of this machine, or this process alone."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool

from keii.engines.contract import Engine, R, T
from keii.engines.local import workers as started


class Processes:
    """Workers that are started anew when one of them dies; with one worker this process does the work."""

    def __init__(self, workers: int) -> None:
        """Take the number of workers; they start with the first item."""
        self._workers = workers

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R | None]]:
        """Yield the results as they are done; what was under way when a worker died is tried once more, alone."""
        if self._workers == 1:
            yield from ((number, function(item)) for number, item in enumerate(items))
            return
        again: list[int] = []
        for number, result in self._parallel(function, items):
            if result is None:
                again.append(number)
            else:
                yield number, result
        for number in sorted(again):
            with started(1) as alone:
                try:
                    yield number, alone.submit(function, items[number]).result()
                except BrokenProcessPool:
                    yield number, None

    def close(self) -> None:
        """Do nothing: workers end with their work."""

    def _parallel(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R | None]]:
        waiting = iter(range(len(items)))
        running: dict[Future[R], int] = {}
        pool = started(self._workers)
        try:
            while True:
                while len(running) < 2 * self._workers and (number := next(waiting, None)) is not None:
                    try:
                        running[pool.submit(function, items[number])] = number
                    except BrokenProcessPool:
                        yield number, None
                        break
                if not running:
                    return
                broken = False
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    number = running.pop(future)
                    try:
                        yield number, future.result()
                    except BrokenProcessPool:
                        broken = True
                        yield number, None
                if broken:
                    yield from ((number, None) for number in running.values())
                    running.clear()
                    pool.shutdown(wait=False, cancel_futures=True)
                    pool = started(self._workers)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def start(workers: int, cluster: str | None) -> Engine:
    """Return the engine."""
    return Processes(workers)
