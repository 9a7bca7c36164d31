"""The engine `dask`: a cluster of Dask, or its processes on this machine."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from keii.engines.contract import Engine, R, T

RETRIES = 1  # of an item whose worker died: the first death may be another item's fault


class Dask:
    """A client of a scheduler, with the cluster that was started for it, if any."""

    def __init__(self, client: Any, cluster: Any | None) -> None:
        """Take the client, and the cluster to end with it."""
        self._client, self._cluster = client, cluster

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R | None]]:
        """Yield the results as they are done."""
        from distributed import KilledWorker, as_completed

        running = {self._client.submit(function, item, pure=False): number for number, item in enumerate(items)}
        for future in as_completed(list(running)):
            number = running.pop(future)
            try:
                yield number, future.result()
            except KilledWorker:
                yield number, None

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
