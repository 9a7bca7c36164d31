"""One claim as the story of an expectation needs it, and what is read of any claim for it."""

from dataclasses import dataclass, field, replace

from keii.model import Claim, Holder, Outcome, Party, Source, SourceKind, Span, Status, Told
from keii.situation.comparing import countries, person_of
from keii.situation.scoring import Look
from keii.situation.turn_words import turn_words

AWAITED = frozenset({Status.PLANNED, Status.URGED, Status.EXPECTED, Status.POSSIBLE})  # see docs/design/expectations.md
HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING})
RELAYED = frozenset({SourceKind.OUTLET, SourceKind.AGENCY, SourceKind.HEARSAY})  # they pass on what another predicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When an awaited act is to happen: days or hours, half-open, with the words that say so."""

    start: str | None  # ISO 8601; None: any time before `end`
    end: str | None  # exclusive; None: any time after `start`
    precision: str | None
    span: Span
    claim: str  # id of the claim that gives it


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One claim as the story of an expectation needs it; `told` is without its time, which `window` holds."""

    id: str  # the claim's
    at: str  # ISO 8601 publication
    told: Told
    countries: frozenset[str]  # of all parties
    outcome: Outcome  # OPEN: the act is awaited; otherwise what the claim makes of an awaited act
    status: Status
    window: Window | None
    holder: Holder | None = None  # of an awaited act
    words: Span | None = None  # of a turn, in the document
    names: str = ""  # of a claim whose own words turn another act: its sentence, in which that act's words stand
    pending: bool = False  # not done yet: that breaks only what was due
    promised: bool = False  # a promise or demand whose deed no claim tells: what retells it does not meet it
    deed: Span | None = None  # the words for the deed, in the document; None: they are the claim's
    look: Look = field(compare=False, repr=False)
    part: int = 0  # which of the sayings of its claim it is

    @property
    def day(self) -> str:
        """The day of publication."""
        return self.at[:10]

    @property
    def stem(self) -> str:
        """What words for the act have in common whatever their form, with their language: en:visit, ja:打ち."""
        language = self.told.document.language
        return f"{language}:{self.told.claim.trigger.quote.lower()[: 2 if language == 'ja' else 5]}"

    @property
    def stems(self) -> tuple[str, ...]:
        """What claims of the same act are found by: the stem of its words, and the rows of words that it stands in."""
        language, words = self.told.document.language, self.told.claim.trigger.quote
        return (self.stem, *(f"={name}" for name in turn_words(language).names(words)))

    @property
    def is_promise(self) -> bool:
        """Whether the claim is a promise or an agreement to do something."""
        claim = self.told.claim
        start, end = within(self.told)
        words = turn_words(self.told.document.language)
        return claim.type == "AGREE" and start >= 0 and words.promises(self.told.sentence, start, end)

    @property
    def is_offer(self) -> bool:
        """Whether an awaited act is what somebody promised or offered, in words that no other claim tells."""
        return self.status is Status.PLANNED and (self.promised or self.deed is not None)

    @property
    def is_unwilling(self) -> bool:
        """Whether the words that turn the act say that somebody will not do it."""
        return self.words is not None and turn_words(self.told.document.language).negates(self.words.quote)

    @property
    def order(self) -> tuple[str, str, int, str]:
        """What sayings are sorted by: publication, document, place in it, claim."""
        return self.at, self.told.document.id, self.told.claim.trigger.start, self.id


def saying_of(
    id: str,
    told: Told,
    outcome: Outcome,
    window: Window | None,
    *,
    holder: Holder | None = None,
    words: Span | None = None,
    names: str = "",
    pending: bool = False,
    promised: bool = False,
    deed: Span | None = None,
) -> Saying:
    """Return what a claim says: its countries, its publication, and no time but the window."""
    claim = told.claim
    status = Status.PLANNED if outcome is Outcome.POSTPONED else claim.status  # what is put off is still to come
    timeless = replace(told, claim=claim.with_(time=None))
    return Saying(
        id=id,
        at=told.document.published_at or "",
        told=timeless,
        look=Look(timeless),
        countries=countries((*claim.actors, *claim.recipients)),
        outcome=outcome,
        status=status,
        window=window,
        holder=holder,
        words=words,
        names=names,
        pending=pending,
        promised=promised,
        deed=deed,
    )


def within(told: Told) -> tuple[int, int]:
    """Return where the act's words stand in their sentence; -1 and -1 where they do not."""
    trigger = told.claim.trigger
    offset = told.document.text.find(told.sentence, max(0, trigger.end - len(told.sentence)))
    return (-1, -1) if offset < 0 or offset > trigger.start else (trigger.start - offset, trigger.end - offset)


def is_denying(told: Told) -> bool:
    """Tell whether the sentence denies the act, in so many words: «denied that it would», 事実はない."""
    start, end = within(told)
    return start >= 0 and turn_words(told.document.language).denies(told.sentence, start, end)


def window_of(id: str, told: Told) -> Window | None:
    """Return the time of a claim as a window, None where it is not on the calendar."""
    time = told.claim.time
    if time is None or (time.start is None and time.end is None):
        return None
    return Window(start=time.start, end=time.end, precision=time.precision, span=time.span, claim=id)


def day_of(told: Told) -> str:
    """Return the day of publication; empty where the document is not dated."""
    return (told.document.published_at or "")[:10]


# ---- who holds it ----


def acting(claim: Claim, told: Told) -> Holder | None:
    """Return the first actor who is named, None where nobody is."""
    return next((named(party, told) for party in claim.actors if party.text), None)


def speaking(told: Told) -> Holder | None:
    """Return the outermost source that speaks for itself; where all only pass it on, the outermost of them."""
    sources = told.claim.sources
    speaking = [source for source in sources if source.kind not in RELAYED] or list(sources)
    return named(speaking[0], told) if speaking else None


def named(who: Party | Source, told: Told) -> Holder:
    """Return a party or source as the holder of an expectation."""
    person = person_of(who.text, told.document.language)
    return Holder(code=who.code, actor=person or who.actor, text=who.text)
