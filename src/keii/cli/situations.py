"""`keii situations`: the threads of the ledger, found and defined."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from keii.briefs.layout import Run, Style
from keii.briefs.why import value
from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.options import user
from keii.cli.output import Row
from keii.cli.words import say
from keii.config import Settings
from keii.errors import UsageError
from keii.model import Situation

if TYPE_CHECKING:
    from keii.situation.gather import Overview

COLUMNS = ("Situation", "Found", "Events", "Documents", "First", "Last", "Parties")
MOST = 30  # found situations that are listed unless --limit says otherwise
_NONE = ("None was found: that takes {events} events between two parties in {documents} dated documents of {days} "
         "days. `keii situations add` defines one.")
_ACTIONS = ("add", "remove", "load")


@click.command(cls=Verb, help="""
List the situations of the ledger: threads of events among a set of parties. Those that people defined come first,
then those that keii found, with why.

add NAME defines one by --actor, --type, --place and --text: a repeated option means «or», different options mean
«and»; of two or more actors, two must take part, or one with nobody else. remove NAME ends it, load FILE defines
those of a table. Definitions are kept in the ledger, with their author; earlier ones stay as rows.""")
@click.argument("action", required=False, type=click.Choice(_ACTIONS), metavar="[add|remove|load]")
@click.argument("name", required=False, metavar="[NAME|FILE]")
@option("--actor", "actors", multiple=True, metavar="WHO", help="A party of the situation: RUS, IGO:UN, a name.")
@option("--type", "types", multiple=True, metavar="TYPE",
        help="One of PLOVER's sixteen types, such as CONSULT, or OTHER.")
@option("--place", "places", multiple=True, metavar="PLACE", help="Where: a country's code, or words.")
@option("--text", "texts", multiple=True, metavar="WORDS", help="Words of the act or of its sentence.")
@option("--limit", type=click.IntRange(0), default=MOST, metavar="N",
        help="At most so many found situations, those with the most events.")
@option("--author", metavar="NAME",
        help="Who defines it; otherwise the one KEII_AUTHOR names, or the user of the system.")
@common
def situations(settings: Settings, action: str | None, name: str | None, actors: tuple[str, ...],
               types: tuple[str, ...], places: tuple[str, ...], texts: tuple[str, ...], limit: int,
               author: str | None, as_json: bool) -> None:
    """List, define or remove."""
    if action is None:
        _list(settings, limit, as_json=as_json)
        return
    if name is None:
        raise UsageError("a situation needs a name.", remedy="Give one: keii situations add NAME --actor RUS ...")
    fields = Situation(name=name, actors=actors, types=types, places=places, texts=texts, author=author or user())
    _change(settings, action, fields)


def _change(settings: Settings, action: str, given: Situation) -> None:
    from keii.ledger import Ledger
    from keii.situation.definitions import defined, from_table

    author = given.author or ""
    with Ledger.open(settings.ledger) as held:  # no ledger is made by defining a situation
        known = tuple(held.situations())
    if action == "load":
        new = tuple(from_table(Path(given.name), author=author))
    elif action == "add":
        new = (defined(given),)
    else:
        new = tuple(one for one in known if one.name == given.name)
        if not new:
            raise UsageError(f"nobody defined a situation «{given.name}».",
                             remedy="Those that keii found come and go with what the ledger holds.")
    with Ledger.create(settings.ledger) as ledger:
        for one in new:
            ledger.define(_signed(one, author), wanted=action != "remove")
    output.note(say(settings.lang, "{count} situations written.", count=len(new)))


def _signed(one: Situation, author: str) -> Situation:
    return Situation(name=one.name, actors=one.actors, types=one.types, places=one.places, texts=one.texts,
                     author=author)


def _list(settings: Settings, limit: int, *, as_json: bool) -> None:
    from keii.ledger import Ledger
    from keii.situation.gather import overview
    from keii.situation.threads import DAYS, DOCUMENTS, EVENTS

    with Ledger.open(settings.ledger) as ledger:
        rows = list(overview(ledger, limit))
    if as_json:
        from keii.exports.situations import situation

        for one in rows:
            output.line(situation(one))
    elif output.on_terminal():
        output.columns([say(settings.lang, name) for name in COLUMNS], (_row(one, settings) for one in rows),
                       none=say(settings.lang, _NONE, events=EVENTS, documents=DOCUMENTS, days=DAYS))
    else:
        output.table(COLUMNS, ((*_cells(one), " ".join(one.situation.actors)) for one in rows))


def _row(one: "Overview", settings: Settings) -> Row:
    name, found, *rest = _cells(one)
    held = one.situation
    why = "; ".join(f"{value(reason, settings.lang)} ({reason.weight:g})" for reason in held.reasons)
    wanted = " ".join((*held.types, *held.places, *held.texts))
    words = (Run(" ".join(held.actors), Style.BOLD), *([Run(f" {wanted}")] if wanted else []),
             *([Run(f" — {why}", Style.DIM)] if why else []))
    return Row((name, say(settings.lang, found), *rest), words)


def _cells(one: "Overview") -> tuple[str, ...]:
    return (one.situation.name, "found" if one.situation.found else "defined", str(one.events), str(one.documents),
            one.first or "", one.last or "")
