"""The contract of coding: sentences in their context in, claims out.

Two implementations exist or will: `rules`, a predicate lexicon over the parse, and a trained model. Nothing
here knows what only one of them has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from keii.language.contract import Parse
from keii.model import Claim, Document, Problem, Sentence, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What coding made of one sentence; parties, sources, places and times are spans, not yet resolved.

    `parse` is the parse that the coder read, so that no later step parses again; None where it read none. `settled` are
    the words of acts that were read and are no claims of their own: what is only threatened, or asked not to be done.
    """

    sentence: Sentence
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    parse: Parse | None = None
    settled: tuple[Span, ...] = ()


def failed(document: Document, sentence: Sentence, error: Exception) -> Problem:
    """Return the problem of a sentence that a step failed on; its other claims, if any, are kept."""
    kind = type(error).__name__
    return Problem(
        code="coding.failed",
        origin=document.origin,
        document=document.id,
        start=sentence.start,
        end=sentence.end,
        message=f"A sentence could not be coded: {kind}.",
        remedy="Report it with the sentence; everything else was read.",
    )


class Coder(Protocol):
    """An implementation of coding."""

    name: str  # with version, as claims carry it: rules/0.1.0

    def code(self, document: Document, sentences: Sequence[Sentence]) -> Iterator[Coded]:
        """Yield one Coded for each sentence of `document`, in order; never raises for a bad sentence."""
