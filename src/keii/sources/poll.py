"""Polling: what a source that is followed lists anew or as changed, and how the source fares.

A poll reads and fetches; it keeps nothing. What it yields is kept by its caller, item by item, so that a poll that is
interrupted is taken up where it stopped: an item that was not kept is listed as new the next time.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from operator import lt, ne
from pathlib import Path

from keii import __version__
from keii.documents.article import Known
from keii.documents.decode import MAX_TEXT_BYTES
from keii.documents.formats import FORMATS, recognise
from keii.errors import InputError
from keii.model import Document, Problem
from keii.model.followed import Capture, Followed, Item
from keii.sources.addresses import checked_url, host_of
from keii.sources.discover import Listed, Sitemap, parse_sitemap
from keii.sources.feeds import Entry, Feed, parse_feed, plain, read_entry
from keii.sources.fetch import Fetcher, Response, retry_after
from keii.sources.files import kind_of, read_file
from keii.sources.folders import walk
from keii.sources.jsonl import is_json
from keii.sources.listing import Fetched, due
from keii.sources.options import Options, problem
from keii.sources.sitemaps import PASSING, TRIES, Maps, Noted, read_maps, unique
from keii.sources.submitted import Submitted, submitted

LONGEST = 86_400.0  # seconds between two polls of a source that fails, at most
_PART = f" {__version__} after "  # between the mark of a file and how much of it was kept
_ENOUGH = 100  # characters of an entry's own text that serve where its page cannot be had
_GIVEN_UP = "If the page is wanted, save it in a browser and give the file."
_KINDS = {"text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One item of a source, new or changed: what was fetched, and the documents in it, read as they are asked for."""

    source: Followed
    item: Item
    capture: Capture | None  # None: nothing came, or it is a container that stays where it is
    found: Iterable[Document | Problem]  # to be read once
    about: str | None = None  # an input whose problems are over where `found` tells none; None: those that it names
    kept: int = 0  # documents and problems before `found` that were kept before the reading was interrupted
    again: bool = False  # its address was read before: what is found now is another version, or the same


class _BusyError(Exception):
    """The server asks to be left alone; holds the seconds, None when it does not say how long."""

    def __init__(self, status: int, seconds: float | None) -> None:
        super().__init__(f"the server is busy (status {status}).")
        self.seconds = seconds


def poll(source: Followed, known: Mapping[str, Item], fetcher: Fetcher, options: Options,
         now: datetime, *, fetched: Fetched | None = None) -> Iterator[Taken | Followed]:
    """Yield what a source lists anew, item by item, and at the end the source with its new state.

    `fetched` tells which source had the page of an address, and is added to: what another one had is not fetched again.
    """
    new = 0
    fetched = fetched or Fetched()
    try:
        state = source
        for got in _POLLS[source.kind](source, known, fetcher, options, fetched):
            if isinstance(got, Followed):
                state = got
            else:
                new += got.found != ()  # a map that was read, or a page that another source had, is no news
                yield got
        yield _well(state, new, now)
    except (InputError, _BusyError) as error:
        seconds = error.seconds if isinstance(error, _BusyError) else None
        yield _failed(source, str(error), seconds, new, now)


def _well(source: Followed, new: int, now: datetime) -> Followed:
    at = stamp(now)
    return replace(source, checked_at=at, changed_at=at if new else source.changed_at, failures=0, trouble=None,
                   next_at=stamp(now + timedelta(seconds=source.every)))


def _failed(source: Followed, trouble: str, seconds: float | None, new: int, now: datetime) -> Followed:
    """Return a source that failed: each time in a row it is left alone twice as long, or as its server asks.

    What came before it failed is news all the same.
    """
    pause = min(source.every * 2.0 ** min(source.failures, 20), LONGEST)
    at = stamp(now)
    return replace(source, checked_at=at, changed_at=at if new else source.changed_at,
                   failures=source.failures + 1, trouble=trouble,
                   next_at=stamp(now + timedelta(seconds=max(pause, min(seconds or 0.0, 7 * LONGEST)))))


