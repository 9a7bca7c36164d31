"""An event with the claims that tell it: when it happened, on whose account, and how PLOVER scores it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from keii.codebook import codebook, derive_plover
from keii.model import Claim, Event, Layer, Moment, Party, Precision, Side, SourceKind, Status, Time, Told, content_id

_REAL = frozenset({Status.OCCURRED, Status.ONGOING})
# Journalists who cite journalists are one account of the facts, not a party to them.
_JOURNALISM = frozenset({SourceKind.OUTLET, SourceKind.AGENCY})
_SIDES = {1: Side.COOPERATION, 2: Side.COOPERATION, 3: Side.CONFLICT, 4: Side.CONFLICT}
_FINEST = (Precision.HOUR, Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.SEASON, Precision.YEAR)
UNKNOWN = Moment(start=None, end=None, precision=Precision.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event and its claims, by publication; what every view of a situation is computed from."""

    event: Event
    told: tuple[Told, ...]  # never empty
    claims: tuple[str, ...]  # the ids of `told`, in its order; an id is a hash, made once
    layer: Layer
    side: Side
    score: float  # PLOVER's, -10 to +10; 0 where it has none
    moment: Moment

    @property
    def first_told(self) -> str | None:
        """The day of the first document that tells it; None: no document is dated."""
        return next((day for told in self.told if (day := day_of(told))), None)

    @property
    def last_told(self) -> str | None:
        """The day of the last document that tells it; None: no document is dated."""
        return max((day for told in self.told if (day := day_of(told))), default=None)

    @property
    def actors(self) -> tuple[Party, ...]:
        """Everyone whom a claim names as actor."""
        return tuple(party for told in self.told for party in told.claim.actors)

    @property
    def recipients(self) -> tuple[Party, ...]:
        """Everyone whom a claim names as recipient."""
        return tuple(party for told in self.told for party in told.claim.recipients)

    @property
    def documents(self) -> frozenset[str]:
        """The documents that tell it; copies of one text are one."""
        return frozenset(one_of_copies(told) for told in self.told)


def happenings(events: Iterable[Event], told: Iterable[Told]) -> Iterator[Happening]:
    """Yield the events that have claims among `told`, in the order given; what a filter left out stays out."""
    by_id = {one.claim.id: one for one in told}
    for event in events:
        own = sorted((by_id[id] for id in event.claims if id in by_id), key=_by_publication)
        if own:
            held = corrected(event)
            side, score = score_of(held, own)
            yield Happening(event=held, told=tuple(own), claims=tuple(one.claim.id for one in own),
                            layer=layer_of(held, own), side=side, score=score, moment=moment_of(held, own))


def corrected(event: Event) -> Event:
    """Return the event with the type and status that a person gave it: values without claims, before all others."""
    given = {name: values[0].value for name, values in event.fields if values and not values[0].claims}
    type, status = given.get("type", event.type), given.get("status", event.status)
    if type not in codebook().types or status not in set(Status):
        return event  # a correction of a later keii
    return replace(event, type=type, status=Status(status))


def singletons(told: Iterable[Told]) -> Iterator[Event]:
    """Yield one event for each claim: what is counted where claims were not merged."""
    for one in told:
        claim = one.claim
        yield Event(id=content_id("e_", claim.id), type=claim.type, label=claim.label, status=claim.status,
                    claims=(claim.id,), fields=())


def layer_of(event: Event, told: Sequence[Told]) -> Layer:
    """Return on whose account the event stands.

    «Moscow says that it shot down a drone» is claimed until a document says so on its own account. An outlet or an
    agency as the only source is journalism's own account.
    """
    if event.status is Status.NOT_OCCURRED:
        return Layer.DENIED
    if event.status not in _REAL:
        return Layer.AWAITED
    asserted = any(one.claim.status in _REAL and all(source.kind in _JOURNALISM for source in one.claim.sources)
                   for one in told)
    return Layer.OCCURRED if asserted else Layer.CLAIMED


def score_of(event: Event, told: Sequence[Told]) -> tuple[Side, float]:
    """Return the side and the PLOVER score: of the mode where claims give one, else of the type and status.

    What is not real is scored by the type that PLOVER derives: planned talks are an agreement, a denied attack is
    none. The most frequent mode counts, the first told of equals.
    """
    derived = derive_plover(event.type, event.status)
    side = _SIDES.get(derived.quad or 0, Side.NEITHER)
    modes = Counter(one.claim.mode for one in told if one.claim.mode and one.claim.type == event.type)
    if derived.type == event.type and modes:
        mode = codebook().modes.get((event.type, modes.most_common(1)[0][0]))
        if mode is not None and mode.score is not None:
            return side, mode.score
    return side, derived.score or 0.0


def moment_of(event: Event, told: Sequence[Told]) -> Moment:
    """Return when the event happened: the time most claims give, the finest of equals, else the day of publication.

    Only claims of the event's own reality are asked, if any of them is dated: that an act was planned for Monday does
    not date it once it happened on Tuesday.
    """
    same = [one.claim for one in told if _same_reality(one.claim.status, event.status)]
    times = _moments(same) or _moments([one.claim for one in told])
    if times:
        counted = Counter(times)
        return min(counted, key=lambda one: (-counted[one], _FINEST.index(one.precision), times.index(one)))
    published = next((day for one in told if (day := day_of(one))), None)
    if published is None:
        return UNKNOWN
    return Moment(start=published, end=_after(published), precision=Precision.PUBLISHED)


def day_of(told: Told) -> str | None:
    """Return the day of publication of the document that tells a claim; None: it is not dated."""
    published = told.document.published_at
    return published[:10] if published else None


def one_of_copies(told: Told) -> str:
    """Return what stands for the document: the group of its copies, or its own id."""
    return told.copies or told.document.id


def _same_reality(first: Status, second: Status) -> bool:
    return first is second or (first in _REAL and second in _REAL)


def _moments(claims: Iterable[Claim]) -> list[Moment]:
    return [moment for claim in claims if claim.time and (moment := moment_in(claim.time))]


def moment_in(time: Time) -> Moment | None:
    """Return a claim's time as a moment, or None when it is not on the calendar."""
    if time.start is None or time.precision not in {one.value for one in _FINEST}:
        return None
    start = time.start[:10]
    end = _first_day_from(time.end) if time.end else None
    return Moment(start=start, end=end if end is None or end > start else _after(start),
                  precision=Precision(time.precision))


def _first_day_from(end: str) -> str:
    """Return the first day that an exclusive end leaves out: an end within a day leaves out the next one."""
    return end[:10] if len(end) == 10 or end[11:16] in ("00:00", "") else _after(end[:10])


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _by_publication(told: Told) -> tuple[str, str, int, int]:
    claim = told.claim
    return day_of(told) or "9999", claim.document, claim.trigger.start, claim.trigger.end
