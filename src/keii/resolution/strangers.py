"""Persons whom the registry does not know: one local id a name and document, and the role that the sentence gives them.

Nothing is collected about them: an id, the words of the name, and the office or role that stands with it in the claim's
own sentence. Honorifics are no role, and neither is «suspect» or «defendant».
"""

import re
from dataclasses import dataclass, field

from keii.gazetteer.compose import compose
from keii.gazetteer.name_index import folded
from keii.model import LOCAL, Document, Span
from keii.resolution.identities import Named, name_in
from keii.resolution.titles import Title, title_of

CIVIL = frozenset({"", "civilian"})  # offices of titles that are no role
HAN_NAME = re.compile(r"(?:^|[^一-龥々])([一-龥々]{2,4}?)(?=氏|さん|容疑者|被告|夫人|女史|博士|教授|弁護士|牧師)")
BESIDE = re.compile(r",\s(?P<role>(?:an?|the|its|his|her|their|[a-z])[^,;.()\n]{2,60})(?=[,;.)\n]|$)")
BRACKETED = re.compile(r"[（(](?P<role>[^（）()\d]{2,20})[）)]")
WORDS = re.compile(r"[・＝=\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """A person named in one document: the local id, and the words of an office or role, None where there are none."""

    id: str
    role: Span | None


@dataclass(slots=True)
class Strangers:
    """The unknown persons of one document, by every word of their names."""

    document: Document
    known: dict[str, str] = field(default_factory=dict)  # a word of a full name, folded -> the full name's key

    def meet(self, span: Span, *, apposed: bool, person: bool) -> Stranger | None:
        """Return the person whom a phrase names, None where it names none by a name.

        `apposed`: what stands beside the name says who it is; `person`: it is known otherwise to be a person's.
        """
        named = self._named(span.quote)
        if named is None:
            return None
        role = self._role(span, named)
        if not (apposed or person or named.title is not None or role is not None):
            return None
        return Stranger(id=f"{LOCAL}{self.document.id}/{self._key(named)}", role=role)

    def _key(self, named: Named) -> str:
        """Return `name/…` for a full name, also where only a part of one met before stands here; else `part/…`."""
        words = [folded(word) for word in WORDS.split(named.text) if folded(word)]
        if named.full:
            key = f"name/{'-'.join(words)}"
            self.known.update(dict.fromkeys((words[0], words[-1]), key))
            return key
        return self.known.get(words[-1], f"part/{words[-1]}")

    def _named(self, quote: str) -> Named | None:
        named = name_in(quote, self.document.language)
        if named is not None or self.document.language != "ja":
            return named
        found = HAN_NAME.search(quote)
        if found is None or compose(found.group(1), "ja") is not None:
            return None
        start, end = found.span(1)
        title = title_of(quote, start, end, "ja")
        return Named(text=found.group(1), start=start, end=end, full=end - start > 3, title=title)

    def _role(self, span: Span, named: Named) -> Span | None:
        """Return the words of an office or role that stand with a name, in the phrase or right after it."""
        text = self.document.text
        before = span.quote[: named.start].rstrip(" の、・")
        if before and self._is_role(before):
            return Span.of(text, span.start, span.start + len(before))
        title = named.title
        if title is not None and not _civil(title):
            return Span.of(text, span.start + title.start, span.start + title.end)
        at = span.start + named.end
        beside = (BRACKETED if self.document.language == "ja" else BESIDE).match(text, at)
        if beside is not None and self._is_role(beside.group("role")):
            return Span.of(text, *beside.span("role"))
        return None

    def _is_role(self, words: str) -> bool:
        reading = compose(words, self.document.language, self.document.published_at)
        if reading is None or reading.kind not in ("sector", "organisation"):
            return False
        title = title_of(words, 0, 0, self.document.language) if self.document.language == "ja" else None
        return title is None or not _civil(title)


def _civil(title: Title) -> bool:
    return title.office in CIVIL
