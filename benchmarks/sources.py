"""How fast sources are read: feeds polled from a server on this computer, and the pages of a web archive.

Run it as `python -m benchmarks.sources FEEDS PAGES`, with `tests` among the paths of modules. Each feed has a host of
its own (127.0.0.0/8 is this computer), so that politeness does not decide; the archive is read by keii and, in the
same run, by trafilatura alone.
"""

import io
import resource
import sys
import time
from datetime import UTC, datetime

import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from keii.model import Document
from keii.model.followed import Followed
from keii.sources.fetch import Fetcher, Manners
from keii.sources.options import Options
from keii.sources.poll import Taken
from keii.sources.rounds import poll_all
from keii.sources.warc import read_warc
from sources.faults import ARTICLE, serving


def poll_feeds(count: int) -> None:
    """Poll this many feeds without new entries, twice, and print requests a second and memory."""
    now = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
    with serving("0.0.0.0") as site:
        site.feed("/rss", [])
        port = site.url.rpartition(":")[2]
        sources = [Followed(number=n + 1, address=f"http://127.{n // 65_536 + 1}.{n // 256 % 256}.{n % 256}:{port}/rss",
                            kind="feed", every=3600, added_at="") for n in range(count)]
        started = time.perf_counter()
        states = list(poll_all(sources, {}, Fetcher(Manners(private=True, delay=0.0)), Options(), now))
        took = time.perf_counter() - started
        requests = site.asked.total()
    failed = sum(not isinstance(one, Taken) and one.trouble is not None for one in states)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count} feeds polled in {took:.1f} s, {failed} failed: {requests / took:.0f} requests/s, {memory} MB "
          "with the server")


def archive(count: int) -> bytes:
    """Return a web archive of this many pages."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for number in range(count):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        page = ARTICLE.format(title=f"Kora {number}").encode()
        writer.write_record(writer.create_warc_record(
            f"https://news.example/{number}", "response", payload=io.BytesIO(page), http_headers=headers))
    return out.getvalue()


def read_archive(count: int) -> None:
    """Read an archive with keii and with trafilatura alone, and print documents a second."""
    raw = archive(count)
    started = time.process_time()
    given = sum(isinstance(one, Document) for one in read_warc(io.BytesIO(raw), Options(), origin="a.warc.gz"))
    ours = time.process_time() - started
    started = time.process_time()
    for record in ArchiveIterator(io.BytesIO(raw), record_types=WarcRecordType.response, parse_http=True):
        trafilatura.extract(record.reader.read().decode(), include_comments=False, include_tables=False)
    theirs = time.process_time() - started
    print(f"{given} pages: keii {given / ours:.0f} documents a second of one core, "
          f"trafilatura alone {count / theirs:.0f}")


if __name__ == "__main__":
    poll_feeds(int(sys.argv[1]))
    read_archive(int(sys.argv[2]))
