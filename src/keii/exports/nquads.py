"""N-Quads: claims as Web Annotations with PROV-O provenance; what they claim, as Simple Events, in graphs of their own.

The default graph holds what is so: documents, spans, who says what. What a claim says stands in the graph of the
claim alone, so that nobody who asks the default graph takes a planned or denied act for one that happened.
"""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from keii.config import Lang
from keii.exports.days import closed
from keii.exports.named import country_of, entry_of, place_name
from keii.exports.request import Article, Request, Telling
from keii.model import Document, Party, Source, Span

_RDF, _XSD = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2001/XMLSchema#"
_RDFS, _FOAF = "http://www.w3.org/2000/01/rdf-schema#", "http://xmlns.com/foaf/0.1/"
_PROV, _OA, _DC = "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/oa#", "http://purl.org/dc/terms/"
_SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
_WGS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
KEII = "urn:keii:vocabulary#"
_AROUND = 24  # characters of prefix and suffix: enough to find a quotation again in a text that has changed elsewhere
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}


def write(out: BinaryIO, request: Request) -> int:
    """Write the quads and return how many claims they hold."""
    number, seen = 0, set[str]()
    for article in request.articles():
        for line in _document(article.document):
            out.write(line)
        for telling in article.tellings:
            for line in _claim(telling, article, seen, request.lang):
                out.write(line)
            number += 1
    return number


def iri(kind: str, id: str, part: str = "") -> str:
    """Return the IRI of a thing of keii, in angle brackets."""
    return f"<urn:keii:{kind}:{quote(id, safe='')}{'#' + part if part else ''}>"


def _document(document: Document) -> Iterator[bytes]:
    it = iri("document", document.id)
    yield _quad(it, _RDF + "type", f"<{_PROV}Entity>")
    yield _quad(it, _RDF + "type", f"<{_FOAF}Document>")
    for name, value in (("title", document.title), ("publisher", document.publisher), ("creator", document.author),
                        ("language", document.language), ("identifier", document.url)):
        if value:
            yield _quad(it, _DC + name, _text(value))
    if document.published_at:
        type = "dateTime" if "T" in document.published_at else "date"
        yield _quad(it, _DC + "issued", _typed(document.published_at, type))


def _claim(telling: Telling, article: Article, seen: set[str], lang: Lang) -> Iterator[bytes]:
    claim = telling.claim
    it, act, text = iri("claim", claim.id), iri("claim", claim.id, "act"), article.document.text
    coder = iri("coder", claim.coder)
    for kind in (_PROV + "Entity", _OA + "Annotation"):
        yield _quad(it, _RDF + "type", f"<{kind}>")
    yield _quad(it, _OA + "hasBody", act)
    yield _quad(it, _OA + "motivatedBy", f"<{_OA}classifying>")
    yield _quad(it, _PROV + "wasDerivedFrom", iri("document", claim.document))
    yield _quad(it, _PROV + "wasAttributedTo", coder)
    yield _quad(coder, _RDF + "type", f"<{_PROV}SoftwareAgent>")
    for name, value in (("type", claim.type), ("mode", claim.mode), ("label", claim.label),
                        ("status", claim.status.value), ("certainty", claim.certainty.value)):
        if value:
            yield _quad(it, KEII + name, _text(value))
    if claim.confidence is not None:
        yield _quad(it, KEII + "confidence", _typed(repr(claim.confidence), "double"))
    if telling.event:
        yield _quad(iri("event", telling.event), _PROV + "hadMember", it)
        yield _quad(iri("event", telling.event), _RDF + "type", f"<{_PROV}Collection>")
    for number, (field, span) in enumerate(claim.spans()):
        if field != "trace":
            yield from _target(it, claim.id, claim.document, number, field, span, text)
    for number, source in enumerate(claim.sources):
        yield from _said(it, claim.id, number, source, seen, lang)
    yield from _act(telling, it, act, seen, lang)


def _target(it: str, claim: str, document: str, number: int, field: str, span: Span, text: str) -> Iterator[bytes]:
    target = iri("claim", claim, f"target-{number}")
    quotation, position = iri("claim", claim, f"quote-{number}"), iri("claim", claim, f"position-{number}")
    yield _quad(it, _OA + "hasTarget", target)
    yield _quad(target, _RDF + "type", f"<{_OA}SpecificResource>")
    yield _quad(target, _OA + "hasSource", iri("document", document))
    yield _quad(target, KEII + "field", _text(field))
    yield _quad(target, _OA + "hasSelector", quotation)
    yield _quad(target, _OA + "hasSelector", position)
    yield _quad(quotation, _RDF + "type", f"<{_OA}TextQuoteSelector>")
    yield _quad(quotation, _OA + "exact", _text(span.quote))
    yield _quad(quotation, _OA + "prefix", _text(text[max(0, span.start - _AROUND):span.start]))
    yield _quad(quotation, _OA + "suffix", _text(text[span.end:span.end + _AROUND]))
    yield _quad(position, _RDF + "type", f"<{_OA}TextPositionSelector>")
    yield _quad(position, _OA + "start", _typed(str(span.start), "nonNegativeInteger"))
    yield _quad(position, _OA + "end", _typed(str(span.end), "nonNegativeInteger"))


