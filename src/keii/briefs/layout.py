"""Lines for a terminal: styled words, wrapped by cells, with Japanese broken between characters.

A cell is the width of a Latin letter; Japanese characters take two. A line never begins with a closing
bracket, a comma or a small kana, and never ends with an opening bracket.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rich.cells import cell_len

NO_BREAK = "\u00a0"  # a space at which a line is not broken; printed as a space
JOINER = "\u2060"  # stands between two characters that stay on one line; not printed
KEPT = 24  # cells: names up to this length stay on one line
_NO_START = frozenset("、。，．」』）】〉》〕］｝・：；！？ー～ゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
                      "”’…‥,.;:!?)]}%％°")
_NO_END = frozenset("「『（【〈《〔［｛“‘([{→@*")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")


class Style(StrEnum):
    """How words stand out; the value is the terminal's code (SGR)."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    MARKED = "1;4"  # bold and underlined: visible on any ground
    GREEN = "1;32"
    BLUE = "1;34"
    MAGENTA = "1;35"
    CYAN = "1;36"
    YELLOW = "1;33"
    RED = "1;31"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one style."""

    text: str
    style: Style = Style.PLAIN


Line = tuple[Run, ...]


def clean(text: str) -> str:
    """Return the text as one safe line: white space is one space, and nothing in it steers the terminal.

    Control and direction characters become spaces; the ledger keeps the evidence as it was published.
    """
    return re.sub(r"\s+", " ", _UNSAFE.sub(" ", text))


def width_of(text: str) -> int:
    """Return how many cells the text takes."""
    return cell_len(text.replace(JOINER, ""))


def keep(words: str) -> str:
    """Return the words so that `wrap` leaves them on one line, if they are short."""
    return JOINER.join(words) if width_of(words) <= KEPT else words


def wrap(runs: Sequence[Run], width: int) -> list[Line]:
    """Return the runs in lines of at most `width` cells; a word that is longer is cut."""
    lines: list[list[Run]] = [[]]
    used = 0
    for atom in _atoms(runs, max(width, 2)):
        size = sum(width_of(run.text) for run in atom)
        blank = all(run.text == " " for run in atom)
        if used + size > width and lines[-1]:
            lines.append([])
            used = 0
        if blank and not lines[-1]:
            continue  # no line begins with a space
        lines[-1].extend(atom)
        used += size
    return [_joined(_stripped(line)) for line in lines if line]


def paint(lines: Iterable[Line], *, color: bool) -> str:
    """Return the lines as text, with the terminal's codes for styles if it shows them."""
    return "\n".join("".join(_painted(run) if color else run.text for run in line)
                     .replace(NO_BREAK, " ").replace(JOINER, "").rstrip()
                     for line in lines)


def _painted(run: Run) -> str:
    return f"\x1b[{run.style.value}m{run.text}\x1b[0m" if run.style.value and run.text.strip() else run.text


def _atoms(runs: Sequence[Run], width: int) -> Iterator[list[Run]]:
    """Yield what may not be broken, each at most `width` cells: words, wide characters with their punctuation."""
    atom: list[Run] = []
    last = ""
    for char, style in ((char, run.style) for run in runs for char in run.text):
        full = sum(width_of(run.text) for run in atom) + width_of(char) > width
        if atom and (full or _breaks(last, char)):
            yield atom
            atom = []
        if atom and atom[-1].style is style:
            atom[-1] = Run(atom[-1].text + char, style)
        else:
            atom.append(Run(char, style))
        last = char
    if atom:
        yield atom


def _breaks(before: str, after: str) -> bool:
    """Tell whether a line may end between two characters."""
    if JOINER in (before, after) or NO_BREAK in (before, after):
        return False
    if before == " " or after == " ":
        return True
    if after in _NO_START or before in _NO_END:
        return False
    return _wide(before) or _wide(after)


@cache
def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _stripped(line: list[Run]) -> list[Run]:
    while line and line[-1].text == " ":
        line = line[:-1]
    return line


def _joined(line: list[Run]) -> Line:
    joined: list[Run] = []
    for run in line:
        if joined and joined[-1].style is run.style:
            joined[-1] = Run(joined[-1].text + run.text, run.style)
        else:
            joined.append(run)
    return tuple(joined)
