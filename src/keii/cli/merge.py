"""`keii merge`: the claims of shards into events, where they lie."""

from typing import TYPE_CHECKING

import click
import orjson

from keii.cli.frame import DONE, FAILED, Verb, common, option
from keii.config import Settings

if TYPE_CHECKING:
    from keii.shards.merging.results import Merged


@click.command(cls=Verb, help="""
Merge the claims of the shards that `keii read --to` made into events, without a ledger: the events are those that
`keii load` would have made, as tables in the same folder, which `keii sql` answers from.

FOLDER is a finished folder of shards, or its URL. What is finished stays when the command is run again. Claims that
cannot be merged are told and cost themselves alone; the exit code is then 1.""")
@click.argument("folder", metavar="FOLDER")
@option("--jobs", type=click.IntRange(min=1), default=1, metavar="N",
        help="Merge on so many processes; what comes of it is the same.")
@option("--engine", metavar="NAME", default="local", help="What is merged on: local, dask, ray or spark.")
@option("--cluster", metavar="ADDRESS",
        help="With --engine, the address of a cluster that runs; otherwise --jobs processes of this machine.")
@common
def merge(settings: Settings, folder: str, jobs: int, engine: str, cluster: str | None, as_json: bool) -> int:
    """Merge the folder; return the exit code. With `as_json` every task is a line, and the last one the result."""
    from keii.cli import output
    from keii.cli.progress import merge_progress
    from keii.cli.sharding import need_pyarrow
    from keii.cli.words import say
    from keii.engines import table

    need_pyarrow("FOLDER")
    table.checked(engine, cluster=cluster)
    from keii.shards.merging.running import Merge
    from keii.shards.store import absolute

    merging = Merge(absolute(folder))
    running = table.start(engine, workers=jobs, cluster=cluster, preload=False)
    tasks = kept = 0
    try:
        with merge_progress(settings.lang) as advance:
            for done in merging.done(running):
                tasks, kept = tasks + 1, kept + done.kept
                advance(done.step)
                if as_json:
                    output.line(orjson.dumps(done))
    finally:
        running.close()
    found = merging.result
    assert found is not None  # what keeps it from being there is raised
    if as_json:
        output.line(orjson.dumps({"events": found.rows("events"), "claims": found.rows("event_claims"),
                                  "refused": found.refused, "failures": found.failures}))
    for failure in found.failures:
        output.note("keii: " + say(settings.lang, "{claims} claims of the documents {documents} could not be merged: "
                                   "{why}.", claims=failure.claims, documents=", ".join(failure.documents),
                                   why=failure.why))
    output.note(say(
        settings.lang, "{events} events of {claims} claims in {documents} documents; {tasks} tasks, {kept} of them "
        "finished before. Folder: {folder}", events=found.rows("events"), claims=found.rows("event_claims"),
        documents=merging.documents, tasks=tasks, kept=kept, folder=absolute(folder)))
    return _told(settings, found)


def _told(settings: Settings, found: "Merged") -> int:
    """Say what is missing, and return the exit code."""
    from keii.cli import output
    from keii.cli.words import say

    if found.refused:
        output.note(say(settings.lang, "{number} readings were left out, as a ledger would refuse them: `keii load` "
                                       "says why.", number=found.refused))
    if found.failures:
        output.note(say(settings.lang, "Some claims have no event. Look whether memory is short and run the command "
                                       "again: what is finished stays."))
    return FAILED if found.failures or found.refused else DONE
