"""Expectations: acts that were planned, urged, predicted or invited, and what became of them.

A pure function of a set of claims and a day: whatever order the claims come in, the same expectations come out. The
claims of one type are taken in the order of their publication; each opens an expectation, joins one, or turns one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from keii.model import Claim, Expectation, Link, Outcome, Reason, Status, Told, Turn, Voice, content_id
from keii.situation.comparing import JOIN, Compare, angle, compare, countries, near_types, persons
from keii.situation.conflicts import differences
from keii.situation.sayings import Saying, Window, sayings
from keii.situation.turn_words import turn_words
from keii.situation.waits import Waits, later, waits

FIRMEST = (Status.PLANNED, Status.EXPECTED, Status.URGED, Status.POSSIBLE)
GIVEN_UP = frozenset({Outcome.BROKEN, Outcome.CANCELLED, Outcome.REFUSED, Outcome.POSTPONED})
LENGTHS = {"hour": 1, "day": 1, "week": 7, "month": 31, "season": 92, "year": 366}  # days at most
# Likeness of two sentences in two languages of which one turns what the other awaits. In the build half of the stories
# refusals told in other words have .32 to .46 with what they refuse, and at most .30 with what else their story awaits.
NAMED = 0.35
SHARP = ("hour", "day", None)
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
    """Yield what acts of types that coders take for this one make of an awaited act; they open nothing here."""
    for other in sorted(near_types(type_) & said.keys()):
        yield from (saying for saying in said[other] if saying.outcome is not Outcome.OPEN)


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
    return [story.told(one, as_of[:10]) for one in story.all]


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
        for key in (*_keys(saying.countries, asking=True), *_asked_by_words(saying)):
            kept = self._by_states[key] = [one for one in self._by_states[key] if self._lives(one, saying.day)]
            for one in kept:
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
        best: tuple[tuple[float, str], _Awaited, tuple[Reason, ...]] | None = None
        for one in self._near(saying):
            if not self._timely(one, saying):
                continue
            link = self._agreement(one, saying)
            if link is None:
                continue
            rank = (link.score, one.last)
            if best is None or rank > best[0]:
                best = (rank, one, link.reasons)
        return (best[1], best[2]) if best else (None, ())

    def _agreement(self, one: _Awaited, saying: Saying) -> Link | None:
        """Return the link to the voice that a claim agrees with most, None where it contradicts one or fits none."""
        best: Link | None = None
        for voice in self._sample(one):
            link = self._compare(voice.told, saying.told)
            if link.score <= 0:
                return None
            best = link if best is None or link.score > best.score else best
        return best if best is not None and best.score >= JOIN else None

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
        return self._overlaps(one, saying)

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
            return saying.day < last and (saying.outcome is Outcome.OPEN or saying.day >= first)
        if act.precision not in SHARP:
            first = due.start or first  # «in August» is before «in September», however near
        return (not act.start or act.start[:10] < last) and (not act.end or act.end[:10] > first)

    # ---- what it makes of it ----

    def _open(self, saying: Saying) -> _Awaited:
        one = _Awaited(voices=[saying], countries=saying.countries, window=_due(saying.window), last=saying.day)
        self.all.append(one)
        for key in (*_keys(one.countries), *_by_words(saying)):
            self._by_states[key].append(one)
        return one

    def _join(self, one: _Awaited, saying: Saying, reasons: Sequence[Reason]) -> None:
        anew = one.outcome in GIVEN_UP and saying.day > one.turns[-1].at
        if anew:
            one.outcome, one.window = Outcome.OPEN, _due(saying.window)
            one.turns.append(
                Turn(
                    claim=saying.id,
                    outcome=Outcome.OPEN,
                    at=saying.day,
                    deadline=_end(one.window),
                    reasons=tuple(reasons),
                )
            )
        elif one.outcome is Outcome.OPEN and one.window is None:
            one.window = _due(saying.window)
        known = set(_keys(one.countries))
        one.countries |= saying.countries
        for key in _keys(one.countries):
            if key not in known:
                self._by_states[key].append(one)
        one.voices.append(saying)
        one.last = saying.day

    def _turn(self, one: _Awaited, saying: Saying, reasons: Sequence[Reason]) -> None:
        deadline = None
        if saying.outcome is Outcome.POSTPONED:
            new = saying.window if saying.window and saying.window.end and saying.window.end[:10] > saying.day else None
            moved = new is not None and new != one.window
            one.window = new if moved or one.window is None else None
            deadline = _end(one.window)
        one.turns.append(
            Turn(
                claim=saying.id,
                outcome=saying.outcome,
                at=saying.day,
                words=saying.words,
                deadline=deadline,
                reasons=tuple(reasons),
            )
        )
        one.last = saying.day
        if not one.met:
            one.outcome = saying.outcome
        if saying.outcome is Outcome.MET:
            one.met = one.met or saying.day
            one.done.append(saying.told)

    def _turn_named(self, saying: Saying) -> None:
        """Let a claim such as «put off» or «refused» turn the awaited act whose words and parties its sentence has."""
        claim = saying.told.claim
        acting = countries(claim.actors)
        for one in self._near(saying):
            by = (acting or saying.countries) & one.countries or (
                saying.countries & one.countries if not one.voices[0].told.claim.actors else frozenset()
            )
            told = any(turn.claim == saying.id or turn.at == saying.day for turn in one.turns)
            if one.outcome is not Outcome.OPEN or told or not by or not self._timely(one, saying):
                continue
            if saying.outcome is Outcome.REFUSED and not self._demanded(one, claim):
                continue
            if any(_names(saying, voice) for voice in one.voices) and not _others(one, saying):
                reason = Reason(feature="words", value=f"{'/'.join(sorted(by))}: {claim.trigger.quote}", weight=JOIN)
                self._turn(one, saying, (reason,))

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
            differences=differences([*(saying.told for saying in one.voices), *one.done]) if one.done else (),
        )


def _keys(states: frozenset[str], *, asking: bool = False) -> list[tuple[str, ...]]:
    """Return what an expectation is found under, or what a claim that asks for one looks under.

    One of a single state stands under («RUS»,) and is asked for by all that name it; one of several stands under each
    pair, and under («RUS», «*») for a claim that names one state alone.
    """
    ordered = sorted(states)
    pairs = list(combinations(ordered, 2))
    if len(ordered) < 2:
        return [key for state in ordered for key in (((state,), (state, "*")) if asking else ((state,),))]
    return [*pairs, *((state,) if asking else (state, "*") for state in ordered)]


def _by_words(saying: Saying) -> Iterator[tuple[str, ...]]:
    """Yield what an expectation is found under by its words: by what turns it, and where it names no state, by all."""
    yield ("turned", saying.stem)
    if not saying.countries:
        yield ("nobody", saying.stem)


def _asked_by_words(saying: Saying) -> Iterator[tuple[str, ...]]:
    """Yield what a claim asks for by its words: what names nobody; what it turns, where it names nobody itself."""
    if not saying.names:
        yield ("nobody", saying.stem)
        if not saying.countries and saying.words is not None:
            yield ("turned", saying.stem)


def _voice(saying: Saying) -> Voice:
    document = saying.told.document
    return Voice(
        claim=saying.id,
        status=saying.status,
        holder=saying.holder,
        publisher=document.publisher,
        document=document.id,
        at=saying.day,
    )


def _due(window: Window | None) -> Window | None:
    """Return the window by whose end the act is to be done; where it is to begin some day, that day, week or year."""
    if window is None or window.end or not window.start or window.precision not in LENGTHS:
        return window if window and window.end else None
    return replace(window, end=later(window.start, LENGTHS[window.precision]))


def _end(window: Window | None) -> str | None:
    return window.end if window else None


def _names(saying: Saying, voice: Saying) -> bool:
    """Tell whether a sentence holds the words of an awaited act, in whatever form, or others that name it.

    In another language no word is the same: there the two sentences have to mean the same.
    """
    sentence, told = saying.names, voice.told
    if saying.told.document.language != told.document.language:
        one, other = saying.told.meaning, told.meaning
        return one is not None and other is not None and angle(one, other) >= NAMED
    language, stem = voice.stem.split(":", 1)
    return stem in sentence.lower() or turn_words(language).named_too(told.claim.trigger.quote, sentence)


def _others(one: _Awaited, saying: Saying) -> bool:
    """Tell whether a claim is by other persons of the same states than those of the awaited act."""
    own, other = persons(one.voices[0].told), persons(saying.told)
    return any(own[country].isdisjoint(other[country]) for country in own.keys() & other.keys())
