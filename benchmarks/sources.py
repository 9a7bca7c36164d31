"""How fast sources are read: feeds polled from a server on this computer, and the pages of a web archive.

Run it as `python -m benchmarks.sources FEEDS PAGES [CODED]`, with `tests` among the paths of modules. Each feed has a
host of its own (127.0.0.0/8 is this computer), so that politeness does not decide; the server is another process. The
archive is written with warcio; its pages hold articles written from templates, all different, each within the menus,
links and metadata of a page. It is read by keii, by trafilatura alone and, the first CODED pages of it, by keii with
coding into a fresh ledger, in one run. How far coding has come is told on standard error each 500 documents.
"""

import io
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime
from html import escape
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path

import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from benchmarks.templates import Written, written
from keii import pipeline
from keii.ledger import Ledger
from keii.model import Document
from keii.model.followed import Followed
from keii.sources import find
from keii.sources.fetch import Fetcher, Manners
from keii.sources.options import Options
from keii.sources.poll import Taken
from keii.sources.rounds import poll_all
from sources.faults import serving

_TELL = 500  # documents coded between two words on standard error
_LINKS = "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in (
    "Home", "World", "Politics", "Business", "Science", "Sport", "Culture", "Opinion", "Video", "Archive"))
_PAGE = """<!DOCTYPE html><html lang="{code}"><head><meta charset="utf-8"><title>{title} | Example Gazette</title>
<meta property="og:site_name" content="Example Gazette"><link rel="canonical" href="{url}">
<script type="application/ld+json">{facts}</script><style>body {{ margin: 0 }}</style></head><body>
<header><nav><ul>{links}</ul></nav></header><main><article><h1>{title}</h1>
<p class="byline">By Jane Doe</p><time datetime="{day}T09:00:00Z">{day}</time>{text}
<aside class="related"><h2>Related</h2><ul>{links}</ul></aside></article></main>
<footer><ul>{links}</ul><p>© 2026 Example Gazette</p></footer></body></html>"""


def main(arguments: list[str]) -> None:
    """Poll and read as many as the command line says, and print the figures."""
    feeds, pages, coded = (int(value) for value in [*arguments, "0"][:3])
    poll_feeds(feeds)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.warc.gz"
        write_archive(path, pages)
        ours, documents = read_alone(path)
        theirs = read_with_trafilatura(path)
        print(f"archive of {pages} pages, {path.stat().st_size / 1e6:.1f} MB: keii {documents} documents, "
              f"{documents / ours:.0f} a second of one core; trafilatura alone {pages / theirs:.0f}; "
              f"ratio {theirs / ours:.2f}; {_memory()} MB")
        if coded:
            read_and_code(path, coded, Path(folder) / "bench.db")


def poll_feeds(count: int) -> None:
    """Poll this many feeds without new entries, and print requests a second and memory."""
    now = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
    ours, its = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(its,), daemon=True)
    server.start()
    port = ours.recv()
    sources = [Followed(number=n + 1, address=f"http://127.{n // 65_536 + 1}.{n // 256 % 256}.{n % 256}:{port}/rss",
                        kind="feed", every=3600, added_at="") for n in range(count)]
    started, used = time.perf_counter(), time.process_time()
    states = list(poll_all(sources, {}, Fetcher(Manners(private=True, delay=0.0)), Options(), now))
    took, used = time.perf_counter() - started, time.process_time() - used
    ours.send("stop")
    requests = ours.recv()
    server.join()
    failed = sum(not isinstance(one, Taken) and one.trouble is not None for one in states)
    print(f"{count} feeds polled in {took:.1f} s, {failed} failed: {requests} requests, {requests / took:.0f} a second "
          f"of the clock, {requests / used:.0f} of one core; {_memory()} MB")


def _serve(pipe: Connection) -> None:
    """Serve a feed on all addresses until told to stop; tell the port, and at the end how often it was asked."""
    with serving("0.0.0.0") as site:
        site.feed("/rss", [])
        pipe.send(int(site.url.rpartition(":")[2]))
        pipe.recv()
        pipe.send(site.asked.total())


def _memory() -> int:
    """Return the most megabytes that this process has used so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def write_archive(path: Path, count: int) -> None:
    """Write a web archive of this many different pages, Japanese and English by turns."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number in range(count):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            url = f"https://news.example/{number}"
            body = io.BytesIO(page(written(number), url).encode())
            writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=headers))


def page(article: Written, url: str, day: date = date(2026, 11, 2)) -> str:
    """Return the page of an article of a day, within menus, links and metadata."""
    facts = json.dumps({"@type": "NewsArticle", "datePublished": f"{day}T09:00:00Z", "inLanguage": article.language,
                        "author": {"@type": "Person", "name": "Jane Doe"}})
    return _PAGE.format(code=article.language, title=escape(article.title), url=url, facts=facts, day=day, links=_LINKS,
                        text="".join(f"<p>{escape(one)}</p>" for one in article.paragraphs))


def read_alone(path: Path) -> tuple[float, int]:
    """Read an archive as keii does before it codes; return the seconds of one core, and the documents."""
    _documents(islice(find([str(path)]), 20))  # what is loaded once is no part of a rate
    started = time.process_time()
    documents = _documents(find([str(path)]))
    return time.process_time() - started, documents


def _documents(found: Iterable[object]) -> int:
    return sum(isinstance(one, Document) for one in found)


def read_with_trafilatura(path: Path) -> float:
    """Read an archive with trafilatura alone; return the seconds of one core."""
    started = time.process_time()
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            trafilatura.extract(record.reader.read().decode(), include_comments=False, include_tables=False)
    return time.process_time() - started


def read_and_code(path: Path, most: int, ledger_file: Path) -> None:
    """Read the first pages of an archive into a fresh ledger, with coding, and print what it took."""
    pipeline.code("外相は大使と会談した。")
    pipeline.code("The minister met the ambassador.")
    documents = sentences = claims = 0
    with Ledger.create(ledger_file) as ledger:
        started = time.process_time()
        for found in islice(find([str(path)]), most):
            reading = pipeline.reading_of(found)
            ledger.write(reading)
            documents += reading.document is not None
            sentences, claims = sentences + len(reading.sentences), claims + len(reading.claims)
            if documents % _TELL == 0:
                print(f"{documents} coded, {time.process_time() - started:.0f} s", file=sys.stderr, flush=True)
        took = time.process_time() - started
    print(f"with coding, into a ledger: {documents} documents, {sentences} sentences, {claims} claims; "
          f"{documents / took:.1f} documents and {sentences / took:.0f} sentences a second of one core; "
          f"{_memory()} MB, {ledger_file.stat().st_size / 1e6:.0f} MB of ledger")


if __name__ == "__main__":
    main(sys.argv[1:])
