"""The engine `dask`: a cluster of Dask, or its processes on this machine."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from keii.engines.contract import Engine, R, T

RETRIES = 1  # of an item whose worker died: the first death may be another item's fault
# Seconds that processes of this machine may all be gone: they start in some ten, and one that failed to start again is
# not tried once more, so that whoever waits for it waits for ever (seen where five processes shared each core).
PATIENCE = 120.0


class Dask:
    """A client of a scheduler, with the cluster that was started for it, if any."""

    def __init__(self, client: Any, cluster: Any | None) -> None:
        """Take the client, and the cluster to end with it."""
        self._client, self._cluster = client, cluster

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R | None]]:
        """Yield the results as they are done."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker, as_completed

        running = {self._client.submit(function, item, pure=False): number for number, item in enumerate(items)}
        with self._watched(list(running)):
            for future in as_completed(list(running)):
                number = running.pop(future)
                try:
                    yield number, future.result()
                except (KilledWorker, CancelledError):
                    yield number, None

    @contextlib.contextmanager
    def _watched(self, futures: Sequence[Any]) -> Iterator[None]:
        """Cancel what waits for processes of this machine of which none is left; a cluster gets machines again."""
        cluster = self._cluster
        if cluster is None:
            yield
            return
        ended = threading.Event()

        def watch() -> None:
            gone = 0.0
            while not ended.wait(PATIENCE / 10):
                gone = 0.0 if cluster.scheduler.workers else gone + PATIENCE / 10
                if gone >= PATIENCE:
                    self._client.cancel(futures, force=True)
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()

    def close(self) -> None:
        """End the client, and the cluster that was started for it."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def start(workers: int, cluster: str | None) -> Engine:
    """Return the engine: on the scheduler of an address, or with so many processes of this machine."""
    import dask
    from distributed import Client, LocalCluster

    dask.config.set({"distributed.scheduler.allowed-failures": RETRIES})
    if cluster is not None:
        return Dask(Client(cluster), None)
    here = LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1",
                        dashboard_address=None)
    return Dask(Client(here), here)
