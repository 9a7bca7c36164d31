"""Both implementations of coding together: acts that the rules read, and those that the model alone is sure of.

Which field comes from whom was measured (docs/design/model.md). Of an act that the rules read the model says whether
it is one, and the mode, contexts and quantities that they leave open, and the parties that they do not read off the
sentence itself; on status both have a voice; type, sources, place and time are the rules'. Acts that no rule reads are
the model's in every field.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from keii import __version__
from keii.coding.answers import accepted, answered
from keii.coding.confidence import Case, Judge
from keii.coding.contract import Coded, failed
from keii.coding.demands import asked, is_demand
from keii.coding.rules import Rules
from keii.coding.trained import Found, Trained
from keii.coding.victims import is_disaster, with_victims
from keii.coding.writing import Writer
from keii.encoder.precedents import precedents
from keii.encoder.reading import Spotted, Thresholds
from keii.model import Claim, Document, Problem, Sentence, Status

OTHER = "OTHER"
# Scores of the model's: from which on an act counts that no rule reads, and below which an act of the rules is none.
ALONE = 0.6
VETO = 0.03
# How sure keii must be of the type of an act that no rule reads, to tell it. Type F1 and `all` with these three (ja,
# en): development sets .658 .269, .675 .308; check split .677 .214, .658 .235. With a veto of .05 the development sets
# have .652 .262, .670 .308, with .01 .660 .268, .681 .309, the check split the same within .002; soft news decides
# against .01. A certainty of .36 loses .03 of the acts of the tune split.
LEAST = 0.3
# An article that tells hardly anything (sport, recipes, weather): its acts, each as far as keii is sure of it, come to
# less than SPARSE a sentence. Of what keii is less than UNSURE sure of there, 2 of 10 claims were right on the tune
# split and 0 of 5 on the check split, of all other claims 7 of 10; with SPARSE .1 there were 3 and 5 such claims, with
# .15 there were 7 and 5. Texts of fewer sentences than ARTICLE are no article, but what somebody asks about.
SPARSE = 0.2
UNSURE = 0.5
ARTICLE = 6


class Combined:
    """The coder `rules+model`: deterministic on a machine, without state between documents."""

    name = f"rules+model/{__version__}"

    def __init__(self, *, alone: float = ALONE, veto: float = VETO, judge: Judge | None = None) -> None:
        """Make the coder; scores other than the tuned ones and a `judge` other than the fitted scale measure."""
        self._rules, self._veto, self._judge = Rules(), veto, judge
        self._model = Trained(thresholds=Thresholds(type=alone))

    def code(self, document: Document, sentences: Sequence[Sentence]) -> Iterator[Coded]:
        """Yield one Coded for each sentence, in order."""
        coded = list(self._coded(document, sentences))
        if len(coded) < ARTICLE or _told(coded) >= SPARSE * len(coded):
            yield from coded
            return
        for one in coded:
            yield replace(one, claims=tuple(claim for claim in one.claims if not _unsure(claim)))

    def _coded(self, document: Document, sentences: Sequence[Sentence]) -> Iterator[Coded]:
        """Yield what rules and model find in each sentence, in order."""
        found = self._model.see(document, sentences)
        told = with_victims(document.language, sentences)
        ruled = list(self._rules.code_some(document, sentences, self._wanted(found, sentences, told)))
        read = [claim for coded in ruled for claim in coded.claims]
        answers = self._model.ask(found, sentences, read, veto=self._veto)
        self._model.spot(found, document, sentences, taken=read)
        acts = [act for act in answers.values() if act is not None]
        near = precedents().beside([*acts, *(act for some in found.spotted.values() for act in some)])
        before: list[Claim] = []
        for position, coded in enumerate(ruled):
            known = {problem.code for problem in coded.problems}  # a sentence too long for both is one problem
            problems: list[Problem] = [*coded.problems]
            problems += [problem for problem in found.problems.get(position, ()) if problem.code not in known]
            try:
                writer = Writer.of(document, sentences, position, near=near, case=Case.ALONE, judge=self._judge)
                alone = found.spotted.get(position, ())
                language = document.language if position in told else None
                claims = asked(list(self._claims(writer, coded, answers, alone, language)))
                claims = accepted(answered(claims, document.text), before, document.text, document.language)
            except Exception as error:  # noqa: BLE001 - the model's trouble never takes what the rules read
                claims, problems = list(coded.claims), [*problems, failed(document, coded.sentence, error)]
            before += claims
            yield replace(coded, claims=tuple(claims), problems=tuple(problems))

    def _wanted(self, found: Found, sentences: Sequence[Sentence], told: frozenset[int]) -> frozenset[int]:
        """Return the indexes of the sentences worth a parse: where no act can pass the veto, none is looked for.

        What tells victims (`told`) passes it.
        """
        return frozenset(
            sentence.index
            for position, sentence in enumerate(sentences)
            if found.likeliest.get(position, 1.0) >= self._veto or position in told
        )

    def _claims(
        self, writer: Writer, coded: Coded, answers: Mapping[int, Spotted | None], alone: Sequence[Spotted],
        victims: str | None,
    ) -> Iterator[Claim]:
        """Yield the claims of a sentence; `victims` is its language where it tells victims."""
        urged = any(act.status == Status.URGED for act in alone) or any(
            claim.status is Status.URGED and answers.get(claim.trigger.start) for claim in coded.claims
        )
        for claim in coded.claims:
            answer = answers.get(claim.trigger.start)
            if answer is not None:
                yield writer.completed(claim, answer, self.name)
            elif claim.trigger.start not in answers:  # beyond what the model reads of a very long sentence
                yield claim
            elif (urged and claim.recipients and is_demand(claim)) or (victims and is_disaster(claim, victims)):
                yield replace(claim, coder=self.name)  # to the model must, べき are marks of another act
        taken = [*(claim.trigger for claim in coded.claims), *coded.settled]
        for claim in writer.claims(alone, self.name):
            likely = claim.confidence is None or claim.confidence >= LEAST
            if likely and not any(trigger.overlaps(claim.trigger) for trigger in taken):
                taken.append(claim.trigger)
                yield claim


def _told(coded: Iterable[Coded]) -> float:
    """Return how many acts a text tells, each counted as far as keii is sure of it."""
    return sum(
        1.0 if claim.confidence is None else claim.confidence
        for one in coded
        for claim in one.claims
        if claim.type != OTHER
    )


def _unsure(claim: Claim) -> bool:
    return claim.type != OTHER and claim.confidence is not None and claim.confidence < UNSURE
