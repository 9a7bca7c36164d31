"""Who stands on which side of an act: nobody on both, and of those who meet at least two."""

from collections.abc import Iterable, Sequence

from keii.model import Party, Reference

SUFFERED = frozenset({"SANCTION", "COERCE", "ASSAULT", "OTHER"})  # acts that somebody suffers more often than does
EACH_OTHER = ("互い", "相手の", "each other", "one another")
MET = 2  # parties of an act of two: more are not looked for


def lacks_one(actors: Sequence[Party]) -> bool:
    """Tell whether of those who meet only one is named: the two leaders are two already."""
    return len(actors) < MET and all(party.reference is not Reference.GROUP for party in actors)


def apart(
    actors: tuple[Party, ...], recipients: tuple[Party, ...], kind: str
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Return both sides so that no words stand on both: who is sentenced suffers it, who warns does it.

    Of those who do something to each other both do it: 両国は互いの大使を追放した.
    """
    if not lacks_one(actors):
        recipients = tuple(p for p in recipients if p.span is None or not p.span.quote.startswith(EACH_OTHER))
    if kind in SUFFERED:
        return tuple(party for party in actors if not among(party, recipients)), recipients
    return actors, tuple(party for party in recipients if not among(party, actors))


def among(party: Party, others: Iterable[Party]) -> bool:
    """Tell whether a party's words are those of one of others."""
    words = party.antecedent or party.span
    return words is not None and any(
        span is not None and (span.overlaps(words) or span.quote == words.quote)
        for span in (other.antecedent or other.span for other in others)
    )
