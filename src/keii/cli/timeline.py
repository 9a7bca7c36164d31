"""`keii timeline`: what happened and what is awaited, in time."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.options import filtering
from keii.config import Settings
from keii.ledger import Filter, Ledger
from keii.ledger.filters import interval

if TYPE_CHECKING:
    from keii.situation.happening import Happening
    from keii.situation.timeline import Timeline

_TABLE = ("Kind", "Date", "Precision", "Type", "Status", "Actors", "Act", "Recipients", "Independent", "Documents",
          "First told", "New", "Outcome", "Turn", "Event")


@click.command(cls=Verb, help="""
Print what happened, what was denied and what is awaited, apart and in time, each dated as exactly as it is known: a
year is no day, and a day in parentheses is the one on which it was told.

SITUATION is a name that `keii situations` lists; the filters select events by their claims (docs/filters.md).""")
@click.argument("situation", required=False, metavar="[SITUATION]")
@filtering
@option("--new", "new", metavar="DATE", help="Mark what was told for the first time, or again, from this day on.")
@common
def timeline(settings: Settings, situation: str | None, chosen: Filter, new: str | None, as_json: bool) -> None:
    """Print the timeline."""
    from keii.situation.gather import selected
    from keii.situation.timeline import timeline as made_of

    with Ledger.open(settings.ledger) as ledger:
        found = selected(ledger, situation, chosen, as_of=ledger.latest())
    made = made_of(found.happenings, found.expectations, since=interval("new", new)[0] if new else None)
    if as_json:
        from keii.exports import situations

        for line in situations.timeline(made):
            output.line(line)
    elif output.on_terminal():
        from keii.briefs.timeline import render

        output.text(render(situation or "", made, lang=settings.lang, width=output.width(), color=output.in_color()))
    else:
        output.table(_TABLE, _rows(made))


def _rows(made: "Timeline") -> Iterator[tuple[str, ...]]:
    turns = {turn.event: turn.kind.value for turn in made.turning}
    for one in (*made.happened, *made.denied):
        yield _row(one, made, turns, "")
    for awaited in made.awaited:
        yield _row(awaited.happening, made, turns, awaited.outcome)


def _row(one: "Happening", made: "Timeline", turns: dict[str, str], outcome: str) -> tuple[str, ...]:
    claim, event = one.told[0].claim, one.event
    return (
        one.layer, one.moment.start or "", one.moment.precision, event.type, event.status,
        "; ".join(party.text for party in claim.actors), claim.trigger.quote,
        "; ".join(party.text for party in claim.recipients), str(event.independent), str(len(one.documents)),
        one.first_told or "", "new" if made.is_new(one) else "again" if made.is_told_again(one) else "", outcome,
        turns.get(event.id, ""), event.id)
