"""Whether the act of a claim can be an awaited one by its time and by when it is told."""

from keii.model import Outcome
from keii.situation.course import GIVEN_UP, Course
from keii.situation.saying import Saying
from keii.situation.waits import Waits, later

SHARP = ("hour", "day", None)


def is_timely(course: Course, saying: Saying, patience: Waits) -> bool:
    """Tell whether the act of a claim can be the awaited one by its time and by when it is told."""
    act, opened = saying.window, course.voices[0].day
    if saying.words is not None and saying.outcome is not Outcome.MET:
        return course.outcome is not Outcome.MET  # 来年に延期された: the time is the new one
    if act is not None and act.end is not None and act.end[:10] <= opened:
        return False  # an act of the past
    if course.met and act is not None and (act.start or "")[:10] > later(course.met, patience.late):
        return False  # what is to come after it was met is the next one
    if saying.outcome is Outcome.OPEN and any(done.document.id == saying.told.document.id for done in course.done):
        return False  # one article tells one act done and announces another
    if course.voices[0].promised and saying.outcome is Outcome.MET:
        return False  # it tells of the promise, not of the deed
    if saying.outcome is Outcome.OPEN:
        return _overlaps(course, saying, patience) or course.outcome is Outcome.POSTPONED
    if saying.outcome is Outcome.MET and all(
        voice.told.document.id == saying.told.document.id for voice in course.voices
    ):
        return False  # one article tells of two acts
    if saying.outcome is Outcome.BROKEN and (course.outcome is not Outcome.OPEN or _is_early(course, saying)):
        return False  # what is not due is not broken
    if saying.pending and not (course.window and course.window.end and course.window.end[:10] <= saying.day):
        return False  # «not yet», and not due
    if saying.outcome is Outcome.MET and course.outcome in GIVEN_UP:
        return act is None or (act.start or "9999")[:10] >= course.turns[-1].at  # given up, and done after all
    return _overlaps(course, saying, patience)


def is_late(course: Course, saying: Saying, patience: Waits) -> bool:
    """Tell whether a claim tells the act done after the days of grace, when nobody told it in time."""
    if saying.outcome is not Outcome.MET or course.outcome not in (Outcome.OPEN, Outcome.POSTPONED):
        return False
    if course.opened.promised or all(voice.told.document.id == saying.told.document.id for voice in course.voices):
        return False
    due, done = course.window, saying.window
    if due is None or due.end is None:
        return False
    day = (done.start if done and done.start else saying.day)[:10]
    return due.end[:10] <= day < later(due.end, patience.overdue)


def _is_early(course: Course, saying: Saying) -> bool:
    return course.window is not None and course.window.start is not None and saying.day < course.window.start[:10]


def _overlaps(course: Course, saying: Saying, patience: Waits) -> bool:
    """Tell whether a claim's act falls into the expectation's window, days of grace included."""
    due, act = course.window, saying.window
    if due is None:
        return True
    grace = patience.grace.get(due.precision or "day", 0)
    first = later(due.start, -grace) if due.start else ""
    last = later(due.end, grace) if due.end else "9999"
    if act is None:  # told as of now, or as still to come
        late = saying.outcome is Outcome.BROKEN  # «has not come» is told whenever somebody asks
        return (late or saying.day < last) and (saying.outcome is Outcome.OPEN or saying.day >= first)
    if act.precision not in SHARP:
        first = due.start or first  # «in August» is before «in September», however near
    return (not act.start or act.start[:10] < last) and (not act.end or act.end[:10] > first)
