"""What merging shards into events costs beside `keii load` of the same: `python -m benchmarks.blocks [SIZE...]`.

Generated news of known truth (`benchmarks.made`), with vectors that stand for those of the encoder
(`benchmarks.merging`), is written to shards; each job then runs in a fresh process: loading them into a ledger, merging
them on one process and on two. Costs are seconds of the processor, the driver's included; walls are told too, and count
only on a machine without other work. The events of all three are compared. The result is written to build/blocks.json.
"""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

from benchmarks.jobs import ONE_THREAD  # noqa: E402  # found only when the line above has run

OF_SHARD = 200  # documents


def write(folder: str, count: str) -> dict[str, Any]:
    """Write so many generated documents as shards."""
    from benchmarks.made import News
    from benchmarks.merging import Standing
    from keii.engines.local import Made, words
    from keii.shards import manifest as manifests
    from keii.shards.making import put
    from keii.shards.plan import Job
    from keii.shards.store import store
    from keii.shards.tables import TABLES, Writer

    news, standing, at, names, claims = News(traced=True), Standing(), store(folder), list[str](), 0
    for first in range(0, int(count), OF_SHARD):
        name = f"{first // OF_SHARD:06}-generated"
        names.append(name)
        with at.workspace() as made_in:
            writer = Writer(made_in, name)
            for number in range(first, min(first + OF_SHARD, int(count))):
                made = news.document(number)
                reading, document = made.reading, made.reading.document
                assert document is not None
                standing.know(made)
                vectors = standing.acts(document, reading.sentences[0], reading.claims)
                acts = {words(claim): own for claim, own in zip(reading.claims, vectors, strict=True)}
                writer.add(Made(reading=reading, document=standing.document(document), acts=acts))
                claims += len(reading.claims)
            writer.close()
            manifests.keep(at, manifests.Manifest(name=name, inputs=(), files={
                table: put(at, made_in / f"{table}.parquet", table, name, writer.rows[table]) for table in TABLES}))
    manifests.finish(at, (), Job(to=folder), names)
    return {"documents": int(count), "claims": claims, "shard_bytes": _bytes(Path(folder))}


def load(folder: str) -> dict[str, Any]:
    """Load shards into a fresh ledger as `keii load` does."""
    from keii.engines.keeping import keep
    from keii.engines.local import Brought
    from keii.ledger import Ledger
    from keii.shards.loading import Shards
    from keii.situation.keeping import Keeper

    path, brought = Path(f"{folder}.db"), Brought()
    started, begun = time.process_time(), time.monotonic()
    with Ledger.create(path) as ledger:
        keeper = Keeper(ledger, brought)
        for made in Shards(folder).readings():
            brought.take(made)
            keep(ledger, made.reading)
            keeper.catch_up()
        seconds, wall = time.process_time() - started, time.monotonic() - begun
        with ledger.transaction() as connection:
            rows = connection.execute("SELECT id, type, status, since, documents, independent FROM events").fetchall()
            claims = connection.execute("SELECT event, position, claim FROM event_claims").fetchall()
    size = path.stat().st_size
    path.unlink()
    return {"seconds": seconds, "wall": wall, "ledger_bytes": size, "events": len(rows),
            "digest": _digest(rows, claims)}


def merge(folder: str, workers: str) -> dict[str, Any]:
    """Merge shards into events as `keii merge` does."""
    import pyarrow.parquet as pq

    from keii.engines.processes import Processes
    from keii.shards.merging.running import Merge

    engine, steps, peaks = Processes(int(workers), preload=False), defaultdict[str, float](float), [0]
    started, begun, most = time.process_time(), time.monotonic(), 0
    for done in Merge(folder).done(engine):
        steps[done.step] += done.seconds
        peaks.append(done.peak)
        most = max(most, _bytes(Path(folder, "merging"))) if done.step == "events" else most
    own = time.process_time() - started
    worked = sum(steps.values())
    wall = time.monotonic() - begun
    engine.close()
    rows, claims = (
        [tuple(row.values()) for path in sorted(Path(folder, table).iterdir())
         for row in pq.read_table(path, columns=columns).to_pylist()]
        for table, columns in (("events", ["event", "type", "status", "since", "documents", "independent"]),
                               ("event_claims", ["event", "position", "claim"])))
    tables = ("events", "event_claims", "event_values", "event_conflicts")
    found = {"seconds": own if workers == "1" else own + worked, "wall": wall, "worker_mb": max(peaks) / 2**20,
             "driver_seconds": own - worked if workers == "1" else own, "steps": steps, "work_bytes": most,
             "event_bytes": sum(_bytes(Path(folder, table)) for table in tables), "events": len(rows),
             "digest": _digest(rows, claims)}
    for table in tables:
        shutil.rmtree(Path(folder, table))
    Path(folder, "events.json").unlink()
    return found


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _digest(*tables: Sequence[tuple[Any, ...]]) -> str:
    lines = [json.dumps(sorted(map(list, table), key=str)) for table in tables]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


JOBS: dict[str, Callable[..., dict[str, Any]]] = {"write": write, "load": load, "merge": merge}


def job(*arguments: str) -> dict[str, Any]:
    """Return the result of a job run in a fresh process."""
    run = subprocess.run([sys.executable, "-m", "benchmarks.blocks", "job", *arguments], cwd=ROOT, text=True,
                         check=True, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE)
    result: dict[str, Any] = json.loads(run.stdout)
    print(" ".join(arguments), json.dumps(result), file=sys.stderr)
    return result


def main(arguments: Sequence[str]) -> int:
    """Measure, print the figures, write build/blocks.json; 1 when the events differ."""
    parser = ArgumentParser(prog="python -m benchmarks.blocks", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000])
    found, same = {}, True
    for size in parser.parse_args(arguments).sizes:
        with tempfile.TemporaryDirectory() as folder:
            at = f"{folder}/out"
            jobs = {"write": job("write", at, str(size)), "load": job("load", at), "one": job("merge", at, "1"),
                    "two": job("merge", at, "2")}
        found[size] = jobs
        same &= len({jobs[name]["digest"] for name in ("load", "one", "two")}) == 1
        for name in ("load", "one", "two"):
            print(f"{size:9,} {name:5} {jobs[name]['seconds'] / size * 1000:8.2f} ms of a core a document, "
                  f"{jobs[name]['wall'] / size * 1000:8.2f} ms of wall, {jobs[name]['peak_mb']:6.0f} MB, "
                  f"worker {jobs[name].get('worker_mb', 0):6.0f} MB, {jobs[name]['events']:,} events")
    print("the same events" if same else "THE EVENTS DIFFER")
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "blocks.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0 if same else 1


def _job(name: str, *arguments: str) -> None:
    """Run one job and print its result with the process's peak memory."""
    result = JOBS[name](*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({**result, "peak_mb": peak / 2**20}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["job"]:
        _job(*sys.argv[2:])
    else:
        sys.exit(main(sys.argv[1:]))