def stamp(moment: datetime) -> str:
    """Return a moment as the ledger writes it: ISO 8601 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def capture_of(answer: Response) -> Capture:
    """Return an answer as a capture."""
    return Capture(address=answer.url, final=answer.final, status=answer.status,
                   headers=tuple(sorted(answer.headers.items())), body=answer.body, at=answer.fetched,
                   hash=hashlib.sha256(answer.body).hexdigest())


# ---- one kind of source after the other ----

def _poll_feed(source: Followed, known: Mapping[str, Item], fetcher: Fetcher, options: Options,
               fetched: Fetched) -> Iterator[Taken | Followed]:
    answer = _asked(source, known, fetcher)
    if answer is None:
        return
    feed = parse_feed(answer.body, url=answer.final, charset=answer.charset)
    entries = {entry.key: entry for entry in reversed(feed.entries)}  # of entries with one id the first counts
    for key, item in known.items():
        if item.state == "waiting" and key not in entries:  # it is listed no more; the problem says what it was
            yield Taken(source=source, item=replace(item, state="failed"), capture=None, found=())
    taken = due(reversed(entries.values()), known, has_changed=ne)
    yield from _taken(source, taken.entries, lambda _: feed, answer, known, fetcher, options, fetched)
    state = replace(source, title=source.title or feed.title)
    yield _answered(state, answer) if taken.whole else state


def _poll_sitemap(source: Followed, known: Mapping[str, Item], fetcher: Fetcher, options: Options,
                  fetched: Fetched) -> Iterator[Taken | Followed]:
    answer = _asked(source, known, fetcher)
    if answer is None:
        return
    sitemap = parse_sitemap(answer.body, base=answer.final)
    maps = read_maps(sitemap, known, lambda url: _good(fetcher.get(url)).body, now=answer.fetched)
    beside = _of_other_hosts(source, sitemap, maps, answer, known, fetcher)
    for noted in (*maps.broken, *beside.noted):
        yield _of_map(source, noted)
    pages = {page.url: page for page in unique([*sitemap.pages, *maps.pages, *beside.pages])}
    newest = sorted(pages.values(), key=lambda page: page.published or page.changed or "", reverse=True)
    taken = due(map(_entry, newest), known, has_changed=lt)  # two maps may say otherwise of a page: the later counts
    waits = False
    for got in _taken(source, taken.entries, lambda entry: _feed(pages[entry.key]), answer, known, fetcher, options,
                      fetched):
        waits |= got.item.state == "waiting"
        yield got
    if taken.whole and beside.whole and not waits:  # otherwise the same maps hold more: the next poll reads them again
        for noted in maps.read:
            yield _of_map(source, noted)
        if maps.whole and maps.dated:
            yield _answered(source, answer)


def _of_other_hosts(source: Followed, sitemap: Sitemap, maps: Maps, answer: Response, known: Mapping[str, Item],
                    fetcher: Fetcher) -> Submitted:
    return submitted({answer.final: sitemap.others, **maps.others}, followed={source.address, answer.final},
                     known=known, named=fetcher.sitemaps)


def _of_map(source: Followed, noted: Noted) -> Taken:
    found = (noted.trouble,) if noted.trouble else ()
    return Taken(source=source, item=noted.item, capture=None, found=found, about=noted.url)


def _poll_page(source: Followed, known: Mapping[str, Item], fetcher: Fetcher, options: Options,
               _: Fetched) -> Iterator[Taken | Followed]:
    answer = _asked(source, known, fetcher)
    if answer is None:
        return
    capture = capture_of(answer)
    held = known.get(source.address)
    if held is None or held.mark != capture.hash:
        yield Taken(source=source, item=Item(key=source.address, state="done", mark=capture.hash), capture=capture,
                    found=_documents(answer, None, None, answer, options), again=held is not None)
    yield _answered(source, answer)


def _poll_path(source: Followed, known: Mapping[str, Item], _: Fetcher, options: Options,
               __: Fetched) -> Iterator[Taken | Followed]:
    path = source.address
    if not os.path.exists(path):  # noqa: PTH110
        raise InputError("there is no such file or folder.", code="input.missing", remedy="Check the path.")
    found = walk(path, kind_of) if os.path.isdir(path) else iter((path,))  # noqa: PTH112
    for entry in found:
        if isinstance(entry, Problem):
            yield Taken(source=source, item=Item(key=f"{entry.code} {entry.origin}", state="done"), capture=None,
                        found=(entry,))
            continue
        try:
            status = Path(entry).stat()
        except OSError:
            continue  # gone since the folder was listed
        mark = f"{status.st_size} {status.st_mtime_ns}"
        held = known.get(entry)
        if held is None or held.mark != mark:
            kept = _kept(held, mark)
            yield Taken(source=source, item=Item(key=entry, state="done", mark=mark),
                        capture=_look(entry, status.st_size, status.st_mtime), kept=kept,
                        found=islice(read_file(entry, options, origin=entry), kept, None))


def interrupted(taken: Taken, kept: int) -> Item:
    """Return the item of a file of which only the first documents and problems were kept; the next poll goes on there.

    It counts for the same bytes and the same keii: another one may find others in them.
    """
    return replace(taken.item, state="waiting", mark=f"{taken.item.mark}{_PART}{kept}")


def _kept(held: Item | None, mark: str) -> int:
    """Return how many documents and problems of a file with this mark were kept when its reading was interrupted."""
    part = (held.mark or "").removeprefix(f"{mark}{_PART}") if held and held.state == "waiting" else ""
    return int(part) if part.isdecimal() else 0


_POLLS = {"feed": _poll_feed, "sitemap": _poll_sitemap, "page": _poll_page, "path": _poll_path}


# ---- items ----

def _asked(source: Followed, known: Mapping[str, Item], fetcher: Fetcher) -> Response | None:
    """Return the answer of a source, None when it says that nothing has changed.

    The validators of the last answer are sent only when no item waits: the list is needed to try it again.
    """
    conditions = {}
    if not any(item.state == "waiting" for item in known.values()):
        if source.etag:
            conditions["If-None-Match"] = source.etag
        if source.modified:
            conditions["If-Modified-Since"] = source.modified
    answer = fetcher.get(source.address, headers=conditions)
    return None if answer.status == 304 else _good(answer)


def _good(answer: Response) -> Response:
    """Return an answer that holds what was asked for; raises InputError or, where asked to wait, _BusyError."""
    if answer.status in (429, 503):
        raise _BusyError(answer.status, retry_after(answer, datetime.fromisoformat(answer.fetched)))
    if answer.status != 200:
        passing = answer.status >= 500
        raise InputError(f"the server answers with status {answer.status}.",
                         code="fetch.failed" if passing else "fetch.status",
                         remedy="Nothing needs to be done; it is tried again later." if passing else
                         "Look whether the address still leads to it.")
    return answer


def _answered(source: Followed, answer: Response) -> Followed:
    return replace(source, etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))


def _entry(page: Listed) -> Entry:
    return Entry(key=page.url, url=page.url, title=page.title, author=None, published=page.published, content=None,
                 mark=page.changed)


def _feed(page: Listed) -> Feed:
    return Feed(title=page.publisher, site=None, language=page.language, entries=())


def _taken(source: Followed, entries: Iterable[Entry], feed_of: Callable[[Entry], Feed], listing: Response,
           known: Mapping[str, Item], fetcher: Fetcher, options: Options, fetched: Fetched) -> Iterator[Taken]:
    """Yield the entries of a list; those wait whose server asks to be left alone. Raises _BusyError for the list's."""
    busy: set[str] = set()
    for entry in entries:
        host, item = _host(entry), known.get(entry.key, Item(key=entry.key, state="waiting", tries=0))
        if host in busy:
            yield Taken(source=source, item=replace(item, state="waiting"), capture=None, found=())
            continue
        try:
            got = _take(source, entry, feed_of(entry), listing, known, fetcher, options, fetched)
        except _BusyError:
            tries = item.tries + 1 if item.state == "waiting" else 1
            yield Taken(source=source, item=replace(item, state="waiting", tries=tries), capture=None, found=())
            if host == host_of(source.address):
                raise
            busy.add(host)
        else:
            yield got


