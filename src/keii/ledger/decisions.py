"""What judgements about claims make of the claims that hold: applied to every reading of their document.

keii's own rows stay as they are. A claim that a person accepted or amended is a row beside them, with the number of the
judgement in `decided`; the row that it stands for is no longer current, nor is that of a rejected claim.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from keii.ledger import judgements, read, write
from keii.ledger.connection import Connection
from keii.ledger.trouble import kept
from keii.model import Claim, Document, Judged, Judgement, Sentence, Verdict, standing
from keii.model.amending import amended

_OWN = "CASE WHEN decided = 0 AND reading = ? THEN 1 ELSE 0 END"  # what `current` is before anybody's word


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A claim with what persons decided about it."""

    id: str
    claim: Claim | None  # as it holds now; None: it was rejected, or the document was read otherwise since
    read: Claim  # as keii had read it when it was first decided; as it reads it now where nobody decided
    row: int  # of `read`
    now: Claim | None  # what the last reading tells by these words; None: nothing
    document: Document
    sentence: Sentence
    judgements: tuple[Judgement, ...]  # all on this claim, those undone too
    opinions: tuple[tuple[Judgement, Claim | None], ...] = ()  # each person's last word that counts, and what it says

    @property
    def decided(self) -> Judgement | None:
        """The judgement that counts; None: nobody has decided."""
        return next(reversed(standing(self.judgements)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A row of the current reading as keii read it."""

    key: int
    position: int
    claim: Claim


def apply(connection: Connection, document: str) -> frozenset[str]:
    """Let the judgements on a document's claims hold in its current reading; return the claims told otherwise now."""
    found = judgements.of_document(connection, document)
    if not found:
        return frozenset()
    before = _holding(connection, document)
    (reading,) = connection.execute("SELECT key FROM readings WHERE document = ? AND current = 1",
                                    (document,)).fetchone() or (None,)
    if reading is None:
        return frozenset()  # a rule dropped the document: nothing of it holds
    connection.execute(f"UPDATE claims SET current = {_OWN} WHERE document = ? AND current <> {_OWN}",
                       (reading, document, reading))
    own = _own(connection, reading)
    taken: set[int] = set()
    for judgement in _in_order(latest(found).values(), {one.claim.id for one in own}):
        base = _claim(connection, judgement.seen)
        holds = told(base, judgement)
        match = _match(base, holds, [one for one in own if one.key not in taken], _ids_beside(connection, judgement))
        if match:
            taken.add(match.key)
            connection.execute("UPDATE claims SET current = 0 WHERE key = ?", (match.key,))
        if holds:
            _hold(connection, holds, judgement, reading, match or _before(own, holds))
    after = _holding(connection, document)
    changed = frozenset(id for id in before.keys() | after.keys() if before.get(id) != after.get(id))
    if changed:
        connection.execute("DELETE FROM changes WHERE document = ?", (document,))
        connection.execute("INSERT INTO changes (document) VALUES (?)", (document,))
    return changed


def latest(found: Iterable[Judgement]) -> dict[str, Judgement]:
    """Return the judgement that counts for each claim that has one."""
    return {one.claims[0]: one for one in standing(found)}


def reviewed(connection: Connection, id: str) -> Reviewed | None:
    """Return the claim of this id, or of its beginning, with what persons decided; None for none or several."""
    wanted = _whole_id(connection, id)
    if wanted is None:
        return None
    rows = list(read.select(connection, "SELECT * FROM claims WHERE id = ? ORDER BY current, decided = 0, key",
                            (wanted,)))
    own = max((row for row in rows if row["decided"] == 0), key=lambda row: (row["current"], row["key"]))
    document = read.document(connection, own["document"])
    if document is None:
        return None  # a rule dropped the document: nothing of it holds
    about = tuple(one for one in judgements.of_document(connection, document.id) if wanted in one.claims)
    decided = next(reversed(standing(about)), None)
    base = _claim(connection, decided.seen if decided else own["key"])
    holding = [row for row in rows if row["current"]]
    held = next(read.assembled(connection, holding[-1:]), None) if holding else None
    reading = connection.execute("SELECT key FROM readings WHERE document = ? AND current = 1",
                                 (document.id,)).fetchone()[0]
    beside = _ids_beside(connection, decided) if decided else frozenset()
    match = _match(base, held, _own(connection, reading), beside)
    return Reviewed(id=wanted, claim=held, read=base, row=decided.seen or 0 if decided else own["key"],
                    now=match.claim if match else None, document=document,
                    sentence=_sentence(read.sentences(connection, document.id), (held or base).trigger.start),
                    judgements=about, opinions=tuple(
                        (one, told(_claim(connection, one.seen), one)) for one in _last_words(about)))


def _last_words(found: Iterable[Judgement]) -> list[Judgement]:
    """Return the last judgement that counts of each person, by number."""
    by_author = {one.author: one for one in standing(found)}
    return sorted(by_author.values(), key=lambda one: one.number)


def _whole_id(connection: Connection, id: str) -> str | None:
    if connection.execute("SELECT 1 FROM claims WHERE id = ? LIMIT 1", (id,)).fetchone():
        return id
    if len(id) < 6 or not all(letter.isalnum() or letter == "_" for letter in id):
        return None
    found = connection.execute("SELECT DISTINCT id FROM claims WHERE id GLOB ? LIMIT 2", (f"{id}*",)).fetchall()
    return str(found[0][0]) if len(found) == 1 else None


def _holding(connection: Connection, document: str) -> Mapping[str, int]:
    """Return the claims of a document that hold, each with its row."""
    return dict(connection.execute("SELECT id, key FROM claims WHERE document = ? AND current = 1", (document,)))


def _own(connection: Connection, reading: int) -> list[_Read]:
    """Return the claims of a reading as keii read them, in order."""
    rows = list(read.select(connection, "SELECT * FROM claims WHERE reading = ? AND decided = 0 ORDER BY position",
                            (reading,)))
    return [_Read(key=row["key"], position=row["position"], claim=claim)
            for row, claim in zip(rows, read.assembled(connection, rows), strict=True)]


def _claim(connection: Connection, key: int | None) -> Claim:
    """Return the claim of a row."""
    return next(read.assembled(connection, list(read.select(connection, "SELECT * FROM claims WHERE key = ?",
                                                            (key or 0,)))))


def _ids_beside(connection: Connection, judgement: Judgement) -> frozenset[str]:
    """Return the claims that were read beside the one that a judgement is about: they are others."""
    return frozenset(id for id, in connection.execute(
        "SELECT id FROM claims WHERE decided = 0 AND reading = (SELECT reading FROM claims WHERE key = ?)",
        (judgement.seen,)))


def _in_order(found: Iterable[Judgement], held: Collection[str]) -> list[Judgement]:
    """Return the judgements with those first whose claims the reading has under the same id: they find their own."""
    return sorted(found, key=lambda one: (one.claims[0] not in held, one.claims[0]))


def told(base: Claim, judgement: Judgement) -> Claim | None:
    """Return what a judgement says a claim is, None for a rejected one."""
    if judgement.verdict is Verdict.REJECT:
        return None
    values = orjson.loads(judgement.value or "{}")
    return amended(base, values, Judged(number=judgement.number, author=judgement.author, at=judgement.at,
                                        claim=judgement.claims[0], fields=tuple(values)))


def _match(base: Claim, told: Claim | None, own: Sequence[_Read], beside: Collection[str]) -> _Read | None:
    """Return the claim of a reading that a judgement on `base` is about, None where the reading has none such.

    It has the same id, or names its act by the same words, those that keii read or those that a person gave; what was
    read `beside` the base is another claim. A rejection holds for the type alone that was rejected: another one by the
    same words is another claim.
    """
    for one in own:
        if one.claim.id == base.id:
            return one
    types = {base.type, *([told.type] if told else [])}
    words = {base.trigger, *([told.trigger] if told else [])}
    near = [one for one in own if one.claim.id not in beside and any(map(one.claim.trigger.overlaps, words))]
    same = [one for one in near if one.claim.trigger in words]
    alike = [one for one in (*same, *near) if one.claim.type in types]
    return next(iter(alike if told is None else [*alike, *same]), None)


def _before(own: Sequence[_Read], told: Claim) -> _Read | None:
    """Return the last claim of a reading that stands before another one, or the first."""
    return next((one for one in reversed(own) if one.claim.trigger.start <= told.trigger.start),
                own[0] if own else None)


def _hold(connection: Connection, told: Claim, judgement: Judgement, reading: int, near: _Read | None) -> None:
    """Let a claim hold in a reading as a judgement tells it."""
    there = connection.execute("UPDATE claims SET current = 1 WHERE reading = ? AND id = ? AND decided = ?",
                               (reading, told.id, judgement.number))
    if there.rowcount:
        return
    document = kept(read.document(connection, told.document), told.document, connection)
    at = _sentence(read.sentences(connection, document.id), told.trigger.start)
    write.add_claim(connection, told.with_(sentence=at.index).check(document.text), reading=reading,
                    position=near.position if near else 0, decided=judgement.number)


def _sentence(sentences: Sequence[Sentence], start: int) -> Sentence:
    """Return the sentence in which a place of the text lies, the one before it where it lies in none."""
    return next((one for one in reversed(sentences) if one.start <= start), sentences[0])
