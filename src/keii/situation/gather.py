"""The rim of the situation step: events, claims and expectations out of a ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from keii.errors import UsageError
from keii.ledger import Filter, Ledger
from keii.model import Expectation, Situation
from keii.situation.happening import Happening, day_of, happenings, singletons
from keii.situation.threads import found_situations, members


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a view of a situation is made from."""

    happenings: tuple[Happening, ...]
    expectations: tuple[Expectation, ...]


def gather(ledger: Ledger, chosen: Filter | None = None) -> Gathered:
    """Return the events of which a claim is selected, with all their claims, and the expectations they opened."""
    chosen = chosen or Filter()
    events = tuple(ledger.events(chosen))
    told = ledger.told(claim for event in events for claim in event.claims)
    alone = ledger.told(ledger.unmerged(chosen))  # written by a program that did not merge: events of one claim
    found = happenings((*events, *singletons(alone.values())), (*told.values(), *alone.values()))
    return Gathered(happenings=tuple(found), expectations=())


def situations_in(ledger: Ledger, everything: Sequence[Happening]) -> tuple[Situation, ...]:
    """Return the situations that people defined, by name, then those found among the happenings."""
    return (*ledger.situations(), *found_situations(everything))


def situation_named(name: str, known: Sequence[Situation]) -> Situation:
    """Return the situation of this name, one that people defined before a found one; raises UsageError."""
    for one in known:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in known[:20])
    raise UsageError(f"there is no situation «{name}».",
                     remedy=f"There are: {names}." if names else "`keii situations add` defines one.")


def of_situation(ledger: Ledger, name: str) -> Gathered:
    """Return what belongs to a situation."""
    everything = gather(ledger)
    situation = situation_named(name, situations_in(ledger, everything.happenings))
    return _among(everything, members(situation, everything.happenings))


def selected(ledger: Ledger, situation: str | None, chosen: Filter) -> Gathered:
    """Return what belongs to a situation, or to the whole ledger, and has a claim that the filter selects.

    An event that is selected keeps all its claims: what else is told of it belongs to it.
    """
    if situation is None:
        return gather(ledger, chosen)
    own = of_situation(ledger, situation)
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
