"""Questions in SQL to shards where they lie, or to a ledger, answered by DuckDB.

DuckDB itself opens no file and loads no extension: it sees Arrow datasets alone, and one statement that reads.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from keii.config import Database, ledger_at
from keii.engines.local import Made
from keii.errors import ShardError, UsageError
from keii.ledger import Filter, Ledger
from keii.pipeline import Reading
from keii.shards import manifest as manifests
from keii.shards.manifest import place
from keii.shards.merging.results import merged
from keii.shards.merging.tables import TABLES as EVENT_TABLES
from keii.shards.merging.tables import EventWriter
from keii.shards.merging.tables import schema as event_schema
from keii.shards.store import Store, is_remote, store
from keii.shards.tables import TABLES, Writer, schema

_BATCH = 1000  # rows of an answer in memory
_REMEDY = "See docs/scale.md for the views and their columns."


def _parties(role: str, nested: str, *, or_else: str = "''") -> str:
    """Return the columns of a claim's parties or sources: texts, codes, ids of the registry."""
    words = f"coalesce(x.antecedent.quote, x.span.quote, {or_else})"
    return (f"list_transform({nested}, lambda x: {words}) AS {role}s, "
            f"list_transform({nested}, lambda x: x.code) AS {role}_codes, "
            f"list_transform({nested}, lambda x: coalesce(x.actor, '')) AS {role}_ids")


# Named as the columns of the exports, where those have the same. A document that came twice is there once.
VIEWS: Mapping[str, str] = MappingProxyType({
    "documents": """
        SELECT id AS document, published_at, publisher, title, url, language, translated, author, agency,
            published_basis, retrieved_at, origin, sentences, claims, text, shard, reading
        FROM all_documents QUALIFY row_number() OVER (PARTITION BY id ORDER BY shard, reading) = 1""",
    "sentences": """
        SELECT s.document, s.index AS sentence, s.start, s.end, s.text
        FROM all_sentences AS s JOIN documents AS d USING (shard, reading)""",
    "claims": f"""
        SELECT c.id AS claim, c.document, c.sentence, c.type, c.label, c.mode, c.contexts, c.status, c.certainty,
            c.confidence, c.confidence_whole, c.trigger.quote AS trigger, c.trigger.start AS trigger_start,
            c.trigger.end AS trigger_end, c.sentence_text,
            {_parties("actor", "c.actors")}, {_parties("recipient", "c.recipients")},
            {_parties("source", "c.sources", or_else="x.cue.span.quote")},
            list_transform(c.sources, lambda x: x.kind) AS source_kinds,
            c.time.span.quote AS time, c.time.start AS start, c.time.end AS end, c.time.precision AS time_precision,
            c.place.span.quote AS place, c.place.gazetteer AS place_id, c.place.country AS country,
            c.place.latitude AS latitude, c.place.longitude AS longitude, c.place.precision AS place_precision,
            list_transform(c.quantities, lambda x: x.span.quote) AS quantities,
            list_transform(c.cues, lambda x: x.span.quote) AS status_words,
            d.published_at, d.publisher, d.title, d.url, d.language, d.translated, c.coder
        FROM all_claims AS c JOIN documents AS d USING (shard, reading)""",
    "causes": """
        SELECT k.id AS cause_id, k.document, k.sentence, k.cause.quote AS cause, k.connective.quote AS connective,
            k.effect.quote AS effect, k.status, k.sentence_text, k.cause_claims, k.effect_claims
        FROM all_causes AS k JOIN documents AS d USING (shard, reading)""",
    "problems": """
        SELECT DISTINCT id AS problem, code, origin, document, start, "end", message, remedy FROM all_problems""",
})

# What `keii merge` adds.
EVENT_VIEWS: Mapping[str, str] = MappingProxyType({view: f"SELECT * FROM all_{view}" for view in EVENT_TABLES})


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of an answer, and its rows as they come."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


def ask(source: str, query: str) -> Answer:
    """Return the answer of a folder of shards, or of a ledger, to one SELECT.

    Raises UsageError for a statement that is none, or that DuckDB does not understand, and ShardError or LedgerError
    for a source that cannot be read.
    """
    statement = _checked(query)
    rows = _asked(source, statement)
    columns = next(rows)
    return Answer(tuple(columns), rows)


