"""What is new for an alert in a ledger: events, what became of expectations, conflicts, surprises, articles.

Each thing that is found has keys, made of claims rather than of events, whose ids move when more is told. A thing is
new when the alert has noticed none of its keys, and all of them are noticed with it: an event that grows, or takes
another first claim, is not told again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from keii.alerts.notices import Notice, evidence, headline, of_beginning, of_claim, told_lines
from keii.alerts.words import say
from keii.briefs.labels import Lang
from keii.ledger import Filter, Ledger
from keii.ledger.alerts import Alert
from keii.ledger.filters import CLAIMS
from keii.model import Conflict, Event, Layer, Outcome, Period, Side, Surprise, Told
from keii.situation.gather import of_situation, selected
from keii.situation.gathering import Awaited, awaited
from keii.situation.indicators import indicator

STRIKING = 2.0  # -log10 of the probability: one chance in a hundred, as `keii indicators` marks
SECONDS = 60.0  # for one question to the ledger
TURNED = (Outcome.MET, Outcome.BROKEN, Outcome.CANCELLED, Outcome.POSTPONED, Outcome.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing, whether it is new or not: `notice` is None where it only has more keys than before."""

    keys: tuple[str, ...]
    notice: Notice | None


def find(ledger: Ledger, alert: Alert, chosen: Filter, lang: Lang) -> Iterator[Found]:
    """Yield what an alert has not noticed yet, kind by kind; raises UsageError when its situation is gone."""
    own = None
    if alert.situation is not None:
        own = frozenset(one.event.id for one in of_situation(ledger, alert.situation).happenings)
    for kind in alert.kinds:
        yield from _FIND[kind](_Watch(ledger, alert, chosen, own, lang))


@dataclass(frozen=True, slots=True)
class _Watch:
    """One question of an alert to a ledger."""

    ledger: Ledger
    alert: Alert
    chosen: Filter
    events: frozenset[str] | None  # of the situation; None: all
    lang: Lang

    def known(self, keys: tuple[str, ...]) -> set[str]:
        """Return which of these keys were noticed."""
        from keii.ledger import alerts

        with self.ledger.browsing(seconds=SECONDS) as connection:
            return alerts.seen(connection, self.alert.number, keys)

    def has(self, event: str | None) -> bool:
        """Tell whether an event belongs to the situation."""
        return self.events is None or event in self.events


def _articles(watch: _Watch) -> Iterator[Found]:
    where = watch.chosen.of_documents()
    with watch.ledger.browsing(seconds=SECONDS) as connection:
        ids = [id for id, in connection.execute(
            f"SELECT d.id FROM documents AS d WHERE {where.sql} AND NOT EXISTS (SELECT 1 FROM noticed AS n "
            "WHERE n.alert = ? AND n.key = 'article:' || d.id) ORDER BY d.rowid",
            (*where.values, watch.alert.number))]
    for id in ids:
        document = watch.ledger.document(id)
        if document is None:
            continue  # dropped meanwhile
        own = [claim.id for claim in watch.ledger.claims(replace(watch.chosen, documents=(id,), limit=3))]
        told = [watch.ledger.told(own)[claim] for claim in own]
        first = of_beginning(document)
        title = document.title or first.quote[:80] or document.id
        yield Found(keys=(f"article:{id}",), notice=Notice(
            kind="article", id=id, headline=say(watch.lang, "New article: {title}", title=title),
            lines=tuple(headline(one, watch.lang) for one in told), evidence=evidence(told) or (first,)))


def _events(watch: _Watch) -> Iterator[Found]:
    where = watch.chosen.of_claims()
    with watch.ledger.browsing(seconds=SECONDS) as connection:
        ids = [id for id, in connection.execute(
            f"SELECT DISTINCT m.event FROM {CLAIMS} JOIN event_claims AS m ON m.claim = c.id WHERE {where.sql} "
            "AND NOT EXISTS (SELECT 1 FROM noticed AS n WHERE n.alert = ? AND n.key = 'event:' || c.id) "
            "ORDER BY m.event", (*where.values, watch.alert.number))]
    for id in ids:
        event = watch.ledger.event(id)
        if event is None or not watch.has(event.id):
            continue
        keys = tuple(f"event:{claim}" for claim in event.claims)
        held = watch.ledger.told(event.claims)
        told = [held[one] for one in event.claims if one in held]
        if told:
            yield Found(keys=keys, notice=None if watch.known(keys) else _of_event(event, told, watch.lang))


def _of_event(event: Event, told: list[Told], lang: Lang) -> Notice:
    counts = say(lang, "claims: {claims}, documents: {documents}, independent sources: {independent}",
                 claims=len(event.claims), documents=event.documents, independent=event.independent)
    return Notice(kind="event", id=event.id, headline=say(lang, "New event: {what}", what=headline(told[0], lang)),
                  lines=(*told_lines(told[0], lang), counts), evidence=evidence(told))


