"""OPML: lists of feeds, as readers of feeds exchange them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from keii.errors import InputError
from keii.model import Document, Problem
from keii.sources.markup import escaped
from keii.sources.options import Options

if TYPE_CHECKING:
    from lxml.etree import _Element

_OPML = re.compile(rb"<opml\b", re.IGNORECASE)
_WITHIN = 1024  # bytes: declaration and comments before the first element
_PARSER: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False, "recover": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list."""

    url: str
    title: str | None


def is_opml(raw: bytes) -> bool:
    """Tell whether bytes are a list of feeds."""
    return bool(_OPML.search(raw[:_WITHIN]))


def parse_opml(raw: bytes) -> tuple[Outline, ...]:
    """Return the feeds of an OPML file in its order, each once; raises InputError when it is none or lists none."""
    from lxml import etree

    root = etree.fromstring(escaped(raw), etree.XMLParser(**_PARSER)) if raw.strip() else None
    if root is None or root.tag != "opml":
        raise InputError("this is no OPML file.", code="input.not-opml",
                         remedy="Export the list of feeds from your reader as OPML.")
    found = tuple(dict.fromkeys(_outlines(root)))
    if not found:
        raise InputError("the list holds no feeds.", code="input.not-opml",
                         remedy="Export the list of feeds from your reader as OPML.")
    return found


def refuse_opml(stream: BinaryIO, options: Options, *, origin: str) -> Iterator[Document | Problem]:
    """Yield the problem that says what a list of feeds is for."""
    yield Problem(code="input.list-of-feeds", origin=origin, message="this is a list of feeds, it holds no articles.",
                  remedy=f"Follow them: keii add {origin}")


def _outlines(root: "_Element") -> Iterator[Outline]:
    for outline in root.iter("outline"):
        url = outline.get("xmlUrl") or outline.get("xmlurl")
        if url and url.strip():
            yield Outline(url=url.strip(), title=outline.get("title") or outline.get("text"))


def write_opml(outlines: Iterable[Outline], *, title: str) -> bytes:
    """Return an OPML file of feeds, in UTF-8."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for one in outlines:
        etree.SubElement(body, "outline", type="rss", text=one.title or one.url, xmlUrl=one.url)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written
