"""What an address is: a feed, a sitemap, a page that names its feeds, or a page alone."""

import contextlib
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from keii.documents.dates import page_date
from keii.errors import InputError
from keii.sources.addresses import host_of, joined
from keii.sources.feeds import is_feed
from keii.sources.jsonl import is_json, is_object
from keii.sources.mail import looks_like_mail
from keii.sources.markup import escaped
from keii.sources.unpack import unpack

if TYPE_CHECKING:
    from lxml.etree import _Element

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_MAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")
_NEWS = re.compile(r"\{https?://www\.google\.com/schemas/sitemap-news/[^}]*\}news")
_GZIP, _ZIP, _WARC, _PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"WARC/", b"PAR1"  # beginnings of files
_HEAD = 2048  # bytes in which a sitemap's first element stands
_MAX_BYTES = 50_000_000  # of a sitemap unpacked, the limit of its standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One address of a sitemap; every None: it does not say."""

    url: str
    title: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: str | None = None  # ISO 8601; of the news extension alone: lastmod is no publication
    changed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """A sitemap: addresses of pages, or of further sitemaps, on its own host, and of pages on others."""

    pages: tuple[Listed, ...]
    maps: tuple[Listed, ...]
    others: tuple[Listed, ...] = ()  # pages of other hosts, which have to say that it may list them


def kind_of(body: bytes) -> str:
    """Return feed, sitemap or page."""
    head = _unpacked(body[:_HEAD]) if body.startswith(_GZIP) else body[:_HEAD]
    if _MAP.search(head):
        return "sitemap"
    return "feed" if is_feed(body) else "page"


def feeds_of(page: bytes, base: str) -> Iterator[str]:
    """Yield the addresses of the feeds that a page names, in its order; feeds of comments go last."""
    import lxml.html
    from lxml.etree import ParserError

    try:
        tree = lxml.html.document_fromstring(page)
    except (ParserError, ValueError):
        return
    links = tree.xpath("//link[contains(concat(' ', normalize-space(@rel), ' '), ' alternate ')][@href]")
    found = [link for link in links if (link.get("type") or "").strip().lower() in _FEEDS]
    for given in tree.xpath("//base/@href")[:1]:
        with contextlib.suppress(InputError):
            base = joined(base, str(given))
    for link in sorted(found, key=lambda one: "comment" in f"{one.get('href')} {one.get('title')}".lower()):
        try:
            yield joined(base, link.get("href"))
        except InputError:
            continue  # an address that is none leads nowhere


def refuse_container(body: bytes) -> None:
    """Raise InputError for what holds many documents and is no list of addresses: an archive, mails, JSON."""
    line = body[:_HEAD].lstrip().partition(b"\n")[0]
    if body.startswith((_GZIP, _ZIP, _WARC, _PARQUET)) or is_json(body) or is_object(line) or looks_like_mail(line):
        raise InputError("this is an archive or another file of documents, not a page.", code="input.not-a-page",
                         remedy="Save it, and follow the file or its folder.")


def _unpacked(head: bytes) -> bytes:
    """Return what the beginning of packed bytes holds, as far as it can be read."""
    try:
        return zlib.decompressobj(31).decompress(head, _HEAD)
    except zlib.error:
        return b""


def is_site(url: str) -> bool:
    """Tell whether an address is that of a whole site, and not of a page in it."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def names_sitemaps(url: str) -> bool:
    """Tell whether an address is that of a robots.txt."""
    return urlsplit(url).path == "/robots.txt"


def of_news(addresses: Sequence[str]) -> list[str]:
    """Return the sitemaps that are called those of news; all, where none is.

    >>> of_news(["https://news.example/all.xml", "https://news.example/sitemap-news.xml"])
    ['https://news.example/sitemap-news.xml']
    """
    return [one for one in addresses if "news" in urlsplit(one).path.lower()] or list(addresses)


def parse_sitemap(raw: bytes, *, base: str) -> Sitemap:
    """Return a sitemap; further sitemaps on other hosts are left out, as its standard asks. Raises InputError."""
    from lxml import etree

    if raw.startswith(_GZIP):
        raw = unpack(raw, "gzip", limit=_MAX_BYTES)
    parser: Any = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    root = etree.fromstring(escaped(raw), parser)
    space, _, name = root.tag.rpartition("}") if root is not None else ("", "", "")  # some write https, or an older one
    if name not in ("urlset", "sitemapindex"):
        raise InputError("this is no sitemap.", code="input.not-a-feed", remedy="Give a sitemap.xml or a feed.")
    space = f"{space}}}" if space else ""
    pages = [page for one in root.iter(f"{space}url") if (page := _listed(one, space, base))]
    maps = [found for one in root.iter(f"{space}sitemap") if (found := _listed(one, space, base))]
    host = host_of(base)
    return Sitemap(pages=tuple(one for one in pages if host_of(one.url) == host),
                   maps=tuple(one for one in maps if host_of(one.url) == host),
                   others=tuple(one for one in pages if host_of(one.url) != host))


def _listed(element: "_Element", space: str, base: str) -> Listed | None:
    url = _address(element.findtext(f"{space}loc"), base)
    if url is None:
        return None
    found = next((one for one in element if isinstance(one.tag, str) and _NEWS.fullmatch(one.tag)), None)
    own = "" if found is None else found.tag.removesuffix("news")
    news = f"{own}news/{own}"
    return Listed(
        url=url, title=_text(element, f"{news}title"), publisher=_text(element, f"{news}publication/{own}name"),
        language=_text(element, f"{news}publication/{own}language"),
        published=page_date(_text(element, f"{news}publication_date") or ""),
        changed=page_date(_text(element, f"{space}lastmod") or ""))


def _text(element: "_Element", path: str) -> str | None:
    return " ".join((element.findtext(path) or "").split()) or None


def _address(link: str | None, base: str) -> str | None:
    try:
        return joined(base, link) if link else None
    except InputError:
        return None
