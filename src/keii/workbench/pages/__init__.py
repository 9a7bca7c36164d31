"""The pages of the workbench by their paths, in the order in which a path is looked for."""

from keii.workbench.answering import Page
from keii.workbench.pages.actors import actor, actors
from keii.workbench.pages.claims import claims
from keii.workbench.pages.conflicts import conflicts
from keii.workbench.pages.documents import document, documents
from keii.workbench.pages.events import event, events
from keii.workbench.pages.expectations import expectations
from keii.workbench.pages.health import health
from keii.workbench.pages.map import map
from keii.workbench.pages.network import edge, network
from keii.workbench.pages.places import place, places
from keii.workbench.pages.problems import problems
from keii.workbench.pages.quality import quality
from keii.workbench.pages.review import review, reviewed
from keii.workbench.pages.search import search as full_text
from keii.workbench.pages.searches import search, searches
from keii.workbench.pages.situations import situations
from keii.workbench.pages.sources import source, sources
from keii.workbench.pages.start import start
from keii.workbench.pages.timeline import timeline

PAGES: dict[str, Page] = {
    "/": start,
    "/situations": situations,
    "/events": events,
    "/events/{name}": event,
    "/timeline": timeline,
    "/map": map,
    "/network": network,
    "/network/{name:path}": edge,
    "/conflicts": conflicts,
    "/claims": claims,
    "/expectations": expectations,
    "/documents": documents,
    "/documents/{name}": document,
    "/actors": actors,
    "/actors/{name:path}": actor,
    "/sources": sources,
    "/sources/{name:path}": source,
    "/search": full_text,
    "/searches": searches,
    "/searches/{name}": search,
    "/review": review,
    "/review/{name}": reviewed,
    "/problems": problems,
    "/health": health,
    "/quality": quality,
}
LIVE: frozenset[Page] = frozenset({health, problems})  # they say what is going on, and are always made anew
FEEDS = frozenset({"/searches/{name}"})  # the pages that are a feed, too: .atom behind the path

# What the API alone gives.
DATA: dict[str, Page] = {
    "/places": places,
    "/places/{name}": place,
}
