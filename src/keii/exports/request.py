"""What is exported: the selected claims, events or documents of a ledger, one at a time."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from keii.config import Lang
from keii.ledger import Filter, Ledger
from keii.ledger.rows import Listed
from keii.ledger.rules import tags_of
from keii.model import Claim, Document, Event, Party, Sentence, Source
from keii.situation.happening import Happening, happenings

_BATCH = 200  # events whose claims are read at once: memory stays small, and a query costs little beside its rows


class Omission(StrEnum):
    """Why something is left out of a format, as people are told it."""

    NO_COORDINATES = "no place with coordinates"
    NO_LOCATION = "no place as exact as the format needs"
    NO_DATE = "no date as exact as the format needs"
    NO_TYPE = "no type in the coding"
    NO_ACTOR = "no actor, which the coding requires"
    NO_RECIPIENT = "no recipient, which the coding requires"
    NOT_HAPPENED = "not told as having happened"
    NO_PAIR = "fewer than two parties"
    NO_TOKENS = "a text that the format cannot cut into tokens"
    SAME_REQUEST = "what is asked for, in a demand that is written itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A claim with everything around it: document, sentence, and the event that it belongs to."""

    claim: Claim
    document: Document
    sentence: Sentence
    event: str | None  # id; None: the document has not been merged yet
    tags: tuple[str, ...]  # that rules gave the document, in order

    @property
    def agents(self) -> tuple[Party | Source, ...]:
        """Everyone whom the claim names: actors, recipients, sources."""
        return (*self.claim.actors, *self.claim.recipients, *self.claim.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A document with its selected claims."""

    document: Document
    tellings: tuple[Telling, ...]
    tags: tuple[str, ...]  # that rules gave it, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A ledger, a selection, and how it is to be written; counts what a format leaves out, by the reason."""

    ledger: Ledger
    chosen: Filter = field(default_factory=Filter)
    of: str = "claims"  # claims, events, documents
    lang: Lang = "en"
    derived: bool = False  # codings that fold the status into the type also get what did not happen
    left_out: Counter[Omission] = field(default_factory=Counter)

    def articles(self) -> Iterator[Article]:
        """Yield the documents that hold selected claims, with these, by publication."""
        for holding in self.ledger.holdings(self.chosen):
            if not holding.claims:
                continue
            sentences = {sentence.index: sentence for sentence in holding.sentences}
            ids = [claim.id for claim in holding.claims]
            events, tags = self.ledger.events_of(ids), self.tags([holding.document.id])
            yield Article(document=holding.document, tags=tags, tellings=tuple(
                Telling(claim=claim, document=holding.document, sentence=sentences[claim.sentence],
                        event=events.get(id), tags=tags)
                for id, claim in zip(ids, holding.claims, strict=True)))

    def tellings(self) -> Iterator[Telling]:
        """Yield the selected claims, by publication, document and place in it."""
        for article in self.articles():
            yield from article.tellings

    def happenings(self) -> Iterator[Happening]:
        """Yield the events that hold a selected claim, each with all its claims, by time."""
        for batch in _batches(self.ledger.events(self.chosen), _BATCH):
            told = self.ledger.told(id for event in batch for id in event.claims)
            yield from happenings(batch, told.values())

    def documents(self) -> Iterator[Listed]:
        """Yield the selected documents."""
        return self.ledger.documents(self.chosen)

    def tags(self, documents: Iterable[str]) -> tuple[str, ...]:
        """Return the tags that rules gave one of the documents, in order."""
        with self.ledger.asking() as connection:
            return tuple(sorted({tag for id in documents for tag in tags_of(connection, id)}))

    def leave_out(self, why: Omission) -> None:
        """Count something that the format cannot hold."""
        self.left_out[why] += 1


def _batches(values: Iterable[Event], size: int) -> Iterator[list[Event]]:
    values = iter(values)
    while batch := list(itertools.islice(values, size)):
        yield batch
