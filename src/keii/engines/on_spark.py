"""The engine `spark`: a cluster of Spark, or its processes on this machine."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from keii.engines.contract import Engine, R, T

_ENDED = ("Python worker exited unexpectedly", "ExecutorLostFailure", "java.io.EOFException")


class Spark:
    """A Spark context; each item is a job of one task, so that results come one by one and fail one by one."""

    def __init__(self, context: Any, session: Any | None) -> None:
        """Take the context, and the session to end with it."""
        self._context, self._session = context, session

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R | None]]:
        """Yield the results as they are done; twice as many jobs as the cluster has cores are under way."""
        ahead = 2 * max(int(self._context.defaultParallelism), 1)
        waiting, running = iter(enumerate(items)), dict[Future[R | None], int]()
        with ThreadPoolExecutor(ahead) as threads:
            while True:
                while len(running) < ahead and (following := next(waiting, None)) is not None:
                    running[threads.submit(self._one, function, following[1])] = following[0]
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()

    def _one(self, function: Callable[[T], R], item: T) -> R | None:
        from py4j.protocol import Py4JJavaError

        try:
            found: R = self._context.parallelize([item], 1).map(function).collect()[0]
        except Py4JJavaError as error:
            if any(words in str(error) for words in _ENDED):
                return None
            raise
        return found

    def close(self) -> None:
        """End the session, if it was started here."""
        if self._session is not None:
            self._session.stop()


def start(workers: int, cluster: str | None) -> Engine:
    """Return the engine: in the session that runs, on the master of an address, or on cores of this machine."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        return Spark(running.sparkContext, None)
    builder = SparkSession.builder.appName("keii")
    if cluster is not None:
        builder = builder.master(cluster)
    elif "PYSPARK_GATEWAY_PORT" not in os.environ:  # set by spark-submit, which has chosen a master
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.master(f"local[{workers}]").config("spark.ui.enabled", "false")
    session = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return Spark(session.sparkContext, session)
