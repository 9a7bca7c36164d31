"""Memory that a web archive takes: `python -m benchmarks.archive GIGABYTES [PAGES]`, with `tests` among the paths.

A crawl as crawlers leave it: pages of generated news, and between them what pages show, pictures and scripts, until
the archive, not packed, has so many gigabytes; one record, a film, is a tenth of it. `keii read` reads it into a fresh
ledger, and a tenth of it with as many pages, so that the two differ in nothing but size. The most memory that the
process took is what the system says.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import BinaryIO

from benchmarks.sources import page
from benchmarks.templates import written

_PICTURE = 250_000  # bytes of a picture or script
FIRST = date(2025, 1, 1)  # a page for each day from then on: generated news of one day is one story
_CHUNK = 10_000_000  # bytes that are written at once
_KINDS = ("image/jpeg", "image/png", "application/javascript", "text/css", "font/woff2")


def main(arguments: Sequence[str]) -> int:
    """Print what the two archives took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("gigabytes", type=float)
    parser.add_argument("pages", type=int, nargs="?", default=300)
    parser.add_argument("--folder", type=Path, help="where there is room for it")
    asked = parser.parse_args(arguments)
    for size in (asked.gigabytes / 10, asked.gigabytes):
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            path = Path(folder) / "crawl.warc"
            with path.open("wb") as out:
                _write(out, int(size * 1e9), asked.pages)
            read(path, Path(folder) / "keii.db")
    return 0


def _write(out: BinaryIO, size: int, pages: int) -> None:
    noise = random.Random(1).randbytes(_CHUNK)
    between = max(int((size * .9 / _PICTURE) // pages), 1)  # pictures after each page
    for number in range(pages):
        url = f"https://news.example/{number}"
        shown = page(written(number), url, FIRST + timedelta(days=number)).encode()
        _response(out, url, "text/html; charset=utf-8", [shown])
        for picture, kind in enumerate(islice(cycle(_KINDS), between)):
            start = (number * 7 + picture * 13) % (_CHUNK - _PICTURE)
            _response(out, f"{url}/{picture}", kind, [noise[start:start + _PICTURE]])
        if number == pages // 2:
            _response(out, f"{url}/film", "video/mp4", [noise] * (size // 10 // _CHUNK))


def _response(out: BinaryIO, url: str, kind: str, parts: Sequence[bytes]) -> None:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode()
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-02T09:00:00Z\r\n"
            f"WARC-Record-ID: <urn:{url}>\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http) + sum(map(len, parts))}\r\n\r\n")
    out.write(head.encode() + http)
    for part in parts:
        out.write(part)
    out.write(b"\r\n\r\n")


def read(path: Path, ledger: Path) -> None:
    """Read an archive in a process of its own and print what it took."""
    started = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "keii", "-l", str(ledger), "read", str(path)],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    told = (process.communicate()[0].strip().splitlines() or [""])[-1]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024  # of all so far: the larger one comes last
    took = time.monotonic() - started
    print(f"{path.stat().st_size / 1e9:.1f} GB: at most {peak} MB, {took:.0f} s; {told}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
