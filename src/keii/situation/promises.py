"""What promises, demands and invitations await: the deed that a claim beside them tells, or their own words for it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from keii.calendar.times import Tense, find_times, resolve_time
from keii.model import Claim, Holder, Outcome, Party, Span, Status, Told
from keii.situation.comparing import countries
from keii.situation.contents import content, deed_of
from keii.situation.saying import HAPPENED, Saying, Window, acting, day_of, saying_of, window_of, within
from keii.situation.turn_words import Run, turn_words
from keii.situation.waits import later

VISIT = "CONSULT"  # what an invitation awaits
ARRIVAL = "OTHER"  # what coming is typed as
PROMISE = "AGREE"  # what a promise is typed as, whatever is promised
DEMAND = "REQUEST"
AT_HAND = 4  # days before publication on which a promise is told with the day on which it was made


def of_promise(
    id: str, told: Told, beside: Sequence[Claim], led: Collection[str], types: Collection[str] | None
) -> list[Saying | None]:
    """Return what a promise awaits: the deeds of which its sentence has claims, else what no claim tells."""
    claim = told.claim
    if claim.type != PROMISE or claim.status not in HAPPENED or not claim.actors:
        return []
    if not _promises(told):
        return []
    holder = acting(claim, told)
    deeds = {one.type: one for one in beside if one.type not in (PROMISE, DEMAND)}
    if deeds:
        return [
            saying_of(id, replace(told, claim=deed), Outcome.OPEN, None, holder=holder)
            for type_, deed in sorted(deeds.items()) if types is None or type_ in types
        ]
    if id in led:
        return []
    return [_of_words(id, told, Status.PLANNED, claim.actors, claim.recipients, holder, types)]


def of_demand(
    id: str, told: Told, beside: Sequence[Claim], led: Collection[str], types: Collection[str] | None
) -> Saying | None:
    """Return what a demand awaits of which no claim tells the deed: something of whom it is made to, as far as told."""
    claim = told.claim
    if claim.type != DEMAND or claim.status not in HAPPENED or not (claim.actors or claim.recipients):
        return None
    if id in led or any(one.type != DEMAND for one in beside):
        return None
    if turn_words(told.document.language).invites(claim.trigger.quote):
        return None
    return _of_words(id, told, Status.URGED, claim.recipients, claim.actors, acting(claim, told), types)


def of_invitation(id: str, told: Told) -> Saying | None:
    """Return the visit that an invitation awaits: the guests' to the hosts, as far as they are told."""
    claim = told.claim
    if claim.type != DEMAND or claim.status not in HAPPENED or not claim.recipients:
        return None
    if not turn_words(told.document.language).invites(claim.trigger.quote):
        return None
    hosts = {party.code for party in claim.actors}
    guests = tuple(party for party in claim.recipients if party.code not in hosts)
    if not countries(guests):
        return None
    visit = claim.with_(type=VISIT, mode="visit", status=Status.URGED, actors=guests, recipients=claim.actors)
    return saying_of(id, replace(told, claim=visit), Outcome.OPEN, window_of(id, told), holder=acting(claim, told))


def of_arrival(id: str, told: Told) -> Saying | None:
    """Return the visit that an arrival tells done or not done: the minister who was to visit «did not come»."""
    claim = told.claim
    done = claim.status in HAPPENED
    if claim.type != ARRIVAL or not (done or claim.status is Status.NOT_OCCURRED) or not countries(claim.actors):
        return None
    if not turn_words(told.document.language).arrives(claim.trigger.quote):
        return None
    visit = claim.with_(type=VISIT, mode="visit", label=None)
    return saying_of(id, replace(told, claim=visit), Outcome.MET if done else Outcome.BROKEN, window_of(id, told))


def _promises(told: Told) -> bool:
    """Tell whether a claim is a promise: by its words, or as a deal to do something."""
    start, end = within(told)
    language, sentence = told.document.language, told.sentence
    words = turn_words(language)
    if start < 0 or words.promises(sentence, start, end):
        return start >= 0
    return words.deals(told.claim.trigger.quote) and content(language, sentence, start, end) is not None


def _of_words(
    id: str,
    told: Told,
    status: Status,
    actors: tuple[Party, ...],
    recipients: tuple[Party, ...],
    holder: Holder | None,
    types: Collection[str] | None,
) -> Saying | None:
    """Return what is awaited by the words of a promise or demand: a deed of the type that these words name.

    Words that the lexicon does not know await the promise or demand itself, which what retells it does not meet.
    """
    claim, language = told.claim, told.document.language
    start, end = within(told)
    run = content(language, told.sentence, start, end) if start >= 0 else None
    offset = claim.trigger.start - start
    words = Span.of(told.document.text, offset + run[0], offset + run[1]) if run else None
    deed = deed_of(language, words.quote, told.sentence) if words else None
    type_ = deed.type if deed and deed.type not in (PROMISE, DEMAND) else claim.type
    if types is not None and type_ not in types:
        return None
    awaited = claim.with_(
        type=type_, mode=deed.mode if deed else None, label=deed.label if deed else claim.label, status=status,
        trigger=words or claim.trigger, actors=actors, recipients=recipients, quantities=(),
    )
    new = replace(told, claim=awaited, act=told.act if words is None else None)
    window = _due(id, told, offset, run)
    return saying_of(
        id, new, Outcome.OPEN, window, holder=holder, promised=type_ == claim.type, deed=words)


def _due(id: str, told: Told, offset: int, run: Run | None) -> Window | None:
    """Return when the deed is to be done: the promise's time where that is still to come, else the one beside the deed.

    A time of the past is that of the promise.
    """
    window = window_of(id, told)
    if window is not None and (window.end is None or window.end[:10] > later(day_of(told), 1)):
        return window
    if run is None:
        return None
    published, own = date.fromisoformat(day_of(told)), told.claim.time
    for found in find_times(told.sentence, told.document.language):
        start, end = found.start + offset, found.end + offset
        if window is not None and own is not None and start < own.span.end and own.span.start < end:
            continue
        past = resolve_time(found, published, tense=Tense.PAST)
        if past.end is not None and later(day_of(told), -AT_HAND) <= past.end[:10] <= later(day_of(told), 1):
            continue  # 26日、…で一致した: the day of agreeing
        time = resolve_time(found, published, tense=Tense.FUTURE)
        if time.end is not None and time.end[:10] > later(day_of(told), 1):
            span = Span.of(told.document.text, start, end)
            return Window(start=time.start, end=time.end, precision=time.precision, span=span, claim=id)
    return None
