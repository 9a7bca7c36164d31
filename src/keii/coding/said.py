"""Attributions: who says what by which words, whether or not the content holds an act.

The model marks most of them. In a language with words of attitude (`attitudes`) those that the parse shows come beside
them, and contents are made whole: nothing is left out between two pieces, and a quotation ends with its last mark.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from keii.coding.attitudes import OWN, Attitudes, attitudes, shown
from keii.coding.quoted import Stretch, joined, meet, quotations, whole
from keii.coding.reports import Attribution
from keii.coding.scripted import scripted
from keii.coding.windowed import windowed
from keii.encoder.engine import engine
from keii.encoder.reading import Place, Seen, Spotted, Thresholds, Wanted, read_window
from keii.language.contract import Parse
from keii.language.languages import language as tongue
from keii.model import Sentence, Span

GAP = 60  # letters between two pieces of a content that the model leaves out, at most
ALIKE = 0.6  # the share of letters from which on two contents are one
QUOTES = frozenset("“”\"'‘’")  # marks that a content keeps at its ends
SHOWN = 0.5  # the score of what the parse alone shows: of these about half are annotated in PolNeAR


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
    marked = list(_marked(text, sentences, language, thresholds or Thresholds()))
    known = attitudes(language)
    if known is None:
        yield from marked
        return
    parses = list(tongue(language).parse(sentence.text for sentence in sentences))
    yield from together(text, sentences, parses, marked, known)


def together(
    text: str, sentences: Sequence[Sentence], parses: Sequence[Parse], marked: Sequence[Attributed], known: Attitudes
) -> list[Attributed]:
    """Return what the model marked and what the parses show, each once, by the order of their contents."""
    quotes = quotations(text)
    told = [
        one
        for sentence, parse in zip(sentences, parses, strict=True)
        for attribution in shown(parse, known)
        for one in _told(text, sentence, parse, attribution)
    ]
    found = [_whole(text, sentences, quotes, one) for one in told]
    found += [
        Attributed(source=_spans(text, [source]), cue=_spans(text, [cue]), content=_spans(text, [content]), score=SHOWN)
        for source, cue, content in scripted(text)
    ]
    for one in marked:
        if _first_person(one):
            continue
        one = _whole(text, sentences, quotes, _filled(text, sentences, one))
        twins = [other for other in found if _same(one, other)]
        if twins:
            twin = max(twins, key=lambda other: _alike(one, other))
            found.remove(twin)
            one = replace(one, source=one.source or twin.source, cue=one.cue or twin.cue)
        found.append(one)
    kept = [one for one in found if one.source or one.score != SHOWN or _is_quoted(one, quotes)]
    return sorted(kept, key=lambda one: (one.content[0].start, one.content[-1].end))


def _told(text: str, sentence: Sentence, parse: Parse, attribution: Attribution) -> Iterator[Attributed]:
    """Yield what a parse shows with its spans in the document; nothing where source and cue are all of it."""
    offset = sentence.start
    source = [(m.span.start + offset, m.span.end + offset) for m in attribution.speakers]
    cue = (attribution.cue.start + offset, attribution.cue.end + offset)
    tokens = [
        t for t in sorted(attribution.tokens)
        if not any(meet((parse.starts[t] + offset, parse.ends[t] + offset), own) for own in (*source, cue))
    ]
    content = [(parse.starts[a] + offset, parse.ends[b] + offset) for a, b in _runs(parse, tokens)]
    if content:
        yield Attributed(source=_spans(text, joined(source)), cue=_spans(text, [cue]), content=_spans(text, content),
                         score=SHOWN)


def _runs(parse: Parse, tokens: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last tokens of each run, without the marks at its ends that are no quotation marks."""
    runs: list[list[int]] = []
    for token in tokens:
        if runs and token == runs[-1][-1] + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    for run in runs:
        words = [t for t in run if parse.pos[t] != "PUNCT" or parse.words[t] in QUOTES]
        if words:
            yield words[0], words[-1]


def _whole(text: str, sentences: Sequence[Sentence], quotes: Sequence[Stretch], one: Attributed) -> Attributed:
    """Return an attribution whose quotations are whole."""
    own = [(span.start, span.end) for span in (*one.source, *one.cue)]
    at = own[-1][1] if own else one.content[0].end
    end = next((sentence.end for sentence in sentences if sentence.start <= at <= sentence.end), at)
    told = whole(text, quotes, [(span.start, span.end) for span in one.content], own, end)
    return replace(one, content=_spans(text, told))


def _filled(text: str, sentences: Sequence[Sentence], one: Attributed) -> Attributed:
    """Return an attribution of the model without short gaps between the pieces of its content in a sentence."""
    own = [(span.start, span.end) for span in (*one.source, *one.cue)]
    edges = [sentence.start for sentence in sentences]
    pieces: list[Stretch] = []
    for start, end in sorted((span.start, span.end) for span in one.content):
        gap = (pieces[-1][1], start) if pieces else (0, 0)
        cut = gap[1] - gap[0] > GAP or any(meet(gap, o) for o in own) or any(gap[0] <= edge <= start for edge in edges)
        if pieces and not cut:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return replace(one, content=_spans(text, pieces))


def _spans(text: str, stretches: Iterable[Stretch]) -> tuple[Span, ...]:
    return tuple(Span.of(text, start, end) for start, end in stretches)


def _first_person(one: Attributed) -> bool:
    """Tell whether "I think" and the like stand without a quotation of their own: a way of saying, no report."""
    quoted = any(span.quote[:1] in QUOTES for span in one.content)
    return not quoted and bool(one.source) and all(span.quote.lower() in OWN for span in one.source)


def _is_quoted(one: Attributed, quotes: Sequence[Stretch]) -> bool:
    return any(meet((span.start, span.end), quote) for span in one.content for quote in quotes)


def _same(one: Attributed, other: Attributed) -> bool:
    """Tell whether two attributions are one: they have the cue in common; where one has none, most of the content."""
    if one.cue and other.cue:
        return any(a.overlaps(b) for a in one.cue for b in other.cue)
    return _alike(one, other) > ALIKE


def _alike(one: Attributed, other: Attributed) -> float:
    """Return the share of letters that two contents have in common, of all that either has."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.content for b in other.content)
    size = sum(span.end - span.start for span in (*one.content, *other.content)) - common
    return common / size


def _marked(text: str, sentences: Sequence[Sentence], language: str, thresholds: Thresholds) -> Iterator[Attributed]:
    """Yield the attributions that the model marks."""
    open_: Attributed | None = None
    for spotted in _spotted(sentences, language, thresholds):
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
