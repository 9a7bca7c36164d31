"""Rows of judgements: added, never changed. What follows from them for claims is in `decisions`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import orjson

from keii.ledger import read
from keii.ledger.connection import Connection
from keii.model import Judgement, Verdict


def add(connection: Connection, judgement: Judgement) -> int:
    """Keep what a person decided; return its number."""
    return connection.execute(
        "INSERT INTO judgements (verdict, claims, others, field, value, author, note, at, document, seen, undoes) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (judgement.verdict, orjson.dumps(judgement.claims).decode(), orjson.dumps(judgement.others).decode(),
         judgement.field, judgement.value, judgement.author, judgement.note, judgement.at, judgement.document,
         judgement.seen, judgement.undoes)).lastrowid or 0


def of_claims(connection: Connection, ids: Iterable[str]) -> list[Judgement]:
    """Return what persons decided about one of these claims and about their events, by number."""
    wanted = set(ids)
    rows = read.select(connection, """
        SELECT * FROM judgements WHERE document IS NULL OR document IN (
            SELECT document FROM claims WHERE id IN (SELECT value FROM json_each(?))) ORDER BY number""",
                       (orjson.dumps(sorted(wanted)).decode(),))
    events = {one.number: one for one in about_events(connection)}
    found = (events.get(one.number, one) for one in map(_judgement, rows))
    return [one for one in found if wanted & {*one.claims, *one.others}]


def of_document(connection: Connection, document: str) -> list[Judgement]:
    """Return what persons decided about claims of a document, by number."""
    return [*map(_judgement, read.select(connection, "SELECT * FROM judgements WHERE document = ? ORDER BY number",
                                         (document,)))]


def about_events(connection: Connection) -> list[Judgement]:
    """Return what persons decided about events, by number; of claims that others stand for now, by these."""
    found = map(_judgement, read.select(connection, "SELECT * FROM judgements WHERE document IS NULL ORDER BY number"))
    after = dict(connection.execute("SELECT claim, by FROM successors").fetchall())
    return [replace(one, claims=_now(one.claims, after), others=_now(one.others, after)) if after else one
            for one in found]


def _now(ids: Iterable[str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Return the claims that stand in the place of these now."""
    found = []
    for id in ids:
        seen = {id}
        while id in after and after[id] not in seen:
            id = after[id]
            seen.add(id)
        found.append(id)
    return tuple(dict.fromkeys(found))


def about_claims(connection: Connection) -> list[Judgement]:
    """Return what persons decided about claims, by number."""
    return [*map(_judgement, read.select(
        connection, "SELECT * FROM judgements WHERE document IS NOT NULL ORDER BY number"))]


def everything(connection: Connection) -> list[Judgement]:
    """Return all that persons decided, by number."""
    return [*map(_judgement, read.select(connection, "SELECT * FROM judgements ORDER BY number"))]


def numbered(connection: Connection, number: int) -> Judgement | None:
    """Return the judgement of a number, None when there is none."""
    return next(map(_judgement, read.select(connection, "SELECT * FROM judgements WHERE number = ?", (number,))), None)


def _judgement(row: Mapping[str, Any]) -> Judgement:
    return Judgement(
        number=row["number"], verdict=Verdict(row["verdict"]), claims=tuple(orjson.loads(row["claims"])),
        others=tuple(orjson.loads(row["others"])), field=row["field"], value=row["value"], author=row["author"],
        note=row["note"], at=row["at"], document=row["document"], seen=row["seen"], undoes=row["undoes"])
