"""A notice: one thing that an alert has found, said in a few lines, with the words that prove it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from keii.briefs.acts import act, details, when
from keii.briefs.labels import Lang
from keii.briefs.layout import JOINER, clean
from keii.model import Document, Told

QUOTED = 3  # claims that a notice quotes; the page of the event has all


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage of a document: where it stands, and its words as published."""

    document: str  # id
    title: str | None
    publisher: str | None
    published_at: str | None
    url: str | None
    claim: str | None  # id; None: the passage is no claim
    start: int  # of `quote` in the document's text, in code points
    end: int
    quote: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is told of one thing; language of its words as the alert's."""

    kind: str  # of keii.ledger.alerts.KINDS
    id: str  # of the document, event or expectation; of a surprise, side and first day of the period
    headline: str
    lines: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    def content(self) -> dict[str, Any]:
        """Return the notice as the ledger keeps it and web hooks get it."""
        return asdict(self)


def restored(content: dict[str, Any]) -> Notice:
    """Return the notice of its content."""
    return Notice(**{**content, "lines": tuple(content["lines"]),
                     "evidence": tuple(Evidence(**one) for one in content["evidence"])})


def of_claim(told: Told) -> Evidence:
    """Return the words that name the act of a claim, in their sentence."""
    trigger = told.claim.trigger
    return _evidence(told.document, told.claim.id, trigger.start, trigger.end, told.sentence)


def of_beginning(document: Document) -> Evidence:
    """Return the first line of a document's body."""
    body = document.text[document.body_start:]
    line = next((one for one in body.split("\n") if one.strip()), "")
    start = document.body_start + body.index(line) if line else document.body_start
    return _evidence(document, None, start, start + len(line), line)


def _evidence(document: Document, claim: str | None, start: int, end: int, sentence: str) -> Evidence:
    return Evidence(document=document.id, title=document.title, publisher=document.publisher,
                    published_at=document.published_at, url=document.url, claim=claim, start=start, end=end,
                    quote=document.text[start:end], sentence=sentence)


def headline(told: Told, lang: Lang) -> str:
    """Return who does what to whom, in one line."""
    return _line("".join(run.text for run in act(told.claim, text_lang=told.document.language, lang=lang)))


def told_lines(told: Told, lang: Lang) -> tuple[str, ...]:
    """Return when it happens, how real it is told to be, and who says so."""
    lines = (when(told.claim), details(told.claim, text_lang=told.document.language, lang=lang))
    return tuple(_line(line) for line in lines if line)


def _line(words: str) -> str:
    """Return words that were made for a terminal as one plain line."""
    return clean(words.replace(JOINER, ""))


def evidence(told: Sequence[Told]) -> tuple[Evidence, ...]:
    """Return the evidence of the first claims, one for each document first."""
    first: dict[str, Told] = {}
    for one in told:
        first.setdefault(one.document.id, one)
    chosen = [*first.values(), *(one for one in told if one not in first.values())]
    return tuple(map(of_claim, chosen[:QUOTED]))
