"""Causal statements linked to the claims of their document: the acts within them, and sources already resolved."""

from collections.abc import Iterable, Iterator, Sequence

from keii.model import Cause, Claim, Source, Span


def resolve_causes(causes: Iterable[Cause], claims: Sequence[Claim]) -> Iterator[Cause]:
    """Yield the causes with the claims whose acts stand in their parts, and with the sources as the claims have them.

    A source that a claim names too has what resolution found for it, antecedents and codes; others keep what the
    registry knows of their words.
    """
    known: dict[Span, Source] = {}
    for claim in claims:
        known |= {source.span: source for source in claim.sources if source.span}
    for cause in causes:
        yield cause.with_(
            cause_claims=_within(cause.cause, claims),
            effect_claims=_within(cause.effect, claims),
            sources=tuple(_resolved(source, known) for source in cause.sources),
        )


def _within(span: Span, claims: Sequence[Claim]) -> tuple[str, ...]:
    return tuple(claim.id for claim in claims if span.start <= claim.trigger.start and claim.trigger.end <= span.end)


def _resolved(source: Source, known: dict[Span, Source]) -> Source:
    return known.get(source.span, source) if source.span else source
