"""The saved searches, and what one of them finds: as a page and as a feed."""

from dataclasses import dataclass

import orjson

from keii.exports import jsonl
from keii.exports.atom import Entry, Feed, atom
from keii.exports.searches import search as as_line
from keii.ledger import searches as saved
from keii.ledger.searches import Finding, Search
from keii.model import Claim
from keii.workbench.answering import Answer, Desk, MissingError, Table
from keii.workbench.asking import Asked
from keii.workbench.config import SECONDS
from keii.workbench.pages.lists import chain, listing, title_of
from keii.workbench.rendering import plain
from keii.workbench.words import name as word
from keii.workbench.words import say

SHOWN = 30  # documents of a search, those that were read last; its filter leads to all of them
QUOTED = 12  # claims of a document in a feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A search with the addresses of all that it selects."""

    search: Search
    claims: str
    events: str
    documents: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One search with what it found last."""

    saved: Saved
    items: tuple[Finding, ...]
    sentences: dict[str, str]  # of the claims, by id


def searches(desk: Desk, asked: Asked, name: str) -> Answer:
    """The saved searches, by name."""
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        found = tuple(saved.listing(connection))

    def table() -> Table:
        return Table(header=("search", "author", "saved", "filters"), rows=(
            (one.name, one.author, one.made_at, " ".join(f"{option}={value}" for option, value in one.chosen.options))
            for one in found))

    return Answer(template="searches.html", title=say(asked.lang, "Saved searches"), table=table,
                  view=tuple(_saved(asked, one) for one in found),
                  json=lambda: listing(asked, len(found), map(as_line, found)))


def search(desk: Desk, asked: Asked, name: str) -> Answer:
    """One saved search with the documents that it finds, those that were read last first."""
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        one = saved.named(connection, name)
        if one is None:
            raise MissingError("there is no saved search of this name.", where=name,
                               remedy="Save it with: keii search save NAME --actor RUS ...")
        items = tuple(saved.latest(connection, one.chosen, SHOWN))
        told = desk.ledger.told(claim.id for item in items for claim in item.claims)
    sentences = {id: one.sentence for id, one in told.items()}

    def json() -> object:
        return {"search": orjson.Fragment(as_line(one)), "items": [
            {"document": orjson.Fragment(jsonl.document(item.listed)), "first_read": item.first_read,
             "claims": [orjson.Fragment(jsonl.claim(claim)) for claim in item.claims]} for item in items]}

    return Answer(template="found.html", title=one.name, json=json,
                  view=Found(saved=_saved(asked, one), items=items, sentences=sentences),
                  feed=lambda: atom(_feed(asked, one, items, sentences)))


def _saved(asked: Asked, one: Search) -> Saved:
    options = one.chosen.options
    return Saved(search=one, claims=asked.address("/claims", options), events=asked.address("/events", options),
                 documents=asked.address("/documents", options))


def _feed(asked: Asked, one: Search, items: tuple[Finding, ...], sentences: dict[str, str]) -> Feed:
    page = asked.origin + asked.address(f"/searches/{one.name}")
    return Feed(key=f"search:{one.name}", title=f"{one.name} – keii", own=f"{page}.atom", page=page,
                updated=max([one.made_at, *(item.first_read for item in items)]),
                entries=(_entry(asked, item, sentences) for item in items))


def _entry(asked: Asked, item: Finding, sentences: dict[str, str]) -> Entry:
    document = item.listed.document
    return Entry(
        key=document.id, title=plain(document.title or document.text[document.body_start:][:80].strip()),
        address=asked.origin + asked.address(f"/documents/{document.id}"), updated=item.first_read,
        published=document.published_at, author=plain(document.publisher) or None, language=document.language,
        lines=tuple((_line(asked, claim), plain(sentences.get(claim.id, claim.trigger.quote).strip()))
                    for claim in item.claims[:QUOTED]))


def _line(asked: Asked, claim: Claim) -> str:
    told = f"{title_of(claim)} ({word(asked.lang, 'type', claim.type)}, {word(asked.lang, 'status', claim.status)})"
    return str(plain(f"{told} < {chain(claim)}" if claim.sources else told))
