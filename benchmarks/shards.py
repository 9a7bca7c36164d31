"""What shards cost: processor and bytes a document, memory, two workers beside one: `python -m benchmarks.shards`.

Each job runs in a fresh process. Costs are seconds of the processor, so that other work on the machine counts little.
The ratio of walls does not escape it, and stands beside the ratio of processor time, which two workers would keep if
each had a core of its own. Readings that no coder makes (`benchmarks.made`) show the plumbing alone: writing shards and
loading them. The result is written to build/shards.json.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

from benchmarks.jobs import ONE_THREAD  # noqa: E402  # found only when the line above has run

TODAY = "2026-11-20"


def articles(folder: Path, *, first: int, count: int, files: int) -> list[str]:
    """Write articles of the corpus as JSON Lines, in so many files, and return their paths; each has its own number."""
    from corpus.notation import read_articles

    sources = sorted((ROOT / "corpus" / "articles").glob("*.txt"))
    found = [article for path in sources for article in read_articles(path)]
    paths = []
    for file in range(files):
        path = folder / f"{first:06}-{file}.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for number in range(first + file * count // files, first + (file + 1) * count // files):
                article = found[number % len(found)]
                text = "\n".join(sentence.text for sentence in article.sentences)
                out.write(json.dumps({"id": str(number), "text": text, "published": TODAY,
                                      "language": article.language}, ensure_ascii=False) + "\n")
        paths.append(str(path))
    return paths


def read(count: str, shards: str, workers: str) -> dict[str, float]:
    """Read so many articles to shards. The first shard of each worker loads what all need, and is not counted."""
    from keii.engines.processes import Processes
    from keii.shards import plan
    from keii.shards.running import Run

    plan.GROUP_FILES = 1
    total: dict[str, float] = dict.fromkeys(("seconds", "documents", "sentences", "claims", "worker_mb", "wall"), 0.0)
    with tempfile.TemporaryDirectory() as folder:
        inputs = [*articles(Path(folder), first=900_000, count=2 * int(workers), files=int(workers)),
                  *articles(Path(folder), first=0, count=int(count), files=int(shards))]
        run = Run(inputs, plan.Job(to=f"{folder}/out", today=TODAY))
        loading, begun = {task.name for task in run.tasks[: int(workers)]}, time.monotonic()
        for done in run.done(Processes(int(workers))):
            if done.name in loading:
                begun = time.monotonic()
                continue
            for name in ("seconds", "documents", "sentences", "claims"):
                total[name] += getattr(done, name)
            total["worker_mb"] = max(total["worker_mb"], done.peak / 2**20)
            total["wall"] = time.monotonic() - begun
        return {**total, **_sizes(Path(folder, "out"), leave_out=loading)}


def write(folder: str, count: str) -> dict[str, float]:
    """Write generated readings to shards of 500, as a coder's would be; return what that took."""
    import random

    from benchmarks.made import News
    from keii.engines.local import Made, words
    from keii.engines.processes import Processes
    from keii.shards import making, plan
    from keii.shards.running import Run
    from keii.situation.vectors import ActVectors

    def make(one: Any, coder: str | None = None) -> Made:
        reading = news.document(int(one.text.rsplit(" ", 1)[1])).reading
        chance = random.Random(one.text)
        acts = {words(claim): ActVectors(meaning=chance.randbytes(128), act=chance.randbytes(128))
                for claim in reading.claims}
        return Made(reading=reading, document=chance.randbytes(128), acts=acts)

    news, root = News(traced=True), Path(folder)
    making.make = make  # type: ignore[attr-defined]
    plan.GROUP_FILES = 1
    for first in range(0, int(count), 500):
        lines = (json.dumps({"text": f"Article of a generated day, number {number}", "language": "en"})
                 for number in range(first, min(first + 500, int(count))))
        (root / f"{first:09}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    inputs = sorted(map(str, root.glob("*.jsonl")))
    done = list(Run(inputs, plan.Job(to=f"{folder}/out", today=TODAY)).done(Processes(1)))
    return {"seconds": sum(one.seconds for one in done), "documents": sum(one.documents for one in done),
            "claims": sum(one.claims for one in done), **_sizes(root / "out")}


def load(folder: str) -> dict[str, float]:
    """Load shards into a fresh ledger as `keii load` does; return what that took."""
    from keii.cli.read import keep_all
    from keii.config import Settings
    from keii.ledger import Ledger
    from keii.shards.loading import Shards

    path = Path(folder, "loaded.db")
    started = time.process_time()
    shards = Shards(f"{folder}/out")
    with Ledger.create(path) as ledger:
        keep_all(ledger, shards.readings(), Settings(ledger=path), inputs=[], advance=lambda name, claims: None,
                 as_json=False)
        counts = ledger.counts()
    return {"seconds": time.process_time() - started, "documents": counts.documents, "claims": counts.claims,
            "ledger_bytes": path.stat().st_size}


def ask(folder: str) -> dict[str, float]:
    """Ask shards three questions in SQL; return what that took."""
    from keii.shards import sql

    started, rows = time.process_time(), 0
    for query in ("SELECT type, count(*) FROM claims GROUP BY type",
                  "SELECT actor_codes, count(*) FROM claims WHERE status = 'occurred' GROUP BY 1 LIMIT 9",
                  "SELECT count(*) FROM documents WHERE text LIKE '%talks%'"):
        rows += len(list(sql.ask(f"{folder}/out", query).rows))
    return {"seconds": time.process_time() - started, "rows": rows}


def _sizes(out: Path, leave_out: Sequence[str] | set[str] = ()) -> dict[str, float]:
    """Return the bytes of each table of a folder of shards."""
    return {f"{table}_bytes": sum(path.stat().st_size for path in (out / table).glob("*.parquet")
                                  if path.stem not in leave_out)
            for table in ("documents", "sentences", "claims", "causes", "problems")}


JOBS: dict[str, Callable[..., dict[str, float]]] = {"read": read, "write": write, "load": load, "ask": ask}


def job(*arguments: str) -> dict[str, float]:
    """Return the result of a job run in a fresh process."""
    run = subprocess.run([sys.executable, "-m", "benchmarks.shards", "job", *arguments], cwd=ROOT, text=True,
                         check=True, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE)
    result: dict[str, float] = json.loads(run.stdout)
    print(" ".join(arguments), json.dumps(result), file=sys.stderr)
    return result


def main(arguments: Sequence[str]) -> None:
    """Measure, print the figures, write build/shards.json."""
    parser = ArgumentParser(prog="python -m benchmarks.shards")
    parser.add_argument("--articles", type=int, default=200, help="of the corpus, in the largest shard")
    parser.add_argument("--generated", type=int, default=5000, help="documents of the larger ledger")
    options = parser.parse_args(arguments)
    many, few = str(options.articles), str(options.articles // 10)
    half = str(options.articles // 2)
    found: dict[str, Any] = {"read_few": job("read", few, "1", "1"), "read_many": job("read", many, "1", "1")}
    found |= {"one_worker": job("read", half, "10", "1"), "two_workers": job("read", half, "10", "2")}
    for name, count in (("few", options.generated // 10), ("many", options.generated)):
        with tempfile.TemporaryDirectory() as folder:
            found |= {f"write_{name}": job("write", folder, str(count)), f"load_{name}": job("load", folder),
                      f"ask_{name}": job("ask", folder)}
    one, two = found["one_worker"], found["two_workers"]
    found["ratios"] = {
        "wall of one worker to two": one["wall"] / two["wall"],
        "processor time a document of two workers to one": two["seconds"] / one["seconds"],
        "memory of a worker, ten times as many documents": found["read_many"]["peak_mb"] / found["read_few"]["peak_mb"],
        "memory of the writer, ten times as many documents": found["load_many"]["peak_mb"]
        / found["load_few"]["peak_mb"],
        "load a document, ten times as many documents": found["load_many"]["seconds"] / found["load_few"]["seconds"]
        * found["load_few"]["documents"] / found["load_many"]["documents"],
    }
    print(json.dumps(found, indent=1))
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "shards.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _job(name: str, *arguments: str) -> None:
    """Run one job and print its result with the process's peak memory."""
    result = JOBS[name](*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({**result, "peak_mb": peak / 2**20}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["job"]:
        _job(*sys.argv[2:])
    else:
        main(sys.argv[1:])
