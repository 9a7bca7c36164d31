"""What stands against what within an event: values that cannot all be right, with the claims that give each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from keii.model import Claim, Conflict, Party, Quantity, Status, Told, Value
from keii.situation.independence import origin, outlet
from keii.situation.profile import RECIPROCAL, WEEK, When, country_of, day, fold, when

TOPIC = ("は", "が", "も")
ASSERTED, DENIED = "asserted", "denied"


def conflicts(told: Sequence[Told]) -> tuple[Conflict, ...]:
    """Return the conflicts of an event's claims, in the order of the fields.

    What one source corrects in a later document of its outlet is no conflict: its last place, time and number count.
    """
    found = (_of_reality(told), *_of_parties(told),
             _of_places(_last(told, lambda claim: ["place"] if claim.place and claim.place.country else [])),
             _of_times(_last(told, lambda claim: ["time"] if claim.time and claim.time.start else [])),
             *_of_quantities(_last(told, _units)))
    return tuple(conflict for conflict in found if conflict is not None)


def _last(told: Sequence[Told], fields: Callable[[Claim], Iterable[str]]) -> list[Told]:
    """Return the claims of which no field is told otherwise by the same source in a later document of its outlet.

    Of two versions of one page, which mostly keep its date, the one that was fetched later is the later one.
    """
    latest: dict[tuple[str, ...], tuple[str, ...]] = {}
    for one in told:
        for key, moment in _moments(one, fields):
            latest[key] = max(latest.get(key, ()), moment)
    return [one for one in told if all(latest[key] <= moment for key, moment in _moments(one, fields))]


def _moments(told: Told, fields: Callable[[Claim], Iterable[str]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield when an outlet, and a page of it, told each field."""
    published, retrieved = told.document.published_at or "", told.document.retrieved_at or ""
    for field in fields(told.claim):
        yield (outlet(told), origin(told), field), (published,)
        if told.document.url:
            yield (told.document.url, origin(told), field, "page"), (published, retrieved)


def differences(told: Sequence[Told], done: Sequence[Told] = (), denied: Sequence[Told] = ()) -> tuple[Conflict, ...]:
    """Return what the claims of one awaited act and of what it came to cannot all have right: numbers, and whether.

    `told` announce it. 500 tents were announced and 320 delivered: no later number corrects the announcement. That
    somebody else denies what is announced stands against it; who gives up his own plan contradicts nobody.
    """
    numbers = _of_quantities([*told, *done]) if done else ()
    against = [no for no in denied if any(_is_denied_by(yes, no) for yes in told)]
    asserting = [yes for yes in told if any(_is_denied_by(yes, no) for no in against)]
    found = [conflict for conflict in numbers if conflict is not None]
    if against:
        found.append(Conflict(field="reality", values=(
            _value(ASSERTED, (one.claim for one in (*asserting, *done))),
            _value(DENIED, (one.claim for one in against)))))
    return tuple(found)


def _is_denied_by(announced: Told, denial: Told) -> bool:
    """Tell whether a source denies what another one, or the article itself, announces: not who plans it himself."""
    if announced.claim.status is Status.URGED or not denial.claim.sources:
        return False
    theirs, others = ({(source.code, source.text) for source in one.claim.sources} for one in (announced, denial))
    return theirs.isdisjoint(others) and (bool(theirs) or announced.claim.status is not Status.PLANNED)


def _units(claim: Claim) -> list[str]:
    return [name for quantity in claim.quantities if (name := _counted(quantity)) and not quantity.ordinal]


def _counted(quantity: Quantity) -> str | None:
    """Return what a number is held against: its unit, else the words for what is counted; None for a bare number."""
    return quantity.unit or (fold(quantity.counted.quote) if quantity.counted else None)


def _of_reality(told: Sequence[Told]) -> Conflict | None:
    held = [one for one in told if one.claim.status in (Status.OCCURRED, Status.ONGOING)]
    denied = [one for one in told if one.claim.status is Status.NOT_OCCURRED]
    if all(_is_not_yet(no, yes) or _is_one_voice(no, yes) for no in denied for yes in held):
        return None
    return Conflict(field="reality", values=(
        _value(ASSERTED, (one.claim for one in held)), _value(DENIED, (one.claim for one in denied))))


def _is_not_yet(denial: Told, assertion: Told) -> bool:
    """Tell whether an act is told to have happened after the day on which it was told not to have happened."""
    said, done = day(denial.document.published_at), when(assertion.claim.time)
    return said is not None and done is not None and done.first > said


def _is_one_voice(one: Told, other: Told) -> bool:
    """Tell whether one source says both in one article: who does not contradict himself speaks of two acts."""
    first, second = ({source.text for source in told.claim.sources} for told in (one, other))
    return one.document.id == other.document.id and first == second


