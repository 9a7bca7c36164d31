"""Places for the parties of a network, by forces: all push each other away, those with claims pull each other near.

Fruchterman and Reingold, "Graph Drawing by Force-directed Placement", Software: Practice and Experience 21(11), 1991,
with a pull to the middle that keeps parts without a connection on the paper. It begins on a spiral, the strongest
party in the middle, so that the same network has the same drawing; places are rounded at every step, so that
processors whose last digits differ agree.
"""

from collections.abc import Sequence

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
Box = tuple[float, float, float, float]


def labels(dots: Sequence[tuple[float, float, float, str]]) -> list[tuple[float, float, str]]:
    """Return for each dot (x, y, radius, words) where its words stand, and on which side they are anchored.

    They stand on the right, the left, below or above, where they first cover no dot and no words placed before.
    """
    taken: list[Box] = [(x - radius, y - radius, x + radius, y + radius) for x, y, radius, _ in dots]
    placed = []
    for x, y, radius, words in dots:
        wide = sum(_WIDE if ord(one) > 0x2E80 else _LETTER for one in words)
        near = radius + 3
        choices = [(x + near, y + 4, "start", (x + near, y - 7, x + near + wide, y + 8)),
                   (x - near, y + 4, "end", (x - near - wide, y - 7, x - near, y + 8)),
                   (x, y + near + 10, "middle", (x - wide / 2, y + near, x + wide / 2, y + near + _TALL)),
                   (x, y - near - 1, "middle", (x - wide / 2, y - near - _TALL, x + wide / 2, y - near))]
        on_paper = [one for one in choices if one[3][0] >= 0 and one[3][2] <= WIDTH] or choices[:1]
        best = min(on_paper, key=lambda one: sum(_cover(one[3], other) for other in taken))
        taken.append(best[3])
        placed.append((round(best[0], 1), round(best[1], 1), best[2]))
    return placed


def _cover(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
