"""Answers as JSON: claims in short, and the quotations that they rest on, numbered in the order of their first use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from keii.briefs.notes import Note, Notes
from keii.exports.jsonl import printable
from keii.model import Party, Source, Told

DOCUMENT = "keii://document/"  # what the address of a document's resource begins with


@dataclass(slots=True)
class Citations:
    """The quotations of one answer; a claim has one number however often it is used."""

    notes: Notes = field(default_factory=Notes)

    def of(self, told: Iterable[Told]) -> list[int]:
        """Return the numbers of the quotations that prove claims."""
        return [self.notes.number_of(one) for one in told]

    def answer(self, items: Sequence[Any], *, total: int | None, offset: int = 0, **more: Any) -> dict[str, Any]:
        """Return an answer: its items, how many there are in all, and the quotations.

        `total` None says that more may follow, and that nobody counted them.
        """
        counted = {} if total is None else {"total": total, "more": total > offset + len(items)}
        return {**more, **counted, "items": list(items), "citations": citations(self.notes.all)}


def citations(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Return quotations as JSON: who published it, when, the words of the sentence and of the act, and where they are.

    Offsets are code points into the document's text, half-open; `cut` says that the sentence is longer.
    """
    return [{
        "number": note.number, "claim": note.claim, "document": note.document, "resource": DOCUMENT + note.document,
        "publisher": note.publisher, "published": note.published, "title": note.title, "url": note.url,
        "origin": printable(note.origin), "language": note.language, "quote": note.quote, "start": note.start,
        "end": note.end, "cut": any(note.cut),
        "act": {"quote": note.quote[note.act[0]:note.act[1]], "start": note.start + note.act[0],
                "end": note.start + note.act[1]},
    } for note in notes]


def claim(told: Told, cited: Citations, event: str | None = None) -> dict[str, Any]:
    """Return a claim in short, with the number of its quotation; null is what the text does not say."""
    value = told.claim
    place, time = value.place, value.time
    return {
        "id": value.id, "event": event, "type": value.type, "mode": value.mode, "label": value.label,
        "status": value.status.value, "certainty": value.certainty.value,
        "actors": list(map(party, value.actors)), "recipients": list(map(party, value.recipients)),
        "sources": [{**party(source), "kind": source.kind.value} for source in value.sources],
        "place": {"text": place.span.quote, "country": place.country, "gazetteer": place.gazetteer} if place else None,
        "time": {"text": time.span.quote, "start": time.start, "end": time.end, "precision": time.precision,
                 "reason": time.reason} if time else None,
        "quantities": [{"text": one.span.quote, "low": one.low, "high": one.high, "unit": one.unit,
                        "approximate": one.approximate} for one in value.quantities],
        "coder": value.coder, "confidence": value.confidence, "doubtful": value.doubtful,
        "judged_by": value.judged.author if value.judged else None, "cites": cited.of([told]),
    }


def party(value: Party | Source) -> dict[str, Any]:
    """Return a party or source in short: its words, code, entry of the registry, and why it has none."""
    return {"text": value.text, "code": value.code, "actor": value.actor, "reason": value.reason}
