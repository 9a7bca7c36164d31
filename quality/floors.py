"""The floors: for each figure of each set the value below which no change may bring it.

Floors only rise: `python -m quality --raise` lifts those that a measurement allows and never lowers one.
"""

import math
import tomllib
from collections.abc import Iterable
from pathlib import Path

from quality.sets import Measured

PATH = Path(__file__).parent / "floors.toml"
MARGIN = 0.01  # what a figure may lose again: another version of a parser changes single sentences

Floors = dict[str, dict[str, float]]  # set -> figure -> floor


def read_floors(path: Path = PATH) -> Floors:
    """Return the floors of the file; there are none when it does not exist."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def raised(floors: Floors, measured: Iterable[Measured]) -> Floors:
    """Return the floors after a measurement: its figures less the margin where that is more than the floor was."""
    result = {name: dict(figures) for name, figures in floors.items()}
    for one in measured:
        known = result.setdefault(one.name, {})
        for figure, value in one.figures.items():
            known[figure] = max(known.get(figure, 0.0), math.floor((value - MARGIN) * 1000) / 1000, 0.0)
    return result


def write_floors(floors: Floors, path: Path = PATH) -> None:
    """Write the floors under the comment that the file begins with."""
    lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    head = []
    for line in lines:
        if line and not line.startswith("#"):
            break
        head.append(line)
    tables = ("\n".join([f'["{name}"]', *(f"{figure} = {floor:.3f}" for figure, floor in figures.items())])
              for name, figures in floors.items())
    path.write_text("\n".join([*head, ""]).strip("\n") + "\n\n" + "\n\n".join(tables) + "\n", encoding="utf-8")
