"""From model values to rows; every span is checked against the text before its row is written."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from keii.errors import LedgerError
from keii.ledger import full_text
from keii.ledger.connection import Connection
from keii.model import Cause, Claim, Document, Party, Problem, Sentence, Source, Span, content_id

if TYPE_CHECKING:
    from keii.pipeline import Reading


STANDARD_INPUT = "-"  # what the sources call it


def reading(connection: Connection, value: "Reading", *, moment: str, version: str,
            seen: set[str]) -> bool:
    """Write a reading; return whether it holds anything new. The caller holds the transaction."""
    new = False
    found = list(value.problems)
    if value.document is not None:
        claims, doubled = without_doubles(value.document, value.claims)
        found += doubled
        check(value.document, value.sentences, claims, value.causes)
        new |= _document(connection, value.document)
        _insert_new(connection, "inputs", {"origin": _storable(value.origin), "document": value.document.id})
        new |= _body(connection, value, value.document, claims, moment=moment, version=version)
    return problems(connection, found, seen=seen) or new


def problems(connection: Connection, found: Iterable[Problem], *, seen: set[str]) -> bool:
    """Write problems and note their ids in `seen`; return whether one is new or holds again."""
    new = False
    for problem in found:
        seen.add(problem.id)
        new |= _insert_new(connection, "problems", {
            "id": problem.id, "code": problem.code, "origin": _storable(problem.origin),
            "message": _storable(problem.message), "remedy": _storable(problem.remedy),
            "document": problem.document, "start": problem.start, "end": problem.end, "current": 1,
        })
        back = connection.execute("UPDATE problems SET current = 1 WHERE current = 0 AND id = ?", (problem.id,))
        new |= back.rowcount > 0
    return new


def settle(connection: Connection, inputs: Iterable[str], *, seen: set[str], within: bool = True) -> None:
    """Let the problems of these inputs, and `within` of files and lines in them, that are not in `seen` be over."""
    ids = orjson.dumps(sorted(seen)).decode()
    for name in inputs:
        if name == STANDARD_INPUT:  # the next time it is another text
            continue
        name = _storable((name.rstrip("/") or "/") if within else name)
        if not within:
            connection.execute("UPDATE problems SET current = 0 WHERE current = 1 AND origin = ? "
                               "AND id NOT IN (SELECT value FROM json_each(?))", (name, ids))
            continue
        inside = re.sub(r"([*?\[])", r"[\1]", name)
        connection.execute(
            "UPDATE problems SET current = 0 WHERE current = 1 AND (origin = ? OR origin GLOB ? OR origin GLOB ?)"
            " AND id NOT IN (SELECT value FROM json_each(?))", (name, f"{inside}/*", f"{inside}:*", ids))


def check(document: Document, sentences: tuple[Sentence, ...], claims: Iterable[Claim],
          causes: Iterable[Cause] = ()) -> None:
    """Raise SpanError or LedgerError unless all of it belongs together and quotes the document's text."""
    known = {sentence.index for sentence in sentences}
    for sentence in sentences:
        if not 0 <= sentence.start < sentence.end <= len(document.text):
            raise LedgerError(f"sentence {sentence.index} ({sentence.start}:{sentence.end}) lies outside its text.",
                              where=document.origin, remedy="Please report this input.", code="ledger.misfit")
    for claim in claims:
        if claim.document != document.id or claim.sentence not in known:
            raise LedgerError(f"claim {claim.id} belongs to another document or sentence.",
                              where=document.origin, remedy="Please report this input.", code="ledger.misfit")
        claim.check(document.text)
    for cause in causes:
        if cause.document != document.id or cause.sentence not in known:
            raise LedgerError(f"cause {cause.id} belongs to another document or sentence.",
                              where=document.origin, remedy="Please report this input.", code="ledger.misfit")
        cause.check(document.text)


def without_doubles(document: Document, claims: Iterable[Claim]) -> tuple[list[Claim], list[Problem]]:
    """Return the claims with one for each id, and a problem for each one left out that says something else."""
    kept: dict[str, Claim] = {}
    doubled = []
    for claim in claims:
        if kept.setdefault(claim.id, claim) != claim:
            doubled.append(Problem(
                code="ledger.doubled-claim", origin=document.origin, document=document.id,
                message=f"«{claim.trigger.quote}» was coded twice in sentence {claim.sentence} with the same "
                        "actors and status; the first reading is kept.",
                remedy="Please report the sentence.", start=claim.trigger.start, end=claim.trigger.end))
    return list(kept.values()), doubled


def _document(connection: Connection, document: Document) -> bool:
    new = _insert_new(connection, "documents", {
        "id": document.id, "title": document.title, "author": document.author, "publisher": document.publisher,
        "agency": document.agency,
        "published_at": document.published_at, "published_basis": document.published_basis, "url": document.url,
        "retrieved_at": document.retrieved_at, "reader": document.reader, "origin": _storable(document.origin),
        "encoding": document.encoding, "text": document.text,
    })
    if new:
        full_text.add(connection, document.id, document.title, document.text)
    if record := document.record:
        _insert_new(connection, "records", {
            "document": document.id, "archive": _storable(record.archive), "member": _storable(record.member or ""),
            "start": record.start, "id": record.id, "hash": record.hash})
    return new


