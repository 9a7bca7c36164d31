"""`keii show`: the dossier, for people."""

import re
from collections.abc import Iterator
from dataclasses import replace

import click

from keii.cli.frame import Verb, common, option
from keii.cli.options import filtering
from keii.cli.words import say
from keii.config import Settings
from keii.errors import UsageError
from keii.ledger import Filter, Ledger
from keii.ledger.rows import Holding
from keii.model import Told

_ID = re.compile(r"[ce]_[0-9a-f]{4,}")


@click.command(cls=Verb, help="""
Print the dossier: what happened, what is planned or expected, what is merely possible and what was denied, each act
with who says so and the words that prove it.

DOCUMENT is a document's id or the beginning of it, its input's name, or its URL; the id of a claim or of an event, as
--json gives them, shows what it tells alone. The filters select claims; see docs/filters.md.""")
@click.argument("document", required=False, metavar="[DOCUMENT]")
@filtering
@option("--width", type=click.IntRange(40), metavar="CELLS", help="Width of the lines; otherwise the terminal's.")
@common
def show(settings: Settings, document: str | None, chosen: Filter, width: int | None, as_json: bool) -> None:
    """Print the dossier of the selected claims."""
    from keii.cli import output

    with Ledger.open(settings.ledger) as ledger:
        held = _held(ledger, chosen, document, settings)
        if as_json:
            from keii.exports import jsonl

            for holding in held:
                sentences = {sentence.index: sentence for sentence in holding.sentences}
                for claim in holding.claims:
                    output.line(jsonl.claim(claim, sentences[claim.sentence]))
            return
        from keii.briefs.dossier import render_ledger

        output.text(render_ledger(list(held), lang=settings.lang, width=width or output.width(),
                                  color=output.in_color()))


def _held(ledger: Ledger, chosen: Filter, name: str | None, settings: Settings) -> Iterator[Holding]:
    """Return what is shown: everything chosen, or what is of one document, claim or event; UsageError for none."""
    if name is None:
        return ledger.holdings(chosen)
    if any(ledger.documents(Filter(documents=(name,), limit=1))):
        return ledger.holdings(replace(chosen, documents=(*chosen.documents, name)))
    told = _told(ledger, name)
    if not told:
        raise UsageError(say(settings.lang, "the ledger {ledger} holds no document «{document}».",
                             ledger=settings.ledger, document=name),
                         remedy=say(settings.lang, "`keii list documents` lists them."))
    documents = tuple(dict.fromkeys(one.document.id for one in told.values()))
    found = ledger.holdings(replace(chosen, documents=(*chosen.documents, *documents)))
    return (replace(one, claims=claims) for one in found
            if (claims := tuple(claim for claim in one.claims if claim.id in told)))


def _told(ledger: Ledger, name: str) -> dict[str, Told]:
    """Return the claims that an id of a claim or an event means, or the beginning of one; none for other words."""
    if not _ID.fullmatch(name):
        return {}
    event = ledger.event(name)
    ids = event.claims if event else (name,)
    return ledger.told(id for id in ids if not name.startswith("c_") or id.startswith(name))
