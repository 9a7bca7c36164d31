"""The review: the queue of claims that nobody has looked at, the most doubtful first, and one claim to decide about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

import orjson

from keii.codebook import codebook
from keii.exports import jsonl, situation
from keii.ledger import queue
from keii.ledger.decisions import Reviewed
from keii.model import Claim, Event, Judgement, SourceKind, Told, standing
from keii.model.amending import AMENDABLE, differing, plain
from keii.review.deciding import last_number
from keii.review.forms import GROUPS, ROWS, filled
from keii.workbench.answering import Answer, Desk, MissingError, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.marking import Piece, pieces
from keii.workbench.pages.lists import Part, chain, listing, part, title_of
from keii.workbench.words import say

STATES = ("open", "held", "rejected", "disputed")
HEADER = ("confidence", "confidence_whole", "type", "status", "actors", "act", "recipients", "sources", "document",
          "claim")
AROUND = 320  # half-width characters shown before and after the sentence, a wide one counting twice: five lines
EMPTY_ROWS = 2  # to add parties and sources
LAST = 5  # judgements of the reader that can be undone at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A list of claims by what was decided about them."""

    items: tuple[Told, ...]
    gone: tuple[Reviewed, ...]  # of the rejected, which hold no longer
    part: Part
    state: str
    begin: str | None  # the address of the first claim of the queue; None: it is empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one field is by keii and by each person; None where a claim does not hold by their word."""

    field: str
    read: Claim  # by keii, when it was first decided
    held: Claim | None
    changed: bool  # whether what holds differs from what keii read
    disputed: bool  # whether two persons' last words differ on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Desktop:
    """One claim with all that it takes to decide about it."""

    found: Reviewed
    claim: Claim  # as it holds, or as it was read where it was rejected
    before: tuple[Piece, ...]
    sentence: tuple[Piece, ...]
    after: tuple[Piece, ...]
    fields: tuple[Said, ...]
    inputs: Mapping[str, str]  # of the form
    rows: Mapping[str, int]  # of the groups of the form
    last: int  # number of the last judgement on the claim
    counting: frozenset[int]  # numbers of the judgements that count
    disputed: bool
    event: Event | None
    others: tuple[Told, ...]  # the other claims of its event
    left: int  # claims in the queue
    earlier: str | None  # addresses of the neighbours in the queue
    later: str | None
    modes: tuple[tuple[str, tuple[str, ...]], ...]  # by type
    kinds: tuple[str, ...]  # of sources
    done: Judgement | None  # what the reader has just decided
    error: str | None = None
    remedy: str | None = None
    wrong: str | None = None  # the field that the error is about


def review(desk: Desk, asked: Asked, name: str) -> Answer:
    """The queue of claims to look at, the most doubtful first; state=held, rejected or disputed lists those decided."""
    state = asked.one("state") or "open"
    if state not in STATES:
        raise MissingError("there is no such list of claims.", remedy=f"There are: {', '.join(STATES)}.")
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        rows = CSV_ROWS if asked.form == "csv" else asked.size
        chosen = asked.chosen(rows=CSV_ROWS if asked.form == "csv" else None)
        if state == "open":
            total, ids = queue.size(connection, chosen), queue.page(connection, chosen)
        else:
            whole = getattr(queue.decided(connection), state)
            first = 0 if asked.form == "csv" else (asked.page - 1) * asked.size
            total, ids = len(whole), whole[first:first + rows]
        told = desk.ledger.told(ids, traced=asked.form != "html")
        gone = tuple(found for id in ids if id not in told and (found := desk.ledger.reviewed(id)))
    items = tuple(told[id] for id in ids if id in told)
    claims = [one.claim for one in items] + [one.read for one in gone]
    begin = next_address(asked, ids[0]) if ids and state == "open" else None
    view = Queue(items=items, gone=gone, part=part(asked, total, len(ids)), state=state, begin=begin)
    return Answer(template="review_queue.html", title=say(asked.lang, "Review"), view=view,
                  table=lambda: Table(header=HEADER, rows=map(_row, claims)),
                  json=lambda: listing(asked, total, map(jsonl.claim, claims), state=state))


def _row(claim: Claim) -> tuple[str | int | None, ...]:
    actors, recipients = ("; ".join(party.text for party in some) for some in (claim.actors, claim.recipients))
    confidence, whole = (None if value is None else f"{value:.3f}"
                         for value in (claim.confidence, claim.confidence_whole))
    return (confidence, whole, claim.type, claim.status, actors, claim.trigger.quote, recipients, chain(claim),
            claim.document, claim.id)


def next_address(asked: Asked, claim: str) -> str:
    """Return the address of a claim's review that keeps the filters of the queue."""
    return asked.address(f"/review/{claim}", asked.filters)


