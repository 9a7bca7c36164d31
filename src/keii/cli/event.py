"""`keii event`: one event with the claims behind every value, what stands against what, and why it is one event."""

from collections.abc import Iterator, Mapping

import click

from keii.briefs.labels import label_of
from keii.briefs.layout import Line, Run, Style, paint, wrap
from keii.briefs.marks import marks_of
from keii.briefs.why import because
from keii.cli import output
from keii.cli.frame import Verb, common
from keii.cli.words import say
from keii.config import Lang, Settings
from keii.errors import UsageError
from keii.ledger import Ledger
from keii.model import Event, Judgement, Told, Value

_SHOWN_LINKS = 12  # the strongest; --json gives all


@click.command(cls=Verb, help="""
Show one event: its fields with the claims that give each value, what stands against what, who it rests on, the
sentences, why the claims were taken for one happening, and what persons judged.

ID is an event's id or the beginning of it, an id that it had earlier, or the id of one of its claims.""")
@click.argument("id_", metavar="ID")
@common
def event(settings: Settings, id_: str, as_json: bool) -> None:
    """Print the event."""
    with Ledger.open(settings.ledger) as ledger:
        found, judgements = whole(ledger, id_, settings.lang)
        if as_json:
            from keii.exports import situation

            output.line(situation.whole(found, judgements))
            return
        told = ledger.told(found.claims)
        lines = [line for runs in _lines(found, told, judgements, settings.lang)
                 for line in (wrap(runs, output.width()) or [()])]
        output.text(paint(lines, color=output.in_color()))


def whole(ledger: Ledger, id: str, lang: Lang) -> tuple[Event, list[Judgement]]:
    """Return an event with its links, and the judgements on its claims; raises UsageError for an unknown id."""
    from dataclasses import replace

    found = ledger.event(id)
    if found is None:
        raise UsageError(say(lang, "the ledger {ledger} holds no event «{id}».", ledger=ledger.path, id=id),
                         remedy=say(lang, "`keii events` lists them."))
    return replace(found, links=ledger.links(found.claims)), ledger.judgements(found.claims)


def _lines(event: Event, told: Mapping[str, Told], judgements: list[Judgement], lang: Lang) -> Iterator[Line]:
    mark = marks_of(event)
    kind = " · ".join(filter(None, (event.type, label_of(event.label or "", lang), event.status)))
    yield (Run(event.id, Style.BOLD), Run(f"  {kind}"))
    yield (Run(say(lang, "{claims} claims of {documents} documents, {independent} independent sources",
                   claims=len(event.claims), documents=event.documents, independent=event.independent), Style.DIM),)
    yield ()
    for name, values in event.fields:
        yield (Run(f"{say(lang, name)}: ", Style.DIM), *_values(values, mark, lang))
    if event.conflicts:
        yield ()
        yield (Run(say(lang, "What stands against what"), Style.BOLD),)
        for conflict in event.conflicts:
            yield (Run(f"{say(lang, conflict.field)}: ", Style.DIM), *_values(conflict.values, mark, lang, " ↔ "))
    yield ()
    yield (Run(say(lang, "Told by"), Style.BOLD),)
    for claim in event.claims:
        yield from _telling(told[claim], mark[claim])
    if event.links:
        yield ()
        yield (Run(say(lang, "Why one happening"), Style.BOLD),)
        for link in event.links[:_SHOWN_LINKS]:
            reasons = "  ".join(because(reason, lang) for reason in link.reasons)
            yield (Run(f"{mark[link.first]}–{mark[link.second]} {link.score:g}: "), Run(reasons, Style.DIM))
        if len(event.links) > _SHOWN_LINKS:
            yield (Run(say(lang, "… and {number} more: --json", number=len(event.links) - _SHOWN_LINKS), Style.DIM),)
    if judgements:
        yield ()
        yield (Run(say(lang, "Judgements"), Style.BOLD),)
        yield from (_judged(judgement, lang) for judgement in judgements)


def _values(values: tuple[Value, ...], mark: Mapping[str, str], lang: Lang, between: str = "; ") -> Iterator[Run]:
    for number, value in enumerate(values):
        if number:
            yield Run(between)
        yield Run(say(lang, value.value))
        who = " ".join(mark[claim] for claim in value.claims if claim in mark) or say(lang, "judged")
        yield Run(f" [{who}]", Style.DIM)


def _telling(told: Told, mark: str) -> Iterator[Line]:
    document, claim = told.document, told.claim
    sources = " < ".join(source.text for source in claim.sources)
    published = ", ".join(filter(None, ((document.published_at or "")[:10], document.publisher or document.origin)))
    copies = f" ({told.copies[:12]})" if told.copies else ""
    yield (Run(f"{mark} ", Style.BOLD), Run(f"{published}{copies}{f' < {sources}' if sources else ''}: ", Style.DIM),
           Run(" ".join(told.sentence.split())), Run(f"  {claim.id[:12]}", Style.DIM))


def _judged(judgement: Judgement, lang: Lang) -> Line:
    if judgement.undoes is not None:
        return (Run(f"#{judgement.number} {judgement.at} {judgement.author}: {judgement.verdict} #{judgement.undoes}"),)
    claims = say(lang, "{number} claims", number=len(judgement.claims))
    what = f"{judgement.field} = {judgement.value}" if judgement.field else claims
    note = f": {judgement.note}" if judgement.note else ""
    return (Run(f"#{judgement.number} {judgement.at} {judgement.author}: {judgement.verdict} {what}{note}"),)
