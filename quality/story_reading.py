"""What keii makes of the stories, as the plain values that `story_scoring` scores: `python -m quality stories`.

All stories are read into one ledger, so that each has to be told from the others. They are scored in three ways, so
that errors of coding and of merging can be told apart:

    stories/HALF             the claims that the coder finds, from the text to the event
    stories/HALF annotated   the annotated mentions, as far as the coder finds them: type, parties and status are the
                             annotation's, place, time, quantities and sources the coder's; no other claims
    stories/HALF given       all annotated mentions, also those that the coder misses: merging alone
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from keii.documents.article import Article as Given
from keii.documents.build import build_document
from keii.documents.sentences import sentences
from keii.ledger import Ledger
from keii.model import Claim, Document, Event, Expectation, Outcome, Party, Reference, Sentence, Span
from keii.model import Told as ToldClaim
from keii.pipeline import Reading as Coded
from keii.pipeline import read_document
from keii.situation.expectations import expectations
from keii.situation.keeping import Keeper
from keii.situation.vectors import ActVectors, Encoded, Vectors
from quality.remembering import remembering
from quality.sets import Measured
from quality.stories import read_stories
from quality.story import HALVES, Article, Mention, Story, StoryEvent
from quality.story_given import Act, Giving
from quality.story_scoring import (
    ReadClaim,
    ReadConflict,
    ReadExpectation,
    Reading,
    Words,
    days,
    paired,
    score,
    words_of,
)

COUNTED = "pairs_wrong"  # a count, which has no floor
# Outcomes that the annotation does not tell apart: what was called off is told not to have happened.
AS_ANNOTATED = {Outcome.CANCELLED: Outcome.BROKEN}
Key = tuple[str, str]  # story, article


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was read in one article, and where the article's text begins in the document."""

    key: Key
    coded: Coded
    offset: int

    @property
    def document(self) -> Document:
        """The document of the article."""
        assert self.coded.document is not None  # `coded` makes none without
        return self.coded.document

    def words(self, claim: Claim) -> Words | None:
        """Return the words of a claim's act in the article's text; None for a claim of the headline."""
        return self.place(claim.trigger) if claim.trigger.start >= self.offset else None

    def place(self, span: Span) -> Words:
        """Return where a span of the document stands in the article's text."""
        return Words(story=self.key[0], article=self.key[1], start=span.start - self.offset, end=span.end - self.offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What the ledger made of the articles: its claims, its events, and which documents are copies."""

    claims: Mapping[str, ToldClaim]
    events: tuple[Event, ...]
    copies: tuple[tuple[str, ...], ...]  # ids of documents


def measure_stories(stories: Sequence[Story] | None = None) -> list[Measured]:
    """Return the figures of both halves, of the claims that are found and of the annotated ones."""
    stories = read_stories() if stories is None else stories
    with remembering():  # each article is read twice
        told = [coded(story, article) for story in stories for article in story.articles]
        whole = [given(story, article) for story in stories for article in story.articles]
    vectors = _Remembered(Encoded())
    measured = []
    for name, read in (("", told), (" annotated", annotated(stories, told)), (" given", annotated(stories, whole))):
        reading = plain(stories, read, merged(read, vectors))
        measured += [_measured(f"stories/{half}{name}", [story for story in stories if story.half == half], reading)
                     for half in HALVES]
    return measured


def _measured(name: str, stories: Sequence[Story], reading: Reading) -> Measured:
    figures = score(stories, of_stories(reading, {story.id for story in stories}))
    wrong = figures.pop(COUNTED)
    mentions = sum(len(event.mentions) for story in stories for event in story.events)
    return Measured(name=name, figures=figures, size=f"{len(stories)} stories, {mentions} mentions, "
                                                     f"{wrong:.0f} pairs put together that belong apart")


# ---- reading ----

def coded(story: Story, article: Article) -> Told:
    """Return what keii reads in an article, as it would in a file with these metadata."""
    return _coded(story, article, ())


def given(story: Story, article: Article) -> Told:
    """Return the same with the annotated mentions that keii does not find."""
    return _coded(story, article, [
        (mention.start, mention.end, event.type, mention.status)
        for event in story.events for mention in event.mentions if mention.article == article.id])


def _coded(story: Story, article: Article, acts: Sequence[Act]) -> Told:
    source = Given(text=article.text, title=article.title, publisher=article.publisher, published_at=article.published,
                   published_basis="field")
    document = build_document(source, origin=f"{story.id}/{article.id}", reader="story", language=article.language)
    offset = document.text.index(article.text)
    giving = Giving([(offset + start, offset + end, type_, status) for start, end, type_, status in acts])
    read = read_document(document, sentences(document), coder=giving if acts else None)
    return Told(key=(story.id, article.id), coded=read, offset=offset)


def merged(told: Iterable[Told], vectors: Vectors | None) -> Merged:
    """Return what a fresh ledger makes of the articles; without `vectors` claims are compared by their fields alone."""
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "keii.db") as ledger:
        documents = []
        for one in told:
            ledger.write(one.coded)
            documents.append(one.document.id)
        Keeper(ledger, vectors).catch_up()
        groups = {tuple(sorted(version.id for version in ledger.versions(document))) for document in documents}
        events = tuple(ledger.events())
        return Merged(claims=ledger.told(claim for event in events for claim in event.claims), events=events,
                      copies=tuple(sorted(one for one in groups if len(one) > 1)))


class _Remembered:
    """Vectors that are made once, however often the articles are merged."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._documents: dict[str, bytes] = {}
        self._acts: dict[tuple[str, int, int], ActVectors] = {}

    def document(self, document: Document) -> bytes:
        if document.id not in self._documents:
            self._documents[document.id] = self._vectors.document(document)
        return self._documents[document.id]

    def acts(self, document: Document, sentence: Sentence, claims: Sequence[Claim]) -> list[ActVectors]:
        keys = [(document.id, claim.trigger.start, claim.trigger.end) for claim in claims]
        new = {key: claim for key, claim in zip(keys, claims, strict=True) if key not in self._acts}
        if new:
            made = self._vectors.acts(document, sentence, list(new.values()))
            self._acts |= dict(zip(new, made, strict=True))
        return [self._acts[key] for key in keys]


# ---- the annotated mentions as claims ----

def annotated(stories: Iterable[Story], told: Iterable[Told]) -> list[Told]:
    """Return the articles with the annotated mentions that were found for claims, and no others."""
    events = {words_of(story, mention): (event, mention)
              for story in stories for event in story.events for mention in event.mentions}
    return [replace(one, coded=replace(one.coded, claims=tuple(_annotated(one, events)))) for one in told]


def _annotated(told: Told, events: Mapping[Words, tuple[StoryEvent, Mention]]) -> Iterator[Claim]:
    claims = {claim.id: claim for claim in told.coded.claims}
    found = [(words, claim.id) for claim in claims.values() if (words := told.words(claim)) is not None]
    own = [words for words in events if (words.story, words.article) == told.key]
    for words, name in sorted(paired(own, found).items()):
        yield _as_annotated(claims[name], *events[words])


def _as_annotated(claim: Claim, event: StoryEvent, mention: Mention) -> Claim:
    known = {party.code: party for party in (*claim.actors, *claim.recipients)}

    def parties(codes: Iterable[str]) -> tuple[Party, ...]:
        left_out = Party(span=claim.trigger, reference=Reference.OMITTED)
        return tuple(known.get(code) or replace(left_out, code=code) for code in codes)

    return replace(claim, type=event.type, label=event.label, status=mention.status,
                   actors=parties(event.actors), recipients=parties(event.recipients),
                   mode=claim.mode if claim.type == event.type else None)


# ---- plain values ----

def plain(stories: Iterable[Story], told: Iterable[Told], made: Merged) -> Reading:
    """Return what was made of the articles in the values that are scored."""
    articles = {one.document.id: one for one in told}
    words = {id_: found for id_, one in made.claims.items()
             if (found := articles[one.document.id].words(one.claim)) is not None}
    return Reading(
        claims=tuple(ReadClaim(words=words[claim], event=event.id)
                     for event in made.events for claim in event.claims if claim in words),
        expectations=tuple(one for story in stories for one in _expectations(story, articles, made, words)),
        conflicts=(*(ReadConflict(event=event.id, field=conflict.field)
                     for event in made.events for conflict in event.conflicts),
                   *(one for story in stories for one in _differences(story, articles, made))),
        copies=tuple(tuple(articles[document].key for document in group) for group in made.copies),
        independent=tuple((event.id, event.independent) for event in made.events))


def _expectations(story: Story, articles: Mapping[str, Told], made: Merged, words: Mapping[str, Words]
                  ) -> Iterator[ReadExpectation]:
    """Yield what had become of a story's expectations on each day that it is asked about."""
    own = [one for one in made.claims.values() if articles[one.document.id].key[0] == story.id]
    for day in days(story):
        for one in expectations(own, as_of=day):
            opened_by = (*(words[claim] for claim in one.claims if claim in words), *deeds(one, articles))
            yield ReadExpectation(opened_by=opened_by, outcome=AS_ANNOTATED.get(one.outcome, one.outcome), as_of=day)


def deeds(one: Expectation, articles: Mapping[str, Told]) -> Iterator[Words]:
    """Yield the words for the deed that its promises and demands have."""
    for voice in one.voices:
        if voice.deed is not None and voice.deed.start >= articles[voice.document].offset:
            yield articles[voice.document].place(voice.deed)


def _differences(story: Story, articles: Mapping[str, Told], made: Merged) -> Iterator[ReadConflict]:
    """Yield where a story's deeds stand against what was announced, in the end: conflicts belong to the whole act."""
    event_of = {claim: event.id for event in made.events for claim in event.claims}
    own = [one for one in made.claims.values() if articles[one.document.id].key[0] == story.id]
    last = max(article.published for article in story.articles)
    for one in expectations(own, as_of=last):
        if one.opened in event_of:
            yield from (ReadConflict(event=event_of[one.opened], field=found.field) for found in one.differences)


def of_stories(reading: Reading, names: set[str]) -> Reading:
    """Return of a reading what is about some stories; an event is where one of its claims is."""
    claims = tuple(claim for claim in reading.claims if claim.words.story in names)
    events = {claim.event for claim in claims}
    return Reading(
        claims=claims,
        expectations=tuple(one for one in reading.expectations if {words.story for words in one.opened_by} & names),
        conflicts=tuple(one for one in reading.conflicts if one.event in events),
        copies=tuple(group for group in reading.copies if {story for story, _ in group} & names),
        independent=tuple(one for one in reading.independent if one[0] in events))
