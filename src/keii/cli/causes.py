"""`keii causes`: what texts say comes of what, as the chains that an article argues."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import click

from keii.briefs.chains import chains
from keii.briefs.layout import Run, Style
from keii.cli import output
from keii.cli.frame import Verb, common
from keii.cli.options import filtering, no_row
from keii.cli.output import Row
from keii.cli.words import say
from keii.config import Lang, Settings
from keii.exports import jsonl
from keii.ledger import Filter, Ledger
from keii.model import Causation, Cause, Document

_TABLE = ("Published", "Chain", "Status", "Cause", "Connective", "Effect", "Sources", "Document", "Statement")
_ENOUGH = 12  # characters of a document's id, as in the other lists


@click.command(
    cls=Verb,
    help="""
List what texts say comes of what: the causes and effects that an article states, joined into chains where the effect
of one is the cause of another, each with its status (asserted, possible, conditional, denied) and who says so.

The filters select statements in whose cause or effect such a claim stands; see docs/filters.md.""",
)
@filtering
@common
def causes(settings: Settings, chosen: Filter, as_json: bool) -> None:
    """Print the causal statements."""
    with Ledger.open(settings.ledger) as ledger:
        if as_json:
            for cause, _, sentence in ledger.causes(chosen):
                output.line(jsonl.cause(cause, sentence))
        elif output.on_terminal():
            names = [say(settings.lang, name) for name in ("Document", "Published", "Chain")]
            output.columns(names, _shown(ledger, chosen, settings.lang), none=no_row(settings.lang))
        else:
            output.table(_TABLE, _cells(ledger, chosen))


def _chains(ledger: Ledger, chosen: Filter) -> Iterator[tuple[Document, list[tuple[Cause, ...]]]]:
    """Yield each document with the chains of its selected statements."""
    for _, group in groupby(ledger.causes(chosen), lambda found: found[1].id):
        found = list(group)
        yield found[0][1], chains([cause for cause, _, _ in found])


def _shown(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[Row]:
    for document, found in _chains(ledger, chosen):
        for chain in found:
            yield Row((document.id[:_ENOUGH], (document.published_at or "")[:10]), tuple(_told(chain, lang)))


def _told(chain: Sequence[Cause], lang: Lang) -> Iterator[Run]:
    yield Run(chain[0].cause.quote, Style.BOLD)
    for cause in chain:
        arrow = " ↛ " if cause.status is Causation.DENIED else " → "
        yield Run(arrow)
        yield Run(cause.effect.quote, Style.BOLD)
        notes = [*([say(lang, cause.status.value)] if cause.status is not Causation.ASSERTED else []), *_said(cause)]
        if notes:
            yield Run(f" ({', '.join(notes)})", Style.DIM)


def _cells(ledger: Ledger, chosen: Filter) -> Iterator[Sequence[str]]:
    for document, found in _chains(ledger, chosen):
        for number, chain in enumerate(found, start=1):
            for cause in chain:
                yield (
                    (document.published_at or "")[:10],
                    str(number),
                    cause.status,
                    cause.cause.quote,
                    cause.connective.quote,
                    cause.effect.quote,
                    " < ".join(_said(cause)),
                    document.id,
                    cause.id,
                )


def _said(cause: Cause) -> list[str]:
    return [source.text for source in cause.sources]
