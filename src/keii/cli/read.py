"""`keii read`: articles into the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from keii.cli.frame import DONE, FAILED, Verb, common, files, option
from keii.cli.options import coder_option, language_option, published_option, reader_options
from keii.cli.words import explained, say, told
from keii.config import Settings
from keii.errors import ShardError, UsageError

if TYPE_CHECKING:
    from keii.cli.progress import Advance
    from keii.cli.reader import Asked
    from keii.engines.keeping import Kept
    from keii.engines.local import Made
    from keii.ledger import Ledger
    from keii.pipeline import Reading
    from keii.readers.reading import Proposals


@click.command(cls=Verb, help="""
Read articles into the ledger: files (.txt, .md, .html, .jsonl, .pdf, .eml, .mhtml, feeds, .warc, .wacz, .parquet),
folders of them, file:// URLs, or - for standard input.

What cannot be read is kept as a problem with its reason (see `keii list problems`); the rest is read all the
same. Reading the same input again adds nothing. The exit code is 1 when there was a problem.

With --reader a language model proposes claims as well, of which every quotation is checked. They are kept apart and
counted nowhere; the run ends with how far both agree, and `keii proposals` shows them. What was answered once is not
asked again.

With --to the inputs, which may then be URLs such as s3://BUCKET/FOLDER, become shards of Parquet, on a cluster too:
`keii load` brings them into a ledger, `keii sql` asks them in place. Shards that are finished are left alone.""")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", shell_complete=files)
@published_option
@language_option
@coder_option
@option("--jobs", type=click.IntRange(min=1), default=1, metavar="N",
        help="Read on so many processes; what comes of it is the same.")
@option("--to", metavar="FOLDER",
        help="Write shards of Parquet to this folder, or to a URL that fsspec knows, and nothing to the ledger.")
@option("--engine", metavar="NAME",
        help="With --to, what the shards are made on: local, dask, ray or spark.")
@option("--cluster", metavar="ADDRESS",
        help="With --engine, the address of a cluster that runs; otherwise --jobs processes of this machine.")
@reader_options
@common
def read(settings: Settings, inputs: tuple[str, ...], published: str | None, language: str | None,
         coder: str | None, jobs: int, to: str | None, engine: str | None, cluster: str | None, reader: str | None,
         base_url: str | None, key: str | None, as_json: bool) -> int:
    """Read the inputs; return the exit code."""
    from keii.cli.progress import progress
    from keii.ledger import Ledger

    if to is not None:
        if reader is not None:
            raise UsageError("what a language model proposes is kept in a ledger alone.", where="--reader",
                             remedy="Read without --to, or without --reader.")
        from keii.cli.sharding import read_to

        return read_to(settings, inputs, {"to": to, "published": published, "language": language, "coder": coder},
                       engine=engine or "local", workers=jobs, cluster=cluster, as_json=as_json)
    if engine is not None or cluster is not None:
        raise UsageError("engines and clusters write shards.", where="--engine" if engine else "--cluster",
                         remedy="Name a folder for them with --to, then bring them into the ledger with `keii load`.")
    beside = _beside(settings, reader, base_url, key)
    with Ledger.create(settings.ledger) as ledger, progress(settings.lang) as advance:
        # after the ledger: a wrong --ledger is told before the parsers load
        from keii.engines.local import readings
        from keii.sources import find

        found = find(inputs, published=published, language=language)
        made = readings(found, coder=coder, jobs=jobs)
        return keep_all(ledger, made, settings, inputs=inputs, advance=advance, as_json=as_json,
                        beside=beside)


def keep_all(ledger: "Ledger", readings: "Iterable[Made]", settings: Settings, *, inputs: Sequence[str],
             advance: "Advance", as_json: bool, beside: "Asked | None" = None) -> int:
    """Write readings and merge them into events, one after the other; return the exit code.

    `inputs` are then read completely: what was amiss with them and is so no longer is over. `beside` is what else
    proposes claims, if anything does.
    """
    from keii.cli import output
    from keii.engines.keeping import keep
    from keii.engines.local import Brought
    from keii.errors import LedgerError
    from keii.situation import renewing
    from keii.situation.keeping import Keeper

    total, brought = Total(), Brought()
    keeper = Keeper(ledger, brought)
    try:
        keeper.catch_up()  # what a run that was interrupted left
        for made in readings:
            brought.take(made)
            kept = keep(ledger, made.reading)
            keeper.catch_up()
            proposed = beside.read(ledger, kept.reading) if beside else None
            total = total.plus(kept, proposed)
            advance(made.reading.origin, len(kept.reading.claims))
            as_json = _tell(kept, proposed, settings.lang, as_json=as_json)
        ledger.settle(inputs)
        renewing.keep_up(ledger)
    except (LedgerError, ShardError) as error:  # the disk is full, a shard is damaged: nothing more can be kept
        output.note(f"keii: {told(settings.lang, error)}")
        return FAILED
    finally:
        _sum_up(total, settings)
        if beside:
            beside.sum_up(settings.lang)
    return FAILED if total.problems else DONE


def _beside(settings: Settings, reader: str | None, base_url: str | None, key: str | None) -> "Asked | None":
    """Return the language model that the options name, None for none; raises UsageError."""
    if reader is None and base_url is None and key is None:
        return None
    from keii.cli.reader import asked

    return asked(settings, reader, base_url, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How much was read in this run."""

    documents: int = 0
    new: int = 0
    sentences: int = 0
    claims: int = 0
    problems: int = 0

    def plus(self, kept: "Kept", proposed: "Proposals | None") -> "Total":
        """Return the total with one more reading, and the trouble of the model that was asked beside it."""
        reading = kept.reading
        held = reading.document is not None
        return Total(documents=self.documents + held, new=self.new + (held and kept.new),
                     sentences=self.sentences + len(reading.sentences), claims=self.claims + len(reading.claims),
                     problems=self.problems + len(reading.problems)
                     + (len(proposed.reading.problems) if proposed else 0))


