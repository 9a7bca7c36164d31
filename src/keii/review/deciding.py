"""Judgements of a person about claims and events: checked against the ledger, then kept with name and time."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import orjson

from keii.errors import UsageError
from keii.ledger import Ledger, decisions, judgements, proposals
from keii.ledger.connection import Connection
from keii.ledger.decisions import Reviewed
from keii.model import FIELDS, Event, Judgement, Verdict, standing
from keii.model.amending import AMENDABLE, plain
from keii.situation.keeping import Keeper

NAME, NOTE = 80, 1000  # characters


class MeanwhileError(UsageError):
    """Somebody else decided between the look at a claim and the decision about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Who decides, when, and why."""

    name: str
    at: str  # ISO 8601, UTC
    note: str | None = None

    def __post_init__(self) -> None:
        """Refuse a name that is none."""
        if not self.name.strip() or len(self.name) > NAME or any(
                unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in self.name):
            raise UsageError(f"a judgement needs a name of at most {NAME} characters.",
                             remedy="Give the name by which others know who decided.")
        if self.note and len(self.note) > NOTE:
            raise UsageError(f"a note has at most {NOTE} characters.", remedy="Shorten it.")


def now() -> str:
    """Return the time by the clock, as judgements have it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def look(ledger: Ledger, id: str) -> Reviewed:
    """Return the claim of this id, or of its beginning, with all that was decided about it; raises UsageError."""
    found = ledger.reviewed(id)
    if found is None:
        raise UsageError(f"the ledger holds no claim «{id}», or several that begin so.",
                         remedy="`keii list claims --json` tells their ids.")
    return found


def last_number(found: Reviewed) -> int:
    """Return the number of the last judgement about a claim, undone or not; 0: there is none."""
    return max((one.number for one in found.judgements), default=0)


def decide(ledger: Ledger, id: str, verdict: Verdict, reviewer: Reviewer, *,
           values: Mapping[str, Any] | None = None, last: int | None = None) -> int:
    """Keep a judgement about a claim; return its number.

    `values` are the fields that an amendment gives, as `plain` has them; the others stay as they hold. `last` is the
    number of the last judgement that the reviewer has seen: raises MeanwhileError where there is a later one. A claim
    that a model proposed holds once somebody accepts or amends it. Raises UsageError for a claim that there is none of.
    """
    with ledger.transaction() as connection:
        found = decisions.reviewed(connection, id)
        if found is None or not (found.claim or found.decided or _adopts(found, verdict)):
            raise UsageError(f"the ledger holds no claim «{id}» now.",
                             remedy="The document was read otherwise since: look for its claims again.")
        if last is not None and last != last_number(found):
            raise MeanwhileError("somebody else has decided about this claim in the meantime.",
                                 remedy="Look at what is said now, then decide again.")
        value = None if verdict is Verdict.REJECT else _value(found, values or {})
        return Keeper(ledger, None).judge_within(connection, Judgement(
            verdict=verdict, claims=(found.id,), document=found.document.id, seen=found.row, value=value,
            author=reviewer.name.strip(), note=reviewer.note, at=reviewer.at))


def _adopts(found: Reviewed, verdict: Verdict) -> bool:
    """Tell whether a claim that does not hold is a model's proposal, which somebody now makes their own."""
    return verdict in (Verdict.ACCEPT, Verdict.AMEND) and proposals.is_proposed(found.read)


def _value(found: Reviewed, values: Mapping[str, Any]) -> str:
    """Return what differs from the claim as keii read it: what held already, and the new values."""
    read = plain(found.read)
    whole = {**plain(found.claim or found.read), **values}
    return orjson.dumps({field: whole[field] for field in AMENDABLE if whole[field] != read[field]}).decode()


