"""What one claim says of an awaited act: that it is awaited, was done, put off, called off, refused, or not done."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from keii.model import Claim, Holder, Outcome, Span, Status, Told
from keii.situation.comparing import near_types
from keii.situation.promises import DEMAND, PROMISE, VISIT, of_arrival, of_demand, of_invitation, of_promise
from keii.situation.recalling import SAID
from keii.situation.saying import AWAITED, HAPPENED, Saying, acting, day_of, saying_of, speaking, window_of, within
from keii.situation.turn_words import TurnWord, turn_words
from keii.situation.waits import later

# Types of claims whose own words put off, call off or refuse another act.
TURNING = frozenset({"REJECT", "OTHER", "RETREAT", "SANCTION", "CONCEDE"})
HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "PROTEST", "MOBILIZE"})  # what is threatened with
ANNOUNCED = frozenset({*AWAITED, Status.CONDITIONAL})  # what is to come, threats included
NOT_NOW = frozenset({Outcome.CANCELLED, Outcome.BROKEN})  # what a new date beside it makes a postponement
TOLD_LATE = 3  # days: a plan told with a time so short before is told with the day on which it was made
DIGITS = "0123456789０１２３４５６７８９"  # a time may be marked within its number
TOPIC = ("は", "が", "も")  # in Japanese, what stands before the day of an announcement
Where = tuple[str, int]  # document, sentence


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
    for own in fellows.values():
        own.sort(key=lambda claim: (claim.trigger.start, claim.id))
    found: dict[str, list[Saying]] = {}
    for id, one in distinct.items():
        beside = fellows.get((one.claim.document, one.claim.sentence), ())
        read: list[Saying | None] = [_of_turning(id, one), *of_promise(id, one, beside, led, types)]
        if types is None or one.claim.type in types:
            asked = [claim for claim in beside if claim.type == "REQUEST"]
            read += [_refused_at_once(id, one, asked), _of_claim(id, one, asked)]
        if types is None or VISIT in types:
            read += [of_invitation(id, one), of_arrival(id, one)]
        read.append(of_demand(id, one, beside, led, types))
        for part, saying in enumerate(filter(None, read)):
            found.setdefault(_key(saying), []).append(replace(saying, part=part) if part else saying)
    return {key: sorted(some, key=lambda saying: saying.order) for key, some in found.items()}


def heard_in(said: Mapping[str, Sequence[Saying]], story: str) -> Iterator[Saying]:
    """Yield what the story of a type hears of what is said: its own acts, those of near types, and what turns any act.

    What acts of types that coders take for this one open is told under their own type; and who agrees to do something
    has not done it.
    """
    yield from said.get(story, ())
    for other in sorted(near_types(story) & said.keys()):
        yield from (saying for saying in said[other] if not (saying.outcome is Outcome.MET and saying.is_promise))
    yield from said.get("*", ())


def concerns_others(type_: str, status: Status, trigger: str, language: str, urged: bool) -> bool:
    """Tell whether a claim may say something of an act that another one tells: it asks, invites, or turns it."""
    if status not in HAPPENED:
        return type_ == DEMAND and urged
    words = turn_words(language)
    if type_ == DEMAND:
        return True
    if type_ == PROMISE:
        return words.may_promise(trigger)
    return type_ == "REJECT" or (type_ in TURNING and words.itself(trigger) is not None)


def _key(saying: Saying) -> str:
    """Return the blocking key: what is said under one key is never joined with what is said under another."""
    return "*" if saying.names else saying.told.claim.type


def _refused_at_once(id: str, told: Told, asked: Sequence[Claim]) -> Saying | None:
    """Return the demand that the clause which tells it refuses too: 引き下げの要求を退けた."""
    if told.claim.status is not Status.URGED:
        return None
    word = _turned(told)[0]
    if word is None or word.outcome is not Outcome.REFUSED:
        return None
    return saying_of(id, told, Outcome.OPEN, window_of(id, told), holder=_holder(told, asked))


def _of_claim(id: str, told: Told, asked: Sequence[Claim]) -> Saying | None:
    claim = told.claim
    word, span, pending = _turned(told)
    window = None if _is_of_saying(told) else window_of(id, told)
    if claim.type in SAID and claim.type not in (PROMISE, DEMAND) and claim.status in HAPPENED:
        word = None  # «welcomed the delay»: what is put off is what the words are about
    if word is not None:
        refused = claim.status is Status.URGED and word.outcome is Outcome.REFUSED
        if claim.status in (Status.POSSIBLE, Status.URGED, Status.CONDITIONAL) and not refused:
            return None  # it may be put off, it ought to be called off, «if the talks fail»: it is not
        outcome = Outcome.POSTPONED if word.outcome in NOT_NOW and _dated_anew(told) else word.outcome
        holder = acting(claim, told) if outcome is Outcome.POSTPONED else None
        return saying_of(id, told, outcome, window, words=span, holder=holder)
    if claim.status in AWAITED:
        if window is not None and window.end is not None and window.end[:10] <= day_of(told):
            if window.end[:10] <= later(day_of(told), -TOLD_LATE):
                return None  # a plan of the past
            window = None
        return saying_of(id, told, Outcome.OPEN, window, holder=_holder(told, asked))
    if claim.status is Status.CONDITIONAL and _threatened(told):
        threat = replace(told, claim=claim.with_(status=Status.POSSIBLE))
        return saying_of(id, threat, Outcome.OPEN, window, holder=acting(claim, told) or speaking(told))
    if claim.status in HAPPENED:
        return saying_of(id, told, Outcome.MET, window)
    if claim.status is Status.NOT_OCCURRED:
        return saying_of(id, told, Outcome.BROKEN, window, pending=pending)
    return None


def _of_turning(id: str, told: Told) -> Saying | None:
    """Return what a claim says whose own words turn another act, which stands in its sentence: «put off», 拒否した.

    Who does not give way to a demand refuses it: 要求に応じていない.
    """
    claim = told.claim
    unyielding = claim.type == "CONCEDE" and claim.status is Status.NOT_OCCURRED and bool(claim.actors)
    if claim.type not in TURNING or not (claim.actors or claim.recipients):
        return None
    if claim.status not in HAPPENED and not unyielding:
        return None
    words = turn_words(told.document.language)
    outcome = Outcome.REFUSED if unyielding else words.itself(claim.trigger.quote)
    if outcome is None and claim.type == "REJECT" and claim.actors and not words.evades(claim.trigger.quote):
        outcome = Outcome.REFUSED
    if outcome is None:
        return None
    return saying_of(id, told, outcome, window_of(id, told), words=claim.trigger, names=told.sentence)


def _turned(told: Told) -> tuple[TurnWord | None, Span | None, bool]:
    """Return the word that turns the act, its span in the document, and whether the act is only not done yet."""
    trigger, text = told.claim.trigger, told.document.text
    start, end = within(told)
    if start < 0:
        return None, None, False
    offset = trigger.start - start
    words = turn_words(told.document.language)
    word = words.turn(told.sentence, start, end, _own(told.claim, offset, offset + len(told.sentence)))
    span = Span.of(text, offset + word.start, offset + word.end) if word else None
    return word, span, words.still(told.sentence, start, end)


def _is_of_saying(told: Told) -> bool:
    """Tell whether the time of an awaited act is that of announcing it: 政府は23日、支援すると決めた.

    It stands between the topic and the rest, on the day of publication or just before.
    """
    claim, text = told.claim, told.document.text
    time = claim.time
    if time is None or time.start is None or claim.status not in ANNOUNCED or told.document.language != "ja":
        return False
    before, behind = text[: time.span.start].rstrip(DIGITS)[-1:], text[time.span.end : time.span.end + 1]
    return before in TOPIC and behind == "、" and later(day_of(told), -TOLD_LATE) <= time.start[:10] <= day_of(told)


def _dated_anew(told: Told) -> bool:
    """Tell whether the act's sentence or the next one gives it a new date (見送った。新たな日時は未定だ)."""
    text, end = told.document.text, told.claim.trigger.end
    return turn_words(told.document.language).dated_anew(text[end : end + 400])


def _threatened(told: Told) -> bool:
    start, end = within(told)
    words, hostile = turn_words(told.document.language), told.claim.type in HOSTILE
    return start >= 0 and words.threatens(told.sentence, start, end, hostile=hostile)


def _own(claim: Claim, start: int, end: int) -> list[tuple[int, int]]:
    """Return where a sentence names the parties, place and time of a claim, in code points into the sentence."""
    spans = [party.span for party in (*claim.actors, *claim.recipients)]
    spans += [value.span for value in (claim.place, claim.time) if value]
    return [
        (span.start - start, span.end - start) for span in spans if span and start <= span.start and span.end <= end
    ]


# ---- who holds it ----


def _holder(told: Told, asked: Sequence[Claim]) -> Holder | None:
    """Return who plans, urges or predicts an act: its actor, who asks for it, or the outermost who says so."""
    claim = told.claim
    if claim.status is Status.PLANNED:
        return acting(claim, told) or speaking(told)
    if claim.status is Status.URGED:
        at = claim.trigger.start
        nearest = min(asked, key=lambda one: (abs(one.trigger.start - at), one.trigger.start), default=None)
        return (acting(nearest, told) if nearest else None) or speaking(told)
    return speaking(told)


