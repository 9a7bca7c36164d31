"""`keii read`: articles into the ledger."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from keii.cli.frame import DONE, FAILED, Verb, common, files, option
from keii.cli.options import coder_option, language_option, published_option
from keii.cli.words import retell, say, told
from keii.config import Settings

if TYPE_CHECKING:
    from keii.ledger import Ledger
    from keii.model import Problem
    from keii.pipeline import Reading


@click.command(cls=Verb, help="""
Read articles into the ledger: files (.txt, .md, .html, .jsonl, .pdf, .eml, .mhtml, feeds, .warc, .wacz), folders of
them, file:// URLs, or - for standard input.

What cannot be read is kept as a problem with its reason (see `keii list problems`); the rest is read all the
same. Reading the same input again adds nothing. The exit code is 1 when there was a problem.""")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", shell_complete=files)
@published_option
@language_option
@coder_option
@option("--jobs", type=click.IntRange(min=1), default=1, metavar="N",
        help="Read on so many processes; what comes of it is the same.")
@common
def read(settings: Settings, inputs: tuple[str, ...], published: str | None, language: str | None,
         coder: str | None, jobs: int, as_json: bool) -> int:
    """Read the inputs; return the exit code."""
    from keii.cli.progress import progress
    from keii.ledger import Ledger

    total = Total()
    with Ledger.create(settings.ledger) as ledger, progress(settings.lang) as advance:
        # after the ledger: a wrong --ledger is told before the parsers load
        from keii.cli import output
        from keii.engines.local import Brought, readings
        from keii.errors import LedgerError
        from keii.situation.keeping import Keeper
        from keii.sources import find

        brought = Brought()
        keeper = Keeper(ledger, brought)
        found = find(inputs, published=published, language=language)
        try:
            keeper.catch_up()  # what a run that was interrupted left
            for made in readings(found, coder=coder, jobs=jobs):
                brought.take(made)
                kept = keep(ledger, made.reading)
                keeper.catch_up()
                total = total.plus(kept)
                advance(made.reading.origin, len(kept.reading.claims))
                as_json = _tell(kept, settings.lang, as_json=as_json)
            ledger.settle(inputs)
        except LedgerError as error:  # the disk is full, another program does not let go: nothing more can be kept
            output.note(f"keii: {told(settings.lang, error)}")
            return FAILED
        finally:
            _sum_up(total, settings)
    return FAILED if total.problems else DONE


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a reading in the ledger."""

    reading: "Reading"
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How much was read in this run."""

    documents: int = 0
    new: int = 0
    sentences: int = 0
    claims: int = 0
    problems: int = 0

    def plus(self, kept: Kept) -> "Total":
        """Return the total with one more reading."""
        reading = kept.reading
        held = reading.document is not None
        return Total(documents=self.documents + held, new=self.new + (held and kept.new),
                     sentences=self.sentences + len(reading.sentences), claims=self.claims + len(reading.claims),
                     problems=self.problems + len(reading.problems))


def keep(ledger: "Ledger", reading: "Reading") -> Kept:
    """Write the reading; one that the ledger refuses becomes a problem."""
    from keii.errors import LedgerError, SpanError
    from keii.model import Problem
    from keii.pipeline import Reading

    try:
        return Kept(reading, ledger.write(reading))
    except (LedgerError, SpanError) as error:
        code = "ledger.bad-span" if isinstance(error, SpanError) else error.code
        if not code:
            raise  # the ledger itself is in trouble, not this document
        problem = Problem(code=code, origin=reading.origin, message=error.what, remedy=error.remedy)
        for found in (*reading.problems, problem):
            ledger.write_problem(found)
        return Kept(Reading(origin=reading.origin, document=None, problems=(*reading.problems, problem)), False)


def _tell(kept: Kept, lang: str, *, as_json: bool) -> bool:
    """Report a reading; return whether to go on with JSON: reading goes on when nobody listens any more."""
    from keii.cli import output
    from keii.exports import jsonl

    reading = kept.reading
    tell_problems(reading, lang)
    if as_json:
        try:
            output.line(jsonl.reading(reading.origin, reading.document, sentences=len(reading.sentences),
                                      claims=len(reading.claims), new=kept.new, problems=reading.problems))
        except output.ClosedError:
            return False
    return as_json


def tell_problems(reading: "Reading", lang: str) -> None:
    """Say on standard error what could not be read."""
    from keii.cli import output

    for problem in reading.problems:
        output.note(f"keii: {explained(problem, lang)}")


def explained(problem: "Problem", lang: str) -> str:
    """Return a problem as one sentence: which input, where, what, and what to do."""
    where = problem.origin if problem.start is None else f"{problem.origin} @{problem.start}"
    return f"{where}: {retell(lang, problem.message)} {retell(lang, problem.remedy)} [{problem.code}]"


def _sum_up(total: Total, settings: Settings) -> None:
    from keii.cli.output import note

    note(say(settings.lang, "{documents} documents read, {new} of them new; {sentences} sentences, {claims} claims, "
                            "{problems} problems. Ledger: {ledger}", documents=total.documents, new=total.new,
             sentences=total.sentences, claims=total.claims, problems=total.problems, ledger=settings.ledger))