def proposal(connection: Connection, value: "Reading", document: Document, coder: str, *, moment: str,
             version: str) -> tuple[bool, list[Problem]]:
    """Write what a model proposed for a document, beside what holds; return whether it is another than the last.

    Also returns a problem for each claim that was proposed twice. The caller holds the transaction.
    """
    claims, doubled = without_doubles(document, value.claims)
    check(document, value.sentences, claims)
    columns = _columns(document)
    digest = content_id("r_", coder, columns, [(s.start, s.end, s.text) for s in value.sentences],
                        [repr(one) for one in claims])
    last = connection.execute("SELECT key, digest FROM readings WHERE document = ? AND coder = ? AND current = 0 "
                              "ORDER BY read_at DESC, key DESC LIMIT 1", (document.id, coder)).fetchone()
    if last and last[1] == digest:
        return False, doubled
    again = connection.execute("UPDATE readings SET read_at = ? WHERE document = ? AND digest = ?",
                               (moment, document.id, digest))
    if not again.rowcount:
        _reading(connection, value, claims, current=False, columns={
            "document": document.id, "digest": digest, "keii": version, "coder": coder, **columns, "read_at": moment})
    return True, doubled


def _columns(document: Document) -> dict[str, Any]:
    """Return what a row of `readings` says of how the document was read."""
    return {
        "language": document.language, "language_basis": document.language_basis, "translated": document.translated,
        "body_start": document.body_start, "body_end": document.body_end,
    }


def _body(connection: Connection, read: "Reading", document: Document, claims: list[Claim], *, moment: str,
          version: str) -> bool:
    """Write what was read in the document and make it current; return whether it was not current before."""
    columns = _columns(document)
    digest = content_id("r_", columns, [(s.start, s.end, s.text) for s in read.sentences],
                        [repr(one) for one in (*claims, *read.causes)])
    held = connection.execute("SELECT key, current FROM readings WHERE document = ? AND digest = ?",
                              (document.id, digest)).fetchone()
    if held and held[1]:
        return False
    for table, column in (("readings", "document"), ("claims", "document")):
        connection.execute(f"UPDATE {table} SET current = 0 WHERE {column} = ? AND current = 1", (document.id,))
    if held:  # an earlier version of keii is used again
        connection.execute("UPDATE readings SET current = 1 WHERE key = ?", (held[0],))
        connection.execute("UPDATE claims SET current = 1 WHERE reading = ? AND decided = 0", (held[0],))
        return True
    coder = " ".join(sorted({claim.coder for claim in claims})) or None
    key = _reading(connection, read, claims, current=True, columns={
        "document": document.id, "digest": digest, "keii": version, "coder": coder, **columns, "read_at": moment})
    for position, cause in enumerate(read.causes):
        _cause(connection, cause, reading=key, position=position)
    return True


def _reading(connection: Connection, read: "Reading", claims: Iterable[Claim], *, current: bool,
             columns: Mapping[str, Any]) -> int:
    """Write the row of a reading with its sentences and claims; return its key."""
    key = _insert(connection, "readings", {**columns, "current": current})
    _insert_all(connection, "sentences", [
        {"reading": key, "number": sentence.index, "start": sentence.start, "end": sentence.end, "text": sentence.text}
        for sentence in read.sentences])
    _claims(connection, list(enumerate(claims)), reading=key, decided=0, current=current)
    return key


def _cause(connection: Connection, cause: Cause, *, reading: int, position: int) -> None:
    parts = (("connective", cause.connective), ("cause", cause.cause), ("effect", cause.effect))
    key = _insert(connection, "causes", {
        "id": cause.id, "reading": reading, "document": cause.document, "sentence": cause.sentence,
        "position": position, "status": cause.status, "rule": cause.rule,
        **{column: value for name, span in parts
           for column, value in ((f"{name}_start", span.start), (f"{name}_end", span.end), (name, span.quote))},
    })
    for part, ids in (("cause", cause.cause_claims), ("effect", cause.effect_claims)):
        for number, id in enumerate(ids):
            _insert(connection, "cause_claims", {"cause": key, "part": part, "position": number, "claim": id})
    for number, source in enumerate(cause.sources):
        _insert(connection, "cause_sources", {"cause": key, "position": number, **_source(source)})
    for number, cue in enumerate(cause.cues):
        _insert(connection, "cause_cues", {"cause": key, "position": number, **_span(cue.span), "rule": cue.rule})


def add_claim(connection: Connection, claim: Claim, *, reading: int, position: int, decided: int = 0,
              current: bool = True) -> None:
    """Write a claim of a reading, as it was read or as the judgement with the number `decided` says.

    It holds now, but where `current` is false: then somebody else than keii proposed it.
    """
    _claims(connection, [(position, claim)], reading=reading, decided=decided, current=current)


