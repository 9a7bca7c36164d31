"""`keii judge`: what a person decides about events; added, never changed."""

import getpass
import os
from datetime import UTC, datetime

import click

from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.words import say
from keii.config import Settings
from keii.errors import UsageError
from keii.ledger import Ledger
from keii.model import FIELDS, Event, Judgement, Verdict


@click.command(cls=Verb, help="""
Decide about events: merge EVENT EVENT... says that they are one happening; split EVENT CLAIM... says that these claims
of it tell another one; correct EVENT FIELD VALUE gives a field its right value.

A judgement is kept with author and time and never changed; every later reading respects it, and of two on the same
claims the later counts: merge undoes split, split undoes merge. `keii event` shows the history.""")
@click.argument("verdict", type=click.Choice([verdict.value for verdict in Verdict]), metavar="merge|split|correct")
@click.argument("given", nargs=-1, required=True, metavar="EVENT...")
@option("--author", metavar="NAME", help="Who decides; otherwise the one KEII_AUTHOR names, or the user of the system.")
@option("--note", metavar="WORDS", help="Why.")
@common
def judge(settings: Settings, verdict: str, given: tuple[str, ...], author: str | None, note: str | None,
          as_json: bool) -> None:
    """Keep the judgement and tell what became of the events."""
    from keii.situation.keeping import Keeper

    who = author or os.environ.get("KEII_AUTHOR") or getpass.getuser()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Ledger.open(settings.ledger):  # a ledger that is none is told before one is made
        pass
    with Ledger.create(settings.ledger) as ledger:
        decided = _DECIDE[Verdict(verdict)](ledger, given, settings.lang)
        decided = Judgement(verdict=decided.verdict, claims=decided.claims, others=decided.others, field=decided.field,
                            value=decided.value, author=who, note=note, at=now)
        keeper = Keeper(ledger, None)
        number = keeper.judge(decided)
        events = {event.id: event for claim in (*decided.claims, *decided.others) if (event := ledger.event(claim))}
        if as_json:
            from keii.exports import situation

            for event in events.values():
                output.line(situation.event(event))
            return
        output.text(say(settings.lang, "Judgement {number} kept.", number=number))
        for event in events.values():
            output.text(say(settings.lang, "{event}: {claims} claims", event=event.id, claims=len(event.claims)))


def _merge(ledger: Ledger, given: tuple[str, ...], lang: str) -> Judgement:
    events = {event.id: event for event in (_event(ledger, id, lang) for id in given)}
    if len(events) < 2:
        raise UsageError(say(lang, "merge takes two different events or more."),
                         remedy=say(lang, "`keii events` lists them."))
    claims = tuple(claim for event in events.values() for claim in event.claims)
    return Judgement(verdict=Verdict.MERGE, claims=claims, author="", at="")


def _split(ledger: Ledger, given: tuple[str, ...], lang: str) -> Judgement:
    event = _event(ledger, given[0], lang)
    claims = tuple(claim for claim in event.claims if any(claim.startswith(id) for id in given[1:]))
    unknown = [id for id in given[1:] if not any(claim.startswith(id) for claim in event.claims)]
    if unknown:
        raise UsageError(say(lang, "{event} holds no claim «{id}».", event=event.id, id=unknown[0]),
                         remedy=say(lang, "`keii event {event}` shows its claims.", event=event.id))
    others = tuple(claim for claim in event.claims if claim not in claims)
    if not claims or not others:
        raise UsageError(say(lang, "split takes an event and some of its claims, not all."),
                         remedy=say(lang, "`keii event {event}` shows its claims.", event=event.id))
    return Judgement(verdict=Verdict.SPLIT, claims=claims, others=others, author="", at="")


def _correct(ledger: Ledger, given: tuple[str, ...], lang: str) -> Judgement:
    if len(given) != 3:
        raise UsageError(say(lang, "correct takes an event, a field and a value."),
                         remedy=say(lang, "Fields are {fields}.", fields=", ".join(FIELDS)))
    event, (field, value) = _event(ledger, given[0], lang), given[1:]
    if field not in FIELDS:
        raise UsageError(say(lang, "an event has no field «{field}».", field=field),
                         remedy=say(lang, "Fields are {fields}.", fields=", ".join(FIELDS)))
    return Judgement(verdict=Verdict.CORRECT, claims=event.claims, field=field, value=value, author="", at="")


_DECIDE = {Verdict.MERGE: _merge, Verdict.SPLIT: _split, Verdict.CORRECT: _correct}


def _event(ledger: Ledger, id: str, lang: str) -> Event:
    from keii.cli.event import whole

    return whole(ledger, id, lang)[0]
