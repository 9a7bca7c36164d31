"""What a story and the set of stories must keep to; every fault is told with its file and line."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from keii.codebook import codebook
from keii.errors import DataError
from keii.gazetteer.registry import find
from keii.model import Outcome, Status
from quality.story import (
    DENIED,
    DISPUTED,
    HALVES,
    PHENOMENA,
    Article,
    Mention,
    Story,
    StoryConflict,
    StoryEvent,
    StoryExpectation,
)
from quality.yaml_rows import REMEDY

ARTICLES, SENTENCES, LABEL_WORDS = (3, 6), (4, 9), (1, 4)
UNTYPED, NO_COUNTRY = "OTHER", "XXX"
SECTORS = frozenset("GOV MIL LEG JUD OPP REB CVL BUS JRN LAB IGO NGO ELI PTY".split())
# Told of what is not there yet: someone waits for it. A condition alone opens nothing.
AWAITED = (Status.PLANNED, Status.URGED, Status.EXPECTED, Status.POSSIBLE)
HAPPENED = (Status.OCCURRED, Status.ONGOING)
_CODE = re.compile(r"(?:([A-Z]{3})(?:/([A-Z]{3}))?|IGO:[A-Z]+)")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Fault = tuple[int, str]  # line in the file, what is wrong


def check_story(story: Story) -> None:
    """Raise DataError for the first fault of a story."""
    for line, what in _faults(story):
        raise DataError(what, where=f"{story.path}:{line}", remedy=REMEDY)


def check_set(stories: Sequence[Story], folder: Path) -> None:
    """Raise DataError where a half lacks a phenomenon, or less is there to learn from than to measure on."""
    for what in _imbalances(stories):
        raise DataError(what, where=str(folder), remedy=REMEDY)


def _imbalances(stories: Sequence[Story]) -> Iterator[str]:
    if not stories:
        yield "the folder holds no story."
    kinds = Counter((story.kind, story.half) for story in stories)
    for kind in sorted({story.kind for story in stories}):
        counts = [kinds[kind, half] for half in HALVES]
        if counts[0] < counts[1]:
            told = ", ".join(f"{half} has {count}" for half, count in zip(HALVES, counts, strict=True))
            yield f"the halves are not balanced: of stories in {kind} {told}."
    for phenomenon in PHENOMENA:
        for half in HALVES:
            if not any(phenomenon in story.phenomena for story in stories if story.half == half):
                yield f"the halves are not balanced: {half} has no story of «{phenomenon}»."
    names = Counter(story.id for story in stories)
    yield from (f"«{name}» names {count} stories." for name, count in names.items() if count > 1)


def _faults(story: Story) -> Iterator[Fault]:
    yield from _head(story)
    yield from _articles(story)
    events = {event.id: event for event in story.events}
    yield from _unique("event", [(event.id, event.line) for event in story.events])
    yield from _unique("expectation", [(one.id, one.line) for one in story.expectations])
    for event in story.events:
        yield from ((event.line, f"event {event.id}: {what}") for what in _event(event))
    yield from _shared_words(story.events)
    for conflict in story.conflicts:
        yield from ((conflict.line, f"conflict of {conflict.event}: {what}") for what in _conflict(conflict, events))
    yield from _expectations(story)
    yield from _groups(story, events)


def _head(story: Story) -> Iterator[Fault]:
    if story.path.stem != story.id or not _ID.fullmatch(story.id):
        yield 1, f"the file of story «{story.id}» is not named {story.id}.yaml in small letters."
    if story.half not in HALVES:
        yield 1, f"«{story.half}» is no half (there are: {', '.join(HALVES)})."
    spoken = sorted({article.language for article in story.articles})
    if sorted(story.languages) != spoken:
        yield 1, f"the languages are {', '.join(spoken)}, not {', '.join(story.languages)}."
    yield from ((1, f"«{one}» is no phenomenon (there are: {', '.join(PHENOMENA)}).")
                for one in story.phenomena if one not in PHENOMENA)
    if not story.phenomena:
        yield 1, "the story tries no phenomenon."


def _articles(story: Story) -> Iterator[Fault]:
    yield from _unique("article", [(article.id, 1) for article in story.articles])
    if not ARTICLES[0] <= len(story.articles) <= ARTICLES[1]:
        yield 1, f"{len(story.articles)} articles: a story has {ARTICLES[0]} to {ARTICLES[1]}."
    for article in story.articles:
        sentences = article.text.split("\n")
        if not SENTENCES[0] <= len(sentences) <= SENTENCES[1] or not all(map(str.strip, sentences)):
            yield 1, (f"article {article.id} has {len(sentences)} lines: it has {SENTENCES[0]} to {SENTENCES[1]}, "
                      "a sentence each.")
        if not _is_date(article.published):
            yield 1, f"article {article.id}: «{article.published}» is no ISO 8601 date or date-time."
    if list(map(_day, story.articles)) != sorted(map(_day, story.articles)):
        yield 1, "the articles are not in the order of publication."


def _event(event: StoryEvent) -> Iterator[str]:
    if event.type not in codebook().types:
        yield f"«{event.type}» is no type of the codebook."
    if (event.type == UNTYPED) != bool(event.label):
        yield "an OTHER has a label, the sixteen types have none."
    if event.label and not LABEL_WORDS[0] <= len(event.label.split()) <= LABEL_WORDS[1]:
        yield f"label «{event.label}»: a label has {LABEL_WORDS[0]} to {LABEL_WORDS[1]} words."
    yield from (fault for code in (*event.actors, *event.recipients) for fault in _code(code))
    if not event.mentions:
        yield "no article mentions it."
    statuses = {mention.status for mention in event.mentions}
    if event.reality == DISPUTED:
        if Status.NOT_OCCURRED not in statuses or len(statuses) == 1:
            yield "it is disputed where one mention denies what another asserts."
    elif event.reality == DENIED:
        if statuses != {Status.NOT_OCCURRED}:
            yield "it is denied where every mention has the status not_occurred."
    elif event.reality not in statuses:
        yield f"no mention has the status {event.reality}."


def _code(code: str) -> Iterator[str]:
    match = _CODE.fullmatch(code)
    if not match:
        yield f"«{code}» is no code such as RUS/GOV, RUS, XXX/CVL or IGO:NATO."
        return
    country, sector = match.groups()
    if country != NO_COUNTRY and find(country or code) is None:
        yield f"«{code}»: the registry does not know {country or code}."
    if sector and sector not in SECTORS:
        yield f"«{code}»: «{sector}» is no sector ({', '.join(sorted(SECTORS))})."


def _shared_words(events: Sequence[StoryEvent]) -> Iterator[Fault]:
    """Yield a fault for every two mentions that share words: an act belongs to one event, and once."""
    placed = sorted(((mention, event) for event in events for mention in event.mentions), key=lambda pair: pair[0])
    for (first, event), (second, other) in pairwise(placed):
        if first.article == second.article and second.start < first.end:
            where = f"event {event.id} twice" if event is other else f"the events {event.id} and {other.id}"
            yield other.line, f"«{second.quote}» in article {second.article} belongs to {where}."


def _conflict(conflict: StoryConflict, events: dict[str, StoryEvent]) -> Iterator[str]:
    event = events.get(conflict.event)
    if event is None:
        yield "there is no such event."
        return
    if len({told.value for told in conflict.values}) < 2:
        yield "it takes two values to differ."
    if conflict.field == "reality" and not {told.value for told in conflict.values} <= {"asserted", DENIED}:
        yield f"the values of a conflict on reality are asserted and {DENIED}."
    if conflict.field in ("actor", "recipient"):
        yield from (fault for told in conflict.values for fault in _code(told.value))
    telling = {mention.article for mention in event.mentions}
    yield from (f"article {id_} does not mention the event." for told in conflict.values for id_ in told.articles
                if id_ not in telling)


def _expectations(story: Story) -> Iterator[Fault]:
    mentions = {mention for event in story.events for mention in event.mentions}
    plain = {(mention.article, mention.start, mention.end): mention for mention in mentions}
    opened = set()
    for one in story.expectations:
        for place in (*one.mentions, *one.by):
            if _place(place) not in plain:
                yield one.line, (f"expectation {one.id}: «{place.quote}» in article {place.article} is no mention of "
                                 "an event.")
        opened |= set(map(_place, one.mentions))
        yield from ((one.line, f"expectation {one.id}: {what}") for what in _expectation(one, story))
    for event in story.events:
        for mention in event.mentions:
            if mention.status in AWAITED and _place(mention) not in opened:
                yield event.line, (f"event {event.id}: «{mention.quote}» in article {mention.article} is told as "
                                   f"{mention.status} and belongs to no expectation.")


def _expectation(one: StoryExpectation, story: Story) -> Iterator[str]:
    if not one.mentions:
        yield "nothing opens it."
    yield from (fault for code in one.holder for fault in _code(code))
    for date in filter(None, (one.deadline, one.as_of)):
        if not _is_date(date):
            yield f"«{date}» is no ISO 8601 date."
    if (one.outcome in (Outcome.OPEN, Outcome.LAPSED)) == bool(one.by):
        yield f"outcome {one.outcome}: `by` quotes what tells the outcome, and nothing tells of open and lapsed ones."
    passed = one.deadline is not None and one.deadline <= one.as_of
    if one.outcome == Outcome.LAPSED and not passed:
        yield "it has lapsed when its deadline is over on the day it is asked."
    if one.outcome == Outcome.OPEN and passed:
        yield "its deadline is over and nothing is told: it has lapsed."
    for place in (*one.mentions, *one.by):
        if story.article(place.article).published[:10] > one.as_of:
            yield f"article {place.article} is published after {one.as_of}."


def _groups(story: Story, events: dict[str, StoryEvent]) -> Iterator[Fault]:
    ids = [article.id for article in story.articles]
    for id_, count in Counter(id_ for group in story.copies for id_ in group).items():
        if id_ not in ids or count > 1:
            yield 1, f"copies: article «{id_}» is not there, or in two groups."
    yield from ((1, "copies: a group has two articles or more.") for group in story.copies if len(group) < 2)
    for name, number in story.independent:
        telling = {mention.article for mention in events[name].mentions} if name in events else set()
        if not 1 <= number <= len(telling):
            yield 1, f"independent: event {name} is told by {len(telling)} articles, not by {number} sources."


def _unique(kind: str, named: Sequence[tuple[str, int]]) -> Iterator[Fault]:
    counts = Counter(name for name, _ in named)
    yield from ((line, f"{kind} «{name}» is there {counts[name]} times.") for name, line in named if counts[name] > 1)


def _place(mention: Mention) -> tuple[str, int, int]:
    return mention.article, mention.start, mention.end


def _day(article: Article) -> str:
    return article.published[:10]


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
