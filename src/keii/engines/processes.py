"""The engine `local`: processes of this machine, or this process alone."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from keii.engines.contract import Engine, R, T
from keii.engines.local import workers as started


class Processes:
    """Workers that are started anew when one of them dies; with one worker this process does the work."""

    def __init__(self, workers: int, *, preload: bool = True) -> None:
        """Take the number of workers; they start with the first item, and stay until `close`.

        With `preload` they share the models that reading needs.
        """
        self._workers, self._preload = workers, preload
        self._pool: ProcessPoolExecutor | None = None

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
            with started(1, preload=self._preload) as alone:
                try:
                    yield number, alone.submit(function, items[number]).result()
                except BrokenProcessPool:
                    yield number, None

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _parallel(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R | None]]:
        waiting = iter(range(len(items)))
        running: dict[Future[R], int] = {}
        try:
            while True:
                self._pool = pool = self._pool or started(self._workers, preload=self._preload)
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
                    self._pool = None
        finally:
            for future in running:  # the caller has stopped, or the function raised
                future.cancel()


def start(workers: int, cluster: str | None) -> Engine:
    """Return the engine."""
    return Processes(workers)
