"""How fast the pages of a large ledger are: `python -m benchmarks.workbench big.db`, made by `benchmarks.filling`.

`keii serve` runs in a process of its own, some readers ask for page after page without a pause, each in an order of its
own, and meanwhile `keii read` reads generated articles into the same ledger. Times are those of whole answers, as a
browser on the same machine would wait for them. The pages of lists are asked for bare and with filters. Beside them
stands the processor's time of the server for a page, by one reader alone: it says the same on a machine that has much
else to do (Linux alone tells it).
"""

import argparse
import contextlib
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from benchmarks.made import News
from keii.config import Database, ledger_at
from keii.ledger import Ledger

READY = "/events?type=AID&status=planned"  # what is counted on the columns
PATIENCE = 600.0  # seconds to wait until nothing is being worked out
TRIALS = 12  # of every page and reader
FILTERED = (
    "/events?type=ASSAULT", "/events?actor=USA&status=planned", "/events?party=RUS&since=2021-06&until=2022-03",
    "/events?conflicts=1", "/events?page=400", "/claims?party=JPN&source=none", "/claims?since=2022",
    "/claims?page=900", "/documents?type=SANCTION&actor=CHN", "/documents?page=300", "/actors?type=AID",
    "/actors?page=3", "/search?q=Ukraine", "/search?q=%E9%9D%9E%E9%9B%A3", "/search?q=garden+winter&type=AID",
    "/events.json?type=AID", "/expectations?party=JPN", "/expectations.json", "/expectations.json?party=JPN",
    "/situations.json", "/start.json", "/expectations?type=AID&outcome=open", "/timeline?party=RUS",
    "/timeline?since=2022-03&until=2022-04", "/map?type=ASSAULT", "/network?party=JPN", "/network?around=JPN&most=150",
    "/network/RUS~UKR", "/sources?party=JPN", "/conflicts?field=quantity&type=ASSAULT", "/review?type=AID")
_TICKS = os.sysconf("SC_CLK_TCK")  # of a second, in which the kernel counts a process's time
ANEW = {"Cache-Control": "no-cache"}  # a page that was kept will not do
_ALONE = 6  # times that each page is asked for to count the processor's time


def addresses(ledger: Path | Database, filtered: Sequence[str] = FILTERED) -> list[str]:
    """Return the pages that are asked for: each of the workbench, with names of the ledger, and lists filtered."""
    from keii.workbench.pages import PAGES

    with Ledger.open(ledger) as held, held.asking() as connection:
        named = {
            "/events/{name}": connection.execute("SELECT id FROM events WHERE id > 'e_5' LIMIT 1").fetchone()[0],
            "/documents/{name}": connection.execute("SELECT id FROM documents WHERE id > 'd_5' LIMIT 1").fetchone()[0],
            "/actors/{name:path}": "state:RUS", "/sources/{name:path}": "Harbour Times",
            "/network/{name:path}": "JPN~USA",
            "/review/{name}": connection.execute("SELECT id FROM claims WHERE id > 'c_5' LIMIT 1").fetchone()[0]}
    plain = [named[path] and path.split("{")[0] + quote(named[path]) if path in named else path for path in PAGES
             if "{" not in path or path in named]
    return [*plain, *filtered]


