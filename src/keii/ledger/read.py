"""From rows back to the model's values; what was written comes back equal."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from keii.ledger import judged
from keii.ledger.connection import Connection, Cursor
from keii.ledger.filters import CAUSES, CLAIMS, Filter
from keii.ledger.rows import ActorCount, Counts, Holding, Listed, NumberedProblem, PublishedOn
from keii.ledger.trouble import kept
from keii.model import (
    LOCAL,
    Causation,
    Cause,
    Certainty,
    Claim,
    Cue,
    Document,
    Party,
    Place,
    Problem,
    Quantity,
    Reference,
    Sentence,
    Source,
    SourceKind,
    Span,
    Status,
    Time,
    Told,
    Trace,
)

TROUBLE = "SELECT * FROM problems WHERE document = ? AND current = 1 ORDER BY number"
_BATCH = 500  # claims assembled at once: one query a table for each batch, and memory stays small
ORDER = "d.published_at IS NULL, d.published_at, d.origin, d.id"
_Row = Mapping[str, Any]
Worth = Callable[[str, Status, str, str, bool], bool]


def holdings(connection: Connection, chosen: Filter) -> Iterator[Holding]:
    """Yield what is held of every selected document, with the selected claims only."""
    for found, selected in _claims_by_document(connection, chosen):
        trouble = _rows(connection, TROUBLE, (found.id,))
        yield Holding(document=found, sentences=sentences(connection, found.id), claims=tuple(selected),
                      problems=tuple(problem(row) for row in trouble))


def claims(connection: Connection, chosen: Filter) -> Iterator[Claim]:
    """Yield the selected claims, by publication, document and place in it."""
    where, page = chosen.of_claims(), chosen.page()
    rows = _many(connection, f"SELECT c.* FROM {CLAIMS} WHERE {where.sql} "
                             f"ORDER BY {ORDER}, c.position {page.sql}", (*where.values, *page.values))
    for batch in _batches(rows, _BATCH):
        yield from _assemble(connection, batch)


def told(connection: Connection, chosen: Filter, worth: Worth | None = None) -> Iterator[Told]:
    """Yield the selected claims with their documents and sentences, in no order, without trace and cues.

    `worth` tells of a claim's type, status, trigger and language, and whether an act that is urged stands in its
    sentence, if the rest of it is to be read at all.
    """
    where = chosen.of_claims()
    rows = _many(connection, f"""SELECT c.*, s.text AS sentence_text, v.meaning, v.act,
            (SELECT language FROM readings AS r WHERE r.key = c.reading) AS language,
            EXISTS (SELECT 1 FROM claims AS u WHERE u.document = c.document AND u.current = 1
                    AND u.sentence = c.sentence AND u.status = 'urged') AS urged
        FROM {CLAIMS} LEFT JOIN claim_vectors AS v ON v.claim = c.id
        WHERE {where.sql} ORDER BY c.document, c.position""", where.values)
    if worth is not None:
        rows = (row for row in rows if worth(row["type"], Status(row["status"]), row["trigger"], row["language"],
                                             bool(row["urged"])))
    held: Document | None = None
    for batch in _batches(rows, _BATCH):
        for row, claim in zip(batch, _assemble(connection, batch, tables=_TELLING), strict=True):
            if held is None or held.id != claim.document:
                held = kept(document(connection, claim.document), claim.document, connection)
            yield Told(claim=claim, document=held, sentence=row["sentence_text"], meaning=row["meaning"],
                       act=row["act"])


def documents(connection: Connection, chosen: Filter) -> Iterator[Listed]:
    """Yield the selected documents with the numbers of their sentences and claims."""
    where, page = chosen.of_documents(), chosen.page()
    yield from map(listed, _many(connection, f"{LISTED} WHERE {where.sql} ORDER BY {ORDER} {page.sql}",
                                 (*where.values, *page.values)))


def listed(row: _Row) -> Listed:
    """Return the document of a row of LISTED."""
    return Listed(document=document_of(row), sentences=row["sentences"], claims=row["claims"],
                  tags=tuple(sorted((row["tags"] or "").split(","))) if row["tags"] else ())


def document(connection: Connection, id: str) -> Document | None:
    """Return the document of this id as it was last read, or None."""
    rows = _rows(connection, f"SELECT {DOCUMENT} FROM documents AS d "
                             "JOIN readings AS r ON r.document = d.id AND r.current = 1 WHERE d.id = ?", (id,))
    return next((document_of(row) for row in rows), None)


def kinds(connection: Connection, chosen: Filter) -> Iterator[tuple[str, str]]:
    """Yield id and type of the selected claims, in no order."""
    where = chosen.of_claims()
    yield from connection.stream(f"SELECT c.id, c.type FROM {CLAIMS} WHERE {where.sql}", where.values)


def causes(connection: Connection, chosen: Filter) -> Iterator[tuple[Cause, Document, str]]:
    """Yield the selected causal statements that hold now with document and sentence, by publication and place."""
    where, page = chosen.of_causes(), chosen.page()
    rows = _many(connection, f"SELECT k.*, s.text AS sentence_text FROM {CAUSES} WHERE {where.sql} "
                             f"ORDER BY {ORDER}, k.position {page.sql}", (*where.values, *page.values))
    held: Document | None = None
    for batch in _batches(rows, _BATCH):
        marks, keys = ", ".join("?" for _ in batch), [row["key"] for row in batch]
        parts = _Parts({
            table: _grouped(_rows(connection, f"SELECT *, cause AS claim FROM {table} WHERE cause IN ({marks}) "
                                              f"ORDER BY {order}", keys))
            for table, order in (("cause_sources", "cause, position"), ("cause_cues", "cause, position"))})
        linked = list(_rows(connection, f"SELECT * FROM cause_claims WHERE cause IN ({marks}) "
                                        "ORDER BY cause, part, position", keys))
        for row in batch:
            if held is None or held.id != row["document"]:
                held = kept(document(connection, row["document"]), row["document"], connection)
            yield _cause(row, parts, linked), held, row["sentence_text"]


def latest(connection: Connection) -> str | None:
    """Return the day of the latest publication, None when no document has a date."""
    day: str | None = connection.execute("SELECT substr(max(published_at), 1, 10) FROM documents").fetchone()[0]
    return day


def sentences(connection: Connection, document: str) -> tuple[Sentence, ...]:
    """Return the sentences of a document in order, as they were last split."""
    rows = _rows(connection, "SELECT s.* FROM sentences AS s JOIN readings AS r ON r.key = s.reading "
                             "WHERE r.document = ? AND r.current = 1 ORDER BY s.number", (document,))
    return tuple(Sentence(index=row["number"], start=row["start"], end=row["end"], text=row["text"]) for row in rows)


def problems(connection: Connection, chosen: Filter) -> Iterator[NumberedProblem]:
    """Yield the selected problems that still hold, by number."""
    where, page = chosen.of_problems(), chosen.page()
    rows = _rows(connection, f"SELECT x.* FROM problems AS x LEFT JOIN documents AS d ON d.id = x.document "
                             f"WHERE {where.sql} ORDER BY x.number {page.sql}", (*where.values, *page.values))
    for row in rows:
        yield NumberedProblem(number=row["number"], problem=problem(row))


def actors(connection: Connection, chosen: Filter) -> Iterator[ActorCount]:
    """Yield everyone in the selected claims with the number of claims in each role, the most frequent first."""
    where, page = chosen.of_claims(), chosen.page()
    rows = _rows(connection, f"""
        WITH chosen AS (SELECT c.key, c.document FROM {CLAIMS} WHERE {where.sql}),
        roles AS (
            SELECT value AS actor, quote, row_number() OVER (
                PARTITION BY value ORDER BY count(*) DESC, quote) AS rank
            FROM trace WHERE rule = 'resolution.described' AND claim IN (SELECT key FROM chosen) GROUP BY value, quote
        ),
        named AS (
            SELECT claim, role, code, actor, text FROM parties WHERE claim IN (SELECT key FROM chosen)
            UNION ALL
            SELECT claim, 'source', code, actor, text FROM sources WHERE claim IN (SELECT key FROM chosen)
        ),
        grouped AS (
            SELECT claim, role, code, actor, text, CASE
                WHEN actor LIKE '{LOCAL}%/name/%' THEN substr(actor, instr(actor, '/name/'))
                ELSE coalesce(actor, char(1) || text) END AS who FROM named
        ),
        names AS (
            SELECT code, who, text, row_number() OVER (
                PARTITION BY code, who ORDER BY count(*) DESC, text) AS rank
            FROM grouped GROUP BY code, who, text
        )
        SELECT g.code, max(g.actor) AS actor, n.text,
            count(DISTINCT CASE g.role WHEN 'actor' THEN g.claim END) AS acting,
            count(DISTINCT CASE g.role WHEN 'recipient' THEN g.claim END) AS receiving,
            count(DISTINCT CASE g.role WHEN 'source' THEN g.claim END) AS speaking,
            count(DISTINCT chosen.document) AS documents,
            max(roles.quote) AS described
        FROM grouped AS g
        JOIN chosen ON chosen.key = g.claim
        JOIN names AS n ON n.code = g.code AND n.who = g.who AND n.rank = 1
        LEFT JOIN roles ON roles.actor = g.actor AND roles.rank = 1
        GROUP BY g.code, g.who, n.text
        ORDER BY count(DISTINCT g.claim) DESC, g.code, n.text {page.sql}""", (*where.values, *page.values))
    for row in rows:
        yield ActorCount(**row)


def published(connection: Connection) -> Iterator[PublishedOn]:
    """Yield for each day how many documents were published on it, by day."""
    rows = _rows(connection, "SELECT substr(published_at, 1, 10) AS day, count(*) AS documents FROM documents "
                             "WHERE published_at IS NOT NULL GROUP BY day ORDER BY day")
    return (PublishedOn(**row) for row in rows)


def counts(connection: Connection) -> Counts:
    """Return how much the ledger holds now."""
    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    numbers = dict(connection.execute("SELECT what, number FROM totals").fetchall())
    return Counts(schema=int(meta["schema"]), keii=meta["keii"], documents=numbers["documents"],
                  sentences=numbers["sentences"], claims=numbers["claims"], problems=numbers["problems"])


# ---- assembling ----

def select(connection: Connection, sql: str, values: Sequence[str | float] = ()) -> Iterator[_Row]:
    """Yield the rows of a query, each by the names of its columns."""
    yield from _rows(connection, sql, values)


def assembled(connection: Connection, rows: Sequence[_Row], *, traced: bool = True) -> Iterator[Claim]:
    """Yield the claims of rows of `claims`, in order; not `traced` without trace and cues."""
    yield from _assemble(connection, rows, _TABLES if traced else _TELLING)


DOCUMENT = """d.id, d.text, r.language, d.title, d.author, d.publisher, d.agency, d.published_at,
    d.published_basis, d.url, d.retrieved_at, d.reader, d.origin, d.encoding, r.language_basis, r.translated,
    r.body_start, r.body_end"""
LISTED = f"""
    SELECT {DOCUMENT},
        (SELECT count(*) FROM sentences AS s WHERE s.reading = r.key) AS sentences,
        (SELECT count(*) FROM claims AS c WHERE c.document = d.id AND c.current = 1) AS claims,
        (SELECT group_concat(DISTINCT y.tag) FROM tags AS y WHERE y.document = d.id) AS tags
    FROM documents AS d JOIN readings AS r ON r.document = d.id AND r.current = 1"""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The rows of some claims' own tables, by claim."""

    rows: Mapping[str, Mapping[int, Sequence[_Row]]]

    def of(self, table: str, claim: int) -> Sequence[_Row]:
        return self.rows.get(table, {}).get(claim, ())


