"""The claims: who did what to whom, each a line that leads to its words in the article."""

from dataclasses import dataclass

from keii.exports import jsonl
from keii.ledger import browse
from keii.model import Claim, Told
from keii.workbench.answering import Answer, Desk, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.pages.lists import Choices, Part, chain, choices, listing, part
from keii.workbench.words import say

HEADER = ("date", "type", "mode", "label", "status", "certainty", "actors", "act", "recipients", "sources", "place",
          "document", "claim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """A page of the list."""

    items: tuple[Told, ...]
    part: Part
    facets: tuple[Choices, ...]


def claims(desk: Desk, asked: Asked, name: str) -> Answer:
    """The selected claims, by publication and place in their document."""
    chosen = asked.chosen(rows=CSV_ROWS if asked.form == "csv" else None)
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        ids = browse.ids_of_claims(connection, chosen) if asked.form == "html" else None
        found = browse.page_of_claims(connection, chosen) if ids is None else ()
        total = browse.number_of_claims(connection, chosen)
        facets = browse.facets(connection, chosen, of="claims") if asked.form == "html" else ()
        told = desk.ledger.told(ids, traced=False) if ids is not None else {}

    def table() -> Table:
        return Table(header=HEADER, rows=map(_row, found))

    items = tuple(told[id] for id in ids or () if id in told)
    view = Claims(items=items, part=part(asked, total, len(items)), facets=choices(asked, facets))
    return Answer(template="claims.html", title=say(asked.lang, "Claims"), view=view, table=table,
                  json=lambda: listing(asked, total, map(jsonl.claim, found)))


def _row(claim: Claim) -> tuple[str | int | None, ...]:
    actors, recipients = ("; ".join(party.text for party in some) for some in (claim.actors, claim.recipients))
    day = claim.time.start if claim.time else None
    return (day, claim.type, claim.mode, claim.label, claim.status, claim.certainty, actors, claim.trigger.quote,
            recipients, chain(claim), claim.place.span.quote if claim.place else None, claim.document, claim.id)
