"""Both implementations of coding together: acts that the rules read, and those that the model alone is sure of.

Which field comes from whom was measured (docs/design/model.md). Of an act that the rules read the model says whether it
is one, and the mode, contexts and quantities that they leave open; on status both have a voice; type, parties, sources,
place and time are the rules'. Acts that no rule reads are the model's in every field.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from keii import __version__
from keii.coding.confidence import Case, Judge
from keii.coding.contract import Coded, failed
from keii.coding.rules import Rules
from keii.coding.trained import Found, Trained
from keii.coding.writing import Writer
from keii.encoder.reading import Spotted, Thresholds
from keii.model import Claim, Document, Problem, Sentence

# Tried on 1,707 sentences that neither the rules nor the model of that trial had seen (corpora news.ja, news.en and
# wiki.ja), type F1: rules alone .50 .53 .47, model alone .56 .59 .56, both with .7 .57 .62 .58, with .85 .59 .65 .59,
# with .95 .57 .65 .58; without a veto .55 .56 .53.
ALONE = 0.85  # score from which on an act of the model's counts that no rule reads
VETO = 0.1  # score of the model's below which an act of the rules is none


class Combined:
    """The coder `rules+model`: deterministic on a machine, without state between documents."""

    name = f"rules+model/{__version__}"

    def __init__(self, *, alone: float = ALONE, veto: float = VETO, judge: Judge | None = None) -> None:
        """Make the coder; scores other than the tuned ones and a `judge` other than the fitted scale measure."""
        self._rules, self._veto, self._judge = Rules(), veto, judge
        self._model = Trained(thresholds=Thresholds(type=alone))

    def code(self, document: Document, sentences: Sequence[Sentence]) -> Iterator[Coded]:
        """Yield one Coded for each sentence, in order."""
        found = self._model.read(document, sentences)
        ruled = list(self._rules.code_some(document, sentences, self._wanted(found, sentences)))
        read = [claim for coded in ruled for claim in coded.claims]
        answers = self._model.ask(found, sentences, read, veto=self._veto)
        for position, coded in enumerate(ruled):
            told = {problem.code for problem in coded.problems}  # a sentence too long for both is one problem
            problems: list[Problem] = [*coded.problems]
            problems += [problem for problem in found.problems.get(position, ()) if problem.code not in told]
            try:
                writer = Writer.of(document, sentences, position, case=Case.ALONE, judge=self._judge)
                claims = list(self._claims(writer, coded, answers, found.spotted.get(position, ())))
            except Exception as error:  # noqa: BLE001 - the model's trouble never takes what the rules read
                claims, problems = list(coded.claims), [*problems, failed(document, coded.sentence, error)]
            yield replace(coded, claims=tuple(claims), problems=tuple(problems))

    def _wanted(self, found: Found, sentences: Sequence[Sentence]) -> frozenset[int]:
        """Return the indexes of the sentences worth a parse: where no act can pass the veto, none is looked for."""
        return frozenset(
            sentence.index
            for position, sentence in enumerate(sentences)
            if found.likeliest.get(position, 1.0) >= self._veto
        )

    def _claims(
        self, writer: Writer, coded: Coded, answers: Mapping[int, Spotted | None], alone: Sequence[Spotted]
    ) -> Iterator[Claim]:
        for claim in coded.claims:
            answer = answers.get(claim.trigger.start)
            if answer is not None:
                yield writer.completed(claim, answer, self.name)
            elif claim.trigger.start not in answers:  # beyond what the model reads of a very long sentence
                yield claim
        taken = [claim.trigger for claim in coded.claims]
        for claim in writer.claims(alone, self.name):
            if not any(trigger.overlaps(claim.trigger) for trigger in taken):
                taken.append(claim.trigger)
                yield claim
