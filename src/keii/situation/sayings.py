"""What one claim says of an awaited act: that it is awaited, was done, put off, called off, refused, or not done."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from keii.model import Claim, Holder, Outcome, Party, Source, SourceKind, Span, Status, Told
from keii.situation.comparing import countries, person_of
from keii.situation.turn_words import TurnWord, turn_words
from keii.situation.waits import later

AWAITED = frozenset({Status.PLANNED, Status.URGED, Status.EXPECTED, Status.POSSIBLE})  # see docs/design/expectations.md
HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING})
VISIT = "CONSULT"  # what an invitation awaits
PROMISE = "AGREE"  # what a promise is typed as, whatever is promised
DEMAND = "REQUEST"
# Types of claims whose own words put off, call off or refuse another act.
TURNING = frozenset({"REJECT", "OTHER", "RETREAT", "SANCTION", "CONCEDE"})
NOT_NOW = frozenset({Outcome.CANCELLED, Outcome.BROKEN})  # what a new date beside it makes a postponement
TOLD_LATE = 3  # days: a plan told with a time so short before is told with the day on which it was made
RELAYED = frozenset({SourceKind.OUTLET, SourceKind.AGENCY, SourceKind.HEARSAY})  # they pass on what another predicts
Where = tuple[str, int]  # document, sentence


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
    promised: bool = False  # a promise or demand whose deed no claim tells: what retells it does not meet it

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
    def order(self) -> tuple[str, str, int, str]:
        """What sayings are sorted by: publication, document, place in it, claim."""
        return self.at, self.told.document.id, self.told.claim.trigger.start, self.id


def sayings(
    told: Iterable[Told], *, until: str, types: Collection[str] | None = None, led: Collection[str] = ()
) -> Mapping[str, Sequence[Saying]]:
    """Return by type of act what claims published up to and with the day `until` say of awaited acts, in order.

    Under «*» stand the claims whose own words turn an act of any type; `types` leaves out acts of other types. Claims
    of documents without a date say nothing: they are neither before nor after another. `led` are ids of promises and
    demands in whose sentence a claim outside of `told` tells the deed.
    """
    distinct = {
        one.claim.id: one for one in told if one.document.published_at and one.document.published_at[:10] <= until
    }
    fellows: dict[Where, list[Claim]] = {}
    for one in distinct.values():
        if one.claim.type == "REQUEST" or one.claim.status in AWAITED:
            fellows.setdefault((one.claim.document, one.claim.sentence), []).append(one.claim)
    found: dict[str, list[Saying]] = {}
    for id, one in distinct.items():
        beside = fellows.get((one.claim.document, one.claim.sentence), ())
        read: list[Saying | None] = [_of_turning(id, one), *_of_promise(id, one, beside, led, types)]
        if types is None or one.claim.type in types:
            read.append(_of_claim(id, one, [claim for claim in beside if claim.type == "REQUEST"]))
        if types is None or VISIT in types:
            read.append(_of_invitation(id, one))
        if (types is None or DEMAND in types) and id not in led:
            read.append(_of_demand(id, one, beside))
        for saying in filter(None, read):
            found.setdefault(_key(saying), []).append(saying)
    return {key: sorted(some, key=lambda saying: saying.order) for key, some in found.items()}


def concerns_others(type_: str, status: Status, trigger: str, language: str, urged: bool) -> bool:
    """Tell whether a claim may say something of an act that another one tells: it asks, invites, or turns it."""
    if status not in HAPPENED:
        return type_ == "REQUEST" and urged
    words = turn_words(language)
    if type_ == "REQUEST":
        return urged or words.invites(trigger)
    if type_ == PROMISE:
        return words.may_promise(trigger)
    return type_ == "REJECT" or (type_ in TURNING and words.itself(trigger) is not None)


def _key(saying: Saying) -> str:
    """Return the blocking key: what is said under one key is never joined with what is said under another."""
    return "*" if saying.names else saying.told.claim.type


def _of_claim(id: str, told: Told, asked: Sequence[Claim]) -> Saying | None:
    claim = told.claim
    word, span, pending = _turned(told)
    window = _window(id, told)
    if word is not None:
        if claim.status in (Status.POSSIBLE, Status.URGED, Status.CONDITIONAL):
            return None  # it may be put off, it ought to be called off, «if the talks fail»: it is not
        outcome = Outcome.POSTPONED if word.outcome in NOT_NOW and _dated_anew(told) else word.outcome
        holder = _acting(claim, told) if outcome is Outcome.POSTPONED else None
        return _saying(id, told, outcome, window, words=span, holder=holder)
    if claim.status in AWAITED:
        if window is not None and window.end is not None and window.end[:10] <= _day(told):
            if window.end[:10] <= later(_day(told), -TOLD_LATE):
                return None  # a plan of the past
            window = None
        return _saying(id, told, Outcome.OPEN, window, holder=_holder(told, asked))
    if claim.status is Status.CONDITIONAL and _threatened(told):
        threat = replace(told, claim=claim.with_(status=Status.POSSIBLE))
        return _saying(id, threat, Outcome.OPEN, window, holder=_acting(claim, told) or _saying_so(told))
    if claim.status in HAPPENED:
        return _saying(id, told, Outcome.MET, window)
    if claim.status is Status.NOT_OCCURRED and not pending:
        return _saying(id, told, Outcome.BROKEN, window)
    return None


def _of_promise(
    id: str, told: Told, beside: Sequence[Claim], led: Collection[str], types: Collection[str] | None
) -> list[Saying | None]:
    """Return what a promise awaits: the deeds of which its sentence has claims, else what no claim tells."""
    claim = told.claim
    if claim.type != PROMISE or claim.status not in HAPPENED or not claim.actors:
        return []
    start, end = _within(told)
    if start < 0 or not turn_words(told.document.language).promises(told.sentence, start, end):
        return []
    holder = _acting(claim, told)
    deeds = {one.type: one for one in beside if one.type not in (PROMISE, "REQUEST")}
    if deeds:
        return [
            _saying(id, replace(told, claim=deed), Outcome.OPEN, None, holder=holder)
            for type_, deed in sorted(deeds.items()) if types is None or type_ in types
        ]
    if id in led or (types is not None and PROMISE not in types):
        return []
    promise = replace(told, claim=claim.with_(status=Status.PLANNED))
    window = _window(id, told)  # a time of the past is that of the promise
    ahead = window if window and (window.end is None or window.end[:10] > later(_day(told), 1)) else None
    return [_saying(id, promise, Outcome.OPEN, ahead, holder=holder, promised=True)]


def _of_invitation(id: str, told: Told) -> Saying | None:
    """Return the visit that an invitation awaits: the guests' to the hosts, as far as they are told."""
    claim = told.claim
    if claim.type != "REQUEST" or claim.status not in HAPPENED or not claim.recipients:
        return None
    if not turn_words(told.document.language).invites(claim.trigger.quote):
        return None
    hosts = {party.code for party in claim.actors}
    guests = tuple(party for party in claim.recipients if party.code not in hosts)
    if not countries(guests):
        return None
    visit = claim.with_(type=VISIT, mode="visit", status=Status.URGED, actors=guests, recipients=claim.actors)
    return _saying(id, replace(told, claim=visit), Outcome.OPEN, _window(id, told), holder=_acting(claim, told))


