"""Whose a nameless office cannot be: no president demands, buys or visits what is his own state's."""

from collections.abc import Iterable, Iterator

from keii.codebook import MUTUAL
from keii.gazetteer.compose import Reading, compose
from keii.model import Claim, Party, Reference, Span
from keii.resolution.kinds import Phrase, phrase_of

# What a government does to a state that is called by its name is done to another one. Not so what befalls towns and
# forces (a capital shelled in a civil war), and praise: a president thanks his country.
BETWEEN_STATES = MUTUAL | {"REQUEST", "ACCUSE", "THREATEN", "REJECT", "AID", "SANCTION"}
OFFICES = frozenset({"office", "body"})


def apart(claims: Iterable[Claim], language: str, date: str | None) -> Iterator[tuple[Span, Phrase, str]]:
    """Yield words of offices that name no country with each state that is not theirs, as the claims of a sentence tell.

    大統領はアンカラに停戦を求めた: another state's president.
    """
    for claim in claims:
        if claim.type not in BETWEEN_STATES:
            continue
        read = [(span, compose(span.quote, language, date)) for span in _named(claim.actors)]
        states = [_state(reading) for _, reading in read] if claim.type in MUTUAL else []
        states += [_state(compose(span.quote, language, date)) for span in _named(claim.recipients)]
        for span, reading in read:
            if reading is None or reading.country or reading.sector != "GOV" or reading.shared:
                continue
            phrase = phrase_of(span.quote, reading, language)
            if phrase.kind in OFFICES:
                yield from ((span, phrase, state) for state in states if state)


def _named(parties: Iterable[Party]) -> Iterator[Span]:
    for party in parties:
        if party.span is not None and party.reference is Reference.NAMED and party.antecedent is None:
            yield party.span


def _state(reading: Reading | None) -> str | None:
    """Return the state that words are the name of, its government or capital's: none where it only is part of them."""
    if reading is None or reading.kind != "state" or not reading.country or len(reading.country) != 3:
        return None
    return reading.country if reading.country != "XXX" else None
