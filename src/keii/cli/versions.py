"""`keii versions`: the copies and versions of a document, and what each tells otherwise than the one before."""

import click

from keii.briefs.layout import Line, Run, Style, paint, wrap
from keii.cli import output
from keii.cli.frame import Verb, common
from keii.cli.words import say
from keii.config import Settings
from keii.errors import UsageError
from keii.ledger import Filter, Ledger
from keii.model import Document, Told
from keii.situation.copies import Change, changes

_SIGNS = {"added": "+", "gone": "−", "changed": "±"}


@click.command(cls=Verb, help="""
List the copies and versions of a document by publication, and what each tells otherwise than the one before: claims
that it adds, leaves out or changes. Copies count as one source.

DOCUMENT is a document's id or the beginning of it, its input's name, or its URL.""")
@click.argument("document", metavar="DOCUMENT")
@common
def versions(settings: Settings, document: str, as_json: bool) -> None:
    """Print the versions."""
    with Ledger.open(settings.ledger) as ledger:
        listed = next(ledger.documents(Filter(documents=(document,), limit=1)), None)
        if listed is None:
            raise UsageError(say(settings.lang, "the ledger {ledger} holds no document «{document}».",
                                 ledger=settings.ledger, document=document),
                             remedy=say(settings.lang, "`keii list documents` lists them."))
        lines: list[Line] = []
        before: list[Told] | None = None
        for version in ledger.versions(listed.document.id):
            told = list(ledger.told(claim.id for claim in ledger.claims(Filter(documents=(version.id,)))).values())
            told.sort(key=lambda one: (one.claim.trigger.start, one.claim.id))
            found = [] if before is None else changes(before, told)
            before = told
            if as_json:
                from keii.exports import situation

                output.line(situation.version(version, len(told), found))
            else:
                lines += _lines(version, len(told), found, settings.lang)
        if not as_json:
            output.text(paint(lines, color=output.in_color()))


def _lines(version: Document, claims: int, found: list[Change], lang: str) -> list[Line]:
    head = ", ".join(filter(None, ((version.published_at or "")[:10], version.publisher, version.origin)))
    lines: list[Line] = [(Run(version.id, Style.BOLD), Run(f"  {head}, {say(lang, '{number} claims', number=claims)}"))]
    for change in found:
        told = change.after or change.before
        assert told is not None  # a change has a side at least
        was = f"  ({change.before.claim.status} → {told.claim.status})" if change.kind == "changed" and change.before \
            and change.before.claim.status != told.claim.status else ""
        runs = [Run(f"{_SIGNS[change.kind]} "), Run(f"{told.claim.type} {told.claim.trigger.quote}", Style.BOLD),
                Run(f"{was}: {' '.join(told.sentence.split())}")]
        lines += [(Run("    "), *line) for line in wrap(runs, max(output.width() - 4, 36))]
    return lines
