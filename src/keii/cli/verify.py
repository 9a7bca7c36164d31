"""`keii verify`: whether what the ledger quotes is what was captured."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from keii.cli.frame import DONE, FAILED, Verb, common, option
from keii.cli.words import say, told
from keii.config import Settings
from keii.errors import InputError, UsageError

if TYPE_CHECKING:
    from keii.ledger.rows import Holding
    from keii.model import Record
    from keii.model.followed import Capture
    from keii.sources.archived import Archives

# From good to bad. proved: the capture, read again, gives the document's text. quoted: it gives another text, but all
# that the claims quote stands in it. changed: something quoted is not in it. damaged: the bytes are not those that
# were captured. gone: the archive that held it is not there, or holds it no longer. The last one says that a document
# was read from a file of the user's, of which nothing was kept.
VERDICTS = ("proved", "quoted", "changed", "damaged", "gone", "uncaptured")
_BAD = ("changed", "damaged", "gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What became of one document's evidence."""

    verdict: str
    capture: int | None = None  # number; None: there is none
    quotes: int = 0  # spans and sentences of the document's claims
    missing: int = 0  # of them, that the capture does not hold
    record: "Record | None" = None  # of the web archive that held the capture; None: the ledger does, or nothing
    trouble: InputError | None = None  # why it is gone


@click.command(cls=Verb, help="""
Prove that what the ledger quotes is what was captured: the bytes of every capture have the hash they had when they
were fetched, and read again they give the text, or at least the words, that the claims quote. Pages of web archives
are looked up in their archives.

DOCUMENT is a document's id or the beginning of it, its input's name, or its URL; otherwise all are looked at. The exit
code is 1 when a proof fails.""")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@option("--archives", multiple=True, metavar="FOLDER", help="Look here for web archives that are not where they were.")
@common
def verify(settings: Settings, documents: tuple[str, ...], archives: tuple[str, ...], as_json: bool) -> int:
    """Verify the documents; return the exit code."""
    from keii.cli import output
    from keii.exports import following
    from keii.ledger import Filter, Ledger
    from keii.sources.archived import Archives

    opened = Archives(archives)
    totals = dict.fromkeys(VERDICTS, 0)
    with Ledger.open(settings.ledger) as ledger:
        unknown = [name for name in documents if next(iter(ledger.holdings(Filter(documents=(name,)))), None) is None]
        if unknown:
            raise UsageError(say(settings.lang, "the ledger holds no document «{name}».", name=unknown[0]),
                             remedy=say(settings.lang, "`keii list documents` lists them."))
        for holding in ledger.holdings(Filter(documents=documents)):
            id_ = holding.document.id
            proof = prove(holding, ledger.captures(id_), opened)
            totals[proof.verdict] += 1
            if as_json:
                output.line(following.proof(id_, verdict=proof.verdict, capture=proof.capture, quotes=proof.quotes,
                                            missing=proof.missing, record=proof.record,
                                            trouble=proof.trouble.what if proof.trouble else None))
            elif proof.verdict in _BAD or documents:
                output.text(f"{id_}  {_told(settings, proof)}")
    output.note(say(settings.lang, "{proved} documents proved, {quoted} by their quotations alone, {changed} changed, "
                                   "{damaged} damaged, {gone} gone, {uncaptured} without a capture.", **totals))
    return FAILED if any(totals[verdict] for verdict in _BAD) else DONE


_WORDS = {
    "proved": "proved: the capture, read again, gives this text.",
    "quoted": "quoted: the capture gives another text, but holds all that is quoted.",
    "changed": "changed: the capture does not hold all that is quoted.",
    "damaged": "damaged: the bytes are not those that were captured.",
    "gone": "gone:",
    "uncaptured": "no capture: it was read from a file, of which only the text is kept.",
}


def _told(settings: Settings, proof: Proof) -> str:
    words = say(settings.lang, _WORDS[proof.verdict])
    return f"{words} {told(settings.lang, proof.trouble)}" if proof.trouble else words


def prove(holding: "Holding", captures: "list[Capture | Record]", archives: "Archives") -> Proof:
    """Return the best proof that one of a document's captures gives; those in web archives are looked up there."""
    quotes = frozenset(_quotes(holding))
    proofs = [_looked_up(holding, one, quotes, archives) for one in captures]
    return min(proofs, key=lambda proof: VERDICTS.index(proof.verdict),
               default=Proof(verdict="uncaptured", quotes=len(quotes)))


def _quotes(holding: "Holding") -> Iterator[str]:
    """Yield what the claims quote: the words of the act, and the sentence around it."""
    sentences = {sentence.index: sentence.text for sentence in holding.sentences}
    for claim in holding.claims:
        yield claim.trigger.quote
        yield sentences[claim.sentence]


def _looked_up(holding: "Holding", one: "Capture | Record", quotes: frozenset[str], archives: "Archives") -> Proof:
    from keii.model import Record

    if not isinstance(one, Record):
        return _proof(holding, one, quotes)
    try:
        capture = archives.capture(one)
    except InputError as error:
        return Proof(verdict="gone", quotes=len(quotes), missing=len(quotes), record=one, trouble=error)
    return replace(_proof(holding, capture, quotes), capture=None, record=one)


def _proof(holding: "Holding", capture: "Capture", quotes: frozenset[str]) -> Proof:
    if hashlib.sha256(capture.body).hexdigest() != capture.hash:
        return Proof(verdict="damaged", capture=capture.number, quotes=len(quotes), missing=len(quotes))
    texts = list(_texts(holding, capture))
    if holding.document.text in texts:
        return Proof(verdict="proved", capture=capture.number, quotes=len(quotes))
    shown = "".join("\n".join(texts).split())
    missing = sum("".join(quote.split()) not in shown for quote in quotes)
    return Proof(verdict="changed" if missing else "quoted", capture=capture.number, quotes=len(quotes),
                 missing=missing)


def _texts(holding: "Holding", capture: "Capture") -> Iterator[str]:
    """Yield what a capture gives when it is read again, and all that it shows."""
    from keii.model import Document
    from keii.sources.reread import reread

    try:
        for found in reread(capture, holding.document):
            yield found.text if isinstance(found, Document) else found
    except InputError:
        return
