"""Where the article's body begins and ends in a text.

Lines are looked at from the edges inwards, up to the first one that no row of the language's `boilerplate.tsv`
fits: share buttons, datelines, photo credits, 関連記事 with the titles under it, copyright notes, and what an author
says of himself. Nothing is deleted; sentences are taken from the body only.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter

from keii.errors import DataError
from keii.language.languages import language as language_of
from keii.tables import data_error, read_table

_COLUMNS = ("where", "kind", "match", "form")
_WHERE = ("head", "foot", "both")
_KINDS = ("share", "related", "copyright", "credit", "byline", "date", "subscribe", "notice", "author", "person")
_MATCHES = ("is", "begins", "ends", "contains", "pattern")
_LEAST_LINES = 3  # a headline and a paragraph are never boilerplate: `keii code` gets texts of one line
_LINE_LENGTH = 400  # characters: longer lines are prose; keeps patterns from running over whole texts
_CONTAINS_LENGTH = {"ja": 80}  # a note is short, a sentence that happens to hold its words mostly is not
_CONTAINS_LENGTH_ELSE = 160
_TITLE_LENGTH = {"ja": 80}  # a title in a list of articles
_TITLE_LENGTH_ELSE = 160
_PART_LENGTH = {"ja": 25}  # one part of a self-description: フリーランスのライター
_PART_LENGTH_ELSE = 45
_SENTENCE_END = ("。", ".", "。」", ".\"", ".”")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_PARTS = re.compile(r"[。.;;|/\n]+")
_QUOTES = "「」『』\"'“”‘’ "


@dataclass(frozen=True, slots=True)
class _Cues:
    """The rows of one language, ready to match; each table by (edge, kind)."""

    literal: dict[tuple[str, str, str], tuple[str, ...]]  # edge, kind, match
    patterns: dict[tuple[str, str], re.Pattern[str]]

    def fits(self, line: str, edge: str, kind: str, longest: int) -> bool:
        """Tell whether a folded line is boilerplate of this kind at this edge; `longest` limits `contains`."""
        pattern = self.patterns.get((edge, kind))
        if pattern and pattern.fullmatch(line):
            return True
        line = line.casefold()
        if line in self.literal.get((edge, kind, "is"), ()):
            return True
        if len(line) <= longest and any(form in line for form in self.literal.get((edge, kind, "contains"), ())):
            return True
        return not line.endswith(_SENTENCE_END) and (
            line.startswith(self.literal.get((edge, kind, "begins"), ()))
            or (line.endswith(self.literal.get((edge, kind, "ends"), ())) and not re.search(r"[。.!?]\s", line)))


def body(text: str, language: str, title: str | None = None) -> tuple[int, int | None]:
    """Return where the body of `text` starts, and where boilerplate at its foot starts (None: there is none)."""
    spans = [match.span() for match in _LINE.finditer(text)]
    if len(spans) < _LEAST_LINES:
        return 0, None
    lines = [_fold(text[start:end]) for start, end in spans]
    edges = _Edges(lines, language, _fold(title or ""))
    last = edges.foot()
    first = edges.head(last)
    if first >= last:
        return 0, None
    return (spans[first][0] if first else 0), (spans[last][0] if last < len(lines) else None)


def _fold(line: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", line).split())


@dataclass(frozen=True, slots=True)
class _Edges:
    """The folded lines of one text, looked at from both ends."""

    lines: Sequence[str]
    language: str
    title: str

    def foot(self) -> int:
        """Return the number of the first line of the foot, the number of lines when there is none."""
        last = len(self.lines)
        while last > 1:
            before = last
            while last > 1 and (self._is(last - 1, "foot") or self._describes_author(last - 1)):
                last -= 1
            last = self._related(last)
            if last == before:
                break
        return last

    def head(self, last: int) -> int:
        """Return the number of the first line that is not boilerplate at the head."""
        first = 0
        while first < last and self.lines[first] != self.title and (
            self._is(first, "head") or self._describes_author(first)
        ):
            first += 1
        return first

    def _is(self, number: int, edge: str) -> bool:
        line = self.lines[number]
        kinds = [kind for kind in _KINDS if kind != "person" and not (kind == "byline" and number == 0)]
        longest = _CONTAINS_LENGTH.get(self.language, _CONTAINS_LENGTH_ELSE)
        cues = _cues(self.language)
        return len(line) <= _LINE_LENGTH and any(cues.fits(line, edge, kind, longest) for kind in kinds)

    def _related(self, last: int) -> int:
        """Return where a list of other articles begins: its heading, then titles to the end of the text."""
        longest = _TITLE_LENGTH.get(self.language, _TITLE_LENGTH_ELSE)
        cues = _cues(self.language)
        first = last
        for number in range(last - 1, 0, -1):
            line = self.lines[number]
            if cues.fits(line, "foot", "related", 0):
                first = number
            elif len(line) > longest or line.endswith(_SENTENCE_END):
                break
        return first

    def _describes_author(self, number: int) -> bool:
        """Tell whether a line is a row of words for one person: 「コーヒー好き。旅行家。三児の父。」.

        A closing quotation of the article is not: its parts are clauses, or nouns for other things than persons.
        """
        line = self.lines[number].strip(_QUOTES).casefold()
        parts = [part.strip(_QUOTES) for part in _PARTS.split(line) if part.strip(_QUOTES)]
        longest = _PART_LENGTH.get(self.language, _PART_LENGTH_ELSE)
        if len(parts) < 2 or any(len(part) > longest for part in parts):
            return False
        literal = _cues(self.language).literal
        ends, begins = (literal.get(("head", "person", match), ()) for match in ("ends", "begins"))
        persons = sum(part.endswith(ends) or part.startswith(begins) for part in parts)
        most = len(parts) > 2 and 2 * persons >= len(parts)
        return persons == len(parts) or (most and (persons > 2 or self._nominal(parts)))

    def _nominal(self, parts: Sequence[str]) -> bool:
        """Tell whether no part ends like a Japanese clause; words of other languages do not show it."""
        return self.language != "ja" or not any("ぁ" <= part[-1] <= "ん" and part[-1] != "き" for part in parts)


@cache
def _cues(language: str) -> _Cues:
    """Return the rows of a language's boilerplate.tsv; raises DataError for a row that breaks its rules."""
    path = language_of(language).data / "boilerplate.tsv"
    rows: list[tuple[str, str, str, str]] = []
    for number, row in read_table(path, _COLUMNS):
        where, kind, match, form = (row[column] for column in _COLUMNS)
        if where not in _WHERE or kind not in _KINDS or match not in _MATCHES or not form:
            raise data_error(path, number, f"«{where} {kind} {match}» is no known combination, or the form is empty.")
        if match == "pattern":
            _compile(form, f"{path}:{number}")
        else:
            form = _fold(form).casefold()
        rows.extend((edge, kind, match, form) for edge in ("head", "foot") if where in (edge, "both"))
    rows.sort()
    groups = {key: tuple(row[3] for row in group) for key, group in groupby(rows, key=itemgetter(0, 1, 2))}
    patterns = {(edge, kind): re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)
                for (edge, kind, match), forms in groups.items() if match == "pattern"}
    return _Cues({key: forms for key, forms in groups.items() if key[2] != "pattern"}, patterns)


def _compile(form: str, where: str) -> None:
    try:
        re.compile(form)
    except re.error as error:
        raise DataError(f"«{form}» is not a regular expression: {error}.", where=where,
                        remedy="Parentheses and brackets of the text itself are written with a backslash.") from error
