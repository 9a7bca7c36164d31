"""Which numbers of an act's claims are of one thing, and which of those cannot all be right."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from keii.model import Claim, Party, Quantity, Told
from keii.quantities.tolls import kind_of
from keii.situation.profile import fold

PERSON = "person"
_THING = "thing"
_SIDES = ("actor", "recipient")


def counts(claim: Claim) -> list[tuple[str, Quantity]]:
    """Return the numbers of a claim with what each is held against: a unit, what is counted, a side of the act.

    «Detained five», «detained seven pickets» and 5人を拘束 are numbers of those who were detained. A side with two
    numbers (12 soldiers and 3 villagers) is no name for either. The dead and the hurt are two things.
    """
    given = [one for one in claim.quantities if not one.ordinal and (one.low is not None or one.high is not None)]
    sides = [(_side(one, claim), one) for one in given if one.unit in (None, PERSON)]
    found = [(name, one) for one in given if (name := _thing_of(one, claim))]
    for side in _SIDES:
        own = [one for name, one in sides if name == side]
        if len(own) == 1:
            found.append((side, own[0]))
    return found


def _thing_of(quantity: Quantity, claim: Claim) -> str | None:
    """Return what a number is of, for people with what befell them where the words tell it: person/dead."""
    if quantity.unit != PERSON:
        return counted(quantity)
    kind = kind_of(quantity.span.quote) or kind_of(claim.trigger.quote)
    return f"{PERSON}/{kind}" if kind else PERSON


def counted(quantity: Quantity) -> str | None:
    """Return what a number is of: its unit, else the words for what is counted; None for a bare number."""
    return quantity.unit or (fold(quantity.counted.quote) if quantity.counted else None)


def _side(quantity: Quantity, claim: Claim) -> str | None:
    """Return the side of an act whose words hold a number, None where it counts something else."""
    for side, parties in zip(_SIDES, (claim.actors, claim.recipients), strict=True):
        if any(_is_of(quantity, party) for party in parties):
            return side
    return None


def _is_of(quantity: Quantity, party: Party) -> bool:
    span = party.span
    return span is not None and span.start < quantity.span.end and quantity.span.start < span.end


def exclusive(told: Sequence[Told]) -> Iterator[Mapping[str, list[Claim]]]:
    """Yield, for every thing that is counted, the numbers that exclude each other with the claims that give each.

    «At least 10» and 12 do not. What two languages count stands against each other where each claim has one number of
    things: nouns say nothing across languages.
    """
    by_name: defaultdict[str, list[tuple[Quantity, Told]]] = defaultdict(list)
    for one in told:
        for name, quantity in counts(one.claim):
            by_name[name].append((quantity, one))
        if thing := _only_thing(one.claim):
            by_name[_THING].append((thing, one))
    for name in [name for name in by_name if name.startswith(f"{PERSON}/")]:  # «7 people»: dead or hurt, who knows
        by_name[name] += by_name.get(PERSON, [])
    seen: set[frozenset[tuple[str, int]]] = set()  # numbers by claim and place: one may be of a side and of a thing
    for name in sorted(by_name):
        pairs = by_name[name]
        given = [(quantity, one.claim) for quantity, one in pairs
                 if any(_exclude(quantity, other) and one.claim is not second.claim
                        and (name != _THING or _are_abroad(one, second)) for other, second in pairs)]
        groups: dict[str, list[Claim]] = {}
        for quantity, claim in given:
            groups.setdefault(quantity_name(quantity), []).append(claim)
        numbers = frozenset((claim.id, quantity.span.start) for quantity, claim in given)
        if len(groups) > 1 and numbers not in seen:
            seen.add(numbers)
            yield groups


def _only_thing(claim: Claim) -> Quantity | None:
    """Return the number of things of a claim that has one only, None where it has none or several."""
    found = [one for one in claim.quantities if not one.ordinal and _is_of_things(one) and one.counted
             and (one.low is not None or one.high is not None) and _side(one, claim) is None]
    return found[0] if len(found) == 1 else None


def _is_of_things(quantity: Quantity) -> bool:
    """Tell whether a number counts things: without a unit, or with a counter that has no common name (台, 張)."""
    return quantity.unit is None or not quantity.unit.isascii()


def _are_abroad(one: Told, other: Told) -> bool:
    return one.document.language != other.document.language


def quantity_name(quantity: Quantity) -> str:
    """Return a number with its unit and bounds, so that 12 and twelve are one value."""
    low, high = quantity.low, quantity.high
    number = (f"{low:g}" if low is not None and low == high else f"≥{low:g}" if high is None and low is not None
              else f"≤{high:g}" if low is None and high is not None else f"{low:g}–{high:g}")
    return f"{'~' if quantity.approximate else ''}{number} {counted(quantity) or ''}".strip()


def _exclude(one: Quantity, other: Quantity) -> bool:
    """Tell whether two counts cannot both be right; «about» gives a tenth."""
    (a, b), (c, d) = _bounds(one), _bounds(other)
    return a > d or c > b


def _bounds(quantity: Quantity) -> tuple[float, float]:
    low = quantity.low if quantity.low is not None else float("-inf")
    high = quantity.high if quantity.high is not None else float("inf")
    return (low * 0.9, high * 1.1) if quantity.approximate else (low, high)
