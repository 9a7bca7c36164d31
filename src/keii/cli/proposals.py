"""`keii proposals`: what language models proposed, beside what keii reads, and how far both agree."""

from collections.abc import Iterator

import click
import orjson

from keii.briefs.layout import Run, Style, clean, paint, wrap
from keii.cli import output
from keii.cli.frame import Verb, common, option
from keii.cli.options import filtering
from keii.cli.output import Row
from keii.cli.reader import told
from keii.cli.words import say
from keii.config import Settings
from keii.errors import UsageError
from keii.ledger import Filter, Ledger, proposals
from keii.ledger.proposals import Beside
from keii.model import Claim, Party
from keii.readers.agreement import Agreement, Compared, compared

HEADER = ("Read by", "Differs", "Type", "Status", "Actors", "Act", "Recipients", "Proposed", "Claim", "Document")
SECONDS = 60.0


@click.command(cls=Verb, help="""
Show what language models proposed (`keii read --reader`), each claim beside that of keii's which tells the same act:
read by both, with the fields in which they differ, by the model alone, or by keii alone. It ends with the numbers.

The filters select documents, by keii's own claims; see docs/filters.md. A proposed claim is in no other list, no event
and no figure until a person accepts it: `keii judge accept CLAIM`.""")
@option("--reader", metavar="openai:MODEL", help="Only this model; otherwise all of them, one after another.")
@filtering
@common
def proposals_(settings: Settings, reader: str | None, chosen: Filter, as_json: bool) -> None:
    """Print what was proposed."""
    with Ledger.open(settings.ledger) as ledger, ledger.browsing(seconds=SECONDS) as connection:
        known = proposals.coders(connection)
        coders = [coder for coder in known if reader is None or coder == reader or coder.rpartition("/")[0] == reader]
        if reader is not None and not coders:
            raise UsageError(f"nothing was proposed by «{reader[:60]}».",
                             remedy=f"Proposed have: {', '.join(known) or '–'}.")
        if not (as_json or output.on_terminal()):
            output.table(HEADER, ())
        for coder in coders:
            total = Agreement()
            for beside in proposals.beside(connection, chosen, coder):
                pairs = compared(beside.own, beside.proposed)
                total = total.plus(pairs)
                _print(beside, pairs, settings.lang, as_json=as_json)
            output.note(f"{coder}: {told(total, settings.lang)}")
        if not coders:
            output.note(say(settings.lang, "No model has proposed anything yet: keii read --reader openai:MODEL ..."))


def _print(beside: Beside, pairs: list[Compared], lang: str, *, as_json: bool) -> None:
    if as_json:
        for pair in pairs:
            output.line(_line(beside, pair))
    elif output.on_terminal():
        title = (Run(clean(beside.document.title or beside.document.origin), Style.BOLD),
                 Run(f"  {beside.document.id[:12]}", Style.DIM))
        output.text(paint(wrap(title, output.width()), color=output.in_color()))
        output.columns([say(lang, name) for name in ("Read by", "Type", "Status", "Act")], (
            Row((say(lang, _by(pair)), _both(pair, "type"), _both(pair, "status")), tuple(_words(pair)))
            for pair in pairs))
    else:
        for pair in pairs:
            claim = _claim(pair)
            output.text("\t".join((
                _by(pair), " ".join(pair.differs), claim.type, claim.status, _names(claim.actors), claim.trigger.quote,
                _names(claim.recipients), pair.proposed.id if pair.proposed else "", pair.own.id if pair.own else "",
                beside.document.id)))


def _line(beside: Beside, pair: Compared) -> bytes:
    """Return a pair as one line of JSON, each claim as in other lists."""
    from keii.exports import jsonl

    sentences = {one.index: one for one in beside.sentences}

    def whole(claim: Claim | None) -> object:
        return orjson.Fragment(jsonl.claim(claim, sentences.get(claim.sentence))) if claim else None

    return orjson.dumps({"document": beside.document.id, "coder": beside.coder, "read_by": _by(pair),
                         "differs": pair.differs, "proposed": whole(pair.proposed), "own": whole(pair.own)})


def _by(pair: Compared) -> str:
    return "both" if pair.own and pair.proposed else "model" if pair.proposed else "keii"


def _claim(pair: Compared) -> Claim:
    """Return the claim that a line shows: the proposed one where there is one."""
    claim = pair.proposed or pair.own
    assert claim is not None
    return claim


def _both(pair: Compared, field: str) -> str:
    """Return a field of the proposed claim, and keii's beside it where it is another one."""
    value = str(getattr(_claim(pair), field))
    return f"{value} ≠ {getattr(pair.own, field)}" if pair.own and field in pair.differs else value


def _words(pair: Compared) -> Iterator[Run]:
    claim = _claim(pair)
    if claim.actors:
        yield Run(f"{_names(claim.actors)} · ")
    yield Run(claim.trigger.quote, Style.BOLD)
    if claim.recipients:
        yield Run(f" → {_names(claim.recipients)}")
    if pair.own and "who" in pair.differs:
        yield Run(f" ≠ {_names(pair.own.actors) or '–'} → {_names(pair.own.recipients) or '–'}", Style.DIM)
    yield Run(f" {claim.id[:12]}", Style.DIM)


def _names(parties: tuple[Party, ...]) -> str:
    return "; ".join(party.text for party in parties)
