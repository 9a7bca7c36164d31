"""The outlets and agencies: what each rests on, as counts of whom its claims cite, never a score."""

from dataclasses import asdict, dataclass

from keii.errors import WorkingError
from keii.gazetteer import registry
from keii.ledger import Filter, Ledger, awaiting, browse
from keii.ledger import outlets as held
from keii.ledger.connection import Connection, steady
from keii.ledger.outlets import Cited, Outlet
from keii.ledger.rows import Listed
from keii.model import Expectation
from keii.situation.gathering import awaited, kept
from keii.situation.records import Record, by_outlet
from keii.workbench.answering import Answer, Desk, MissingError, Table
from keii.workbench.asking import Asked
from keii.workbench.config import SECONDS
from keii.workbench.lasting import lasting
from keii.workbench.pages.lists import Part, listing, part
from keii.workbench.telling import is_kept, tell_on
from keii.workbench.words import say

HEADER = ("name", "agency", "documents", "claims", *held.KINDS)
CITED, SHARED, DOCUMENTS = 30, 12, 12
FATES = 20_000  # claims up to which what became of expectations is looked up by the page itself
_AT_ONCE = 1_000  # expectations that are read together


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """A page of the list."""

    items: tuple[Outlet, ...]
    part: Part
    kinds: tuple[str, ...]
    names: dict[str, str]  # of agencies in the reader's language, by id


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One outlet or agency."""

    outlet: Outlet
    shown: str  # its name; an agency's in the reader's language
    entry: str | None  # id in the registry; None: it has none
    cited: tuple[Cited, ...]
    shares: tuple[tuple[str, int], ...]  # other outlets with the same texts, and how many
    types: tuple[tuple[str, int], ...]  # of its claims, the most frequent first
    documents: tuple[Listed, ...]  # the latest
    fates: tuple[Record, ...] | None  # of what it told to be awaited; None: it is being worked out


def sources(desk: Desk, asked: Asked, name: str) -> Answer:
    """The outlets and agencies of the selected claims, with how many of their claims rest on whom."""
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        every = held.outlets(connection, asked.chosen(paged=False))
    first = 0 if asked.form == "csv" else (asked.page - 1) * asked.size
    shown = every if asked.form == "csv" else every[first:first + asked.size]

    def table() -> Table:
        return Table(header=HEADER, rows=((one.name, int(one.agency), one.documents, one.claims,
                                           *(number for _, number in one.rests_on)) for one in shown))

    return Answer(template="sources.html", title=say(asked.lang, "Sources"), table=table,
                  view=Sources(items=shown, part=part(asked, len(every), len(shown)), kinds=held.KINDS,
                               names={one.name: _named(asked, one.name) for one in shown if one.agency and one.name}),
                  json=lambda: {**listing(asked, len(every), ()), "items": list(map(_json, shown))})


def source(desk: Desk, asked: Asked, name: str) -> Answer:
    """One outlet or agency: whom its claims cite, with whom it shares texts, what became of what it told ahead."""
    tell_on(desk)
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        outlet = held.outlet(connection, name)
        if outlet is None:
            raise MissingError("no document of the ledger is published by this outlet.", where=name,
                               remedy="Look for it in the list of sources.")
        cited = held.cited(connection, name, CITED)
        shares = held.shares(connection, name, SHARED)
        documents = browse.page_of_documents(connection, Filter(outlets=(name,), limit=DOCUMENTS)).items
        types = held.types_of(connection, name)
        fates = _fates(desk, connection, name)
    entry = registry.find(name)
    entry = entry if entry and entry.kind == "outlet" else None
    view = Source(outlet=outlet, shown=entry.name(asked.lang) if entry and outlet.agency else name,
                  entry=entry.id if entry else None, cited=cited, shares=shares, documents=documents, fates=fates,
                  types=tuple(sorted(types.items(), key=lambda pair: (-pair[1], pair[0]))))

    def json() -> object:
        return {**_json(outlet), "cited": list(map(asdict, cited)), "types": dict(view.types),
                "shares": [{"outlet": other, "documents": number} for other, number in shares],
                "expectations": None if fates is None else [
                    {"status": one.status, "told": one.told,
                     **{outcome.value: number for outcome, number in one.outcomes}} for one in fates]}

    return Answer(template="source.html", title=view.shown, view=view, json=json)


def _named(asked: Asked, agency: str) -> str:
    entry = registry.find(agency)
    return entry.name(asked.lang) if entry else agency


def _fates(desk: Desk, connection: Connection, name: str) -> tuple[Record, ...] | None:
    """Return what became of what an outlet told to be awaited, by how it told it; None: it is being worked out."""
    day = desk.ledger.latest()
    if day is None:
        return ()
    try:
        work = kept_fates if is_kept(desk, connection) else told_fates
        return lasting(desk.ledger, connection, work, name, day, large=FATES)
    except WorkingError:
        return None


def kept_fates(ledger: Ledger, name: str, day: str) -> tuple[Record, ...]:
    """Return what became of what an outlet told to be awaited, as far as the stories are kept."""
    found: list[Expectation] = []
    with ledger.asking() as connection, steady(connection):
        numbers = sorted(awaiting.selected(connection, Filter(outlets=(name,))))
        for start in range(0, len(numbers), _AT_ONCE):
            found += kept(connection, numbers[start:start + _AT_ONCE], as_of=day) or ()
    return tuple(one for one in by_outlet(found) if one.who == name)


def told_fates(ledger: Ledger, name: str, day: str) -> tuple[Record, ...]:
    """Return the same, with the stories told on in memory for what is newer than what is kept."""
    found = (one.expectation for one in awaited(ledger, Filter(outlets=(name,)), as_of=day))
    return tuple(one for one in by_outlet(found) if one.who == name)


def _json(one: Outlet) -> dict[str, object]:
    return {"name": one.name, "agency": one.agency, "documents": one.documents, "claims": one.claims,
            "rests_on": dict(one.rests_on)}
