"""Which two a phrase such as «both sides» or 両国 means: the pair of the story rather than the last two named.

Pairs of countries named so far, and single ones, whose government and opponents are the two sides then, are compared by
a sum of weights: how often the document names them, whether its headline does, how far back they stand, whether they
stand in one sentence. A multinomial logistic choice over the 288 pairs that the corpus's annotators resolved (143
English, 145 Japanese) gave the weights. In fivefold cross-validation by article it finds 106 and 118 of them, the last
two countries named 64 and 80; weights of one language do as well in the other.
"""

import re
from collections.abc import Sequence
from itertools import combinations
from math import log

from keii.coding.things import is_where
from keii.gazetteer.compose import UNKNOWN
from keii.model import Span
from keii.resolution.discourse import Discourse, Known
from keii.resolution.evidence import Evidence

OFTEN, HEADLINE, HERE, BEFORE = 1.0, 0.9, 1.0, 0.7  # each: log of mentions, in the headline, here, just before
BODY, ONCE, WHERE = -2.1, -0.9, -0.4  # an international body, named but once, only where something was
TOGETHER, RARER = 1.5, 1.2  # for two: in one sentence before, log of mentions of the rarer one
ALONE, ALONE_OFTEN, ALONE_HEADLINE = -0.8, 2.6, 1.5  # for one alone
ASIDE = ("outlet", "place")  # kinds of mentions that are no side
STATES = re.compile(r"countr|nations|neighbo|国")  # words for sides that are a state each, never one and its opponents


def sides(
    discourse: Discourse, evidence: Evidence, phrase: Span, without: frozenset[str], *, persons: bool = False
) -> tuple[Known, ...]:
    """Return the latest mentions, in text order, of the two countries that a phrase means; of one if it is one.

    `without` holds countries that cannot be meant. `persons` prefers mentions of people, whom «both leaders» means.
    """
    latest: dict[str, Known] = {}
    for known in discourse.mentions:
        country = known.reading.country
        if country and country != UNKNOWN and country not in without and known.span.end <= phrase.start:
            older = latest.get(country)
            if known.reading.kind not in ASIDE and not (persons and older and older.person and not known.person):
                latest.pop(country, None)
                latest[country] = known
    ranked = sorted(latest.values(), key=lambda known: -known.span.start)
    candidates: list[tuple[Known, ...]] = [*combinations(ranked, 2)]
    if not candidates or not STATES.search(phrase.quote.lower()):
        candidates += [(known,) for known in ranked if evidence.counts[known.reading.country or ""] > 1]
    if not candidates:
        return ()
    weighed = _Weighed(discourse, evidence)
    best = max(candidates, key=weighed.score)
    return tuple(sorted(best, key=lambda known: known.span.start))


class _Weighed:
    """What a document tells of its countries, up to the sentence last fed."""

    def __init__(self, discourse: Discourse, evidence: Evidence) -> None:
        self.discourse, self.counts = discourse, evidence.counts
        self.told: dict[str, set[int]] = {}
        for mention in evidence.mentions:
            if mention.sentence <= discourse.current:
                self.told.setdefault(mention.country, set()).add(mention.sentence)

    def score(self, candidate: Sequence[Known]) -> float:
        """Return what speaks for two countries, or one, as those who are meant."""
        countries = [known.reading.country or "" for known in candidate]
        counts = [log(self.counts[country] + 1) for country in countries]
        told = [self.told.get(country, set()) for country in countries]
        if len(candidate) == 1:
            return ALONE + ALONE_OFTEN * counts[0] + ALONE_HEADLINE * (0 in told[0])
        return sum(map(self._each, candidate)) + TOGETHER * bool(told[0] & told[1]) + RARER * min(counts)

    def _each(self, known: Known) -> float:
        country, away = known.reading.country or "", self.discourse.current - known.sentence
        count = self.counts[country]
        where = is_where(self.discourse.text, known.span.start, known.span.end, self.discourse.language)
        return (
            OFTEN * log(count + 1)
            + HEADLINE * (0 in self.told.get(country, ()))
            + (HERE if away == 0 else BEFORE if away == 1 else 0.0)
            + BODY * country.startswith("IGO:")
            + ONCE * (count == 1)
            + WHERE * where
        )
