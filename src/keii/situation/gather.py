"""The rim of the situation step: events, claims and expectations out of a ledger."""

from collections.abc import Iterator
from dataclasses import dataclass

from keii.errors import UsageError
from keii.ledger import Filter, Ledger
from keii.model import Expectation, Situation
from keii.situation.gathering import awaited
from keii.situation.happening import Happening, day_of, happenings, singletons
from keii.situation.members import Members
from keii.situation.parties import state_of
from keii.situation.threads import found_in, is_defined

_NAMED = 20  # situations that a refusal lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a view of a situation is made from."""

    happenings: tuple[Happening, ...]
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A situation with how much belongs to it."""

    situation: Situation
    events: int
    documents: int  # copies once
    first: str | None  # day of the first document; None: none is dated
    last: str | None


def gather(ledger: Ledger, chosen: Filter | None = None, *, as_of: str | None = None) -> Gathered:
    """Return the events of which a claim is selected, with all their claims.

    With the day `as_of` also the expectations that selected claims tell or turn, as they were known on it.
    """
    chosen = chosen or Filter()
    events = tuple(ledger.events(chosen))
    told = ledger.told(claim for event in events for claim in event.claims)
    alone = ledger.told(ledger.unmerged(chosen))  # written by a program that did not merge: events of one claim
    found = happenings((*events, *singletons(alone.values())), (*told.values(), *alone.values()))
    return Gathered(happenings=tuple(found), expectations=_expectations(ledger, chosen, as_of))


def _expectations(ledger: Ledger, chosen: Filter, as_of: str | None) -> tuple[Expectation, ...]:
    return tuple(one.expectation for one in awaited(ledger, chosen, as_of=as_of)) if as_of else ()


def overview(ledger: Ledger, most: int | None = None) -> Iterator[Overview]:
    """Yield the situations: those that people defined, by name, then at most `most` found ones."""
    for situation in ledger.situations():
        own = _defined(ledger, situation, None).happenings
        days = sorted(day for one in own for day in (one.first_told, one.last_told) if day)
        yield Overview(situation=situation, events=len(own), first=days[0] if days else None,
                       last=days[-1] if days else None,
                       documents=len({document for one in own for document in one.documents}))
    members = Members(ledger.mentions())
    for situation in found_in(members)[:most]:
        share = members.share(situation)
        yield Overview(situation=situation, events=share.events, documents=share.documents, first=share.first,
                       last=share.last)


def of_situation(ledger: Ledger, name: str, *, as_of: str | None = None) -> Gathered:
    """Return what belongs to the situation of this name, a defined one before a found one; raises UsageError."""
    defined = {situation.name: situation for situation in ledger.situations()}
    if name in defined:
        return _defined(ledger, defined[name], as_of)
    members = Members(ledger.mentions())
    found = {situation.name: situation for situation in found_in(members)}
    if name in found:
        return _found(ledger, found[name], members, as_of)
    names = ", ".join([*defined, *found][:_NAMED])
    raise UsageError(f"there is no situation «{name}».",
                     remedy=f"There are: {names}." if names else "`keii situations add` defines one.")


def _defined(ledger: Ledger, situation: Situation, as_of: str | None) -> Gathered:
    """Return what fits a definition: selected in the ledger by each of its fields, then looked at as events."""
    found = gather(ledger, Filter(parties=situation.actors, types=situation.types, places=situation.places,
                                  texts=situation.texts), as_of=as_of)
    return _among(found, tuple(one for one in found.happenings if is_defined(situation, one)))


def _found(ledger: Ledger, situation: Situation, members: Members, as_of: str | None) -> Gathered:
    own = members.of(situation)
    found = gather(ledger, Filter(parties=tuple(sorted({state_of(actor) for actor in situation.actors}))), as_of=as_of)
    return _among(found, tuple(one for one in found.happenings if one.event.id in own))


def selected(ledger: Ledger, situation: str | None, chosen: Filter, *, as_of: str | None = None) -> Gathered:
    """Return what belongs to a situation, or to the whole ledger, and has a claim that the filter selects.

    An event that is selected keeps all its claims: what else is told of it belongs to it.
    """
    if situation is None:
        return gather(ledger, chosen, as_of=as_of)
    own = of_situation(ledger, situation, as_of=as_of)
    if chosen == Filter():
        return own
    claims = {claim.id for claim in ledger.claims(chosen)}
    return _among(own, tuple(one for one in own.happenings if claims & set(one.claims)))


def told_until(found: Gathered, after: str | None) -> Gathered:
    """Return what was told before a day, None for all: the ledger as a reader of that time would have had it."""
    if after is None:
        return found
    early = tuple(told for one in found.happenings for told in one.told if (day_of(told) or "") < after)
    return _among(found, tuple(happenings((one.event for one in found.happenings), early)))


def _among(found: Gathered, own: tuple[Happening, ...]) -> Gathered:
    claims = {claim for one in own for claim in one.claims}
    return Gathered(happenings=own, expectations=tuple(
        one for one in found.expectations if claims & set(one.claims)))
