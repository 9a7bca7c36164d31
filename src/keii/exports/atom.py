"""Atom feeds (RFC 4287) of documents, for any reader of feeds."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_DAY = 10  # characters of an ISO 8601 day
# What XML 1.0 has no place for (its production 2, Char).
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEII = uuid.UUID("6f3b1d52-9a0e-5c1e-8f39-6b6569690000")  # the namespace of keii's ids, so that a feed's are URNs


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document of a feed, with lines about it, each with the words that prove it."""

    key: str  # content id
    title: str
    address: str
    updated: str  # UTC, ISO 8601
    published: str | None  # ISO 8601 day or date-time; None: unknown
    author: str | None  # who published it; None: not stated
    language: str  # ISO 639-1
    lines: tuple[tuple[str, str], ...]  # a line, and its quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed with its entries, the newest first."""

    key: str  # what the feed is about, the same for ever
    title: str
    own: str  # address of the feed
    page: str  # address of the page with the same
    updated: str  # UTC, ISO 8601
    entries: Iterable[Entry]


def atom(feed: Feed) -> bytes:
    """Return the feed as a file; every word of an article is text in it, never markup."""
    ET.register_namespace("", ATOM)
    root = ET.Element(_atom("feed"))
    _text(root, "id", _urn(feed.key))
    _text(root, "title", feed.title)
    _text(root, "updated", feed.updated)
    _link(root, "self", feed.own, type="application/atom+xml")
    _link(root, "alternate", feed.page, type="text/html")
    _author(root, "keii")
    for one in feed.entries:
        _entry(root, one)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(root: ET.Element, one: Entry) -> None:
    entry = ET.SubElement(root, _atom("entry"), {"xml:lang": one.language})
    _text(entry, "id", _urn(one.key))
    _text(entry, "title", one.title)
    _text(entry, "updated", one.updated)
    if one.published and (published := _moment(one.published)):
        _text(entry, "published", published)
    _link(entry, "alternate", one.address, type="text/html")
    if one.author:
        _author(entry, one.author)
    content = ET.SubElement(entry, _atom("content"), {"type": "xhtml"})
    body = ET.SubElement(content, f"{{{XHTML}}}div")
    for line, quote in one.lines:
        ET.SubElement(body, f"{{{XHTML}}}p").text = _possible(line)
        ET.SubElement(body, f"{{{XHTML}}}blockquote").text = _possible(quote)


def _moment(value: str) -> str | None:
    """Return a day or a date-time as RFC 3339 wants it; None for a date-time that has no zone."""
    if len(value) == _DAY:
        return f"{value}T00:00:00Z"
    return value if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", value) else None


def _urn(key: str) -> str:
    return uuid.uuid5(_KEII, key).urn


def _author(parent: ET.Element, name: str) -> None:
    _text(ET.SubElement(parent, _atom("author")), "name", name)


def _text(parent: ET.Element, tag: str, value: str) -> None:
    ET.SubElement(parent, _atom(tag)).text = _possible(value)


def _link(parent: ET.Element, rel: str, address: str, *, type: str) -> None:
    ET.SubElement(parent, _atom("link"), {"rel": rel, "href": _possible(address), "type": type})


def _possible(text: str) -> str:
    return _IMPOSSIBLE.sub("\ufffd", text)


def _atom(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"
