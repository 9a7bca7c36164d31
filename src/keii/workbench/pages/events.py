"""The events, and one event with the claims behind every value of it."""

from dataclasses import dataclass, replace

import orjson

from keii.briefs.marks import marks_of
from keii.exports import jsonl, situation
from keii.ledger import browse, queue
from keii.model import Event, Judgement, Told, standing
from keii.workbench.answering import Answer, Desk, MissingError, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.pages.lists import Choices, Part, choices, listing, part, title_of
from keii.workbench.words import name as word
from keii.workbench.words import say

HEADER = ("date", "type", "label", "status", "claims", "documents", "independent", "conflicts", "actors", "recipients",
          "places", "event")
NEAR = 6  # events that are offered to be merged with one
LINKS = 12  # the strongest; the JSON gives all


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """A page of the list."""

    items: tuple[Event, ...]
    first: dict[str, Told]  # the first claim of each, by its id
    part: Part
    facets: tuple[Choices, ...]
    conflicts: bool  # those alone that have one


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One event."""

    event: Event
    told: tuple[tuple[str, Told], ...]  # its claims with the marks that they are called by: a, b, … aa
    marks: dict[str, str]
    judgements: tuple[Judgement, ...]
    counting: frozenset[int]  # numbers of the judgements that count
    disputed: frozenset[str]  # claims about which two persons' last words differ
    near: tuple[tuple[Event, Told], ...]  # events that may be the same happening, each with its first claim
    more_links: int


def events(desk: Desk, asked: Asked, name: str) -> Answer:
    """The selected events, the latest first; conflicts=1 leaves those alone that have one."""
    conflicts = asked.one("conflicts") is not None
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        chosen = asked.chosen(rows=CSV_ROWS if asked.form == "csv" else None)
        found = browse.page_of_events(connection, chosen, conflicts=conflicts)
        facets = browse.facets(connection, chosen, of="events") if asked.form == "html" else ()
        first = desk.ledger.told(
            (event.claims[0] for event in found.items), traced=False) if asked.form == "html" else {}

    def table() -> Table:
        return Table(header=HEADER, rows=map(_row, found.items))

    view = Events(items=found.items, first=first, part=part(asked, found.total, len(found.items)),
                  facets=choices(asked, facets), conflicts=conflicts)
    title = say(asked.lang, "Conflicts" if conflicts else "Events")
    return Answer(template="events.html", title=title, view=view, table=table,
                  json=lambda: listing(asked, found.total, map(situation.event, found.items)))


def _row(event: Event) -> tuple[str | int | None, ...]:
    fields = dict(event.fields)
    values = ("; ".join(value.value for value in fields.get(field, ())) for field in ("actor", "recipient", "place"))
    return (event.since, event.type, event.label, event.status, len(event.claims), event.documents, event.independent,
            " ".join(conflict.field for conflict in event.conflicts), *values, event.id)


def event(desk: Desk, asked: Asked, name: str) -> Answer:
    """One event: its fields with the claims behind each value, conflicts, sources, links, judgements."""
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        found = desk.ledger.event(name)
        if found is None:
            raise MissingError("the ledger holds no event of this id.", where=name,
                               remedy="Look for it in the list of events.")
        told = desk.ledger.told(found.claims)
        links = desk.ledger.links(found.claims)
        judgements = desk.ledger.judgements(found.claims)
        near = queue.near(connection, found, NEAR) if asked.writing else ()
        firsts = desk.ledger.told((one.claims[0] for one in near), traced=False)
    marks = marks_of(found)
    whole = replace(found, links=links)
    first = told[found.claims[0]]
    title = f"{word(asked.lang, 'type', found.type)}: {title_of(first.claim)}"

    def json() -> object:
        return {"event": orjson.Fragment(situation.whole(whole, judgements)), "claims": [
            orjson.Fragment(jsonl.claim(told[id].claim)) for id in found.claims]}

    view = Whole(event=replace(found, links=links[:LINKS]), told=tuple((marks[id], told[id]) for id in found.claims),
                 marks=marks, judgements=tuple(judgements),
                 disputed=queue.disputed_among(judgements),
                 counting=frozenset(one.number for one in standing(judgements)),
                 near=tuple((one, firsts[one.claims[0]]) for one in near if one.claims[0] in firsts),
                 more_links=max(len(links) - LINKS, 0))
    return Answer(template="event.html", title=title, view=view, json=json)
