"""From the ledger to expectations: which claims a question needs, type by type, so that memory stays small."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from keii.ledger import Filter, Ledger
from keii.model import Expectation, Told
from keii.situation.comparing import UNKNOWN, Compare, compare
from keii.situation.expectations import expectations
from keii.situation.sayings import TURNING

ASKING = ("REQUEST", *sorted(TURNING))  # who urges an act, and who puts it off or refuses it, are claims of their own
INVITED = "CONSULT"  # what an invitation awaits
MANY = 40  # countries: a question about more of them is a question about all


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

    The filter selects expectations, not what is known of them: a turn counts whether or not the filter selects it.
    """
    everything = chosen == Filter(types=chosen.types, limit=chosen.limit, offset=chosen.offset)
    wanted = None if everything else _wanted(ledger, replace(chosen, limit=None, offset=0))
    for type_ in _types(chosen, wanted):
        pool = {one.claim.id: one for one in ledger.told(_pool(type_, wanted))}
        for found in expectations(pool.values(), as_of=as_of, compare=compare):
            ids = {*found.claims, *(turn.claim for turn in found.turns)}
            if found.type == type_ and (wanted is None or not ids.isdisjoint(wanted.ids)):
                yield Awaited(expectation=found, told={id: pool[id] for id in ids})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The claims that a filter selects: their ids, types and the countries of their parties."""

    ids: frozenset[str]
    types: frozenset[str]
    countries: frozenset[str]


def _wanted(ledger: Ledger, chosen: Filter) -> _Wanted:
    ids, types, countries = set(), set(), set()
    for claim in ledger.claims(replace(chosen, types=_plain(chosen))):
        ids.add(claim.id)
        types |= {claim.type} | ({INVITED} if claim.type == "REQUEST" else set())
        countries |= {party.code.split("/")[0] for party in (*claim.actors, *claim.recipients)}
    return _Wanted(ids=frozenset(ids), types=frozenset(types), countries=frozenset(countries))


def _plain(chosen: Filter) -> tuple[str, ...]:
    """Return the types to select claims by: an invitation or a refusal is a claim of another type than the act."""
    named = chosen.types and not any(value.startswith("!") for value in chosen.types)
    return (*chosen.types, *(type_ for type_ in ASKING if type_ not in chosen.types)) if named else chosen.types


def _types(chosen: Filter, wanted: _Wanted | None) -> list[str]:
    from keii.codebook import codebook  # late: its tables are read only when something is asked for

    plain = {value for value in chosen.types if not value.startswith("!")}
    left_out = {value.removeprefix("!") for value in chosen.types} - plain
    types = [type_ for type_ in codebook().types if type_ not in left_out and (not plain or type_ in plain)]
    return (
        types if wanted is None or wanted.types & TURNING else [type_ for type_ in types if type_ in wanted.types]
    )


def _pool(type_: str, wanted: _Wanted | None) -> Filter:
    """Return the filter of all claims that may open, join or turn expectations of a type among the wanted parties."""
    parties: tuple[str, ...] = ()
    if wanted is not None and UNKNOWN not in wanted.countries and 0 < len(wanted.countries) <= MANY:
        parties = tuple(sorted(wanted.countries))
    return Filter(types=tuple(dict.fromkeys((type_, *ASKING))), parties=parties)
