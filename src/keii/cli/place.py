"""`keii place`: the places of the gazetteer that bear a name."""

from typing import TYPE_CHECKING

import click

from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.words import say
from keii.config import Lang, Settings
from keii.errors import UsageError

if TYPE_CHECKING:
    from keii.gazetteer.places import GazetteerPlace

MOST = 20  # places shown to people; --json gives all


@click.command(cls=Verb, help="""
Show the places of the gazetteer that bear a name, in any script: id, kind, coordinates, what they lie in, and people;
the most populous first. NAME is a name, or the id of a place as the ledger keeps it (geonames:524901).""")
@click.argument("name")
@option("--country", metavar="CODE", help="Only places of the state of this alpha-3 code.")
@common
def place(settings: Settings, name: str, country: str | None, as_json: bool) -> None:
    """Print the places that bear the name."""
    from keii.exports import jsonl
    from keii.gazetteer.places import gazetteer

    known = gazetteer()
    found = [one for one in known.named(name) + known.of_id(name)
             if country is None or one.country == country.upper()]
    if not found:
        raise UsageError(f"the gazetteer has no place «{name}».",
                         remedy="Write its whole name, in any script; docs/places.md tells what the gazetteer holds.")
    if as_json:
        for one in found:
            output.line(jsonl.gazetteer_place(one, known.parents(one.number)))
        return
    for one in found[:MOST]:
        output.text(_line(one, known.parents(one.number), settings.lang))
    if len(found) > MOST:
        output.note(f"keii: {say(settings.lang, '{number} more; --json shows them all.', number=len(found) - MOST)}")


def _line(one: "GazetteerPlace", parents: "list[GazetteerPlace]", lang: Lang) -> str:
    names = " ".join(dict.fromkeys(name for name in (one.name(lang), one.name("en"), one.name("ja")) if name))
    lies = ", ".join(parent.name(lang) for parent in parents)
    people = f" · {one.population:,}" if one.population else ""
    code = f" [{one.country}]" if one.country else ""
    return (f"{names}{code}  {say(lang, one.kind)} · {one.latitude:.4f} {one.longitude:.4f} · {one.precision.value}"
            f"{people}{f' · {lies}' if lies else ''} · {one.id}")
