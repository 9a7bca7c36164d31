"""`keii brief`: what is new, agreed, in conflict and awaited, with footnotes."""

import click

from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.config import Settings
from keii.ledger import Ledger


@click.command(cls=Verb, help="""
Write a brief: what is new, what independent sources agree on, what conflicts, what is awaited and what became of it,
and the turning points. Every line has footnotes with the words that prove it and the address of the original.

SITUATION is a name that `keii situations` lists; without one the brief is about the whole ledger. The language is
that of --lang, whatever the language of the articles; quotations stay as published.""")
@click.argument("situation", required=False, metavar="[SITUATION]")
@option("--since", metavar="DATE", help="What was told from this year, month or day on; otherwise in the last seven "
        "days before the newest article.")
@option("--until", metavar="DATE", help="What was told up to and with this year, month or day; otherwise all.")
@option("--format", "format_", type=click.Choice(["md", "html"]), default="md",
        help="md (the default) or html: one file that loads nothing.")
@common
def brief(settings: Settings, situation: str | None, since: str | None, until: str | None, format_: str,
          as_json: bool) -> None:
    """Write the brief."""
    from keii.briefs.asked import brief_of

    with Ledger.open(settings.ledger) as ledger:
        made = brief_of(ledger, situation, since=since, until=until, lang=settings.lang)
    if as_json:
        from keii.briefs.ndjson import lines

        for line in lines(made):
            output.line(line)
    elif format_ == "html":
        from keii.briefs.html import html

        output.text(html(made).rstrip("\n"))
    else:
        from keii.briefs.markdown import markdown

        output.text(markdown(made).rstrip("\n"))
