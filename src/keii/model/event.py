"""Events and expectations: what the ledger holds to have been told about one happening, and what is still awaited."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from keii.model.claim import Claim, Status
from keii.model.document import Document
from keii.model.text import Span

FIELDS = ("status", "type", "actor", "recipient", "place", "time", "quantity")  # of an event, in this order


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim together with the document that tells it: what the situation step needs to know of a claim."""

    claim: Claim
    document: Document
    sentence: str  # the sentence's text
    copies: str | None = None  # id of the group of copies that the document belongs to; None: it has no copies
    # Vectors of signed bytes, comparable across languages by their angle; None: not made, compared without them
    story: bytes | None = None  # of the document
    meaning: bytes | None = None  # of the sentence
    act: bytes | None = None  # of the words that name the act, in their sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One feature on which two claims agree or differ, with its weight: why a pair was joined or kept apart."""

    feature: str  # type, actor, recipient, place, time, quantity, words, story, judgement
    value: str  # what was compared, in short: "RUS/GOV = RUS/GOV"
    weight: float  # positive: speaks for one happening


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The judgement of a machine or a person on whether two claims tell one happening; symmetric in its claims."""

    first: str  # ids of the claims, first < second
    second: str
    score: float  # sum of the weights
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of an event's field, with the claims that give it."""

    value: str
    claims: tuple[str, ...]  # ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field on which an event's claims cannot all be right, with what stands against what."""

    field: str  # actor, recipient, place, time, quantity, reality (asserted and denied)
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What was told of one happening: its claims, what they agree on, where they conflict, who they rest on.

    The id is made from the first claim (by publication, document, position), so that it stays when more is told.
    """

    id: str
    type: str
    label: str | None
    status: Status  # the firmest that an independent source gives, see docs/design/situation.md
    claims: tuple[str, ...]  # ids, by publication, document and position
    fields: tuple[tuple[str, tuple[Value, ...]], ...]  # actor, recipient, place, time, quantity …; the most told first
    conflicts: tuple[Conflict, ...] = ()
    links: tuple[Link, ...] = ()  # empty in lists: one event at a time tells them
    since: str | None = None  # ISO 8601: the time told most, or the first publication; None: neither is known
    until: str | None = None  # exclusive
    documents: int = 1
    independent: int = 1  # sources that do not rest on each other: copies and a shared agency or official count once


class Outcome(StrEnum):
    """What became of an expectation."""

    OPEN = "open"
    MET = "met"
    BROKEN = "broken"  # it is said not to have happened, or to have failed
    CANCELLED = "cancelled"  # called off by those who were to do it
    POSTPONED = "postponed"
    REFUSED = "refused"
    LAPSED = "lapsed"  # the deadline passed and nothing was told


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who plans, urges or predicts an act."""

    code: str
    actor: str | None  # id in the registry; None: not resolved to an entry
    text: str  # the words that name them


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One claim that tells an expectation: who holds it by this claim, and which outlet printed it."""

    claim: str  # id
    status: Status  # planned, urged, expected, possible
    holder: Holder | None  # None: the document itself
    publisher: str | None  # None: the document states none
    document: str  # id
    at: str  # ISO 8601 date of the telling document
    deed: Span | None = None  # words for the deed of a promise or demand, which no claim tells; None: the claim's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A claim that changed what became of an expectation, and why it counts."""

    claim: str  # id
    outcome: Outcome  # OPEN: announced anew after it was given up
    at: str  # ISO 8601 date of the telling document
    words: Span | None = None  # the words of postponing, calling off, refusing; None: the claim's status alone
    deadline: str | None = None  # the new deadline of a postponement; None: it gives none
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """An act that was planned, urged, expected, possible or invited, and what became of it."""

    id: str
    type: str
    opened: str  # id of the claim that opened it first
    voices: tuple[Voice, ...]  # every claim that tells the same expectation, the opening one first
    status: Status  # the firmest that a voice gives: planned, expected, urged, possible
    deadline: str | None  # ISO 8601, exclusive; None: the text gives none
    deadline_claim: str | None  # the claim that gives the deadline that holds; None with it
    deadline_span: Span | None  # the words of the deadline in that claim's document; None with it
    outcome: Outcome
    turns: tuple[Turn, ...] = ()  # by date
    differences: tuple[Conflict, ...] = ()  # what announcements, denials and deed cannot all have right

    @property
    def last_day(self) -> str | None:
        """The last day on which it is in time, which is what people call the deadline; None: the text gives none."""
        if self.deadline is None:
            return None
        end = datetime.fromisoformat(self.deadline).replace(tzinfo=None)
        return (end - timedelta.resolution).date().isoformat()

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims that tell the expectation."""
        return tuple(voice.claim for voice in self.voices)

    @property
    def holder(self) -> Holder | None:
        """Who held it first; None: the document itself."""
        return self.voices[0].holder
