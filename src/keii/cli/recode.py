"""`keii recode`: what today's coder and the rules make of the documents that are stored."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.options import coder_option, filtering
from keii.cli.rule import stamp
from keii.cli.words import say
from keii.config import Settings
from keii.ledger import Filter, Ledger

if TYPE_CHECKING:
    from keii.ledger.recoding import Difference, Recoded
    from keii.model import Claim, Document
    from keii.pipeline import Reading

_EXAMPLES = 10


class _UndoneError(Exception):
    """Ends a transaction whose rows are not to be kept."""


@click.command(cls=Verb, help="""
Code the stored documents anew with today's coder and data, ask the rules again, and show what would change: claims
added, gone and changed, documents dropped, brought back and tagged otherwise. Nothing is written without --write.

The filters select documents; without any, dropped ones are looked at too. What persons decided stays: a judgement
counts for the claim that stands in the place of its own.""")
@option("--rules", "rules_alone", is_flag=True, help="Ask the rules alone, and code nothing anew.")
@option("--write", "keep", is_flag=True, help="Keep what changes; earlier readings stay in the ledger.")
@option("--examples", type=click.IntRange(0), default=_EXAMPLES, metavar="N",
        help="How many documents are shown with what changes in them.")
@coder_option
@filtering
@common
def recode(settings: Settings, rules_alone: bool, keep: bool, examples: int, coder: str | None, chosen: Filter,
           as_json: bool) -> None:
    """Show or keep what changes."""
    from keii.cli.progress import progress

    with Ledger.open(settings.ledger):  # a ledger that is none is told before one is made
        pass
    total: Counter[str] = Counter()
    with Ledger.create(settings.ledger) as ledger, progress(settings.lang) as advance:
        for one in _recoded(ledger, chosen, coder=coder, rules_alone=rules_alone, keep=keep):
            advance(one.document.origin, one.same)
            _count(total, one)
            if as_json:
                from keii.exports import recoding

                output.line(recoding.recoded(one, written=keep))
            elif one.changes and total["changing"] <= examples:
                for line in _shown(one, settings.lang):
                    output.text(line)
        if keep:
            from keii.situation import renewing
            from keii.situation.keeping import Keeper
            from keii.situation.vectors import Encoded

            Keeper(ledger, Encoded()).catch_up()
            renewing.keep_up(ledger)
    output.note(_sum(total, settings.lang, keep=keep))


def _recoded(ledger: Ledger, chosen: Filter, *, coder: str | None, rules_alone: bool,
             keep: bool) -> "Iterator[Recoded]":
    """Yield what becomes of each document, one transaction a document; rolled back unless it is to be kept."""
    from keii import __version__
    from keii.ledger import recoding
    from keii.ledger.rules import rules

    with ledger.browsing(seconds=60) as connection:
        ids, held = recoding.chosen_documents(connection, chosen), rules(connection)
    for id in ids:
        document = _whole(ledger, id)
        if document is None:
            continue  # gone since the list was made
        reading = None if rules_alone else _read(document, coder)
        with contextlib.suppress(_UndoneError), ledger.transaction() as connection:
            found = recoding.recode(connection, document, reading, held, moment=stamp(), version=__version__)
            if not keep:
                raise _UndoneError
        yield found


def _whole(ledger: Ledger, id: str) -> "Document | None":
    from keii.ledger import recoding

    document = None
    with contextlib.suppress(_UndoneError), ledger.transaction() as connection:
        document = recoding.whole(connection, id)
        raise _UndoneError
    return document


def _read(document: "Document", coder: str | None) -> "Reading":
    from keii import pipeline

    return pipeline.reading_of(document, coder=coder)


# ---- for people ----

def _count(total: Counter[str], one: "Recoded") -> None:
    total.update(difference.kind for difference in one.differences)
    total.update(documents=1, changing=int(one.changes), figures=one.other_figures,
                 dropped=int(one.is_dropped and not one.was_dropped),
                 back=int(one.was_dropped and not one.is_dropped), tagged=int(one.tags != one.tags_before), judged=sum(
                     difference.judged and difference.kind == "gone" for difference in one.differences))


def _sum(total: Counter[str], lang: str, *, keep: bool) -> str:
    names = ("documents", "changing", "added", "gone", "changed", "figures", "dropped", "back", "tagged")
    lines = [say(lang, "{changing} of {documents} documents differ: {added} claims added, {gone} gone, "
                       "{changed} changed; {dropped} documents dropped, {back} brought back, {tagged} tagged "
                       "otherwise. {figures} claims have other figures alone.",
                 **{name: total[name] for name in names})]
    if total["judged"]:
        lines.append(say(lang, "{count} claims are gone by which a person decided about an event.",
                         count=total["judged"]))
    if not keep:
        lines.append(say(lang, "Nothing was written; --write keeps it."))
    return "\n".join(lines)


def _shown(one: "Recoded", lang: str) -> Iterator[str]:
    from keii.briefs.layout import clean
    from keii.exports.jsonl import printable

    yield f"{one.document.id[:12]} {clean(printable(one.document.origin))}"
    if one.is_dropped != one.was_dropped:
        yield "  " + (say(lang, "dropped by rule {number}", number=one.rule) if one.rule else
                      say(lang, "dropped: no rule keeps it") if one.is_dropped else say(lang, "brought back"))
    if one.tags != one.tags_before:
        yield "  " + say(lang, "tags: {before} → {after}", before=" ".join(one.tags_before) or "–",
                         after=" ".join(one.tags) or "–")
    for difference in one.differences:
        yield "  " + clean(_difference(difference))


def _difference(one: "Difference") -> str:
    mark = {"added": "+", "gone": "-", "changed": "~"}[one.kind]
    if one.before is None:
        return f"{mark} {_claim(one.claim)}"
    changes = ", ".join(_change(one.before, one.claim, name) for name in one.fields)
    return f"{mark} {_claim(one.before)} ({changes})"


def _change(before: "Claim", after: "Claim", name: str) -> str:
    """Return what a field was and would be; where the words are the same, whom they mean."""
    was, now = _value(before, name), _value(after, name)
    if was == now:
        was, now = _meant(before, name), _meant(after, name)
    return f"{name}: {was} → {now}"


def _meant(claim: "Claim", name: str) -> str:
    """Return the words of a field with their codes and entries of registry or gazetteer."""
    value = getattr(claim, name)
    shown = []
    for one in value if isinstance(value, tuple) else (value,):
        told = [getattr(one, field, None) for field in ("code", "actor", "country", "gazetteer", "start", "end")]
        words = getattr(one, "text", None) or getattr(getattr(one, "span", None), "quote", None) or str(one)
        shown.append(f"{words} [{' '.join(filter(None, told))}]")
    return "; ".join(shown)


def _claim(claim: "Claim") -> str:
    actors, recipients = _value(claim, "actors"), _value(claim, "recipients")
    return f"{claim.type} {claim.status} «{claim.trigger.quote}» {actors} → {recipients}"


def _value(claim: "Claim", name: str) -> str:
    """Return a field of a claim in few words."""
    value = getattr(claim, name)
    if isinstance(value, tuple):
        return "; ".join(getattr(one, "text", None) or getattr(getattr(one, "span", None), "quote", None) or str(one)
                         for one in value) or "–"
    return str(getattr(getattr(value, "span", None), "quote", value) or "–")
