"""The second implementation of coding: the trained encoder with its heads, explained by scores and precedents.

A document is read in windows, each sentence with the two before it. Where an act begins the model gives its type,
status and roles; where something is attributed, who says it by which words. `writing` makes claims of those spans.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from keii import __version__
from keii.coding.confidence import Case, Judge
from keii.coding.contract import Coded, failed
from keii.coding.hosts import DEED
from keii.coding.windowed import windowed
from keii.coding.writing import Writer
from keii.encoder.asked import Given, asked
from keii.encoder.engine import engine
from keii.encoder.precedents import precedents
from keii.encoder.reading import Seen, Spotted, Thresholds, Wanted, read_window
from keii.encoder.windows import LONGEST, Window
from keii.model import Claim, Document, Problem, Sentence, Span

COMPOUND = re.compile(r"[一-龥々〆ァ-ヺーA-Za-z0-9-]*$")  # what one word may hold before the words of an act


@dataclass(slots=True)
class Found:
    """What the model found in a document, by the position of the sentence."""

    spotted: dict[int, list[Spotted]] = field(default_factory=dict)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    windows: list[Seen] = field(default_factory=list)
    likeliest: dict[int, float] = field(default_factory=dict)  # score of the likeliest act of each sentence


class Trained:
    """The coder `model`: deterministic on a machine, without state between documents."""

    name = f"model/{__version__}"

    def __init__(self, *, thresholds: Thresholds | None = None, judge: Judge | None = None) -> None:
        """Make the coder; `thresholds` other than the tuned ones and a `judge` other than the fitted scale measure."""
        self._thresholds, self._judge = thresholds or Thresholds(), judge

    def code(self, document: Document, sentences: Sequence[Sentence]) -> Iterator[Coded]:
        """Yield one Coded for each sentence, in order."""
        found = self.read(document, sentences)
        near = precedents().beside(act for some in found.spotted.values() for act in some)
        for position, sentence in enumerate(sentences):
            claims: list[Claim] = []
            problems = found.problems.get(position, [])
            try:
                writer = Writer.of(document, sentences, position, near=near, case=Case.MODEL, judge=self._judge)
                claims = list(writer.claims(found.spotted.get(position, ()), self.name))
            except Exception as error:  # noqa: BLE001 - whatever goes wrong, the other sentences are still read
                problems = [*problems, failed(document, sentence, error)]
            yield Coded(sentence=sentence, claims=tuple(claims), problems=tuple(problems))

    def read(self, document: Document, sentences: Sequence[Sentence]) -> Found:
        """Return what the model finds in a document."""
        found = self.see(document, sentences)
        self.spot(found, document, sentences)
        return found

    def see(self, document: Document, sentences: Sequence[Sentence]) -> Found:
        """Return how sure the model is of an act in each sentence of a document, nothing of them read yet."""
        model = engine()
        found = Found()
        pieces = [model.cutter.cut(sentence.text) for sentence in sentences]
        for position, (sentence, cut) in enumerate(zip(sentences, pieces, strict=True)):
            if len(cut.ids) > LONGEST:
                found.problems[position] = [_too_long(document, sentence, cut.ends[LONGEST - 1])]
        texts = [sentence.text for sentence in sentences]
        for window, states in windowed(model, texts, document.language, pieces):
            seen = Seen.of(model.heads, window, states)
            found.windows.append(seen)
            for position, score in zip(window.sentence, (1 - seen.types[:, 0]).tolist(), strict=True):
                if window.first <= position < window.last:
                    found.likeliest[position] = max(score, found.likeliest.get(position, 0.0))
        return found

    def spot(
        self, found: Found, document: Document, sentences: Sequence[Sentence], taken: Sequence[Claim] = ()
    ) -> None:
        """Read the acts that the model sees in a document, but for those whose words are a `taken` claim's."""
        for seen in found.windows:
            try:
                pieces = _inside(seen.window, sentences, taken)
                for one in read_window(engine().heads, seen, self._thresholds, Wanted.ACTS, taken=pieces):
                    found.spotted.setdefault(one.at[0], []).append(one)
            except Exception as error:  # noqa: BLE001 - the other windows are still read
                for position in range(seen.window.first, seen.window.last):
                    problem = failed(document, sentences[position], error)
                    found.problems.setdefault(position, []).append(problem)

    def ask(
        self, found: Found, sentences: Sequence[Sentence], given: Sequence[Claim], *, veto: float
    ) -> dict[int, Spotted | None]:
        """Return what the model says of acts that others read, by the place where their words begin in the document.

        None stands for an act whose score is below `veto`; what lies beyond what the model read has no answer.
        """
        answers: dict[int, Spotted | None] = {}
        for seen in found.windows:
            window = seen.window
            here = [(claim, pieces) for claim in given if (pieces := _pieces(window, sentences, claim)) is not None]
            pieces_of = [pieces for _, pieces in here]
            told = asked(engine().heads, seen, pieces_of, self._thresholds, veto=veto)
            answers.update((claim.trigger.start, answer) for (claim, _), answer in zip(here, told, strict=True))
        return answers


def _pieces(window: Window, sentences: Sequence[Sentence], claim: Claim) -> Given | None:
    """Return the pieces of a claim's trigger in a window, None where the window does not own its sentence."""
    touched = _touched(window, sentences, claim.trigger.start, claim.trigger.end)
    if not touched:
        return None
    sentence = sentences[window.sentence[touched[0]]]
    before = COMPOUND.search(sentence.text, 0, claim.trigger.start - sentence.start)
    start = sentence.start + before.start() if before else claim.trigger.start
    told = [*(cue.span for cue in claim.cues), *_deeds(claim)]
    places = [(start, claim.trigger.end), *((span.start, span.end) for span in told)]
    begins = {piece for place in places for piece in _touched(window, sentences, *place)}
    return Given(begins=tuple(sorted(begins)), first=touched[0], last=touched[-1], type=claim.type)


def _inside(window: Window, sentences: Sequence[Sentence], claims: Sequence[Claim]) -> set[int]:
    """Return the pieces of a window's own sentences such that an act that begins there has a word of a claim's trigger.

    An act's words begin with its first piece, or one character later where that is a particle.
    """
    return {
        piece
        for claim in claims
        for span in (claim.trigger, *_deeds(claim))
        for piece in _touched(window, sentences, span.start, span.end)
        if sentences[window.sentence[piece]].start + window.starts[piece] + 1 < span.end
    }


def _deeds(claim: Claim) -> list[Span]:
    """Return the nouns that tell the same act as a claim's verb: an air strike killed two men."""
    return [step.span for step in claim.trace if step.rule == DEED and step.span is not None]


def _touched(window: Window, sentences: Sequence[Sentence], begin: int, stop: int) -> list[int]:
    """Return the pieces of a window's own sentences that half-open code points of the document touch."""
    if stop <= sentences[window.first].start or sentences[window.last - 1].end <= begin:
        return []
    return [
        piece
        for piece, (position, start, end) in enumerate(zip(window.sentence, window.starts, window.ends, strict=True))
        if window.first <= position < window.last
        and sentences[position].start + start < stop
        and begin < sentences[position].start + end
    ]


def _too_long(document: Document, sentence: Sentence, read: int) -> Problem:
    return Problem(
        code="coding.sentence-too-long",
        origin=document.origin,
        document=document.id,
        start=sentence.start + read,
        end=sentence.end,
        message=f"A sentence of {len(sentence.text)} characters is longer than the model reads at once.",
        remedy="Check whether the text lost its full stops or line ends; it was stored, and coded up to here.",
    )
