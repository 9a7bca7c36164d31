"""`keii show`: the dossier, for people."""

from dataclasses import replace

import click

from keii.cli.frame import Verb, common, option
from keii.cli.options import filtering
from keii.cli.words import say
from keii.config import Settings
from keii.errors import UsageError
from keii.ledger import Filter, Ledger


@click.command(cls=Verb, help="""
Print the dossier: what happened, what is planned or expected, what is merely possible and what was denied, each act
with who says so and the words that prove it.

DOCUMENT is a document's id or the beginning of it, its input's name, or its URL. The filters select claims; see
docs/filters.md.""")
@click.argument("document", required=False, metavar="[DOCUMENT]")
@filtering
@option("--width", type=click.IntRange(40), metavar="CELLS", help="Width of the lines; otherwise the terminal's.")
@common
def show(settings: Settings, document: str | None, chosen: Filter, width: int | None, as_json: bool) -> None:
    """Print the dossier of the selected claims."""
    from keii.cli import output

    if document is not None:
        chosen = replace(chosen, documents=(*chosen.documents, document))
    with Ledger.open(settings.ledger) as ledger:
        if document is not None and not any(ledger.documents(Filter(documents=(document,), limit=1))):
            raise UsageError(say(settings.lang, "the ledger {ledger} holds no document «{document}».",
                                 ledger=settings.ledger, document=document),
                             remedy=say(settings.lang, "`keii list documents` lists them."))
        if as_json:
            from keii.exports import jsonl

            for holding in ledger.holdings(chosen):
                sentences = {sentence.index: sentence for sentence in holding.sentences}
                for claim in holding.claims:
                    output.line(jsonl.claim(claim, sentences[claim.sentence]))
            return
        from keii.briefs.dossier import render_ledger

        output.text(render_ledger(list(ledger.holdings(chosen)), lang=settings.lang, width=width or output.width(),
                                  color=output.in_color()))
