"""One document read by a model: asked part by part, checked, resolved by keii's own steps; trouble is told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from keii import pipeline
from keii.errors import InputError
from keii.model import Document, Problem, Sentence
from keii.pipeline import Reading
from keii.readers.asking import LONGEST, VERSION, Part, key, parts, request
from keii.readers.proposing import Proposed
from keii.readers.replies import Replies
from keii.readers.replying import Proposal, Refusal, Why, checked, listed
from keii.readers.server import NoAnswerError, Server

KIND = "openai"
_GIVEN_UP = 3  # requests in a row without an answer, after which no more are made
_WHY = {
    Why.SHAPE: "{number} of the proposed claims refused: a field is missing, unknown or of another kind: «{words}».",
    Why.TYPE: "{number} of the proposed claims refused: there is no such type: «{words}».",
    Why.STATUS: "{number} of the proposed claims refused: there is no such status: «{words}».",
    Why.VALUE: "{number} of the proposed claims refused: there is no such mode, label or certainty: «{words}».",
    Why.SENTENCE: "{number} of the proposed claims refused: no sentence of this number was sent: «{words}».",
    Why.QUOTE: "{number} of the proposed claims refused: the sentence does not hold the words: «{words}».",
    Why.DOUBLE: "{number} of the proposed claims refused: they were proposed before: «{words}».",
    Why.NUMBER: "{number} of the proposed claims refused: a reply holds at most two hundred.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What a model proposed for one document: a reading that is kept beside keii's own and never holds."""

    reading: Reading  # problems are those of the model's alone
    coder: str
    complete: bool  # every part was answered; what is not complete is not kept, for it would say that nothing is there
    refused: int
    requests: int
    kept: int  # parts that an earlier reply answered


@dataclass(slots=True)
class Reader:
    """A model, asked through a server; it gives up when the server does not answer any more."""

    model: str
    server: Server
    replies: Replies
    _silent: int = field(default=0, init=False)
    _final: NoAnswerError | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        """What claims carry as their coder: kind of server, model, version of the prompt."""
        return f"{KIND}:{self.model}/{VERSION}"

    def read(self, document: Document, sentences: Sequence[Sentence]) -> Proposals:
        """Return what the model proposes for a document; never raises for its sake."""
        proposals: list[Proposal] = []
        refusals: list[Refusal] = []
        problems = [_too_long(document, one) for one in sentences if len(one.text) > LONGEST]
        requests = kept = 0
        complete = True
        for part in parts(sentences):
            asked = request(self.model, document, part)
            held = self.replies.find(key(asked))
            try:
                proposed = listed(self._answer(asked) if held is None else held)
            except InputError as error:
                problems.append(_problem(document, part, error))
                complete = False
                continue
            finally:
                requests, kept = requests + (held is None), kept + (held is not None)
            if held is None:
                self._keep(asked, proposed, document)
            found, refused = checked(proposed, part)
            proposals += found
            refusals += refused
        coder = Proposed(self.name, tuple(proposals))
        reading = pipeline.read_document(document, sentences, coder=coder)
        return Proposals(reading=Reading(
            origin=reading.origin, document=document, sentences=tuple(sentences), claims=reading.claims,
            problems=(*problems, *_refused(document, refusals), *reading.problems)),
            coder=self.name, complete=complete, refused=len(refusals), requests=requests, kept=kept)

    def _answer(self, asked: dict[str, object]) -> str:
        if self._final is not None:
            raise self._final
        try:
            content = self.server.content(asked)
        except NoAnswerError as error:
            self._silent += 1
            if error.final or self._silent >= _GIVEN_UP:
                self._final = error
            raise
        self._silent = 0
        return content

    def _keep(self, asked: dict[str, object], proposed: Sequence[object], document: Document) -> None:
        import orjson

        content = orjson.dumps({"claims": proposed}).decode()
        self.replies.keep(key(asked), content, reader=self.name, document=document.id)


def _problem(document: Document, part: Part, error: InputError) -> Problem:
    return Problem(code=error.code, origin=document.origin, document=document.id, start=part.sentences[0].start,
                   end=part.sentences[-1].end, message=error.what, remedy=error.remedy)


def _refused(document: Document, refusals: Sequence[Refusal]) -> list[Problem]:
    """Return one problem for each reason for which proposals were refused, with the words of the first."""
    counts = Counter(one.why for one in refusals)
    found = []
    for why in (why for why in Why if counts[why]):
        words = _shown(next(one.words for one in refusals if one.why is why))
        found.append(Problem(
            code="reader.refused", origin=document.origin, document=document.id,
            message=_WHY[why].format(number=counts[why], words=words),
            remedy="Nothing needs to be done; the others were kept."))
    return found


def _shown(words: str) -> str:
    """Return words of a reply as one safe line: nothing in them steers a terminal."""
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())


def _too_long(document: Document, sentence: Sentence) -> Problem:
    return Problem(code="coding.sentence-too-long", origin=document.origin, document=document.id, start=sentence.start,
                   end=sentence.end,
                   message=f"A sentence of {len(sentence.text)} characters is longer than is sent to a model.",
                   remedy="Check whether the text lost its full stops or line ends; it was stored all the same.")