@contextlib.contextmanager
def serving(ledger: Path | Database) -> Iterator[tuple[int, int]]:
    """Serve a ledger and give the port, and the number of the process."""
    process = subprocess.Popen([sys.executable, "-m", "keii", "-l", str(ledger), "serve", "--port", "0", "--json"],
                               stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(json.loads(process.stdout.readline())["address"].split(":")[2].split("/")[0]), process.pid
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def served(ledger: Path | Database) -> Iterator[int]:
    """Serve a ledger and give the port."""
    with serving(ledger) as (port, _):
        yield port


def processor(process: int) -> float:
    """Return how many seconds of the processor a process has used; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def alone(port: int, process: int, pages: Sequence[str]) -> dict[str, float]:
    """Return the processor's time for each page, in milliseconds, asked for by one reader."""
    found = {}
    for page in pages:
        asked(port, page)
        begin = processor(process)
        for _ in range(_ALONE):
            asked(port, page, ANEW)
        found[page] = (processor(process) - begin) / _ALONE * 1000
    return found


@contextlib.contextmanager
def written(ledger: Path | Database, documents: int) -> Iterator[None]:
    """Let `keii read` read articles meanwhile, which the ledger does not hold yet, of the days after its own."""
    with tempfile.TemporaryDirectory() as folder:
        news = Path(folder) / "news.jsonl"
        with news.open("w", encoding="utf-8") as file:
            start = 1_000_000 + int(time.time()) % 1_000_000  # what an earlier run has not written
            for made in News(daily=1_000, acts=10).documents(start, start + documents):
                assert made.reading.document is not None
                line = {"id": made.reading.document.id, "text": made.reading.document.text,
                        "published": made.reading.document.published_at}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        process = subprocess.Popen([sys.executable, "-m", "keii", "-l", str(ledger), "read", str(news)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            if process.poll() is not None:
                print("keii read was done before the readers were: ask for more documents with --writes")
            process.terminate()
            process.wait()


class Reader(threading.Thread):
    """Asks for the pages again and again, in an order of its own."""

    def __init__(self, port: int, pages: Sequence[str], number: int, trials: int, *, anew: bool) -> None:
        """Read so many times."""
        super().__init__()
        self._port, self._trials, self._headers = port, trials, ANEW if anew else {}
        self._pages, self._chance = list(pages), random.Random(number)
        self.spent: dict[str, list[float]] = {page: [] for page in pages}
        self.sizes: dict[str, int] = {}
        self.failed: dict[str, int] = {}

    def run(self) -> None:
        """Read."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        for _ in range(self._trials):
            self._chance.shuffle(self._pages)
            for page in self._pages:
                begin = time.perf_counter()
                connection.request("GET", page, headers=self._headers)
                answer = connection.getresponse()
                self.sizes[page] = len(answer.read())
                self.spent[page].append(time.perf_counter() - begin)
                if answer.status != 200:
                    self.failed[page] = answer.status


def asked(port: int, page: str, headers: Mapping[str, str] | None = None) -> int:
    """Ask for one page and return the status of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", page, headers=dict(headers or {}))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def warmed(port: int, pages: Sequence[str]) -> float:
    """Wait until the columns are read and what takes longer is worked out; return after how many seconds it was."""
    begin, waiting = time.perf_counter(), list(pages)
    while waiting and time.perf_counter() - begin < PATIENCE:
        waiting = [page for page in waiting if asked(port, page) == 202]
        time.sleep(1)
    return time.perf_counter() - begin


def told(readers: Sequence[Reader], spent: Mapping[str, float]) -> bool:
    """Print the times of every page; return whether each is as fast as it is to be."""
    good = True
    print(f"{'page':52} {'median':>7} {'p95':>7} {'processor':>10}  ms")
    for page in sorted(spent):
        if not readers:
            print(f"{page[:52]:52} {'':7} {'':7} {spent[page]:10.0f}")
            continue
        times = sorted(value * 1000 for reader in readers for value in reader.spent[page])
        median, high = statistics.median(times), times[min(int(len(times) * 0.95), len(times) - 1)]
        failed = next((reader.failed[page] for reader in readers if page in reader.failed), None)
        good &= failed is None and median < 200 and high < 500
        print(f"{page[:52]:52} {median:7.0f} {high:7.0f} {spent[page]:10.0f}  {f'answered {failed}' if failed else ''}")
    if not readers:
        return good
    every = sorted(value * 1000 for reader in readers for some in reader.spent.values() for value in some)
    print(f"{'all pages':52} {statistics.median(every):7.0f} {every[int(len(every) * 0.95)]:7.0f}")
    return good


def main(arguments: Sequence[str]) -> int:
    """Measure the pages of a ledger."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("ledger", type=ledger_at, help="a file, or postgresql://...")
    parser.add_argument("--readers", type=int, default=4, help="0: the processor's time alone")
    parser.add_argument("--trials", type=int, default=TRIALS, help="of every page and reader")
    parser.add_argument("--writes", type=int, default=2_000, help="documents that keii read reads meanwhile; 0: none")
    parser.add_argument("--anew", action="store_true", help="no page that was made for another reader")
    parser.add_argument("--only", default="", help="pages that begin so")
    parser.add_argument("--without", nargs="*", default=(), help="no pages that begin so")
    chosen = parser.parse_args(arguments)
    pages = [page for page in addresses(chosen.ledger) if page.startswith(chosen.only)
             and not page.startswith(tuple(chosen.without))]
    with serving(chosen.ledger) as (port, process):
        print(f"columns read after {warmed(port, [READY]):.0f} s, with {processor(process):.0f} s of the processor",
              flush=True)
        print(f"all pages worked out after {warmed(port, pages):.0f} s more", flush=True)
        spent = alone(port, process, pages)
        with written(chosen.ledger, chosen.writes) if chosen.writes else contextlib.nullcontext():
            readers = [Reader(port, pages, number, chosen.trials, anew=chosen.anew)
                       for number in range(chosen.readers)]
            for reader in readers:
                reader.start()
            for reader in readers:
                reader.join()
    return 0 if told(readers, spent) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
