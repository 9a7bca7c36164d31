"""What becomes of a stored document that is coded anew and asked about by the rules: compared, and kept or undone.

Everything happens in one transaction, by the same functions that write what is read. A trial is that transaction,
rolled back; so it cannot tell anything else than what writing would bring.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson

from keii.ledger import decisions, judgements, read, rules, write
from keii.ledger.connection import Connection
from keii.ledger.filters import Filter
from keii.ledger.rules import Rule
from keii.model import Claim, Document

if TYPE_CHECKING:
    from keii.pipeline import Reading

# What an act is; the rest (coder, cues, trace, figures) says how it was found.
TOLD = ("type", "mode", "label", "contexts", "status", "certainty", "actors", "recipients", "sources", "place", "time",
        "quantities")
_CONFLICTS = ("actor", "recipient", "place", "time", "quantity", "reality")
_OUTCOMES = ("met", "broken", "cancelled", "postponed", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One claim that would be told otherwise."""

    kind: str  # added, gone, changed
    claim: Claim  # as it would be; of one that is gone, as it is
    before: Claim | None  # of one that is changed
    fields: tuple[str, ...]  # of TOLD, in which it is changed
    judged: bool  # a person decided about an event by it


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoded:
    """What becomes of one document."""

    document: Document
    differences: tuple[Difference, ...]
    same: int  # claims that tell the same
    other_figures: int  # of these, how many have another confidence, coder or trace
    was_dropped: bool
    is_dropped: bool
    rule: int | None  # that drops it; None: it is kept, or no rule to keep selects it
    tags_before: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether anything that a reader sees would be otherwise."""
        return bool(self.differences or self.was_dropped != self.is_dropped or self.tags != self.tags_before)


def chosen_documents(connection: Connection, chosen: Filter) -> list[str]:
    """Return the documents that a filter selects, and where it selects everything those that were dropped too."""
    where = chosen.of_documents()
    ids = [id for id, in connection.execute(f"SELECT d.id FROM documents AS d WHERE {where.sql} ORDER BY d.id",
                                            where.values)]
    return ids if chosen.options else sorted({*ids, *(one.document for one in rules.dropped(connection))})


def whole(connection: Connection, id: str) -> Document | None:
    """Return a document, one that was dropped too; the caller undoes the transaction."""
    rules.lift(connection, id)
    return read.document(connection, id)


def recode(connection: Connection, document: Document, reading: "Reading | None", held: Sequence[Rule], *,
           moment: str, version: str) -> Recoded:
    """Put a new reading in the place of the one that holds (None: leave it), ask the rules, and compare."""
    id = document.id
    tags_before = rules.tags_of(connection, id)
    was_dropped = rules.lift(connection, id)
    before = _holding(connection, id)
    if reading is not None:
        seen: set[str] = set()
        write.reading(connection, reading, moment=moment, version=version, seen=seen)
        decisions.apply(connection, id)
        connection.execute(
            "UPDATE problems SET current = 0 WHERE document = ? AND current = 1 AND code LIKE 'coding.%' "
            "AND id NOT IN (SELECT value FROM json_each(?))", (id, orjson.dumps(sorted(seen)).decode()))
    after = _holding(connection, id)
    fate = rules.apply(connection, id, held, moment=moment)
    differences, figures = compared(before, after, judged=_judged(connection))
    for one in differences:
        if one.before is not None and one.before.id != one.claim.id:
            _succeed(connection, one.before.id, one.claim.id)
    return Recoded(document=document, differences=differences, same=len(after) - sum(
        one.kind != "gone" for one in differences), other_figures=figures, was_dropped=was_dropped,
        is_dropped=fate.dropped, rule=fate.rule, tags_before=tags_before, tags=fate.tags)


def compared(before: Sequence[Claim], after: Sequence[Claim], *, judged: frozenset[str] = frozenset()
             ) -> tuple[tuple[Difference, ...], int]:
    """Return in what claims differ, in the order of the text, and how many differ in how they were found alone.

    Claims belong together by their id or, where that is another one now, by the words that name the act.
    """
    pairs, left = [], {claim.id: claim for claim in before}
    new = []
    for claim in after:
        if claim.id in left:
            pairs.append((left.pop(claim.id), claim))
        else:
            new.append(claim)
    found = []
    for claim in new:
        own = [one for one in left.values() if one.trigger == claim.trigger]
        match = next((one for one in own if one.type == claim.type), own[0] if own else None)
        if match is None:
            found.append(Difference(kind="added", claim=claim, before=None, fields=(), judged=False))
        else:
            pairs.append((left.pop(match.id), claim))
    found += [Difference(kind="gone", claim=claim, before=None, fields=(), judged=claim.id in judged)
              for claim in left.values()]
    figures = 0
    for old, claim in pairs:
        fields = tuple(name for name in TOLD if getattr(old, name) != getattr(claim, name))
        if fields:
            found.append(Difference(kind="changed", claim=claim, before=old, fields=fields, judged=old.id in judged))
        figures += not fields and old != claim
    return tuple(sorted(found, key=lambda one: (one.claim.trigger.start, one.claim.id))), figures


def _holding(connection: Connection, document: str) -> list[Claim]:
    rows = list(read.select(connection, "SELECT * FROM claims WHERE document = ? AND current = 1 "
                                        "ORDER BY position, key", (document,)))
    return list(read.assembled(connection, rows))


def _judged(connection: Connection) -> frozenset[str]:
    """Return the claims by which persons decided about events."""
    return frozenset(id for one in judgements.about_events(connection) for id in (*one.claims, *one.others))


def _succeed(connection: Connection, old: str, new: str) -> None:
    """Let what persons decided by a claim, and what alerts have noticed of it, count for the one in its place."""
    connection.execute("DELETE FROM successors WHERE claim = ?", (new,))  # it holds itself
    connection.execute("INSERT INTO successors VALUES (?, ?) ON CONFLICT (claim) DO UPDATE SET by = excluded.by",
                       (old, new))
    keys = ["event", *(f"conflict:{field}" for field in _CONFLICTS), *(f"expectation:{one}" for one in _OUTCOMES)]
    connection.executemany(
        "INSERT INTO noticed SELECT alert, ? FROM noticed WHERE alert IN (SELECT number FROM alerts) "
        "AND key = ? ON CONFLICT DO NOTHING", ((f"{key}:{new}", f"{key}:{old}") for key in keys))
