"""Claims of annotated articles with the evidence for each and whether it is right: what confidence is fitted on."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from corpus.check import ARTICLES
from corpus.jsonl import rows
from corpus.split import split_of
from keii import pipeline
from keii.coding.combined import Combined
from keii.coding.confidence import Belief, Case, Evidence
from keii.coding.contract import Coder
from keii.coding.trained import Trained
from keii.model import Claim
from quality import scoring

LANGUAGES = ("ja", "en")
CODERS = ("both", "model")
WORKERS = 2  # each holds a parser of both languages: 1.2 GB


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim as fitting sees it."""

    coder: str
    case: Case
    language: str
    document: str
    evidence: Evidence
    type: bool  # an annotated act has its type and words in common with it
    whole: bool  # and the same countries or bodies as actors and recipients, and the same status

    def is_(self, figure: str) -> bool:
        """Return whether a figure holds of the claim."""
        return self.whole if figure == "whole" else self.type


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The claims that a coder read in the articles of a split and language, and how many acts are annotated there."""

    coder: str
    language: str
    sentences: int
    gold: int
    claims: tuple[Judged, ...]


class Recorder:
    """A judge that believes nothing and remembers the evidence of each claim."""

    def __init__(self) -> None:
        """Start with no claim."""
        self.seen: dict[tuple[str, int, int], tuple[Case, Evidence]] = {}

    def judge(self, claim: Claim, case: Case, evidence: Evidence) -> Belief:
        """Return no belief; kept is the first evidence for a type and words: the rules' act goes before the model's."""
        self.seen.setdefault((claim.type, claim.trigger.start, claim.trigger.end), (case, evidence))
        return Belief()


def samples(split: str, coders: Sequence[str] = CODERS) -> list[Sample]:
    """Return what the coders read in a split of the corpus, two articles at a time."""
    wanted = [(coder, language) for coder in coders for language in LANGUAGES]
    articles = {language: _articles(split, language) for language in LANGUAGES}
    tasks = [(coder, language, article) for coder, language in wanted for article in articles[language]]
    with ProcessPoolExecutor(max_workers=WORKERS) as pool:
        read = list(zip(tasks, pool.map(_article, tasks), strict=True))
    return [
        Sample(
            coder=coder,
            language=language,
            sentences=sum(map(len, articles[language])),
            gold=sum(len(row["events"]) for article in articles[language] for row in article),
            claims=tuple(one for task, found in read if task[:2] == (coder, language) for one in found),
        )
        for coder, language in wanted
    ]


def _articles(split: str, language: str) -> list[list[dict[str, Any]]]:
    chosen = (row for row in rows(ARTICLES.glob("*.txt"), language) if split_of(row["doc"]) == split)
    return [list(lines) for _, lines in groupby(chosen, key=lambda row: row["doc"])]


def _article(task: tuple[str, str, Sequence[Mapping[str, Any]]]) -> list[Judged]:
    coder, language, lines = task
    recorder = Recorder()
    reader: Coder = Combined(judge=recorder) if coder == "both" else Trained(judge=recorder)
    document, sentences = pipeline.lined([line["text"] for line in lines], language=language)
    claims = pipeline.read_document(document, sentences, coder=reader).claims
    found = []
    for sentence in sentences:
        line = lines[sentence.index]
        here = [claim for claim in claims if claim.sentence == sentence.index]
        for claim, (typed, whole) in zip(here, _right(here, line["events"], sentence.start), strict=True):
            known = recorder.seen.get((claim.type, claim.trigger.start, claim.trigger.end))
            if known is not None:  # else beyond what the model reads of a very long sentence
                case, evidence = known
                found.append(Judged(coder=coder, case=case, language=language, document=line["doc"],
                                    evidence=evidence, type=typed, whole=whole))
    return found


def _right(claims: Sequence[Claim], events: Sequence[Mapping[str, Any]], offset: int) -> list[tuple[bool, bool]]:
    """Return for each claim of a sentence whether its type, and whether all of it is right; an act counts once."""
    free = list(events)
    answers = []
    for claim in claims:
        start, end = claim.trigger.start - offset, claim.trigger.end - offset
        match = next((event for event in free if event["type"] == claim.type
                      and event["trigger_span"][0] < end and start < event["trigger_span"][1]), None)
        if match is None:
            answers.append((False, False))
            continue
        free.remove(match)
        wanted, got = scoring.act(match), _act(claim)
        answers.append((True, wanted.who == got.who and wanted.status == got.status))
    return answers


def _act(claim: Claim) -> scoring.Act:
    actors, recipients = ([{"code": party.code} for party in parties] for parties in (claim.actors, claim.recipients))
    return scoring.act({"type": claim.type, "actors": actors, "recipients": recipients, "status": claim.status.value})
