"""NDJSON: one line a claim, document, actor, problem or reading; `docs/json.md` describes every field.

Keys stand in a fixed order and none is left out: null says what None says in the model. Every span is
{"start", "end", "quote"} in code points into the document's text.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from keii.calendar.running import ReadTime
from keii.ledger.rows import ActorCount, Listed, NumberedProblem
from keii.model import (
    Cause,
    Claim,
    Document,
    Holder,
    Judged,
    Party,
    Place,
    Problem,
    Quantity,
    Reason,
    Sentence,
    Source,
    Span,
    Time,
    Told,
    Turn,
    Voice,
)

if TYPE_CHECKING:  # the registry is a second of reading that lists of the ledger do not need
    from keii.gazetteer.memberships import Membership
    from keii.gazetteer.persons import Held
    from keii.gazetteer.places import GazetteerPlace
    from keii.gazetteer.registry import Entry
    from keii.situation.gathering import Awaited
    from keii.situation.records import Record

    _Term = TypeVar("_Term", Held, Membership)


def claim(value: Claim, sentence: Sentence | None = None) -> bytes:
    """Return a claim as one line of JSON; `sentence` adds the words of its sentence."""
    return _line({
        "id": value.id, "document": value.document, "sentence": value.sentence,
        **({"sentence_text": sentence.text} if sentence else {}),
        "type": value.type, "mode": value.mode, "label": value.label, "contexts": value.contexts,
        "trigger": _span(value.trigger), "status": value.status, "certainty": value.certainty,
        "actors": [_party(party) for party in value.actors],
        "recipients": [_party(party) for party in value.recipients],
        "sources": [_source(source) for source in value.sources],
        "place": _place(value.place) if value.place else None,
        "time": _time(value.time) if value.time else None,
        "quantities": [_quantity(quantity) for quantity in value.quantities],
        "cues": [{"rule": cue.rule, "span": _span(cue.span)} for cue in value.cues],
        "coder": value.coder, "confidence": value.confidence, "confidence_whole": value.confidence_whole,
        "judged": _judged(value.judged) if value.judged else None,
        "trace": [{"field": step.field, "rule": step.rule, "value": step.value, "span": _span(step.span)}
                  for step in value.trace],
    })


def document(listed: Listed) -> bytes:
    """Return a document as one line of JSON, with its text and how much was read in it."""
    value = listed.document
    return _line({**_head(value), "sentences": listed.sentences, "claims": listed.claims, "tags": listed.tags,
                  "text": value.text})


def actor(value: ActorCount) -> bytes:
    """Return someone of the claims as one line of JSON."""
    return _line({
        "actor": value.actor, "code": value.code, "text": value.text, "acting": value.acting,
        "receiving": value.receiving, "speaking": value.speaking, "documents": value.documents,
        "described": value.described,
    })


def entry(value: "Entry", *, on: str | None = None) -> bytes:
    """Return an entry of the registry as one line of JSON; `on` leaves out the terms that did not hold on that day."""
    def terms(held: "Sequence[_Term]") -> "list[_Term]":
        return [term for term in held if on is None or term.covers(on)]

    return _line({
        "id": value.id, "kind": value.kind, "form": value.form or None, "code": value.code,
        "names": dict(value.names), "related": dict(value.related),
        "offices": [_held(held) for held in terms(value.offices)],
        "memberships": [_membership(one) for one in terms(value.memberships)],
        "members": [_membership(one) for one in terms(value.members)],
        "holders": [_held(held) for held in terms(value.holders)],
    })


def gazetteer_place(value: "GazetteerPlace", parents: "Sequence[GazetteerPlace]") -> bytes:
    """Return a place of the gazetteer as one line of JSON, with what holds it, the nearest first."""
    return _line({
        "id": value.id, "kind": value.kind, "country": value.country, "latitude": value.latitude,
        "longitude": value.longitude, "precision": value.precision.value, "population": value.population or None,
        "names": {"en": value.en or None, "ja": value.ja or None},
        "parents": [{"id": parent.id, "kind": parent.kind, "en": parent.en or None, "ja": parent.ja or None}
                    for parent in parents],
    })


def cause(value: Cause, sentence: str) -> bytes:
    """Return a causal statement with the words of its sentence as one line of JSON."""
    return _line({
        "id": value.id, "document": value.document, "sentence": value.sentence, "sentence_text": sentence,
        "cause": _span(value.cause), "effect": _span(value.effect), "connective": _span(value.connective),
        "rule": value.rule, "status": value.status,
        "cues": [{"rule": cue.rule, "span": _span(cue.span)} for cue in value.cues],
        "sources": [_source(source) for source in value.sources],
        "cause_claims": value.cause_claims, "effect_claims": value.effect_claims,
    })


def expectation(value: "Awaited") -> bytes:
    """Return an expectation with the words of its claims as one line of JSON."""
    found, told = value.expectation, value.told
    due = told[found.deadline_claim].claim.document if found.deadline_claim else None
    opening = value.opening.claim
    return _line({
        "id": found.id, "type": found.type, "status": found.status, "outcome": found.outcome,
        "actors": [_party(party) for party in opening.actors],
        "recipients": [_party(party) for party in opening.recipients],
        "holder": _holder(found.holder),
        "deadline": found.deadline, "deadline_document": due, "deadline_span": _span(found.deadline_span),
        "voices": [_voice(voice, told[voice.claim]) for voice in found.voices],
        "turns": [_turn(turn, told[turn.claim]) for turn in found.turns],
        "differences": [{"field": one.field, "values": [{"value": value.value, "claims": value.claims}
                                                        for value in one.values]} for one in found.differences],
    })


def record(value: "Record") -> bytes:
    """Return how the announcements of a speaker or an outlet fared as one line of JSON."""
    return _line({"who": value.who, "code": value.code, "actor": value.actor, "status": value.status,
                  "told": value.told, **{outcome.value: number for outcome, number in value.outcomes}})


def problem(numbered: NumberedProblem) -> bytes:
    """Return a problem as one line of JSON."""
    return _line({"number": numbered.number, **problem_of(numbered.problem)})


def read_time(value: ReadTime) -> bytes:
    """Return a time expression of a text as one line of JSON; offsets are into the text."""
    resolved, expression = value.resolved, value.expression
    return _line({"span": {"start": value.start, "end": value.end, "quote": expression.text},
                  "start": resolved.start, "end": resolved.end, "precision": resolved.precision,
                  "basis": resolved.basis, "reason": resolved.reason, "length": expression.length,
                  "rule": expression.rule})


def reading(origin: str, document: Document | None, *, sentences: int, claims: int, new: bool,
            problems: tuple[Problem, ...], proposals: Mapping[str, Any] | None = None) -> bytes:
    """Return what became of one input as one line of JSON; `proposals` says what a model proposed, None: none did."""
    return _line({
        "origin": printable(origin), "document": _head(document) if document else None, "sentences": sentences,
        "claims": claims, "new": new, "problems": [problem_of(value) for value in problems],
        "proposals": proposals,
    })


def printable(name: str) -> str:
    """Return a name with bytes that are no UTF-8 written out; file names may hold any byte."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _line(value: Any) -> bytes:
    return orjson.dumps(value)


