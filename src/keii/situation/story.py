"""The story of one type of act: each claim, in the order of publication, opens an awaited act, joins one, or turns one.

What a claim does is decided without changing anything (`decide`), and done apart from it (`do`), so that a story that
was told once can be told on from the middle.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from keii.model import Claim, Outcome, Reason, Status
from keii.situation.comparing import JOIN, Compare, compare, countries
from keii.situation.course import UNDONE, Act, Course, Key, tell
from keii.situation.finding import (
    asked_keys,
    has_words,
    is_demand_of,
    is_named_in_story,
    is_of_others,
    named_by,
    names_act,
    needs_words,
    on_one_day,
    states_of,
    weight_of_day,
)
from keii.situation.saying import Saying
from keii.situation.scoring import may_reach, score
from keii.situation.timing import is_late, is_timely
from keii.situation.waits import Waits, later

LATEST = 50  # expectations of a stem that a claim which names no state is compared with, the last opened
COMPARED = 4  # voices of one expectation that a claim is compared with: the first and the last ones


class Deed(NamedTuple):
    """What a claim does: to which awaited act, None for one that it opens."""

    course: Course | None
    act: Act
    reasons: tuple[Reason, ...] = ()


class Story:
    """The awaited acts of one type as the claims go by."""

    def __init__(self, type_: str, patience: Waits, compare: Compare = compare) -> None:
        """Begin a story; another `compare` than keii's own takes longer."""
        self.type = type_
        self.all: list[Course] = []
        self._compare, self.patience = compare, patience
        self._under_key: defaultdict[Key, list[Course]] = defaultdict(list)
        self._swept: dict[Key, str] = {}  # day on which what lives no more was last taken from under a key

    def hear(self, saying: Saying) -> None:
        """Let one claim open, join or turn an awaited act."""
        for deed in self.decide(saying):
            self.do(saying, deed)

    def decide(self, saying: Saying) -> list[Deed]:
        """Return what a claim does, without doing it."""
        if saying.names:
            return self._named(saying)
        course, reasons = self._best(saying)
        if course is not None:
            return [Deed(course, Act.JOINS if saying.outcome is Outcome.OPEN else Act.TURNS, reasons)]
        # a plan that is told as put off was told nowhere before, and is still to be kept
        put_off = saying.outcome is Outcome.POSTPONED and saying.told.claim.type == self.type
        return [Deed(None, Act.OPENS)] if put_off or saying.outcome is Outcome.OPEN else []

    def do(self, saying: Saying, deed: Deed) -> Course:
        """Do what a claim does and return the awaited act that it concerns."""
        course = deed.course
        if course is None:
            course = Course(story=self.type)
            self.all.append(course)
        before = len(course.keys)
        tell(course, saying, deed.act, deed.reasons)
        for key in list(course.keys)[before:]:
            self._under_key[key].append(course)
        return course

    def forget(self, day: str) -> list[Course]:
        """Return the awaited acts that no claim of a day or later can be about, and think of them no more."""
        gone = [course for course in self.all if not self.lives(course, day)]
        self.all = [course for course in self.all if self.lives(course, day)]
        for key in [key for key, found in self._under_key.items() if not any(map(self._is_living(day), found))]:
            del self._under_key[key]
            self._swept.pop(key, None)
        return gone

    def _is_living(self, day: str) -> Callable[[Course], bool]:
        return lambda course: self.lives(course, day)

    # ---- which awaited act a claim is about ----

    def _near(self, saying: Saying) -> Iterator[Course]:
        """Yield the awaited acts that a claim may be about by its states and that are not long past, each once.

        Where both name two states, two must be shared: Japan's talks with China are not those with Korea.
        """
        seen: set[int] = set()
        for key in asked_keys(saying):
            found = self._under(key, saying)
            for course in found[-LATEST:] if key[0] == "turned" else found:
                if id(course) not in seen:
                    seen.add(id(course))
                    yield course

    def _under(self, key: Key, saying: Saying) -> list[Course]:
        """Return the awaited acts under a key that live on the day of a claim; within one day none of them dies."""
        day, found = saying.day, self._under_key.get(key)
        if found is None:
            return []
        if self._swept.get(key) != day:
            found = self._under_key[key] = [course for course in found if self.lives(course, day)]
            self._swept[key] = day
        return found

    def lives(self, course: Course, day: str) -> bool:
        """Tell whether an awaited act may still be joined or turned on a day."""
        return day <= self.until(course)

    def until(self, course: Course) -> str:
        """Return the last day on which an awaited act may be joined or turned, as it stands."""
        if course.met:
            return later(course.met, self.patience.late)
        window = course.window
        running = later(window.end, 31) if window is not None and window.end is not None else ""
        return max(running, later(course.last, self.patience.horizon))

    def _best(self, saying: Saying) -> tuple[Course | None, tuple[Reason, ...]]:
        """Return the awaited act that a claim agrees with best and may be about, with the reasons."""
        best: tuple[tuple[bool, float, str], Course, Saying] | None = None
        for course in self._near(saying):
            if not self._may_agree(course, saying):
                continue
            late = not is_timely(course, saying, self.patience)
            if late and not is_late(course, saying, self.patience):
                continue
            found = self._agreement(course, saying, strict=late or _needs_more(course, saying))
            if found is None:
                continue
            rank = (not late, found[0], course.last)
            if best is None or rank > best[0]:
                best = (rank, course, found[1])
        if best is None:
            return None, ()
        voice = best[2]
        return best[1], on_one_day(self._compare(voice.told, saying.told), voice.window, saying.window).reasons

    def _may_agree(self, course: Course, saying: Saying) -> bool:
        return self._compare is not compare or may_reach(course.opened.look, saying.look, 0.0)

    def _agreement(self, course: Course, saying: Saying, *, strict: bool) -> tuple[float, Saying] | None:
        """Return how far a claim agrees with the voice that it agrees with most, and this voice.

        None where it contradicts one or fits none. Where `strict`, the words for the act or the sentences have to say
        that it is this one.
        """
        best: tuple[float, Saying] | None = None
        for voice in _sample(course.voices):
            score = self._score(voice, saying)
            if score <= 0:
                return None
            far = voice.told.claim.type != saying.told.claim.type
            if strict or needs_words(voice, saying):
                link = self._compare(voice.told, saying.told)
                if needs_words(voice, saying) and not has_words(link, alone=far):
                    return None
                if strict and not has_words(link, alone=False):
                    return None
            if best is None or score > best[0]:
                best = (score, voice)
        return best if best is not None and best[0] >= JOIN else None

    def _score(self, voice: Saying, saying: Saying) -> float:
        if self._compare is compare:
            return score(voice.look, saying.look) + weight_of_day(voice.window, saying.window)
        return on_one_day(self._compare(voice.told, saying.told), voice.window, saying.window).score

    def _named(self, saying: Saying) -> list[Deed]:
        """Return how a claim such as «put off» or «refused» turns the awaited act whose words and parties it has.

        «Refused the union's demand» has no word of what was demanded: it turns what the union demanded.
        """
        demands: list[Course] = []
        misread: Course | None = None
        for course in self._near(saying):
            told = any(turn.claim == saying.id or turn.at == saying.day for turn in course.turns)
            if course.outcome is not Outcome.OPEN or told or is_of_others(course.opened, saying):
                continue
            if not is_timely(course, saying, self.patience):
                continue
            if saying.outcome is Outcome.REFUSED and is_demand_of(course.voices, saying):
                demands.append(course)
            by = states_of(course.opened, saying, course.countries)
            if not by or (saying.outcome is Outcome.REFUSED and not _is_demanded(course, saying.told.claim)):
                misread = misread or (course if is_named_in_story(course.opened, saying) else None)
                continue
            if any(names_act(saying, voice) for voice in course.voices):
                return [Deed(course, Act.TURNS, (named_by(saying, "/".join(sorted(by))),))]
        if misread is not None and not demands:
            return [Deed(misread, Act.TURNS, (named_by(saying, ""),))]
        return [Deed(course, Act.TURNS, (named_by(saying, holder.text if (holder := course.opened.holder) else ""),))
                for course in demands]


def _needs_more(course: Course, saying: Saying) -> bool:
    """Tell whether an act has to be the awaited one by more than type and parties.

    So it is with what was given up, and with an act of another type.
    """
    other = course.opened.told.claim.type != saying.told.claim.type
    return saying.outcome is Outcome.MET and (course.outcome in UNDONE or other)


def _sample(voices: list[Saying]) -> Sequence[Saying]:
    half = COMPARED // 2
    return voices if len(voices) <= COMPARED else [*voices[:half], *voices[-half:]]


def _is_demanded(course: Course, refusal: Claim) -> bool:
    """Tell whether an awaited act is a demand on the one who refuses, by whom the refusal names."""
    first = course.opened
    holder = first.holder.code.split("/")[0] if first.holder else ""
    whom = countries(refusal.recipients)
    actors = countries(first.told.claim.actors)
    asked = countries(refusal.actors) & actors or not actors
    return course.status is Status.URGED and bool(asked) and (not whom or not holder or holder in whom)
