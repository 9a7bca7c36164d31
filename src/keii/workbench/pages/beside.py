"""Two documents side by side: versions of one text, or the same told in two languages, joined by their events."""

from dataclasses import dataclass

import orjson

from keii.briefs.marks import mark
from keii.exports.situation import version
from keii.ledger import browse
from keii.ledger.rows import Holding
from keii.model import Claim
from keii.situation.copies import Change, changes
from keii.workbench.answering import Answer, Desk, MissingError
from keii.workbench.asking import Asked
from keii.workbench.config import PART, SECONDS
from keii.workbench.marking import Piece, pieces
from keii.workbench.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """An event that both documents tell."""

    mark: str  # a, b, …, by which the texts show it
    event: str  # id
    first: tuple[Claim, ...]
    second: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two."""

    holding: Holding
    pieces: tuple[Piece, ...]
    claims: dict[str, Claim]  # by id
    marks: dict[str, str]  # of claims whose event both tell
    cut: bool  # the text is longer than a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Both."""

    sides: tuple[Side, Side]
    shared: tuple[Shared, ...]
    changes: tuple[Change, ...]  # what the second tells otherwise than the first; none where they are no versions
    versions: bool  # whether they are copies or versions of one text


def beside(desk: Desk, asked: Asked, name: str, other: str) -> Answer:
    """Two documents with the events that both tell, and between versions of one text what has changed."""
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        both = [browse.holding(connection, id) for id in (name, other)]
        first, second = both
        if first is None or second is None or name == other:
            raise MissingError("the ledger holds no two documents of these ids.", where=f"{name}, {other}",
                               remedy="Look for them in the list of documents.")
        events = desk.ledger.events_of(claim.id for held in (first, second) for claim in held.claims)
        related = any(one.id == other for one in desk.ledger.versions(name))
        told = [[*desk.ledger.told(claim.id for claim in held.claims).values()] for held in (first, second)] \
            if related else [[], []]
    shared = _shared(first, second, events)
    marks = {claim.id: one.mark for one in shared for claim in (*one.first, *one.second)}
    for one in told:
        one.sort(key=lambda each: (each.claim.trigger.start, each.claim.id))
    changed = tuple(changes(*told)) if related else ()
    view = Beside(sides=(_side(first, marks), _side(second, marks)), shared=shared, changes=changed, versions=related)

    def json() -> object:
        return {"first": first.document.id, "second": second.document.id, "versions": related,
                "shared": [{"event": one.event, "first": [claim.id for claim in one.first],
                            "second": [claim.id for claim in one.second]} for one in shared],
                "changes": orjson.Fragment(version(second.document, len(second.claims), list(changed)))
                if related else None}

    return Answer(template="beside.html", title=say(asked.lang, "Side by side"), view=view, json=json)


def _shared(first: Holding, second: Holding, events: dict[str, str]) -> tuple[Shared, ...]:
    """Return the events that both tell, in the order of the first text."""
    def of(holding: Holding) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = {}
        for claim in sorted(holding.claims, key=lambda claim: (claim.trigger.start, claim.id)):
            if claim.id in events:
                found.setdefault(events[claim.id], []).append(claim)
        return found

    left, right = of(first), of(second)
    return tuple(Shared(mark=mark(number), event=event, first=tuple(left[event]), second=tuple(right[event]))
                 for number, event in enumerate(event for event in left if event in right))


def _side(holding: Holding, marks: dict[str, str]) -> Side:
    document = holding.document
    return Side(holding=holding, marks=marks, claims={claim.id: claim for claim in holding.claims},
                pieces=pieces(document.text, holding.claims, end=PART, body=(document.body_start, document.body_end)),
                cut=len(document.text) > PART)
