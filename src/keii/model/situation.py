"""Situations over time: the parties and acts of a story, its turning points, and how much of what happens."""

from dataclasses import dataclass
from enum import StrEnum

from keii.model.event import Reason


class Layer(StrEnum):
    """On whose account an event stands: kept apart everywhere, never added up."""

    OCCURRED = "occurred"  # told as done or under way, by at least one document on its own account
    CLAIMED = "claimed"  # told as done or under way, but only as somebody's word
    AWAITED = "awaited"  # planned, urged, expected, possible, conditional
    DENIED = "denied"  # told as not having happened


class Side(StrEnum):
    """Whether an act is cooperation or conflict, by PLOVER's four quads."""

    COOPERATION = "cooperation"  # quads 1 and 2
    CONFLICT = "conflict"  # quads 3 and 4
    NEITHER = "neither"  # OTHER, and pairs of type and status that PLOVER does not have


class Precision(StrEnum):
    """How exactly an event is placed in time; `published` and `unknown` say that the text does not."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    PUBLISHED = "published"  # no date of the act: the day of the first document that tells it
    UNKNOWN = "unknown"  # neither


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something happens, as exactly as it is known: half-open days."""

    start: str | None  # ISO 8601 day; None: unknown
    end: str | None  # ISO 8601 day, exclusive; None: open, or unknown
    precision: Precision

    @property
    def dated(self) -> bool:
        """Whether the text itself dates the act."""
        return self.precision not in (Precision.PUBLISHED, Precision.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Whose acts belong together: found in the ledger, or defined by a person.

    The empty tuple selects everything; within a field one of the values must fit, and every field must. Of two or
    more actors, two must take part, or one with nobody else.
    """

    name: str
    actors: tuple[str, ...] = ()  # codes, entries of the registry, or words
    types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # codes of countries, or words
    texts: tuple[str, ...] = ()  # words of the act or its sentence
    pairs: tuple[tuple[str, str], ...] = ()  # of a found one: the pairs of parties that it was found by
    author: str | None = None  # who defined it; None: it was found
    reasons: tuple[Reason, ...] = ()  # why it was found

    @property
    def found(self) -> bool:
        """Whether keii found it; otherwise a person defined it."""
        return self.author is None


class TurningKind(StrEnum):
    """What kind of turn an event is."""

    FIRST = "first"  # the first act of its type in the situation
    AGAIN = "again"  # the first of its type after a long time
    SIGN = "sign"  # from here on conflict outweighs cooperation, or the other way round
    LEVEL = "level"  # the same side outweighs, but clearly more or less


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """An event after which a situation is another one, with the figures that say so."""

    event: str  # id
    at: str  # ISO 8601 day
    kind: TurningKind
    before: float | None  # mean score before, or days since the last such act; None: there was none
    after: float | None  # mean score from here on; None for a first act
    claims: tuple[str, ...]  # ids
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many events of one layer and side fall into one period, and which claims tell them."""

    layer: Layer
    side: Side
    count: int
    score: float  # sum of PLOVER scores
    events: tuple[str, ...]  # ids
    claims: tuple[str, ...]  # ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """How far a count is from what the periods before it let expect."""

    expected: float  # from the periods before, as the mean
    value: float  # -log10 of the probability of so many or more; negative: of so few or fewer
    weekday: float  # the factor of the day of the week; 1 where the periods are no days
    history: int  # periods before that were counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A period from which on the counts are at another level, by optimal partitioning."""

    start: str  # first day of the period
    before: float  # mean count in the segment before
    after: float  # mean count in the segment from here on
    gain: float  # by how much it shortens the description beyond the penalty, in nats


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One day, week or month of an indicator."""

    start: str  # ISO 8601, first day
    end: str  # exclusive
    documents: int  # read in the period, copies once; those of all subjects
    tallies: tuple[Tally, ...]  # every layer and side that has events
    cooperation: Surprise | None  # of the events that occurred; None: too little before it
    conflict: Surprise | None

    def tally(self, layer: Layer, side: Side) -> Tally | None:
        """Return the tally of a layer and side, or None when there are no such events."""
        return next((one for one in self.tallies if one.layer is layer and one.side is side), None)

    def count(self, layer: Layer, side: Side | None = None) -> int:
        """Return how many events of a layer, and of a side if one is given, fall into the period."""
        return sum(one.count for one in self.tallies if one.layer is layer and side in (None, one.side))

    def score(self, layer: Layer, side: Side) -> float:
        """Return the sum of the scores of a layer and side."""
        return sum(one.score for one in self.tallies if one.layer is layer and one.side is side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """Cooperation and conflict in a situation or between two parties, period by period."""

    name: str
    by: str  # day, week, month
    periods: tuple[Period, ...]  # without gaps
    changes_of_cooperation: tuple[Change, ...]
    changes_of_conflict: tuple[Change, ...]
    unplaced: tuple[str, ...]  # ids of events whose time is known less exactly than a period is long, or not at all
