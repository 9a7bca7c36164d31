"""A ledger of two short invented articles that holds what formats find hard: every kind of status, formulas, emoji."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from keii.exports.formats import writer
from keii.exports.request import Request
from keii.ledger import Filter, Ledger
from keii.model import (
    Claim,
    Cue,
    Document,
    Party,
    Place,
    Quantity,
    Reference,
    Sentence,
    Source,
    SourceKind,
    Span,
    Status,
    Time,
)
from keii.pipeline import Reading
from keii.situation.keeping import Keeper

JAPANESE = (
    "ロシアのプーチン大統領は13日、平壌を訪問した。",
    "=大統領府報道官は「米国が制裁を科す可能性がある」と😀述べた。",
    "米国は攻撃を否定した。",
)
ENGLISH = (
    "Norway and Japan held talks in Oslo on 12 June.",
    "Japan urged Norway to release two ships, Reuters reported.",
    "Norway launched a satellite.",
    "Gunmen killed a farmer near Oslo on 1 June.",
    "Norway will send aid to Japan in July.",
)
PYONGYANG = ("PRK", "geonames:1871859", 39.03385, 125.75432)
OSLO = ("NOR", "geonames:3143244", 59.91273, 10.74609)


def ledger(path: Path) -> Path:
    """Make the ledger at `path`, merged into events; return the path."""
    with Ledger.create(path) as made:
        for one in (japanese(), english()):
            made.write(one)
        Keeper(made, None).catch_up()
    return path


def export(path: Path, name: str, **wanted: Any) -> bytes:
    """Return what the format `name` makes of the ledger."""
    return exported(path, name, **wanted)[0]


def exported(path: Path, name: str, *, chosen: Filter | None = None, **wanted: Any) -> tuple[bytes, int, Request]:
    """Return what a format makes of the ledger, how many records it says it wrote, and the request."""
    out = io.BytesIO()
    with Ledger.open(path) as opened:
        request = Request(ledger=opened, chosen=chosen or Filter(), **wanted)
        number = writer(name)(out, request)
    return out.getvalue(), number, request


def table(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV table by the names of its columns."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def lines(data: bytes) -> list[dict[str, Any]]:
    """Return the objects of JSON Lines."""
    return [json.loads(line) for line in data.splitlines()]


def japanese() -> Reading:
    """Return a visit, possible sanctions that a spokesman speaks of, and a denied attack."""
    text = "\n".join(JAPANESE)
    at = _Text(text, _document(text, "news/a.txt", language="ja", published_at="2024-06-14T09:00:00+09:00",
                               title="=HYPERLINK(\"x\")", url="https://example.org/a?b=1&c=<d>", publisher="例示通信"))
    putin = at.party("プーチン大統領", "RUS/GOV", "putin-vladimir")
    kim = Party(span=None, reference=Reference.OMITTED, code="PRK/GOV", actor="state:PRK", antecedent=at.span("平壌"))
    speaker = Source(span=at.span("大統領府報道官"), kind=SourceKind.OFFICE, code="RUS/GOV", actor="kremlin",
                     cue=Cue(span=at.span("述べた"), rule="speech.tsv:3"))
    america = at.party("米国", "USA/GOV", "state:USA")
    return at.reading(JAPANESE, (
        at.claim(0, "CONSULT", "訪問", Status.OCCURRED, mode="visit", actors=(putin,), recipients=(kim,),
                 contexts=("diplomatic",), place=at.place("平壌", *PYONGYANG), time=at.day("13日", "2024-06-13"),
                 confidence=0.75, confidence_whole=0.5),
        at.claim(1, "SANCTION", "制裁を科す", Status.POSSIBLE, actors=(america,), sources=(speaker,),
                 cues=(Cue(span=at.span("可能性がある"), rule="cues.tsv:1"),)),
        at.claim(2, "ASSAULT", "攻撃", Status.NOT_OCCURRED, actors=(america,)),
    ))


def english() -> Reading:
    """Return talks, a demand with what it demands, a satellite, a killing, and planned aid."""
    text = "\n".join(ENGLISH)
    at = _Text(text, _document(text, "news/b.txt", language="en", published_at="2024-06-13", title="Talks\tin Oslo",
                               publisher="Example Times"))
    norway, japan = at.party("Norway", "NOR/GOV", "state:NOR"), at.party("Japan", "JPN/GOV", "state:JPN")
    reuters = Source(span=at.span("Reuters"), kind=SourceKind.OUTLET, code="GBR/JRN", actor="reuters",
                     cue=Cue(span=at.span("reported"), rule="speech.tsv:9"))
    gunmen = at.party("Gunmen", "XXX/REB", None)
    farmer = at.party("a farmer", "NOR/CVL", None)
    return at.reading(ENGLISH, (
        at.claim(0, "CONSULT", "talks", Status.OCCURRED, actors=(norway, japan), place=at.place("Oslo", *OSLO),
                 time=at.day("on 12 June", "2024-06-12"), confidence=0.9, confidence_whole=0.8),
        at.claim(1, "REQUEST", "urged", Status.OCCURRED, mode="yield", actors=(japan,), recipients=(norway,),
                 sources=(reuters,)),
        at.claim(1, "RETREAT", "release", Status.URGED, mode="release", actors=(norway,), sources=(reuters,),
                 quantities=(Quantity(span=at.span("two ships"), low=2, high=2, unit="ships"),)),
        at.claim(2, "OTHER", "launched", Status.OCCURRED, label="satellite launch", actors=(norway,)),
        at.claim(3, "ASSAULT", "killed", Status.OCCURRED, mode="firearms", actors=(gunmen,), recipients=(farmer,),
                 place=at.place("Oslo", *OSLO, after="near "), time=at.day("on 1 June", "2024-06-01")),
        at.claim(4, "AID", "aid", Status.PLANNED, actors=(norway,), recipients=(japan,),
                 time=Time(span=at.span("July"), start="2024-07-01", end="2024-08-01", precision="month",
                           basis="published_at")),
    ))


class _Text:
    """A document from whose text spans are cut."""

    def __init__(self, text: str, document: Document) -> None:
        self.text, self.document = text, document

    def span(self, words: str, after: str = "") -> Span:
        start = self.text.index(after + words) + len(after)
        return Span.of(self.text, start, start + len(words))

    def party(self, words: str, code: str, actor: str | None) -> Party:
        return Party(span=self.span(words), code=code, actor=actor, reason=None if actor else "no-entry")

    def place(self, words: str, country: str, id: str, latitude: float, longitude: float, after: str = "") -> Place:
        return Place(span=self.span(words, after), country=country, gazetteer=id, latitude=latitude,
                     longitude=longitude, precision="city")

    def day(self, words: str, day: str) -> Time:
        return Time(span=self.span(words), start=day, end=f"{day[:8]}{int(day[8:]) + 1:02d}", precision="day",
                    basis="published_at")

    def claim(self, sentence: int, type: str, words: str, status: Status, **fields: Any) -> Claim:
        return Claim(document=self.document.id, sentence=sentence, type=type, trigger=self.span(words), status=status,
                     coder="rules/test", **fields)

    def reading(self, lines: Sequence[str], claims: tuple[Claim, ...]) -> Reading:
        sentences, at = [], 0
        for index, line in enumerate(lines):
            sentences.append(Sentence(index=index, start=at, end=at + len(line), text=line))
            at += len(line) + 1
        return Reading(origin=self.document.origin, document=self.document, sentences=tuple(sentences),
                       claims=claims)


def _document(text: str, origin: str, **fields: Any) -> Document:
    id = Document.make_id(text=text, title=fields.get("title"), publisher=fields.get("publisher"),
                          published_at=fields.get("published_at"), url=fields.get("url"), key=None)
    return Document(id=id, text=text, origin=origin, reader="txt", encoding="utf-8", published_basis="field",
                    language_basis="option", **fields)
