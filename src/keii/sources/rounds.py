"""A round of polls: many sources, each host by one thread, what they give handed over one by one."""

import queue
import threading
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import datetime

from keii.model.followed import Followed, Item
from keii.sources.addresses import host_of
from keii.sources.fetch import Fetcher
from keii.sources.listing import Fetched
from keii.sources.options import Options
from keii.sources.poll import Taken, poll

THREADS = 8  # hosts that are asked at the same time
_AHEAD = 16  # answers that wait for being read; more would only take memory

_Given = Taken | Followed | BaseException | None  # None: a thread is done


def poll_all(sources: Sequence[Followed], known: Mapping[int, Mapping[str, Item]], fetcher: Fetcher,
             options: Options, now: datetime, *, stop: threading.Event | None = None,
             threads: int = THREADS, fetched: Fetched | None = None) -> Generator[Taken | Followed, None, None]:
    """Yield what the sources list anew and, after each one, the source with its new state.

    The sources of a host are polled one after the other. `fetched` tells which source had the page of an address, and
    is added to. When `stop` is set, or the iterator is closed, no further request goes out.
    """
    fetched = fetched or Fetched()
    hosts: defaultdict[str, list[Followed]] = defaultdict(list)
    for source in sources:
        hosts[host_of(source.address) if source.kind != "path" else ""].append(source)
    todo: queue.SimpleQueue[list[Followed]] = queue.SimpleQueue()
    for group in hosts.values():
        todo.put(group)
    given: queue.Queue[_Given] = queue.Queue(_AHEAD)
    told, stop = stop or threading.Event(), threading.Event()  # the caller's, and that of this round

    def hand_over(value: _Given) -> None:
        while not stop.is_set():
            try:
                given.put(value, timeout=0.2)
            except queue.Full:
                continue
            return

    def work() -> None:
        try:
            while not stop.is_set():
                for source in todo.get_nowait():
                    for got in poll(source, known.get(source.number, {}), fetcher, options, now, fetched=fetched):
                        hand_over(got)
                        if stop.is_set():
                            return
        except queue.Empty:
            hand_over(None)
        except BaseException as error:  # noqa: BLE001 - an error of keii itself reaches whoever waits
            hand_over(error)

    workers = [threading.Thread(target=work, daemon=True) for _ in range(min(threads, len(hosts)))]
    for worker in workers:
        worker.start()
    try:
        yield from _handed(given, len(workers), told)
    finally:
        stop.set()


def _handed(given: "queue.Queue[_Given]", running: int, told: threading.Event) -> Iterator[Taken | Followed]:
    while running and not told.is_set():
        try:
            got = given.get(timeout=0.2)
        except queue.Empty:
            continue
        if got is None:
            running -= 1
        elif isinstance(got, BaseException):
            raise got
        else:
            yield got
