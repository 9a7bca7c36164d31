"""Progress while documents are read, on a terminal only."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from keii.cli.words import say

Advance = Callable[[str, int], None]  # name of the document just done, number of its claims


@contextlib.contextmanager
def shard_progress(lang: str, shards: int) -> Iterator[Callable[[int, int], None]]:
    """Show how many shards are done, how fast and how long it will take; give what to call after each.

    That takes the number of its documents, 0 for a shard that was there already, and of its claims.
    """
    if not sys.stderr.isatty():
        yield lambda documents, claims: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(say(lang, "reading …"), total=shards)
        done = found = 0
        started = time.monotonic()

        def advance(documents: int, claims: int) -> None:
            nonlocal done, found
            done, found = done + documents, found + claims
            rate = round(60 * done / max(time.monotonic() - started, 1e-3))
            shown.update(task, advance=1, description=say(
                lang, "{documents} documents, {claims} claims, {rate} documents a minute", documents=done,
                claims=found, rate=rate))

        yield advance


@contextlib.contextmanager
def merge_progress(lang: str) -> Iterator[Callable[[str], None]]:
    """Show which step of a merge is at work and how many of its tasks are done; give what to call after each."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task, counts = shown.add_task(say(lang, "merging …"), total=None), dict[str, int]()

        def advance(step: str) -> None:
            counts[step] = counts.get(step, 0) + 1
            shown.update(task, description=f"{say(lang, 'merging …')} {step} {counts[step]}")

        yield advance


@contextlib.contextmanager
def progress(lang: str) -> Iterator[Advance]:
    """Show how many documents and claims there are so far, and how fast; give what to call after each document."""
    if not sys.stderr.isatty():
        yield lambda name, claims: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(say(lang, "reading …"), total=None)
        done = found = 0
        started = time.monotonic()

        def advance(name: str, claims: int) -> None:
            nonlocal done, found
            done, found = done + 1, found + claims
            rate = round(60 * done / max(time.monotonic() - started, 1e-3))
            line = say(lang, "{documents} documents, {claims} claims, {rate} documents a minute", documents=done,
                       claims=found, rate=rate)
            short = name if len(name) <= 40 else f"…{name[-39:]}"
            shown.update(task, description=f"{line} · {short}".replace("[", r"\["))

        yield advance
