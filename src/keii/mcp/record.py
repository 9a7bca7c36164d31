"""What the ledger holds, as answers of tools: claims, events, conflicts, sources, documents, situations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

from keii.config import Lang
from keii.errors import UsageError
from keii.ledger import Filter, Ledger, browse, outlets
from keii.ledger.connection import Connection
from keii.ledger.rows import ActorCount
from keii.mcp.cited import DOCUMENT, Citations, claim
from keii.mcp.parameters import MOST, filter_of
from keii.model import Conflict, Event, Value
from keii.situation.gather import overview

EACH = 3  # quotations for one value: enough to compare; show_event has every claim
_SENTENCES = 3  # that show why a document was found

T = TypeVar("T")
Answer = dict[str, Any]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a tool works with: the ledger, open for reading, one state of it; the values of the call; a language."""

    ledger: Ledger
    connection: Connection
    values: Values
    lang: Lang

    @property
    def limit(self) -> int:
        """How many items are asked for."""
        return int(self.values.get("limit", MOST))

    @property
    def offset(self) -> int:
        """How many items are left out before them."""
        return int(self.values.get("offset", 0))

    @property
    def chosen(self) -> Filter:
        """The filter, without limit and offset."""
        return filter_of(self.values)

    @property
    def page(self) -> Filter:
        """The filter, with limit and offset."""
        return replace(self.chosen, limit=self.limit, offset=self.offset)


def search_claims(asked: Asked) -> Answer:
    """Return the selected claims, by publication, document and place in it."""
    cited = Citations()
    ids = [one.id for one in asked.ledger.claims(asked.page)]
    told, events = asked.ledger.told(ids), asked.ledger.events_of(ids)
    return cited.answer([claim(told[id], cited, events.get(id)) for id in ids], offset=asked.offset,
                        total=browse.number_of_claims(asked.connection, asked.chosen))


def show_event(asked: Asked) -> Answer:
    """Return an event with its values, conflicts, claims and what persons decided about it."""
    event = asked.ledger.event(asked.values["id"])
    if event is None:
        raise UsageError(f"the ledger holds no event «{asked.values['id'][:40]}».",
                         remedy="search_claims and timeline give the ids of events.")
    cited = Citations()
    told = asked.ledger.told(event.claims)
    shown = [told[id] for id in event.claims[asked.offset:asked.offset + asked.limit]]
    claims = [claim(one, cited, event.id) for one in shown]
    return cited.answer(claims, total=len(event.claims), offset=asked.offset, **head(event), fields={
        name: [{"value": one.value, "claims": len(one.claims), "cites": _cites(one, asked, cited)} for one in values]
        for name, values in event.fields}, conflicts=[_conflict(one, asked, cited) for one in event.conflicts],
        judgements=[{"number": one.number, "verdict": one.verdict, "field": one.field, "value": one.value,
                     "author": one.author, "at": one.at, "note": one.note}
                    for one in asked.ledger.judgements(event.claims)][:MOST])


def conflicts(asked: Asked) -> Answer:
    """Return where the claims of one event stand against each other, by time."""
    cited = Citations()
    pairs = ((event, conflict) for event in asked.ledger.events(asked.chosen, conflicts=True)
             for conflict in event.conflicts)
    shown, more = part(pairs, asked)
    items = [{"event": event.id, "type": event.type, "status": event.status.value, "since": event.since,
              **_conflict(conflict, asked, cited)} for event, conflict in shown]
    return cited.answer(items, total=None, more=more)


def sources(asked: Asked) -> Answer:
    """Return who publishes the selected claims and on whom they rest, and who speaks in them, each with an example."""
    cited = Citations()
    every = outlets.outlets(asked.connection, asked.chosen)
    shown = every[asked.offset:asked.offset + asked.limit]
    speakers = [one for one in asked.ledger.actors(asked.chosen) if one.speaking]
    speakers.sort(key=lambda one: (-one.speaking, one.code, one.text))
    spoken = speakers[asked.offset:asked.offset + asked.limit]
    return cited.answer(
        [{"outlet": one.name, "agency": one.agency, "documents": one.documents, "claims": one.claims,
          "rests_on": {kind: number for kind, number in one.rests_on if number},
          "cites": _example(asked, cited, replace(asked.chosen, outlets=(one.name,))) if one.name else []}
         for one in shown],
        total=max(len(every), len(speakers)), offset=asked.offset,
        speakers=[{"text": one.text, "code": one.code, "actor": one.actor, "claims": one.speaking,
                   "documents": one.documents, "cites": _spoken(asked, cited, one)} for one in spoken])


def search_documents(asked: Asked) -> Answer:
    """Return the documents that hold the words, the nearest first, each with sentences that hold them."""
    found = browse.search(asked.connection, asked.values["query"], asked.page, sentences=_SENTENCES)
    return {"total": found.total, "more": found.total > asked.offset + len(found.items), "items": [
        {"document": hit.listed.document.id, "resource": DOCUMENT + hit.listed.document.id,
         "title": hit.listed.document.title, "publisher": hit.listed.document.publisher,
         "published": hit.listed.document.published_at, "url": hit.listed.document.url,
         "language": hit.listed.document.language, "claims": hit.listed.claims,
         "quotes": [{"quote": one.text, "start": one.start, "end": one.end} for one in hit.sentences]}
        for hit in found.items]}


def list_situations(asked: Asked) -> Answer:
    """Return the situations, those that persons defined first."""
    every = overview(asked.ledger, asked.offset + asked.limit + 1)
    shown, more = part(every, asked)
    return {"more": more, "items": [
        {"situation": one.situation.name, "found": one.situation.found, "actors": one.situation.actors,
         "events": one.events, "documents": one.documents, "first": one.first, "last": one.last} for one in shown]}


def head(event: Event) -> dict[str, Any]:
    """Return what an event is, in short."""
    return {"event": event.id, "type": event.type, "label": event.label, "status": event.status.value,
            "since": event.since, "until": event.until, "documents": event.documents,
            "independent": event.independent}


def part(every: Iterable[T], asked: Asked) -> tuple[list[T], bool]:
    """Return the items that are asked for, and whether more follow."""
    shown = list(islice(every, asked.offset, asked.offset + asked.limit + 1))
    return shown[:asked.limit], len(shown) > asked.limit


def _conflict(conflict: Conflict, asked: Asked, cited: Citations) -> dict[str, Any]:
    return {"field": conflict.field, "values": [
        {"value": one.value, "claims": len(one.claims), "cites": _cites(one, asked, cited)}
        for one in conflict.values]}


def _cites(value: Value, asked: Asked, cited: Citations) -> list[int]:
    told = asked.ledger.told(value.claims[:EACH])
    return cited.of(told[id] for id in value.claims[:EACH] if id in told)


def _example(asked: Asked, cited: Citations, chosen: Filter, most: int = 1) -> list[int]:
    """Return quotations of the first selected claims."""
    ids = [one.id for one in asked.ledger.claims(replace(chosen, limit=most, offset=0))]
    told = asked.ledger.told(ids)
    return cited.of(told[id] for id in ids)


def _spoken(asked: Asked, cited: Citations, who: ActorCount) -> list[int]:
    return _example(asked, cited, replace(asked.chosen, sources=(who.actor or who.text,)))


def quoted(asked: Asked, cited: Citations, chosen: Filter) -> list[int]:
    """Return quotations of the first claims that a filter selects."""
    return _example(asked, cited, chosen, EACH)

