"""`keii indicators`: cooperation and conflict in figures, period by period."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from keii.briefs.bars import bars
from keii.briefs.layout import Run, Style
from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.output import Row
from keii.cli.words import say
from keii.config import Lang, Settings
from keii.errors import UsageError
from keii.ledger import Filter, Ledger
from keii.ledger.filters import interval
from keii.model import Change, Indicator, Layer, Period, Side, Surprise

if TYPE_CHECKING:
    from keii.situation.gather import Gathered

COLUMNS = ("Period", "Documents", "Cooperation", "Score", "Surprise", "Conflict", "Score", "Surprise", "Claimed",
           "Awaited", "Denied")
_TABLE = ("Period", "Documents", "Cooperation", "Cooperation score", "Cooperation expected", "Cooperation surprise",
          "Conflict", "Conflict score", "Conflict expected", "Conflict surprise", "Claimed cooperation",
          "Claimed conflict", "Awaited", "Denied", "Claims")
_STRIKING = 2.0  # one chance in a hundred


@click.command(cls=Verb, help="""
Print how much cooperation and conflict there is between parties or in a situation, period by period: events and their
PLOVER scores, what occurred apart from what is only claimed, awaited or denied, and how surprising each count is after
the periods before it. SITUATION is a name that `keii situations` lists.

Every event counts once, however many articles tell it. A surprise of 2 means one chance in a hundred, 3 one in a
thousand; it is negative where there is less than usual. See docs/indicators.md. --json opens every figure to its
claims.""")
@click.argument("situation", required=False, metavar="[SITUATION]")
@option("--actor", "actors", multiple=True, metavar="WHO",
        help="A party; given twice, the pair: events in which both take part.")
@option("--by", type=click.Choice(["day", "week", "month"]), default="week", help="Length of the periods: day, week "
        "(the default) or month.")
@option("--since", metavar="DATE", help="From this year, month or day on: 2024, 2024-06, 2024-06-13.")
@option("--until", metavar="DATE", help="Up to and with this year, month or day.")
@common
def indicators(settings: Settings, situation: str | None, actors: tuple[str, ...], by: str, since: str | None,
               until: str | None, as_json: bool) -> None:
    """Print the figures."""
    from keii.situation.indicators import indicator

    if situation is None and not actors:
        raise UsageError("there is nothing to count.",
                         remedy="Name a situation that `keii situations` lists, or parties with --actor.")
    first = interval("since", since)[0] if since else None
    after = interval("until", until)[1] if until else None
    with Ledger.open(settings.ledger) as ledger:
        name, found = _chosen(ledger, situation, actors)
        made = indicator(name, found.happenings, ledger.published(), by=by, since=first, until=after)
    if as_json:
        from keii.exports import situations

        for line in situations.indicator(made):
            output.line(line)
    elif output.on_terminal():
        _show(made, settings.lang)
    else:
        output.table(_TABLE, map(_figures, made.periods))


def _chosen(ledger: Ledger, situation: str | None, actors: Sequence[str]) -> "tuple[str, Gathered]":
    """Return a name and the events: of the situation, or of all in which the actors take part together."""
    from keii.situation.gather import Gathered, gather, of_situation
    from keii.situation.threads import are_together

    if situation is None:
        found = gather(ledger, Filter(parties=tuple(actors[:1])))
    else:
        found = of_situation(ledger, situation)
    own = tuple(one for one in found.happenings if are_together(actors, one))
    return situation or "-".join(actors), Gathered(happenings=own, expectations=found.expectations)


def _figures(one: Period) -> tuple[str, ...]:
    claims = [claim for tally in one.tallies for claim in tally.claims]
    return (
        one.start, str(one.documents),
        *_side(one, Side.COOPERATION, one.cooperation), *_side(one, Side.CONFLICT, one.conflict),
        str(one.count(Layer.CLAIMED, Side.COOPERATION)), str(one.count(Layer.CLAIMED, Side.CONFLICT)),
        str(one.count(Layer.AWAITED)), str(one.count(Layer.DENIED)), " ".join(claims))


def _side(one: Period, side: Side, surprise: Surprise | None) -> tuple[str, ...]:
    return (str(one.count(Layer.OCCURRED, side)), f"{one.score(Layer.OCCURRED, side):g}",
            f"{surprise.expected:g}" if surprise else "", f"{surprise.value:g}" if surprise else "")


# ---- for people ----

def _show(made: Indicator, lang: Lang) -> None:
    for side, changes in ((Side.COOPERATION, made.changes_of_cooperation), (Side.CONFLICT, made.changes_of_conflict)):
        counts = [period.count(Layer.OCCURRED, side) for period in made.periods]
        output.text(f"{bars(counts, output.width() - 16)}  {say(lang, side.value)}")
        for change in changes:
            output.text(_change(change, lang))
    output.columns([*(say(lang, name) for name in COLUMNS), ""], _rows(made.periods))
    if made.unplaced:
        output.note(say(lang, "{count} events are dated less exactly than a period, or not at all.",
                        count=len(made.unplaced)))


def _change(one: Change, lang: Lang) -> str:
    return "  " + say(lang, "from {start} on: {after} a period, before: {before}", start=one.start,
                      after=f"{one.after:g}", before=f"{one.before:g}")


def _rows(periods: Iterable[Period]) -> Iterable[Row]:
    """Return the rows of periods in which something is told, with the types of what occurred in words of the codes."""
    for one in periods:
        if not one.tallies:
            continue
        striking = any(abs(surprise.value) >= _STRIKING for surprise in (one.cooperation, one.conflict) if surprise)
        yield Row((one.start, str(one.documents), *_short(one, Side.COOPERATION, one.cooperation),
                   *_short(one, Side.CONFLICT, one.conflict), str(one.count(Layer.CLAIMED)),
                   str(one.count(Layer.AWAITED)), str(one.count(Layer.DENIED))),
                  (Run("!" if striking else "", Style.RED),))


def _short(one: Period, side: Side, surprise: Surprise | None) -> tuple[str, ...]:
    count, score, _, value = _side(one, side, surprise)
    return (count, score, value or "–")
