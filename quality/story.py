"""What a story is: articles on one course of happenings, the events they tell, and what is awaited in them."""

from dataclasses import dataclass
from pathlib import Path

from keii.model import Outcome, Status

HALVES = ("build", "held")
LANGUAGES = ("ja", "en")
MIXED = "mixed"
# What a story is there to try; every one must be tried in both halves.
PHENOMENA = (
    "actor", "anonymous", "background", "broken", "copies", "denial", "garbled", "lapsed", "met", "place", "postponed",
    "quantity", "recurring", "refused", "relay", "similar-summits", "time", "two-sided", "updates",
)
FIELDS = ("quantity", "time", "place", "actor", "recipient", "reality")
# An event's reality is the status it is told with, or one of these two.
DENIED, DISPUTED = "denied", "disputed"
REALITIES = (*Status, DENIED, DISPUTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One invented article; the headline is not annotated."""

    id: str
    language: str
    publisher: str
    published: str  # ISO 8601 date or date-time
    title: str
    text: str  # one sentence a line


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mention:
    """Words of an article that name an act: half-open code points of its text."""

    article: str
    start: int
    end: int
    quote: str
    status: Status  # what these words say about the act's reality


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEvent:
    """One happening, with every mention of it; told before and after it came about, it is one event."""

    id: str
    type: str
    label: str | None  # None: the type is not OTHER
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    reality: str
    mentions: tuple[Mention, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldValue:
    """A value of a field, and the articles that give it."""

    value: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryConflict:
    """A field of an event on which articles cannot all be right."""

    event: str
    field: str
    values: tuple[ToldValue, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryExpectation:
    """An act that was told ahead, and what had become of it on a day."""

    id: str
    mentions: tuple[Mention, ...]
    holder: tuple[str, ...]  # codes of who plans, urges, promises or predicts it; empty: the text itself
    deadline: str | None  # ISO 8601, the first day after it; None: the text gives none
    outcome: Outcome
    by: tuple[Mention, ...]  # the words that tell the outcome; empty where nothing does
    as_of: str  # ISO 8601: the end of the day on which it is asked
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles on one course of happenings, with the expected truth."""

    id: str
    path: Path
    languages: tuple[str, ...]
    half: str
    phenomena: tuple[str, ...]
    articles: tuple[Article, ...]  # by publication
    events: tuple[StoryEvent, ...]
    conflicts: tuple[StoryConflict, ...]
    expectations: tuple[StoryExpectation, ...]
    copies: tuple[tuple[str, ...], ...]  # groups of near-identical articles
    independent: tuple[tuple[str, int], ...]  # event, number of its sources that do not rest on each other

    @property
    def kind(self) -> str:
        """The language it is told in, or `mixed`."""
        return self.languages[0] if len(self.languages) == 1 else MIXED

    def article(self, id_: str) -> Article:
        """Return the article of that id; raises KeyError for none."""
        return {article.id: article for article in self.articles}[id_]
