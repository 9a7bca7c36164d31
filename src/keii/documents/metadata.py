"""What a web page says about its article: JSON-LD first, then meta elements, then what can be seen."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

import orjson
from lxml.html import HtmlElement

from keii.documents.agencies import credited
from keii.documents.dates import is_future, page_date

# In the order in which they are believed; of articles the one with the headline counts, others are teasers.
_TIMES = ("//*[@itemprop='datePublished']/@datetime", "//time[@pubdate]/@datetime",
          "//article[.//h1]//time[not(@itemprop)]/@datetime",
          "//article[not(//article[.//h1])]//time[not(@itemprop)]/@datetime")
_UPDATED = re.compile(r"更新|改訂|\b(?:updated|modified)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"Article$|BlogPosting$|^Report$")
_LIVE = re.compile(r"^LiveBlogPosting$")
_LISTS = re.compile(r"^(?:CollectionPage|SearchResultsPage|ImageGallery|VideoGallery|MediaGallery|ItemList)$")
_SHOWN = ("//body//*[self::h2 or self::h3 or self::b or self::strong or self::font or self::span or self::div]"
          "[normalize-space() = $words]")  # old pages show their headline so
_AUTHORS = "//*[@itemprop='author'] | //article//a[contains(concat(' ', @rel, ' '), ' author ')]"
_BYLINES = ("//*[contains(concat(' ', @class, ' '), ' byline ') or contains(concat(' ', @class, ' '), ' author ')]"
            "[not(ancestor::nav or ancestor::aside or ancestor::footer)]")
# «By Joan Smith and Peter Poe», 文・佐藤花子, 佐藤花子記者; what does not say so may be a beat, a place or the paper
_BYLINE = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (
    r"By:?\s+([^\d@|:/]{3,80})", r"(?:取材・)?文\s*[・＝=:：/／]\s*([^\d@|:：/]{2,20})",
    r"([^\d@|:：/]{2,20}?)\s*記者"))
_BETWEEN = re.compile(r",\s*(?:and\s+)?|\s+and\s+|、")
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "title", "headline"),
    "publisher": ("og:site_name", "application-name", "dc.publisher", "publisher", "article:publisher"),
    "published_at": ("article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate",
                     "dc.date.issued", "dc.date", "dcterms.created", "date", "cxenseparse:recs:publishtime",
                     "parsely-pub-date", "sailthru.date", "iso-8601-publish-date", "article.published"),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"),
    "url": ("og:url",),
    "language": ("og:locale", "content-language", "dc.language"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says about its article; every None: it does not say."""

    title: str | None
    author: str | None
    publisher: str | None
    published_at: str | None
    published_basis: str | None
    url: str | None
    language: str | None
    late: str | None  # a date of publication that lies in the future, and was passed over
    paid: bool  # the page says that the article is for subscribers
    listing: bool  # the page calls itself a list or a gallery, and no article
    live: bool  # the page calls itself a live blog
    updates: tuple[dict[str, Any], ...]  # entries of a live blog, as JSON-LD gives them


def page_facts(tree: HtmlElement, *, today: date | None = None, url: str | None = None) -> Facts:
    """Return the facts that a page states about its article; dates after `today` are not believed.

    Its own address may be given relative to `url`, where it comes from.
    """
    nodes = list(_linked_data(tree))
    linked = next((node for node in nodes if _is(node, _ARTICLE)), {})
    metas = _metas(tree)
    published, basis, late = _published(tree, linked, metas, today)
    publisher = _name(linked.get("publisher")) or _first(metas, "publisher")
    return Facts(
        title=_title(tree, linked, metas, publisher),
        author=_author(tree, linked, metas),
        publisher=None if publisher and publisher.startswith("http") else publisher,
        published_at=published, published_basis=basis,
        url=_url(tree, linked, metas, url),
        language=_text(linked.get("inLanguage")) or tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or _first(metas, "language"),
        late=late, paid=str(linked.get("isAccessibleForFree")).lower() in ("false", "no", "0"),
        listing=not linked and any(_is(node, _LISTS) for node in nodes),
        live=_is(linked, _LIVE),
        updates=tuple(node for node in _list(linked.get("liveBlogUpdate")) if isinstance(node, dict)),
    )


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects of the page, as far as they can be read."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = orjson.loads((script.text or "").strip().strip(";"))
        except orjson.JSONDecodeError:
            continue  # many pages carry broken JSON-LD; the meta elements say the same
        yield from _nodes(data, 0)


