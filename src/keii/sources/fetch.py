"""Fetching, politely: one request a host at a time, with a delay, as robots.txt allows, within limits.

What a server answers comes back as a Response, whatever its status; what keeps an answer from coming is an
InputError. No cookies, names or passwords are sent, and no address of a private network is spoken to: the address
that was checked is the one that is connected to, for every redirection anew.
"""

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from keii import __version__
from keii.errors import InputError
from keii.sources.addresses import checked_url, host_of, joined, place_of, refuse_private
from keii.sources.proxies import Proxy, proxies_of, trouble_with
from keii.sources.unpack import CODINGS, unpack

if TYPE_CHECKING:
    from protego import Protego
    from urllib3 import BaseHTTPResponse, PoolManager

AGENT = f"keii/{__version__}"  # who asks, honestly; robots.txt may name it
MAX_BYTES = 10_000_000  # of an answer, packed or unpacked: as much as is read of a file
_REDIRECTS = 5
_REDIRECTING = (301, 302, 303, 307, 308)
_CRAWL_DELAY = 60.0  # seconds; a robots.txt that asks for more is asking for one request a run
_ROBOTS_BYTES = 512_000  # the standard (RFC 9309) asks for 500 kibibytes at least
_ROBOTS_AGE, _ROBOTS_TROUBLE = 3600.0, 60.0  # seconds after which it is asked for again; the standard allows a day
_CHUNK = 65_536
_TRY_LATER = "Nothing needs to be done; it is tried again later."


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server answered."""

    url: str  # asked for
    final: str  # answered from, after redirections
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes  # unpacked
    fetched: str  # ISO 8601, UTC

    @property
    def kind(self) -> str:
        """The media type, in lower case and without its parameters; empty when none was told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the media type names."""
        found = self.headers.get("content-type", "").lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
        return found or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How servers are treated."""

    delay: float = 2.0  # seconds between two requests to a host
    timeout: float = 20.0  # seconds without a byte
    deadline: float = 60.0  # seconds for one answer altogether
    private: bool = False  # private and loopback addresses may be fetched


@dataclass(slots=True)
class _Host:
    """What is known of a host in this run."""

    lock: threading.Lock = field(default_factory=threading.Lock)  # held while a request is out
    rules: threading.Lock = field(default_factory=threading.Lock)  # held while robots.txt is asked for: others wait
    busy: Response | None = None  # its answer that asks to be left alone
    until: float = 0.0  # when it may be asked again after that, by the monotonic clock
    free: float = 0.0  # when the next request may go out, by the monotonic clock
    robots: "Protego | None" = None
    asked: float | None = None  # when robots.txt was fetched, by the monotonic clock
    trouble: InputError | None = None  # why robots.txt could not be fetched


