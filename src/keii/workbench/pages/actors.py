"""The actors of the claims, and one of them: names, offices, what it did, what it says, and who tells so."""

from dataclasses import asdict, dataclass, replace

import orjson

from keii.exports import jsonl, situation
from keii.gazetteer import registry
from keii.gazetteer.registry import Entry
from keii.ledger import Filter, browse, outlets
from keii.ledger.browse import Calls
from keii.ledger.connection import Connection
from keii.ledger.outlets import Cited
from keii.ledger.rows import ActorCount
from keii.model import LOCAL, Event, Told
from keii.workbench.answering import Answer, Desk, MissingError, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.pages.lists import Part, listing, part
from keii.workbench.words import say

HEADER = ("code", "name", "actor", "acting", "receiving", "speaking", "documents", "described")
SHOWN = 20
NAMES = 12
CITED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """A page of the list."""

    items: tuple[ActorCount, ...]
    part: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """In which types of claims an actor has a role, the most frequent first."""

    title: str  # English
    option: str  # of the filter: actor, recipient, source
    total: int
    types: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One actor."""

    who: str  # code or entry
    name: str
    entry: Entry | None  # None: the registry has none
    called: tuple[Calls, ...]
    roles: tuple[Role, ...]
    cited: tuple[Cited, ...]  # for what it did and what was done to it, the most frequent first
    uncited: int  # such claims that rest on the article's own word
    events: tuple[Event, ...]
    number_of_events: int
    first: dict[str, Told]


def actors(desk: Desk, asked: Asked, name: str) -> Answer:
    """Everyone in the selected claims, with how often they act, receive and speak."""
    chosen = asked.chosen(rows=CSV_ROWS if asked.form == "csv" else None)
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        found = list(browse.actors(connection, replace(chosen, limit=(chosen.limit or 0) + 1)))
    more, found = len(found) > (chosen.limit or 0), found[:chosen.limit]
    total = chosen.offset + len(found) + more  # how many there are in all would be a second reading of everything

    def table() -> Table:
        return Table(header=HEADER, rows=(
            (one.code, one.text, one.actor, one.acting, one.receiving, one.speaking, one.documents, one.described)
            for one in found))

    return Answer(template="actors.html", title=say(asked.lang, "Actors"), table=table,
                  view=Actors(items=tuple(found), part=part(asked, total, len(found))),
                  json=lambda: listing(asked, total, map(jsonl.actor, found)))


def actor(desk: Desk, asked: Asked, name: str) -> Answer:
    """One actor: its entry in the registry, its names, the types of its acts, its latest events."""
    entry = None if name.startswith(LOCAL) else registry.find(name)
    who = entry.code if entry and entry.kind == "state" else name
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        called = browse.called(connection, who, NAMES)
        roles = tuple(_role(connection, title, option, who) for title, option in (
            ("What it did", "actor"), ("What was done to it", "recipient"), ("What it says", "source")))
        cited = outlets.cited_in(connection, Filter(parties=(who,)), CITED)
        uncited = browse.number_of_claims(connection, Filter(parties=(who,), sources=("none",)))
        found = browse.page_of_events(connection, Filter(parties=(who,), limit=SHOWN))
        first = desk.ledger.told((event.claims[0] for event in found.items), traced=False)
    if entry is None and not called and not any(role.total for role in roles):
        raise MissingError("neither the ledger nor the registry knows this actor.", where=name,
                           remedy="Look for it in the list of actors.")
    shown = entry.name(asked.lang) if entry else called[0].text if called else name
    view = Profile(who=who, name=shown, entry=entry, called=called, roles=roles, events=found.items, first=first,
                   number_of_events=found.total, cited=cited, uncited=uncited)

    def json() -> object:
        return {
            "actor": who, "name": shown, "entry": orjson.Fragment(jsonl.entry(entry)) if entry else None,
            "called": [{"text": one.text, "number": one.number} for one in called],
            "roles": {role.option: {"total": role.total, "types": dict(role.types)} for role in roles},
            "cited": list(map(asdict, cited)), "uncited": uncited,
            "events": found.total, "latest_events": [orjson.Fragment(situation.event(one)) for one in found.items]}

    return Answer(template="actor.html", title=shown, view=view, json=json)


def _role(connection: Connection, title: str, option: str, who: str) -> Role:
    chosen = {"actor": Filter(actors=(who,)), "recipient": Filter(recipients=(who,)), "source": Filter(sources=(who,))}
    types = browse.types(connection, chosen[option])
    return Role(title=title, option=option, total=types.total(),
                types=tuple(sorted(types.items(), key=lambda pair: (-pair[1], pair[0]))))
