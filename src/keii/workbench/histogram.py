"""An axis of time as a drawing: bars with places on the paper, what they say, and where they lead."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from keii.workbench.asking import Asked
from keii.workbench.periods import Axis, Kind, Level, Period, Wide, extent
from keii.workbench.words import say

WIDTH = 960  # of the drawing, in its own units; the page scales it
BARS = 150  # height of all bars together, at the highest
LEAST = 14  # height of the band of a kind that has a few only
GAP = 8  # between bands
STRIP, STRIPS = 9, 8  # height of what is known less exactly, and how many rows of it are drawn
_LABEL = 74  # width that the words of a tick need
_LETTER = 7.5
_SHORTEST = 3  # of a drawn width: a day on an axis of years is still seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rectangle of one kind."""

    x: float
    y: float
    width: float
    height: float
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A period of the axis with its bars; href is None where it cannot be divided further, or holds nothing."""

    x: float
    width: float
    since: str
    until: str
    title: str
    bars: tuple[Bar, ...]
    href: str | None
    counts: tuple[int, ...]  # in the order of Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Things whose time is longer than a period, as wide as their time."""

    bar: Bar
    title: str
    href: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """The drawing."""

    axis: Axis
    columns: tuple[Column, ...]
    strips: tuple[Strip, ...]
    left_out: int  # things of strips that found no room
    bands: tuple[tuple[Kind, float], ...]  # the kinds that there are, each with the height of its base line
    ticks: tuple[tuple[float, str], ...]
    moves: tuple[tuple[str, str], ...]  # what other days are called, in English, and their addresses
    height: float  # of the bars and strips; the words of the ticks stand below

    @property
    def since(self) -> str:
        """The first day of the axis."""
        return self.axis.periods[0].since[:10]

    @property
    def until(self) -> str:
        """The last day of the axis."""
        return self.axis.periods[-1].until[:10]

    @property
    def after(self) -> str:
        """The first day behind the axis."""
        return date.fromordinal(min(int(self.axis.end), date.max.toordinal())).isoformat()

    def place(self, since: str, until: str | None) -> tuple[float, float]:
        """Return where a time stands on the paper, and how wide it is; what lies outside is cut off."""
        start, end = extent(since, until)
        return _placed(self.axis, start, end)


def histogram(asked: Asked, axis: Axis) -> Histogram:
    """Return the drawing of an axis; each period leads to itself, divided further."""
    kinds = [kind for kind in Kind if axis.total(kind)] or [Kind.HAPPENED]
    highest = {kind: max((one.counts.get(kind, 0) for one in axis.periods), default=0) for kind in kinds}
    scale = BARS / max(sum(highest.values()), 1)
    bands: list[tuple[Kind, float]] = []
    base = 0.0
    for kind in kinds:
        base += max(highest[kind] * scale, LEAST) + (GAP if bands else 0)
        bands.append((kind, round(base, 1)))
    strips, rows, left_out = _strips(asked, axis, base + GAP)
    height = base + (rows * (STRIP + 2) + GAP if rows else 0)
    return Histogram(axis=axis, columns=tuple(_columns(asked, axis, bands, scale)), strips=strips, left_out=left_out,
                     bands=tuple(bands), ticks=tuple(_ticks(axis)), moves=tuple(_moves(asked, axis)),
                     height=round(height, 1))


def _moves(asked: Asked, axis: Axis) -> Iterator[tuple[str, str]]:
    """Yield the days before, the days behind, and three times as many, where days were chosen."""
    if not (asked.one("since") or asked.one("until")):
        return
    first, after = int(axis.start), int(axis.end)
    long, last = after - first, date.max.toordinal()
    for words, start, end in (("earlier", first - long, first), ("later", after, after + long),
                              ("wider", first - long, after + long)):
        if start >= 1 and end <= last:
            yield words, asked.with_(since=date.fromordinal(start).isoformat(),
                                     until=date.fromordinal(end - 1).isoformat(), by=None)


def in_words(asked: Asked, counts: Sequence[int]) -> str:
    """Return the numbers of each kind, in words, without those that are nothing."""
    said = (say(asked.lang, "happened: {number}", number=counts[0]),
            say(asked.lang, "awaited: {number}", number=counts[1]),
            say(asked.lang, "denied: {number}", number=counts[2]))
    return ", ".join(words for words, number in zip(said, counts, strict=True) if number)


