"""Sentences of Japanese text: a quotation with its と述べた is one sentence.

A line is never crossed: a headline without 。 is a sentence of its own. Within a line brackets are matched
first; one without its partner counts as no bracket, so that a lost 」 spoils at most its own line. Then 。？！
outside brackets end a sentence, and a quotation that ends with 。 does when nothing carries it on. A quotation
that is carried on (「…。…。」と述べた) stays whole; one that stands alone (「…。…。」) is cut inside as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from keii.language.split_table import read_forms

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STOPS = "。｡！？!?⁇⁈⁉‼"
_RUN = re.compile(rf"[{_STOPS}．.…‥]+")
_SPACE = re.compile(r"\s*")
_QUOTES = {"「": "」", "『": "』", "｢": "｣", "“": "”", "〝": "〟"}
_OTHERS = {"（": "）", "(": ")", "【": "】", "［": "］", "[": "]", "〈": "〉", "《": "》", "〔": "〕"}
_WIDTHS = str.maketrans("()[]｢｣〞", "（）［］「」〟")  # （ may be closed by ), as in careless typing
_OPENERS = {**_QUOTES, **_OTHERS}
_CLOSERS = {closer.translate(_WIDTHS): opener.translate(_WIDTHS) for opener, closer in _OPENERS.items()}
_CARRIES_ON = frozenset("、，,。｡．.・：；:;)）」』】］]〉》”〟…‥―—–〜～~／/！？!?＝=→")
_JAPANESE = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f」』）】”]")
_DEPTH = 4  # quotations deeper than this stay whole: no article nests its sentences deeper
_BARE_QUOTE = 10  # characters: a quotation without 。 before a space is a sentence from this length, else a name
_KINDS = ("continues", "starts", "opens")


def split(text: str) -> list[tuple[int, int]]:
    """Return the half-open spans of the sentences of `text`, in code points, without outer white space."""
    return [
        (line.start() + start, line.start() + end)
        for line in _LINE.finditer(text)
        for start, end in _split_line(line.group())
    ]


def _split_line(line: str) -> Iterator[tuple[int, int]]:
    pairs = _match(line)
    found = _cuts(_Line(line, pairs, frozenset(pairs.values())), 0, len(line), 0)
    cuts = sorted({0, len(line), *found})
    pieces: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        if any(character.isalnum() for character in line[start:end]):
            pieces.append((start, end))
        elif pieces:  # stray marks belong to the sentence before them
            pieces[-1] = (pieces[-1][0], end)
    for start, end in pieces:
        piece = line[start:end]
        yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


@dataclass(frozen=True, slots=True)
class _Line:
    """A line and its matched brackets: position of the opener to that of the closer, and all those closers."""

    text: str
    pairs: dict[int, int]
    closers: frozenset[int]


def _match(line: str) -> dict[int, int]:
    """Return the matched brackets of a line; a closer takes the nearest opener of its kind.

    A quotation that begins after a 。 while one of its kind is open shows that the first was never closed: 「「」」
    is not written, 「『』」 is.
    """
    pairs: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    count = dict.fromkeys(_CLOSERS.values(), 0)
    for at, raw in enumerate(line):
        character = raw.translate(_WIDTHS)
        if character in count:
            if count[character] and character in _QUOTES and line[at - 1] in _STOPS:
                count.update(dict.fromkeys(count, 0))
                stack.clear()
            stack.append((character, at))
            count[character] += 1
        elif character in _CLOSERS and count[_CLOSERS[character]]:
            opener = ""
            while opener != _CLOSERS[character]:
                opener, start = stack.pop()
                count[opener] -= 1
            pairs[start] = at
    return pairs


def _cuts(line: _Line, start: int, end: int, depth: int) -> Iterator[int]:
    """Yield the positions between `start` and `end` where a sentence ends, entering quotations that stand alone."""
    text, at, begin = line.text, start, start
    while at < end:
        if at in line.pairs:
            after = _after_group(line, at)
            stands = _stands_alone(line, at, after, begin, end)
            if stands:
                if depth < _DEPTH:
                    yield from (cut for cut in _cuts(line, at + 1, line.pairs[at], depth + 1) if cut < line.pairs[at])
                yield after
                begin = after
            at = after
        elif run := _RUN.match(text, at, end):
            at = run.end()
            while at < end and text[at].translate(_WIDTHS) in _CLOSERS and at not in line.closers:
                at += 1
            if _is_end(text, run, at):
                yield at
                begin = at
        else:
            if text[at].isspace() and at - begin >= 2 and _opens(text, at):
                yield at
                begin = at
            at += 1


def _after_group(line: _Line, opener: int) -> int:
    """Return the position after a bracketed group; a quotation takes the speaker in brackets after it along."""
    at = line.pairs[opener] + 1
    if line.text[opener] in _QUOTES:
        while at in line.pairs and line.text[at] in "（(":
            at = line.pairs[at] + 1
    return at


def _stands_alone(line: _Line, opener: int, after: int, begin: int, end: int) -> bool:
    """Tell whether the sentence ends with the group that `opener` begins."""
    text, closer = line.text, line.pairs[opener]
    leads = _skip_space(text, begin) >= opener
    if text[opener] not in _QUOTES and not leads:
        return False
    if _skip_space(text, after) >= end:
        return True
    if _continues(text, after):
        return False
    if text[closer - 1] in _STOPS + "…‥":
        return True
    return leads and text[after].isspace() and closer - opener > _BARE_QUOTE and text[opener] in _QUOTES


def _is_end(text: str, run: re.Match[str], at: int) -> bool:
    """Tell whether a run of stops ends the sentence; `at` is the position after it and after lost closers."""
    marks = run.group()
    before = text[run.start() - 1] if run.start() else ""
    after = text[at : at + 1]
    if at > run.end():
        return not _continues(text, at) and any(mark in _STOPS for mark in marks)
    if "。" in marks or "｡" in marks:
        return True
    if any(mark in _STOPS for mark in marks):
        name = bool(before) and before.isascii() and before.isalpha()  # Yahoo!ニュース, Yahoo! JAPAN
        following = text[(skip := _skip_space(text, at)) : skip + 1]
        if name and (after.isalnum() or (following.isascii() and following.isupper())):
            return False
        return not _continues(text, at)
    if marks in ("．", "."):
        apart = not after or after.isspace() or (marks == "．" and not after.isdigit())
        return apart and bool(_JAPANESE.match(before))
    return not after or after.isspace()


def _continues(text: str, at: int) -> bool:
    """Tell whether the text at `at`, after a quotation, a ? or a !, carries the sentence on."""
    rest = text[at : at + 16]
    if rest[:1].isspace():
        rest = rest.lstrip()
        return rest.startswith(("と", "って")) and _word_kind(rest) == "continues"
    return rest[:1] in _CARRIES_ON if rest[:1] in _CARRIES_ON else _word_kind(rest) == "continues"


def _word_kind(rest: str) -> str | None:
    forms = _forms()
    for length in range(min(len(rest), max(map(len, forms))), 0, -1):
        kind = forms.get(rest[:length])
        if kind:
            return kind
    return None


def _opens(text: str, at: int) -> bool:
    """Tell whether a word that opens a sentence stands after the space at `at`, and Japanese before it."""
    return bool(_JAPANESE.match(text, at - 1)) and text.startswith(_openers(), _skip_space(text, at))


def _skip_space(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]  # matches everywhere, if only nothing


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    return read_forms(Path(__file__).parent / "data" / "split.tsv", _KINDS)


@cache
def _forms() -> dict[str, str]:
    """The words after a quotation, with their kind; where both kinds hold the same form, `starts` wins."""
    forms = {form: kind for kind, form in _rows() if kind == "continues"}
    return forms | {form: kind for kind, form in _rows() if kind == "starts"}


@cache
def _openers() -> tuple[str, ...]:
    return tuple(form for kind, form in _rows() if kind == "opens")
