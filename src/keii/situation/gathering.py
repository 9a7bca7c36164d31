"""From the ledger to expectations: those that a question asks for, out of the stories that are kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from keii.ledger import Filter, Ledger, awaiting
from keii.ledger.awaiting import Row
from keii.ledger.connection import Connection, steady
from keii.model import Conflict, Expectation, Holder, Outcome, Reason, Span, Status, Told, Turn, Value, Voice
from keii.situation.course import expectation, lapses, on_day
from keii.situation.hearing import Book
from keii.situation.renewing import renewal
from keii.situation.retelling import retold
from keii.situation.waits import waits

_TOLD = 200  # expectations whose claims are read together


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An expectation with the claims that it names."""

    expectation: Expectation
    told: dict[str, Told]  # by id of the claim; all, or those that opened and turned it

    @property
    def opening(self) -> Told:
        """The claim that opened it."""
        return self.told[self.expectation.opened]


def awaited(ledger: Ledger, chosen: Filter, *, as_of: str) -> Iterator[Awaited]:
    """Yield the expectations that a selected claim tells or turns, as of a day, by type and the day of opening.

    What is known of an expectation does not depend on the filter.
    """
    with ledger.asking() as connection, steady(connection):
        every = sorted(expected(connection, chosen, as_of=as_of), key=lambda one: (one.type, one.voices[0].at, one.id))
    for start in range(0, len(every), _TOLD):
        yield from with_claims(ledger, every[start:start + _TOLD])


def with_claims(ledger: Ledger, found: Sequence[Expectation], *, voices: bool = True) -> Iterator[Awaited]:
    """Yield expectations with the claims that they name; those whose claims hold no more are left out.

    Without `voices` with those alone that opened and turned them: a list shows no more, and reads a third as much.
    """
    turned = [{one.opened, *(turn.claim for turn in one.turns)} for one in found]
    named = [{*one.claims, *own} for one, own in zip(found, turned, strict=True)]
    told = ledger.told(set().union(*(named if voices else turned)), traced=False)
    with ledger.asking() as connection:
        held = told.keys() | awaiting.holding(connection, set().union(*named) - told.keys())
    for one, ids in zip(found, named, strict=True):
        if ids <= held:
            yield Awaited(expectation=one, told={id: told[id] for id in ids if id in told})


def expected(connection: Connection, chosen: Filter, *, as_of: str) -> Iterator[Expectation]:
    """Yield the expectations that a selected claim tells or turns, as of a day, in no order.

    The stories are told on, in memory, for what is newer than what is kept. The caller holds a transaction.
    """
    chosen = replace(chosen, limit=None, offset=0)
    asked = replace(chosen, types=())
    new = renewal(connection)
    numbers = None if asked == Filter() else awaiting.selected(connection, asked)
    claims = None if numbers is None or new is None else _claims(connection, asked)
    kept: Iterable[Row] = () if new is not None and new.before is None else awaiting.everything(connection)
    for row in kept:
        if (numbers is None or row.number in numbers) and (new is None or row.number not in new.removed):
            yield from _shown(connection, row, chosen, as_of)
    for row in new.rows if new is not None else ():
        if claims is None or any(claim in claims for claim, _ in row.claims):
            yield from _shown(connection, row, chosen, as_of)


def kept(connection: Connection, numbers: Sequence[int], *, as_of: str) -> tuple[Expectation, ...] | None:
    """Return the expectations of these numbers as they are kept, in order; None where one is kept no more."""
    rows = {row.number: row for row in awaiting.numbered(connection, numbers)}
    if not rows.keys() >= set(numbers):
        return None
    return tuple(one for number in numbers for one in _shown(connection, rows[number], Filter(), as_of))


def _claims(connection: Connection, chosen: Filter) -> set[str]:
    from keii.ledger import read

    return {id for id, _ in read.kinds(connection, chosen)}


def _shown(connection: Connection, row: Row, chosen: Filter, as_of: str) -> Iterator[Expectation]:
    day = as_of[:10]
    if row.expectation is None or row.at > day or not awaiting.is_of(row.type, chosen.types):
        return
    if row.last <= day:
        yield on_day(restored(row.expectation), row.lapses, day)
        return
    course = retold(row, Book(connection), day)
    yield on_day(expectation(course), lapses(course, waits()), day)


# ---- from JSON ----

def restored(kept: str) -> Expectation:
    """Return an expectation of its JSON in the ledger."""
    row = orjson.loads(kept)
    return Expectation(**{
        **row, "status": Status(row["status"]), "outcome": Outcome(row["outcome"]),
        "deadline_span": _span(row["deadline_span"]), "voices": tuple(map(_voice, row["voices"])),
        "turns": tuple(map(_turn, row["turns"])), "differences": tuple(
            Conflict(field=one["field"], values=tuple(
                Value(value=value["value"], claims=tuple(value["claims"])) for value in one["values"]))
            for one in row["differences"])})


def _voice(row: dict[str, Any]) -> Voice:
    return Voice(**{**row, "status": Status(row["status"]), "deed": _span(row["deed"]),
                    "holder": Holder(**row["holder"]) if row["holder"] else None})


def _turn(row: dict[str, Any]) -> Turn:
    return Turn(**{**row, "outcome": Outcome(row["outcome"]), "words": _span(row["words"]),
                   "reasons": tuple(Reason(**reason) for reason in row["reasons"])})


def _span(row: dict[str, Any] | None) -> Span | None:
    return Span(**row) if row else None
