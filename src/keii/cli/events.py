"""`keii events` and `keii conflicts`: what was told of one happening, and where that stands against itself."""

from collections.abc import Iterator

import click

from keii.briefs.labels import label_of
from keii.briefs.layout import Run, Style
from keii.cli import output
from keii.cli.frame import Verb, common
from keii.cli.options import filtering, no_row
from keii.cli.output import Row
from keii.cli.words import say
from keii.config import Lang, Settings
from keii.ledger import Filter, Ledger
from keii.model import Event

HEADER = ("Date", "Type", "Status", "Claims", "Independent", "Conflicts", "Actors", "Act", "Recipients", "Event")
CONFLICT_HEADER = ("Event", "Date", "Type", "Field", "Value", "Claims")
_ENOUGH = 12  # characters of an id: enough to tell the events of a ledger apart, and `keii event` takes them


@click.command(cls=Verb, help="""
List the events: each is what the documents, in all languages, tell about one happening, with the number of its
claims and of the sources that do not rest on each other.

The filters select claims; an event is listed when one of its claims is selected. See docs/filters.md. `keii event ID`
shows one of them with its evidence.""")
@filtering
@common
def events(settings: Settings, chosen: Filter, as_json: bool) -> None:
    """Print the list."""
    with Ledger.open(settings.ledger) as ledger:
        if as_json:
            from keii.exports import situation

            for event in ledger.events(chosen):
                output.line(situation.event(event))
        elif output.on_terminal():
            names = [say(settings.lang, name) for name in ("Event", "Date", "Type", "Status", "Sources", "Act")]
            output.columns(names, _shown(ledger, chosen, settings.lang), none=no_row(settings.lang))
        else:
            output.table(HEADER, _rows(ledger, chosen))


@click.command(cls=Verb, help="""
List the conflicts: fields on which the claims of one event cannot all be right, each value with the number of claims
that give it. A denial stands against an assertion as a conflict of reality.

The filters select claims; the conflicts of an event are listed when one of its claims is selected. See
docs/filters.md.""")
@filtering
@common
def conflicts(settings: Settings, chosen: Filter, as_json: bool) -> None:
    """Print the list."""
    with Ledger.open(settings.ledger) as ledger:
        found = ((event, conflict) for event in ledger.events(chosen, conflicts=True) for conflict in event.conflicts)
        if as_json:
            from keii.exports import situation

            for event, conflict in found:
                output.line(situation.conflict(event, conflict))
            return
        if output.on_terminal():
            header = ("Event", "Date", "Type", "Field", "What stands against what")
            names = [say(settings.lang, name) for name in header]
            output.columns(names, (
                Row((event.id[:_ENOUGH], (event.since or "")[:10], event.type, say(settings.lang, conflict.field)),
                    _against([(say(settings.lang, value.value), len(value.claims)) for value in conflict.values]))
                for event, conflict in found), none=no_row(settings.lang))
            return
        output.table(CONFLICT_HEADER, (
            (event.id, (event.since or "")[:10], event.type, conflict.field, value.value, " ".join(value.claims))
            for event, conflict in found for value in conflict.values))


def _against(values: list[tuple[str, int]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for value, count in values:
        runs += [Run(" ↔ ", Style.DIM)] if runs else []
        runs += [Run(value, Style.BOLD), Run(f" ({count})", Style.DIM)]
    return tuple(runs)


def _rows(ledger: Ledger, chosen: Filter) -> Iterator[tuple[str, ...]]:
    for event in ledger.events(chosen):
        first = ledger.told(event.claims[:1])[event.claims[0]]
        yield ((event.since or "")[:10], " ".join(filter(None, (event.type, event.label))), event.status,
               str(len(event.claims)), str(event.independent), " ".join(one.field for one in event.conflicts),
               values(event, "actor"), first.claim.trigger.quote, values(event, "recipient"), event.id)


def _shown(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[Row]:
    for event in ledger.events(chosen):
        first = ledger.told(event.claims[:1])[event.claims[0]]
        actors, recipients = values(event, "actor"), values(event, "recipient")
        label = label_of(event.label, lang) if event.type == "OTHER" and event.label else None
        words = [
            *([Run(f"{actors} · ")] if actors else []),
            Run(first.claim.trigger.quote, Style.BOLD),
            *([Run(f" → {recipients}")] if recipients else []),
            *([Run(f" ({label})", Style.DIM)] if label else []),
            *([Run(f" ⚠ {', '.join(say(lang, one.field) for one in event.conflicts)}", Style.BOLD)]
              if event.conflicts else []),
        ]
        yield Row((event.id[:_ENOUGH], (event.since or "")[:10], event.type, event.status,
                   f"{event.independent}/{len(event.claims)}"), tuple(words))


def values(event: Event, name: str) -> str:
    """Return the values of a field of an event, the most told first."""
    return "; ".join(value.value for field, found in event.fields if field == name for value in found)
