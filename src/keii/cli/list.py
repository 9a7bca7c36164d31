"""`keii list`: claims, documents, actors, problems or sources of the ledger, one line each."""

from collections.abc import Callable, Iterator, Sequence

import click

from keii.briefs.labels import label_of
from keii.briefs.layout import Run, Style
from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.options import filtering, no_row
from keii.cli.output import Row
from keii.cli.words import retell, say
from keii.config import Lang, Settings
from keii.errors import UsageError
from keii.exports import following, jsonl
from keii.ledger import Filter, Ledger
from keii.ledger.rows import ActorCount
from keii.model import LOCAL, Claim, Document, Party, Problem

_Row = tuple[str, ...]


@click.command(cls=Verb, name="list", help="""
List claims, documents, actors, problems or sources of the ledger; sources are what `keii add` follows,
with their state.

All lists but that of sources and `show` take the same filters: a repeated option means «or», different options mean
«and», a leading ! means «not». See docs/filters.md. Where standard output is no terminal the lines are
tab-separated.""")
@click.argument("kind", type=click.Choice(["claims", "documents", "actors", "problems", "sources"]),
                metavar="claims|documents|actors|problems|sources")
@filtering
@option("--opml", is_flag=True, help="With sources: write the feeds as an OPML file, for other readers of feeds.")
@common
def list_(settings: Settings, kind: str, chosen: Filter, opml: bool, as_json: bool) -> None:
    """Print the list."""
    if opml and as_json:
        raise UsageError(say(settings.lang, "--opml and --json exclude each other."))
    if (kind == "sources" and chosen != Filter()) or (opml and kind != "sources"):
        raise UsageError(say(settings.lang, "sources take no filters, and --opml is for them alone."),
                         remedy=say(settings.lang, "Write it as: {command}", command="keii list sources --opml"))
    with Ledger.open(settings.ledger) as ledger:
        if opml:
            _write_opml(ledger)
            return
        if as_json:
            for line in _LINES[kind](ledger, chosen):
                output.line(line)
            return
        if output.on_terminal():
            names, shown = _COLUMNS[kind]
            output.columns([say(settings.lang, name) for name in names], shown(ledger, chosen, settings.lang),
                           none=no_row(settings.lang))
        else:
            header, rows = _TABLES[kind]
            output.table(header, rows(ledger, chosen, settings.lang))


# ---- NDJSON ----

def _claim_lines(ledger: Ledger, chosen: Filter) -> Iterator[bytes]:
    for holding in ledger.holdings(chosen):
        sentences = {sentence.index: sentence for sentence in holding.sentences}
        for claim in holding.claims:
            yield jsonl.claim(claim, sentences[claim.sentence])


_LINES: dict[str, Callable[[Ledger, Filter], Iterator[bytes]]] = {
    "claims": _claim_lines,
    "documents": lambda ledger, chosen: map(jsonl.document, ledger.documents(chosen)),
    "actors": lambda ledger, chosen: map(jsonl.actor, ledger.actors(chosen)),
    "problems": lambda ledger, chosen: map(jsonl.problem, ledger.problems(chosen)),
    "sources": lambda ledger, chosen: map(following.source, ledger.followed()),
}


def _write_opml(ledger: Ledger) -> None:
    from keii.sources.opml import Outline, write_opml

    feeds = (Outline(url=one.address, title=one.title) for one in ledger.followed() if one.kind == "feed")
    output.text(write_opml(feeds, title="keii").decode().rstrip("\n"))


# ---- tab-separated, for programs ----

