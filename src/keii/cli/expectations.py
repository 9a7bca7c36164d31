"""`keii expectations`: what was announced, urged or predicted, and what became of it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import TypeVar

import click

from keii.briefs.layout import Run, Style
from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.options import filtering, no_row
from keii.cli.output import Row
from keii.cli.words import say
from keii.config import Lang, Settings
from keii.errors import LedgerError, UsageError
from keii.exports import jsonl
from keii.ledger import Filter, Ledger
from keii.model import Expectation, Holder, Outcome, Party, Turn
from keii.situation import renewing
from keii.situation.gathering import Awaited, awaited
from keii.situation.records import Record, by_outlet, by_speaker

_TABLE = (
    "Opened",
    "Outcome",
    "Status",
    "Type",
    "Actors",
    "Act",
    "Recipients",
    "Holder",
    "Deadline",
    "Told",
    "Turned",
    "Why",
    "Expectation",
)
_LAST = "9999-12-31"
_KNOWN = "as known on {day}; --as-of gives another day."
_KNOWN_AHEAD = ("as known on {day}, the day of the ledger's latest document, which is still to come: what is due until "
                "then has lapsed; --as-of gives another day.")
_T = TypeVar("_T")


def _day(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise UsageError(
            f"--as-of does not understand the date «{value}».", remedy="Write a day: 2024-06-13."
        ) from None


@click.command(
    cls=Verb,
    help="""
List acts that were planned, urged, predicted or invited, and what became of them: open, met, broken, cancelled,
postponed, refused, or lapsed.

