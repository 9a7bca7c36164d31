"""The expectations: what was announced, urged or predicted, and what became of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from keii.exports import jsonl
from keii.ledger import Filter, Ledger
from keii.model import Expectation, Outcome
from keii.situation.gathering import Awaited, awaited
from keii.workbench.answering import Answer, Desk, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.lasting import lasting
from keii.workbench.pages.lists import Part, listing, part, title_of
from keii.workbench.words import say

HEADER = ("opened", "outcome", "status", "type", "act", "holder", "deadline", "told", "turned", "expectation")
_LAST = "9999-12-31"
STILL_OPEN = (Outcome.OPEN, Outcome.POSTPONED)


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
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        day = desk.ledger.latest()
        every = lasting(desk.ledger, connection, every_expectation, chosen)
        found = [one for one in every if not wanted or one.outcome in wanted]
        items = _told(desk, found[first:first + size])
    numbers = Counter(one.outcome for one in every)
    counts = tuple((outcome.value, numbers[outcome], outcome in wanted) for outcome in Outcome)

    def table() -> Table:
        return Table(header=HEADER, rows=map(_row, items))

    view = Expectations(items=items, part=part(asked, len(found), len(items)), as_of=day,
                        outcomes=tuple(count for count in counts if count[1] or count[2]))
    return Answer(template="expectations.html", title=say(asked.lang, "Expectations"), view=view, table=table,
                  json=lambda: listing(asked, len(found), map(jsonl.expectation, items), as_of=day))


def every_expectation(ledger: Ledger, chosen: Filter) -> tuple[Expectation, ...]:
    """Return the expectations as they are known on the last day of the ledger, those still open first."""
    found = awaited(ledger, chosen, as_of=ledger.latest() or _LAST)
    return tuple(sorted((one.expectation for one in found), key=_order))


def _order(one: Expectation) -> tuple[bool, str, str]:
    """Put what is still to come before what is over, each by the day of its opening."""
    return one.outcome not in STILL_OPEN, one.voices[0].at, one.id


def _told(desk: Desk, shown: Sequence[Expectation]) -> tuple[Awaited, ...]:
    """Return expectations with the claims that they name; those whose claims hold no more are left out."""
    named = [(one, {*one.claims, *(turn.claim for turn in one.turns)}) for one in shown]
    told = desk.ledger.told({id for _, ids in named for id in ids})
    return tuple(Awaited(expectation=one, told=told) for one, ids in named if ids <= told.keys())


def _row(one: Awaited) -> tuple[str | int | None, ...]:
    value = one.expectation
    return (value.voices[0].at, value.outcome, value.status, value.type, title_of(one.opening.claim),
            value.holder.text if value.holder else None, value.deadline, len(value.voices),
            value.turns[-1].at if value.turns else None, value.id)