def _host(entry: Entry) -> str:
    try:
        return host_of(checked_url(entry.url or ""))
    except InputError:
        return ""


def _had(source: Followed, entry: Entry, known: Mapping[str, Item], fetched: Fetched) -> Taken | None:
    """Return an entry as done when another source had its page, else None.

    A paper lists an article in several of its feeds. What this source had itself is fetched: it is mostly an update.
    So is what has changed since, by the first source that says so in a round.
    """
    try:
        url = checked_url(entry.url) if entry.url else ""
    except InputError:
        return None  # to fetch it tells what is wrong
    is_new = entry.key not in known or known[entry.key].state == "waiting"
    if url not in fetched.again and (not is_new or fetched.by.get(url, source.number) == source.number):
        return None
    return Taken(source=source, item=Item(key=entry.key, state="done", mark=entry.mark), capture=None, found=(),
                 about=entry.url)


def _take(source: Followed, entry: Entry, feed: Feed, listing: Response, known: Mapping[str, Item], fetcher: Fetcher,
          options: Options, fetched: Fetched) -> Taken:
    """Return an entry of a feed or sitemap with its page, or with what the feed itself holds of it."""
    if had := _had(source, entry, known, fetched):
        return had
    held = known.get(entry.key)
    tries = held.tries + 1 if held and held.state == "waiting" else 1
    changed = held is not None and held.state != "waiting"
    again = changed or bool(held and held.mark)
    trouble: InputError | None = None
    answer = None
    if entry.url:
        try:
            answer = _good(fetcher.get(entry.url))
            again |= fetched.by.get(answer.url) == source.number
            for url in {answer.url, answer.final}:
                fetched.by.setdefault(url, source.number)
                if changed:
                    fetched.again.add(url)
        except InputError as error:
            trouble = error
        except _BusyError as error:
            if tries < TRIES:
                raise
            trouble = InputError(str(error), code="fetch.failed", remedy=_GIVEN_UP)
    if trouble and trouble.code in PASSING and tries < TRIES:
        item = Item(key=entry.key, state="waiting", tries=tries, mark=held.mark if held else None)
        return Taken(source=source, item=item, capture=None, found=(problem(trouble, entry.url or source.address),))
    # What was taken counts the times that it was read for nothing since it had changed last.
    item = Item(key=entry.key, state="failed" if trouble else "done", mark=entry.mark,
                tries=held.tries + 1 if changed and held else 1)
    # Where an article was read before, the feed's own words are no version of it.
    had_page = held is not None and held.mark is not None and held.state != "failed"
    return Taken(source=source, item=item, capture=capture_of(answer or listing), again=again,
                 found=_documents(answer, entry, None if trouble and had_page else feed, listing, options, trouble))


