"""The annotated mentions of an article that the coder misses, as claims: what merging makes of it if all were found.

The model is asked for the place, time, quantities and sources of an act whose words are given; its type, status and
parties are the annotation's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from keii.coding.coders import coder
from keii.coding.confidence import Case
from keii.coding.contract import Coded
from keii.coding.trained import Trained
from keii.coding.writing import Writer
from keii.encoder.precedents import precedents
from keii.model import Claim, Document, Sentence, Span, Status

Act = tuple[int, int, str, Status]  # half-open code points of the document, type, status


class Giving:
    """The default coder with the annotated acts that it misses."""

    name = "given"

    def __init__(self, acts: Sequence[Act]) -> None:
        """Make the coder of an article with these acts."""
        self._acts = acts

    def code(self, document: Document, sentences: Sequence[Sentence]) -> Iterator[Coded]:
        """Yield one Coded for each sentence, in order."""
        coded = list(coder().code(document, sentences))
        read = [claim.trigger for one in coded for claim in one.claims]
        missed = [_claim(document, sentence, act) for act in self._acts for sentence in sentences
                  if sentence.start <= act[0] < sentence.end
                  and not any(span.start < act[1] and act[0] < span.end for span in read)]
        made = list(_completed(document, sentences, missed))
        for one in coded:
            own = [claim for claim in made if claim.sentence == one.sentence.index]
            yield replace(one, claims=(*one.claims, *own))


def _claim(document: Document, sentence: Sentence, act: Act) -> Claim:
    start, end, type_, status = act
    return Claim(document=document.id, sentence=sentence.index, type=type_, status=status, coder="given",
                 trigger=Span.of(document.text, start, end))


def _completed(document: Document, sentences: Sequence[Sentence], claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the claims with what the model says of their circumstances."""
    model = Trained()
    found = model.read(document, sentences)
    answers = model.ask(found, sentences, claims, veto=0.0)
    near = precedents().beside([act for act in answers.values() if act is not None])
    positions = {sentence.index: number for number, sentence in enumerate(sentences)}
    for claim in claims:
        act, position = answers.get(claim.trigger.start), positions[claim.sentence]
        if act is None:
            yield claim
            continue
        writer = Writer.of(document, sentences, position, near=near, case=Case.ALONE)
        written = writer.claim(act, found.spotted.get(position, ()), "given")
        yield replace(written, trigger=claim.trigger, type=claim.type, status=claim.status)
