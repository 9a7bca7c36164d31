"""Who acts on whom, as a graph: a node a party, an edge a pair of parties of a claim."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from keii.codebook import derive_plover
from keii.config import Lang
from keii.exports.coded import split
from keii.exports.days import closed
from keii.exports.named import entry_of, name_of
from keii.exports.request import Omission, Request, Telling
from keii.model import LOCAL, Party

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A party: an entry of the registry, or words with a code."""

    id: str
    label: str
    code: str
    country: str  # "" where it is not known
    sector: str
    kind: str  # of the registry; unknown: a person or body that it does not have


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A claim between two parties, from who acts to whom it is done to."""

    id: str
    source: Node
    target: Node
    start: str | None  # first day, ISO 8601; None: the act is not dated
    end: str | None  # last day
    values: tuple[tuple[str, Value], ...]  # by ATTRIBUTES


# Attributes of edges with their types as GraphML calls them.
ATTRIBUTES: dict[str, str] = {
    **dict.fromkeys("claim event type mode label status certainty".split(), "string"),
    "reciprocal": "boolean", "quad": "int",
    **dict.fromkeys("plover start end trigger sentence sources source_codes place country".split(), "string"),
    "latitude": "double", "longitude": "double", "confidence": "double",
    **dict.fromkeys("document publisher published_at url".split(), "string"),
}
NODE_ATTRIBUTES = ("label", "code", "country", "sector", "kind")


def edges(request: Request, *, count: bool = True) -> Iterator[Edge]:
    """Yield the edges of the selected claims; claims with fewer than two parties have none and are counted."""
    for telling in request.tellings():
        claim = telling.claim
        reciprocal = not claim.recipients
        pairs = list(combinations(claim.actors, 2)) if reciprocal else [
            (one, other) for one in claim.actors for other in claim.recipients]
        if not pairs and count:
            request.leave_out(Omission.NO_PAIR)
        for number, (one, other) in enumerate(pairs):
            yield _edge(telling, number, one, other, reciprocal, request.lang)


def node(party: Party, lang: Lang) -> Node:
    """Return the node of a party: one for an entry of the registry, one for words with the same code otherwise."""
    entry = entry_of(party.actor)
    country, sector = split(party.code)
    local = party.actor if party.actor and party.actor.startswith(LOCAL) else f"{party.code} {party.text}"
    return Node(id=entry.id if entry else local, label=name_of(party, lang), code=party.code, country=country,
                sector=sector, kind=entry.kind if entry else "unknown")


def _edge(telling: Telling, number: int, one: Party, other: Party, reciprocal: bool, lang: Lang) -> Edge:
    claim, document, place = telling.claim, telling.document, telling.claim.place
    start, end = closed(claim.time)
    values: dict[str, Value] = {
        "claim": claim.id, "event": telling.event, "type": claim.type, "mode": claim.mode, "label": claim.label,
        "status": claim.status.value, "certainty": claim.certainty.value, "reciprocal": reciprocal,
        "quad": derive_plover(claim.type, claim.status).quad,
        "plover": derive_plover(claim.type, claim.status).type, "start": start, "end": end,
        "trigger": claim.trigger.quote, "sentence": telling.sentence.text,
        "sources": "; ".join(name_of(source, lang) for source in claim.sources),
        "source_codes": "; ".join(source.code for source in claim.sources),
        "place": place.span.quote if place else None, "country": place.country if place else None,
        "latitude": place.latitude if place else None, "longitude": place.longitude if place else None,
        "confidence": claim.confidence, "document": document.id, "publisher": document.publisher,
        "published_at": document.published_at, "url": document.url,
    }
    return Edge(id=f"{claim.id}-{number}", source=node(one, lang), target=node(other, lang), start=start, end=end,
                values=tuple((name, values[name]) for name in ATTRIBUTES))
