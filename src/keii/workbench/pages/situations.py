"""The situations: threads of events among a set of parties, found or defined."""

from collections.abc import Iterator
from dataclasses import dataclass

from keii.exports.situations import situation
from keii.ledger import Ledger
from keii.situation.gather import Overview, overview
from keii.workbench.answering import Answer, Desk, Table
from keii.workbench.asking import Asked
from keii.workbench.config import SECONDS
from keii.workbench.lasting import lasting
from keii.workbench.pages.lists import Part, listing, part
from keii.workbench.words import say

HEADER = ("situation", "found", "events", "documents", "first", "last", "parties")
MOST = 200  # found situations, those with the most events


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A situation, the address of its events, and what draws them."""

    overview: Overview
    address: str
    drawn: tuple[tuple[str, str], ...]  # title in English, address


@dataclass(frozen=True, slots=True, kw_only=True)
class Situations:
    """A page of the list."""

    items: tuple[Thread, ...]
    part: Part


def situations(desk: Desk, asked: Asked, name: str) -> Answer:
    """The situations: those that people defined, then those that keii found."""
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        every = lasting(desk.ledger, connection, every_situation)
    first = 0 if asked.form == "csv" else (asked.page - 1) * asked.size
    shown = every if asked.form == "csv" else every[first:first + asked.size]

    def table() -> Table:
        return Table(header=HEADER, rows=(
            (one.situation.name, "found" if one.situation.found else "defined", one.events, one.documents, one.first,
             one.last, " ".join(one.situation.actors)) for one in shown))

    view = Situations(items=tuple(_thread(asked, one) for one in shown),
                      part=part(asked, len(every), len(shown)))
    return Answer(template="situations.html", title=say(asked.lang, "Situations"), view=view, table=table,
                  json=lambda: listing(asked, len(every), map(situation, shown)))


def every_situation(ledger: Ledger) -> tuple[Overview, ...]:
    """Return the situations of a ledger, the defined ones and the largest of those that were found."""
    return tuple(overview(ledger, MOST))


def _thread(asked: Asked, one: Overview) -> Thread:
    drawn = tuple((title, address(asked, path, one)) for title, path in (
        ("Timeline", "/timeline"), ("Map", "/map"), ("Network", "/network")))
    return Thread(overview=one, address=address(asked, "/events", one), drawn=drawn)


def address(asked: Asked, path: str, one: Overview) -> str:
    """Return the address of what has a party of the situation, and what else it asks for."""
    def values() -> Iterator[tuple[str, str]]:
        for option, chosen in (("party", one.situation.actors), ("type", one.situation.types),
                               ("place", one.situation.places), ("text", one.situation.texts)):
            yield from ((option, value) for value in chosen)

    return asked.address(path, list(values()))