def _documents(answer: Response | None, entry: Entry | None, feed: Feed | None, listing: Response, options: Options,
               trouble: InputError | None = None) -> Iterator[Document | Problem]:
    """Yield the documents of a page; where it gives none, of the entry's own text."""
    origin = (entry.url if entry else None) or listing.url
    given = 0
    if trouble:
        yield problem(trouble, origin)
    if answer and is_json(answer.body):
        yield problem(InputError("the answer is JSON, not a page.", code="input.not-a-page",
                                 remedy="Give the address of the page that shows it."), origin)
    elif answer:
        for one in options.documents(answer.body, kind=_format(answer), origin=origin,
                                     known=_known(answer, entry, feed)):
            given += isinstance(one, Document)
            yield one
    if not given and entry and feed and len(plain(entry.content or "")) >= _ENOUGH:
        yield from read_entry(entry, feed, options, origin=origin, retrieved=listing.fetched)


def _known(answer: Response, entry: Entry | None, feed: Feed | None) -> Known:
    return Known(
        charset=answer.charset, url=answer.final, retrieved=answer.fetched, title=entry.title if entry else None,
        author=entry.author if entry else None, published=entry.published if entry else None,
        basis="feed" if entry and entry.published else None, publisher=feed.title if feed else None,
        language=feed.language if feed else None)


def _format(answer: Response) -> str:
    return _KINDS.get(answer.kind) or recognise(answer.body)


def _look(path: str, size: int, modified: float) -> Capture | None:
    """Return the bytes of a file of one document as a capture; containers and large files stay where they are."""
    if size > MAX_TEXT_BYTES or kind_of(path) not in (None, "mail", *FORMATS):
        return None
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            body = stream.read()
    except OSError:
        return None  # reading the file tells why
    return Capture(address=path, final=path, status=None, body=body, hash=hashlib.sha256(body).hexdigest(),
                   at=stamp(datetime.fromtimestamp(modified, UTC)))