def _tell(kept: "Kept", proposed: "Proposals | None", lang: str, *, as_json: bool) -> bool:
    """Report a reading; return whether to go on with JSON: reading goes on when nobody listens any more."""
    from keii.cli import output
    from keii.exports import jsonl

    reading = kept.reading
    tell_problems(reading, lang)
    if proposed:
        tell_problems(proposed.reading, lang)
    if as_json:
        try:
            output.line(jsonl.reading(reading.origin, reading.document, sentences=len(reading.sentences),
                                      claims=len(reading.claims), new=kept.new, problems=reading.problems,
                                      proposals=_told(proposed)))
        except output.ClosedError:
            return False
    return as_json


def _told(proposed: "Proposals | None") -> dict[str, object] | None:
    """Return what a model proposed for one input as JSON has it."""
    from keii.exports import jsonl

    if proposed is None:
        return None
    return {"coder": proposed.coder, "complete": proposed.complete, "claims": len(proposed.reading.claims),
            "refused": proposed.refused, "requests": proposed.requests,
            "problems": [jsonl.problem_of(one) for one in proposed.reading.problems]}


def tell_problems(reading: "Reading", lang: str) -> None:
    """Say on standard error what could not be read."""
    from keii.cli import output

    for problem in reading.problems:
        output.note(f"keii: {explained(problem, lang)}")


def _sum_up(total: Total, settings: Settings) -> None:
    from keii.cli.output import note

    note(say(settings.lang, "{documents} documents read, {new} of them new; {sentences} sentences, {claims} claims, "
                            "{problems} problems. Ledger: {ledger}", documents=total.documents, new=total.new,
             sentences=total.sentences, claims=total.claims, problems=total.problems, ledger=settings.ledger))
