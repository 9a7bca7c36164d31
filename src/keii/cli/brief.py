"""`keii brief`: what is new, agreed, in conflict and awaited, with footnotes."""

from datetime import date, timedelta

import click

from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.config import Settings
from keii.errors import UsageError
from keii.ledger import Filter, Ledger
from keii.ledger.filters import interval

DAYS = 7  # told in the last week, unless --since says otherwise


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
    from keii.briefs.brief import compose
    from keii.situation.gather import selected, told_until
    from keii.situation.timeline import timeline

    after = interval("until", until)[1] if until else None
    with Ledger.open(settings.ledger) as ledger:
        newest = max((one.day for one in ledger.published() if after is None or one.day < after), default=None)
        if newest is None:
            raise UsageError("no article in the ledger has a date of publication.",
                             remedy="A brief is about a time: read articles with --published DATE.")
        last = (date.fromisoformat(after) - timedelta(days=1)).isoformat() if after else newest
        found = told_until(selected(ledger, situation, Filter(), as_of=last), after)
    first = interval("since", since)[0] if since else (date.fromisoformat(last) - timedelta(days=DAYS - 1)).isoformat()
    made = compose(situation or "", timeline(found.happenings, found.expectations, since=first), found.expectations,
                   lang=settings.lang, since=first, until=last)
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
