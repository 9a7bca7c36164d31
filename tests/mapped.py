"""What the tests of the engines map; workers import it by its name."""

import os
import time
from pathlib import Path


def squared(number: int) -> int:
    """Return the square of a number; the process ends on 3, and 13 is refused."""
    if number == 3:
        os._exit(1)
    if number == 13:
        raise ValueError("thirteen is refused")
    return number * number


def counted(path: str) -> int:
    """Note in a file that this item was worked on, end the process the first time, and return how often it was."""
    with Path(path).open("a", encoding="utf-8") as file:
        file.write("x")
    times = len(Path(path).read_text(encoding="utf-8"))
    if times == 1:
        time.sleep(0.2)
        os._exit(1)
    return times


def slow(seconds: int) -> int:
    """Return a number after so many seconds."""
    time.sleep(seconds)
    return seconds
