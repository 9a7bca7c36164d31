"""From an attribution to the source that a claim carries: who, of what kind, by which word."""

from keii.coding.lexicon import Lexicon
from keii.coding.parties import Mention
from keii.coding.reports import Attribution
from keii.model import Cue, Source, SourceKind, Span


def source_kind(mention: Mention | None, attribution: Attribution, lexicon: Lexicon) -> SourceKind:
    """Return what kind of source speaks."""
    if mention is None:
        return SourceKind.HEARSAY if attribution.kind in ("hearsay", "according") else SourceKind.ANONYMOUS
    reading = mention.reading
    if reading is not None and reading.kind == "outlet":
        return SourceKind.OUTLET
    if reading is not None and reading.kind == "person":
        return SourceKind.NAMED
    text = mention.span.quote
    for word, kind in lexicon.sources.items():
        if text.endswith(word) if lexicon.language == "ja" else f" {text.lower()}".endswith((f" {word}", f" {word}s")):
            return (
                SourceKind.OUTLET
                if kind == "media"
                else SourceKind.OFFICE
                if kind == "official" and reading
                else SourceKind.ANONYMOUS
            )
    return SourceKind.OFFICE if reading is not None else SourceKind.NAMED


def make_source(attribution: Attribution, mention: Mention | None, lexicon: Lexicon, offset: int) -> Source:
    """Return the source of an attribution with spans in the document."""
    cue = Cue(span=shift(attribution.cue, offset), rule=attribution.rule)
    kind = source_kind(mention, attribution, lexicon)
    if mention is None:
        return Source(span=None, kind=kind, cue=cue)
    if mention.span.quote.lower() in lexicon.unnamed:
        cue = Cue(span=shift(mention.span, offset), rule=attribution.rule)
        return Source(span=None, kind=SourceKind.HEARSAY, cue=cue)
    party = mention.party(offset)
    return Source(span=party.span, kind=kind, cue=cue, reference=party.reference, code=party.code, actor=party.actor)


def shift(span: Span, offset: int) -> Span:
    """Return a span of the sentence as a span of the document."""
    return Span(start=span.start + offset, end=span.end + offset, quote=span.quote)
