"""spaCy: one line of JSON a document, as Doc.from_json takes it, with the claims' spans in groups.

Tokens are those of the language's blank pipeline. A span that does not end with a token is widened to it; the exact
offsets stand under `keii`, which Doc.from_json passes over.
"""

from collections import defaultdict
from typing import Any, BinaryIO

import orjson

from keii.exports.jsonl import claim as claim_line
from keii.exports.request import Article, Omission, Request
from keii.model import Span

GROUPS = ("acts", "status", "actors", "recipients", "sources", "places", "times")


def write(out: BinaryIO, request: Request) -> int:
    """Write the documents and return their number; one that spaCy cannot cut into tokens is counted as left out."""
    import spacy

    pipelines: dict[str, Any] = {}
    number = 0
    for article in request.articles():
        language = article.document.language
        if language not in pipelines:
            pipelines[language] = spacy.blank(language)
        try:
            doc = pipelines[language].make_doc(article.document.text)
        except ValueError:
            request.leave_out(Omission.NO_TOKENS)
            continue
        for name, spans in groups(article).items():
            doc.spans[name] = [doc.char_span(span.start, span.end, label=label, alignment_mode="expand")
                               for label, span in spans]
        held = {**doc.to_json(), "keii": {
            "document": article.document.id, "url": article.document.url,
            "claims": [orjson.Fragment(claim_line(one.claim, one.sentence)) for one in article.tellings]}}
        out.write(orjson.dumps(held) + b"\n")
        number += 1
    return number


def groups(article: Article) -> dict[str, list[tuple[str, Span]]]:
    """Return the spans of a document's claims with their labels, by group; every group is there."""
    found: defaultdict[str, list[tuple[str, Span]]] = defaultdict(list)
    for telling in article.tellings:
        claim = telling.claim
        found["acts"].append((claim.type, claim.trigger))
        found["status"] += [(claim.status.value, cue.span) for cue in claim.cues]
        for name, parties in (("actors", claim.actors), ("recipients", claim.recipients), ("sources", claim.sources)):
            found[name] += [(party.code, span) for party in parties if (span := party.span or party.antecedent)]
        if claim.place:
            found["places"].append((claim.place.country or "", claim.place.span))
        if claim.time:
            found["times"].append((claim.time.precision or "", claim.time.span))
    return {name: sorted(set(found[name]), key=lambda pair: (pair[1].start, pair[1].end, pair[0])) for name in GROUPS}
