"""The start page: how much there is, what was read last, what is awaited, what stands against what, what went wrong."""

from dataclasses import dataclass, replace

import orjson

from keii.exports import jsonl, situation
from keii.ledger import Filter, browse
from keii.ledger.rows import Counts, Listed, NumberedProblem
from keii.model import Event, Told
from keii.workbench.answering import Answer, Desk
from keii.workbench.asking import Asked
from keii.workbench.config import SECONDS
from keii.workbench.words import say

SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the start page shows."""

    counts: Counts
    documents: tuple[Listed, ...]
    events: tuple[Event, ...]
    number_of_events: int
    conflicts: tuple[Event, ...]
    number_of_conflicts: int
    first: dict[str, Told]  # the first claim of each event, by its id
    problems: tuple[NumberedProblem, ...]


def start(desk: Desk, asked: Asked, name: str) -> Answer:
    """The start page: numbers, the last documents, events, conflicts and problems."""
    few = Filter(limit=SHOWN)
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        documents = browse.latest_documents(connection, SHOWN)
        events = browse.page_of_events(connection, few)
        against = browse.page_of_events(connection, few, conflicts=True)
        counts = desk.ledger.counts()
        problems = tuple(desk.ledger.problems(few))
        first = desk.ledger.told({event.claims[0] for event in (*events.items, *against.items)})
    view = Start(counts=counts, documents=documents, events=events.items, number_of_events=events.total,
                 conflicts=against.items, number_of_conflicts=against.total, first=first, problems=problems)

    def json() -> object:
        return {
            "keii": counts.keii, "documents": counts.documents, "sentences": counts.sentences, "claims": counts.claims,
            "events": events.total, "conflicts": against.total, "problems": counts.problems,
            "latest_documents": [orjson.Fragment(jsonl.document(replace(one))) for one in documents],
            "latest_events": [orjson.Fragment(situation.event(one)) for one in events.items],
            "latest_conflicts": [orjson.Fragment(situation.event(one)) for one in against.items],
        }

    return Answer(template="start.html", title=say(asked.lang, "Start"), view=view, json=json)