def _is(node: dict[str, Any], kinds: re.Pattern[str]) -> bool:
    return any(kinds.search(str(kind)) for kind in _list(node.get("@type")))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str | None:
    value = _list(value)[0] if value else None
    return value.strip() or None if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    value = _list(value)[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _nodes(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:  # @graph, lists and mainEntity nest no deeper
        return
    if isinstance(data, list):
        for entry in data:
            yield from _nodes(entry, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(data.get(key), depth + 1)


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Return the contents of the meta elements by lower-case name; the first of a name counts."""
    metas: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if name and meta.get("content").strip():
            metas.setdefault(name.strip().lower(), meta.get("content").strip())
    return metas


def _first(metas: dict[str, str], fact: str) -> str | None:
    return next((metas[name] for name in _META[fact] if name in metas), None)


def _author(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str]) -> str | None:
    """Return the names of the authors, joined by commas; addresses of their pages are no names."""
    stated: Sequence[str | None] = [_name(one) for one in _list(linked.get("author"))]
    if not any(stated):
        stated = [metas[name] for name in _META["author"] if name in metas][:1]
    if not any(stated):
        stated = [" ".join(" ".join(element.xpath("(.//*[@itemprop='name'] | self::*)[last()]//text()")).split())
                  for element in tree.xpath(_AUTHORS)]
    if not any(stated):
        stated = _signed(tree)
    names = dict.fromkeys(name for name in stated if name and not name.startswith(("http:", "https:")))
    return ", ".join(names) or None


def _signed(tree: HtmlElement) -> list[str]:
    """Return the names of the first line that is marked as the article's byline, where it says that it is one.

    An agency is no author; it is found as what the text is credited to.
    """
    line = next((" ".join(one.text_content().split()) for one in tree.xpath(_BYLINES)), "")
    found = next((match for pattern in _BYLINE if (match := pattern.fullmatch(line))), None)
    names = [name for one in _BETWEEN.split(found[1]) if (name := one.strip())] if found else []
    return [name for name in names if not credited("", name, "en") and not credited("", name, "ja")]


def _published(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str],
               today: date | None) -> tuple[str | None, str | None, str | None]:
    """Return the publication date, where it was found, and a later one than today if the page gives such.

    A modification date is never taken for it.
    """
    candidates = [("json-ld", _text(linked.get("datePublished")))]
    candidates += [("meta", metas[name]) for name in _META["published_at"] if name in metas]
    candidates += [("time", str(time)) for path in _TIMES for time in tree.xpath(path) if not _is_update(time)]
    late = None
    for basis, value in candidates:
        found = page_date(value) if value else None
        if found and is_future(found, today):
            late = late or found
        elif found:
            return found, basis, None
    return None, None, late


def _is_update(time: Any) -> bool:
    """Tell whether what stands before or in an element of time says that it is that of an update."""
    element = time.getparent()
    before = element.xpath("(preceding-sibling::node())[last()][not(self::time)]/descendant-or-self::text()")
    return bool(_UPDATED.search(" ".join(map(str, [*before, element.text or ""]))))


def _title(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str], publisher: str | None) -> str | None:
    """Return the headline; the site's name at its end (「…｜○○新聞」) is taken off."""
    heads = [" ".join(head.text_content().split()) for head in tree.xpath("//h1")]
    named = " ".join(tree.xpath("//title[1]//text()")).strip()
    stated = _text(linked.get("headline")) or _first(metas, "title") or named
    for head in heads:
        if head and stated and (stated.startswith(head) or head.startswith(stated)):
            return head  # as the reader sees it
    before = re.split(r"\s[-–—|:]\s|[｜|：]", stated)[0].strip() if stated else ""
    if before and before != stated and tree.xpath(_SHOWN, words=before):
        return before
    if not stated:
        return heads[0] if len(heads) == 1 and heads[0] else None
    if stated == named and len(heads) == 1 and len(heads[0]) > len(stated):
        return heads[0]  # the page is called after the paper alone
    if publisher and (at := stated.rfind(publisher)) > 0:
        return stated[:at].rstrip(" 　|｜-–—:：・(（[【") or stated
    return stated


def _joined(base: str | None, link: str) -> str:
    try:
        return urljoin(base or "", link.strip())
    except ValueError:  # a bracket left open
        return link


def _url(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str], base: str | None) -> str | None:
    links = [_joined(base, str(href)) for href in tree.xpath("//link[@rel='canonical']/@href")]
    page = linked.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    candidates = [*links, _first(metas, "url"), _text(linked.get("url")), _text(page)]
    return next((url for url in candidates if url and url.startswith(("http://", "https://"))), None)
