"""How many of what, as a person writes it: bounds and a unit for words of the text.

`46 ship` are 46 ships, `10..20 person` from 10 to 20, `10..` 10 or more, `..300` at most 300, `~300 person` about 300,
`#19 month` the nineteenth, not nineteen.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from keii.errors import UsageError
from keii.model import Quantity, Span
from keii.quantities.reading import read_quantities
from keii.review.written import TO, Passage, Words, span

EXACT, ABOUT, ORDINAL = "number", "about", "ordinal"  # what a number can be
KINDS = (EXACT, ABOUT, ORDINAL)
_SIGNS = {ABOUT: "~", ORDINAL: "#"}
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?|\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A quantity as a person writes it; without bounds and unit its words are read as keii reads them."""

    words: Words
    low: str = ""  # both the same for a plain number; empty: open on that side
    high: str = ""
    unit: str = ""
    kind: str = ""  # one of KINDS; empty: as it was, or as the words say


def quantities_of(passage: Passage, written: Iterable[Counted], held: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return the quantities that a person wrote; one of those `held` that has the same words keeps what it counts."""
    return tuple(_quantity(passage, one, held) for one in written)


def _quantity(passage: Passage, written: Counted, held: Sequence[Quantity]) -> Quantity:
    at = span(passage, written.words)
    same = next((one for one in held if one.span == at), None)
    known = same or _read(passage, at)
    if not (written.low or written.high or written.unit):
        return known if known.low is None and known.high is None else _read(passage, at)
    if written.kind and written.kind not in KINDS:
        raise UsageError(f"there is no kind of number «{written.kind}».", remedy=f"There are: {', '.join(KINDS)}.")
    kind = written.kind or kind_of(known)
    if (written.low, written.high, written.unit, kind) == parts_of(known):
        return known
    low, high = bound(written.low), bound(written.high)
    if low is not None and high is not None and low > high:
        raise UsageError(f"the number ends before it begins: «{written.low}{TO}{written.high}».",
                         remedy="Write the smaller bound first.")
    return replace(known, low=low, high=high, unit=written.unit or None, approximate=kind == ABOUT,
                   ordinal=kind == ORDINAL)


def _read(passage: Passage, at: Span) -> Quantity:
    """Return the quantity that words tell; without bounds where they tell none, or several."""
    found = read_quantities(at.quote, passage.document.language)
    if len(found) != 1:
        return Quantity(span=at, low=None, high=None)
    one = found[0]
    counted = Span.of(passage.document.text, at.start + one.counted[0], at.start + one.counted[1]) if one.counted \
        else None
    return Quantity(span=at, low=one.low, high=one.high, unit=one.unit, approximate=one.approximate, counted=counted,
                    ordinal=one.ordinal)


def bound(value: str) -> float | None:
    """Return a bound, None for an empty one; raises UsageError for what is no number."""
    if not value:
        return None
    if not _NUMBER.fullmatch(value):
        raise UsageError(f"«{value}» is no number.", remedy="Write it in digits, such as 46, 1200 or 3.5.")
    return float(value.replace(",", ""))


def kind_of(quantity: Quantity) -> str:
    """Return what the number of a quantity is: exact, about, or the place in a row."""
    return ORDINAL if quantity.ordinal else ABOUT if quantity.approximate else EXACT


def digits(value: float | None) -> str:
    """Return a bound in digits, "" for none."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def parts_of(quantity: Quantity) -> tuple[str, str, str, str]:
    """Return lower bound, upper bound, unit and kind as a form shows them."""
    return digits(quantity.low), digits(quantity.high), quantity.unit or "", kind_of(quantity)


def line_of(quantity: Quantity) -> str:
    """Return bounds and unit as a person would write them; "" where there is neither."""
    low, high, unit, kind = parts_of(quantity)
    return f"{_SIGNS.get(kind, '')}{low if low == high else f'{low}{TO}{high}'} {unit}".strip()


def from_line(words: Words, line: str) -> Counted:
    """Return a quantity from its words and its line; an empty line lets the words be read. Raises UsageError."""
    line = line.strip()
    kind = next((name for name, sign in _SIGNS.items() if line.startswith(sign)), EXACT)
    number, _, unit = line.lstrip("".join(_SIGNS.values())).strip().partition(" ")
    low, to, high = number.partition(TO)
    if line and not (low or high):
        raise UsageError(f"«{line}» is no number with a unit.",
                         remedy="Write 46 ship, 10..20 person, 10.. or ..300; ~ before it: about, #: a place in a row.")
    return Counted(words=words, low=low, high=high if to else low, unit=unit.strip(), kind=kind if line else "")
