"""The expectations: what was announced, urged or predicted, and what became of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from keii.exports import jsonl
from keii.ledger import Filter, Ledger
from keii.ledger.awaited_lists import STILL_OPEN, Listed, listed
from keii.ledger.connection import Connection, steady
from keii.ledger.counting import remembered
from keii.model import Expectation, Outcome
from keii.situation.gathering import Awaited, expected, kept, with_claims
from keii.workbench.answering import Answer, Desk, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.lasting import lasting
from keii.workbench.pages.lists import Part, listing, part, title_of
from keii.workbench.telling import is_kept, tell_on
from keii.workbench.words import say

HEADER = ("opened", "outcome", "status", "type", "act", "holder", "deadline", "told", "turned", "expectation")
_LAST = "9999-12-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """A page of the list."""

    items: tuple[Awaited, ...]
    part: Part
    as_of: str | None  # the day on which this is known; None: no document has a date
    outcomes: tuple[tuple[str, int, bool], ...]  # outcome, how many, whether it is chosen


def expectations(desk: Desk, asked: Asked, name: str) -> Answer:
    """The expectations that a selected claim tells, those still open first."""
    chosen = replace(asked.chosen(paged=False), limit=None, offset=0)
    wanted = asked.all("outcome")
    size = CSV_ROWS if asked.form == "csv" else asked.size
    first = 0 if asked.form == "csv" else (asked.page - 1) * size
    tell_on(desk)
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        day = desk.ledger.latest()
        if is_kept(desk, connection):
            numbers, total, shown = _kept(connection, chosen, wanted, slice(first, first + size), day or _LAST)
        else:
            every = lasting(desk.ledger, connection, every_expectation, chosen)
            found = [one for one in every if not wanted or one.outcome in wanted]
            numbers, total = Counter(one.outcome.value for one in every), len(found)
            shown = tuple(found[first:first + size])
        items = tuple(with_claims(desk.ledger, shown, voices=asked.form == "json"))
    counts = tuple((outcome.value, numbers[outcome.value], outcome in wanted) for outcome in Outcome)

    def table() -> Table:
        return Table(header=HEADER, rows=map(_row, items))

    view = Expectations(items=items, part=part(asked, total, len(items)), as_of=day,
                        outcomes=tuple(count for count in counts if count[1] or count[2]))
    return Answer(template="expectations.html", title=say(asked.lang, "Expectations"), view=view, table=table,
                  json=lambda: listing(asked, total, map(jsonl.expectation, items), as_of=day))


def _kept(connection: Connection, chosen: Filter, wanted: Sequence[str], shown: slice, day: str
          ) -> tuple[Counter[str], int, tuple[Expectation, ...]]:
    """Return how many expectations are kept by outcome, how many have the wanted one, and a page of these."""
    def every(connection: Connection) -> Listed:
        return listed(connection, chosen, day)

    found = remembered(connection, key := ("awaited", chosen, day), every)
    while True:
        own = found.having(wanted)
        page = kept(connection, own[shown].tolist(), as_of=day)
        if page is not None:
            return found.counts(), own.size, page
        found = remembered(connection, key, every, anew=True)  # what was remembered is of an earlier telling


def every_expectation(ledger: Ledger, chosen: Filter) -> tuple[Expectation, ...]:
    """Return the expectations as they are known on the last day of the ledger, those still open first."""
    with ledger.asking() as connection, steady(connection):
        return tuple(sorted(expected(connection, chosen, as_of=ledger.latest() or _LAST), key=_order))


def _order(one: Expectation) -> tuple[bool, str, str]:
    """Put what is still to come before what is over, each by the day of its opening."""
    return one.outcome not in STILL_OPEN, one.voices[0].at, one.id


def _row(one: Awaited) -> tuple[str | int | None, ...]:
    value = one.expectation
    return (value.voices[0].at, value.outcome, value.status, value.type, title_of(one.opening.claim),
            value.holder.text if value.holder else None, value.deadline, len(value.voices),
            value.turns[-1].at if value.turns else None, value.id)
