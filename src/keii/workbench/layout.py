"""Places for the parties of a network, by forces: all push each other away, those with claims pull each other near.

Fruchterman and Reingold, "Graph Drawing by Force-directed Placement", Software: Practice and Experience 21(11), 1991,
with a pull to the middle that keeps parts without a connection on the paper. It begins on a spiral, the strongest
party in the middle, so that the same network has the same drawing; places are rounded at every step, so that
processors whose last digits differ agree.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT, MARGIN = 960, 620, 46
_STEPS = 160  # with 80 the wings of a star of 60 parties still cross; with 300 nothing more moves
_MANY, _FEW_STEPS = 150, 80  # above so many parties fewer steps do: a step costs the square of them
_GRAVITY = .9
_ROOM = 36.0  # units between two parties
_TURN = np.pi * (3 - 5 ** .5)  # the golden angle

Places = npt.NDArray[np.float64]


def layout(size: int, edges: Sequence[tuple[int, int, float]]) -> Places:
    """Return a place on the paper for each of `size` parties; edges are (party, party, weight above 0)."""
    if size == 0:
        return np.zeros((0, 2))
    numbers = np.arange(size)
    spread = np.sqrt((numbers + .5) / size) * .5
    places = np.stack((spread * np.cos(numbers * _TURN), spread * np.sin(numbers * _TURN)), axis=1)
    pulls = np.zeros((size, size))
    for one, other, weight in edges:
        pulls[one, other] = pulls[other, one] = np.log2(1 + weight)
    pulls /= max(pulls.max(), 1)
    steps = _STEPS if size <= _MANY else _FEW_STEPS
    near = (1 / size) ** .5 * .9
    for step in range(steps):
        places = np.round(_moved(places, pulls, near, .12 * (1 - step / steps)), 6)
    return _apart(_on_paper(places))


def _moved(places: Places, pulls: Places, near: float, most: float) -> Places:
    """Return the places after one step, none of which is longer than `most`."""
    away = places[:, None, :] - places[None, :, :]
    distance = np.maximum(np.hypot(away[..., 0], away[..., 1]), 1e-4)
    force = near ** 2 / distance ** 2 - pulls * distance / near
    np.fill_diagonal(force, 0)
    moves = (away * force[..., None]).sum(axis=1) - places * _GRAVITY
    length = np.maximum(np.hypot(moves[:, 0], moves[:, 1]), 1e-9)[:, None]
    moved: Places = places + moves / length * np.minimum(length, most)
    return moved


def _on_paper(places: Places) -> Places:
    """Return the places stretched to the paper's edges."""
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.array([WIDTH, HEIGHT]) - 2 * MARGIN
    shares: Places = np.where(high - low > 1e-6, (places - low) / np.maximum(high - low, 1e-6), .5)
    return np.asarray(shares * room + MARGIN)


def _apart(places: Places) -> Places:
    """Return the places with those moved apart that would cover each other."""
    for _ in range(30):
        away = places[:, None, :] - places[None, :, :]
        distance = np.maximum(np.hypot(away[..., 0], away[..., 1]), 1e-3)
        push = np.where(distance < _ROOM, (_ROOM - distance) / 2 / distance, 0)
        np.fill_diagonal(push, 0)
        if not push.any():
            break
        places = np.round(places + (away * push[..., None]).sum(axis=1) * .5, 3)
        places = np.clip(places, MARGIN / 2, np.array([WIDTH, HEIGHT]) - MARGIN / 2)
    return np.round(places, 1)


_LETTER, _WIDE, _TALL = 6.6, 12.2, 15.0  # units: letters of Latin, of Han and kana, a line
_CELL = 8  # units of a cell of the grid on which lines are counted
_LINE = 4.0  # square units of other words that a cell's length of a line is worth: words over a line can be read
Box = tuple[float, float, float, float]


def labels(dots: Sequence[tuple[float, float, float, str]],
           lines: Sequence[tuple[tuple[float, float], tuple[float, float]]] = ()) -> list[tuple[float, float, str]]:
    """Return for each dot (x, y, radius, words) where its words stand, and on which side they are anchored.

    They stand on the right, the left, below, above or at a corner, where they cover the least of the dots, of words
    placed before, and then of the lines.
    """
    return list(_labels(tuple(dots), tuple(lines)))


