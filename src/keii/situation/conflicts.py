"""What stands against what within an event: values that cannot all be right, with the claims that give each."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from keii.codebook import MUTUAL
from keii.model import Claim, Conflict, Party, Status, Told, Value
from keii.situation.counts import counts, exclusive
from keii.situation.independence import origin, outlet
from keii.situation.parties import camp_of, state_of
from keii.situation.profile import HELD, country_of, day, days_of, is_of_saying, when, whos
from keii.situation.saying import is_denying

MONTH = 31  # days of the longest times that are held against each other

_CAMP = re.compile(r"(?!XXX)[A-Z]{3}(?:/(?:REB|BUS))?")  # a state, its rebels, its firms
ASSERTED, DENIED = "asserted", "denied"


def conflicts(told: Sequence[Told]) -> tuple[Conflict, ...]:
    """Return the conflicts of an event's claims, in the order of the fields.

    What one source corrects in a later version of a page is no conflict: its last place, time and number count. So it
    is with the place and time of a later document of its outlet; a later number is told beside the earlier one, which
    still stands where it was published: tolls grow.
    """
    found = (_of_reality(told), *_of_parties(told),
             _of_places(_last(told, lambda claim: ["place"] if claim.place and claim.place.country else [])),
             _of_times(_last(told, lambda claim: ["time"] if claim.time and claim.time.start else [])),
             _of_quantities(_last(told, lambda claim: [name for name, _ in counts(claim)], of=_versions)))
    return tuple(conflict for conflict in found if conflict is not None)


_Key = tuple[str, ...]
_Moment = tuple[str, ...]  # publication, and for a page when it was fetched
_Fields = Callable[[Claim], Iterable[str]]
_Moments = Iterator[tuple[_Key, _Moment]]


def _versions(told: Told, fields: _Fields) -> _Moments:
    """Yield when a page told each field.

    Of two versions of one page, which mostly keep its date, the one that was fetched later is the later one.
    """
    published, retrieved = told.document.published_at or "", told.document.retrieved_at or ""
    if told.document.url:
        for field in fields(told.claim):
            yield (told.document.url, origin(told), field, "page"), (published, retrieved)


def _articles(told: Told, fields: _Fields) -> _Moments:
    """Yield when an outlet, and a page of it, told each field."""
    for field in fields(told.claim):
        yield (outlet(told), origin(told), field), (told.document.published_at or "",)
    yield from _versions(told, fields)


def _last(told: Sequence[Told], fields: _Fields, of: Callable[[Told, _Fields], _Moments] = _articles) -> list[Told]:
    """Return the claims of which no field is told otherwise by the same source later, in what `of` names."""
    latest: dict[_Key, _Moment] = {}
    for one in told:
        for key, moment in of(one, fields):
            latest[key] = max(latest.get(key, ()), moment)
    return [one for one in told if all(latest[key] <= moment for key, moment in of(one, fields))]


def differences(told: Sequence[Told], done: Sequence[Told] = (), denied: Sequence[Told] = ()) -> tuple[Conflict, ...]:
    """Return what the claims of one awaited act and of what it came to cannot all have right: numbers, and whether.

    `told` announce it. 500 tents were announced and 320 delivered: no later number corrects the announcement. That
    somebody else denies what is announced stands against it; who gives up his own plan contradicts nobody.
    """
    numbers = _of_quantities([*told, *done]) if done else None
    against = [no for no in denied if any(_is_denied_by(yes, no) for yes in told)]
    asserting = [yes for yes in told if any(_is_denied_by(yes, no) for no in against)]
    found = [numbers] if numbers is not None else []
    if against:
        found.append(Conflict(field="reality", values=(
            _value(ASSERTED, (one.claim for one in (*asserting, *done))),
            _value(DENIED, (one.claim for one in against)))))
    return tuple(found)


def _is_denied_by(announced: Told, denial: Told) -> bool:
    """Tell whether a source denies what another one, or the article itself, announces: not who gives up his own plan.

    Whose words are a denial («denied that it would», 事実はない) contradicts also what the article tells as planned.
    """
    denies = is_denying(denial)
    if announced.claim.status is Status.URGED or not (denial.claim.sources or denies):
        return False
    theirs, others = ({(source.code, source.text) for source in one.claim.sources} for one in (announced, denial))
    return theirs.isdisjoint(others) and (bool(theirs) or denies or announced.claim.status is not Status.PLANNED)


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

    Of an act with two sides any of them may be told as the actor: A met B, B received A. Of one country, its state,
    its rebels and its firms are different actors; who is told as people may belong to any of them. Whose country the
    words do not name («seven pickets») contradicts nobody.
    """
    actors = _exclusive("actor", told, lambda one: _countries(one, (
        (*one.claim.actors, *one.claim.recipients) if one.claim.type in MUTUAL else one.claim.actors)))
    states = Counter(country_of(party.code) or "" for one in told for party in one.claim.actors)
    state = max(sorted(states), key=lambda name: (bool(name), states[name]), default="")
    yield actors or _exclusive("actor", told, lambda one: (
        set() if one.claim.type in MUTUAL else _camps(one, state)))
    yield _exclusive("recipient", told, lambda one: _countries(
        one, () if one.claim.type in MUTUAL else one.claim.recipients))


