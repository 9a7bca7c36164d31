"""What stands against what: the fields on which the claims of one event cannot all be right, side by side."""

from dataclasses import dataclass

from keii.exports import situation
from keii.ledger import against
from keii.model import Conflict, Event, Told
from keii.workbench.answering import Answer, Desk, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.pages.lists import Part, listing, part
from keii.workbench.words import say

HEADER = ("event", "date", "type", "field", "value", "claims")
SIDES = 3  # sentences that are shown of one value


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflicts:
    """A page of the list."""

    items: tuple[tuple[Event, Conflict], ...]
    told: dict[str, Told]  # the claims that are shown, by id
    part: Part
    fields: tuple[tuple[str, int, bool], ...]  # with the number of conflicts, and whether it is chosen
    sides: int


def conflicts(desk: Desk, asked: Asked, name: str) -> Answer:
    """The conflicts of the selected events, the latest first; field=quantity leaves those on one field."""
    chosen = asked.chosen(rows=CSV_ROWS if asked.form == "csv" else None)
    wanted = asked.all("field")
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        found = against.page_of_conflicts(connection, chosen, wanted)
        counted = against.fields_in_conflict(connection, chosen) if asked.form == "html" else ()
        told = desk.ledger.told(_shown(found.items), traced=False) if asked.form == "html" else {}

    def table() -> Table:
        return Table(header=HEADER, rows=(
            (event.id, (event.since or "")[:10], event.type, one.field, " / ".join(value.value for value in one.values),
             " ".join(id for value in one.values for id in value.claims)) for event, one in found.items))

    view = Conflicts(items=found.items, told=told, part=part(asked, found.total, len(found.items)),
                     fields=tuple((field, number, field in wanted) for field, number in counted), sides=SIDES)
    return Answer(template="conflicts.html", title=say(asked.lang, "Conflicts"), view=view, table=table,
                  json=lambda: listing(asked, found.total, (situation.conflict(*pair) for pair in found.items)))


def _shown(items: tuple[tuple[Event, Conflict], ...]) -> set[str]:
    return {id for event, conflict in items for id in (event.claims[0], *(
        id for value in conflict.values for id in value.claims[:SIDES]))}
