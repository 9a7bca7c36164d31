"""Live blogs: one page, many reports, each with its own time."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from keii.documents.dates import is_future, page_date

_LIVE = re.compile(r"(?:^|[\s_-])live(?:[\s_-]|blog|feed|$)", re.IGNORECASE)
_LIVE_TITLE = re.compile(r"\blive (?:updates?|blog|coverage)\b|^live\s*[:：|–—-]|[:：|–—-]\s*live$|\bas it happened\b"
                         r"|[【［\[](?:ライブ|LIVE|速報中|随時更新|タイムライン)[^】］\]]*[】］\]]", re.IGNORECASE)
_LEAST = 2  # entries; one alone is an article
_SHARE = 0.5  # of the page's paragraphs: scores and comments beside an article are called live, too, and hold less
_CLOCK = re.compile(r"(?:午前|午後)?\s*\d{1,2}(?:[:：]\d{2}|時(?:\d{1,2}分)?)(?:\s*(?:[ap]\.?m\.?|[A-Z]{2,4}))?",
                    re.IGNORECASE)
_BESIDE = "boolean(ancestor-or-self::aside or ancestor-or-self::nav or ancestor-or-self::footer)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One report of a live blog."""

    text: str
    title: str | None  # None: it has no heading of its own
    published: str | None  # ISO 8601; None: it shows a time of the clock alone, or none that is to be believed
    anchor: str | None  # its id in the page, or its own address; None: neither


def entries(tree: HtmlElement, updates: Sequence[dict[str, Any]], *, live: bool = False, title: str | None = None,
            today: date | None = None) -> tuple[Entry, ...]:
    """Return the reports of a live blog as the page orders them; none when the page is no live blog.

    `live` tells that the page calls itself one; its `title` may, too.
    """
    found = tuple(_stated(updates))
    if len(found) < _LEAST:
        heads = [title or "", *(" ".join(head.text_content().split()) for head in tree.xpath("//h1"))]
        found = tuple(_marked(tree, live=live or any(map(_LIVE_TITLE.search, heads))))
    return tuple(_believed(entry, today) for entry in found) if len(found) >= _LEAST else ()


def _believed(entry: Entry, today: date | None) -> Entry:
    late = entry.published is not None and is_future(entry.published, today)
    return replace(entry, published=None) if late else entry


def _stated(updates: Sequence[dict[str, Any]]) -> Iterator[Entry]:
    """Yield the entries that the page's JSON-LD holds."""
    for update in updates:
        text, published = update.get("articleBody"), update.get("datePublished")
        when = page_date(published) if isinstance(published, str) else None
        if isinstance(text, str) and text.strip():
            title, url = update.get("headline"), update.get("url")
            yield Entry(text=_plain(text), title=title if isinstance(title, str) else None, published=when,
                        anchor=url if isinstance(url, str) else None)


def _plain(text: str) -> str:
    """Return the words of a text that may hold tags."""
    if "<" not in text:
        return text
    try:
        tree = lxml.html.fragment_fromstring(text, create_parent="div")
    except ParserError:
        return text
    for reading in tree.xpath(".//rt | .//rp | .//rtc"):
        reading.drop_tree()
    return "\n".join(_paragraphs(tree)) or " ".join(tree.text_content().split())


def _marked(tree: HtmlElement, *, live: bool) -> Iterator[Entry]:
    """Yield the siblings of one make that each hold a time and a text, in a part of the page that is called live.

    They hold most of what the page tells.
    """
    if not live and not any(_is_named_so(one) for one in tree.iter() if isinstance(one.tag, str)):
        return  # most pages are told here, before each part of them is looked at
    whole = sum(map(len, _paragraphs(tree)))
    for parent in tree.iter():
        groups: defaultdict[tuple[object, str | None], list[HtmlElement]] = defaultdict(list)
        for child in parent:
            if isinstance(child.tag, str) and len(parent) >= _LEAST and _is_timed(child) and _paragraphs(child):
                groups[child.tag, child.get("class")].append(child)
        for group in groups.values():
            told = sum(len(text) for one in group for text in _paragraphs(one))
            if len(group) >= _LEAST and (live or _is_live(group[0])) and told >= _SHARE * whole and not (
                    group[0].xpath(_BESIDE)):
                yield from map(_entry, group)
                return


def _is_timed(element: HtmlElement) -> bool:
    """Tell whether a part of a page holds a time, or shows one of the clock by itself."""
    if element.xpath("boolean(.//time)"):
        return True
    return any(_CLOCK.fullmatch(str(text).strip()) for text in element.xpath(".//text()[string-length(.) < 24]"))


def _is_live(element: HtmlElement) -> bool:
    return any(map(_is_named_so, (element, *element.iterancestors())))


def _is_named_so(element: HtmlElement) -> bool:
    return element.tag != "html" and bool(
        _LIVE.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _entry(element: HtmlElement) -> Entry:
    times = [str(time) for time in element.xpath("(.//time/@datetime)[1]")]
    heads = element.xpath("(.//h1 | .//h2 | .//h3 | .//h4)[1]")
    title = " ".join(heads[0].text_content().split()) if heads else None
    ids = [str(id_) for id_ in element.xpath("(self::*/@id | .//@id)[1]")]
    return Entry(text="\n".join(_paragraphs(element)), title=title or None,
                 published=page_date(times[0]) if times else None, anchor=ids[0] if ids else None)


def _paragraphs(element: HtmlElement) -> list[str]:
    blocks = element.xpath(".//*[self::p or (self::li or self::blockquote) and not(.//p)]")
    return [text for block in blocks if (text := " ".join(block.text_content().split()))]
