"""Numbers in words and digits, as the lowest and the highest that they can mean.

3億2千万 is 320,000,000, two hundred and six is 206; 数百 is 200 to 900, 十数 11 to 19, dozens 24 to open.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from keii.quantities.table import Table

_ABOVE = (1.0, 9.0)  # what 数 adds behind a number: 十数人 are eleven to nineteen


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number of a text."""

    low: float
    high: float | None  # None: the words set no highest
    vague: bool  # the words do not tell it exactly


@dataclass(slots=True)
class _Sum:
    """A number while it is read from left to right; each part is its lowest and its highest."""

    total: tuple[float, float] = (0.0, 0.0)  # up to the last 万 or thousand
    section: tuple[float, float] = (0.0, 0.0)  # up to the last 百 or hundred behind it
    last: tuple[float, float] | None = None  # what the next scale multiplies
    vague: bool = False
    is_open: bool = False

    def add(self, value: tuple[float, float], *, digit: bool) -> None:
        """Put a numeral behind another: twenty and five are 25; as one `digit` behind another 二 and 〇 are 20."""
        if self.last is None:
            self.last = value
        elif digit and value[1] < 10:
            self.last = self.last[0] * 10 + value[0], self.last[1] * 10 + value[1]
        else:
            self.last = _plus(self.last, value)

    def multiply(self, factor: float, *, big: bool) -> None:
        """Multiply by a scale: 百 the last numeral, 万 all since the last 万."""
        if not big:
            self.section = _plus(self.section, _times(self.last or (1.0, 1.0), factor))
        else:
            before = _plus(self.section, self.last or (0.0, 0.0))
            self.total = _plus(self.total, _times(before if before[1] else (1.0, 1.0), factor))
            self.section = 0.0, 0.0
        self.last = None

    def number(self) -> Number:
        """Return what was read."""
        low, high = _plus(_plus(self.total, self.section), self.last or (0.0, 0.0))
        return Number(low=low, high=None if self.is_open else high, vague=self.vague)


def read_number(text: str, words: Table) -> Number | None:
    """Return the number that a text spells, None when it holds no token of one."""
    found = _Sum()
    some = False
    for kind, token in _tokens(text, words):
        some = True
        if kind == "digits":
            found.add((float(token.replace(",", "")),) * 2, digit=False)
        elif kind == "several":
            _several(found, words.words["several"][token.lower()].value)
        else:
            value = float(words.words[kind][token.lower()].value)
            if kind == "numeral":
                found.add((value, value), digit=words.japanese)
            else:
                found.multiply(value, big=kind == "big")
    return found.number() if some else None


def _several(found: _Sum, value: str) -> None:
    low, _, high = value.partition("-")
    found.vague = True
    if found.last is not None or found.section[1]:  # 十数, 30数
        found.add(_ABOVE, digit=False)
        return
    found.is_open = not high
    found.add((float(low), float(high or low)), digit=False)


def _tokens(text: str, words: Table) -> Iterator[tuple[str, str]]:
    for match in words.token.finditer(text):
        if match.lastgroup:
            yield match.lastgroup, match[0]


def _plus(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    return a[0] + b[0], a[1] + b[1]


def _times(a: tuple[float, float], factor: float) -> tuple[float, float]:
    return a[0] * factor, a[1] * factor
