"""How far two readings of one document agree: which claims tell the same act, and in which fields they differ.

Two claims are of one act when their words overlap in one sentence. Each claim has at most one partner: the pairs with
the most words in common first, of equals those of the same type, then those that stand first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from keii.model import Claim, Party

FIELDS = ("type", "who", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A claim of keii's beside one that is proposed, or either alone."""

    own: Claim | None  # None: the model alone reads it
    proposed: Claim | None  # None: keii alone reads it

    @property
    def differs(self) -> tuple[str, ...]:
        """The fields of FIELDS in which they differ; empty where one of them is missing."""
        if self.own is None or self.proposed is None:
            return ()
        same = {"type": self.own.type == self.proposed.type, "status": self.own.status is self.proposed.status,
                "who": _who(self.own) == _who(self.proposed)}
        return tuple(field for field in FIELDS if not same[field])


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often two readers agree, as numbers of claims."""

    both: int = 0  # acts that both read
    type: int = 0  # of these, how many are of the same type
    who: int = 0  # have the same actors and recipients
    status: int = 0  # have the same status
    own: int = 0  # keii alone reads
    proposed: int = 0  # the model alone reads

    def plus(self, pairs: Iterable[Compared]) -> "Agreement":
        """Return the numbers with some pairs more."""
        found = list(pairs)
        both = [one for one in found if one.own and one.proposed]
        same = {field: sum(field not in one.differs for one in both) for field in FIELDS}
        return Agreement(
            both=self.both + len(both), type=self.type + same["type"], who=self.who + same["who"],
            status=self.status + same["status"], own=self.own + sum(one.proposed is None for one in found),
            proposed=self.proposed + sum(one.own is None for one in found))


def compared(own: Sequence[Claim], proposed: Sequence[Claim]) -> list[Compared]:
    """Return every claim of a document once, in pairs where both tell one act, in the order of the text."""
    pairs = sorted(
        ((-_common(one, other), one.type != other.type, one.trigger.start, other.trigger.start, i, j)
         for i, one in enumerate(own) for j, other in enumerate(proposed) if _common(one, other)))
    left, right = dict(enumerate(own)), dict(enumerate(proposed))
    found = []
    for *_, i, j in pairs:
        if i in left and j in right:
            found.append(Compared(own=left.pop(i), proposed=right.pop(j)))
    found += [Compared(own=one, proposed=None) for one in left.values()]
    found += [Compared(own=None, proposed=one) for one in right.values()]
    return sorted(found, key=_place)


def _place(one: Compared) -> tuple[int, int, bool]:
    claim = one.proposed or one.own
    assert claim is not None
    return claim.trigger.start, claim.trigger.end, one.own is None


def _common(one: Claim, other: Claim) -> int:
    """Return how many characters the words of two acts have in common; none in different sentences."""
    if one.sentence != other.sentence:
        return 0
    return max(0, min(one.trigger.end, other.trigger.end) - max(one.trigger.start, other.trigger.start))


def _who(claim: Claim) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(_key, claim.actors)), frozenset(map(_key, claim.recipients))


def _key(party: Party) -> str:
    """Return what a party is compared by: its entry in the registry, its code, or its words where it has neither."""
    return party.actor or (party.text if party.code.startswith("XXX") else party.code)
