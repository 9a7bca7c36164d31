"""Turning points: events after which a situation is another one, each with the figures that say so."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from keii.model import Layer, Precision, Reason, Side, TurningKind, TurningPoint
from keii.situation.happening import Happening
from keii.situation.segments import Cut, cuts_of_scores

# Types whose first act changes what a situation is; the other types (requests, accusations, refusals, words of
# support) are what disputes and friendships consist of from day to day.
TELLING = ("AGREE", "CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "THREATEN", "SANCTION", "MOBILIZE", "COERCE",
           "ASSAULT", "PROTEST")
BEGUN = 3  # events before a first one counts: in a thread that has just begun, everything is a first
AGAIN = 180  # days without an act of a type after which the next one is told as a return: half a year
_EXACT = (Precision.HOUR, Precision.DAY, Precision.PUBLISHED)


def turning_points(happenings: Iterable[Happening]) -> tuple[TurningPoint, ...]:
    """Return the turning points among the events that occurred, by day.

    Only events known to the day take part, since the order of the others is not known; those that the texts do not
    date stand on the day they were first told.
    """
    series = sorted((one for one in happenings if one.layer is Layer.OCCURRED and one.side is not Side.NEITHER
                     and one.moment.precision in _EXACT and one.moment.start), key=_order)
    found = [*_firsts(series), *_levels(series)]
    return tuple(sorted(found, key=lambda turn: (turn.at, turn.event, turn.kind)))


def _order(one: Happening) -> tuple[str, str, str]:
    return one.moment.start or "", one.first_told or "", one.event.id


def _firsts(series: Sequence[Happening]) -> list[TurningPoint]:
    """Return the first act of each telling type, and the first after a long time."""
    last: dict[str, str] = {}
    found = []
    for number, one in enumerate(series):
        type, day = one.event.type, one.moment.start or ""
        days = _days(last[type], day) if type in last else None
        last[type] = day
        if type not in TELLING or number < BEGUN or (days is not None and days < AGAIN):
            continue
        kind = TurningKind.FIRST if days is None else TurningKind.AGAIN
        why = Reason(feature="type", value=type, weight=float(number if days is None else days))
        found.append(TurningPoint(event=one.event.id, at=day, kind=kind, after=None, claims=one.claims,
                                  before=None if days is None else float(days), reasons=(why,)))
    return found


def _levels(series: Sequence[Happening]) -> list[TurningPoint]:
    """Return where the mean PLOVER score of a day's events changes its sign or its level."""
    by_day: defaultdict[str, list[Happening]] = defaultdict(list)
    for one in series:
        by_day[one.moment.start or ""].append(one)
    days = sorted(by_day)
    ordered = [one for day in days for one in by_day[day]]
    means = [sum(other.score for other in by_day[one.moment.start or ""]) / len(by_day[one.moment.start or ""])
             for one in ordered]  # the order within a day is not known, so each event weighs as its day does
    return [_level(_at(ordered, cut), cut) for cut in cuts_of_scores(means)]


def _at(ordered: Sequence[Happening], cut: Cut) -> Happening:
    """Return the event at which the level changes: of a new sign the first that has it, else the strongest that day."""
    if cut.before * cut.after < 0:
        return next((one for one in ordered[cut.at:] if one.score * cut.after > 0), ordered[cut.at])
    upwards = cut.after > cut.before
    same_day = [one for one in ordered if one.moment.start == ordered[cut.at].moment.start]
    return min(same_day, key=lambda one: (-one.score if upwards else one.score, _order(one)))


def _level(turn: Happening, cut: Cut) -> TurningPoint:
    kind = TurningKind.SIGN if cut.before * cut.after < 0 else TurningKind.LEVEL
    why = Reason(feature="score", value=f"{cut.before:+.1f} → {cut.after:+.1f}", weight=round(cut.gain, 2))
    return TurningPoint(event=turn.event.id, at=turn.moment.start or "", kind=kind, claims=turn.claims, reasons=(why,),
                        before=round(cut.before, 2), after=round(cut.after, 2))


def _days(first: str, second: str) -> int:
    return (date.fromisoformat(second) - date.fromisoformat(first)).days
