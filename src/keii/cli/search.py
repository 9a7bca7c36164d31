"""`keii search`: filters under a name, kept in the ledger."""

import shlex
from dataclasses import replace
from datetime import UTC, datetime

import click

from keii.briefs.layout import Run
from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.options import filtering, user
from keii.cli.output import Row
from keii.cli.words import say
from keii.config import Settings
from keii.errors import UsageError
from keii.ledger import Filter, Ledger, searches
from keii.ledger.searches import Search

COLUMNS = ("Search", "Author", "Saved", "Filters")
SECONDS = 20.0  # for listing what is saved: it takes a millisecond
_TOLD = {"save": "The search «{name}» is saved.", "rename": "The search is called «{name}» now.",
         "remove": "The search «{name}» is removed."}


@click.command(cls=Verb, help="""
List the saved searches. save NAME keeps the filters given under a name, in the ledger; rename NAME NEW gives a search
another name, under which its alerts follow it; remove NAME ends a search.

A saved search is a page of `keii serve` and a feed (Atom) of the documents that it finds, with the claims that it
selects. A new one replaces the old one of its name, which stays as a row.""")
@click.argument("action", required=False, type=click.Choice(tuple(_TOLD)), metavar="[save|rename|remove]")
@click.argument("name", required=False, metavar="[NAME]")
@click.argument("new", required=False, metavar="[NEW]")
@filtering
@option("--author", metavar="NAME",
        help="Who saves it; otherwise the one KEII_AUTHOR names, or the user of the system.")
@common
def search(settings: Settings, action: str | None, name: str | None, new: str | None, chosen: Filter,
           author: str | None, as_json: bool) -> None:
    """List, save, rename or remove."""
    if action is None:
        _list(settings, as_json=as_json)
        return
    if name is None:
        raise UsageError("a saved search needs a name.", remedy="Give one: keii search save NAME --actor RUS ...")
    if action == "rename" and new is None:
        raise UsageError("rename takes the name of a search and its new one.",
                         remedy="Give both: keii search rename NAME NEW")
    if action != "rename" and new is not None:
        raise UsageError(f"{action} takes one name.", remedy="Put a name of several words into quotation marks.")
    made = Search(name=name, chosen=replace(chosen, limit=None, offset=0), author=author or user())
    with Ledger.open(settings.ledger) as ledger, ledger.browsing(seconds=SECONDS) as connection:
        known = searches.named(connection, name)  # and no ledger is made by saving a search
    if action == "remove":
        if known is None:
            raise UsageError(f"there is no saved search «{name}».", remedy="`keii search` lists those there are.")
        made = replace(known, author=made.author)
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Ledger.create(settings.ledger) as ledger, ledger.transaction() as connection:
        if new is not None:
            searches.rename(connection, name, replace(made, name=new), moment=moment)
        else:
            searches.keep(connection, searches.checked(made), moment=moment, wanted=action == "save")
    output.note(say(settings.lang, _TOLD[action], name=new or name))


def _list(settings: Settings, *, as_json: bool) -> None:
    with Ledger.open(settings.ledger) as ledger, ledger.browsing(seconds=SECONDS) as connection:
        found = list(searches.listing(connection))
    if as_json:
        from keii.exports import searches as lines

        for one in found:
            output.line(lines.search(one))
    elif output.on_terminal():
        output.columns([say(settings.lang, name) for name in COLUMNS],
                       (Row((one.name, one.author, one.made_at), (Run(_options(one)),)) for one in found),
                       none=say(settings.lang, "There is none yet."))
    else:
        output.table(COLUMNS, ((one.name, one.author, one.made_at, _options(one)) for one in found))


def _options(one: Search) -> str:
    """Return the filter as it is written on a command line."""
    return " ".join(f"--{name} {shlex.quote(value)}" for name, value in one.chosen.options)
