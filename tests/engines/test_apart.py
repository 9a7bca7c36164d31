"""A process of its own: it gives back what its work gives, and outlives whatever its work does."""

import operator
import os
import threading
import time
from collections.abc import Iterator

import pytest

from keii.documents.dates import option_date
from keii.engines.apart import WAITING, Apart, BusyError, LostError
from keii.errors import UsageError


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    one = Apart()
    yield one
    one.close()


def test_it_gives_what_its_work_gives(apart: Apart) -> None:
    assert apart.ask(operator.add, 1, 2, seconds=60) == 3
    assert apart.ask(os.getpid, seconds=60) != os.getpid()


def test_errors_come_as_they_are(apart: Apart) -> None:
    with pytest.raises(UsageError) as caught:
        apart.ask(option_date, "yesterday", seconds=60)
    assert caught.value.where == "--published"
    with pytest.raises(LostError, match="ZeroDivisionError"):
        apart.ask(operator.truediv, 1, 0, seconds=60)


def test_work_that_ends_its_process_is_lost_and_the_next_is_done(apart: Apart) -> None:
    with pytest.raises(LostError, match="ended"):
        apart.ask(os._exit, 1, seconds=60)
    assert apart.ask(operator.add, 1, 2, seconds=60) == 3


def test_a_process_that_ended_while_nobody_asked_is_replaced(apart: Apart) -> None:
    assert apart._process is not None
    apart._process.kill()
    apart._process.join()
    assert apart.ask(operator.add, 1, 2, seconds=60) == 3


def test_work_that_takes_too_long_is_ended(apart: Apart) -> None:
    with pytest.raises(LostError, match="longer"):
        apart.ask(time.sleep, 600, seconds=.2)
    assert apart.ask(operator.add, 1, 2, seconds=60) == 3


def test_no_more_wait_than_threads_can_be_spared_and_urgent_work_goes_first() -> None:
    apart = Apart()
    apart._busy = True
    apart._urgent = WAITING
    with pytest.raises(BusyError):
        apart.ask(operator.add, 1, 2, seconds=60, urgent=True)
    apart._urgent = 0
    with pytest.raises(BusyError):
        apart.ask(operator.add, 1, 2, seconds=.01)
    order: list[str] = []

    def take(name: str, *, urgent: bool) -> None:
        with apart._turn(60, urgent=urgent):
            order.append(name)

    threads = [threading.Thread(target=take, args=(name,), kwargs={"urgent": name == "urgent"})
               for name in ("patient", "urgent")]
    for thread in threads:
        thread.start()
    while apart._urgent != 1:
        time.sleep(.001)
    with apart._free:
        apart._busy = False
        apart._free.notify_all()
    for thread in threads:
        thread.join()
    assert order == ["urgent", "patient"]