def _claims(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[_Row]:
    for holding in ledger.holdings(chosen):
        for claim in holding.claims:
            yield (
                _date(claim), " ".join(filter(None, (claim.type, claim.mode or claim.label))), claim.status,
                _names(claim.actors), claim.trigger.quote, _names(claim.recipients), _chain(claim),
                "" if claim.confidence is None else f"{claim.confidence:.2f}", claim.id)


def _documents(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[_Row]:
    for listed in ledger.documents(chosen):
        value = listed.document
        yield ((value.published_at or "")[:10], value.language, _title(value), value.publisher or "",
               str(listed.sentences), str(listed.claims), jsonl.printable(value.origin), value.id)


def _actors(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[_Row]:
    for value in ledger.actors(chosen):
        yield (value.code, value.text, value.actor or "", str(value.acting), str(value.receiving),
               str(value.speaking), str(value.documents), value.described or "")


def _problems(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[_Row]:
    for numbered in ledger.problems(chosen):
        value = numbered.problem
        yield (str(numbered.number), value.code, _where(value), retell(lang, jsonl.printable(value.message)),
               retell(lang, value.remedy))


def _sources(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[_Row]:
    for one in ledger.followed():
        yield (str(one.number), one.kind, one.state, str(one.every), one.checked_at or "", one.next_at or "",
               str(one.failures), one.title or "", one.address, one.trouble or "")


_TABLES: dict[str, tuple[_Row, Callable[[Ledger, Filter, Lang], Iterator[_Row]]]] = {
    "claims": (("Date", "Type", "Status", "Actors", "Act", "Recipients", "Sources", "Confidence", "Claim"),
               _claims),
    "documents": (("Published", "Language", "Title", "Publisher", "Sentences", "Claims", "Origin", "Document"),
                  _documents),
    "actors": (("Code", "Name", "Actor", "Acting", "Receiving", "Speaking", "Documents", "Described"), _actors),
    "problems": (("Number", "Code", "Where", "What", "Remedy"), _problems),
    "sources": (("Number", "Kind", "State", "Every", "Checked", "Next", "Failures", "Title", "Address", "Trouble"),
                _sources),
}


# ---- in columns, for people ----

def _claims_shown(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[Row]:
    for holding in ledger.holdings(chosen):
        for claim in holding.claims:
            words = [
                *([Run(f"{_names(claim.actors)} · ")] if claim.actors else []),
                Run(claim.trigger.quote, Style.BOLD),
                *([Run(" ?", Style.DIM)] if claim.doubtful else []),
                *([Run(f" → {_names(claim.recipients)}")] if claim.recipients else []),
                *([Run(f" ({claim.mode or label_of(claim.label or '', lang)})", Style.DIM)]
                  if claim.mode or claim.label else []),
                *([Run(f" — {_chain(claim)}", Style.DIM)] if claim.sources else []),
            ]
            yield Row((_date(claim), claim.type, claim.status), tuple(words))


def _documents_shown(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[Row]:
    for listed in ledger.documents(chosen):
        value = listed.document
        words = (Run(_title(value), Style.BOLD),
                 Run(f" — {', '.join(filter(None, (value.publisher, jsonl.printable(value.origin))))}", Style.DIM))
        yield Row((value.id[:_ENOUGH], (value.published_at or "")[:10], value.language, str(listed.claims)), words)


def _actors_shown(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[Row]:
    for value in ledger.actors(chosen):
        counts = (value.acting, value.receiving, value.speaking, value.documents)
        known = (Run(f" — {_who(value, lang)}", Style.DIM),) if value.actor else ()
        yield Row((value.code, *map(str, counts)), (Run(value.text, Style.BOLD), *known))


def _who(value: ActorCount, lang: Lang) -> str:
    """Return the entry of the registry, or that it knows none, with the role that a text gives the person."""
    if not (value.actor or "").startswith(LOCAL):
        return value.actor or ""
    if value.described is None:
        return say(lang, "unknown person")
    return say(lang, "unknown person, described as «{role}»", role=value.described)


def _problems_shown(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[Row]:
    for numbered in ledger.problems(chosen):
        value = numbered.problem
        words = (Run(f"{_where(value)}: ", Style.BOLD), Run(retell(lang, jsonl.printable(value.message))),
                 Run(f" {retell(lang, value.remedy)}", Style.DIM))
        yield Row((str(numbered.number), value.code), words)


def _sources_shown(ledger: Ledger, chosen: Filter, lang: Lang) -> Iterator[Row]:
    for one in ledger.followed():
        words = (Run(one.title or one.address, Style.BOLD),
                 *((Run(f" — {one.address}", Style.DIM),) if one.title else ()),
                 *((Run(f" {retell(lang, one.trouble)}"),) if one.trouble else ()))
        yield Row((str(one.number), one.kind, say(lang, one.state), one.checked_at or ""), words)


_TITLE = 120  # characters of a first line that may be a headline; longer ones are paragraphs
_ENOUGH = 12  # characters of an id: enough to tell the documents of a ledger apart, and --document takes them
_COLUMNS: dict[str, tuple[_Row, Callable[[Ledger, Filter, Lang], Iterator[Row]]]] = {
    "claims": (("Date", "Type", "Status", "Act"), _claims_shown),
    "documents": (("Document", "Published", "Language", "Claims", "Title"), _documents_shown),
    "actors": (("Code", "Acting", "Receiving", "Speaking", "Documents", "Name"), _actors_shown),
    "problems": (("Number", "Code", "What"), _problems_shown),
    "sources": (("Number", "Kind", "State", "Checked", "Source"), _sources_shown),
}


def _date(claim: Claim) -> str:
    return ((claim.time and claim.time.start) or "")[:10]


def _names(parties: Sequence[Party]) -> str:
    return "; ".join(party.text for party in parties)


def _chain(claim: Claim) -> str:
    return " < ".join(source.text for source in claim.sources)


def _title(document: Document) -> str:
    """Return the title, otherwise the first line of the text, which is cut where it is a whole paragraph."""
    line = document.title or document.text[document.body_start:].strip().split("\n")[0]
    return line if document.title or len(line) <= _TITLE else f"{line[:_TITLE - 1].rstrip()}…"


def _where(problem: Problem) -> str:
    origin = jsonl.printable(problem.origin)
    return origin if problem.start is None else f"{origin} @{problem.start}"
