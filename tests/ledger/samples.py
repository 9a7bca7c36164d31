"""Hand-made readings, and hypothesis strategies that make any reading the model allows."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from keii.model import (
    Causation,
    Cause,
    Certainty,
    Claim,
    Cue,
    Document,
    Party,
    Place,
    Problem,
    Quantity,
    Reference,
    Sentence,
    Source,
    SourceKind,
    Span,
    Status,
    Time,
    Trace,
)
from keii.pipeline import Reading

CODER = "rules/test"

# ---- by hand ----

_LINES = (
    "ロシアのプーチン大統領は13日、平壌を訪問した。",
    "大統領府報道官は、両国が武器の取引で合意する可能性があると述べた。",
    "米国は制裁を科していない。",
)


def document(text: str, *, origin: str = "a.txt", published_at: str | None = "2024-06-14", language: str = "ja",
             title: str | None = None, url: str | None = None) -> Document:
    id = Document.make_id(text=text, title=title, publisher=None, published_at=published_at, url=url, key=None)
    return Document(id=id, text=text, language=language, title=title, published_at=published_at, url=url,
                    published_basis="option" if published_at else None, reader="txt", origin=origin, encoding="utf-8",
                    language_basis="script")


def sentences(text: str) -> tuple[Sentence, ...]:
    found, at = [], 0
    for index, line in enumerate(text.split("\n")):
        found.append(Sentence(index=index, start=at, end=at + len(line), text=line))
        at += len(line) + 1
    return tuple(found)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def visit(origin: str = "a.txt", *, coder: str = CODER) -> Reading:
    """Return a reading of three sentences: a visit, a possible agreement with a source, sanctions denied."""
    text = "\n".join(_LINES)
    article = document(text, origin=origin)
    putin = Party(span=span(text, "プーチン大統領"), code="RUS/GOV", actor="vladimir-putin")
    kim = Party(span=None, reference=Reference.OMITTED, code="PRK/GOV", antecedent=span(text, "平壌"))
    speaker = Source(span=span(text, "大統領府報道官"), kind=SourceKind.OFFICE, code="RUS/GOV",
                     cue=Cue(span=span(text, "述べた"), rule="speech.tsv:3"))
    claims = (
        Claim(document=article.id, sentence=0, type="CONSULT", mode="visit", trigger=span(text, "訪問"),
              status=Status.OCCURRED, actors=(putin,), recipients=(kim,), coder=coder, contexts=("diplomatic",),
              place=Place(span=span(text, "平壌"), country="PRK"), confidence=0.75, confidence_whole=0.5,
              time=Time(span=span(text, "13日"), start="2024-06-13", end="2024-06-14", precision="day",
                        basis="published_at"),
              trace=(Trace(field="type", rule="predicates.tsv:7", value="CONSULT", span=span(text, "訪問")),
                     Trace(field="recipient", rule="omitted", value="PRK/GOV"))),
        Claim(document=article.id, sentence=1, type="AGREE", trigger=span(text, "合意"), status=Status.POSSIBLE,
              certainty=Certainty.LOW, coder=coder, sources=(speaker,),
              cues=(Cue(span=span(text, "可能性がある"), rule="cues.tsv:1"),),
              actors=(Party(span=span(text, "両国"), reference=Reference.GROUP, code="RUS/GOV",
                            antecedent=span(text, "ロシア")),)),
        Claim(document=article.id, sentence=2, type="SANCTION", trigger=span(text, "制裁を科"),
              status=Status.NOT_OCCURRED, coder=coder, actors=(Party(span=span(text, "米国"), code="USA/GOV"),)),
    )
    return Reading(origin=origin, document=article, sentences=sentences(text), claims=claims)


def launch(origin: str = "b.txt") -> Reading:
    """Return an English reading without a publication date: an act of type OTHER by an unresolved actor."""
    text = "The agency launched 3 satellites, reportedly from Sohae."
    article = document(text, origin=origin, published_at=None, language="en")
    claim = Claim(
        document=article.id, sentence=0, type="OTHER", label="satellite launch", trigger=span(text, "launched"),
        status=Status.OCCURRED, coder=CODER, certainty=Certainty.MIDDLE,
        actors=(Party(span=span(text, "The agency"), reason="no-antecedent"),),
        sources=(Source(span=None, kind=SourceKind.HEARSAY, cue=Cue(span=span(text, "reportedly"), rule="speech.tsv:9"),
                        reason="hearsay"),),
        quantities=(Quantity(span=span(text, "3 satellites"), low=3, high=3, unit="satellites"),),
        place=Place(span=span(text, "Sohae"), reason="unknown-place"))
    return Reading(origin=origin, document=article, sentences=sentences(text), claims=(claim,))


def failure(origin: str = "c.txt", message: str = "the file is empty.") -> Reading:
    return Reading(origin=origin, document=None,
                   problems=(Problem(code="input.empty", origin=origin, message=message, remedy="Fill it."),))


# ---- any reading ----

# Every character that a text may hold: no half characters, no NUL (SQLite's length() stops there).
_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_WORDS = st.text(_CHARACTERS, min_size=1, max_size=12)
_MAYBE = st.none() | _WORDS
_CODES = st.sampled_from(["RUS/GOV", "PRK/MIL", "IGO:UN", "XXX", "USA/GOV/ELI"])
_NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    return Span.of(text, start, draw(st.integers(start + 1, len(text))))


@st.composite
def _parties(draw: st.DrawFn, text: str) -> Party:
    span = draw(st.none() | spans(text))
    return Party(span=span, antecedent=draw(st.none() | spans(text)), reference=draw(st.sampled_from(Reference)),
                 code=draw(_CODES), actor=draw(_MAYBE), reason=draw(_MAYBE))


def _cues(text: str) -> st.SearchStrategy[Cue]:
    return st.builds(Cue, span=spans(text), rule=_WORDS)


def _sources(text: str) -> st.SearchStrategy[Source]:
    return st.builds(Source, span=st.none() | spans(text), kind=st.sampled_from(SourceKind), cue=_cues(text),
                     reference=st.sampled_from(Reference), code=_CODES, actor=_MAYBE,
                     antecedent=st.none() | spans(text), reason=_MAYBE)


def _tuples(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, max_size=2).map(tuple)


def _claims(article: Document, numbers: Sequence[int]) -> st.SearchStrategy[Claim]:
    text = article.text
    quantity = st.builds(Quantity, span=spans(text), low=_NUMBERS, high=_NUMBERS, unit=_MAYBE,
                         approximate=st.booleans(), counted=st.none() | spans(text), ordinal=st.booleans())
    trace = st.builds(Trace, field=_WORDS, rule=_WORDS, value=st.text(_CHARACTERS, max_size=9),
                      span=st.none() | spans(text))
    time = st.builds(Time, span=spans(text), start=_MAYBE, end=_MAYBE, precision=_MAYBE, basis=_MAYBE, reason=_MAYBE)
    return st.builds(
        Claim, document=st.just(article.id), sentence=st.sampled_from(numbers), type=_WORDS, trigger=spans(text),
        status=st.sampled_from(Status), actors=_tuples(_parties(text)), recipients=_tuples(_parties(text)),
        mode=_MAYBE, contexts=_tuples(_WORDS), label=_MAYBE, certainty=st.sampled_from(Certainty),
        cues=_tuples(_cues(text)), sources=_tuples(_sources(text)),
        place=st.none() | st.builds(Place, span=spans(text), country=_MAYBE, reason=_MAYBE), time=st.none() | time,
        quantities=_tuples(quantity), coder=_WORDS, confidence=st.none() | st.floats(0, 1),
        confidence_whole=st.none() | st.floats(0, 1), trace=_tuples(trace))


def _causes(article: Document, numbers: Sequence[int], ids: Sequence[str]) -> st.SearchStrategy[Cause]:
    text = article.text
    linked = st.lists(st.sampled_from(ids), max_size=2).map(tuple) if ids else st.just(())
    return st.builds(
        Cause, document=st.just(article.id), sentence=st.sampled_from(numbers), connective=spans(text), rule=_WORDS,
        cause=spans(text), effect=spans(text), status=st.sampled_from(Causation), cues=_tuples(_cues(text)),
        sources=_tuples(_sources(text)), cause_claims=linked, effect_claims=linked)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Make a reading with every field of the model at any value, in texts of any script."""
    text = draw(st.text(_CHARACTERS, min_size=1, max_size=80))
    article = draw(st.builds(
        Document, id=st.just(Document.make_id(text=text, title=None, publisher=None, published_at=None, url=None,
                                              key=None)),
        text=st.just(text), language=st.sampled_from(["ja", "en"]), title=_MAYBE, author=_MAYBE, publisher=_MAYBE,
        agency=_MAYBE, url=_MAYBE,
        published_at=_MAYBE, published_basis=_MAYBE, retrieved_at=_MAYBE, reader=_WORDS, origin=_WORDS,
        encoding=_MAYBE, language_basis=_WORDS, translated=st.booleans(), body_start=st.integers(0, len(text)),
        body_end=st.none() | st.integers(0, len(text))))
    cuts = sorted(draw(st.sets(st.integers(1, len(text) - 1), max_size=3))) if len(text) > 1 else []
    parts = tuple(Sentence(index=index, start=start, end=end, text=text[start:end])
                  for index, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(text)], strict=True)))
    claims = draw(st.lists(_claims(article, range(len(parts))), max_size=3, unique_by=lambda claim: claim.id))
    causes = draw(st.lists(_causes(article, range(len(parts)), [claim.id for claim in claims]), max_size=3))
    problems = draw(st.lists(st.builds(
        Problem, code=_WORDS, origin=st.just(article.origin), message=_WORDS, remedy=_WORDS,
        document=st.just(article.id), start=st.none() | st.integers(0, 9), end=st.none() | st.integers(0, 9)),
        max_size=2, unique_by=lambda problem: problem.id))
    return Reading(origin=article.origin, document=article, sentences=parts, claims=tuple(claims),
                   causes=tuple(causes), problems=tuple(problems))


def with_claims(reading: Reading, *claims: Claim) -> Reading:
    return replace(reading, claims=claims)
