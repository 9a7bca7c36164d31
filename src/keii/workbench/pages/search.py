"""Full text: documents that hold words, with the sentences that hold them."""

from dataclasses import dataclass

from keii.exports import jsonl
from keii.ledger import browse
from keii.ledger.browse import Hit
from keii.ledger.full_text import asked_for
from keii.workbench.answering import Answer, Desk, Table
from keii.workbench.asking import Asked
from keii.workbench.config import CSV_ROWS, SECONDS
from keii.workbench.marking import found_in
from keii.workbench.pages.lists import Part, listing, part
from keii.workbench.words import say

SENTENCES = 3  # of a document: enough to see whether it is worth opening
HITS = 20  # of one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document, and its sentences in pieces, each with whether it is one of the words."""

    hit: Hit
    sentences: tuple[tuple[tuple[str, bool], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was asked, and what was found."""

    words: str
    items: tuple[Found, ...]
    part: Part


def search(desk: Desk, asked: Asked, name: str) -> Answer:
    """The documents whose text holds the words q, the nearest first; quotation marks, - and the filters work."""
    words = asked.one("q") or ""
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        chosen = asked.chosen(rows=CSV_ROWS if asked.form == "csv" else None)
        found = browse.search(connection, words, chosen, sentences=SENTENCES)
    wanted = asked_for(words)
    items = tuple(Found(hit=hit, sentences=tuple(found_in(sentence.text.strip(), wanted)
                                                 for sentence in hit.sentences)) for hit in found.items)

    def table() -> Table:
        return Table(header=("published", "title", "publisher", "sentences", "document"), rows=(
            (hit.listed.document.published_at, hit.listed.document.title, hit.listed.document.publisher,
             " … ".join(sentence.text.strip() for sentence in hit.sentences), hit.listed.document.id)
            for hit in found.items))

    title = f"{words} – {say(asked.lang, 'Search')}" if words else say(asked.lang, "Search")
    return Answer(template="search.html", title=title, table=table,
                  view=Search(words=words, items=items, part=part(asked, found.total, len(items))),
                  json=lambda: listing(asked, found.total, (jsonl.document(hit.listed) for hit in found.items)))
