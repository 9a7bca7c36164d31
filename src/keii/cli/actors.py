"""`keii actors`: the entries of the registry, one line each."""

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

import click

from keii.briefs.layout import Run, Style
from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.output import Row
from keii.cli.words import say
from keii.config import Lang, Settings
from keii.errors import UsageError

if TYPE_CHECKING:
    from keii.gazetteer.registry import Entry

COLUMNS = ("Entry", "Kind", "Code", "Name")


@click.command(cls=Verb, help="""
List the registry's states, persons, organisations and outlets. WORDS select those whose names, in any language, hold
all of them. `keii list actors` lists those of the ledger instead.""")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@option("--kind", metavar="KIND",
        help="state, person, organisation or outlet, or a kind of body or outlet, such as igo, party or agency.")
@option("--country", metavar="CODE",
        help="A state's code or a body's: RUS, IGO:NATO. Persons count to those whose offices they held.")
@option("--limit", type=click.IntRange(0), metavar="N", help="At most so many.")
@common
def actors(settings: Settings, words: tuple[str, ...], kind: str | None, country: str | None, limit: int | None,
           as_json: bool) -> None:
    """Print the entries."""
    from keii.gazetteer import registry

    known = (*registry.KINDS, *registry.forms())
    if kind is not None and kind not in known:
        raise UsageError(f"--kind does not know «{kind}».", remedy=f"It knows: {', '.join(dict.fromkeys(known))}.")
    found = islice(registry.search(kind, country, words), limit)
    if as_json:
        from keii.exports import jsonl

        for entry in found:
            output.line(jsonl.entry(entry))
    elif output.on_terminal():
        output.columns([say(settings.lang, name) for name in COLUMNS], _shown(found, settings.lang),
                       none=say(settings.lang, "No entry of the registry fits."))
    else:
        output.table(COLUMNS, ((entry.id, entry.form or entry.kind, entry.code, entry.name(settings.lang))
                               for entry in found))


def _shown(entries: "Iterable[Entry]", lang: Lang) -> Iterable[Row]:
    for entry in entries:
        other = entry.name("en" if lang == "ja" else "ja")
        beside = (Run(f" — {other}", Style.DIM),) if other != entry.name(lang) else ()
        yield Row((entry.id, entry.form or entry.kind, entry.code), (Run(entry.name(lang), Style.BOLD), *beside))
