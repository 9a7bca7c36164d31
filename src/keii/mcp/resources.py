"""Documents as resources: their list in parts, and the text of each exactly as offsets count in it."""

import re
from typing import Any

from keii.errors import UsageError
from keii.ledger import Filter, Ledger
from keii.mcp.cited import DOCUMENT

PAGE = 100  # documents of one part of the list
MOST = 100_000  # characters of a text that are given at once
_ADDRESS = re.compile(re.escape(DOCUMENT) + r"(d_[0-9a-f]{20})(?:/(\d{1,9})-(\d{1,9}))?")
TEMPLATES = (
    (DOCUMENT + "{id}", "Document", f"The text of an article; of a long one the first {MOST:,} characters."),
    (DOCUMENT + "{id}/{start}-{end}", "Part of a document", "Characters start to end of an article, end excluded."),
)


def listed(ledger: Ledger, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """Return a part of the documents by publication, and the cursor of the next part, None after the last."""
    first = _number(cursor)
    found = list(ledger.documents(Filter(limit=PAGE + 1, offset=first)))
    items = [{
        "uri": DOCUMENT + one.document.id, "name": one.document.id, "mime_type": "text/plain",
        "title": one.document.title or one.document.text[one.document.body_start:][:60].strip().split("\n")[0],
        "description": ", ".join(filter(None, (one.document.publisher, (one.document.published_at or "")[:10],
                                               one.document.url))) or None,
        "size": len(one.document.text.encode()),
    } for one in found[:PAGE]]
    return items, str(first + PAGE) if len(found) > PAGE else None


def text(ledger: Ledger, address: str) -> str:
    """Return the text of a document, or a part of it; raises UsageError for an address that leads to none."""
    match = _ADDRESS.fullmatch(address)
    document = ledger.document(match[1]) if match else None
    if match is None or document is None:
        raise UsageError(f"there is no resource «{address[:80]}».",
                         remedy=f"Addresses are {DOCUMENT}ID and {DOCUMENT}ID/START-END.")
    start, end = (int(match[2]), int(match[3])) if match[2] else (0, MOST)
    if start >= len(document.text) or start >= end:
        raise UsageError(f"characters {start} to {end} are no part of a text of {len(document.text):,}.",
                         remedy="Offsets begin at 0, and the end is excluded.")
    return document.text[start:min(end, start + MOST)]


def _number(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not re.fullmatch(r"\d{1,9}", cursor):
        raise UsageError(f"there is no part «{cursor[:40]}» of the list.", remedy="Begin without a cursor.")
    return int(cursor)