def undo(ledger: Ledger, number: int, reviewer: Reviewer) -> int:
    """Keep that a judgement of the same person no longer counts; return the number of that. Raises UsageError."""
    with ledger.transaction() as connection:
        found = judgements.numbered(connection, number)
        if found is None:
            raise UsageError(f"there is no judgement {number}.", remedy="`keii event` and the pages tell the numbers.")
        if found.author != reviewer.name.strip():
            raise UsageError(f"judgement {number} is {found.author}'s; only they can undo it.",
                             remedy="Decide otherwise yourself: both words are kept and shown.")
        if not _counts(connection, found):
            raise UsageError(f"judgement {number} is undone already.", remedy="Decide anew.")
        return Keeper(ledger, None).judge_within(connection, Judgement(
            verdict=Verdict.UNDO, claims=found.claims, others=found.others, document=found.document, seen=found.seen,
            undoes=number, author=reviewer.name.strip(), note=reviewer.note, at=reviewer.at))


def _counts(connection: Connection, found: Judgement) -> bool:
    all_ = judgements.of_document(connection, found.document) if found.document else judgements.about_events(connection)
    undone = {one.undoes for one in all_ if one.verdict is Verdict.UNDO} if found.verdict is Verdict.UNDO else set()
    return found.number not in undone and (found.verdict is Verdict.UNDO or found in standing(all_))


def merge(ledger: Ledger, ids: Sequence[str], reviewer: Reviewer) -> int:
    """Keep that events are one happening; return the judgement's number. Raises UsageError."""
    found = {event.id: event for event in (event_of(ledger, id) for id in ids)}
    if len(found) < 2:
        raise UsageError("merge takes two different events or more.", remedy="`keii events` lists them.")
    claims = tuple(claim for event in found.values() for claim in event.claims)
    return _keep(ledger, Judgement(verdict=Verdict.MERGE, claims=claims, author="", at=""), reviewer)


def split(ledger: Ledger, id: str, given: Sequence[str], reviewer: Reviewer) -> int:
    """Keep that these claims of an event, by their ids or beginnings, tell another one; return the number."""
    event = event_of(ledger, id)
    claims = tuple(claim for claim in event.claims if any(claim.startswith(one) for one in given))
    unknown = [one for one in given if not any(claim.startswith(one) for claim in event.claims)]
    if unknown:
        raise UsageError(f"{event.id} holds no claim «{unknown[0]}».",
                         remedy=f"`keii event {event.id}` shows its claims.")
    others = tuple(claim for claim in event.claims if claim not in claims)
    if not claims or not others:
        raise UsageError("split takes an event and some of its claims, not all.",
                         remedy=f"`keii event {event.id}` shows its claims.")
    return _keep(ledger, Judgement(verdict=Verdict.SPLIT, claims=claims, others=others, author="", at=""), reviewer)


def correct(ledger: Ledger, id: str, field: str, value: str, reviewer: Reviewer) -> int:
    """Keep what the value of an event's field is; return the judgement's number. Raises UsageError."""
    event = event_of(ledger, id)
    if field not in FIELDS:
        raise UsageError(f"an event has no field «{field}».", remedy=f"Fields are {', '.join(FIELDS)}.")
    return _keep(ledger, Judgement(verdict=Verdict.CORRECT, claims=event.claims, field=field, value=value, author="",
                                   at=""), reviewer)


def event_of(ledger: Ledger, id: str) -> Event:
    """Return the event of an id, of its beginning, or that holds a claim of that id; raises UsageError."""
    found = ledger.event(id)
    if found is None:
        raise UsageError(f"the ledger {ledger.path} holds no event «{id}».", remedy="`keii events` lists them.")
    return found


def events_touched(ledger: Ledger, judgement: Judgement) -> list[Event]:
    """Return the events that hold the claims of a judgement now."""
    ids = ledger.events_of((*judgement.claims, *judgement.others)).values()
    return [event for id in dict.fromkeys(ids) if (event := ledger.event(id))]


def _keep(ledger: Ledger, judgement: Judgement, reviewer: Reviewer) -> int:
    return Keeper(ledger, None).judge(replace(judgement, author=reviewer.name.strip(), note=reviewer.note,
                                              at=reviewer.at))