@lru_cache(maxsize=32)
def _labels(dots: tuple[tuple[float, float, float, str], ...],
            lines: tuple[tuple[tuple[float, float], tuple[float, float]], ...]) -> list[tuple[float, float, str]]:
    taken = np.array([(x - radius, y - radius, x + radius, y + radius) for x, y, radius, _ in dots] * 2)
    taken[len(dots):] = -1  # what is placed
    crossed = _crossings(lines)
    placed = []
    for number, (x, y, radius, words) in enumerate(dots, len(dots)):
        wide = sum(_WIDE if ord(one) > 0x2E80 else _LETTER for one in words)
        choices = list(_choices(x, y, radius, wide))
        boxes = np.array([box for *_, box in choices])
        on_paper = ((boxes >= 0) & (boxes <= (WIDTH, HEIGHT, WIDTH, HEIGHT))).all(axis=1)
        cost = _cover(boxes, taken) + _LINE * _crossed(boxes, crossed) + np.where(on_paper, 0, WIDTH * HEIGHT)
        best = int(np.argmin(np.round(cost, 3)))
        taken[number] = boxes[best]
        placed.append((round(choices[best][0], 1), round(choices[best][1], 1), choices[best][2]))
    return placed


def _choices(x: float, y: float, radius: float, wide: float) -> Iterator[tuple[float, float, str, Box]]:
    """Yield where words may stand beside a dot: the foot of their line, the anchor, the box that they fill."""
    near, corner = radius + 3, radius * .7 + 3
    sides = [(x + near, y + 4, "start"), (x - near, y + 4, "end"), (x, y + near + 10, "middle"),
             (x, y - near - 1, "middle")]
    corners = [(x + right * corner, y + 4 + down * (corner + 2), "start" if right > 0 else "end")
               for down in (-1, 1) for right in (1, -1)]
    for foot, height, anchor in (*sides, *corners):
        left = {"start": foot, "end": foot - wide, "middle": foot - wide / 2}[anchor]
        yield foot, height, anchor, (left, height - 11, left + wide, height + _TALL - 11)


def _crossings(lines: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> Places:
    """Return how much of lines lies left of and above each corner of a grid, in steps of its cells."""
    counts = np.zeros((HEIGHT // _CELL + 2, WIDTH // _CELL + 2))
    if lines:
        starts, ends = np.array(lines, dtype=np.float64).transpose(1, 0, 2)
        many = np.maximum((np.hypot(*(ends - starts).T) / _CELL).astype(int), 2)  # points of each line
        line = np.repeat(np.arange(len(lines)), many)
        share = (np.arange(line.size) - np.repeat(np.cumsum(many) - many, many)) / (many[line] - 1)
        cells = ((starts[line] + share[:, None] * (ends - starts)[line]) // _CELL).astype(int) + 1
        np.add.at(counts, (cells[:, 1], cells[:, 0]), 1)
    return np.asarray(counts.cumsum(axis=0).cumsum(axis=1))


def _crossed(boxes: Places, crossed: Places) -> Places:
    """Return how much of the lines each box covers."""
    x = np.clip(np.round(boxes[:, [0, 2]] / _CELL).astype(int), 0, crossed.shape[1] - 1)
    y = np.clip(np.round(boxes[:, [1, 3]] / _CELL).astype(int), 0, crossed.shape[0] - 1)
    return np.asarray(crossed[y[:, 1], x[:, 1]] - crossed[y[:, 0], x[:, 1]] - crossed[y[:, 1], x[:, 0]]
                      + crossed[y[:, 0], x[:, 0]])


def _cover(boxes: Places, taken: Places) -> Places:
    """Return how many square units of each box others cover."""
    wide = np.minimum(boxes[:, None, 2], taken[None, :, 2]) - np.maximum(boxes[:, None, 0], taken[None, :, 0])
    tall = np.minimum(boxes[:, None, 3], taken[None, :, 3]) - np.maximum(boxes[:, None, 1], taken[None, :, 1])
    return np.asarray((np.maximum(wide, 0) * np.maximum(tall, 0)).sum(axis=1))
