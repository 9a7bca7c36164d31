"""From the ledger to expectations: which claims a question needs, type by type, so that memory stays small."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from keii.ledger import Filter, Ledger
from keii.model import Expectation, Told
from keii.situation.comparing import Compare, compare, near_types
from keii.situation.expectations import expectations
from keii.situation.promises import DEMAND, PROMISE, VISIT
from keii.situation.sayings import TURNING, concerns_others

# Who urges an act, who promises it, and who puts it off or refuses it, are claims of their own.
ASKING = ("REQUEST", PROMISE, *sorted(TURNING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An expectation with the claims that it names."""

    expectation: Expectation
    told: dict[str, Told]  # by id of the claim

    @property
    def opening(self) -> Told:
        """The claim that opened it."""
        return self.told[self.expectation.opened]


def awaited(ledger: Ledger, chosen: Filter, *, as_of: str, compare: Compare = compare) -> Iterator[Awaited]:
    """Yield the expectations that a selected claim tells or turns, type by type, each by the day of its opening.

    What is known of an expectation does not depend on the filter, but for the parties that it asks for: then only
    claims that name one of them count, so that a question about one state does not read the whole ledger.
    """
    everything = chosen == Filter(types=chosen.types, limit=chosen.limit, offset=chosen.offset)
    wanted = None if everything else _wanted(ledger, replace(chosen, limit=None, offset=0))
    shared = {one.claim.id: one for one in ledger.told_by(_pool(ASKING, chosen), worth=concerns_others)}
    led = ledger.leading(PROMISE) | ledger.leading(DEMAND)
    for type_ in _types(chosen, wanted):
        near = _pool(tuple(sorted(near_types(type_))), chosen)
        own = (ledger.told_by(_pool((type_,), chosen)), ledger.told_by(near) if near.types else ())
        pool = shared | {one.claim.id: one for told in own for one in told}
        for found in expectations(pool.values(), as_of=as_of, types=(type_,), compare=compare, led=led):
            ids = {*found.claims, *(turn.claim for turn in found.turns)}
            if wanted is None or not ids.isdisjoint(wanted.ids):
                yield Awaited(expectation=found, told={id: pool[id] for id in ids})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The claims that a filter selects, and their types."""

    ids: frozenset[str]
    types: frozenset[str]


def _wanted(ledger: Ledger, chosen: Filter) -> _Wanted:
    ids, types = set(), set()
    for id, type_ in ledger.kinds(replace(chosen, types=())):
        ids.add(id)
        types.add(VISIT if type_ == DEMAND else type_)
        types.add(type_)
    return _Wanted(ids=frozenset(ids), types=frozenset(types))


def _types(chosen: Filter, wanted: _Wanted | None) -> list[str]:
    """Return the types of act to look at; a claim of a turning type may turn an act of any."""
    from keii.codebook import codebook  # late: its tables are read only when something is asked for

    plain = {value for value in chosen.types if not value.startswith("!")}
    left_out = {value.removeprefix("!") for value in chosen.types} - plain
    types = [type_ for type_ in codebook().types if type_ not in left_out and (not plain or type_ in plain)]
    return types if wanted is None or wanted.types & TURNING else [type_ for type_ in types if type_ in wanted.types]


def _pool(types: tuple[str, ...], chosen: Filter) -> Filter:
    """Return the filter of all claims of some types that name a party that is asked for, of all where none is."""
    asked = [who for who in (*chosen.parties, *chosen.actors, *chosen.recipients) if not who.startswith("!")]
    return Filter(types=types, parties=tuple(dict.fromkeys(asked)))
