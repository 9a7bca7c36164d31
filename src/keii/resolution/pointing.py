"""Whom words mean that point back to what a document named: that country, the said minister."""

import re

from keii.gazetteer.compose import compose
from keii.model import Party
from keii.resolution.discourse import Discourse, Known, is_many

SAID = "同"  # 同外相 is the foreign minister named before, 同省 the ministry
COMPANY = "同社"
PLAIN = frozenset({"氏", "国", "国政府", "軍"})  # behind it say no office or kind of body, or too many
REMEMBERED = 30  # sentences after which the said minister is nobody's
OFFICE = re.compile(r"[Tt]he (?:prime minister|president|premier|chancellor|king|queen|governor|mayor)")
PERSONAL = frozenset("he him his himself she her hers herself".split())
WINDOW = 6  # sentences back that «that country» may stand for


def single(kind: str, quote: str, discourse: Discourse, before: int, without: frozenset[str]) -> Known | None:
    """Return the mention before a code point that a pronoun or «the said minister» means, not of `without`."""
    repeated = said(quote, discourse, before, without) or _company(quote, discourse, before)
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


def _company(quote: str, discourse: Discourse, before: int) -> Known | None:
    """Return the company last named that 同社 means by whatever word: 中国の通信大手."""
    firms = (m for m in reversed(discourse.mentions) if m.reading.sector == "BUS" and m.span.end <= before)
    known = next(firms, None) if quote.startswith(COMPANY) else None
    return known if known and known.reading.country and discourse.current - known.sentence <= REMEMBERED else None


def misleads(party: Party, discourse: Discourse) -> bool:
    """Tell whether a party's words cannot mean the antecedent that the coder gives them."""
    return _is_no_person(party) or _is_no_holder(party) or _repeats_another(party, discourse)


def _is_no_person(party: Party) -> bool:
    """Tell whether the antecedent of an English «he» or «she» names a state or body, which neither is."""
    if party.antecedent is None or party.span is None or party.span.quote.lower() not in PERSONAL:
        return False
    reading = compose(party.antecedent.quote, "en")
    return reading is not None and (reading.kind in ("state", "organisation", "outlet") or reading.form == "body")


def _is_no_holder(party: Party) -> bool:
    """Tell whether the antecedent of an English office names many, or a body: «the prime minister» is no factions."""
    if party.antecedent is None or party.span is None or not OFFICE.fullmatch(party.span.quote):
        return False
    reading = compose(party.antecedent.quote, "en")
    if reading is not None and (reading.kind in ("state", "organisation", "outlet") or reading.form == "body"):
        return True
    return is_many(party.antecedent.quote)


def _repeats_another(party: Party, discourse: Discourse) -> bool:
    """Tell whether a party repeats an office that its antecedent does not hold: 同外相 is no minister of defence."""
    if party.span is None or party.antecedent is None:
        return False
    known = said(party.span.quote, discourse, party.span.start)
    return known is not None and not known.span.overlaps(party.antecedent)


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