def _claims_by_document(connection: Connection, chosen: Filter) -> Iterator[tuple[Document, Iterator[Claim]]]:
    """Yield the selected claims by document; documents without any too, where the filter asks for no claims."""
    if chosen == Filter(documents=chosen.documents):
        for listed in documents(connection, chosen):
            rows = _rows(connection, "SELECT * FROM claims WHERE document = ? AND current = 1 ORDER BY position",
                         (listed.document.id,))
            yield listed.document, _assemble(connection, list(rows))
        return
    for id, group in itertools.groupby(claims(connection, chosen), lambda claim: claim.document):
        found = kept(document(connection, id), id, connection)
        yield found, group


_TABLES = (
    ("parties", "claim, role, position"), ("sources", "claim, position"), ("places", "claim"), ("times", "claim"),
    ("quantities", "claim, position"), ("cues", "claim, position"), ("trace", "claim, position"))
_TELLING = _TABLES[:5]  # what tells one act from another


def _assemble(connection: Connection, rows: Sequence[_Row],
              tables: Sequence[tuple[str, str]] = _TABLES) -> Iterator[Claim]:
    keys = [row["key"] for row in rows]
    marks = ", ".join("?" for _ in keys)
    parts = _Parts({
        table: _grouped(_rows(connection, f"SELECT * FROM {table} WHERE claim IN ({marks}) ORDER BY {order}", keys))
        for table, order in tables
    })
    by_whom = judged.by_claim(connection, rows)
    for row in rows:
        claim = _claim(row, parts)
        yield claim.with_(judged=by_whom[row["key"]]) if row["decided"] else claim