def _said(it: str, claim: str, number: int, source: Source, seen: set[str], lang: Lang) -> Iterator[bytes]:
    """Yield who says so: a link of the chain with its place in it, 0 the outermost."""
    link = iri("claim", claim, f"source-{number}")
    agent, lines = _agent(source, claim, f"speaker-{number}", seen, lang)
    yield from lines
    yield _quad(it, _PROV + "qualifiedAttribution", link)
    yield _quad(link, _RDF + "type", f"<{_PROV}Attribution>")
    yield _quad(link, _PROV + "agent", agent)
    yield _quad(link, KEII + "position", _typed(str(number), "integer"))
    yield _quad(link, KEII + "kind", _text(source.kind.value))


def _act(telling: Telling, graph: str, act: str, seen: set[str], lang: Lang) -> Iterator[bytes]:
    """Yield what the claim says, in the graph of the claim; names of parties stand in the default graph."""
    claim = telling.claim
    yield _quad(act, _RDF + "type", f"<{_SEM}Event>", graph)
    yield _quad(act, _SEM + "eventType", iri("type", claim.type), graph)
    for name, parties in (("actor", claim.actors), ("recipient", claim.recipients)):
        for number, party in enumerate(parties):
            agent, lines = _agent(party, claim.id, f"{name}-{number}", seen, lang)
            role = iri("claim", claim.id, f"{name}-role-{number}")
            yield from lines
            yield _quad(act, _SEM + "hasActor", role, graph)
            yield _quad(role, _RDF + "type", f"<{_SEM}Role>", graph)
            yield _quad(role, _RDF + "value", agent, graph)
            yield _quad(role, _SEM + "roleType", iri("role", name), graph)
    start, end = closed(claim.time)
    for name, day in (("hasBeginTimeStamp", start), ("hasEndTimeStamp", end)):
        if day:
            yield _quad(act, _SEM + name, _typed(day, "date"), graph)
    if claim.place:
        place = iri("place", claim.place.gazetteer) if claim.place.gazetteer else iri("claim", claim.id, "place")
        yield _quad(act, _SEM + "hasPlace", place, graph)
        yield _quad(place, _RDFS + "label", _text(place_name(claim.place, lang) or claim.place.span.quote), graph)
        for name, degrees in (("lat", claim.place.latitude), ("long", claim.place.longitude)):
            if degrees is not None:
                yield _quad(place, _WGS + name, _typed(repr(degrees), "double"), graph)


def _agent(party: Party | Source, claim: str, part: str, seen: set[str], lang: Lang) -> tuple[str, list[bytes]]:
    """Return the IRI of a party, and its description where it was not given before."""
    entry = entry_of(party.actor)
    it = iri("actor", entry.id) if entry else iri("claim", claim, part)
    if it in seen:
        return it, []
    if entry:
        seen.add(it)
    kinds = {"person": "Person", "outlet": "Organization", "organisation": "Organization"}
    lines = [_quad(it, _RDF + "type", f"<{_PROV}{kinds.get(entry.kind if entry else '', 'Agent')}>"),
             _quad(it, KEII + "code", _text(entry.code if entry else party.code))]
    names = [(language, names[0]) for language, names in entry.names.items() if names] if entry else [("", party.text)]
    lines += [_quad(it, _RDFS + "label", _text(name, language)) for language, name in names]
    if country := country_of(entry.code if entry else party.code):
        lines.append(_quad(it, KEII + "country", _text(country)))
    return it, lines


def _quad(subject: str, predicate: str, object: str, graph: str = "") -> bytes:
    return f"{subject} <{predicate}> {object} {graph + ' ' if graph else ''}.\n".encode()


def _text(value: str, language: str = "") -> str:
    escaped = "".join(_ESCAPES.get(letter) or (f"\\u{ord(letter):04X}" if letter < " " or letter == "\x7f" else letter)
                      for letter in value)
    return f'"{escaped}"' + (f"@{language}" if language else "")


def _typed(value: str, type: str) -> str:
    return f'"{value}"^^<{_XSD}{type}>'