def _checked(query: str) -> str:
    """Return the query, if it is one statement that only reads."""
    import duckdb

    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error as error:
        raise _refused(error) from error
    if len(statements) != 1 or statements[0].type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        raise UsageError("the query is not one statement that only reads.", where="QUERY",
                         remedy="Write one SELECT; nothing can be changed.")
    return query


def _asked(source: str, statement: str) -> Iterator[tuple[Any, ...]]:
    """Yield the names of an answer's columns, then its rows."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="keii-sql-") as folder:
        views = dict(VIEWS)
        tables = _of_ledger(source, Path(folder)) if _is_ledger(source) else _of_shards(source)
        if "events" in tables:
            views |= EVENT_VIEWS
        connection = duckdb.connect(":memory:", config={
            "enable_external_access": False, "autoinstall_known_extensions": False,
            "autoload_known_extensions": False, "allow_community_extensions": False,
            "python_enable_replacements": False, "temp_directory": folder})
        try:
            for table, dataset in tables.items():
                connection.register(f"all_{table}", dataset)
            for view, query in views.items():
                connection.execute(f"CREATE VIEW {view} AS {query}")
            connection.execute("SET lock_configuration = true")
            try:
                answer = connection.execute(statement)
                yield tuple(column[0] for column in answer.description or ())
                while rows := answer.fetchmany(_BATCH):
                    yield from rows
            except duckdb.Error as error:
                raise _refused(error, merged="events" in tables) from error
        finally:
            connection.close()


def _of_shards(address: str) -> dict[str, Any]:
    at = store(address)
    held = manifests.finished(at, manifests.whole(at))
    found = {}
    for table in TABLES:
        names = [(place(table, one.name), one.files[table].bytes) for one in held]
        for name, size in names:
            if at.size(name) != size:
                raise manifests.changed(at, name)
        found[table] = at.dataset([name for name, _ in names], schema(table))
    return found | _events_of_shards(at)


def _events_of_shards(at: Store) -> dict[str, Any]:
    """Return the tables of events that `keii merge` has made of these shards, none where it has not."""
    held = merged(at)
    if held is None or held.of != manifests.digest(at.read(manifests.WHOLE) or b""):
        return {}
    found = {}
    for table in EVENT_TABLES:
        names = [(place(table, name), files[table].bytes) for name, files in held.files.items()]
        for name, size in names:
            if at.size(name) != size:
                raise ShardError(f"{name} is missing, or is not what events.json says.", where=at.address,
                                 remedy="Run `keii merge`, or copy the folder, again.")
        found[table] = at.dataset([name for name, _ in names], event_schema(table))
    return found


def _is_ledger(source: str) -> bool:
    place = ledger_at(source)
    return isinstance(place, Database) or (not is_remote(source) and place.is_file())


def _of_ledger(path: str, folder: Path) -> dict[str, Any]:
    """Return the tables of what a ledger holds now, written to a folder for as long as the question is answered."""
    import pyarrow.dataset as ds

    writer = Writer(folder, "ledger")
    with Ledger.open(path) as ledger:
        causes: dict[str, list[Any]] = {}
        for cause, document, _ in ledger.causes():
            causes.setdefault(document.id, []).append(cause)
        for held in ledger.holdings():
            reading = Reading(origin=held.document.origin, document=held.document, sentences=held.sentences,
                              claims=held.claims, causes=tuple(causes.get(held.document.id, ())))
            writer.add(Made(reading=reading))
        for numbered in ledger.problems(Filter()):
            writer.add(Made(reading=Reading(origin=numbered.problem.origin, document=None,
                                            problems=(numbered.problem,))))
        events = EventWriter(folder)
        for event in ledger.events():
            events.add(event)
    writer.close()
    events.close()
    schemas = {table: schema(table) for table in TABLES} | {table: event_schema(table) for table in EVENT_TABLES}
    return {table: ds.dataset([str(folder / f"{table}.parquet")], schema=own, format="parquet")
            for table, own in schemas.items()}


def _refused(error: Exception, *, merged: bool = True) -> UsageError:
    """Return the error of a query, in the first paragraph of DuckDB's words: the rest advises other settings."""
    words = " ".join(str(error).partition("\n\n")[0].split())
    if not merged and any(f"Table with name {view} does not exist" in words for view in EVENT_VIEWS):
        return UsageError("these shards have no events yet.", where="QUERY",
                          remedy="Make them with `keii merge FOLDER`; after reading more, make them again.")
    return UsageError(f"DuckDB says: {words}.", where="QUERY", remedy=_REMEDY)