def _camps(told: Told, state: str) -> set[str]:
    """Return which camps within their state a claim's actors are of; none where one may be of several.

    «Russia» stands in headlines for its firms too. All are of one state, or no words name another one.
    """
    actors = whos(told.claim.actors, told.document.language)
    camps = {camp_of(one.code) for one in actors}
    known = all(map(_CAMP.fullmatch, camps)) and not any(one.is_state for one in actors)
    return {f"{state}{camp.removeprefix(state_of(camp))}" for camp in camps} if known else set()


def _countries(told: Told, parties: tuple[Party, ...]) -> set[str]:
    return {one.country for one in whos(parties, told.document.language) if one.country and not one.presumed}


def _of_places(told: Sequence[Told]) -> Conflict | None:
    return _exclusive("place", told, lambda one: {place.country} if (place := one.claim.place) and place.country
                      else set())


def _exclusive(field: str, told: Sequence[Told], read: Callable[[Told], set[str]]) -> Conflict | None:
    """Return the conflict of claims whose values have nothing in common with each other."""
    groups: list[tuple[set[str], list[Claim]]] = []
    for one in told:
        values = read(one)
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
    """Return the conflict of times of a month or less that have no moment in common."""
    groups: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for one in _as_planned_last(told):
        time = None if is_of_saying(one) else one.claim.time
        days = when(time)
        if time and days and days.after - days.first <= MONTH:
            groups[time.start or "", time.end or ""].append(one.claim)
    against = [time for time in groups if any(_are_apart(time, other) for other in groups)]
    if not against:
        return None
    return Conflict(field="time", values=_sorted(
        _value(_time_of(groups[time][0]), groups[time]) for time in sorted(against)))


def _as_planned_last(told: Sequence[Told]) -> Sequence[Told]:
    """Return the claims whose times are held against each other: of an act to come the last: plans change."""
    days = [day(one.document.published_at) or 0 for one in told]
    if any(one.claim.status in HELD for one in told) or not days:
        return told
    return [one for one, published in zip(told, days, strict=True) if published >= max(days) - 1]


def _are_apart(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two times, half-open, have no moment in common; a night and its day have."""
    if all("T" in moment for moment in (*one, *other)):
        return one[1] <= other[0] or other[1] <= one[0]
    first, second = days_of(*one), days_of(*other)
    return first is not None and second is not None and not first.overlaps(second)


def _time_of(claim: Claim) -> str:
    assert claim.time is not None  # only claims with a time are grouped by it
    return claim.time.start or claim.time.span.quote


def _of_quantities(told: Sequence[Told]) -> Conflict | None:
    """Return the conflict of numbers: all that exclude another of the same thing, in the order of the things."""
    values = [value for groups in exclusive(told)
              for value in _sorted(_value(name, claims) for name, claims in groups.items())]
    return Conflict(field="quantity", values=tuple(values)) if values else None


def _value(name: str, claims: Iterable[Claim]) -> Value:
    return Value(value=name, claims=tuple(dict.fromkeys(claim.id for claim in claims)))


def _sorted(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=lambda value: -len(value.claims)))
