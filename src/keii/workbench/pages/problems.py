"""The problems: what could not be read or coded, where, and what to do about it."""

from dataclasses import dataclass, replace

from keii.exports import jsonl
from keii.ledger import browse
from keii.ledger.rows import NumberedProblem
from keii.workbench.answering import Answer, Desk, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.pages.lists import Part, listing, part
from keii.workbench.words import say

HEADER = ("number", "code", "origin", "start", "message", "remedy", "document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problems:
    """A page of the list, in the reader's language."""

    items: tuple[NumberedProblem, ...]
    part: Part


def problems(desk: Desk, asked: Asked, name: str) -> Answer:
    """The selected problems that still hold, by number."""
    chosen = asked.chosen(rows=CSV_ROWS if asked.form == "csv" else None)
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        found = tuple(desk.ledger.problems(chosen))
        total = browse.number_of_problems(connection, chosen)
    shown = tuple(_told(desk, asked, one) for one in found)

    def table() -> Table:
        return Table(header=HEADER, rows=(
            (one.number, one.problem.code, jsonl.printable(one.problem.origin), one.problem.start, one.problem.message,
             one.problem.remedy, one.problem.document) for one in found))

    return Answer(template="problems.html", title=say(asked.lang, "Problems"), table=table,
                  view=Problems(items=shown, part=part(asked, total, len(found))),
                  json=lambda: listing(asked, total, map(jsonl.problem, found)))


def _told(desk: Desk, asked: Asked, one: NumberedProblem) -> NumberedProblem:
    retell = desk.workbench.retell
    return replace(one, problem=replace(one.problem, message=retell(asked.lang, one.problem.message),
                                        remedy=retell(asked.lang, one.problem.remedy)))
