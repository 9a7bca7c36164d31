"""The queue of claims that nobody has decided about, the most doubtful first, and the lists of those decided."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from keii.ledger import counting, decisions, doubt, events, judgements, read
from keii.ledger.conditions import Condition
from keii.ledger.connection import Connection
from keii.ledger.filters import CLAIMS, Filter
from keii.ledger.rows import Case
from keii.model import Event, Judgement, Verdict, standing

# Without a figure a claim stands after all that have one.
_DOUBT = "coalesce(c.confidence, 2), coalesce(c.confidence_whole, 2), c.id"
_OPEN = "c.decided = 0"
DAYS = 14  # between events that a person may want to merge


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The claims about which somebody has decided, each as a list of ids in the order of the last judgement."""

    held: tuple[str, ...]  # accepted or amended
    rejected: tuple[str, ...]
    disputed: tuple[str, ...]  # two persons' last words differ


def size(connection: Connection, chosen: Filter) -> int:
    """Return how many of the selected claims nobody has decided about."""
    if _is_everything(chosen):
        return _total(connection) - _decided(connection)
    if columns := counting.columns_of(connection):
        return doubt.size(columns, connection, chosen)
    source, where = _open(chosen)
    return int(connection.execute(f"SELECT count(*) FROM {source} WHERE {where.sql}", where.values).fetchone()[0])


def page(connection: Connection, chosen: Filter) -> tuple[str, ...]:
    """Return the part of the queue that is asked for, as ids."""
    if not _is_everything(chosen) and (columns := counting.columns_of(connection)):
        return tuple(doubt.page(columns, connection, chosen))
    (source, where), part = _open(chosen), chosen.page()
    return tuple(id for id, in connection.execute(
        f"SELECT c.id FROM {source} WHERE {where.sql} ORDER BY {_DOUBT} {part.sql}", (*where.values, *part.values)))


def beside(connection: Connection, chosen: Filter, claim: str, *, before: bool = False) -> str | None:
    """Return the claim of the queue after a claim, whether that is in it or not, or before it; None at the end."""
    place = connection.execute(f"SELECT {_DOUBT} FROM claims AS c WHERE c.id = ? AND c.decided = 0 "
                               "ORDER BY c.current DESC, c.key DESC LIMIT 1", (claim,)).fetchone()
    if place is None:
        return None
    if not _is_everything(chosen) and (columns := counting.columns_of(connection)):
        return doubt.beside(columns, connection, chosen, place, before=before)
    source, where = _open(chosen)
    sign, order = ("<", " DESC") if before else (">", "")
    ordered = ", ".join(f"{part}{order}" for part in ("coalesce(c.confidence, 2)", "coalesce(c.confidence_whole, 2)",
                                                      "c.id"))
    first = "coalesce(c.confidence, 2)"  # asked for by itself, too: SQLite finds no place in an index by three of them
    found = connection.execute(
        f"SELECT c.id FROM {source} WHERE {where.sql} AND {first} {sign}= ? AND ({_DOUBT}) {sign} (?, ?, ?) "
        f"ORDER BY {ordered} LIMIT 1", (*where.values, place[0], *place)).fetchone()
    return str(found[0]) if found else None


def decided(connection: Connection) -> Decided:
    """Return the claims about which somebody has decided, the last first."""
    found = judgements.about_claims(connection)
    by_claim = sorted(decisions.latest(found).values(), key=lambda one: -one.number)
    disputed = disputed_among(found)
    return Decided(
        held=tuple(one.claims[0] for one in by_claim if one.verdict is not Verdict.REJECT),
        rejected=tuple(one.claims[0] for one in by_claim if one.verdict is Verdict.REJECT),
        disputed=tuple(one.claims[0] for one in by_claim if one.claims[0] in disputed))


