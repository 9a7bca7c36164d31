"""Live blogs: one page, many reports, each with its own time."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import lxml.html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from keii.documents.dates import is_future, page_date

_LIVE = re.compile(r"(?:^|[\s_-])live(?:[\s_-]|blog|feed|$)", re.IGNORECASE)
_LEAST = 2  # entries; one alone is an article


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One report of a live blog."""

    text: str
    title: str | None  # None: it has no heading of its own
    published: str  # ISO 8601
    anchor: str | None  # its id in the page, or its own address; None: neither


def entries(tree: HtmlElement, updates: Sequence[dict[str, Any]], *, today: date | None = None) -> tuple[Entry, ...]:
    """Return the reports of a live blog as the page orders them; none when the page is no live blog."""
    found = tuple(entry for entry in _stated(updates) if not is_future(entry.published, today))
    if len(found) < _LEAST:
        found = tuple(entry for entry in _marked(tree) if not is_future(entry.published, today))
    return found if len(found) >= _LEAST else ()


def _stated(updates: Sequence[dict[str, Any]]) -> Iterator[Entry]:
    """Yield the entries that the page's JSON-LD holds."""
    for update in updates:
        text, published = update.get("articleBody"), update.get("datePublished")
        when = page_date(published) if isinstance(published, str) else None
        if isinstance(text, str) and text.strip() and when:
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
    return "\n".join(_paragraphs(tree)) or " ".join(tree.text_content().split())


def _marked(tree: HtmlElement) -> Iterator[Entry]:
    """Yield the siblings of one make that each hold a time and a text, in a part of the page that is called live."""
    for parent in tree.iter():
        groups: defaultdict[tuple[object, str | None], list[HtmlElement]] = defaultdict(list)
        for child in parent:
            if isinstance(child.tag, str) and child.xpath("boolean(.//time[@datetime])") and _paragraphs(child):
                groups[child.tag, child.get("class")].append(child)
        for group in groups.values():
            if len(group) >= _LEAST and _is_live(group[0]):
                yield from filter(None, map(_entry, group))
                return


def _is_live(element: HtmlElement) -> bool:
    return any(_LIVE.search(f"{one.get('class') or ''} {one.get('id') or ''}")
               for one in (element, *element.iterancestors()) if one.tag != "html")


def _entry(element: HtmlElement) -> Entry | None:
    when = page_date(str(element.xpath("(.//time/@datetime)[1]")[0]))
    if not when:
        return None
    heads = element.xpath("(.//h1 | .//h2 | .//h3 | .//h4)[1]")
    title = " ".join(heads[0].text_content().split()) if heads else None
    return Entry(text="\n".join(_paragraphs(element)), title=title or None, published=when, anchor=element.get("id"))


def _paragraphs(element: HtmlElement) -> list[str]:
    blocks = element.xpath(".//*[self::p or (self::li or self::blockquote) and not(.//p)]")
    return [text for block in blocks if (text := " ".join(block.text_content().split()))]
