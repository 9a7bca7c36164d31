"""What `keii read --to` does: shards made on an engine, and how it went."""

import shlex
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import orjson

from keii.cli import output
from keii.cli.frame import DONE, FAILED
from keii.cli.progress import shard_progress
from keii.cli.words import explained, say, told
from keii.config import Settings
from keii.engines import table
from keii.errors import ShardError, UsageError


def read_to(settings: Settings, inputs: Sequence[str], asked: Mapping[str, str | None], *, engine: str, workers: int,
            cluster: str | None, as_json: bool) -> int:
    """Make the shards of inputs and return the exit code; `asked` has the fields of a job.

    With `as_json` every shard is a line: its name, what it holds, what it took, and why it is missing.
    """
    need_pyarrow("--to")
    table.checked(engine, cluster=cluster)  # before the folder is begun; it starts only then
    from keii.shards.plan import Job
    from keii.shards.running import Run
    from keii.shards.store import absolute

    job = Job(to=absolute(asked["to"] or ""), published=asked["published"], language=asked["language"],
              coder=asked["coder"], today=datetime.now(UTC).date().isoformat())
    run = Run(inputs, job)
    for problem in run.passed_over:
        output.note(f"keii: {explained(problem, settings.lang)}")
    documents = claims = problems = kept = failed = 0
    running = table.start(engine, workers=workers, cluster=cluster)
    try:
        with shard_progress(settings.lang, len(run.tasks)) as advance:
            for done in run.done(running):
                documents, claims = documents + done.documents, claims + done.claims
                problems, kept = problems + done.problems, kept + done.kept
                advance(0 if done.kept else done.documents, done.claims)
                if done.trouble:
                    failed += 1
                    error = ShardError(done.trouble, where=done.where, remedy=done.remedy)
                    output.note(f"keii: {done.name}: {told(settings.lang, error)}")
                if as_json:
                    output.line(orjson.dumps(done))
    finally:
        running.close()
    output.note(say(
        settings.lang, "{shards} shards, {kept} of them finished before; {documents} documents, {claims} claims, "
        "{problems} problems. Folder: {folder}", shards=len(run.tasks) - failed, kept=kept, documents=documents,
        claims=claims, problems=problems, folder=job.to))
    if failed:
        output.note(say(settings.lang, "{failed} shards could not be made. Run the command again: what is finished "
                                       "stays.", failed=failed))
    elif problems:
        output.note(say(settings.lang, "What was wrong, and where: {command}", command=(
            f'keii sql {shlex.quote(job.to)} "SELECT origin, message, remedy FROM problems"')))
    return FAILED if failed or problems else DONE


def need_pyarrow(where: str) -> None:
    """Raise UsageError unless Parquet can be written."""
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise UsageError("shards need packages that are not installed.", where=where,
                         remedy="Install it with: pip install 'keii[engines]'")
