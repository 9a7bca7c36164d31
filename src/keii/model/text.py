"""Positions in a text: spans and sentences, in Unicode code points, half-open."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from keii.errors import SpanError


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A piece of a document's text: `text[start:end] == quote`, in code points, half-open."""

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Span":
        """Return the span of `text` from `start` to `end`; raises SpanError when it is empty or outside."""
        if not 0 <= start < end <= len(text):
            raise SpanError(
                f"span {start}:{end} does not lie in a text of {len(text)} characters.",
                remedy="Spans are half-open, in code points, and never empty.",
            )
        return cls(start=start, end=end, quote=text[start:end])

    def check(self, text: str) -> "Span":
        """Return the span itself; raises SpanError unless `text` holds its quotation at its place."""
        if self.start < 0 or self.end > len(text) or text[self.start : self.end] != self.quote or not self.quote:
            found = text[max(self.start, 0) : max(self.end, 0)]
            raise SpanError(
                f"span {self.start}:{self.end} quotes «{self.quote}» but the text holds «{found}».",
                remedy="The claim was made from another version of the text.",
            )
        return self

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two spans have at least one character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Sentence:
    """A sentence of a document: its number from 0 and its place in the document's text."""

    index: int
    start: int
    end: int
    text: str


def content_id(prefix: str, *parts: Any) -> str:
    """Return an id made from content alone: the prefix and 20 hex digits of SHA-256 over canonical JSON.

    `parts` are JSON values (strings, numbers, None, lists, dicts with string keys). 80 bits leave
    less than one collision in a thousand for ten billion ids of one kind.
    """
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{prefix}{hashlib.sha256(canonical.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"
