"""The queue of claims that nobody has decided about, the most doubtful first, and the lists of those decided."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from keii.ledger import decisions, judgements
from keii.ledger.conditions import Condition
from keii.ledger.filters import CLAIMS, Filter
from keii.model import Judgement, Verdict, standing

# Without a figure a claim stands after all that have one.
_DOUBT = "coalesce(c.confidence, 2), coalesce(c.confidence_whole, 2), c.id"
_OPEN = "c.decided = 0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The claims about which somebody has decided, each as a list of ids in the order of the last judgement."""

    held: tuple[str, ...]  # accepted or amended
    rejected: tuple[str, ...]
    disputed: tuple[str, ...]  # two persons' last words differ


def size(connection: sqlite3.Connection, chosen: Filter) -> int:
    """Return how many of the selected claims nobody has decided about."""
    source, where = _open(chosen)
    return int(connection.execute(f"SELECT count(*) FROM {source} WHERE {where.sql}", where.values).fetchone()[0])


def page(connection: sqlite3.Connection, chosen: Filter) -> tuple[str, ...]:
    """Return the part of the queue that is asked for, as ids."""
    (source, where), part = _open(chosen), chosen.page()
    return tuple(id for id, in connection.execute(
        f"SELECT c.id FROM {source} WHERE {where.sql} ORDER BY {_DOUBT} {part.sql}", (*where.values, *part.values)))


def beside(connection: sqlite3.Connection, chosen: Filter, claim: str, *, before: bool = False) -> str | None:
    """Return the claim of the queue after a claim, whether that is in it or not, or before it; None at the end."""
    place = connection.execute(f"SELECT {_DOUBT} FROM claims AS c WHERE c.id = ? AND c.decided = 0 "
                               "ORDER BY c.current DESC, c.key DESC LIMIT 1", (claim,)).fetchone()
    if place is None:
        return None
    source, where = _open(chosen)
    sign, order = ("<", " DESC") if before else (">", "")
    ordered = ", ".join(f"{part}{order}" for part in ("coalesce(c.confidence, 2)", "coalesce(c.confidence_whole, 2)",
                                                      "c.id"))
    found = connection.execute(
        f"SELECT c.id FROM {source} WHERE {where.sql} AND ({_DOUBT}) {sign} (?, ?, ?) ORDER BY {ordered} LIMIT 1",
        (*where.values, *place)).fetchone()
    return str(found[0]) if found else None


def decided(connection: sqlite3.Connection) -> Decided:
    """Return the claims about which somebody has decided, the last first."""
    found = judgements.about_claims(connection)
    by_claim = sorted(decisions.latest(found).values(), key=lambda one: -one.number)
    disputed = _disputed(found)
    return Decided(
        held=tuple(one.claims[0] for one in by_claim if one.verdict is not Verdict.REJECT),
        rejected=tuple(one.claims[0] for one in by_claim if one.verdict is Verdict.REJECT),
        disputed=tuple(one.claims[0] for one in by_claim if one.claims[0] in disputed))


def _disputed(found: Iterable[Judgement]) -> set[str]:
    said: dict[str, dict[str, tuple[bool, str | None]]] = {}
    for one in standing(found):
        said.setdefault(one.claims[0], {})[one.author] = (one.verdict is Verdict.REJECT, one.value)
    return {claim for claim, words in said.items() if len(set(words.values())) > 1}


def _open(chosen: Filter) -> tuple[str, Condition]:
    """Return what to look for the queue in; where nothing is asked of documents and sentences, without them."""
    if chosen == Filter(limit=chosen.limit, offset=chosen.offset):
        return "claims AS c", Condition(f"c.current = 1 AND {_OPEN}")
    where = chosen.of_claims()
    return CLAIMS, Condition(f"{_OPEN} AND {where.sql}", where.values)
