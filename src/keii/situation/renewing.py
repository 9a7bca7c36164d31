"""Keeps the stories of what is awaited: told once, then told on for what was read, decided or dropped since.

What became of an awaited act is a function of the claims that hold and of the day. So the stories are kept in the
ledger as they follow from the claims up to a numbered change, whatever the day, and who asks has them told on for the
changes since; the day decides alone what has lapsed.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import islice
from uuid import uuid4

from keii import __version__
from keii.codebook import codebook
from keii.language.languages import LANGUAGES, language
from keii.ledger import Ledger, awaiting
from keii.ledger.awaiting import Row, State
from keii.ledger.connection import Connection, steady
from keii.situation.course import place_of
from keii.situation.hearing import Book
from keii.situation.retelling import Retelling, row_of
from keii.situation.saying import Saying
from keii.situation.sayings import heard_in
from keii.situation.story import Story
from keii.situation.tables import DATA
from keii.situation.waits import FILE, waits

RULES = 2  # raised with every change of what claims do in a story that no file of words tells
_AT_ONCE = 100  # documents that are read together
_LIVING = 2_000  # documents between two looks for what no claim can be about any more
_Said = Mapping[str, Sequence[Saying]]
Sink = Callable[[Sequence[Row], Mapping[str, str]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What has to be written so that the stories are told up to a change."""

    state: State
    before: State | None  # None: nothing that is kept counts
    removed: frozenset[int] = frozenset()
    rows: tuple[Row, ...] = ()
    heard: tuple[tuple[str, str | None], ...] = ()  # documents with their digests


def renewal(connection: Connection) -> Renewal | None:
    """Return what is to be told anew since the stories were kept, None where nothing is.

    The caller holds a transaction. Where nothing was kept yet everything is told, in memory.
    """
    before, state = awaiting.state(connection), State(number=awaiting.last_change(connection), made=made())
    if before is None or before.made != state.made:
        rows: list[Row] = []
        heard: dict[str, str] = {}

        def take(some: Sequence[Row], digests: Mapping[str, str]) -> None:
            rows.extend(some)
            heard.update(digests)

        tell_all(connection, take)
        return Renewal(state=state, before=None, rows=tuple(rows), heard=tuple(heard.items()))
    if before.number == state.number:
        return None
    changed = awaiting.changed(connection, before.number)
    now, known = awaiting.digests(connection, changed), awaiting.heard(connection, changed)
    dirty = [document for document in changed if now.get(document) != known.get(document)]
    removed, rows = _tell_on(connection, dirty)
    return Renewal(state=state, before=before, removed=frozenset(removed), rows=tuple(rows),
                   heard=tuple((document, now.get(document)) for document in dirty))


def keep_up(ledger: Ledger) -> None:
    """Tell the stories of a ledger that is open for writing up to its last change, and keep them."""
    with ledger.asking() as connection, steady(connection):
        before = awaiting.state(connection)
        new = renewal(connection) if before is not None and before.made == made() else None
    if before is None or before.made != made():
        _fill(ledger)
    elif new is not None:
        with ledger.transaction() as connection:
            if awaiting.state(connection) == new.before:  # otherwise another program has done so meanwhile
                awaiting.remove(connection, sorted(new.removed))
                awaiting.keep(connection, new.rows)
                awaiting.keep_heard(connection, new.heard)
                awaiting.keep_state(connection, new.state)


def is_told(connection: Connection) -> bool:
    """Tell whether the stories of a ledger have been told and kept, be it up to an earlier change."""
    state = awaiting.state(connection)
    return state is not None and state.made == made()


def is_behind(connection: Connection) -> bool:
    """Tell whether something was read or decided that the stories which are kept do not know."""
    state = awaiting.state(connection)
    return state is None or state != State(number=awaiting.last_change(connection), made=made())


@cache
def made() -> str:
    """Return what stands for this keii, its rules and its words."""
    held = blake2b(f"{__version__} {RULES}".encode(), digest_size=9)
    for path in (FILE, DATA / "neighbours.tsv", *(language(code).data / "turns.tsv" for code in sorted(LANGUAGES))):
        held.update(path.read_bytes())
    return held.hexdigest()


