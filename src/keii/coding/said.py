"""Attributions: who says what by which words, whether or not the content holds an act."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from keii.coding.windowed import windowed
from keii.encoder.engine import engine
from keii.encoder.reading import Place, Seen, Spotted, Thresholds, Wanted, read_window
from keii.model import Sentence, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """One attribution: spans in the document; no source where the text names none, no cue where a quotation runs on."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float


def attributions(
    text: str, sentences: Sequence[Sentence], language: str, *, thresholds: Thresholds | None = None
) -> Iterator[Attributed]:
    """Yield the attributions of a document in the order of their words; a quotation over sentences is one."""
    open_: Attributed | None = None
    for spotted in _spotted(sentences, language, thresholds or Thresholds()):
        one = _attributed(text, sentences, spotted)
        if one is None:
            continue
        if open_ is not None and not one.cue and _follows(text, open_, one):
            open_ = replace(open_, content=(*open_.content, *one.content))
            continue
        if open_ is not None:
            yield open_
        open_ = one
    if open_ is not None:
        yield open_


def _spotted(sentences: Sequence[Sentence], language: str, thresholds: Thresholds) -> Iterator[Spotted]:
    model = engine()
    for window, states in windowed(model, [sentence.text for sentence in sentences], language):
        yield from read_window(model.heads, Seen.of(model.heads, window, states), thresholds, Wanted.SAYS)


def _attributed(text: str, sentences: Sequence[Sentence], spotted: Spotted) -> Attributed | None:
    def spans(role: str) -> tuple[Span, ...]:
        return tuple(_span(text, sentences, place) for place, _ in spotted.roles.get(role, ()))

    content = spans("content")
    if not content:
        return None
    return Attributed(
        source=spans("speaker") or spans("speaker_antecedent")[-1:],
        cue=spans("cue"),
        content=content,
        score=spotted.score,
    )


def _follows(text: str, before: Attributed, after: Attributed) -> bool:
    """Tell whether a quotation without a word of saying goes on where the last one ended."""
    between = text[max(span.end for span in before.content + before.cue + before.source) : after.content[0].start]
    return not any(letter.isalnum() for letter in between)


def _span(text: str, sentences: Sequence[Sentence], place: Place) -> Span:
    offset = sentences[place[0]].start
    return Span.of(text, offset + place[1], offset + place[2])