def _of_parties(told: Sequence[Told]) -> Iterator[Conflict | None]:
    """Yield conflicts between parties of different countries of which claims name no common one.

    Of an act with two sides any of them may be told as the actor: A met B, B received A.
    """
    yield _exclusive("actor", told, lambda claim: _countries(
        (*claim.actors, *claim.recipients) if claim.type in RECIPROCAL else claim.actors))
    yield _exclusive("recipient", told, lambda claim: _countries(
        () if claim.type in RECIPROCAL else claim.recipients))


def _countries(parties: Iterable[Party]) -> set[str]:
    return {country for party in parties if (country := country_of(party.code))}


def _of_places(told: Sequence[Told]) -> Conflict | None:
    return _exclusive("place", told, lambda claim: {claim.place.country} if claim.place and claim.place.country
                      else set())


def _exclusive(field: str, told: Sequence[Told], read: Callable[[Claim], set[str]]) -> Conflict | None:
    """Return the conflict of claims whose values have nothing in common with each other."""
    groups: list[tuple[set[str], list[Claim]]] = []
    for one in told:
        values = read(one.claim)
        if not values:
            continue
        touching = [group for group in groups if group[0] & values]
        merged = (set(values).union(*(group[0] for group in touching)),
                  [claim for group in touching for claim in group[1]] + [one.claim])
        groups = [group for group in groups if group not in touching] + [merged]
    if len(groups) < 2:
        return None
    return Conflict(field=field, values=_sorted(_value("; ".join(sorted(names)), claims) for names, claims in groups))


def _of_times(told: Sequence[Told]) -> Conflict | None:
    """Return the conflict of sharp times that have no day in common."""
    groups: defaultdict[When, list[Claim]] = defaultdict(list)
    for one in told:
        time = None if _is_of_saying(one) else when(one.claim.time)
        if time and time.after - time.first <= WEEK:
            groups[time].append(one.claim)
    against = [time for time in groups if any(not time.overlaps(other) for other in groups)]
    if not against:
        return None
    return Conflict(field="time", values=_sorted(
        _value(_time_of(groups[time][0]), groups[time]) for time in sorted(against, key=lambda t: (t.first, t.after))))


def _is_of_saying(told: Told) -> bool:
    """Tell whether a claim's time may be that of saying it: 警察は18日、男を逮捕したと発表した.

    It stands right behind the source that is named as the topic; the act may be of the day before.
    """
    time, text = told.claim.time, told.document.text
    return time is not None and any(
        source.span is not None and text[source.span.end:time.span.start] in TOPIC for source in told.claim.sources)


def _time_of(claim: Claim) -> str:
    assert claim.time is not None  # only claims with a time are grouped by it
    return claim.time.start or claim.time.span.quote


def _of_quantities(told: Sequence[Told]) -> Iterator[Conflict | None]:
    """Yield, for every unit, the conflict of counts that exclude each other («at least 10» and 12 do not)."""
    units: defaultdict[str, list[tuple[Quantity, Claim]]] = defaultdict(list)
    for one in told:
        for quantity in one.claim.quantities:
            name = _counted(quantity)
            if not quantity.ordinal and name and (quantity.low is not None or quantity.high is not None):
                units[name].append((quantity, one.claim))
    for unit in sorted(units):
        groups: dict[str, list[Claim]] = {}
        given = [pair for pair in units[unit] if any(_exclude(pair[0], other) for other, _ in units[unit])]
        for quantity, claim in given:
            groups.setdefault(quantity_name(quantity), []).append(claim)
        if len(groups) > 1:
            yield Conflict(field="quantity", values=_sorted(_value(name, claims) for name, claims in groups.items()))


def quantity_name(quantity: Quantity) -> str:
    """Return a number with its unit and bounds, so that 12 and twelve are one value."""
    low, high = quantity.low, quantity.high
    number = (f"{low:g}" if low is not None and low == high else f"≥{low:g}" if high is None and low is not None
              else f"≤{high:g}" if low is None and high is not None else f"{low:g}–{high:g}")
    return f"{'~' if quantity.approximate else ''}{number} {_counted(quantity) or ''}".strip()


def _exclude(one: Quantity, other: Quantity) -> bool:
    """Tell whether two counts cannot both be right; «about» gives a tenth."""
    (a, b), (c, d) = _bounds(one), _bounds(other)
    return a > d or c > b


def _bounds(quantity: Quantity) -> tuple[float, float]:
    low = quantity.low if quantity.low is not None else float("-inf")
    high = quantity.high if quantity.high is not None else float("inf")
    return (low * 0.9, high * 1.1) if quantity.approximate else (low, high)


def _value(name: str, claims: Iterable[Claim]) -> Value:
    return Value(value=name, claims=tuple(dict.fromkeys(claim.id for claim in claims)))


def _sorted(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=lambda value: -len(value.claims)))
