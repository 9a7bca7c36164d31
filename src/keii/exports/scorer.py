"""The formats of the benchmarks that coding serves: lines in, predictions out.

Events: {"doc", "sent", "text"} a line in, the same line with "events" out. Relations: {"row", "sentence",
"source_span", "target_span"} a line in, {"row", "type"} out. Status: {"doc", "text", "events": [{"id", "start",
"end"}]} in, {"doc", "events": [{"id", "status"}]} out. Attribution: {"doc", "text"} in, {"doc", "attributions":
[{"source", "cue", "content"}]} out. Times: {"row", "text", "reference"} or {"doc", "text", "date"} in, the row or doc
with "times": [{"start", "end", "value"}] out, the value null where the words have none. Places: {"doc", "text"} in,
{"doc", "toponyms": [{"start", "end", "lat", "lon", "geonameid"}]} out, null for what is not known.
Clusters:
{"doc", "text"} in, {"doc", "cluster"} out. Spans are [start, end] in code points, half-open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import orjson

from keii.calendar.running import ReadTime
from keii.coding.said import Attributed
from keii.errors import InputError
from keii.exports.timex import Notation, timex
from keii.gazetteer.places import gazetteer
from keii.model import Claim, Party, Source, Span, Status

if TYPE_CHECKING:
    from keii.resolution.grounding import Grounded


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceLine:
    """One line of the events format."""

    doc: str
    sent: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationLine:
    """One line of the relations format: who does what to whom, the what to be found."""

    row: int
    sentence: str
    source: tuple[int, int] | None  # None: not in the sentence
    target: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedAct:
    """An act of the status format: its id and the place of its words in the text."""

    id: str | int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line of the status and attribution formats: a whole document; `acts` are marked in the former alone."""

    doc: str
    text: str
    acts: tuple[MarkedAct, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """One line of the times format: a document with its day, or a sentence with the moment that it counts from."""

    key: tuple[str, str | int]  # the line's name, as ("doc", name) or ("row", number)
    text: str
    published: date | None  # None: the line has no date; a datetime for a moment

    @property
    def notation(self) -> Notation:
        """What the values of such a line are written in: that of Recognizers-Text for rows, TIMEX3 for documents."""
        return Notation.RECOGNIZERS if self.key[0] == "row" else Notation.TIMEX3


def sentence_lines(raw: Iterable[bytes], origin: str) -> Iterator[SentenceLine]:
    """Yield the lines of an events input; raises InputError with the line's number."""
    for number, value in _objects(raw, origin):
        with_types = (("doc", str), ("sent", int), ("text", str))
        _check_fields(value, with_types, f"{origin}:{number}")
        yield SentenceLine(doc=value["doc"], sent=value["sent"], text=value["text"])


def relation_lines(raw: Iterable[bytes], origin: str) -> Iterator[RelationLine]:
    """Yield the lines of a relations input; raises InputError with the line's number."""
    for number, value in _objects(raw, origin):
        where = f"{origin}:{number}"
        _check_fields(value, (("row", int), ("sentence", str)), where)
        yield RelationLine(row=value["row"], sentence=value["sentence"],
                           source=_place(value, "source_span", where), target=_place(value, "target_span", where))


def text_lines(raw: Iterable[bytes], origin: str, *, marked: bool) -> Iterator[TextLine]:
    """Yield the lines of a status (`marked`) or attribution input; raises InputError with the line's number."""
    for number, value in _objects(raw, origin):
        where = f"{origin}:{number}"
        _check_fields(value, (("doc", str), ("text", str), *((("events", list),) if marked else ())), where)
        acts = tuple(_marked(event, value["text"], where) for event in value["events"]) if marked else ()
        yield TextLine(doc=value["doc"], text=value["text"], acts=acts)


def time_lines(raw: Iterable[bytes], origin: str) -> Iterator[TimeLine]:
    """Yield the lines of a times input; raises InputError with the line's number."""
    for number, value in _objects(raw, origin):
        where = f"{origin}:{number}"
        name, kind, when = ("row", int, "reference") if "row" in value else ("doc", str, "date")
        _check_fields(value, ((name, kind), ("text", str)), where)
        yield TimeLine(key=(name, value[name]), text=value["text"], published=_moment(value.get(when), when, where))


def _moment(value: Any, name: str, where: str) -> date | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"the field «{name}» is no date.", where=where,
                         remedy="A date is ISO 8601: 2008-03-01, 2016-11-07T16:12:00, or null.") from error
    return moment if name == "reference" else moment.date()


def documents(lines: Iterable[SentenceLine]) -> Iterator[tuple[SentenceLine, ...]]:
    """Yield the lines of each document together, documents by their first line."""
    together: dict[str, list[SentenceLine]] = {}
    for line in lines:
        together.setdefault(line.doc, []).append(line)
    yield from map(tuple, together.values())


