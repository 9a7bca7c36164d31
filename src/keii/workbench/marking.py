"""A text cut into pieces, each with the claims whose words it holds: overlapping spans laid side by side."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from keii.model import Claim

_PARTS = frozenset({"actor", "recipient", "source", "place", "time", "cue", "quantity", "source.cue",
                    "actor.antecedent", "recipient.antecedent", "source.antecedent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a text under the same spans from end to end."""

    start: int
    text: str
    triggers: tuple[str, ...] = ()  # ids of the claims whose act these words name
    fields: tuple[tuple[str, str], ...] = ()  # claim and field, of every other field that the words prove
    begins: tuple[str, ...] = ()  # claims whose act begins to be named here
    boilerplate: bool = False  # before or after the article's body


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Span:
    start: int
    end: int
    claim: str
    field: str


def pieces(text: str, claims: Iterable[Claim], *, start: int = 0, end: int | None = None,
           body: tuple[int, int | None] = (0, None)) -> tuple[Piece, ...]:
    """Return `text[start:end]` in pieces that give it back when joined; `body` is where the article begins and ends.

    Spans that reach over the ends are cut there.
    """
    end = len(text) if end is None else min(end, len(text))
    body_end = len(text) if body[1] is None else body[1]
    spans = sorted(_within(claims, start, end))
    cuts = sorted({start, end, *(min(max(at, start), end) for at in (body[0], body_end)),
                   *(at for span in spans for at in (span.start, span.end))})
    found: list[Piece] = []
    open_: list[_Span] = []
    following = iter([*spans, None])
    waiting = next(following)
    for at, after in itertools.pairwise(cuts):
        open_ = [span for span in open_ if span.end > at]
        while waiting is not None and waiting.start == at:
            open_.append(waiting)
            waiting = next(following)
        found.append(_piece(text, at, after, open_, boilerplate=at < body[0] or at >= body_end))
    return tuple(found)


def _piece(text: str, at: int, after: int, spans: Sequence[_Span], *, boilerplate: bool) -> Piece:
    triggers = [span for span in spans if span.field == "trigger"]
    return Piece(start=at, text=text[at:after], boilerplate=boilerplate,
                 triggers=tuple(dict.fromkeys(span.claim for span in triggers)),
                 begins=tuple(dict.fromkeys(span.claim for span in triggers if span.start == at)),
                 fields=tuple(dict.fromkeys((span.claim, span.field.partition(".")[0]) for span in spans
                                            if span.field != "trigger")))


def _within(claims: Iterable[Claim], start: int, end: int) -> Iterator[_Span]:
    for claim in claims:
        id = claim.id
        for field, span in claim.spans():
            if (field == "trigger" or field in _PARTS) and span.start < end and span.end > start:
                yield _Span(start=max(span.start, start), end=min(span.end, end), claim=id, field=field)


def found_in(text: str, words: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """Return a text in pieces, each with whether it is one of the words, whatever their case.

    >>> found_in("Sanctions on oil", ["sanctions"])
    (('Sanctions', True), (' on oil', False))
    """
    low = text.casefold()
    if len(low) != len(text):  # letter by letter: one that grows when its case is folded would move the others
        low = "".join(one if len(one := letter.casefold()) == 1 else letter for letter in text)
    spans = sorted(match.span() for word in words if word for match in re.finditer(re.escape(word), low))
    found, done = [], 0
    for start, end in spans:
        if end <= done:
            continue
        if start > done:
            found.append((text[done:start], False))
        if found and found[-1][1] and start <= done:
            found[-1] = (found[-1][0] + text[done:end], True)
        else:
            found.append((text[start:end], True))
        done = end
    return tuple([*found, (text[done:], False)] if done < len(text) else found)


def parts(text: str, size: int) -> tuple[tuple[int, int], ...]:
    """Return a long text in parts of at most about `size` characters, each ending with a line where there is one."""
    found, start = [], 0
    while len(text) - start > size:
        line = text.rfind("\n", start + size // 2, start + size)
        end = line + 1 if line > 0 else start + size
        found.append((start, end))
        start = end
    return (*found, (start, len(text)))
