"""A claim: one act as one sentence tells it, with a span for every field."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from keii.model.text import Span, content_id

LOCAL = "doc:"  # ids of persons whom the registry does not know begin so: doc:DOCUMENT/name/ana-reyes
DOUBTFUL = 0.5  # confidence below which a claim is marked as doubtful: it is wrong more often than right


class Status(StrEnum):
    """What the text says about the act's reality (guidelines, field `status`)."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    URGED = "urged"
    EXPECTED = "expected"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    NOT_OCCURRED = "not_occurred"


class Certainty(StrEnum):
    """How sure the text's own hedges say it is; `plain` when it hedges nothing."""

    PLAIN = "plain"
    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


class Reference(StrEnum):
    """How the text refers to a party or source."""

    NAMED = "named"  # a name or a noun phrase in the sentence itself
    PRONOUN = "pronoun"  # 彼, 同氏, they: `span` is the pronoun until resolution finds the antecedent
    GROUP = "group"  # 両国, 両首脳, the two sides: one party per antecedent
    OMITTED = "omitted"  # the sentence leaves it out; `anchor` says for which word


class SourceKind(StrEnum):
    """What kind of source speaks."""

    NAMED = "named"
    OFFICE = "office"
    OUTLET = "outlet"
    AGENCY = "agency"
    ANONYMOUS = "anonymous"
    HEARSAY = "hearsay"  # という, reportedly: a report without a reporter


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word that decided a field, and the rule or data row that read it (`file:row` or a rule's name)."""

    span: Span
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One step of how a claim came about: the field, the rule, the words it read, what it gave."""

    field: str
    rule: str
    value: str
    span: Span | None = None  # None: the step read no words of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Actor or recipient of a claim: the words, and whom they were resolved to.

    After coding, an omitted party has no span; resolution gives it the antecedent's span, or drops it and
    records the reason in the claim's trace. After resolution every party of a claim has a span.
    """

    span: Span | None
    reference: Reference = Reference.NAMED
    code: str = "XXX"  # ISO 3166 alpha-3 or IGO:NAME, with /SECTOR; XXX: country unknown
    actor: str | None = None  # id in the registry, or LOCAL of an unknown person; None: not resolved to an entry
    antecedent: Span | None = None  # where the referent is named, for pronouns, groups and omissions
    reason: str | None = None  # why it is unresolved; None: it is resolved

    @property
    def implicit(self) -> bool:
        """Whether the sentence itself does not name the party."""
        return self.reference is not Reference.NAMED

    @property
    def text(self) -> str:
        """The words that name the party: the antecedent's where there is one."""
        span = self.antecedent or self.span
        return span.quote if span else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One link of the chain of who says so."""

    span: Span | None  # None: left out by the text (hearsay, omitted subject) and not found
    kind: SourceKind
    cue: Cue  # the word of saying
    reference: Reference = Reference.NAMED
    code: str = "XXX"
    actor: str | None = None
    antecedent: Span | None = None
    reason: str | None = None

    @property
    def text(self) -> str:
        """The words that name the source; for hearsay the cue's own words."""
        span = self.antecedent or self.span or self.cue.span
        return span.quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the text says that the act happens: the words, and the place of the gazetteer that they mean."""

    span: Span
    country: str | None = None  # ISO 3166 alpha-3; None: not resolved, or a sea or region of no one state
    gazetteer: str | None = None  # id in the gazetteer (geonames:524901, keii:taiwan-strait); None: not resolved
    latitude: float | None = None  # degrees north; with `longitude` None where the gazetteer is not resolved
    longitude: float | None = None  # degrees east
    precision: str | None = None  # what the point stands for: point, city, province, country, region; None: no point
    reason: str | None = None  # why no place of the gazetteer is known: no-toponym, ambiguous; None: one is


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """When the text says that the act happens, as a half-open interval of days or hours."""

    span: Span
    start: str | None = None  # ISO 8601; None: not resolved, `reason` says why
    end: str | None = None  # ISO 8601, exclusive; None: open or not resolved
    precision: str | None = None  # hour, day, week, month, season, year, duration; None: not resolved
    basis: str | None = None  # text, published_at; None: not resolved
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """How many of what: bounds and unit as the text gives them; both bounds None: the number could not be read."""

    span: Span
    low: float | None  # None: no lower bound
    high: float | None  # None: no upper bound
    unit: str | None = None  # a measure's name in both languages (hour, USD), or the counter's own word; None: none
    approximate: bool = False
    counted: Span | None = None  # the words for what is counted; None: not stated
    ordinal: bool = False  # the place in a row (19か月目), not how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The person by whose word a claim stands as it does: the last judgement on it that counts."""

    number: int  # of the judgement
    author: str
    at: str  # ISO 8601, UTC
    claim: str  # the id that the claim was read with, and keeps
    fields: tuple[str, ...] = ()  # that differ from what keii read; empty: accepted as read


@lru_cache(maxsize=65536)  # what compares claims asks for their ids again and again
def _claim_id(
    document: str, type_: str, start: int, end: int, label: str | None, actors: tuple[str, ...], status: Status
) -> str:
    return content_id("c_", document, type_, start, end, label, list(actors), status.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One act as one sentence tells it (see the codebook for `type`, `mode`, `context`, `label`)."""

    document: str  # the document's id
    sentence: int  # the sentence's index
    type: str  # one of PLOVER's sixteen, or OTHER
    trigger: Span
    status: Status
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    mode: str | None = None  # None: the words do not fix one
    contexts: tuple[str, ...] = ()
    label: str | None = None  # for OTHER; None otherwise
    certainty: Certainty = Certainty.PLAIN
    cues: tuple[Cue, ...] = ()  # words that decided status and certainty
    sources: tuple[Source, ...] = ()  # outermost first; empty: the document itself asserts it
    place: Place | None = None
    time: Time | None = None
    quantities: tuple[Quantity, ...] = ()
    coder: str  # what made it, with its version: rules/0.1.0
    confidence: float | None = None  # probability that the words name an act of the type; None: the coder gives none
    confidence_whole: float | None = None  # and that actors, recipients and status are right as well; None: as above
    trace: tuple[Trace, ...] = ()
    judged: Judged | None = None  # None: as keii read it

    @property
    def id(self) -> str:
        """The content id: the same act told by the same words of the same document has the same id.

        A claim that a person decided about keeps the id that it was read with.
        """
        if self.judged:
            return self.judged.claim
        at, actors = self.trigger, tuple(party.text for party in self.actors)
        return _claim_id(self.document, self.type, at.start, at.end, self.label, actors, self.status)

    @property
    def doubtful(self) -> bool:
        """Whether keii takes its own reading for wrong rather than right.

        Never where the coder gives no confidence, and never where a person has looked at it.
        """
        return self.judged is None and self.confidence is not None and self.confidence < DOUBTFUL

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Yield every span of the claim with the name of the field it proves."""
        yield "trigger", self.trigger
        for field, parties in (("actor", self.actors), ("recipient", self.recipients), ("source", self.sources)):
            for party in parties:
                if party.span:
                    yield field, party.span
                if party.antecedent:
                    yield f"{field}.antecedent", party.antecedent
        for source in self.sources:
            yield "source.cue", source.cue.span
        for cue in self.cues:
            yield "cue", cue.span
        for value, field in ((self.place, "place"), (self.time, "time")):
            if value:
                yield field, value.span
        for quantity in self.quantities:
            yield "quantity", quantity.span
            if quantity.counted:
                yield "quantity.counted", quantity.counted
        for step in self.trace:
            if step.span:
                yield "trace", step.span

    def check(self, text: str) -> "Claim":
        """Return the claim itself; raises SpanError unless `text` holds every span's quotation."""
        for _, span in self.spans():
            span.check(text)
        return self

    def with_(self, **changes: object) -> "Claim":
        """Return a copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]