def _columns(asked: Asked, axis: Axis, bands: Sequence[tuple[Kind, float]], scale: float) -> Iterator[Column]:
    for one in axis.periods:
        x, width = _placed(axis, one.start, one.end)
        counts = tuple(one.counts.get(kind, 0) for kind in Kind)
        bars = tuple(Bar(x=x, y=round(base - tall, 1), width=round(max(width - 1, 1), 2), height=tall, kind=kind)
                     for kind, base in bands if (tall := _height(one.counts.get(kind, 0), scale)))
        divisible = axis.level is not Level.HOUR and bars
        yield Column(x=x, width=width, since=one.since, until=one.until, bars=bars, counts=counts,
                     title=f"{title(one, axis.level)} – {in_words(asked, counts)}" if bars else title(one, axis.level),
                     href=asked.with_(since=one.since, until=one.until, by=None) if divisible else None)


def _height(number: int, scale: float) -> float:
    """Return how high a bar is; one thing among thousands is still seen."""
    return round(max(number * scale, 2), 1) if number else 0.0


def title(one: Period, level: Level) -> str:
    """Return what a period is called."""
    match level:
        case Level.YEAR:
            return one.since[:4]
        case Level.MONTH:
            return one.since[:7]
        case Level.WEEK:
            return f"{one.since} – {one.until}"
        case Level.DAY:
            return one.since
    return one.since.replace("T", " ")


def _placed(axis: Axis, start: float, end: float) -> tuple[float, float]:
    unit = WIDTH / (axis.end - axis.start)
    left = min(max((start - axis.start) * unit, 0), WIDTH - _SHORTEST)
    right = max(min((end - axis.start) * unit, WIDTH), left)
    return round(left, 2), round(right - left, 2)


def _strips(asked: Asked, axis: Axis, top: float) -> tuple[tuple[Strip, ...], int, int]:
    """Return the strips in as few rows as they need, the number of rows, and how many things found no room."""
    ends: list[float] = []
    strips: list[Strip] = []
    left_out = 0
    for one in axis.wide:
        x, width = _placed(axis, one.start, one.end)
        row = next((number for number, end in enumerate(ends) if end <= x), len(ends))
        if row >= STRIPS:
            left_out += one.number
            continue
        ends[row:row + 1] = [x + max(width, _SHORTEST) + 2]
        bar = Bar(x=x, y=round(top + row * (STRIP + 2), 1), width=max(width, _SHORTEST), height=STRIP, kind=one.kind)
        strips.append(Strip(bar=bar, number=one.number, title=_wide_title(asked, one),
                            href=asked.with_(since=one.since, until=one.until, by=None)))
    return tuple(strips), len(ends), left_out


def _wide_title(asked: Asked, one: Wide) -> str:
    counts = [one.number if kind is one.kind else 0 for kind in Kind]
    return f"{one.since} – {one.until} – {in_words(asked, counts)}"


# How far apart ticks of an axis may stand, from the finest, each with how it is written.
_STEPS: tuple[tuple[Level, int, Callable[[str], str]], ...] = (
    (Level.HOUR, 1, lambda at: at[11:16]), (Level.HOUR, 3, lambda at: at[11:16]),
    (Level.HOUR, 6, lambda at: at[5:].replace("T", " ")),
    (Level.DAY, 1, lambda at: at[5:10]), (Level.DAY, 7, lambda at: at[5:10]),
    (Level.MONTH, 1, lambda at: at[:7]), (Level.MONTH, 3, lambda at: at[:7]), (Level.MONTH, 6, lambda at: at[:7]),
    *((Level.YEAR, years, lambda at: at[:4]) for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)


def _ticks(axis: Axis) -> Iterator[tuple[float, str]]:
    """Yield places on the paper with words, as close as the words allow."""
    for level, step, written in _STEPS:
        if level is Level.HOUR and axis.level is not Level.HOUR:
            continue
        found = [at for at in _times(axis, level, step) if axis.start <= extent(at, None)[0] < axis.end]
        if found and len(found) * _LABEL <= WIDTH:
            places = ((_placed(axis, extent(at, None)[0], axis.end)[0], written(at)) for at in found)
            yield from ((x, words) for x, words in places if x + len(words) * _LETTER <= WIDTH)
            return


def _times(axis: Axis, level: Level, step: int) -> Iterator[str]:
    """Yield the times of the axis that are whole multiples of a step."""
    first, last = date.fromordinal(int(axis.start)), date.fromordinal(int(axis.end) - 1)
    match level:
        case Level.HOUR:
            for number in range(first.toordinal(), last.toordinal() + 1):
                yield from (f"{date.fromordinal(number)}T{hour:02}:00" for hour in range(0, 24, step))
        case Level.DAY:
            for number in range(first.toordinal(), last.toordinal() + 1):
                if step == 1 or date.fromordinal(number).weekday() == 0:
                    yield date.fromordinal(number).isoformat()
        case Level.MONTH:
            for year in range(first.year, last.year + 1):
                yield from (f"{year:04}-{month:02}-01" for month in range(1, 13, step))
        case _:
            yield from (f"{year:04}-01-01" for year in range(max(first.year // step * step, 1), last.year + 1, step))
