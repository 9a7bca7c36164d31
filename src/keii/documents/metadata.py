"""What a web page says about its article: JSON-LD first, then meta elements, then what can be seen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from lxml.html import HtmlElement

from keii.documents.dates import page_date

_TIMES = "//*[@itemprop='datePublished']/@datetime | //time[@pubdate]/@datetime | //article//time/@datetime"
_ARTICLE = re.compile(r"Article$|^BlogPosting$|^Report$|^ReportageNewsArticle$")
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "title", "headline"),
    "publisher": ("og:site_name", "application-name", "dc.publisher", "publisher", "article:publisher"),
    "published_at": ("article:published_time", "og:article:published_time", "datepublished", "pubdate", "publishdate",
                     "dc.date.issued", "dc.date", "dcterms.created", "date", "cxenseparse:recs:publishtime",
                     "parsely-pub-date", "sailthru.date", "iso-8601-publish-date", "article.published"),
    "url": ("og:url",),
    "language": ("og:locale", "content-language", "dc.language"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says about its article; every None: it does not say."""

    title: str | None
    publisher: str | None
    published_at: str | None
    published_basis: str | None
    url: str | None
    language: str | None


def page_facts(tree: HtmlElement) -> Facts:
    """Return the facts that a page states about its article."""
    linked = _linked_data(tree)
    metas = _metas(tree)
    published, basis = _published(tree, linked, metas)
    publisher = _name(linked.get("publisher")) or _first(metas, "publisher")
    return Facts(
        title=_title(tree, linked, metas, publisher),
        publisher=None if publisher and publisher.startswith("http") else publisher,
        published_at=published, published_basis=basis,
        url=_url(tree, linked, metas),
        language=_text(linked.get("inLanguage")) or tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or _first(metas, "language"),
    )


def _linked_data(tree: HtmlElement) -> dict[str, Any]:
    """Return the JSON-LD object of the article; empty when there is none that can be read."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = orjson.loads((script.text or "").strip().strip(";"))
        except orjson.JSONDecodeError:
            continue  # many pages carry broken JSON-LD; the meta elements say the same
        for node in _nodes(data, 0):
            if any(_ARTICLE.search(str(kind)) for kind in _list(node.get("@type"))):
                return node
    return {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


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


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() or None if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _published(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str]) -> tuple[str | None, str | None]:
    """Return the publication date and where it was found; a modification date is never taken for it."""
    candidates = [("json-ld", _text(linked.get("datePublished")))]
    candidates += [("meta", metas[name]) for name in _META["published_at"] if name in metas]
    candidates += [("time", str(time)) for time in tree.xpath(_TIMES)]
    for basis, value in candidates:
        found = page_date(value) if value else None
        if found:
            return found, basis
    return None, None


def _title(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str], publisher: str | None) -> str | None:
    """Return the headline; the site's name at its end (「…｜○○新聞」) is taken off."""
    heads = [" ".join(head.text_content().split()) for head in tree.xpath("//h1")]
    named = " ".join(tree.xpath("//title[1]//text()")).strip()
    stated = _text(linked.get("headline")) or _first(metas, "title") or named
    for head in heads:
        if head and stated and (stated.startswith(head) or head.startswith(stated)):
            return head  # as the reader sees it
    if not stated:
        return heads[0] if len(heads) == 1 and heads[0] else None
    if publisher and (at := stated.rfind(publisher)) > 0:
        return stated[:at].rstrip(" 　|｜-–—:：・(（[【") or stated
    return stated


def _url(tree: HtmlElement, linked: dict[str, Any], metas: dict[str, str]) -> str | None:
    links = [str(href) for href in tree.xpath("//link[@rel='canonical']/@href")]
    page = linked.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    candidates = [*links, _first(metas, "url"), _text(linked.get("url")), _text(page)]
    return next((url for url in candidates if url and url.startswith(("http://", "https://"))), None)
