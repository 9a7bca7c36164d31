"""The course of one awaited act: what was told of it, in order, and how it stands.

Everything of it follows from what was heard, in that order, so that a course can be told again up to any day.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from keii.model import Expectation, Outcome, Reason, Status, Told, Turn, Voice, content_id
from keii.situation.conflicts import differences
from keii.situation.finding import kept_under, keys_of
from keii.situation.saying import Saying, Window
from keii.situation.waits import Waits, later

FIRMEST = (Status.PLANNED, Status.EXPECTED, Status.URGED, Status.POSSIBLE)
UNDONE = frozenset({Outcome.BROKEN, Outcome.CANCELLED, Outcome.REFUSED})
GIVEN_UP = frozenset({Outcome.BROKEN, Outcome.CANCELLED, Outcome.REFUSED, Outcome.POSTPONED})
LENGTHS = {"hour": 1, "day": 1, "week": 7, "month": 31, "season": 92, "year": 366}  # days at most
Key = tuple[str, ...]  # under which an awaited act is looked for
# Of a claim in the order in which a story hears it.
Place = tuple[tuple[str, str], bool, tuple[str, str, int, str], bool, str, int]


class Act(StrEnum):
    """What a claim does to an awaited act."""

    OPENS = "opens"
    JOINS = "joins"
    TURNS = "turns"


class Heard(NamedTuple):
    """One claim in the course of an awaited act."""

    saying: Saying
    act: Act
    reasons: tuple[Reason, ...]


@dataclass(slots=True, eq=False)
class Course:
    """An awaited act with what was told of it so far; everything follows from `heard`, in its order."""

    story: str  # the type of act whose story it stands in
    voices: list[Saying] = field(default_factory=list)  # empty: nothing opened it, or does so no more
    countries: frozenset[str] = frozenset()
    window: Window | None = None
    outcome: Outcome = Outcome.OPEN
    turns: list[Turn] = field(default_factory=list)
    last: str = ""  # day on which it was last told
    met: str = ""  # day on which it was told to be met; empty: it was not
    done: list[Told] = field(default_factory=list)  # what told it to be met
    denied: list[Told] = field(default_factory=list)  # what told it not to be so
    heard: list[Heard] = field(default_factory=list)
    keys: dict[Key, Place] = field(default_factory=dict)  # with the claim that brought each

    @property
    def status(self) -> Status:
        """The firmest status that a voice gives."""
        return min((voice.status for voice in self.voices), key=FIRMEST.index)

    @property
    def opened(self) -> Saying:
        """What opened it."""
        return self.voices[0]


def place_of(saying: Saying, story: str) -> Place:
    """Return where a story hears a claim: what names another act comes after the claims of its own article."""
    type_ = saying.told.claim.type
    return saying.order[:2], bool(saying.names), saying.order, type_ != story, type_, saying.part


def tell(course: Course, saying: Saying, act: Act, reasons: tuple[Reason, ...]) -> None:
    """Let a claim open, join or turn an awaited act."""
    course.heard.append(Heard(saying, act, reasons))
    if act is Act.OPENS:
        course.countries, course.window, course.last = saying.countries, _due(saying.window), saying.day
        course.voices.append(saying)
        for key in (*keys_of(course.countries), *kept_under(saying)):
            course.keys.setdefault(key, place_of(saying, course.story))
        if saying.outcome is Outcome.POSTPONED:
            _turn(course, saying, ())
    elif act is Act.JOINS:
        _join(course, saying, reasons)
    else:
        _turn(course, saying, reasons)


def _join(course: Course, saying: Saying, reasons: tuple[Reason, ...]) -> None:
    anew = course.outcome in GIVEN_UP and saying.day > course.turns[-1].at
    if anew:
        course.outcome, course.window = Outcome.OPEN, _due(saying.window)
        course.turns.append(Turn(claim=saying.id, outcome=Outcome.OPEN, at=saying.day, deadline=_end(course.window),
                                 reasons=reasons))
    elif course.outcome is Outcome.OPEN and course.window is None:
        course.window = _due(saying.window)
    course.countries |= saying.countries
    for key in keys_of(course.countries):
        course.keys.setdefault(key, place_of(saying, course.story))
    course.voices.append(saying)
    course.last = saying.day


def _turn(course: Course, saying: Saying, reasons: tuple[Reason, ...]) -> None:
    deadline = None
    if saying.outcome is Outcome.CANCELLED and course.status is Status.URGED and saying.is_unwilling:
        saying = replace(saying, outcome=Outcome.REFUSED)  # «will not», of what others ask for
    if saying.outcome is Outcome.POSTPONED:
        new = saying.window if saying.window and saying.window.end and saying.window.end[:10] > saying.day else None
        moved = new is not None and new != course.window
        course.window = new if moved or course.window is None else None
        deadline = _end(course.window)
    course.turns.append(Turn(claim=saying.id, outcome=saying.outcome, at=saying.day, words=saying.words,
                             deadline=deadline, reasons=reasons))
    course.last = saying.day
    if not course.met:
        course.outcome = saying.outcome
    if saying.outcome is Outcome.BROKEN and saying.words is None and not saying.pending:
        course.denied.append(saying.told)
    if saying.outcome is Outcome.MET:
        course.met = course.met or saying.day
        course.done.append(saying.told)


def expectation(course: Course) -> Expectation:
    """Return an awaited act as the ledger tells it, whatever the day: what is overdue is told as open."""
    due, opened = course.window, course.opened
    return Expectation(
        id=content_id("x_", opened.id),
        type=opened.told.claim.type,
        opened=opened.id,
        status=course.status,
        voices=tuple(map(_voice, course.voices)),
        deadline=_end(due),
        deadline_claim=due.claim if due else None,
        deadline_span=due.span if due else None,
        outcome=course.outcome,
        turns=tuple(course.turns),
        differences=differences([saying.told for saying in course.voices], course.done, course.denied),
    )


def lapses(course: Course, patience: Waits) -> str | None:
    """Return the day from which on an awaited act that nothing more is told of has lapsed; None: it never does."""
    due = course.window
    waiting = course.outcome in (Outcome.OPEN, Outcome.POSTPONED)
    return patience.over(due.end, due.precision) if waiting and due is not None and due.end else None


def on_day(found: Expectation, lapsing: str | None, as_of: str) -> Expectation:
    """Return an expectation as it stands on a day: lapsed, where its day is over."""
    return replace(found, outcome=Outcome.LAPSED) if lapsing is not None and lapsing <= as_of else found


def _voice(saying: Saying) -> Voice:
    document = saying.told.document
    return Voice(
        claim=saying.id,
        status=saying.status,
        holder=saying.holder,
        publisher=document.publisher,
        document=document.id,
        at=saying.day,
        deed=saying.deed,
    )


def _due(window: Window | None) -> Window | None:
    """Return the window by whose end the act is to be done; where it is to begin some day, that day, week or year."""
    if window is None or window.end or not window.start or window.precision not in LENGTHS:
        return window if window and window.end else None
    return replace(window, end=later(window.start, LENGTHS[window.precision]))


def _end(window: Window | None) -> str | None:
    return window.end if window else None