def reviewed(desk: Desk, asked: Asked, name: str) -> Answer:
    """One claim beside its sentence: what keii read, what each person said of it, and the forms to decide about it."""
    return desktop(desk, asked, name)


def desktop(desk: Desk, asked: Asked, name: str, *, given: Mapping[str, str] | None = None, error: str | None = None,
            remedy: str | None = None, wrong: str | None = None) -> Answer:
    """Return the page of one claim; with `given` its form as somebody has filled it in, and what is wrong with it."""
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        found = desk.ledger.reviewed(name)
        if found is None:
            raise MissingError("the ledger holds no claim of this id.", where=name,
                               remedy="Look for it in the list of claims.")
        chosen = asked.chosen(paged=False)
        left = queue.size(connection, chosen)
        neighbours = [queue.beside(connection, chosen, found.id, before=before) for before in (True, False)]
        event = desk.ledger.event(found.id) if found.claim else None
        others = desk.ledger.told((id for id in event.claims if id != found.id), traced=False) if event else {}
        number = asked.one("done") or ""
        known = number.isascii() and number.isdigit() and len(number) < 10
        done = desk.ledger.judgement(int(number)) if known else None
    claim = found.claim or found.read
    inputs = {**filled(claim), **(given or {})}
    earlier, later = (next_address(asked, id) if id else None for id in neighbours)
    before, sentence, after = _around(found, claim)
    view = Desktop(
        found=found, claim=claim, before=before, sentence=sentence, after=after, fields=_said(found), inputs=inputs,
        rows={group: _rows(inputs, group) for group in GROUPS}, last=last_number(found),
        counting=frozenset(one.number for one in standing(found.judgements)), disputed=is_disputed(found), event=event,
        others=tuple(others[id] for id in event.claims if id in others) if event else (), left=left, earlier=earlier,
        later=later, modes=_modes(), kinds=tuple(SourceKind), done=done, error=error, remedy=remedy, wrong=wrong)

    def json() -> object:
        return {"id": found.id, "claim": orjson.Fragment(jsonl.claim(found.claim)) if found.claim else None,
                "read": orjson.Fragment(jsonl.claim(found.read)),
                "reads_now": orjson.Fragment(jsonl.claim(found.now)) if found.now else None,
                "disputed": view.disputed, "sentence_text": found.sentence.text,
                "judgements": [orjson.Fragment(situation.judgement(one)) for one in found.judgements]}

    return Answer(template="review.html", title=f"{say(asked.lang, 'Review')}: {title_of(claim)}", view=view, json=json)


def is_disputed(found: Reviewed) -> bool:
    """Tell whether two persons' last words on a claim differ."""
    return len({(claim is None, str(plain(claim)) if claim else "") for _, claim in found.opinions}) > 1


def _said(found: Reviewed) -> tuple[Said, ...]:
    read = plain(found.read)
    held = plain(found.claim) if found.claim else read
    against: set[str] = set()
    words = [plain(claim) for _, claim in found.opinions if claim]
    for one in words[1:]:
        against |= set(differing(words[0], one))
    changed = set(differing(read, held))
    return tuple(Said(field=field, read=found.read, held=found.claim, changed=field in changed,
                      disputed=field in against) for field in AMENDABLE)


def _around(found: Reviewed, claim: Claim) -> tuple[tuple[Piece, ...], tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the text before the sentence, the sentence and the text after it, with the claim's words marked."""
    text, at = found.document.text, found.sentence
    start = at.start - _fitting(reversed(text[max(at.start - AROUND, 0):at.start]))
    end = at.end + _fitting(text[at.end:at.end + AROUND])

    def cut(first: int, last: int) -> tuple[Piece, ...]:
        return pieces(text, [claim], start=first, end=last)

    return cut(start, at.start), cut(at.start, at.end), cut(at.end, end)


def _fitting(text: Iterable[str]) -> int:
    """Return how many characters of a text are as wide as AROUND."""
    return sum(1 for wide in accumulate(2 if ord(one) > 0x2E80 else 1 for one in text) if wide <= AROUND)


def _rows(inputs: Mapping[str, str], group: str) -> int:
    """Return how many rows of a group a form shows: those that are filled in, and some empty ones."""
    filled_in = [number for number in range(ROWS)
                 if inputs.get(f"{group}-{number}-words") or inputs.get(f"{group}-{number}-saying")]
    return min(max(filled_in, default=-1) + 1 + EMPTY_ROWS, ROWS)


def _modes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    known = codebook()
    return tuple((type_, tuple(mode for of, mode in known.modes if of == type_)) for type_ in known.types)
