"""What a benchmark times, each in a process of its own on one CPU: `python -m benchmarks.jobs JOB ARGUMENT...`.

The result is one JSON object on standard output. Loading is not part of a rate: everything is used once before.
Seconds are those of the processor, so that other work on the machine counts little.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
WARM = {"ja": "外相は大使と会談した。", "en": "The minister met the ambassador."}


def read(path: str, *codes: str) -> dict[str, float]:
    """Read the articles of a file into a fresh ledger, from the source to the last row.

    The first two are read before, as the peer reads them.
    """
    from keii import pipeline
    from keii.ledger import Ledger

    for code in codes:
        pipeline.code(WARM[code])
    for article in _articles(path)[:2]:
        pipeline.code(article["text"])
    sentences = claims = problems = 0
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "bench.db") as ledger:
        started = time.process_time()
        for reading in pipeline.read([path]):
            ledger.write(reading)
            sentences, claims = sentences + len(reading.sentences), claims + len(reading.claims)
            problems += len(reading.problems)
        seconds = time.process_time() - started
    return {"seconds": seconds, "sentences": sentences, "claims": claims, "problems": problems}


def parse(path: str, model: str, unit: str) -> dict[str, float]:
    """Parse the same text with a model as it is shipped, by whole articles or by sentences."""
    import spacy

    articles = _articles(path)
    sentences = [sentence for article in articles for sentence in article["sentences"]]
    texts = [article["text"] for article in articles] if unit == "articles" else sentences
    nlp = spacy.load(model)
    list(nlp.pipe(texts[:2]))
    started = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return {"seconds": time.process_time() - started, "sentences": len(sentences)}


def _articles(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").split("\n") if line]


def profile(path: str, *codes: str) -> dict[str, float]:
    """Read as `read` does and print where the time goes, to standard error."""
    import cProfile
    import pstats

    from keii import pipeline

    for code in codes:
        pipeline.code(WARM[code])
    profiler = cProfile.Profile()
    profiler.enable()
    result = read(path)
    profiler.disable()
    for order in ("tottime", "cumulative"):
        pstats.Stats(profiler, stream=sys.stderr).sort_stats(order).print_stats(15 if order == "tottime" else 45)
    return result


JOBS: dict[str, Callable[..., dict[str, float]]] = {"read": read, "parse": parse, "profile": profile}


def main(name: str, *arguments: str) -> None:
    """Run one job on one CPU and print its result with the process's peak memory."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    result = JOBS[name](*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({**result, "peak_mb": peak / 2**20}))


if __name__ == "__main__":
    main(*sys.argv[1:])
