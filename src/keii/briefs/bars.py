"""A series as a line of bars, one character a value."""

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"
NOTHING = "·"  # apart from the lowest bar, which is one


def bars(values: Sequence[float], width: int) -> str:
    """Return the values as bars, the highest at full height; of more values than `width` the largest of each group.

    >>> bars([0, 1, 4, 8], 10)
    '·▁▄█'
    """
    if len(values) > width > 0:
        size = -(-len(values) // width)
        values = [max(values[at:at + size]) for at in range(0, len(values), size)]
    highest = max(values, default=0)
    return "".join(_BARS[max(1, round(value / highest * len(_BARS))) - 1] if value > 0 else NOTHING for value in values)
