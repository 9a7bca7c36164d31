"""Times of claims placed on the calendar, against the document's publication date and the claim's status."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from keii.calendar.times import ResolvedTime, Tense, find_times, resolve_time
from keii.coding.contract import Coded
from keii.model import Claim, Document, Status, Time

AHEAD = frozenset({Status.PLANNED, Status.URGED, Status.EXPECTED, Status.POSSIBLE, Status.CONDITIONAL})


def published_moment(published_at: str | None) -> date | None:
    """Return what relative times of a text published then count from: its day, or a datetime where the hour is known.

    The clock is the text's own, so that a time of publication given in UTC, whatever the place, gives only the day.
    """
    if not published_at:
        return None
    day = date.fromisoformat(published_at[:10])
    if len(published_at) <= 10 or published_at.endswith(("Z", "+00:00")):
        return day
    return datetime.fromisoformat(published_at).replace(tzinfo=None)


def resolve_dates(document: Document, coded: Iterable[Coded]) -> Iterator[Coded]:
    """Yield the coded sentences with every time as an interval, or with the reason why it has none.

    A word such as 同日 counts from the time last resolved in the document.
    """
    published = published_moment(document.published_at)
    context: ResolvedTime | None = None
    for item in coded:
        expressions = {
            (e.start + item.sentence.start, e.end + item.sentence.start): e
            for e in (find_times(item.sentence.text, document.language) if any(c.time for c in item.claims) else ())
        }
        claims: list[Claim] = []
        for claim in item.claims:
            expression = expressions.get((claim.time.span.start, claim.time.span.end)) if claim.time else None
            if claim.time is None or expression is None:
                claims.append(claim)
                continue
            tense = Tense.FUTURE if claim.status in AHEAD else Tense.PAST
            resolved = resolve_time(expression, published, tense=tense, context=context)
            context = resolved if resolved.start else context
            claims.append(claim.with_(time=_time(claim.time, resolved)))
        yield replace(item, claims=tuple(claims))


def _time(time: Time, resolved: ResolvedTime) -> Time:
    return replace(
        time,
        start=resolved.start,
        end=resolved.end,
        precision=resolved.precision,
        basis=resolved.basis,
        reason=resolved.reason,
    )