def decided_sentences(connection: Connection) -> Iterator[Case]:
    """Yield the sentences of which persons have decided every claim and agree, by document and place in it."""
    found = judgements.about_claims(connection)
    disputed = disputed_among(found)
    latest = decisions.latest(found)
    for document in sorted({one.document for one in latest.values() if one.document}):
        rows = list(read.select(connection, "SELECT * FROM claims WHERE document = ? AND current = 1 ORDER BY position",
                                (document,)))
        holding = tuple(read.assembled(connection, rows))
        decided_ = {claim.sentence for claim in holding if claim.judged}
        unclear = {claim.sentence for claim in holding if claim.judged is None or claim.id in disputed}
        for claim in (id for id, one in latest.items() if one.document == document and one.verdict is Verdict.REJECT):
            rejected = decisions.reviewed(connection, claim)
            if rejected:
                (unclear if claim in disputed else decided_).add(rejected.sentence.index)
        for sentence in read.sentences(connection, document):
            if sentence.index in decided_ - unclear:
                yield Case(document=document, sentence=sentence,
                           claims=tuple(claim for claim in holding if claim.sentence == sentence.index))


def near(connection: Connection, event: Event, number: int) -> tuple[Event, ...]:
    """Return events of the same type that share an actor and lie within two weeks, the nearest first."""
    actors = [value.value for name, values in event.fields if name == "actor" for value in values]
    day = _moment(event.since and event.since[:10])
    if not actors or day is None:
        return ()
    marks = ", ".join("?" for _ in actors)
    first, last = ((day + timedelta(days=days)).date().isoformat() for days in (-DAYS, DAYS))
    # The index of days is the one that helps: two weeks hold fewer events than a type.
    rows = connection.execute(
        f"SELECT {events.COLUMNS} FROM events AS e WHERE e.type || '' = ? AND e.id <> ? AND e.since BETWEEN ? AND ? "
        "AND EXISTS (SELECT 1 FROM event_values AS v WHERE v.event = e.id AND v.field = 'actor' "
        f"AND v.value IN ({marks})) ORDER BY e.id", (event.type, event.id, first, last, *actors)).fetchall()
    away = [(abs(((_moment(row[4]) or day) - day).total_seconds()), row) for row in rows]
    nearest = sorted(away, key=lambda pair: pair[0])[:number]
    return tuple(events.assembled(connection, [row for _, row in nearest]))


def _moment(time: str | None) -> datetime | None:
    """Return a time as it stands in an event, as a moment in UTC; None for a month or year."""
    try:
        found = datetime.fromisoformat(time or "")
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def disputed_among(found: Iterable[Judgement]) -> frozenset[str]:
    """Return the claims about which the last words of two persons differ."""
    said: dict[str, dict[str, tuple[bool, str | None]]] = {}
    for one in standing(found):
        if one.document is None:
            continue
        said.setdefault(one.claims[0], {})[one.author] = (one.verdict is Verdict.REJECT, one.value)
    return frozenset(claim for claim, words in said.items() if len(set(words.values())) > 1)


def _open(chosen: Filter) -> tuple[str, Condition]:
    """Return what to look for the queue in; where nothing is asked of documents and sentences, without them."""
    if _is_everything(chosen):
        return "claims AS c", Condition(f"c.current = 1 AND {_OPEN}")
    where = chosen.of_claims()
    return CLAIMS, Condition(f"{_OPEN} AND {where.sql}", where.values)


def _is_everything(chosen: Filter) -> bool:
    return chosen == Filter(limit=chosen.limit, offset=chosen.offset)


def _total(connection: Connection) -> int:
    return int(connection.execute("SELECT number FROM totals WHERE what = 'claims'").fetchone()[0])


def _decided(connection: Connection) -> int:
    """Return how many claims hold by the word of a person, looked for in the few documents that were judged."""
    return int(connection.execute(
        "SELECT count(*) FROM claims AS c WHERE c.current = 1 AND c.decided > 0 AND c.document IN "
        "(SELECT document FROM judgements WHERE document IS NOT NULL)").fetchone()[0])
