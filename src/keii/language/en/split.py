"""Sentences of English text: abbreviations, initials and quotations do not break them.

A line is never crossed. Within a line quotation marks and brackets are matched first; one without its partner
counts as none. A quotation that its speaker follows ("We agree. It is time," he said) stays whole with him; one
that stands alone is cut inside as well.

Own code and not sentencex 1.0: that ends a sentence in "at 5 p.m. Monday", "Dr. Who" and before "(R-Tex.)
said", and joins a headline with the line after it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from keii.language.split_table import read_forms

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_END = re.compile(r"[.?!…]+[\"'”’)\]»]*")
_OPENING = "\"'“‘([«—–-"
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]$")
_ROMAN = re.compile(r"[IVXLC]+\b")
_GLUED = re.compile(r"[A-Z][a-z]+[ ,’']")  # "said.The talks": the space was lost
_ITEM = re.compile(r"^\s*(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})$")
_ITEM_LENGTH = 8
_WORD_LENGTH = 24  # no abbreviation is longer; keeps lines of one endless word from taking quadratic time
_KINDS = ("title", "number", "ending", "starts", "says", "trails", "mark")
_SPEAKER_WORDS = 10  # from a quotation to what follows the verb: "…!" Foreign Ministry spokeswoman Mary Smith said on
_CLOSED_WORDS = 5  # the same after a full stop, where American usage has a comma: "…." Mr. John Smith said.


def split(text: str) -> list[tuple[int, int]]:
    """Return the half-open spans of the sentences of `text`, in code points, without outer white space."""
    return [
        (line.start() + start, line.start() + end)
        for line in _LINE.finditer(text)
        for start, end in _split_line(line.group())
    ]


def _split_line(line: str) -> Iterator[tuple[int, int]]:
    found = list(_cuts(line))
    held: set[int] = set()
    for start, end in _closed_groups(line):
        held.update(found[bisect_right(found, start) : bisect_right(found, end)])
    cuts = [0, *(cut for cut in found if cut not in held), len(line)]
    pieces: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        if any(character.isalnum() for character in line[start:end]):
            pieces.append((start, end))
        elif pieces:  # stray marks belong to the sentence before them
            pieces[-1] = (pieces[-1][0], end)
    for start, end in pieces:
        piece = line[start:end]
        yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _cuts(line: str) -> Iterator[int]:
    for run in _END.finditer(line):
        end = run.end()
        if end == len(line):
            continue
        if not line[end].isspace():
            if _is_glued(line, run):
                yield end
            continue
        follow = _word_after(line, end)
        if follow and not follow[0].islower() and not _holds_on(line, run, follow):
            yield end


def _is_glued(line: str, run: re.Match[str]) -> bool:
    word = _word_before(line, run.start())
    return len(word) > 2 and word.isalpha() and word.islower() and bool(_GLUED.match(line, run.end()))


def _holds_on(line: str, run: re.Match[str], follow: str) -> bool:
    """Tell whether the sentence goes on after the marks of `run`, before the word `follow`."""
    word = _word_before(line, run.start())
    first = run.group()[0]
    if first in "?!":
        return word + first in _forms("mark")
    if run.group()[:2] == ".." or first == "…":
        return False
    if len(run.group()) > 1 and run.group()[1] in "\"'”’":  # the stop closes a quotation, not an abbreviation
        return word in _forms("title")
    if word in _forms("title"):
        return True
    if word in _forms("number"):
        return follow[0].isdigit() or bool(_ROMAN.match(follow))
    if word in _forms("ending"):
        return follow not in _forms("starts")
    if run.start() < _ITEM_LENGTH and _ITEM.match(line[: run.start()]):  # "1. Russia": a numbered item
        return True
    if _INITIALS.match(word):
        return follow not in _forms("starts") or len(follow) == 1
    return False


def _word_before(line: str, at: int) -> str:
    start, limit = at, max(at - _WORD_LENGTH, 0)
    while start > limit and (line[start - 1].isalnum() or line[start - 1] in ".-&"):
        start -= 1
    return line[start:at].lstrip("-.&")


def _word_after(line: str, at: int) -> str:
    while at < len(line) and (line[at].isspace() or line[at] in _OPENING):
        at += 1
    end = at
    while end < min(len(line), at + _WORD_LENGTH) and (line[end].isalnum() or line[end] in "-."):
        end += 1
    return line[at:end].rstrip(".-") or line[at : at + 1]


def _closed_groups(line: str) -> list[tuple[int, int]]:
    """Return quotations and brackets that the sentence around them carries on: no sentence ends inside."""
    return [(start, end) for start, end in _groups(line) if _carried_on(line, end)]


def _groups(line: str) -> Iterator[tuple[int, int]]:
    """Yield matched quotations and brackets, half-open; what has no partner counts as no mark."""
    openers: dict[str, int] = {}
    partner = {"”": "“", "’": "‘", ")": "(", "]": "[", "»": "«"}
    for at, mark in enumerate(line):
        if mark in "“‘([«" or (mark in "\"'" and (not at or line[at - 1].isspace() or line[at - 1] in _OPENING)):
            openers[mark] = at
        elif (opener := partner.get(mark, mark)) in openers and (mark not in "'’" or _closes(line, at)):
            yield openers.pop(opener), at + 1


def _closes(line: str, at: int) -> bool:
    """Tell whether the ' or ’ at `at` can close a quotation of sentences; in don’t and allies’ it cannot."""
    return line[at - 1] in ".,?!…" and not line[at + 1 : at + 2].isalnum()


def _carried_on(line: str, end: int) -> bool:
    """Tell whether the sentence goes on after the group that ends at `end`."""
    last = line[end - 2]
    rest = line[end : end + 120]
    follow = rest.lstrip()
    if not follow:
        return False
    if follow[0].islower() or follow[0] in ",;:" or last in ",—–":
        return True
    if follow[0] in "—–-.?!" and last not in ".?!":
        return True
    if last not in ".?!…":  # a bracket or a quoted name within the sentence
        return True
    return _speaker_follows(follow, closed=last == ".")


def _speaker_follows(follow: str, *, closed: bool) -> bool:
    """Tell whether a name and a verb of saying follow, and then the sentence's end or a circumstance.

    "Will it?" Foreign Minister Jane Smith said on Monday. But: "Will it?" Russia said that it would. After a
    quotation that a full stop has `closed`, only the shortest form counts: "It will." Mr. Smith said.
    """
    words = follow.split()[: _CLOSED_WORDS if closed else _SPEAKER_WORDS]
    for number, word in enumerate(words):
        if number and word.rstrip(",.:") in _forms("says"):
            after = words[number + 1 : number + 2]
            return not word.isalpha() or (not closed and (not after or after[0].rstrip(",.") in _forms("trails")))
        if word[-1:] in '?!:;”"' or (word.endswith(".") and word[:-1] not in _forms("title") and len(word) > 2):
            return False
    return False


@cache
def _forms(kind: str) -> frozenset[str]:
    return frozenset(form for row_kind, form in _rows() if row_kind == kind)


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    return read_forms(Path(__file__).parent / "data" / "split.tsv", _KINDS)
