"""Short invented stories, told by articles of which each sentence holds one act."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from keii.model import (
    Claim,
    Cue,
    Document,
    Party,
    Place,
    Quantity,
    Sentence,
    Source,
    SourceKind,
    Span,
    Status,
    Time,
    Told,
)
from keii.pipeline import Reading

CODER = "rules/test"


@dataclass(frozen=True)
class Act:
    """A sentence with the act that it tells; the words of every field stand in the sentence."""

    text: str
    trigger: str
    type: str
    actors: dict[str, str] = field(default_factory=dict)  # words to code
    recipients: dict[str, str] = field(default_factory=dict)
    status: str = "occurred"
    day: str | None = None  # of the act, "2031-05-02" or "2031-05-02/2031-06-01"
    time: str | None = None  # its words
    place: str | None = None
    country: str | None = None
    number: tuple[str, float, str | None] | None = None  # words, number, unit
    counted: str | None = None  # the words for what the number counts
    ordinal: tuple[str, float] | None = None
    source: tuple[str, SourceKind, str] | None = None  # words, kind, code
    mode: str | None = None
    label: str | None = None


def reading(acts: Sequence[Act], *, name: str = "a.txt", published: str | None = "2031-05-03", language: str = "en",
            publisher: str | None = None) -> Reading:
    """Return the reading of an article with one sentence for each act."""
    text = "\n".join(act.text for act in acts)
    id = Document.make_id(text=text, title=None, publisher=publisher, published_at=published, url=None, key=name)
    document = Document(id=id, text=text, language=language, published_at=published, publisher=publisher,
                        published_basis="option" if published else None, reader="txt", origin=name, encoding="utf-8",
                        language_basis="option")
    sentences, claims, at = [], [], 0
    for number, act in enumerate(acts):
        sentences.append(Sentence(index=number, start=at, end=at + len(act.text), text=act.text))
        claims.append(_claim(act, id, number, text, at))
        at += len(act.text) + 1
    return Reading(origin=name, document=document, sentences=tuple(sentences), claims=tuple(claims))


def told(act: Act, *, name: str = "a.txt", published: str | None = "2031-05-03", language: str = "en",
         publisher: str | None = None) -> Told:
    """Return one act told by an article of its own."""
    one = reading([act], name=name, published=published, language=language, publisher=publisher)
    assert one.document is not None
    return Told(claim=one.claims[0], document=one.document, sentence=act.text)


def _claim(act: Act, document: str, number: int, text: str, at: int) -> Claim:
    def span(words: str) -> Span:
        start = text.index(words, at)
        return Span.of(text, start, start + len(words))

    since, _, until = (act.day or "").partition("/")
    time = Time(span=span(act.time or act.trigger), start=since, end=until or _next(since), basis="text",
                precision="month" if until else "day") if since else None
    quantities = []
    if act.number:
        words, low, unit = act.number
        thing = span(act.counted) if act.counted else None
        quantities.append(Quantity(span=span(words), low=low, high=low, unit=unit, counted=thing))
    if act.ordinal:
        words, low = act.ordinal
        quantities.append(Quantity(span=span(words), low=low, high=low, ordinal=True))
    sources = []
    if act.source:
        words, kind, code = act.source
        sources.append(Source(span=span(words), kind=kind, code=code, cue=Cue(span=span(words), rule="test")))
    return Claim(
        document=document, sentence=number, type=act.type, trigger=span(act.trigger), status=Status(act.status),
        actors=tuple(Party(span=span(words), code=code) for words, code in act.actors.items()),
        recipients=tuple(Party(span=span(words), code=code) for words, code in act.recipients.items()),
        place=Place(span=span(act.place), country=act.country) if act.place else None, time=time,
        quantities=tuple(quantities), sources=tuple(sources), mode=act.mode, label=act.label, coder=CODER)


def _next(day: str) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