class Fetcher:
    """Fetches addresses; many threads may share one, each host is asked by one of them at a time."""

    def __init__(self, manners: Manners | None = None, *, sleep: Callable[[float], None] = time.sleep,
                 clock: Callable[[], float] = time.monotonic, now: Callable[[], datetime] | None = None) -> None:
        """Make a fetcher; clocks can be replaced for tests. Raises UsageError for proxies that cannot be used."""
        self.manners = manners or Manners()
        self._sleep, self._clock = sleep, clock
        self._now = now or (lambda: datetime.now(UTC))
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()
        self._proxies = proxies_of(os.environ)
        self._pools: dict[Proxy | None, PoolManager] = {}

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Response:
        """Return what the server of an address answers, redirections followed; raises InputError.

        `headers` are conditions such as If-None-Match.
        """
        asked = at = checked_url(url)
        for _ in range(_REDIRECTS + 1):
            if busy := self._busy(at):
                return busy
            self._ask_robots(at)
            response = self._request(asked, at, headers or {}, MAX_BYTES)
            if response.status in (429, 503):
                self._leave_alone(at, response)
            if response.status not in _REDIRECTING or "location" not in response.headers:
                return response
            at = joined(at, response.headers["location"])
        raise InputError(f"the address leads on more than {_REDIRECTS} times.", code="fetch.redirects",
                         remedy="Give the address that it should lead to.")

    def sitemaps(self, url: str) -> list[str]:
        """Return the sitemaps that the robots.txt of an address's host names, as it orders them; raises InputError.

        Some lie on other hosts: by naming them the host says that they may list its pages.
        """
        at = joined(url, "/robots.txt")
        self._know_robots(at)
        rules = self._host(at).robots
        found: list[str] = []
        for name in rules.sitemaps if rules else ():
            try:
                found.append(joined(at, name))
            except InputError:
                continue  # an address that is none leads nowhere
        return list(dict.fromkeys(found))

    def waiting(self) -> dict[str, float]:
        """Return the hosts that ask to be left alone, each with the seconds for which they still do."""
        with self._guard:
            left = {name: host.until - self._clock() for name, host in self._hosts.items() if host.busy}
        return {name: seconds for name, seconds in left.items() if seconds > 0}

    def _host(self, url: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(host_of(url), _Host())

    def _leave_alone(self, url: str, response: Response) -> None:
        """Note how long a host asks to be left alone, whatever is asked of it."""
        if seconds := retry_after(response, self._now()):
            host = self._host(url)
            host.busy, host.until = response, self._clock() + seconds

    def _busy(self, url: str) -> Response | None:
        """Return the answer by which a host still asks to be left alone, None for one that may be asked."""
        host = self._host(url)
        return host.busy if host.until > self._clock() else None

    def _ask_robots(self, url: str) -> None:
        """Raise InputError when the host's robots.txt forbids the address, or fails."""
        self._know_robots(url)
        rules = self._host(url).robots
        if rules and not rules.can_fetch(url, AGENT):
            raise InputError("the site's robots.txt forbids to fetch this address.", code="fetch.robots",
                             remedy="Respect it, or save the page in a browser and give the file.")

    def _know_robots(self, url: str) -> None:
        """Fetch the robots.txt of an address's host, unless it is known; raises InputError when it fails."""
        from protego import Protego

        host = self._host(url)
        with host.rules:
            age = _ROBOTS_TROUBLE if host.trouble else _ROBOTS_AGE
            if host.asked is None or self._clock() - host.asked >= age:
                host.asked, host.trouble = self._clock(), None
                try:
                    host.robots = Protego.parse(self._robots(url))
                except InputError as error:
                    host.trouble = error
            trouble = host.trouble
        if trouble:  # anew each time: who catches it adds what it was about
            raise InputError(trouble.what, code=trouble.code, remedy=trouble.remedy)

    def _robots(self, url: str) -> str:
        """Return the rules of a host: none when it has no robots.txt; nothing is allowed while it fails (RFC 9309)."""
        at = joined(url, "/robots.txt")
        for _ in range(_REDIRECTS + 1):
            answer = self._request(at, at, {"Accept-Encoding": "identity"}, _ROBOTS_BYTES, cut=True)
            if answer.status in _REDIRECTING and "location" in answer.headers:
                at = joined(at, answer.headers["location"])
                continue
            if answer.status >= 500 or answer.status == 429:
                raise InputError(f"the site's robots.txt fails with status {answer.status}.", code="fetch.failed",
                                 remedy=_TRY_LATER)
            return answer.body.decode("utf-8-sig", "replace") if answer.status == 200 else ""
        return ""

    def _request(self, asked: str, url: str, headers: Mapping[str, str], most: int, *, cut: bool = False) -> Response:
        host = self._host(url)
        with host.lock:
            wait = host.free - self._clock()
            if wait > 0:
                self._sleep(wait)
            try:
                return self._answer(asked, url, headers, most, cut=cut)
            finally:
                host.free = self._clock() + self._delay(host)

    def _delay(self, host: _Host) -> float:
        asked = host.robots.crawl_delay(AGENT) if host.robots else None
        return max(self.manners.delay, min(float(asked or 0), _CRAWL_DELAY))

    def _answer(self, asked: str, url: str, headers: Mapping[str, str], most: int, *, cut: bool) -> Response:
        sent = {"User-Agent": AGENT, "Accept-Encoding": ", ".join(CODINGS), "Accept": "*/*", **headers}
        started, proxy = self._clock(), self._proxies.of(url)
        try:
            status, told, body = self._exchange(url, sent, proxy, most, cut=cut, until=started + self.manners.deadline)
        except Exception as error:
            if (known := self._trouble(error, proxy, self._clock() - started)) is None:
                raise
            raise known from error
        if proxy and status == 407:
            raise trouble_with(proxy, "407")
        body = unpack(body, told.get("content-encoding", ""), limit=most)
        return Response(url=asked, final=url, status=status, headers=told, body=body,
                        fetched=self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))

    def _exchange(self, url: str, sent: Mapping[str, str], proxy: Proxy | None, most: int, *, cut: bool,
                  until: float) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and packed body of an answer."""
        from keii.sources.connections import ended_after

        if proxy and not self.manners.private:
            refuse_private(*place_of(url))
        answer = self._open(proxy).request("GET", url, headers=sent, redirect=False, retries=False,
                                           preload_content=False, decode_content=False)
        try:
            with ended_after(until - self._clock(), answer.shutdown):
                body = self._body(answer, most, cut=cut)
        finally:
            answer.close()
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, body

    def _trouble(self, error: Exception, proxy: Proxy | None, took: float) -> InputError | None:
        """Return why no answer came, None for an error that is none of the network's."""
        from urllib3.exceptions import HTTPError, ProxyError
        from urllib3.exceptions import TimeoutError as SilentError

        if isinstance(error, InputError) or not isinstance(error, HTTPError | OSError | ValueError):
            return None
        if took >= self.manners.deadline:
            return InputError(f"the answer took longer than {self.manners.deadline:g} seconds.", code="fetch.timeout",
                              remedy=_TRY_LATER)
        if proxy and isinstance(error, ProxyError):
            return trouble_with(proxy, str(error.original_error))
        if isinstance(error, SilentError | TimeoutError):
            return InputError(f"the server was silent for {self.manners.timeout:g} seconds.", code="fetch.timeout",
                              remedy=_TRY_LATER)
        return InputError(f"the connection failed: {type(error).__name__}.", code="fetch.failed", remedy=_TRY_LATER)

    def _body(self, answer: "BaseHTTPResponse", most: int, *, cut: bool) -> bytes:
        pieces, total = [], 0
        for piece in answer.stream(_CHUNK, decode_content=False):
            pieces.append(piece)
            total += len(piece)
            if total > most:
                if cut:
                    break
                raise InputError(f"the answer is larger than {most:,} bytes.", code="input.too-large",
                                 remedy="Save it yourself and give the file.")
        return b"".join(pieces)[:most]

    def _open(self, proxy: Proxy | None) -> "PoolManager":
        with self._guard:
            if proxy not in self._pools:
                from keii.sources.connections import pool

                self._pools[proxy] = pool(timeout=self.manners.timeout, private=self.manners.private, proxy=proxy,
                                          longest=self.manners.deadline)
            return self._pools[proxy]


def retry_after(response: Response, now: datetime) -> float | None:
    """Return the seconds that a server asks to wait, None when it does not ask."""
    return seconds_asked(response.headers.get("retry-after", ""), now)


def seconds_asked(value: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks to wait, None for one that cannot be understood."""
    value = value.strip()
    if value.isdecimal():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    return max((when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds(), 0.0)
