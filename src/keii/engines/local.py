"""Reading on several processes of this machine: documents go out to workers, Readings come back in order.

The workers make the vectors that merging needs as well, so that the one process that writes has little to do. No more
documents are under way than a few for each worker, however many there are.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

from keii import pipeline
from keii.language.threads import one_thread
from keii.model import Claim, Document, Problem, Sentence
from keii.pipeline import Reading
from keii.situation.vectors import ActVectors, Encoded

AHEAD = 4  # documents under way for each worker: it never waits for the next, and memory stays bounded
SHARED = "keii.engines.shared"
Words = tuple[int, int]  # half-open code points of an act's words in the document


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A reading, with the vectors of its document and, by their words, of its acts; None where nobody made them."""

    reading: Reading
    document: bytes | None = None
    acts: Mapping[Words, ActVectors] = field(default_factory=dict)


class Brought:
    """The vectors of the last reading that came, for `keii.situation.keeping`; what it does not bring is made here."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._own = Encoded()
        self._made: Made | None = None

    def take(self, made: Made) -> None:
        """Keep what came with a reading, until the next comes."""
        self._made = made

    def document(self, document: Document) -> bytes:
        """Return the vector of a document."""
        made = self._of(document)
        return self._own.document(document) if made is None or made.document is None else made.document

    def acts(self, document: Document, sentence: Sentence, claims: Sequence[Claim]) -> list[ActVectors]:
        """Return the vectors of the claims of one sentence, in their order."""
        made = self._of(document)
        known = [made.acts.get(words(claim)) if made else None for claim in claims]
        found = [one for one in known if one is not None]
        return found if len(found) == len(claims) else self._own.acts(document, sentence, claims)

    def _of(self, document: Document) -> Made | None:
        made = self._made
        return made if made and made.reading.document and made.reading.document.id == document.id else None


def readings(found: Iterable[Document | Problem], *, coder: str | None = None, jobs: int = 1) -> Iterator[Made]:
    """Yield a reading for each thing that a source gave, in its order, whatever the number of processes.

    With one job all is done in this process, and the vectors are left to who needs them.
    """
    if jobs == 1:
        yield from (Made(reading=pipeline.reading_of(one, coder=coder)) for one in found)
        return
    pool = _Pool(jobs, coder)
    try:
        waiting: deque[tuple[Document | Problem, Future[Made]]] = deque()
        for one in found:
            waiting.append((one, pool.submit(one)))
            while waiting and (len(waiting) >= jobs * AHEAD or waiting[0][1].done()):
                yield pool.result(*waiting.popleft())
        while waiting:
            yield pool.result(*waiting.popleft())
    finally:
        pool.close()


class _Pool:
    """Workers that are started anew when one of them dies."""

    def __init__(self, jobs: int, coder: str | None) -> None:
        self._jobs, self._coder = jobs, coder
        self._workers = workers(jobs)

    def submit(self, one: Document | Problem) -> "Future[Made]":
        if isinstance(one, Problem):
            done: Future[Made] = Future()
            done.set_result(make(one))
            return done
        try:
            return self._workers.submit(make, one, self._coder)
        except BrokenProcessPool:
            self._workers = workers(self._jobs)
            return self._workers.submit(make, one, self._coder)

    def result(self, one: Document | Problem, future: "Future[Made]") -> Made:
        """Return what became of a document. One that was under way when a worker died is read again by itself."""
        try:
            return future.result()
        except BrokenProcessPool:
            with workers(1) as alone:
                try:
                    return alone.submit(make, one, self._coder).result()
                except BrokenProcessPool:
                    return Made(reading=_lost(one))

    def close(self) -> None:
        self._workers.shutdown(wait=True, cancel_futures=True)


def make(one: Document | Problem, coder: str | None = None) -> Made:
    """Return the reading of what a source gave, with its vectors."""
    reading = pipeline.reading_of(one, coder=coder)
    if reading.document is None:
        return Made(reading=reading)
    vectors, sentences = Encoded(), {sentence.index: sentence for sentence in reading.sentences}
    by_sentence: dict[int, list[Claim]] = {}
    for claim in reading.claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    acts = {
        words(claim): made
        for index, claims in by_sentence.items()
        for claim, made in zip(claims, vectors.acts(reading.document, sentences[index], claims), strict=True)
    }
    return Made(reading=reading, document=vectors.document(reading.document), acts=acts)


def words(claim: Claim) -> Words:
    """Return where the words of an act stand, by which its vectors are found."""
    return claim.trigger.start, claim.trigger.end


def _lost(one: Document | Problem) -> Reading:
    """Return the reading of a document whose worker died twice: of its memory, or of a fault in a library."""
    if isinstance(one, Problem):
        return Reading(origin=one.origin, document=None, problems=(one,))
    problem = Problem(
        code="coding.failed-document",
        origin=one.origin,
        document=one.id,
        message="The document could not be coded: the process that read it ended.",
        remedy="Look whether memory is short, and read with fewer --jobs; the other documents were read.",
    )
    return Reading(origin=one.origin, document=one, problems=(problem,))


def workers(jobs: int, *, preload: bool = True) -> ProcessPoolExecutor:
    """Return workers; where it can be done they are forked from a process that, with `preload`, has loaded the models.

    The first workers of a process decide what those that come later share.
    """
    one_thread()  # a worker is one core
    forking = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if forking else "spawn")
    if forking:
        context.set_forkserver_preload([SHARED] if preload else [])
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Let the first process alone decide what becomes of Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