def events(line: SentenceLine, claims: Sequence[Claim]) -> bytes:
    """Return the prediction for a sentence: its line with the claims as events."""
    return orjson.dumps({"doc": line.doc, "sent": line.sent, "text": line.text,
                         "events": [_event(claim) for claim in claims]})


def relation(line: RelationLine, type: str | None) -> bytes:
    """Return the prediction for a relation; None: no act was found."""
    return orjson.dumps({"row": line.row, "type": type})


def statuses(line: TextLine, found: Sequence[Status | None]) -> bytes:
    """Return the prediction for a document of the status format, its acts in order; None: no sentence holds it."""
    return orjson.dumps({"doc": line.doc, "events": [{"id": act.id, "status": status}
                                                     for act, status in zip(line.acts, found, strict=True)]})


def attributions(line: TextLine, found: Iterable[Attributed]) -> bytes:
    """Return the prediction for a document of the attribution format."""
    return orjson.dumps({"doc": line.doc, "attributions": [
        {"source": _spans(one.source), "cue": _spans(one.cue), "content": _spans(one.content)} for one in found]})


def cluster(line: TextLine, number: int) -> bytes:
    """Return the prediction for a document of the clusters format: the name of its cluster."""
    return orjson.dumps({"doc": line.doc, "cluster": f"s{number}"})


def times(line: TimeLine, found: Iterable[ReadTime]) -> bytes:
    """Return the prediction for a line of the times format."""
    return orjson.dumps({line.key[0]: line.key[1], "times": [
        {"start": one.start, "end": one.end, "value": timex(one, line.published, line.notation)} for one in found]})


def toponyms(line: TextLine, found: "Iterable[Grounded]") -> bytes:
    """Return the prediction for a line of the places format: no place is left out, an ambiguous one has no point."""
    return orjson.dumps({"doc": line.doc, "toponyms": [_toponym(one) for one in found if one.reason != "not-a-place"]})


def _toponym(one: "Grounded") -> dict[str, Any]:
    known = gazetteer().place(one.place) if one.place is not None else None
    return {"start": one.mention.start, "end": one.mention.end, "lat": known.latitude if known else None,
            "lon": known.longitude if known else None, "geonameid": known.geonames if known else None}


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _marked(event: Any, text: str, where: str) -> MarkedAct:
    if isinstance(event, dict) and isinstance(event.get("id"), str | int):
        start, end = event.get("start"), event.get("end")
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
            return MarkedAct(id=event["id"], start=start, end=end)
    raise InputError("an event has no id, or its start and end are not in the text.", where=where,
                     remedy="An event is {id, start, end} in code points, half-open.")


def _event(claim: Claim) -> dict[str, Any]:
    innermost = claim.sources[-1] if claim.sources else None
    return {
        "type": claim.type,
        **({"label": claim.label} if claim.label else {}),
        "trigger": claim.trigger.quote,
        "actors": [_named(party) for party in claim.actors],
        "recipients": [_named(party) for party in claim.recipients],
        "status": claim.status,
        "source": {"text": innermost.text, "code": innermost.code} if innermost else None,
        "place": claim.place.span.quote if claim.place else None,
        "time": claim.time.span.quote if claim.time else None,
    }


def _named(party: Party | Source) -> dict[str, Any]:
    implicit = {"implicit": True} if isinstance(party, Party) and party.implicit else {}
    return {"text": party.text, "code": party.code, **implicit}


def _objects(raw: Iterable[bytes], origin: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(raw, start=1):
        if not line.strip():
            continue
        try:
            value = orjson.loads(line.decode())
        except UnicodeDecodeError as error:
            raise InputError(f"this line is not in UTF-8: byte {error.start + 1} of it.", where=f"{origin}:{number}",
                             remedy="The input has one JSON object a line.") from error
        except orjson.JSONDecodeError as error:
            raise InputError(f"this line is not JSON: {error}.", where=f"{origin}:{number}",
                             remedy="The input has one JSON object a line.") from error
        if not isinstance(value, dict):
            raise InputError("this line is no JSON object.", where=f"{origin}:{number}",
                             remedy="The input has one JSON object a line.")
        yield number, value


def _check_fields(value: dict[str, Any], fields: Sequence[tuple[str, type]], where: str) -> None:
    for name, kind in fields:
        if not isinstance(value.get(name), kind):
            what = (f"the field «{name}» is missing or is no text." if kind is str else
                    f"the field «{name}» is missing or is no number.")
            raise InputError(what, where=where, remedy=f"A line needs {', '.join(name for name, _ in fields)}.")


def _place(value: dict[str, Any], name: str, where: str) -> tuple[int, int] | None:
    span = value.get(name)
    if span is None:
        return None
    if (not isinstance(span, list) or len(span) != 2 or not all(isinstance(at, int) for at in span)
            or not 0 <= span[0] < span[1] <= len(value["sentence"])):
        raise InputError(f"the field «{name}» is not a span of the sentence.", where=where,
                         remedy="A span is [start, end] in code points, half-open, or null.")
    return span[0], span[1]
