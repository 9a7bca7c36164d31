"""The documents, and one document with every claim where its words stand."""

from collections import Counter
from dataclasses import dataclass, replace

import orjson

from keii.exports import jsonl
from keii.ledger import browse, copies
from keii.ledger.rows import Holding, Listed
from keii.ledger.rules import tags_of
from keii.model import Claim, Document
from keii.workbench.answering import Answer, Desk, MissingError, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, PART, SECONDS
from keii.workbench.marking import Piece, parts, pieces
from keii.workbench.pages.beside import beside
from keii.workbench.pages.lists import Part, listing, part
from keii.workbench.words import say

ELSEWHERE = 8  # documents of other languages: those that share the most events
HEADER = ("published", "language", "title", "publisher", "sentences", "claims", "tags", "url", "origin", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """A page of the list."""

    items: tuple[Listed, ...]
    part: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One document, or a part of a long one."""

    document: Document
    pieces: tuple[Piece, ...]
    claims: tuple[Claim, ...]  # of this part
    by_id: dict[str, Claim]
    events: dict[str, str]  # of each claim
    chosen: Claim | None  # the one whose parts are shown in the text without a script
    types: tuple[tuple[str, int], ...]  # with the number of claims, the most frequent first
    total: int  # claims of the whole document
    versions: tuple[Document, ...]  # copies and other versions
    elsewhere: tuple[tuple[Document, int], ...]  # of other languages, with how many events they share
    holding: Holding
    tags: tuple[str, ...]  # that rules gave it
    number: int  # of the part, from 1
    parts: int
    earlier: str | None
    later: str | None


def documents(desk: Desk, asked: Asked, name: str) -> Answer:
    """The selected documents, the latest first."""
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        rows = CSV_ROWS if asked.form == "csv" else None
        found = browse.page_of_documents(connection, asked.chosen(rows=rows))

    def table() -> Table:
        return Table(header=HEADER, rows=(_row(listed) for listed in found.items))

    return Answer(
        template="documents.html", title=say(asked.lang, "Documents"), table=table,
        view=Documents(items=found.items, part=part(asked, found.total, len(found.items))),
        json=lambda: listing(asked, found.total, map(jsonl.document, found.items)))


def _row(listed: Listed) -> tuple[str | int | None, ...]:
    one = listed.document
    return (one.published_at, one.language, one.title, one.publisher, listed.sentences, listed.claims,
            " ".join(listed.tags), one.url,
            jsonl.printable(one.origin), one.id)


def document(desk: Desk, asked: Asked, name: str) -> Answer:
    """One document with its sentences, claims and problems."""
    if other := asked.one("beside"):
        return beside(desk, asked, name, other)
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        holding = browse.holding(connection, name)
        if holding is None:
            raise MissingError("the ledger holds no document of this id.", where=name,
                               remedy="Look for it in the list of documents.")
        events = desk.ledger.events_of(claim.id for claim in holding.claims)
        versions = tuple(one for one in desk.ledger.versions(name) if one.id != name)
        elsewhere = tuple((found, shared) for id, shared in copies.told_elsewhere(connection, name, ELSEWHERE)
                          if (found := desk.ledger.document(id)))
        tags = tags_of(connection, name)

    def json() -> object:
        sentences = {sentence.index: sentence for sentence in holding.sentences}
        listed = Listed(document=holding.document, sentences=len(sentences), claims=len(holding.claims),
                        tags=tags)
        return {"document": orjson.Fragment(jsonl.document(listed)), "events": events,
                "versions": [one.id for one in versions],
                "elsewhere": [{"document": one.id, "events": shared} for one, shared in elsewhere],
                "claims": [orjson.Fragment(jsonl.claim(claim, sentences[claim.sentence])) for claim in holding.claims]}

    return Answer(template="document.html", title=_title(holding.document), json=json,
                  view=replace(_read(asked, holding, events, versions, tags), elsewhere=elsewhere))


def _title(document: Document) -> str:
    start = document.body_start
    return document.title or document.text[start:start + 80].strip().split("\n")[0] or document.id


def _read(asked: Asked, holding: Holding, events: dict[str, str], versions: tuple[Document, ...],
          tags: tuple[str, ...]) -> Read:
    text = holding.document.text
    cut = parts(text, PART)
    wanted = next((claim for claim in holding.claims if claim.id == asked.one("claim")), None)
    number = _part_of(wanted, cut) if wanted and asked.one("part") is None else _number(asked, len(cut))
    start, end = cut[number - 1]
    claims = tuple(sorted((claim for claim in holding.claims if start <= claim.trigger.start < end),
                          key=lambda claim: (claim.trigger.start, claim.trigger.end)))

    def at(other: int) -> str | None:
        return asked.with_(part=other, claim=None) if 1 <= other <= len(cut) else None

    return Read(
        document=holding.document, claims=claims, by_id={claim.id: claim for claim in claims}, events=events,
        pieces=pieces(text, claims, start=start, end=end, body=(holding.document.body_start,
                                                                holding.document.body_end)),
        types=tuple(Counter(claim.type for claim in claims).most_common()), total=len(holding.claims),
        chosen=wanted if wanted in claims else None,
        versions=versions, elsewhere=(), holding=holding, tags=tags, number=number, parts=len(cut),
        earlier=at(number - 1), later=at(number + 1))


def _part_of(claim: Claim, cut: tuple[tuple[int, int], ...]) -> int:
    return next(number for number, (start, end) in enumerate(cut, start=1) if start <= claim.trigger.start < end)


def _number(asked: Asked, most: int) -> int:
    given = asked.one("part") or "1"
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= most):
        raise MissingError("the document has no such part.", remedy="Begin with its first part.")
    return int(given)