def _claims(connection: Connection, placed: Sequence[tuple[int, Claim]], *, reading: int, decided: int,
            current: bool) -> None:
    """Write claims with their positions, a table at a time: a row at a time is a hundred journeys to a server."""
    keys = _insert_all(connection, "claims", [{
        "id": claim.id, "reading": reading, "document": claim.document, "sentence": claim.sentence,
        "position": position, "current": current, "type": claim.type, "mode": claim.mode,
        "contexts": orjson.dumps(claim.contexts).decode(), "label": claim.label,
        "trigger_start": claim.trigger.start, "trigger_end": claim.trigger.end, "trigger": claim.trigger.quote,
        "status": claim.status, "certainty": claim.certainty, "coder": claim.coder, "confidence": claim.confidence,
        "confidence_whole": claim.confidence_whole, "decided": decided,
    } for position, claim in placed])
    rows: dict[str, list[dict[str, Any]]] = {}
    for key, (_, claim) in zip(keys, placed, strict=True):
        for table, own in _parts(claim):
            rows.setdefault(table, []).extend({"claim": key, **row} for row in own)
    for table, some in rows.items():
        _insert_all(connection, table, some)


def _parts(claim: Claim) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the rows of the claim's own tables."""
    place, time = claim.place, claim.time
    return [
        ("parties", [{"role": role, "position": number, **_party(party)}
                     for role, parties in (("actor", claim.actors), ("recipient", claim.recipients))
                     for number, party in enumerate(parties)]),
        ("sources", [{"position": number, **_source(source)} for number, source in enumerate(claim.sources)]),
        ("places", [{**_span(place.span), "country": place.country, "gazetteer": place.gazetteer,
                     "latitude": place.latitude, "longitude": place.longitude, "precision": place.precision,
                     "reason": place.reason}] if place else []),
        ("times", [{**_span(time.span), "since": time.start, "until": time.end, "precision": time.precision,
                    "basis": time.basis, "reason": time.reason}] if time else []),
        ("quantities", [{"position": number, **_span(quantity.span), "low": quantity.low, "high": quantity.high,
                         "unit": quantity.unit, "approximate": quantity.approximate,
                         **_counted(quantity.counted), "ordinal": quantity.ordinal}
                        for number, quantity in enumerate(claim.quantities)]),
        ("cues", [{"position": number, **_span(cue.span), "rule": cue.rule}
                  for number, cue in enumerate(claim.cues)]),
        ("trace", [{"position": number, "field": step.field, "rule": step.rule, "value": step.value,
                    **_span(step.span)} for number, step in enumerate(claim.trace)]),
    ]


def _party(party: Party) -> dict[str, Any]:
    return {"text": party.text, "code": party.code, "actor": party.actor, "reference": party.reference,
            "implicit": party.implicit, **_span(party.span), **_antecedent(party.antecedent),
            "reason": party.reason}


def _source(source: Source) -> dict[str, Any]:
    return {"text": source.text, "code": source.code, "actor": source.actor, "kind": source.kind,
            "reference": source.reference, **_span(source.span), **_antecedent(source.antecedent),
            "cue_start": source.cue.span.start, "cue_end": source.cue.span.end, "cue": source.cue.span.quote,
            "cue_rule": source.cue.rule, "reason": source.reason}


def _span(span: Span | None) -> dict[str, Any]:
    return {"start": span and span.start, "end": span and span.end, "quote": span and span.quote}


def _antecedent(span: Span | None) -> dict[str, Any]:
    return {"antecedent_start": span and span.start, "antecedent_end": span and span.end,
            "antecedent": span and span.quote}


def _counted(span: Span | None) -> dict[str, Any]:
    return {"counted_start": span and span.start, "counted_end": span and span.end, "counted": span and span.quote}


def _storable(name: str) -> str:
    """Return a name with bytes that are no UTF-8 written out; file names may hold any byte."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _insert(connection: Connection, table: str, row: Mapping[str, Any]) -> int:
    """Insert the row and return its key."""
    return connection.execute(_statement(table, row), _values(table, row)).lastrowid or 0


def _insert_all(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows of the same columns and return their keys, in a table whose rows have one."""
    if not rows:
        return []
    return connection.insert_all(_statement(table, rows[0]), [_values(table, row) for row in rows])


def _insert_new(connection: Connection, table: str, row: Mapping[str, Any]) -> bool:
    """Insert the row unless its id is there already; return whether it was inserted."""
    statement = _statement(table, row) + " ON CONFLICT DO NOTHING"
    return connection.execute(statement, _values(table, row)).rowcount > 0


def _statement(table: str, row: Mapping[str, Any]) -> str:
    columns = ", ".join(f'"{column}"' for column in row)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' for _ in row)})"


def _values(table: str, row: Mapping[str, Any]) -> list[Any]:
    for column, value in row.items():
        if isinstance(value, str) and not value.isascii():
            try:
                value.encode("utf-8")
            except UnicodeEncodeError as error:
                raise LedgerError(
                    f"{table}.{column} holds half a character (U+{ord(value[error.start]):04X}) at {error.start}.",
                    remedy="Mend the escape sequence in the input; \\ud800 to \\udfff come in pairs only.",
                    code="ledger.half-character") from error
    return list(row.values())
