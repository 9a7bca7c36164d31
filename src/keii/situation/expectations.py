"""Expectations: acts that were planned, urged, predicted or invited, and what became of them.

A pure function of a set of claims and a day: whatever order the claims come in, the same expectations come out. The
claims of one type are taken in the order of their publication; each opens an expectation, joins one, or turns one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from keii.model import Claim, Expectation, Link, Outcome, Reason, Status, Told, Turn, Voice, content_id
from keii.situation.comparing import JOIN, Compare, compare, countries, near_types
from keii.situation.conflicts import differences
from keii.situation.finding import (
    asked_under,
    has_words,
    is_demand_of,
    is_named_in_story,
    is_of_others,
    kept_under,
    keys_of,
    named_by,
    names_act,
    needs_words,
    on_one_day,
    states_of,
)
from keii.situation.saying import Saying, Window
from keii.situation.sayings import sayings
from keii.situation.waits import Waits, later, waits

FIRMEST = (Status.PLANNED, Status.EXPECTED, Status.URGED, Status.POSSIBLE)
UNDONE = frozenset({Outcome.BROKEN, Outcome.CANCELLED, Outcome.REFUSED})
GIVEN_UP = frozenset({Outcome.BROKEN, Outcome.CANCELLED, Outcome.REFUSED, Outcome.POSTPONED})
LENGTHS = {"hour": 1, "day": 1, "week": 7, "month": 31, "season": 92, "year": 366}  # days at most
SHARP = ("hour", "day", None)
LATEST = 50  # expectations of a stem that a claim which names no state is compared with, the last opened
COMPARED = 4  # voices of one expectation that a claim is compared with: the first and the last ones


def expectations(
    told: Iterable[Told],
    *,
    as_of: str,
    types: Collection[str] | None = None,
    compare: Compare = compare,
    patience: Waits | None = None,
    led: Collection[str] = (),
) -> tuple[Expectation, ...]:
    """Return the expectations that the claims open, with what became of them by the day `as_of` (ISO 8601).

    Sorted by the day of opening, then by id. Claims published after `as_of` count for nothing; `types` leaves out the
    expectations of other types, None none; `led` are promises whose deeds are claims outside of `told`.
    """
    heard = None if types is None else {*types, *(near for type_ in types for near in near_types(type_))}
    said = sayings(told, until=as_of[:10], types=heard, led=led)
    turning = said.get("*", ())
    wanted = [key for key in said if key != "*" and (types is None or key in types)]
    stories = (
        block(key, [*said[key], *_near_types(said, key)], turning, as_of=as_of, compare=compare, patience=patience)
        for key in wanted
    )
    found = [one for story in stories for one in story]
    return tuple(sorted(found, key=lambda one: (one.voices[0].at, one.id)))


def _near_types(said: Mapping[str, Sequence[Saying]], type_: str) -> Iterator[Saying]:
    """Yield what is said of acts of types that coders take for this one; what they open is told under their own type.

    Who agrees to do something has not done it.
    """
    for other in sorted(near_types(type_) & said.keys()):
        yield from (saying for saying in said[other] if not (saying.outcome is Outcome.MET and saying.is_promise))


def block(
    type_: str,
    said: Sequence[Saying],
    turning: Sequence[Saying],
    *,
    as_of: str,
    compare: Compare = compare,
    patience: Waits | None = None,
) -> list[Expectation]:
    """Return the expectations of one type of act; nothing outside of its arguments changes them."""
    story = _Story(type_, compare, patience or waits())
    # what names another act comes after the claims of its own article
    for saying in sorted((*said, *turning), key=lambda one: (one.order[:2], bool(one.names), one.order)):
        story.hear(saying)
    return [story.told(one, as_of[:10]) for one in story.all if one.voices[0].told.claim.type == type_]


@dataclass(slots=True)
class _Awaited:
    """An expectation under construction."""

    voices: list[Saying]
    countries: frozenset[str]
    window: Window | None = None
    outcome: Outcome = Outcome.OPEN
    turns: list[Turn] = field(default_factory=list)
    last: str = ""  # day on which it was last told
    met: str = ""  # day on which it was told to be met; empty: it was not
    done: list[Told] = field(default_factory=list)  # what told it to be met
    denied: list[Told] = field(default_factory=list)  # what told it not to be so

    @property
    def status(self) -> Status:
        return min((voice.status for voice in self.voices), key=FIRMEST.index)


class _Story:
    """The expectations of one type of act as the claims go by."""

    def __init__(self, type_: str, compare: Compare, patience: Waits) -> None:
        self._type = type_
        self.all: list[_Awaited] = []
        self._compare, self._waits = compare, patience
        self._by_states: defaultdict[tuple[str, ...], list[_Awaited]] = defaultdict(list)

    def hear(self, saying: Saying) -> None:
        """Let one claim open, join or turn an expectation."""
        if saying.names:
            self._turn_named(saying)
            return
        awaited, reasons = self._best(saying)
        if saying.outcome is Outcome.OPEN:
            if awaited is None:
                self._open(saying)
            else:
                self._join(awaited, saying, reasons)
        elif awaited is not None:
            self._turn(awaited, saying, reasons)
        elif saying.outcome is Outcome.POSTPONED and saying.told.claim.type == self._type:
            # the plan itself was told nowhere, and is still to be kept
            self._turn(self._open(saying), saying, ())

    # ---- which expectation a claim is about ----

    def _near(self, saying: Saying) -> Iterator[_Awaited]:
        """Yield the expectations that a claim may be about by its states and that are not long past, each once.

        Where both name two states, two must be shared: Japan's talks with China are not those with Korea.
        """
        seen: set[int] = set()
        for key in (*keys_of(saying.countries, asking=True), *asked_under(saying)):
            kept = self._by_states[key] = [one for one in self._by_states[key] if self._lives(one, saying.day)]
            for one in kept[-LATEST:] if key[0] == "turned" else kept:
                if id(one) not in seen:
                    seen.add(id(one))
                    yield one

    def _lives(self, one: _Awaited, day: str) -> bool:
        """Tell whether an expectation may still be joined or turned on a day."""
        if one.met:
            return day <= later(one.met, self._waits.late)
        running = one.window is not None and one.window.end is not None and later(one.window.end, 31) >= day
        return running or later(one.last, self._waits.horizon) >= day

    def _best(self, saying: Saying) -> tuple[_Awaited | None, tuple[Reason, ...]]:
        """Return the expectation that a claim agrees with best and may be about, with the reasons."""
        best: tuple[tuple[bool, float, str], _Awaited, tuple[Reason, ...]] | None = None
        for one in self._near(saying):
            late = not self._timely(one, saying)
            if late and not self._is_late(one, saying):
                continue
            link = self._agreement(one, saying, strict=late or self._needs_more(one, saying))
            if link is None:
                continue
            rank = (not late, link.score, one.last)
            if best is None or rank > best[0]:
                best = (rank, one, link.reasons)
        return (best[1], best[2]) if best else (None, ())

    def _agreement(self, one: _Awaited, saying: Saying, *, strict: bool) -> Link | None:
        """Return the link to the voice that a claim agrees with most, None where it contradicts one or fits none.

        Where `strict`, the words for the act or the sentences have to say that it is this one.
        """
        best: Link | None = None
        for voice in self._sample(one):
            link = on_one_day(self._compare(voice.told, saying.told), voice.window, saying.window)
            far = voice.told.claim.type != saying.told.claim.type
            if needs_words(voice, saying) and not has_words(link, alone=far):
                return None
            if link.score <= 0 or (strict and not has_words(link, alone=False)):
                return None
            best = link if best is None or link.score > best.score else best
        return best if best is not None and best.score >= JOIN else None

    @staticmethod
    def _needs_more(one: _Awaited, saying: Saying) -> bool:
        """Tell whether an act has to be the awaited one by more than type and parties.

        So it is with what was given up, and with an act of another type.
        """
        other = one.voices[0].told.claim.type != saying.told.claim.type
        return saying.outcome is Outcome.MET and (one.outcome in UNDONE or other)

    @staticmethod
    def _sample(one: _Awaited) -> list[Saying]:
        half = COMPARED // 2
        return one.voices if len(one.voices) <= COMPARED else [*one.voices[:half], *one.voices[-half:]]

    def _timely(self, one: _Awaited, saying: Saying) -> bool:
        """Tell whether the act of a claim can be the awaited one by its time and by when it is told."""
        act, opened = saying.window, one.voices[0].day
        if saying.words is not None and saying.outcome is not Outcome.MET:
            return one.outcome is not Outcome.MET  # 来年に延期された: the time is the new one
        if act is not None and act.end is not None and act.end[:10] <= opened:
            return False  # an act of the past
        if one.met and act is not None and (act.start or "")[:10] > later(one.met, self._waits.late):
            return False  # what is to come after it was met is the next one
        if saying.outcome is Outcome.OPEN and any(done.document.id == saying.told.document.id for done in one.done):
            return False  # one article tells one act done and announces another
        if one.voices[0].promised and saying.outcome is Outcome.MET:
            return False  # it tells of the promise, not of the deed
        if saying.outcome is Outcome.OPEN:
            return self._overlaps(one, saying) or one.outcome is Outcome.POSTPONED
        if saying.outcome is Outcome.MET and all(
            voice.told.document.id == saying.told.document.id for voice in one.voices
        ):
            return False  # one article tells of two acts
        if saying.outcome is Outcome.BROKEN and (one.outcome is not Outcome.OPEN or self._early(one, saying)):
            return False  # what is not due is not broken
        if saying.pending and not (one.window and one.window.end and one.window.end[:10] <= saying.day):
            return False  # «not yet», and not due
        if saying.outcome is Outcome.MET and one.outcome in GIVEN_UP:
            return act is None or (act.start or "9999")[:10] >= one.turns[-1].at  # given up, and done after all
        return self._overlaps(one, saying)

    def _is_late(self, one: _Awaited, saying: Saying) -> bool:
        """Tell whether a claim tells the act done after the days of grace, when nobody told it in time."""
        if saying.outcome is not Outcome.MET or one.outcome not in (Outcome.OPEN, Outcome.POSTPONED):
            return False
        if one.voices[0].promised or all(voice.told.document.id == saying.told.document.id for voice in one.voices):
            return False
        due, done = one.window, saying.window
        if due is None or due.end is None:
            return False
        day = (done.start if done and done.start else saying.day)[:10]
        return due.end[:10] <= day < later(due.end, self._waits.overdue)

    @staticmethod
    def _early(one: _Awaited, saying: Saying) -> bool:
        return one.window is not None and one.window.start is not None and saying.day < one.window.start[:10]

    def _overlaps(self, one: _Awaited, saying: Saying) -> bool:
        """Tell whether a claim's act falls into the expectation's window, days of grace included."""
        due, act = one.window, saying.window
        if due is None:
            return True
        grace = self._waits.grace.get(due.precision or "day", 0)
        first = later(due.start, -grace) if due.start else ""
        last = later(due.end, grace) if due.end else "9999"
        if act is None:  # told as of now, or as still to come
            late = saying.outcome is Outcome.BROKEN  # «has not come» is told whenever somebody asks
            return (late or saying.day < last) and (saying.outcome is Outcome.OPEN or saying.day >= first)
        if act.precision not in SHARP:
            first = due.start or first  # «in August» is before «in September», however near
        return (not act.start or act.start[:10] < last) and (not act.end or act.end[:10] > first)

    # ---- what it makes of it ----

    def _open(self, saying: Saying) -> _Awaited:
        one = _Awaited(voices=[saying], countries=saying.countries, window=_due(saying.window), last=saying.day)
        self.all.append(one)
        for key in (*keys_of(one.countries), *kept_under(saying)):
            self._by_states[key].append(one)
        return one

    def _join(self, one: _Awaited, saying: Saying, reasons: Sequence[Reason]) -> None:
        anew = one.outcome in GIVEN_UP and saying.day > one.turns[-1].at
        if anew:
            one.outcome, one.window = Outcome.OPEN, _due(saying.window)
            one.turns.append(Turn(claim=saying.id, outcome=Outcome.OPEN, at=saying.day, deadline=_end(one.window),
                                  reasons=tuple(reasons)))
        elif one.outcome is Outcome.OPEN and one.window is None:
            one.window = _due(saying.window)
        known = set(keys_of(one.countries))
        one.countries |= saying.countries
        for key in keys_of(one.countries):
            if key not in known:
                self._by_states[key].append(one)
        one.voices.append(saying)
        one.last = saying.day

    def _turn(self, one: _Awaited, saying: Saying, reasons: Sequence[Reason]) -> None:
        deadline = None
        if saying.outcome is Outcome.CANCELLED and one.status is Status.URGED and saying.is_unwilling:
            saying = replace(saying, outcome=Outcome.REFUSED)  # «will not», of what others ask for
        if saying.outcome is Outcome.POSTPONED:
            new = saying.window if saying.window and saying.window.end and saying.window.end[:10] > saying.day else None
            moved = new is not None and new != one.window
            one.window = new if moved or one.window is None else None
            deadline = _end(one.window)
        one.turns.append(Turn(claim=saying.id, outcome=saying.outcome, at=saying.day, words=saying.words,
                              deadline=deadline, reasons=tuple(reasons)))
        one.last = saying.day
        if not one.met:
            one.outcome = saying.outcome
        if saying.outcome is Outcome.BROKEN and saying.words is None and not saying.pending:
            one.denied.append(saying.told)
        if saying.outcome is Outcome.MET:
            one.met = one.met or saying.day
            one.done.append(saying.told)

    def _turn_named(self, saying: Saying) -> None:
        """Let a claim such as «put off» or «refused» turn the awaited act whose words and parties its sentence has.

        «Refused the union's demand» has no word of what was demanded: it turns what the union demanded.
        """
        demands: list[_Awaited] = []
        misread: _Awaited | None = None
        for one in self._near(saying):
            told = any(turn.claim == saying.id or turn.at == saying.day for turn in one.turns)
            if one.outcome is not Outcome.OPEN or told or is_of_others(one.voices[0], saying):
                continue
            if not self._timely(one, saying):
                continue
            if saying.outcome is Outcome.REFUSED and is_demand_of(one.voices, saying):
                demands.append(one)
            by = states_of(one.voices[0], saying, one.countries)
            if not by or (saying.outcome is Outcome.REFUSED and not self._demanded(one, saying.told.claim)):
                misread = misread or (one if is_named_in_story(one.voices[0], saying) else None)
                continue
            if any(names_act(saying, voice) for voice in one.voices):
                self._turn(one, saying, (named_by(saying, "/".join(sorted(by))),))
                return
        if misread is not None and not demands:
            self._turn(misread, saying, (named_by(saying, ""),))
        for one in demands:
            holder = one.voices[0].holder
            self._turn(one, saying, (named_by(saying, holder.text if holder else ""),))

    @staticmethod
    def _demanded(one: _Awaited, refusal: Claim) -> bool:
        """Tell whether an expectation is a demand on the one who refuses, by whom the refusal names."""
        first = one.voices[0]
        holder = first.holder.code.split("/")[0] if first.holder else ""
        whom = countries(refusal.recipients)
        actors = countries(first.told.claim.actors)
        asked = countries(refusal.actors) & actors or not actors
        return one.status is Status.URGED and bool(asked) and (not whom or not holder or holder in whom)

    # ---- the result ----

    def told(self, one: _Awaited, as_of: str) -> Expectation:
        """Return the expectation as it stands on a day."""
        outcome, due = one.outcome, one.window
        if outcome in (Outcome.OPEN, Outcome.POSTPONED) and due and due.end:
            outcome = Outcome.LAPSED if self._waits.over(due.end, due.precision) <= as_of else outcome
        opened = one.voices[0]
        return Expectation(
            id=content_id("x_", opened.id),
            type=opened.told.claim.type,
            opened=opened.id,
            status=one.status,
            voices=tuple(_voice(saying) for saying in one.voices),
            deadline=_end(due),
            deadline_claim=due.claim if due else None,
            deadline_span=due.span if due else None,
            outcome=outcome,
            turns=tuple(one.turns),
            differences=differences([saying.told for saying in one.voices], one.done, one.denied),
        )


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