def _grouped(rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    return {claim: list(group) for claim, group in itertools.groupby(rows, lambda row: row["claim"])}


def _claim(row: _Row, parts: _Parts) -> Claim:
    key = row["key"]
    parties = parts.of("parties", key)
    return Claim(
        document=row["document"], sentence=row["sentence"], type=row["type"],
        trigger=Span(start=row["trigger_start"], end=row["trigger_end"], quote=row["trigger"]),
        status=Status(row["status"]),
        actors=tuple(_party(party) for party in parties if party["role"] == "actor"),
        recipients=tuple(_party(party) for party in parties if party["role"] == "recipient"),
        mode=row["mode"], contexts=tuple(orjson.loads(row["contexts"])), label=row["label"],
        certainty=Certainty(row["certainty"]), cues=tuple(map(_cue, parts.of("cues", key))),
        sources=tuple(map(_source, parts.of("sources", key))),
        place=next(map(_place, parts.of("places", key)), None),
        time=next(map(_time, parts.of("times", key)), None),
        quantities=tuple(map(_quantity, parts.of("quantities", key))), coder=row["coder"],
        confidence=row["confidence"], confidence_whole=row["confidence_whole"],
        trace=tuple(map(_trace, parts.of("trace", key))))


def _cause(row: _Row, parts: _Parts, linked: Sequence[_Row]) -> Cause:
    key = row["key"]

    def part(name: str) -> Span:
        return Span(start=row[f"{name}_start"], end=row[f"{name}_end"], quote=row[name])

    def claims_of(name: str) -> tuple[str, ...]:
        return tuple(link["claim"] for link in linked if link["cause"] == key and link["part"] == name)

    return Cause(document=row["document"], sentence=row["sentence"], connective=part("connective"), rule=row["rule"],
                 cause=part("cause"), effect=part("effect"), status=Causation(row["status"]),
                 cues=tuple(map(_cue, parts.of("cause_cues", key))),
                 sources=tuple(map(_source, parts.of("cause_sources", key))),
                 cause_claims=claims_of("cause"), effect_claims=claims_of("effect"))


def _party(row: _Row) -> Party:
    return Party(span=_span(row), reference=Reference(row["reference"]), code=row["code"], actor=row["actor"],
                 antecedent=_named_span(row, "antecedent"), reason=row["reason"])


def _source(row: _Row) -> Source:
    cue = Cue(span=Span(start=row["cue_start"], end=row["cue_end"], quote=row["cue"]), rule=row["cue_rule"])
    return Source(span=_span(row), kind=SourceKind(row["kind"]), cue=cue, reference=Reference(row["reference"]),
                  code=row["code"], actor=row["actor"], antecedent=_named_span(row, "antecedent"), reason=row["reason"])


def _place(row: _Row) -> Place:
    return Place(span=_certain_span(row), country=row["country"], gazetteer=row["gazetteer"],
                 latitude=row["latitude"], longitude=row["longitude"], precision=row["precision"],
                 reason=row["reason"])


def _time(row: _Row) -> Time:
    return Time(span=_certain_span(row), start=row["since"], end=row["until"], precision=row["precision"],
                basis=row["basis"], reason=row["reason"])


def _quantity(row: _Row) -> Quantity:
    return Quantity(span=_certain_span(row), low=row["low"], high=row["high"], unit=row["unit"],
                    approximate=bool(row["approximate"]), counted=_named_span(row, "counted"),
                    ordinal=bool(row["ordinal"]))


def _cue(row: _Row) -> Cue:
    return Cue(span=_certain_span(row), rule=row["rule"])


def _trace(row: _Row) -> Trace:
    return Trace(field=row["field"], rule=row["rule"], value=row["value"], span=_span(row))


def _span(row: _Row) -> Span | None:
    return None if row["quote"] is None else _certain_span(row)


def _certain_span(row: _Row) -> Span:
    return Span(start=row["start"], end=row["end"], quote=row["quote"])


def _named_span(row: _Row, name: str) -> Span | None:
    """Return the span in the columns NAME, NAME_start, NAME_end."""
    return None if row[name] is None else Span(start=row[f"{name}_start"], end=row[f"{name}_end"], quote=row[name])


def document_of(row: _Row) -> Document:
    """Return the document of a row of DOCUMENT."""
    return Document(
        id=row["id"], text=row["text"], language=row["language"], title=row["title"], author=row["author"],
        publisher=row["publisher"], agency=row["agency"], published_at=row["published_at"],
        published_basis=row["published_basis"], url=row["url"],
        retrieved_at=row["retrieved_at"], reader=row["reader"], origin=row["origin"], encoding=row["encoding"],
        language_basis=row["language_basis"], translated=bool(row["translated"]), body_start=row["body_start"],
        body_end=row["body_end"])


def problem(row: _Row) -> Problem:
    """Return the problem of a row."""
    return Problem(code=row["code"], origin=row["origin"], message=row["message"], remedy=row["remedy"],
                   document=row["document"], start=row["start"], end=row["end"])


def _many(connection: Connection, sql: str, values: Sequence[str | float] = ()) -> Iterator[_Row]:
    """Yield the rows of a list that may be as long as the ledger."""
    yield from _named(connection.stream(sql, values))


def _rows(connection: Connection, sql: str, values: Sequence[str | float] = ()) -> Iterator[_Row]:
    yield from _named(connection.execute(sql, values))


def _named(cursor: Cursor) -> Iterator[_Row]:
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _batches(rows: Iterator[_Row], size: int) -> Iterator[list[_Row]]:
    while batch := list(itertools.islice(rows, size)):
        yield batch
