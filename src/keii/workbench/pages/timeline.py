"""The timeline: events over time, what happened, is awaited and is denied apart, as wide as they are known."""

from dataclasses import dataclass, replace
from datetime import date

from keii.exports import situation
from keii.ledger import Filter, browse, counting, over_time
from keii.ledger.filters import interval
from keii.ledger.tallies import Times
from keii.model import Event, Told
from keii.workbench.answering import Answer, Desk, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.histogram import Histogram, histogram
from keii.workbench.pages.lists import Choices, Part, choices, listing, part
from keii.workbench.periods import KINDS, Axis, Dated, Kind, axis, extent, level_of
from keii.workbench.words import say

HEADER = ("since", "until", "kind", "type", "label", "status", "claims", "documents", "independent", "event")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An event, where its time stands on the drawing, and whether the text itself dates it."""

    event: Event
    first: Told | None
    kind: Kind
    place: tuple[float, float] | None  # left edge and width; None: it has no time, or nothing is drawn
    when: str  # the time in words, "" for a day, which is shown anyway
    dated: bool  # False: the time is the day of publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A page of the list, with the drawing of all of it."""

    rows: tuple[Row, ...]
    drawing: Histogram | None  # None: no event has a time
    part: Part
    facets: tuple[Choices, ...]


def timeline(desk: Desk, asked: Asked, name: str) -> Answer:
    """The selected events over time, the earliest first; `by` is the length of a period."""
    chosen = asked.chosen(rows=CSV_ROWS if asked.form == "csv" else None)
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        found, total = counting.remembered(
            connection, ("axis of events", whole(chosen), asked.one("by")),
            lambda connection: _axis(asked, chosen, over_time.of_events(connection, whole(chosen))))
        events = over_time.page_of_events(connection, chosen)
        facets = browse.facets(connection, chosen, of="events") if asked.form == "html" else ()
        first = desk.ledger.told((event.claims[0] for event in events), traced=False) if asked.form == "html" else {}
    drawing = histogram(asked, found) if found else None

    def table() -> Table:
        return Table(header=HEADER, rows=(
            (event.since, event.until, KINDS[event.status], event.type, event.label, event.status, len(event.claims),
             event.documents, event.independent, event.id) for event in events))

    view = Timeline(drawing=drawing, facets=choices(asked, facets), part=part(asked, total, len(events)),
                    rows=tuple(_row(event, first.get(event.claims[0]), drawing) for event in events))
    return Answer(template="timeline.html", title=say(asked.lang, "Timeline"), view=view, table=table,
                  json=lambda: listing(asked, total, map(situation.event, events), **as_json(found)))


def _axis(asked: Asked, chosen: Filter, rows: Times) -> tuple[Axis | None, int]:
    """Return the axis of rows of times, and how many things there are."""
    times = [Dated(*row) for row in rows]
    return drawn(asked, chosen, times), sum(one.number for one in times)


def whole(chosen: Filter) -> Filter:
    """Return a filter without the part of the list that is shown."""
    return replace(chosen, limit=None, offset=0)


def drawn(asked: Asked, chosen: Filter, times: list[Dated]) -> Axis | None:
    """Return the axis of the times: from `since` to `until` where both are chosen, otherwise as far as they reach."""
    since = interval("since", chosen.since)[0] if chosen.since else None
    until = interval("until", chosen.until)[1] if chosen.until else None
    return axis(times, since=since, until=until, level=level_of(asked.one("by")))


def as_json(found: Axis | None) -> dict[str, object]:
    """Return an axis as values for JSON; `until` is the last day of a period, included."""
    if found is None:
        return {"by": None, "periods": [], "wide": [], "undated": 0, "outside": 0}
    return {
        "by": found.level,
        "periods": [{"since": one.since, "until": one.until,
                     **{kind.value: number for kind, number in one.counts.items()}}
                    for one in found.periods if one.counts],
        "wide": [{"since": one.since, "until": one.until, one.kind.value: one.number} for one in found.wide],
        "undated": found.undated, "outside": found.outside}


def _row(event: Event, first: Told | None, drawing: Histogram | None) -> Row:
    return Row(event=event, first=first, when=_when(event), kind=KINDS[event.status],
               dated="time" in dict(event.fields), place=drawing.place(event.since, event.until)
               if drawing and event.since else None)


def _when(event: Event) -> str:
    """Return the hours, or the first and the last day; nothing for a single day."""
    if not event.since:
        return ""
    start, end = extent(event.since, event.until)
    if len(event.since) > len("2024-06-13"):
        return " – ".join(time.replace("T", " ") for time in (event.since, event.until) if time)
    last = date.fromordinal(int(end) - 1).isoformat()
    return f"{event.since} – {last}" if end - start > 1 else ""
