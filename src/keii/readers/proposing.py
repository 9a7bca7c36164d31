"""From proposals to claims: a coder like any other, whose parties, places and times keii then resolves itself.

The model gives words alone. Codes, entries of the registry, coordinates and dates come from keii's own steps, so that a
claim of a model means the same as any other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from keii.coding.contract import Coded
from keii.coding.lexicon import lexicon
from keii.coding.sourcing import source_of
from keii.gazetteer.compose import compose
from keii.model import (
    Claim,
    Cue,
    Document,
    Party,
    Place,
    Quantity,
    Reference,
    Sentence,
    Source,
    SourceKind,
    Time,
    Trace,
)
from keii.readers.replying import Named, Proposal, Said

RULE = "proposal"
_PLURAL = frozenset({"pair", "persons"})


@dataclass(slots=True)
class Proposed:
    """The coder of one document's proposals."""

    name: str
    proposals: tuple[Proposal, ...]

    def code(self, document: Document, sentences: Sequence[Sentence]) -> Iterator[Coded]:
        """Yield one Coded for each sentence, in order."""
        for sentence in sentences:
            yield Coded(sentence=sentence, claims=tuple(
                self._claim(document, one) for one in self.proposals if one.sentence == sentence.index))

    def _claim(self, document: Document, one: Proposal) -> Claim:
        return Claim(
            document=document.id, sentence=one.sentence, type=one.type, mode=one.mode, label=one.label,
            trigger=one.trigger, status=one.status, certainty=one.certainty,
            actors=tuple(_party(document, party) for party in one.actors),
            recipients=tuple(_party(document, party) for party in one.recipients),
            sources=tuple(_source(document, said) for said in one.sources),
            place=Place(span=one.place) if one.place else None, time=Time(span=one.time) if one.time else None,
            quantities=(Quantity(span=one.quantity, low=None, high=None),) if one.quantity else (),
            cues=tuple(Cue(span=span, rule=RULE) for span in one.cues), coder=self.name,
            trace=(Trace(field="claim", rule=RULE, value=self.name, span=one.trigger),))


def _party(document: Document, named: Named) -> Party:
    """Return a party as coding leaves it: its words, how they refer, and what the registry reads in them alone."""
    if named.span is None:
        return Party(span=None, reference=Reference.OMITTED, antecedent=named.antecedent)
    words = lexicon(document.language)
    quote = named.span.quote
    kind = words.pronouns.get(quote) or words.pronouns.get(quote.lower())
    if kind:
        reference = Reference.GROUP if kind in _PLURAL else Reference.PRONOUN
        return Party(span=named.span, reference=reference, antecedent=named.antecedent)
    reading = compose(quote, document.language, _day(document))
    if reading is None:
        return Party(span=named.span, antecedent=named.antecedent)
    keeps = reading.country is not None and not reading.shared
    return Party(span=named.span, code=reading.code, actor=reading.entry,
                 antecedent=None if keeps else named.antecedent)


def _source(document: Document, said: Said) -> Source:
    cue = Cue(span=said.cue, rule=RULE)
    if said.span is None:
        return Source(span=None, kind=SourceKind.HEARSAY, cue=cue)
    return source_of(said.span, cue, lexicon(document.language), document.published_at, antecedent=None, omitted=False)


def _day(document: Document) -> str | None:
    return document.published_at[:10] if document.published_at else None
