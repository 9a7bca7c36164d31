"""A web server on this computer that serves feeds and pages with every fault, for tests."""

import gzip
import ssl
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

POLL = 0.01  # seconds after which a server looks whether it shall stop; the library's half a second ends every test
ARTICLE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:site_name" content="Example Gazette"></head><body><article><h1>{title}</h1>
<p>The foreign minister met the president in Geneva on Monday, and both agreed to reopen the border, officials said.</p>
<p>The army withdrew from the town of {title} on Sunday. The government accused the rebels of breaking the truce.</p>
<p>A spokesman said that talks would resume next week in the capital, where the parties last met in March.</p>
</article></body></html>"""
JAPANESE = """<html><head><meta charset="Shift_JIS"><title>外相会談</title></head><body><article><h1>外相会談</h1>
<p>外務省は三日、両国の外相が来月会談すると発表した。会談では国境の再開について協議する見通しだ。</p>
<p>外相は会見で「早期の合意を目指す」と述べた。与党の幹部は、この発言を批判している。</p></article></body></html>"""


@dataclass
class Answer:
    """What the server says to one path."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    slow: float = 0.0  # seconds before each tenth of the body
    cut: bool = False  # half of the body, then the connection ends
    endless: bool = False  # a header that does not end: now and then a byte of it


@dataclass
class Site:
    """The answers by path, and how often each was asked for."""

    url: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    sent: list[dict[str, str]] = field(default_factory=list)  # headers of every request
    times: list[float] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def article(self, path: str, title: str) -> str:
        """Serve an article; return its address."""
        self.answers[path] = Answer(ARTICLE.format(title=title).encode())
        return self.url + path

    def feed(self, path: str, links: list[tuple[str, str]], **headers: str) -> str:
        """Serve a feed of addresses and titles; return its address."""
        items = "".join(f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
                        "<pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate></item>" for link, title in links)
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>{items}</channel></rss>'
        self.answers[path] = Answer(body.encode(), "application/rss+xml", headers=headers)
        return self.url + path


@contextmanager
def serving(address: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Run the server; robots.txt is missing unless it is given."""
    site = Site()
    guard = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with guard:
                site.asked[self.path] += 1
                site.sent.append({name.lower(): value for name, value in self.headers.items()})
                site.times.append(time.monotonic())
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
            try:
                self.answer(site.answers.get(self.path, Answer(b"not here", status=404)))
            except (BrokenPipeError, ConnectionResetError):
                pass
            finally:
                with guard:
                    site.at_once -= 1

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def answer(self, answer: Answer) -> None:
            if answer.endless:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Words: ")
                while True:
                    self.wfile.write(b"a")
                    time.sleep(0.1)
            etag = answer.headers.get("ETag")
            unchanged = etag is not None and self.headers.get("If-None-Match") == etag
            body = b"" if unchanged else answer.body
            self.send_response(304 if unchanged else answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if answer.cut:
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
                return
            step = max(len(body) // 10, 1) if answer.slow else max(len(body), 1)
            for at in range(0, len(body), step):
                time.sleep(answer.slow)
                self.wfile.write(body[at : at + step])
                self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer((address, 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def bomb(size: int) -> bytes:
    """Return zeros packed with gzip."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(size // 1_000_000)) + packer.flush()


def packed(text: str) -> bytes:
    """Return a text packed with gzip."""
    return gzip.compress(text.encode(), mtime=0)