def _head(value: Document) -> dict[str, Any]:
    return {
        "id": value.id, "title": value.title, "author": value.author, "publisher": value.publisher,
        "agency": value.agency, "published_at": value.published_at,
        "published_basis": value.published_basis, "url": value.url, "retrieved_at": value.retrieved_at,
        "language": value.language, "language_basis": value.language_basis, "translated": value.translated,
        "reader": value.reader, "origin": printable(value.origin), "encoding": value.encoding,
        "body_start": value.body_start, "body_end": value.body_end,
    }


def _span(span: Span | None) -> dict[str, Any] | None:
    return {"start": span.start, "end": span.end, "quote": span.quote} if span else None


def _judged(value: Judged) -> dict[str, Any]:
    return {"number": value.number, "author": value.author, "at": value.at, "fields": value.fields}


def _party(party: Party) -> dict[str, Any]:
    return {
        "text": party.text, "code": party.code, "actor": party.actor, "reference": party.reference,
        "implicit": party.implicit, "span": _span(party.span), "antecedent": _span(party.antecedent),
        "reason": party.reason,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "text": source.text, "code": source.code, "actor": source.actor, "kind": source.kind,
        "reference": source.reference, "span": _span(source.span), "antecedent": _span(source.antecedent),
        "cue": {"rule": source.cue.rule, "span": _span(source.cue.span)}, "reason": source.reason,
    }


def _holder(value: Holder | None) -> dict[str, Any] | None:
    return {"code": value.code, "actor": value.actor, "text": value.text} if value else None


def _voice(value: Voice, told: Told) -> dict[str, Any]:
    return {"claim": value.claim, "document": value.document, "publisher": value.publisher, "at": value.at,
            "status": value.status, "holder": _holder(value.holder), "trigger": _span(told.claim.trigger),
            "deed": _span(value.deed), "sentence_text": told.sentence}


def _turn(value: Turn, told: Told) -> dict[str, Any]:
    return {"claim": value.claim, "document": told.document.id, "publisher": told.document.publisher, "at": value.at,
            "outcome": value.outcome, "deadline": value.deadline, "trigger": _span(told.claim.trigger),
            "words": _span(value.words), "sentence_text": told.sentence,
            "reasons": [_reason(reason) for reason in value.reasons]}


def _reason(value: Reason) -> dict[str, Any]:
    return {"feature": value.feature, "value": value.value, "weight": value.weight}


def _place(place: Place) -> dict[str, Any]:
    return {"span": _span(place.span), "country": place.country, "gazetteer": place.gazetteer,
            "latitude": place.latitude, "longitude": place.longitude, "precision": place.precision,
            "reason": place.reason}


def _time(time: Time) -> dict[str, Any]:
    return {"span": _span(time.span), "start": time.start, "end": time.end, "precision": time.precision,
            "basis": time.basis, "reason": time.reason}


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {"span": _span(quantity.span), "low": quantity.low, "high": quantity.high, "unit": quantity.unit,
            "approximate": quantity.approximate, "counted": _span(quantity.counted), "ordinal": quantity.ordinal}


def problem_of(value: Problem) -> dict[str, Any]:
    """Return a problem as JSON has it."""
    return {"id": value.id, "code": value.code, "origin": printable(value.origin), "message": printable(value.message),
            "remedy": value.remedy, "document": value.document, "start": value.start, "end": value.end}


def _held(value: "Held") -> dict[str, Any]:
    return {
        "person": value.person, "country": value.country, "office": value.office, "code": value.code,
        "start": value.start or None, "end": value.end or None, "note": value.note or None,
    }


def _membership(value: "Membership") -> dict[str, Any]:
    return {
        "body": value.body, "state": value.state, "role": value.role, "start": value.start or None,
        "end": value.end or None, "through": value.through or None, "note": value.note or None,
    }
