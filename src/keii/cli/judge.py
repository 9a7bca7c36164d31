"""`keii judge`: what a person decides about events and claims; added, never changed."""

import getpass
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.words import say
from keii.config import Settings
from keii.errors import UsageError
from keii.model import Verdict

if TYPE_CHECKING:
    from keii.ledger import Ledger
    from keii.review.deciding import Reviewer


@click.command(cls=Verb, help="""
Decide about events: merge EVENT EVENT... says that they are one happening; split EVENT CLAIM... says that these claims
of it tell another one; correct EVENT FIELD VALUE gives a field its right value.

Decide about claims: accept CLAIM... says that they are right; reject CLAIM... that the words tell no such act; amend
CLAIM FIELD VALUE that it is right with this value of a field. Parties are written 'words=CODE; words=CODE', a place
'words=COUNTRY', a time 'words=2024-06-13', quantities 'words=46 ship; words=10..20 person', the trigger 'words';
'words#2' are the second of several in the sentence, 'none' empties a field.

undo NUMBER takes back a judgement of your own.

A judgement is kept with author and time and never changed; every later reading respects it, and of two on the same
claims the later counts: merge undoes split, split undoes merge. `keii event` shows the history.""")
@click.argument("verdict", type=click.Choice([verdict.value for verdict in Verdict]),
                metavar="merge|split|correct|accept|reject|amend|undo")
@click.argument("given", nargs=-1, required=True, metavar="ID...")
@option("--author", metavar="NAME", help="Who decides; otherwise the one KEII_AUTHOR names, or the user of the system.")
@option("--note", metavar="WORDS", help="Why.")
@common
def judge(settings: Settings, verdict: str, given: tuple[str, ...], author: str | None, note: str | None,
          as_json: bool) -> None:
    """Keep the judgement and tell what became of the events."""
    from keii.ledger import Ledger
    from keii.review.deciding import Reviewer, events_touched, now

    reviewer = Reviewer(name=author or os.environ.get("KEII_AUTHOR") or getpass.getuser(), at=now(), note=note)
    with Ledger.open(settings.ledger):  # a ledger that is none is told before one is made
        pass
    with Ledger.create(settings.ledger) as ledger:
        numbers = _DECIDE[Verdict(verdict)](ledger, given, reviewer)
        kept = [one for number in numbers if (one := ledger.judgement(number))]
        events = {event.id: event for one in kept for event in events_touched(ledger, one)}
        if as_json:
            from keii.exports import situation

            for event in events.values():
                output.line(situation.event(event))
            return
        for number in numbers:
            output.text(say(settings.lang, "Judgement {number} kept.", number=number))
        for event in events.values():
            output.text(say(settings.lang, "{event}: {claims} claims", event=event.id, claims=len(event.claims)))


def _merge(ledger: "Ledger", given: tuple[str, ...], reviewer: "Reviewer") -> list[int]:
    from keii.review import deciding

    return [deciding.merge(ledger, given, reviewer)]


def _split(ledger: "Ledger", given: tuple[str, ...], reviewer: "Reviewer") -> list[int]:
    from keii.review import deciding

    return [deciding.split(ledger, given[0], given[1:], reviewer)]


def _correct(ledger: "Ledger", given: tuple[str, ...], reviewer: "Reviewer") -> list[int]:
    from keii.review import deciding

    if len(given) != 3:
        from keii.model import FIELDS

        raise UsageError("correct takes an event, a field and a value.", remedy=f"Fields are {', '.join(FIELDS)}.")
    return [deciding.correct(ledger, *given, reviewer)]


def _whole(verdict: Verdict) -> Callable[["Ledger", tuple[str, ...], "Reviewer"], list[int]]:
    """Return what accepts or rejects claims: all of them are looked at before the first is decided."""
    def decide(ledger: "Ledger", given: tuple[str, ...], reviewer: "Reviewer") -> list[int]:
        from keii.review import deciding

        found = [deciding.look(ledger, id) for id in given]
        return [deciding.decide(ledger, one.id, verdict, reviewer) for one in found]

    return decide


def _amend(ledger: "Ledger", given: tuple[str, ...], reviewer: "Reviewer") -> list[int]:
    from keii.review import deciding
    from keii.review.lines import FIELDS, values

    if len(given) != 3 or given[1] not in FIELDS:
        raise UsageError("amend takes a claim, a field and a value.", remedy=f"Fields are {', '.join(FIELDS)}.")
    found = deciding.look(ledger, given[0])
    return [deciding.decide(ledger, found.id, Verdict.AMEND, reviewer, values=values(found, given[1], given[2]))]


def _undo(ledger: "Ledger", given: tuple[str, ...], reviewer: "Reviewer") -> list[int]:
    from keii.review import deciding

    for number in given:
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise UsageError(f"«{number}» is no number of a judgement.",
                             remedy="`keii event` and the pages tell the numbers.")
    return [deciding.undo(ledger, int(number), reviewer) for number in given]


_DECIDE = {Verdict.MERGE: _merge, Verdict.SPLIT: _split, Verdict.CORRECT: _correct, Verdict.UNDO: _undo,
           Verdict.ACCEPT: _whole(Verdict.ACCEPT), Verdict.REJECT: _whole(Verdict.REJECT), Verdict.AMEND: _amend}
