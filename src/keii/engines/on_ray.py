"""The engine `ray`: a cluster of Ray, or its processes on this machine."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from keii.engines.contract import Engine, R, T

RETRIES = 1  # of an item whose worker died: the first death may be another item's fault
_AHEAD = 1000  # items handed over at once


def call(function: Callable[[T], R], item: T) -> R:
    """Return what a function gives: Ray takes plain functions only."""
    return function(item)


class Ray:
    """What talks to Ray."""

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R | None]]:
        """Yield the results as they are done."""
        import ray
        from ray.exceptions import NodeDiedError, OutOfMemoryError, RayTaskError, WorkerCrashedError

        remote = ray.remote(num_cpus=1, max_retries=RETRIES)(call)
        waiting, running = iter(enumerate(items)), dict[Any, int]()
        while True:
            while len(running) < _AHEAD and (following := next(waiting, None)) is not None:
                running[remote.remote(function, following[1])] = following[0]
            if not running:
                return
            for reference in ray.wait(list(running), num_returns=1)[0]:
                number = running.pop(reference)
                try:
                    yield number, ray.get(reference)
                except (NodeDiedError, OutOfMemoryError, WorkerCrashedError):
                    yield number, None
                except RayTaskError as error:
                    raise error.cause from error

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        import ray

        ray.shutdown()


def start(workers: int, cluster: str | None) -> Engine:
    """Return the engine: on the cluster of an address, or with so many processes of this machine."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray would report its use over the network
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # the behaviour that Ray announces as its next
    import ray

    if cluster is not None:
        ray.init(address=cluster, log_to_driver=False)
    else:
        ray.init(address="local", num_cpus=workers, include_dashboard=False, log_to_driver=False,
                 _node_ip_address="127.0.0.1")
    return Ray()
