"""Feeds: RSS, Atom and JSON feeds, saved as files or fetched, and what each entry of one holds."""

import codecs
import io
import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO
from urllib.parse import urljoin

import orjson

from keii.documents.article import Article, Known
from keii.documents.dates import page_date
from keii.documents.decode import MAX_TEXT_BYTES, declared_encoding, decode
from keii.errors import InputError
from keii.model import Document, Problem, content_id
from keii.sources.options import Options, problem

_FEED = re.compile(rb"<(?:rss|rdf:RDF|feed|channel)\b", re.IGNORECASE)
_WITHIN = 4096
_TAG = re.compile(r"<[a-zA-Z/!]")
_NAMES = ("tag:", "urn:", "uuid:", "doi:", "info:")  # schemes of names that lead nowhere, for ids of entries
_HOLE = "\ufffd"  # what stands for a byte that is broken
_HOLES = 3  # and one in a thousand characters: a feed with more is in another encoding, not damaged
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
    mark: str | None = None  # what the list says of it, for comparison: another one, and it has changed


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
    head = raw[:_WITHIN]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return bool(_FEED.search(head)) or (head.startswith(b"{") and b"jsonfeed.org/version" in head)


def parse_feed(raw: bytes, *, url: str | None = None, charset: str | None = None) -> Feed:
    """Return the feed of bytes; raises InputError when they are none. Nothing is fetched.

    `url` is where it comes from, against which its links are resolved, `charset` the encoding that its server names.
    """
    if not is_feed(raw):
        raise InputError("this is no feed.", code="input.not-a-feed", remedy=_REMEDY)
    raw = _in_utf8(raw, charset)
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(raw, url)
    import feedparser  # a tenth of a second, for feeds only

    headers = {"content-type": "application/xml; charset=utf-8", **({"content-location": url} if url else {})}
    parsed: Any = feedparser.parse(io.BytesIO(raw), response_headers=headers)
    entries = tuple(entry for one in parsed.entries if (entry := _entry(one)))
    if not parsed.version and not entries:
        raise InputError("the feed is broken: it has no entries that can be read.", code="input.not-a-feed",
                         remedy=_REMEDY)
    about = parsed.feed
    return Feed(title=_words(about.get("title")), site=about.get("link") or None,
                language=about.get("language") or None, entries=entries, malformed=bool(parsed.bozo))


def _in_utf8(raw: bytes, charset: str | None) -> bytes:
    """Return a feed in UTF-8, decoded as every other input is.

    A reader of feeds that is left to guess takes bytes that are not UTF-8 for Windows-1252, and Japanese for gibberish.
    A feed with a few broken bytes, cut within a character for one, is read all the same, without what they stand in.
    """
    try:
        text, _ = decode(raw, declared=declared_encoding(raw) or charset)
    except InputError:
        text = raw.decode("utf-8", "replace")
        if text.count(_HOLE) > max(_HOLES, len(text) // 1000):
            raise
    return text.encode()


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
    content = max((text for text in [*contents, one.get("summary") or ""] if _HOLE not in text), key=len, default="")
    url, title = one.get("link") or None, _words(one.get("title"))
    key = one.get("id") or url or title
    if url and url == key and url.lower().startswith(_NAMES):
        url = None  # an entry without a link, which the reader of feeds replaces by the id
    elif not url and str(key).startswith(("http://", "https://")):
        url = key  # it does not where the link is there and empty
    if not key:
        return None
    published, updated = _date(one, "published"), _date(one, "updated")
    return Entry(key=key, url=url, title=title, author=_words(one.get("author")), published=published or updated,
                 content=content or None, mark=_mark(updated or published, title, content))


def _mark(changed: str | None, title: str | None, content: str | None) -> str:
    """Return a hash of when an entry says that it was changed, and of its words: some say one, some the other."""
    return content_id("e_", changed, title, plain(content or ""))


def _date(one: Any, name: str) -> str | None:
    """Return a date of an entry with the offset that it is written in: by it the day of publication is known.

    Moments are told apart from days, which feedparser makes moments of, some in its own offset.
    """
    written = one.get(name) if name in one else None
    if not isinstance(written, str) or not written.strip():
        return None
    if found := page_date(written):
        return found
    moment = one.get(f"{name}_parsed")  # what only feedparser understands
    return datetime.fromtimestamp(timegm(moment), UTC).isoformat() if moment else None


def _words(value: object) -> str | None:
    return " ".join(plain(value).split()) or None if isinstance(value, str) and _HOLE not in value else None


def _json_feed(raw: bytes, url: str | None) -> Feed:
    try:
        data = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise InputError(f"the JSON feed breaks off at character {error.colno} of line {error.lineno}.",
                         code="input.not-a-feed", remedy=_REMEDY) from error
    items = data.get("items")
    entries = tuple(entry for item in (items if isinstance(items, list) else ())
                    if isinstance(item, dict) and (entry := _item(item, url)))
    return Feed(title=_string(data, "title"), site=_string(data, "home_page_url"), language=_string(data, "language"),
                entries=entries)


def _item(item: dict[str, Any], base: str | None) -> Entry | None:
    authors = item.get("authors") or [item.get("author")]
    names = [name for one in authors if isinstance(one, dict) and (name := _string(one, "name"))]
    url, title = _string(item, "url") or _string(item, "external_url"), _string(item, "title")
    key = item.get("id") or url or title
    if not key:
        return None
    content = _string(item, "content_html") or _string(item, "content_text") or _string(item, "summary")
    published, updated = (page_date(_string(item, f"date_{name}") or "") for name in ("published", "modified"))
    return Entry(key=str(key), url=urljoin(base, url) if base and url else url, title=title,
                 author=", ".join(names) or None, published=published or updated, content=content,
                 mark=_mark(updated or published, title, content))


def _string(data: dict[str, Any], name: str) -> str | None:
    value = data.get(name)
    return value.strip() or None if isinstance(value, str) else None