def _expectations(watch: _Watch) -> Iterator[Found]:
    day = watch.ledger.latest()
    if day is None:
        return
    for one in awaited(watch.ledger, watch.chosen, as_of=day):
        outcome = one.expectation.outcome
        turn = next((turn for turn in reversed(one.expectation.turns) if turn.outcome is outcome), None)
        if outcome not in TURNED or turn is None:
            continue
        events = watch.ledger.events_of((*one.expectation.claims, turn.claim)).values()
        keys = tuple(f"expectation:{outcome}:{claim}" for claim in one.expectation.claims)
        if any(map(watch.has, events)) or watch.events is None:
            known = watch.known(keys)
            if known != set(keys):
                yield Found(keys=keys, notice=None if known else _of_turn(one, turn.claim, watch.lang))


def _of_turn(one: Awaited, claim: str, lang: Lang) -> Notice:
    outcome, opening, turning = one.expectation.outcome, one.opening, one.told[claim]
    what = say(lang, "What was awaited was {outcome}: {what}", outcome=say(lang, outcome.value),
               what=headline(turning, lang))
    return Notice(kind="expectation", id=one.expectation.id, headline=what,
                  evidence=(of_claim(turning), of_claim(opening)),
                  lines=(*told_lines(turning, lang), say(lang, "announced: {what}", what=headline(opening, lang))))


def _conflicts(watch: _Watch) -> Iterator[Found]:
    for event in watch.ledger.events(watch.chosen, conflicts=True):
        if not watch.has(event.id):
            continue
        for conflict in event.conflicts:
            by_value = {value.value: tuple(f"conflict:{conflict.field}:{claim}" for claim in value.claims)
                        for value in conflict.values}
            keys = tuple(dict.fromkeys(key for own in by_value.values() for key in own))
            known = watch.known(keys)
            if known == set(keys):
                continue
            new = any(not known & set(own) for own in by_value.values())
            # a value that stands against the others for the first time is news, another voice for one is not
            yield Found(keys=tuple(key for key in keys if key not in known) if new else keys,
                        notice=_of_conflict(watch, event, conflict) if new else None)


def _of_conflict(watch: _Watch, event: Event, conflict: Conflict) -> Notice:
    ids = [value.claims[0] for value in conflict.values if value.claims]
    told = watch.ledger.told(ids)
    field = say(watch.lang, conflict.field)
    what = " ↔ ".join(value.value for value in conflict.values)
    return Notice(kind="conflict", id=event.id,
                  headline=say(watch.lang, "Conflict over {field}: {what}", field=field, what=what),
                  lines=(*(headline(told[one], watch.lang) for one in ids[:1] if one in told),
                         *(say(watch.lang, "{value} (claims: {count})", value=value.value, count=len(value.claims))
                           for value in conflict.values)),
                  evidence=tuple(of_claim(told[one]) for one in ids if one in told))


def _surprises(watch: _Watch) -> Iterator[Found]:
    ledger, alert = watch.ledger, watch.alert
    gathered = selected(ledger, alert.situation, watch.chosen)
    made = indicator(alert.name, gathered.happenings, ledger.published(), by=alert.by)
    latest = ledger.latest() or ""
    for period in made.periods:
        for side, surprise in ((Side.COOPERATION, period.cooperation), (Side.CONFLICT, period.conflict)):
            if surprise is None or abs(surprise.value) < STRIKING or (surprise.value < 0 and period.end > latest):
                continue  # a period that is not over has few events by nature
            keys = (f"surprise:{alert.by}:{side}:{period.start}:{'+' if surprise.value > 0 else '-'}",)
            if not watch.known(keys):
                yield Found(keys=keys, notice=_of_surprise(watch, period, side, surprise))


def _of_surprise(watch: _Watch, period: Period, side: Side, surprise: Surprise) -> Notice:
    ids = [claim for tally in period.tallies if tally.layer is Layer.OCCURRED and tally.side is side
           for claim in tally.claims]
    told = watch.ledger.told(ids)
    sentence = ("Unusually many acts of {side} in {period}: {count}, expected {expected}" if surprise.value > 0 else
                "Unusually few acts of {side} in {period}: {count}, expected {expected}")
    word = "conflict (acts)" if side is Side.CONFLICT else side.value
    whole = period.start if watch.alert.by == "day" else f"{period.start}/{period.end}"
    return Notice(kind="surprise", id=f"{side} {period.start}", headline=say(
        watch.lang, sentence, side=say(watch.lang, word) if watch.lang == "ja" else side.value, period=whole,
        count=period.count(Layer.OCCURRED, side), expected=f"{surprise.expected:g}"),
        lines=(say(watch.lang, "surprise {value}: -log10 of the probability", value=f"{surprise.value:g}"),),
        evidence=evidence([told[one] for one in ids if one in told]))


_FIND = {"article": _articles, "event": _events, "expectation": _expectations, "conflict": _conflicts,
         "surprise": _surprises}