The filters select by the claims that tell an expectation or turn it; see docs/filters.md. With --by it prints how the
announcements of each speaker or outlet fared, as counts.""",
)
@option(
    "--as-of",
    callback=_day,
    metavar="DAY",
    help="What was known on this day: 2024-06-13; otherwise on that of the ledger's latest document.",
)
@option(
    "--outcome",
    "outcomes",
    multiple=True,
    type=click.Choice([outcome.value for outcome in Outcome]),
    metavar="OUTCOME",
    help=f"Only those with this outcome: {', '.join(Outcome)}.",
)
@option(
    "--by",
    type=click.Choice(["speaker", "outlet"]),
    metavar="speaker|outlet",
    help="Count by who announced it or by who printed it.",
)
@filtering
@common
def expectations(
    settings: Settings, chosen: Filter, as_of: str | None, outcomes: tuple[str, ...], by: str | None, as_json: bool
) -> None:
    """Print the expectations, or how announcements fared."""
    _keep(settings)
    with Ledger.open(settings.ledger) as ledger:
        day = as_of or ledger.latest() or _LAST
        found = [
            one for one in awaited(ledger, chosen, as_of=day) if not outcomes or one.expectation.outcome in outcomes
        ]
    found.sort(key=_order)
    if by:
        counted = (by_speaker if by == "speaker" else by_outlet)(one.expectation for one in found)
        _print_records(list(_page(counted, chosen)), settings.lang, as_json)
        return
    page = list(_page(found, chosen))
    if as_json:
        for one in page:
            output.line(jsonl.expectation(one))
    elif output.on_terminal():
        output.columns(
            [say(settings.lang, name) for name in ("Opened", "Outcome", "Deadline", "Act")],
            (_shown(one, settings.lang) for one in page),
            none=no_row(settings.lang),
        )
    else:
        output.table(_TABLE, map(_cells, page))
    if as_of is None:
        output.note(f"keii: {say(settings.lang, _KNOWN_AHEAD if _is_ahead(day) else _KNOWN, day=day)}")


def _keep(settings: Settings) -> None:
    """Have the ledger keep what was read since, so that it is told once; where it cannot, it is told in memory."""
    with Ledger.open(settings.ledger) as ledger, ledger.asking() as connection:
        behind = renewing.is_behind(connection)
    with suppress(LedgerError):
        if behind:
            with Ledger.create(settings.ledger) as ledger:
                renewing.keep_up(ledger)


def _is_ahead(day: str) -> bool:
    """Tell whether a document is dated in the future; one that is dated wrongly would let everything lapse."""
    return _LAST > day > date.today().isoformat()


def _page(found: Iterable[_T], chosen: Filter) -> Iterator[_T]:
    end = None if chosen.limit is None else chosen.offset + chosen.limit
    return islice(found, chosen.offset, end)


def _order(one: Awaited) -> tuple[bool, str, str]:
    """Put what is still to come before what is over, each by the day of its opening."""
    value = one.expectation
    return value.outcome not in (Outcome.OPEN, Outcome.POSTPONED), value.voices[0].at, value.id


def _cells(one: Awaited) -> Sequence[str]:
    value, claim = one.expectation, one.opening.claim
    turn = _last(value)
    return (
        value.voices[0].at,
        value.outcome,
        value.status,
        value.type,
        _names(claim.actors),
        _act(one),
        _names(claim.recipients),
        _holder(value.holder),
        value.deadline or "",
        str(len(value.voices)),
        turn.at if turn else "",
        _why(one, turn),
        value.id,
    )


def _shown(one: Awaited, lang: Lang) -> Row:
    value, claim = one.expectation, one.opening.claim
    turn = _last(value)
    told = (say(lang, value.status), _holder(value.holder))
    words = [
        *([Run(f"{_names(claim.actors)} · ")] if claim.actors else []),
        Run(_act(one), Style.BOLD),
        *([Run(f" → {_names(claim.recipients)}")] if claim.recipients else []),
        Run(f" ({', '.join(filter(None, told))}, ×{len(value.voices)})", Style.DIM),
        *([Run(f" — {turn.at} {say(lang, turn.outcome)}: «{_why(one, turn)}»", Style.DIM)] if turn else []),
        *(Run(f" · {' ↔ '.join(each.value for each in told.values)}", Style.DIM) for told in value.differences),
    ]
    return Row((value.voices[0].at, say(lang, value.outcome), value.last_day or ""), tuple(words))


def _act(one: Awaited) -> str:
    """Return the words for what is awaited: the act's, and for a promise or demand also the deed's."""
    trigger, deed = one.opening.claim.trigger, one.expectation.voices[0].deed
    apart = deed is not None and not deed.overlaps(trigger)
    return " … ".join(span.quote for span in sorted({trigger, deed} if deed and apart else {trigger}))


def _last(value: Expectation) -> Turn | None:
    """Return the turn that made the outcome, or the last one."""
    made = [turn for turn in value.turns if turn.outcome is value.outcome]
    turns = made or value.turns
    return turns[-1] if turns else None


def _why(one: Awaited, turn: Turn | None) -> str:
    """Return the words that turned it: those of the turn and the act."""
    if turn is None:
        return ""
    trigger = one.told[turn.claim].claim.trigger
    spans = sorted({trigger, turn.words} if turn.words else {trigger})
    return " … ".join(span.quote for span in spans)


def _holder(holder: Holder | None) -> str:
    return holder.text if holder else ""


def _names(parties: Sequence[Party]) -> str:
    return "; ".join(party.text for party in parties)


# ---- how announcements fared ----


def _print_records(records: Sequence[Record], lang: Lang, as_json: bool) -> None:
    if as_json:
        for record in records:
            output.line(jsonl.record(record))
    elif output.on_terminal():
        output.columns(
            [say(lang, name) for name in ("Status", "Told", *(o.value for o in Outcome), "Who")],
            (
                Row(
                    (say(lang, record.status), str(record.told), *(str(n) for _, n in record.outcomes)),
                    (Run(_who(record)),),
                )
                for record in records
            ),
            none=no_row(lang),
        )
    else:
        output.table(
            ("Who", "Code", "Status", "Told", *(o.value for o in Outcome)),
            (
                (record.who, record.code or "", record.status, str(record.told), *(str(n) for _, n in record.outcomes))
                for record in records
            ),
        )


def _who(record: Record) -> str:
    return f"{record.who} ({record.code})" if record.code else record.who
