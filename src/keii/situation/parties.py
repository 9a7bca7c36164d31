"""Who stands on which side of a pair: codes of parties as the nodes of a situation."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from keii.model import Party

UNKNOWN = "XXX"
Pair = tuple[str, str]  # in alphabetical order

# Sectors that speak and act for their state; towards the outside all sectors do.
_OFFICIAL = frozenset({"", "GOV", "MIL", "LEG", "JUD", "COP", "SPY"})


def state_of(code: str) -> str:
    """Return the state or body of a code: RUS/MIL → RUS, IGO:UN → IGO:UN."""
    return code.partition("/")[0]


def camp_of(code: str) -> str:
    """Return whom a code stands for within its state: the state itself, or the sector that is not its government.

    >>> camp_of("COL/MIL"), camp_of("COL/REB")
    ('COL', 'COL/REB')
    """
    state, _, sectors = code.partition("/")
    sector = sectors.partition("/")[0]
    return state if sector in _OFFICIAL else f"{state}/{sector}"


def pair(first: str, second: str) -> Pair | None:
    """Return the pair that two parties make, given by their codes, or None when one is unknown or both are one side.

    Parties of two states stand for their states, so that soldiers and ministers of one country are one side; parties
    of one state stand for its government and whoever faces it.
    """
    states = state_of(first), state_of(second)
    if UNKNOWN in states:
        return None
    sides = states if states[0] != states[1] else (camp_of(first), camp_of(second))
    return (min(sides), max(sides)) if sides[0] != sides[1] else None


def pairs(actors: Sequence[str], recipients: Sequence[str]) -> frozenset[Pair]:
    """Return the pairs of an act: each actor with each recipient; without recipients the actors with each other."""
    made = ((actor, recipient) for actor in actors for recipient in recipients) if recipients \
        else combinations(actors, 2)
    return frozenset(found for one, other in made if (found := pair(one, other)))


def is_called(party: Party, who: str) -> bool:
    """Tell whether a party is meant by a code, a sector, an entry of the registry, or words of its name.

    The same values as in the filters (docs/filters.md): RUS, RUS/MIL, /MIL, IGO:UN, vladimir-putin, プーチン.
    """
    code = party.code
    if who.startswith("/"):
        return f"{code}/".find(f"{who}/") > 0
    if code == who or code.startswith(f"{who}/") or party.actor == who:
        return True
    return who == party.text if _is_code(who) else who.casefold() in party.text.casefold()


def any_called(parties: Iterable[Party], who: str) -> bool:
    """Tell whether one of the parties is meant."""
    return any(is_called(party, who) for party in parties)


def known(parties: Iterable[Party]) -> Iterator[Party]:
    """Yield the parties whose state or body is known."""
    return (party for party in parties if state_of(party.code) != UNKNOWN)


def _is_code(who: str) -> bool:
    state = state_of(who)
    return who.isascii() and (state.startswith("IGO:") or (len(state) == 3 and state.isupper()))
