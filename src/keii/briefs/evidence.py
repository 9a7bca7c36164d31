"""The sentence that proves a claim, with its triggers standing out and shortened around them when it is long."""

from collections.abc import Iterable, Sequence

from keii.briefs.layout import JOINER, Run, Style, clean, keep, width_of
from keii.model import Claim, Sentence, Span

LONGEST = 320  # cells: five lines at 80 columns; a sentence up to this is shown whole
SHORTENED = 240  # cells that a longer one is cut to, so that no cut saves a word only
_CUT = "…"


def quote(sentence: Sentence, claims: Sequence[Claim], *, color: bool) -> tuple[Run, ...]:
    """Return the sentence's words as runs: triggers marked, all else dim, cut ends as ….

    Without colour a trigger stands between asterisks. Whatever else is cut, every trigger is shown.
    """
    marks = _merged(_inside(sentence, (claim.trigger for claim in claims)))
    start, end = _window(sentence, marks, claims)
    runs: list[Run] = []
    at = start
    for first, last in marks:
        runs.append(Run(clean(sentence.text[at:first]), Style.DIM))
        words = clean(sentence.text[first:last])
        runs.append(Run(keep(words) if color else f"*{JOINER}{keep(words)}{JOINER}*", Style.MARKED))
        at = last
    runs.append(Run(clean(sentence.text[at:end]), Style.DIM))
    if start > 0:
        runs.insert(0, Run(_CUT, Style.DIM))
    if end < len(sentence.text):
        runs.append(Run(_CUT, Style.DIM))
    return tuple(run for run in runs if run.text)


def _inside(sentence: Sentence, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Return the spans as positions in the sentence, leaving out what is not in it."""
    return [(span.start - sentence.start, span.end - sentence.start) for span in spans
            if sentence.start <= span.start and span.end <= sentence.end]


def _merged(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(sentence: Sentence, marks: list[tuple[int, int]], claims: Sequence[Claim]) -> tuple[int, int]:
    """Return which part of the sentence to show: all of it, or what surrounds the triggers."""
    text = sentence.text
    if width_of(text) <= LONGEST:
        return 0, len(text)
    start, end = (marks[0][0], marks[-1][1]) if marks else (0, 0)
    proof = _inside(sentence, (span for claim in claims for _, span in claim.spans()))
    whole = (min((first for first, _ in proof), default=start), max((last for _, last in proof), default=end))
    if width_of(text[slice(*whole)]) <= SHORTENED:
        start, end = whole  # the parties, the source and the cues fit as well
    start, end = _widened(text, start, end)
    return _to_word(text, start, -1, marks), _to_word(text, end, 1, marks)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the window grown by turns to both sides as far as it stays within SHORTENED cells."""
    used = width_of(text[start:end])
    while used < SHORTENED and (start > 0 or end < len(text)):
        if start > 0:
            start -= 1
            used += width_of(text[start])
        if end < len(text):
            used += width_of(text[end])
            end += 1
    return start, end


def _to_word(text: str, at: int, way: int, marks: list[tuple[int, int]]) -> int:
    """Return the position moved back inwards to the nearest border of a word, never into a trigger."""
    if at in (0, len(text)):
        return at
    stop = (marks[0][0] if way < 0 else marks[-1][1]) if marks else at
    while at != stop and _within_word(text[at - 1], text[at]):
        at -= way
    return at


def _within_word(before: str, after: str) -> bool:
    return all(char.isascii() and char.isalnum() for char in (before, after))
