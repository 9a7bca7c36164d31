"""Articles with claims made by hand, in both languages, for the tests of situations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from keii.model import (
    Claim,
    Cue,
    Document,
    Event,
    Party,
    Place,
    Source,
    SourceKind,
    Span,
    Status,
    Time,
    Told,
    content_id,
)
from keii.situation.happening import Happening, happenings, singletons

NAMES = {"北朝鮮": "PRK", "韓国": "KOR", "ロシア": "RUS", "米国": "USA", "日本": "JPN", "North Korea": "PRK",
         "South Korea": "KOR", "Russia": "RUS", "The United States": "USA", "Japan": "JPN", "国連": "IGO:UN"}


@dataclass(frozen=True)
class Act:
    """One act of an article: its sentence, the words that name it, and the fields of its claim."""

    sentence: str
    trigger: str
    type: str
    actors: tuple[str, ...] = ()  # words of the sentence; NAMES or `codes` give their codes
    recipients: tuple[str, ...] = ()
    status: Status = Status.OCCURRED
    mode: str | None = None
    label: str | None = None
    source: tuple[str, SourceKind] | None = None
    place: tuple[str, str | None] | None = None
    time: tuple[str, str, str] | None = None  # start, end, precision
    codes: Mapping[str, str] | None = None


def article(published: str | None, language: str, *acts: Act, publisher: str = "Example News", url: str | None = None,
            copies: str | None = None, title: str | None = None) -> list[Told]:
    text = "\n".join(dict.fromkeys(act.sentence for act in acts))
    id = content_id("d_", text, published, publisher)
    document = Document(id=id, text=text, language=language, title=title, publisher=publisher, published_at=published,
                        published_basis="option" if published else None, url=url, reader="txt", origin="made.txt",
                        language_basis="script")
    return [Told(claim=_claim(act, document), document=document, sentence=act.sentence, copies=copies) for act in acts]


def _claim(act: Act, document: Document) -> Claim:
    at = document.text.index(act.sentence)

    def span(words: str) -> Span:
        start = document.text.index(words, at)
        return Span.of(document.text, start, start + len(words))

    def party(words: str) -> Party:
        code = {**NAMES, **(act.codes or {})}.get(words, "XXX")
        return Party(span=span(words), code=code, reason=None if code != "XXX" else "unknown")

    trigger = span(act.trigger)
    sources = () if act.source is None else (
        Source(span=span(act.source[0]), kind=act.source[1], cue=Cue(span=trigger, rule="test")),)
    return Claim(
        document=document.id, sentence=document.text[:at].count("\n"), type=act.type, trigger=trigger,
        status=act.status, actors=tuple(map(party, act.actors)), recipients=tuple(map(party, act.recipients)),
        mode=act.mode, label=act.label, sources=sources, coder="test",
        place=Place(span=span(act.place[0]), country=act.place[1]) if act.place else None,
        time=Time(span=trigger, start=act.time[0], end=act.time[1], precision=act.time[2], basis="text")
        if act.time else None).check(document.text)


def single(told: Iterable[Told]) -> list[Happening]:
    """Return one happening for each claim."""
    known = list(told)
    return list(happenings(singletons(known), known))


def merged(*groups: Iterable[Told], **changes: object) -> list[Happening]:
    """Return one happening for each group of claims."""
    found: list[Happening] = []
    for group in groups:
        known = list(group)
        first = known[0].claim
        documents = {one.copies or one.document.id for one in known}
        event = Event(id=content_id("e_", first.id), type=first.type, label=first.label, status=first.status,
                      claims=tuple(one.claim.id for one in known), fields=(), documents=len(documents),
                      independent=len({one.copies or one.document.publisher for one in known}))
        found += happenings([replace(event, **changes)], known)  # type: ignore[arg-type]
    return found
