"""The start page: how much there is, what was read last, what is awaited, what stands against what, what went wrong."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import orjson

from keii.errors import WorkingError
from keii.exports import jsonl, situation
from keii.ledger import Filter, awaiting, browse
from keii.ledger.connection import Connection
from keii.ledger.counting import remembered
from keii.ledger.rows import Counts, Listed
from keii.model import Event, Outcome, Told
from keii.situation import renewing
from keii.situation.gather import Overview
from keii.situation.gathering import Awaited, expected, kept, with_claims
from keii.workbench.answering import Answer, Desk
from keii.workbench.asking import Asked
from keii.workbench.config import SECONDS
from keii.workbench.lasting import lasting
from keii.workbench.pages.situations import address, every_situation
from keii.workbench.telling import SMALL, number_of_claims, tell_on
from keii.workbench.words import say

SHOWN = 8
THREADS = 5
LATELY = 7  # days before the latest publication: what is new


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A situation with the number of its events of late, and the addresses of all and of those."""

    overview: Overview
    lately: int
    all: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the start page shows."""

    counts: Counts
    documents: tuple[Listed, ...]
    events: tuple[Event, ...]
    number_of_events: int
    conflicts: tuple[Event, ...]
    number_of_conflicts: int
    first: dict[str, Told]  # the first claim of each event, by its id
    situations: tuple[Thread, ...] | None  # those told last, with their events of late; None: not worked out yet
    awaited: tuple[Awaited, ...] | None  # open expectations, those that lapse next first; None: not told yet
    number_of_awaited: int
    lately: str | None  # day from which on an event is new; None: no document has a date
    problems: tuple[tuple[str, int], ...]  # codes with their numbers


def start(desk: Desk, asked: Asked, name: str) -> Answer:
    """The start page: numbers, the last documents, events, conflicts and problems."""
    few = Filter(limit=SHOWN)
    tell_on(desk)
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        documents = browse.latest_documents(connection, SHOWN)
        events = browse.page_of_events(connection, few)
        against = browse.page_of_events(connection, few, conflicts=True)
        counts = desk.ledger.counts()
        problems = browse.problems_by_code(connection)
        first = desk.ledger.told({event.claims[0] for event in (*events.items, *against.items)}, traced=False)
        day = desk.ledger.latest()
        lately = (date.fromisoformat(day[:10]) - timedelta(days=LATELY)).isoformat() if day else None
        situations = _situations(desk, connection, asked, lately)
        open_ = _open(desk, connection, day or "9999-12-31", voices=asked.form == "json")
    view = Start(counts=counts, documents=documents, events=events.items, number_of_events=events.total,
                 conflicts=against.items, number_of_conflicts=against.total, first=first, problems=problems,
                 situations=situations, awaited=open_[0] if open_ else None,
                 number_of_awaited=open_[1] if open_ else 0, lately=lately)

    def json() -> object:
        return {
            "keii": counts.keii, "documents": counts.documents, "sentences": counts.sentences, "claims": counts.claims,
            "events": events.total, "conflicts": against.total, "problems": counts.problems,
            "latest_documents": [orjson.Fragment(jsonl.document(replace(one))) for one in documents],
            "latest_events": [orjson.Fragment(situation.event(one)) for one in events.items],
            "latest_conflicts": [orjson.Fragment(situation.event(one)) for one in against.items],
            "situations": None if situations is None else [
                {"name": one.overview.situation.name, "events": one.overview.events, "last": one.overview.last,
                 "lately": one.lately} for one in situations],
            "open_expectations": None if open_ is None else [
                orjson.Fragment(jsonl.expectation(one)) for one in open_[0]],
            "problems_by_code": dict(problems),
        }

    return Answer(template="start.html", title=say(asked.lang, "Start"), view=view, json=json)


def _situations(desk: Desk, connection: Connection, asked: Asked, lately: str | None
                ) -> tuple[Thread, ...] | None:
    """Return the situations that were told last, with their events of late.

    None while those of a ledger that is not small are worked out for the first time.
    """
    def thread(one: Overview) -> Thread:
        whose = one.situation
        chosen = Filter(parties=whose.actors, types=whose.types, places=whose.places, texts=whose.texts, since=lately,
                        limit=0)
        all_ = address(asked, "/events", one)
        new = remembered(connection, ("of late", chosen), lambda now: browse.page_of_events(now, chosen).total
                         ) if lately else 0
        return Thread(overview=one, lately=new, all=all_, new=f"{all_}{'&' if '?' in all_ else '?'}since={lately}")

    try:
        every = lasting(desk.ledger, connection, every_situation, large=SMALL)
        latest = sorted(every, key=lambda one: (one.last or "", one.events), reverse=True)
        return tuple(map(thread, latest[:THREADS]))
    except WorkingError:
        return None


def _open(desk: Desk, connection: Connection, day: str, *, voices: bool) -> tuple[tuple[Awaited, ...], int] | None:
    """Return the open expectations that lapse next, then those told last, and how many there are.

    None while the stories of a large ledger are told for the first time.
    """
    behind = renewing.is_behind(connection)
    if behind and number_of_claims(connection) > SMALL and not renewing.is_told(connection):
        return None
    if not behind or number_of_claims(connection) > SMALL:
        numbers, total = awaiting.open_on(connection, day, SHOWN)
        shown = kept(connection, numbers, as_of=day) or ()
    else:
        found = [one for one in expected(connection, Filter(), as_of=day) if one.outcome is Outcome.OPEN]
        found.sort(key=lambda one: one.voices[-1].at, reverse=True)
        shown, total = tuple(sorted(found, key=lambda one: one.deadline or "9999"))[:SHOWN], len(found)
    return tuple(with_claims(desk.ledger, shown, voices=voices)), total
