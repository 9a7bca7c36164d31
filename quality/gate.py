"""The quality gate: keii over every annotated set at hand, its figures against their floors.

    python -m quality             one table
    python -m quality stories     the stories alone
    python -m quality pages       the web pages alone
    python -m quality --report    the same, then write the error report (quality/report)
    python -m quality --raise     the same, then lift the floors to what was measured less .01

The exit code is 1 when a figure is below its floor, 2 when something to measure is missing.
"""

import argparse
from collections.abc import Callable, Sequence

from quality import report
from quality.floors import Floors, raised, read_floors, write_floors
from quality.pages import measure_pages
from quality.remembering import remembering
from quality.sets import (
    CASES,
    COMPARED,
    DEVELOPMENT,
    Measured,
    NotThereError,
    development,
    measure_corpus,
    measure_development,
    measure_own,
)
from quality.story_reading import measure_stories

KEPT, BELOW, BROKEN = 0, 1, 2
CODERS = (None, *COMPARED)


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and return the exit code."""
    options = _options(arguments)
    floors = read_floors()
    try:
        measured = _ALONE[options.only]() if options.only else _everything(own_only=options.own)
    except NotThereError as error:
        print(f"quality: {error}")
        return BROKEN
    print("\n".join(table(measured, floors)))
    below = sum(not is_kept(value, floors.get(one.name, {}).get(figure))
                for one in measured for figure, value in one.figures.items())
    print(f"quality: {below} figures are below their floors." if below else "quality: every floor is kept.")
    if options.report:
        report.main([])
    if options.lift:
        write_floors(raised(floors, measured))
    return BELOW if below else KEPT


def is_kept(value: float, floor: float | None) -> bool:
    """Tell whether a figure has kept its floor; one without a floor has."""
    return floor is None or round(value, 3) >= floor


def table(measured: Sequence[Measured], floors: Floors) -> list[str]:
    """Return the lines of the table: set, figure, value, floor, ok."""
    rows = [("set", "figure", "value", "floor", "ok")]
    for one in measured:
        for figure, value in one.figures.items():
            floor = floors.get(one.name, {}).get(figure)
            rows.append((one.name, figure, f"{value:.3f}", "-" if floor is None else f"{floor:.3f}",
                         "yes" if is_kept(value, floor) else "NO"))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join((name.ljust(widths[0]), figure.ljust(widths[1]), value.rjust(widths[2]), floor.rjust(widths[3]),
                        ok)) for name, figure, value, floor, ok in rows]
    return [*lines, *(f"{one.name}: {one.size}" for one in measured)]


def _everything(*, own_only: bool) -> list[Measured]:
    """Return the figures of every set at hand."""
    with remembering():  # each text is read by several coders
        measured = [measure_own(language, coder) for coder in CODERS for language in CASES]
        measured += [measure_corpus(language, coder) for coder in CODERS for language in CASES]
    return [*measured, *measure_stories(), *_pages(), *_development(own_only=own_only)]


def _pages() -> list[Measured]:
    return [measure_pages(language) for language in CASES]


# what can be measured by itself; asked for by its name, so that a test can put something else in its place
_ALONE: dict[str, Callable[[], list[Measured]]] = {"stories": lambda: measure_stories(), "pages": _pages}


def _development(*, own_only: bool) -> list[Measured]:
    """Return the figures of the development sets, none where they are not at hand."""
    bench = development()
    if own_only or not bench.is_dir():
        why = "not asked for" if own_only else f"not there: no folder {bench}, and KEII_BENCH names no other"
        print(f"quality: the development sets are {why}. Only the own cases, the corpus and the stories count.")
        return []
    with remembering():
        events = [measure_development(bench, *one, coder)
                  for coder in CODERS for one in DEVELOPMENT if one[0] == "events"]
    return events + [measure_development(bench, *one) for one in DEVELOPMENT if one[0] != "events"]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m quality", description="Measure keii and hold it to its floors.")
    parser.add_argument("only", nargs="?", choices=list(_ALONE), help="measure this set alone")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to the figures less .01")
    parser.add_argument("--report", action="store_true", help="write what is read wrongly to quality/report as well")
    parser.add_argument("--own", action="store_true", help="measure the own cases, the corpus and the stories only")
    return parser.parse_args(arguments)
