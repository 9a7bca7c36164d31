"""`keii list`: claims, documents, actors or problems of the ledger, one line each."""

from collections.abc import Callable, Iterator

import click

from keii.cli import output
from keii.cli.frame import Verb, common
from keii.cli.options import filtering
from keii.cli.words import retell, say
from keii.config import Settings
from keii.exports import jsonl
from keii.ledger import Filter, Ledger
from keii.ledger.rows import ActorCount, Holding, Listed, NumberedProblem
from keii.model import Claim

_Row = tuple[str, ...]


@click.command(cls=Verb, name="list", help="""
List claims, documents, actors or problems of the ledger.

All lists and `show` take the same filters: a repeated option means «or», different options mean «and», a leading
! means «not». See docs/filters.md. Where standard output is no terminal the lines are tab-separated.""")
@click.argument("kind", type=click.Choice(["claims", "documents", "actors", "problems"]),
                metavar="claims|documents|actors|problems")
@filtering
@common
def list_(settings: Settings, kind: str, chosen: Filter, as_json: bool) -> None:
    """Print the list."""
    with Ledger.open(settings.ledger) as ledger:
        if as_json:
            for line in _LINES[kind](ledger, chosen):
                output.line(line)
            return
        header, rows = _TABLES[kind]
        lang = settings.lang if output.on_terminal() else "en"
        output.table([say(lang, name) for name in header], rows(ledger, chosen, settings.lang))


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
}


# ---- for people ----

def _claims(ledger: Ledger, chosen: Filter, lang: str) -> Iterator[_Row]:
    for holding in ledger.holdings(chosen):
        for claim in holding.claims:
            yield _claim(holding, claim)


def _claim(holding: Holding, claim: Claim) -> _Row:
    date = (claim.time and claim.time.start) or holding.document.published_at or ""
    return (
        date[:10], " ".join(filter(None, (claim.type, claim.mode or claim.label))), claim.status,
        _names(party.text for party in claim.actors), claim.trigger.quote,
        _names(party.text for party in claim.recipients), " < ".join(source.text for source in claim.sources),
        claim.id,
    )


def _names(texts: Iterator[str]) -> str:
    return "; ".join(texts)


def _documents(ledger: Ledger, chosen: Filter, lang: str) -> Iterator[_Row]:
    return map(_document, ledger.documents(chosen))


def _document(listed: Listed) -> _Row:
    value = listed.document
    title = value.title or value.text[value.body_start:value.body_start + 60].strip().split("\n")[0]
    return ((value.published_at or "")[:10], value.language, title, value.publisher or "", str(listed.sentences),
            str(listed.claims), jsonl.printable(value.origin), value.id)


def _actors(ledger: Ledger, chosen: Filter, lang: str) -> Iterator[_Row]:
    return map(_actor, ledger.actors(chosen))


def _actor(value: ActorCount) -> _Row:
    return (value.code, value.text, value.actor or "", str(value.acting), str(value.receiving), str(value.speaking),
            str(value.documents))


def _problems(ledger: Ledger, chosen: Filter, lang: str) -> Iterator[_Row]:
    return (_problem(numbered, lang) for numbered in ledger.problems(chosen))


def _problem(numbered: NumberedProblem, lang: str) -> _Row:
    value = numbered.problem
    where = value.origin if value.start is None else f"{value.origin} @{value.start}"
    return (str(numbered.number), value.code, jsonl.printable(where), retell(lang, jsonl.printable(value.message)),
            retell(lang, value.remedy))


_TABLES: dict[str, tuple[_Row, Callable[[Ledger, Filter, str], Iterator[_Row]]]] = {
    "claims": (("Date", "Type", "Status", "Actors", "Act", "Recipients", "Sources", "Claim"), _claims),
    "documents": (("Published", "Language", "Title", "Publisher", "Sentences", "Claims", "Origin", "Document"),
                  _documents),
    "actors": (("Code", "Name", "Actor", "Acting", "Receiving", "Speaking", "Documents"), _actors),
    "problems": (("Number", "Code", "Where", "What", "Remedy"), _problems),
}