def _of_demand(id: str, told: Told, beside: Sequence[Claim]) -> Saying | None:
    """Return what a demand awaits of which no claim tells the deed: something of whom it is made to, as far as told."""
    claim = told.claim
    if claim.type != DEMAND or claim.status not in HAPPENED or not claim.actors:
        return None
    if any(one.type != DEMAND for one in beside) or turn_words(told.document.language).invites(claim.trigger.quote):
        return None
    awaited = claim.with_(status=Status.URGED, actors=claim.recipients, recipients=claim.actors)
    return _saying(
        id, replace(told, claim=awaited), Outcome.OPEN, None, holder=_acting(claim, told), promised=True
    )


def _of_turning(id: str, told: Told) -> Saying | None:
    """Return what a claim says whose own words turn another act, which stands in its sentence: «put off», 拒否した."""
    claim = told.claim
    if claim.type not in TURNING or claim.status not in HAPPENED or not (claim.actors or claim.recipients):
        return None
    outcome = turn_words(told.document.language).itself(claim.trigger.quote)
    if outcome is None and claim.type == "REJECT" and claim.actors:
        outcome = Outcome.REFUSED
    if outcome is None:
        return None
    return _saying(id, told, outcome, _window(id, told), words=claim.trigger, names=told.sentence)


def _saying(
    id: str,
    told: Told,
    outcome: Outcome,
    window: Window | None,
    *,
    holder: Holder | None = None,
    words: Span | None = None,
    names: str = "",
    promised: bool = False,
) -> Saying:
    claim = told.claim
    status = Status.PLANNED if outcome is Outcome.POSTPONED else claim.status  # what is put off is still to come
    return Saying(
        id=id,
        at=told.document.published_at or "",
        told=replace(told, claim=claim.with_(time=None)),
        countries=countries((*claim.actors, *claim.recipients)),
        outcome=outcome,
        status=status,
        window=window,
        holder=holder,
        words=words,
        names=names,
        promised=promised,
    )


