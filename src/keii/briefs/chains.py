"""Chains of causes: statements of one document in which the effect of one is the cause of the next."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from keii.model import Causation, Cause

CONTENT = re.compile(r"[一-龥々]{2,}|[ァ-ヺー]{2,}|[A-Za-z]{4,}")  # words that carry meaning, roughly
STEM = 6  # letters that forms of one word share: prices, price
SAME = 0.6  # of the content words of the shorter phrase
MOST = 20  # chains that begin with one statement: beyond it a text repeats itself
LONGEST = 12  # statements: an article argues no further, and a ring of them ends here


def chains(causes: Sequence[Cause]) -> list[tuple[Cause, ...]]:
    """Return the longest chains of the statements of one document, in the order of their first statement.

    Two statements are joined where the effect of one and the cause of the other overlap in the text, hold the same
    claim, or are told again in the same words. What is denied leads to nothing. Every statement stands in at least one
    chain; of the chains that begin with one statement, the first ones are kept.
    """
    following = {cause.id: [other for other in causes if _leads(cause, other)] for cause in causes}
    led_to = {other.id for some in following.values() for other in some}
    found = [chain for cause in causes if cause.id not in led_to for chain in islice(_paths((cause,), following), MOST)]
    reached = {cause.id for chain in found for cause in chain}
    for cause in causes:
        if cause.id not in reached:  # a ring: it begins with its first statement
            ring = next(_paths((cause,), following))
            reached |= {one.id for one in ring}
            found.append(ring)
    return found


def _leads(first: Cause, second: Cause) -> bool:
    if first.id == second.id or first.status is Causation.DENIED or first.connective == second.connective:
        return False
    shared = set(first.effect_claims) & set(second.cause_claims)
    again = second.sentence > first.sentence and _same_words(first.effect.quote, second.cause.quote)
    return bool(shared) or first.effect.overlaps(second.cause) or again


def _same_words(first: str, second: str) -> bool:
    """Tell whether two phrases are told with the same content words; one word alone must be all that both have."""
    one, other = _content(first), _content(second)
    shared = one & other
    return one == other and bool(one) or len(shared) >= 2 and len(shared) >= SAME * min(len(one), len(other))


def _content(words: str) -> frozenset[str]:
    return frozenset(word.lower()[:STEM] for word in CONTENT.findall(words))


def _paths(chain: tuple[Cause, ...], following: dict[str, list[Cause]]) -> Iterator[tuple[Cause, ...]]:
    ids = {cause.id for cause in chain}
    onward = [other for other in following[chain[-1].id] if other.id not in ids]
    if not onward or len(chain) >= LONGEST:
        yield chain
        return
    for other in onward:
        yield from _paths((*chain, other), following)