class _TakenOverError(Exception):
    """Another program began to tell the stories of the same ledger."""


# ---- everything ----

def tell_all(connection: Connection, take: Sink) -> None:
    """Tell the stories of all claims from the beginning, and hand on what no claim can be about any more."""
    patience, book = waits(), Book(connection)
    stories = [Story(type_, patience) for type_ in codebook().types]
    documents = iter(awaiting.published(connection, ""))
    told = 0
    while some := [document for _, document in islice(documents, _AT_ONCE)]:
        said, day = book.of_documents(some), ""
        for document in some:
            for story in stories:
                for saying in _in_order(said.get(document, {}), story.type):
                    story.hear(saying)
                    day = saying.day
        told += len(some)
        over = told % _LIVING == 0 and day
        take([row_of(course, story) for story in stories for course in (story.forget(day) if over else ())],
             awaiting.digests(connection, some))
    take([row_of(course, story) for story in stories for course in story.all], {})


def _fill(ledger: Ledger) -> None:
    """Tell and keep the stories of a whole ledger; if that is broken off, it begins anew the next time."""
    name = f"being told {uuid4().hex}"  # no other program's, whatever address its objects have
    with ledger.transaction() as connection:
        awaiting.clear(connection)
        awaiting.keep_state(connection, State(number=-1, made=name))
        number = awaiting.last_change(connection)

    def take(rows: Sequence[Row], digests: Mapping[str, str]) -> None:
        with ledger.transaction() as connection:
            if awaiting.state(connection) != State(number=-1, made=name):
                raise _TakenOverError
            awaiting.keep(connection, rows)
            awaiting.keep_heard(connection, digests.items())

    with contextlib.suppress(_TakenOverError):
        with ledger.asking() as connection:
            tell_all(connection, take)
        with ledger.transaction() as connection:
            if awaiting.state(connection) == State(number=-1, made=name):
                awaiting.keep_state(connection, State(number=number, made=made()))


def _in_order(said: _Said, story: str) -> list[Saying]:
    return sorted(heard_in(said, story), key=lambda one: place_of(one, story))


# ---- what is new ----

def _tell_on(connection: Connection, dirty: Sequence[str]) -> tuple[list[int], list[Row]]:
    """Return the rows that are no longer right after documents changed, and those that are to be written."""
    patience, book = waits(), Book(connection)
    stories = {type_: Retelling(type_, patience, book) for type_ in codebook().types}
    rows = awaiting.of_documents(connection, dirty)
    for type_, story in stories.items():
        story.drop([row for row in rows if row.story == type_], frozenset(dirty))
    published = awaiting.moments(connection, dirty)
    if published:
        _hear(connection, book, list(stories.values()), published)
    numbers, new = [], []
    for story in stories.values():
        own = story.renewed()
        numbers += own[0]
        new += own[1]
    return numbers, new


def _hear(connection: Connection, book: Book, stories: Sequence[Retelling], dirty: Mapping[str, str]) -> None:
    """Let stories hear documents that changed, and what later ones say of that which is another than before."""
    last = max(dirty.values())
    documents = iter(awaiting.published(connection, min(dirty.values())))
    while some := list(islice(documents, _AT_ONCE)):
        if some[0][0] > last and not _are_busy(stories, some[0][0]):
            return
        first = 0 if _are_busy(stories, some[0][0]) else next(
            (number for number, (_, document) in enumerate(some) if document in dirty), len(some))
        wanted = [document for _, document in some[first:]]
        said = book.of_documents(wanted)
        for document in wanted:
            for story in stories:
                for saying in _in_order(said.get(document, {}), story.type):
                    if document in dirty or story.concerns(saying):
                        story.hear(saying)


def _are_busy(stories: Sequence[Retelling], moment: str) -> bool:
    return any(story.busy >= moment[:10] for story in stories)
