"""Whom words mean that point back to what a document named: both countries, that country, the said minister."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from keii.coding.things import is_where
from keii.model import Party
from keii.resolution.discourse import Discourse, Known

FADES = 0.95  # of what a mention says for a pair is left a sentence later: right in 101 of the corpus' 143, .8 in 95
SPOT = 0.3  # of it where something happened, a town perhaps
JOINED = frozenset({"と", "や", "、", "・", " and ", ", "})  # between two who are named together
SAID = "同"  # 同外相 is the foreign minister named before, 同省 the ministry
PLAIN = frozenset({"氏", "国", "国政府", "軍"})  # behind it say no office or kind of body, or too many
REMEMBERED = 30  # sentences after which the said minister is nobody's
WINDOW = 6  # sentences back that «that country» may stand for


def pair(
    discourse: Discourse, before: int, without: frozenset[str] = frozenset(), *, persons: bool = False
) -> tuple[Known, ...]:
    """Return the latest mentions of the two countries most named before a code point, in text order.

    `without` holds countries that cannot be meant, the one who speaks to both among them; international bodies are
    taken only where fewer than two states were named, where something happened only after them. The two latest, as
    it was before, were right in 71 of the corpus' 143.
    """
    earlier = [known for known in discourse.mentions if known.span.end <= before and (known.person or not persons)]
    for bodies, spots in ((False, False), (True, False), (True, True)):
        latest: dict[str, Known] = {}
        weights: defaultdict[str, float] = defaultdict(float)
        for known, weight in _weighed(discourse, earlier):
            country = known.reading.country or ""
            aside = known.reading.kind in ("outlet", "place") or (country.startswith("IGO:") and not bodies)
            if not country or country in without or aside:
                continue
            spot = is_where(discourse.text, known.span.start, known.span.end, discourse.language)
            weights[country] += SPOT * weight if spot else weight
            if spots or not spot:
                latest[country] = known
        found = [latest[country] for country in sorted(weights, key=lambda c: -weights[c]) if country in latest][:2]
        if len(found) == 2:
            return tuple(sorted(found, key=lambda known: known.span.start))
    return ()


def single(kind: str, quote: str, discourse: Discourse, before: int, without: frozenset[str]) -> Known | None:
    """Return the mention before a code point that a pronoun or «the said minister» means, not of `without`."""
    repeated = said(quote, discourse, before, without)
    if repeated is not None:
        return repeated
    if kind == "person":
        return discourse.last(before=before, person=True, without=without)
    if kind != "state":
        return discourse.last(before=before, topic=True, without=without)
    if discourse.language == "ja":
        own = _others(discourse, before)
        return _state(discourse, before, without | own) or _state(discourse, before, without)
    return discourse.last(before=before, person=False, without=without)


def said(quote: str, discourse: Discourse, before: int, without: frozenset[str] = frozenset()) -> Known | None:
    """Return the latest of the office or kind of body that a phrase repeats: 同外相, 同省."""
    words = quote.removeprefix(SAID).removesuffix("ら")
    if not quote.startswith(SAID) or words in PLAIN:
        return None
    for known in reversed(discourse.mentions):
        if discourse.current - known.sentence > REMEMBERED:
            return None
        country = known.reading.country
        if known.span.end <= before and country and country not in without and known.span.quote.endswith(words):
            return known
    return None


def repeats_another(party: Party, discourse: Discourse) -> bool:
    """Tell whether a party repeats an office that its antecedent does not hold: 同外相 is no minister of defence."""
    if party.span is None or party.antecedent is None:
        return False
    known = said(party.span.quote, discourse, party.span.start)
    return known is not None and not known.span.overlaps(party.antecedent)


def _weighed(discourse: Discourse, mentions: Sequence[Known]) -> Iterator[tuple[Known, float]]:
    """Yield mentions with what they say for a pair: less with every sentence since, double where two are joined."""
    for number, known in enumerate(mentions):
        weight = FADES ** (discourse.current - known.sentence)
        beside = (*mentions[max(0, number - 1) : number], *mentions[number + 1 : number + 2])
        yield known, weight * (2 if any(_are_joined(discourse.text, known, other) for other in beside) else 1)


def _are_joined(text: str, one: Known, other: Known) -> bool:
    first, second = sorted((one.span, other.span), key=lambda span: span.start)
    return text[first.end : second.start] in JOINED and one.reading.country != other.reading.country


def _others(discourse: Discourse, before: int) -> frozenset[str]:
    """Return the countries that the sentence of a code point names as its topic, or later: neither is 同国."""
    here = (m for m in discourse.mentions if m.sentence == discourse.current)
    return frozenset(m.reading.country for m in here if m.reading.country and (m.topic or m.span.start >= before))


def _state(discourse: Discourse, before: int, without: frozenset[str]) -> Known | None:
    """Return the state last named in the sentence, else the topic of the one before, else the last one named."""
    earlier = [
        known
        for known in discourse.mentions
        if known.span.end <= before
        and known.reading.kind not in ("outlet", "place", "person")
        and len(known.reading.country or "") == len("ISO")
        and known.reading.country not in without
    ]
    here = [known for known in earlier if known.sentence == discourse.current]
    topics = [known for known in earlier if known.topic and known.sentence == discourse.current - 1]
    found = here or topics or earlier
    return found[-1] if found and discourse.current - found[-1].sentence <= WINDOW else None
