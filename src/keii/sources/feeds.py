"""Feeds: RSS, Atom and JSON feeds, saved as files or fetched, and what each entry of one holds."""

import io
import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

import orjson

from keii.documents.article import Article, Known
from keii.documents.dates import page_date
from keii.documents.decode import MAX_TEXT_BYTES
from keii.errors import InputError
from keii.model import Document, Problem
from keii.sources.options import Options, problem

_FEED = re.compile(rb"<(?:rss|rdf:RDF|feed|channel)\b", re.IGNORECASE)
_WITHIN = 4096
_TAG = re.compile(r"<[a-zA-Z/!]")
_REMEDY = "Give an RSS, Atom or JSON feed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed; every None: it does not say."""

    key: str  # the id that the feed gives it, else its address, else its title
    url: str | None
    title: str | None
    author: str | None
    published: str | None  # ISO 8601
    content: str | None  # text or HTML: the whole article, or a summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it was published; every None: it does not say."""

    title: str | None
    site: str | None  # address of the pages it belongs to
    language: str | None
    entries: tuple[Entry, ...]
    malformed: bool = False  # it breaks the rules of its format, and was read all the same


def is_feed(raw: bytes) -> bool:
    """Tell whether bytes are a feed."""
    head = raw[:_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n")
    return bool(_FEED.search(head)) or (head.startswith(b"{") and b"jsonfeed.org/version" in head)


def parse_feed(raw: bytes, *, url: str | None = None) -> Feed:
    """Return the feed of bytes; raises InputError when they are none. Nothing is fetched."""
    if not is_feed(raw):
        raise InputError("this is no feed.", code="input.not-a-feed", remedy=_REMEDY)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(raw)
    import feedparser  # a tenth of a second, for feeds only

    headers = {"content-location": url} if url else {}
    parsed: Any = feedparser.parse(io.BytesIO(raw), response_headers=headers)
    entries = tuple(entry for one in parsed.entries if (entry := _entry(one)))
    if not parsed.version and not entries:
        raise InputError("the feed is broken: it has no entries that can be read.", code="input.not-a-feed",
                         remedy=_REMEDY)
    about = parsed.feed
    return Feed(title=_words(about.get("title")), site=about.get("link") or None,
                language=about.get("language") or None, entries=entries, malformed=bool(parsed.bozo))


def read_feed(stream: BinaryIO, options: Options, *, origin: str) -> Iterator[Document | Problem]:
    """Yield the documents that the entries of a saved feed hold themselves; their pages are not fetched."""
    raw = stream.read(MAX_TEXT_BYTES + 1)
    try:
        if len(raw) > MAX_TEXT_BYTES:
            raise InputError(f"the feed is larger than {MAX_TEXT_BYTES:,} bytes.", code="input.too-large",
                             remedy=_REMEDY)
        feed = parse_feed(raw)
    except InputError as error:
        yield problem(error, origin)
        return
    for number, entry in enumerate(feed.entries, start=1):
        yield from read_entry(entry, feed, options, origin=f"{origin}:{number}")
    if not feed.entries:
        yield Problem(code="input.empty", origin=origin, message="the feed has no entries.", remedy=_REMEDY)


def read_entry(entry: Entry, feed: Feed, options: Options, *, origin: str,
               retrieved: str | None = None) -> Iterator[Document | Problem]:
    """Yield the document of what an entry holds itself."""
    known = Known(today=options.today, publisher=feed.title, language=feed.language, retrieved=retrieved)
    article = Article(text=plain(entry.content or entry.title or ""), title=entry.title, author=entry.author,
                      published_at=entry.published, published_basis="feed" if entry.published else None, url=entry.url)
    yield from options.made(article, origin=origin, reader="feed", known=known)


def plain(content: str) -> str:
    """Return the words of text or HTML, one paragraph a line."""
    if not _TAG.search(content):
        import html

        return html.unescape(content)
    import lxml.html
    from lxml.etree import ParserError

    try:
        tree = lxml.html.fragment_fromstring(content, create_parent="div")
    except ParserError:
        return content
    for reading in tree.xpath(".//rt | .//rp | .//script | .//style | .//figure"):
        reading.drop_tree()
    for block in tree.xpath(".//p | .//br | .//li | .//h1 | .//h2 | .//h3 | .//h4 | .//div | .//blockquote"):
        block.tail = "\n" + (block.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def _entry(one: Any) -> Entry | None:
    contents = [part.get("value") for part in one.get("content", ()) if part.get("value")]
    content = max([*contents, one.get("summary") or ""], key=len) or None
    url, title = one.get("link") or None, _words(one.get("title"))
    key = one.get("id") or url or title
    if not key:
        return None
    moment = one.get("published_parsed") or one.get("updated_parsed")
    published = (datetime.fromtimestamp(timegm(moment), UTC).isoformat() if moment
                 else page_date(one.get("published") or ""))
    return Entry(key=key, url=url, title=title, author=_words(one.get("author")), published=published,
                 content=content)


def _words(value: object) -> str | None:
    return " ".join(plain(value).split()) or None if isinstance(value, str) else None


def _json_feed(raw: bytes) -> Feed:
    try:
        data = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise InputError(f"the JSON feed breaks off at character {error.colno} of line {error.lineno}.",
                         code="input.not-a-feed", remedy=_REMEDY) from error
    items = data.get("items")
    entries = tuple(entry for item in (items if isinstance(items, list) else ())
                    if isinstance(item, dict) and (entry := _item(item)))
    return Feed(title=_string(data, "title"), site=_string(data, "home_page_url"), language=_string(data, "language"),
                entries=entries)


def _item(item: dict[str, Any]) -> Entry | None:
    authors = item.get("authors") or [item.get("author")]
    names = [name for one in authors if isinstance(one, dict) and (name := _string(one, "name"))]
    url, title = _string(item, "url") or _string(item, "external_url"), _string(item, "title")
    key = item.get("id") or url or title
    if not key:
        return None
    return Entry(key=str(key), url=url, title=title, author=", ".join(names) or None,
                 published=page_date(_string(item, "date_published") or ""),
                 content=_string(item, "content_html") or _string(item, "content_text") or _string(item, "summary"))


def _string(data: dict[str, Any], name: str) -> str | None:
    value = data.get(name)
    return value.strip() or None if isinstance(value, str) else None
