"""A cause: one thing that a text says comes of another, with a span for both and for the words that say so."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from keii.model.claim import Cue, Source
from keii.model.text import Span, content_id


class Causation(StrEnum):
    """What the text says about whether the one comes of the other."""

    ASSERTED = "asserted"
    POSSIBLE = "possible"  # it may, it is expected to
    CONDITIONAL = "conditional"  # only if the cause comes about
    DENIED = "denied"  # it does not


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One causal statement; its parts may lie in two neighbouring sentences."""

    document: str  # the document's id
    sentence: int  # index of the sentence that holds the connective
    connective: Span
    rule: str  # file:line of the connective
    cause: Span
    effect: Span
    status: Causation
    cues: tuple[Cue, ...] = ()  # words that decided the status
    sources: tuple[Source, ...] = ()  # outermost first; empty: the document itself asserts it
    cause_claims: tuple[str, ...] = ()  # ids of the claims whose acts stand in the cause
    effect_claims: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The content id: the same statement by the same words of the same document has the same id."""
        spans = (self.connective, self.cause, self.effect)
        return content_id("k_", self.document, [[span.start, span.end] for span in spans], self.status.value)

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Yield every span with the name of the field it proves."""
        yield "connective", self.connective
        yield "cause", self.cause
        yield "effect", self.effect
        for cue in self.cues:
            yield "cue", cue.span
        for source in self.sources:
            yield "source.cue", source.cue.span
            if source.span:
                yield "source", source.span
            if source.antecedent:
                yield "source.antecedent", source.antecedent

    def check(self, text: str) -> "Cause":
        """Return the cause itself; raises SpanError unless `text` holds every span's quotation."""
        for _, span in self.spans():
            span.check(text)
        return self

    def with_(self, **changes: object) -> "Cause":
        """Return a copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]
