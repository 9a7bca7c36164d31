"""Documents with claims made by hand, for the tests of briefs."""

from collections.abc import Sequence
from dataclasses import dataclass

from keii.model import (
    Certainty,
    Claim,
    Cue,
    Document,
    Party,
    Place,
    Reference,
    Sentence,
    Source,
    SourceKind,
    Span,
    Status,
    Time,
)


@dataclass(frozen=True)
class Sample:
    document: Document
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...] = ()

    def span(self, words: str, sentence: int = 0) -> Span:
        start = self.document.text.index(words, self.sentences[sentence].start)
        return Span.of(self.document.text, start, start + len(words))

    def party(self, words: str, code: str = "XXX", reference: Reference = Reference.NAMED,
              reason: str | None = None) -> Party:
        return Party(span=self.span(words), code=code, reference=reference, reason=reason)

    def source(self, words: str, kind: SourceKind, code: str, cue: str) -> Source:
        return Source(span=self.span(words), kind=kind, code=code, cue=self.cue(cue))

    def cue(self, words: str) -> Cue:
        return Cue(span=self.span(words), rule="test")

    def claim(self, sentence: int, type: str, trigger: str, status: Status = Status.OCCURRED, *,
              actors: Sequence[Party] = (), recipients: Sequence[Party] = (), sources: Sequence[Source] = (),
              cues: Sequence[str] = (), mode: str | None = None, label: str | None = None,
              certainty: Certainty = Certainty.PLAIN, place: Place | None = None, time: Time | None = None) -> Claim:
        return Claim(document=self.document.id, sentence=sentence, type=type, trigger=self.span(trigger, sentence),
                     status=status, actors=tuple(actors), recipients=tuple(recipients), sources=tuple(sources),
                     cues=tuple(self.cue(words) for words in cues), mode=mode, label=label, certainty=certainty,
                     place=place, time=time, coder="test").check(self.document.text)

    def with_claims(self, *claims: Claim) -> "Sample":
        return Sample(self.document, self.sentences, claims)


def sample(*lines: str, language: str, title: str | None = None, publisher: str | None = None,
           published_at: str | None = None, translated: bool = False) -> Sample:
    sentences, at = [], 0
    for index, line in enumerate(lines):
        sentences.append(Sentence(index=index, start=at, end=at + len(line), text=line))
        at += len(line) + 1
    document = Document(id="d_0", text="\n".join(lines), language=language, title=title, publisher=publisher,
                        published_at=published_at, published_basis="option" if published_at else None,
                        translated=translated, reader="txt", origin="notes.txt", language_basis="script")
    return Sample(document, tuple(sentences))


def japanese() -> Sample:
    made = sample(
        "架空国のサトウ外相は13日、隣国のタナカ大統領に停戦を求めた。",
        "両首脳は北の港町で約5時間会談した。",
        "聯合ニュースは韓国政府高官の話として、ロシアが北朝鮮に衛星技術を供与するとみられると報じた。",
        "10月には外相が平壌を訪問する予定だという。",
        "北朝鮮は5月に衛星を打ち上げたが失敗した。",
        language="ja", title="二つの国の五つの話", publisher="例示通信", published_at="2023-09-14T08:00:00+09:00",
        translated=True)
    implicit = Reference.GROUP
    return made.with_claims(
        made.claim(0, "REQUEST", "求めた", actors=[made.party("架空国のサトウ外相", reason="no such country")],
                   recipients=[made.party("隣国のタナカ大統領")], mode="yield",
                   time=Time(span=made.span("13日"), start="2023-09-13", end="2023-09-14", precision="day",
                             basis="published_at")),
        made.claim(0, "RETREAT", "停戦", Status.URGED, cues=["求めた"], mode="ceasefire"),
        made.claim(1, "CONSULT", "会談した", actors=[made.party("サトウ外相", reference=implicit),
                                                     made.party("タナカ大統領", reference=implicit)],
                   place=Place(span=made.span("北の港町")), time=Time(span=made.span("約5時間"), reason="duration")),
        made.claim(2, "AID", "供与する", Status.EXPECTED, actors=[made.party("ロシア", "RUS/GOV")],
                   recipients=[made.party("北朝鮮", "PRK/GOV")], cues=["とみられる"], certainty=Certainty.MIDDLE,
                   sources=[made.source("聯合ニュース", SourceKind.AGENCY, "KOR/JRN", "報じた"),
                            made.source("韓国政府高官", SourceKind.ANONYMOUS, "KOR/GOV", "話として")]),
        made.claim(3, "CONSULT", "訪問する", Status.PLANNED, actors=[made.party("外相", "RUS/GOV")],
                   recipients=[made.party("平壌", "PRK/GOV")], cues=["予定だ"], mode="visit",
                   place=Place(span=made.span("平壌"), country="PRK"),
                   time=Time(span=made.span("10月"), start="2023-10-01", end="2023-11-01", precision="month",
                             basis="published_at"),
                   sources=[Source(span=None, kind=SourceKind.HEARSAY, cue=made.cue("という"))]),
        made.claim(4, "OTHER", "打ち上げた", Status.NOT_OCCURRED, actors=[made.party("北朝鮮", "PRK/GOV")],
                   label="satellite launch", cues=["失敗した"]),
    )


def english() -> Sample:
    made = sample(
        "The mayor of Oldport met union leaders on Monday.",
        "Dockers may strike again if talks fail, a port official said.",
        "An independent inquiry was opened into the fire.",
        language="en", title="Talks at the port")
    return made.with_claims(
        made.claim(0, "CONSULT", "met", actors=[made.party("The mayor of Oldport"), made.party("union leaders")],
                   time=Time(span=made.span("Monday"), reason="no date of publication")),
        made.claim(1, "PROTEST", "strike", Status.POSSIBLE, actors=[made.party("Dockers", "NOR/LAB")],
                   mode="strike", cues=["may", "if"], certainty=Certainty.LOW,
                   sources=[made.source("a port official", SourceKind.ANONYMOUS, "NOR/GOV", "said")]),
        made.claim(1, "CONSULT", "talks", Status.CONDITIONAL, cues=["if"],
                   sources=[made.source("a port official", SourceKind.ANONYMOUS, "NOR/GOV", "said")]),
        made.claim(2, "ACCUSE", "inquiry", mode="investigate"),
        made.claim(2, "OTHER", "fire", label="fire"),
    )
