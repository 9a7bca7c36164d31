"""Quantities of claims in numbers: how many, of which unit, and of what."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from keii.coding.contract import Coded
from keii.model import Claim, Document, Quantity, Reference, Span, Trace
from keii.quantities.reading import ReadQuantity, read_quantities

_UNIT = 10  # characters behind a number in which its unit stands
_CUT = re.compile(r"[0-9０-９][,，.．]?$")  # a phrase that ends within a number goes on with one of these
_GOES_ON = re.compile(r"[,，.．]?[0-9０-９]")
# What stands before a party's words and bounds their number; the party is marked without it.
_BOUND = re.compile(
    r"(?:\b(?:about|around|some|nearly|almost|over|at least|more than|fewer than|up to) |約|およそ|少なくとも)\Z",
    re.IGNORECASE,
)
_REACH = 12
PARTY = "quantities.party"
_PARTICLES = frozenset("がはをもにでと")  # a phrase that the trained coder marks sometimes ends with one


def resolve_quantities(document: Document, coded: Iterable[Coded]) -> Iterator[Coded]:
    """Yield the coded sentences with every quantity's bounds, unit and what is counted read from its words.

    A phrase that tells two of them (12 killed and 40 injured) becomes two; one whose number cannot be read keeps its
    words alone.
    """
    for item in coded:
        claims = []
        for claim in item.claims:
            whole = [_whole(document, quantity) for quantity in claim.quantities]
            read = [(quantity, _read(document, quantity)) for quantity in whole]
            steps = tuple(step for _, found in read for one, rule in found for step in _trace(one, rule))
            quantities = tuple(one for quantity, found in read for one in ([q for q, _ in found] or [quantity]))
            own = list(_of_parties(document, claim, quantities))
            steps += tuple(step for one, rule in own for step in _trace(one, rule))
            quantities += tuple(one for one, _ in own)
            claims.append(claim.with_(quantities=quantities, trace=(*claim.trace, *steps)) if steps else claim)
        yield replace(item, claims=tuple(claims))


def _of_parties(document: Document, claim: Claim, told: Iterable[Quantity]) -> Iterator[tuple[Quantity, str]]:
    """Yield how many the parties are whose words begin with a number of people that coding has not marked.

    «About 2,300 dockers walked out»: what stands before the number (About) may bound it, and stands outside.
    """
    taken = [quantity.span for quantity in told]
    for party in (*claim.actors, *claim.recipients):
        span = party.span
        if span is None or party.reference is not Reference.NAMED or any(
                one.start < span.end and span.start < one.end for one in taken):
            continue
        before = _BOUND.search(document.text, max(0, span.start - _REACH), span.start)
        whole = Span.of(document.text, before.start() if before else span.start, span.end)
        found = read_quantities(whole.quote, document.language)
        if len(found) == 1 and not found[0].ordinal and _tells_people(found[0], whole):
            taken.append(span)
            yield _filled(document, whole, found[0], alone=True), PARTY


def _tells_people(one: ReadQuantity, phrase: Span) -> bool:
    """Tell whether a number is of the people whom the whole phrase names: no «22-year-old», no «army of two states»."""
    told = [(one.start, one.end), *([one.counted] if one.counted else [])]
    first, last = min(start for start, _ in told), max(end for _, end in told)
    people = one.unit == "person" or (one.unit is None and one.counted is not None)
    return people and first == 0 and last == len(phrase.quote.rstrip())


def _whole(document: Document, quantity: Quantity) -> Quantity:
    """Return a quantity whose phrase ends within a number (20|50トン) with the whole number and its unit."""
    span, text = quantity.span, document.text
    if not (_CUT.search(span.quote) and _GOES_ON.match(text, span.end)):
        return quantity
    end = re.compile(r"[0-9０-９,，.．]*[0-9０-９]").match(text, span.end)
    last = end.end() if end else span.end
    found = read_quantities(text[span.start : last + _UNIT], document.language)
    reach = next((one.end for one in found if span.start + one.end >= last), last - span.start)
    return replace(quantity, span=Span.of(text, span.start, max(last, span.start + reach)))


def _read(document: Document, quantity: Quantity) -> list[tuple[Quantity, str]]:
    """Return the quantities of a phrase with the rules that read them; none when coding told its numbers already."""
    if quantity.low is not None or quantity.high is not None:
        return []
    found = read_quantities(quantity.span.quote, document.language)
    return [(_filled(document, quantity.span, one, alone=len(found) == 1), one.rule) for one in found]


def _filled(document: Document, phrase: Span, one: ReadQuantity, *, alone: bool) -> Quantity:
    """Return what was read as a claim's quantity; one that is alone in its phrase keeps its words."""
    counted = one.counted and _part(document, phrase, *one.counted)
    first = min(one.start, one.counted[0]) if one.counted else one.start
    last = max(one.end, one.counted[1]) if one.counted else one.end
    whole = alone and phrase.quote[last:].strip() not in _PARTICLES
    return Quantity(
        span=phrase if whole else _part(document, phrase, 0 if alone else first, last),
        low=one.low,
        high=one.high,
        unit=one.unit,
        approximate=one.approximate,
        counted=counted,
        ordinal=one.ordinal,
    )


def _part(document: Document, phrase: Span, start: int, end: int) -> Span:
    return Span.of(document.text, phrase.start + start, phrase.start + end)


def _trace(quantity: Quantity, rule: str) -> Iterator[Trace]:
    low, high = ("" if bound is None else f"{bound:.12g}" for bound in (quantity.low, quantity.high))
    numbers = low if low == high else f"{low}..{high}"
    value = f"{numbers} {quantity.unit}" if quantity.unit else numbers
    yield Trace(field="quantity", rule=rule, value=value, span=quantity.span)
