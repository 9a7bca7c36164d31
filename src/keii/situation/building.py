"""From the claims of one happening to an event: its fields with who gives each value, its status, its sources."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from keii.model import FIELDS, Claim, Event, Judgement, Party, Status, Time, Told, Value, Verdict, content_id
from keii.situation.conflicts import conflicts
from keii.situation.independence import independent

# Firmest first: what is told to have happened goes before what is told to be coming, a denial stands beside it.
FIRMNESS = (Status.OCCURRED, Status.ONGOING, Status.NOT_OCCURRED, Status.PLANNED, Status.URGED, Status.EXPECTED,
            Status.POSSIBLE, Status.CONDITIONAL)


def event(told: Sequence[Told], judgements: Iterable[Judgement] = ()) -> Event:
    """Return the event that these claims tell, given in the order of publication; corrections come before claims."""
    claims = [one.claim for one in told]
    since, until = _time(told)
    fields = corrected(_fields(told), judgements)
    return Event(
        id=content_id("e_", claims[0].id), type=_most(claim.type for claim in claims),
        label=_most(claim.label for claim in claims if claim.label) or None, status=status(claims),
        claims=tuple(claim.id for claim in claims), fields=fields, conflicts=conflicts(told),
        since=since, until=until, documents=len({one.document.id for one in told}), independent=independent(told))


def status(claims: Sequence[Claim]) -> Status:
    """Return the firmest status that is told."""
    return min((claim.status for claim in claims), key=FIRMNESS.index)


def corrected(fields: tuple[tuple[str, tuple[Value, ...]], ...], judgements: Iterable[Judgement]
              ) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    """Return the fields with what a person corrected first, a value that no claim gives."""
    found = dict(fields)
    for judgement in judgements:
        if judgement.verdict is Verdict.CORRECT and judgement.field and judgement.value:
            rest = tuple(value for value in found.get(judgement.field, ()) if value.claims)
            found[judgement.field] = (Value(value=judgement.value, claims=()), *rest)
    return tuple(sorted(found.items(), key=lambda pair: FIELDS.index(pair[0])))


def _fields(told: Sequence[Told]) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    return tuple((name, values) for name, read in _READERS if (values := gathered(told, read)))


def gathered(told: Iterable[Told], read: Callable[[Claim], Iterable[str]]) -> tuple[Value, ...]:
    """Return the values that claims give, the most told first, then in the order of the claims."""
    by_value: defaultdict[str, list[str]] = defaultdict(list)
    for one in told:
        for value in dict.fromkeys(read(one.claim)):
            by_value[value].append(one.claim.id)
    found = [Value(value=value, claims=tuple(ids)) for value, ids in by_value.items()]
    return tuple(sorted(found, key=lambda value: -len(value.claims)))


def party_name(party: Party) -> str:
    """Return what a party goes by within an event: its entry, else code and words."""
    if party.actor:
        return f"{party.code} {party.actor}"
    return party.code if party.code.split("/")[0] != "XXX" else f"{party.code} {party.text}".strip()


def time_name(time: Time) -> str:
    """Return a time as one value: its day or interval, else the words."""
    if time.start is None:
        return time.span.quote
    return time.start if time.precision in ("day", "hour") or time.end is None else f"{time.start}/{time.end}"


def _quantities(claim: Claim) -> Iterator[str]:
    for quantity in claim.quantities:
        yield quantity.span.quote


_READERS: tuple[tuple[str, Callable[[Claim], Iterable[str]]], ...] = (
    ("status", lambda claim: (claim.status.value,)),
    ("type", lambda claim: (claim.type,)),
    ("actor", lambda claim: map(party_name, claim.actors)),
    ("recipient", lambda claim: map(party_name, claim.recipients)),
    ("place", lambda claim: (claim.place.span.quote,) if claim.place else ()),
    ("time", lambda claim: (time_name(claim.time),) if claim.time else ()),
    ("quantity", _quantities),
)


def _time(told: Sequence[Told]) -> tuple[str | None, str | None]:
    """Return the interval that is told most; without one the first publication."""
    times = Counter((time.start, time.end) for one in told if (time := one.claim.time) and time.start)
    if times:
        return min(times, key=lambda pair: (-times[pair], _length(pair), pair[0] or ""))
    published = min((one.document.published_at for one in told if one.document.published_at), default=None)
    return (published[:10], None) if published else (None, None)


def _length(pair: tuple[str | None, str | None]) -> str:
    return pair[1] or "9999"


def _most(values: Iterable[str]) -> str:
    """Return the value told most, the first of equals; the empty string for none."""
    counts = Counter(values)
    return max(counts, key=lambda value: counts[value]) if counts else ""
