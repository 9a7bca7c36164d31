"""Times of claims placed on the calendar, against the document's publication date and the claim's status."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from keii.calendar.times import ResolvedTime, Tense, TimeExpression, Unresolved, find_times, resolve_time
from keii.coding.contract import Coded
from keii.model import Claim, Document, Span, Status, Time

AHEAD = frozenset({Status.PLANNED, Status.URGED, Status.EXPECTED, Status.POSSIBLE, Status.CONDITIONAL})

# Whose words ask or promise what is to come may give its time beside them: invited him for November.
_PROSPECTIVE = frozenset({"REQUEST", "AGREE"})

# Days. A day of the month is four weeks off on one side where it is two or three off on the other.
_WEEKS_OFF, _AT_HAND = 25, 3
_LONG_AGO = 150  # days from which on a month past may be the coming one


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
            expression = _expression(claim.time.span, expressions) if claim.time else None
            if claim.time is None or expression is None:
                claims.append(claim)
                continue
            tense = Tense.FUTURE if claim.status in AHEAD else Tense.PAST
            resolved = _nearest(expression, published, tense, context)
            if tense is Tense.PAST and claim.type in _PROSPECTIVE:
                resolved = _coming(resolved, expression, published, context)
            if tense is Tense.PAST and _from_now(resolved, published):
                resolved = ResolvedTime(reason=Unresolved.NO_ANCHOR.value)
            context = resolved if resolved.start else context
            claims.append(claim.with_(time=_time(_whole(claim.time, expression, item.sentence.start), resolved)))
        yield replace(item, claims=tuple(claims))


def _expression(span: Span, expressions: Mapping[tuple[int, int], TimeExpression]) -> TimeExpression | None:
    """Return the expression whose words are those of a claim's time, or that shares the most with them.

    The trained coder marks a time with the words around it: 12月2日に, on Saturday.
    """
    exact = expressions.get((span.start, span.end))
    if exact is not None:
        return exact
    shared = {
        (start, end): min(end, span.end) - max(start, span.start)
        for start, end in expressions
        if start < span.end and span.start < end
    }
    best = max(shared, key=lambda where: (shared[where], -where[0]), default=None)
    return None if best is None else expressions[best]


def _nearest(
    expression: TimeExpression, published: date | None, tense: Tense, context: ResolvedTime | None
) -> ResolvedTime:
    """Return the interval on the side of the tense; for a day without a month, weeks off there, the one at hand.

    Of a plan told on the 10th as «政府は9日、…と決めた» the 9th is the day of the decision, not that of next month; who
    was invited for the 7th on the 5th was not invited for the 7th of last month.
    """
    chosen = resolve_time(expression, published, tense=tense, context=context)
    if published is None or [field.name for field in expression.fields] != ["day"]:
        return chosen
    other = Tense.PAST if tense is Tense.FUTURE else Tense.FUTURE
    twin = resolve_time(expression, published, tense=other, context=context)
    far, near = _away(chosen, published), _away(twin, published)
    return twin if far is not None and near is not None and far >= _WEEKS_OFF and near <= _AT_HAND else chosen


def _coming(
    past: ResolvedTime, expression: TimeExpression, published: date | None, context: ResolvedTime | None
) -> ResolvedTime:
    """Return the coming month where the one past is long ago and further off: 9月7日に「11月に招いた」.

    What is to last from a day on (6月1日から) is left: it is not due by that day.
    """
    if published is None or {field.name for field in expression.fields} - {"month", "day"}:
        return past
    twin = resolve_time(expression, published, tense=Tense.FUTURE, context=context)
    if twin.end is None:
        return past
    ago, ahead = _away(past, published), _away(twin, published)
    if ago is None and past.reason == Unresolved.AMBIGUOUS_YEAR.value:
        ago = _LONG_AGO
    return twin if ago is not None and ahead is not None and ago >= _LONG_AGO and ahead < ago else past


def _from_now(time: ResolvedTime, published: date | None) -> bool:
    """Tell whether a time runs from publication on: what was done «within three hours» was so after something else."""
    if published is None or time.precision != "duration" or time.start is None:
        return False
    return date.fromisoformat(time.start[:10]).toordinal() >= published.toordinal()


def _away(time: ResolvedTime, published: date) -> int | None:
    """Return the days between a time's beginning, or its end where it has none, and publication; None: no day."""
    day = time.start or time.end
    if day is None:
        return None
    return abs(date.fromisoformat(day[:10]).toordinal() - published.toordinal())


def _whole(time: Time, expression: TimeExpression, offset: int) -> Time:
    """Return a time whose words are not a piece of their expression: 早急に where the coder marked 急に."""
    start, end = expression.start + offset, expression.end + offset
    if time.span.start <= start and end <= time.span.end:
        return time
    text = expression.text
    return replace(time, span=Span(start=start, end=end, quote=text))


def _time(time: Time, resolved: ResolvedTime) -> Time:
    return replace(
        time,
        start=resolved.start,
        end=resolved.end,
        precision=resolved.precision,
        basis=resolved.basis,
        reason=resolved.reason,
    )