def _turned(told: Told) -> tuple[TurnWord | None, Span | None, bool]:
    """Return the word that turns the act, its span in the document, and whether the act is only not done yet."""
    trigger, text = told.claim.trigger, told.document.text
    start, end = _within(told)
    if start < 0:
        return None, None, False
    offset = trigger.start - start
    words = turn_words(told.document.language)
    word = words.turn(told.sentence, start, end, _own(told.claim, offset, offset + len(told.sentence)))
    span = Span.of(text, offset + word.start, offset + word.end) if word else None
    return word, span, words.still(told.sentence, start, end)


def _dated_anew(told: Told) -> bool:
    """Tell whether the act's sentence or the next one gives it a new date (見送った。新たな日時は未定だ)."""
    text, end = told.document.text, told.claim.trigger.end
    return turn_words(told.document.language).dated_anew(text[end : end + 400])


def _within(told: Told) -> tuple[int, int]:
    """Return where the act's words stand in their sentence; -1 and -1 where they do not."""
    trigger = told.claim.trigger
    offset = told.document.text.find(told.sentence, max(0, trigger.end - len(told.sentence)))
    return (-1, -1) if offset < 0 or offset > trigger.start else (trigger.start - offset, trigger.end - offset)


def _threatened(told: Told) -> bool:
    start, end = _within(told)
    return start >= 0 and turn_words(told.document.language).threatens(told.sentence, start, end)


def _own(claim: Claim, start: int, end: int) -> list[tuple[int, int]]:
    """Return where a sentence names the parties, place and time of a claim, in code points into the sentence."""
    spans = [party.span for party in (*claim.actors, *claim.recipients)]
    spans += [value.span for value in (claim.place, claim.time) if value]
    return [
        (span.start - start, span.end - start) for span in spans if span and start <= span.start and span.end <= end
    ]


def _window(id: str, told: Told) -> Window | None:
    time = told.claim.time
    if time is None or (time.start is None and time.end is None):
        return None
    return Window(start=time.start, end=time.end, precision=time.precision, span=time.span, claim=id)


def _day(told: Told) -> str:
    return (told.document.published_at or "")[:10]


# ---- who holds it ----


def _holder(told: Told, asked: Sequence[Claim]) -> Holder | None:
    """Return who plans, urges or predicts an act: its actor, who asks for it, or the outermost who says so."""
    claim = told.claim
    if claim.status is Status.PLANNED:
        return _acting(claim, told) or _saying_so(told)
    if claim.status is Status.URGED:
        at = claim.trigger.start
        nearest = min(asked, key=lambda one: (abs(one.trigger.start - at), one.trigger.start), default=None)
        return (_acting(nearest, told) if nearest else None) or _saying_so(told)
    return _saying_so(told)


def _acting(claim: Claim, told: Told) -> Holder | None:
    return next((_named(party, told) for party in claim.actors if party.text), None)


def _saying_so(told: Told) -> Holder | None:
    """Return the outermost source that speaks for itself; where all only pass it on, the outermost of them."""
    sources = told.claim.sources
    speaking = [source for source in sources if source.kind not in RELAYED] or list(sources)
    return _named(speaking[0], told) if speaking else None


def _named(who: Party | Source, told: Told) -> Holder:
    person = person_of(who.text, told.document.language)
    return Holder(code=who.code, actor=person or who.actor, text=who.text)
