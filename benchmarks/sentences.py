"""Sentences of the generated news, in English and Japanese, with the span of everything that a claim says."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from keii.gazetteer import registry
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
    Trace,
)

# By how often they are in the news; the list is gone through with a falling chance.
STATES = tuple("""USA RUS CHN UKR ISR IRN JPN PRK KOR GBR FRA DEU IND PAK TUR SAU SYR TWN POL VNM EGY QAT IRQ YEM LBN
    PHL AUS ITA ESP CHE SGP MMR THA MYS IDN BRA MEX COL VEN ARG CHL PER NGA ETH SDN LBY KEN ZAF MAR DZA TUN GRC SRB HUN
    ROU BGR MDA BLR LTU LVA EST FIN SWE NOR DNK NLD BEL AUT CZE SVK KAZ UZB ARM AZE GEO MNG AFG BGD LKA NPL""".split())


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act and the words for it."""

    type: str
    english: str
    japanese: str
    particle: str  # of the recipient in Japanese
    hurts: bool = False


KINDS = (
    Kind("CONSULT", "met", "会談", "と"), Kind("ACCUSE", "blamed", "非難", "を"),
    Kind("ASSAULT", "shelled", "砲撃", "を", hurts=True), Kind("AID", "aided", "支援", "を"),
    Kind("SANCTION", "sanctioned", "制裁", "を"), Kind("THREATEN", "threatened", "威嚇", "を"),
    Kind("REJECT", "rebuffed", "拒絶", "を"), Kind("COOPERATE", "joined", "協力", "と"),
    Kind("MOBILIZE", "deployed against", "展開", "に対して"), Kind("COERCE", "blockaded", "封鎖", "を"),
    Kind("REQUEST", "petitioned", "要請", "に"), Kind("PROTEST", "protested against", "抗議", "に"),
)
# How a status is told: words before and after those for the act, and the words that decide it.
ENGLISH: Mapping[Status, tuple[str, str]] = {
    Status.OCCURRED: ("", ""), Status.ONGOING: ("again ", ""), Status.PLANNED: ("will have ", "will"),
    Status.POSSIBLE: ("may have ", "may"), Status.URGED: ("should have ", "should"),
    Status.NOT_OCCURRED: ("never ", "never")}
JAPANESE: Mapping[Status, tuple[str, str]] = {
    Status.OCCURRED: ("した", ""), Status.ONGOING: ("している", "ている"), Status.PLANNED: ("する予定だ", "予定"),
    Status.POSSIBLE: ("する可能性がある", "可能性"), Status.URGED: ("するべきだ", "べき"),
    Status.NOT_OCCURRED: ("していない", "いない")}
DENIED, OTHER_NUMBER, SAID, ABOUT = 0.03, 0.15, 0.4, 0.8  # of the tellings
WORDS: Mapping[str, tuple[str, ...]] = {
    "en": tuple(f" {word}" for word in "river winter harvest bridge museum school market engine forest garden letter "
                "signal timber window copper island ticket planet basket candle meadow pencil".split()),
    "ja": tuple("山川空海森林石花雪風雨雲星月朝夕春夏秋冬道橋駅店村町家門庭窓机本紙筆絵歌声色光影夢旅舟車馬鳥")}
MONTHS = ("January February March April May June July August September October November December").split()


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and the claim that it makes, with positions from the sentence's start."""

    text: str
    model: Claim

    @classmethod
    def of(cls, claim: Claim, sentence: Sentence) -> "Line":
        """Return the sentence of a claim, to be told by another document."""
        return cls(text=sentence.text, model=_shifted(claim, -sentence.start))

    def claim(self, document: Document, sentence: Sentence, *, traced: bool) -> Claim:
        """Return the claim of the sentence where it stands in a document."""
        claim = replace(_shifted(self.model, sentence.start), document=document.id, sentence=sentence.index)
        if not traced:
            return replace(claim, trace=())
        spans = (("type", claim.trigger), ("actor", claim.actors[0].span), ("recipient", claim.recipients[0].span),
                 ("status", claim.cues[0].span if claim.cues else claim.trigger))
        return replace(claim, trace=tuple(Trace(field=field, rule="made.tsv:1", value=claim.type, span=span)
                                          for field, span in spans))


class _Writer:
    """A sentence as it is written, with the spans of its parts."""

    def __init__(self) -> None:
        self.text = ""
        self.about = ""  # what the telling adds, so that hardly two papers have one sentence
        self.spans: dict[str, Span] = {}

    def add(self, words: str, name: str = "") -> None:
        if name:
            self.spans[name] = Span(start=len(self.text), end=len(self.text) + len(words), quote=words)
        self.text += words


def line(kind: Kind, actor: str, recipient: str, *, language: str, status: Status, place: str | None,
         number: int | None, day: date, dated: bool, chance: random.Random) -> Line:
    """Return one telling of an act; some papers deny it, some have another number, some say who told them."""
    if status is Status.OCCURRED and chance.random() < DENIED:
        status = Status.NOT_OCCURRED
    if number is not None and chance.random() < OTHER_NUMBER:
        number += chance.randrange(1, 9)
    said = actor if chance.random() < SAID else ""
    writer = _Writer()
    writer.about = chance.choice(WORDS[language]) + chance.choice(WORDS[language]) if chance.random() < ABOUT else ""
    write = _japanese if language == "ja" else _english
    write(writer, kind, actor, recipient, status, place, number, day if dated else None, said)
    spans = writer.spans
    claim = Claim(
        document="", sentence=0, type=kind.type, trigger=spans["act"], status=status, coder="made/1",
        actors=(_party(spans["actor"], actor),), recipients=(_party(spans["recipient"], recipient),),
        cues=(Cue(span=spans["cue"], rule="cues.tsv:1"),) if "cue" in spans else (),
        sources=(_source(spans, said),) if said else (),
        place=Place(span=spans["place"], country=place, precision="country") if "place" in spans else None,
        time=_time(spans.get("time"), day),
        quantities=(Quantity(span=spans["number"], low=number, high=number, unit="person"),) if number else (),
        confidence=round(chance.random(), 3), confidence_whole=round(chance.random() / 2, 3))
    return Line(text=writer.text, model=claim)


def _english(writer: _Writer, kind: Kind, actor: str, recipient: str, status: Status, place: str | None,
             number: int | None, day: date | None, said: str) -> None:
    before, cue = ENGLISH[status]
    writer.add(_name(actor, "en"), "actor")
    writer.add(" ")
    writer.add(before[:len(cue)], "cue" if cue else "")
    writer.add(before[len(cue):])
    writer.add(kind.english, "act")
    writer.add(" ")
    writer.add(_name(recipient, "en"), "recipient")
    if place:
        writer.add(" in ")
        writer.add(_name(place, "en"), "place")
    if day:
        writer.add(" on ")
        writer.add(f"{day.day} {MONTHS[day.month - 1]} {day.year}", "time")
    if number:
        writer.add(", hurting ")
        writer.add(f"{number} people", "number")
    if writer.about:
        writer.add(f" over the{writer.about}")
    if said:
        writer.add(", ")
        writer.add(f"officials in {_name(said, 'en')}", "source")
        writer.add(" ")
        writer.add("said", "saying")
    writer.add(".")


def _japanese(writer: _Writer, kind: Kind, actor: str, recipient: str, status: Status, place: str | None,
              number: int | None, day: date | None, said: str) -> None:
    after, cue = JAPANESE[status]
    if said:
        writer.add(f"{_name(said, 'ja')}当局", "source")
        writer.add("に")
        writer.add("よれば", "saying")
        writer.add("、")
    writer.add(_name(actor, "ja"), "actor")
    writer.add("は")
    if writer.about:
        writer.add(f"{writer.about}をめぐり、")
    if day:
        writer.add(f"{day.year}年{day.month}月{day.day}日", "time")
        writer.add("、")
    if place:
        writer.add(_name(place, "ja"), "place")
        writer.add("で")
    if number:
        writer.add(f"{number}人", "number")
        writer.add("が負傷するなか、")
    writer.add(_name(recipient, "ja"), "recipient")
    writer.add(kind.particle)
    writer.add(kind.japanese, "act")
    start = after.index(cue) if cue else 0
    writer.add(after[:start])
    writer.add(after[start:start + len(cue)], "cue" if cue else "")
    writer.add(after[start + len(cue):] + "。")


def _party(span: Span, state: str) -> Party:
    return Party(span=span, code=state, actor=f"state:{state}")


def _source(spans: Mapping[str, Span], state: str) -> Source:
    return Source(span=spans["source"], kind=SourceKind.OFFICE, code=f"{state}/GOV",
                  cue=Cue(span=spans["saying"], rule="speech.tsv:1"))


def _time(span: Span | None, day: date) -> Time | None:
    if span is None:
        return None
    return Time(span=span, start=day.isoformat(), end=(day + timedelta(days=1)).isoformat(), precision="day",
                basis="text")


@cache
def _name(state: str, language: str) -> str:
    entry = registry.find(state)
    return entry.name("ja" if language == "ja" else "en") if entry else state


def _shifted(claim: Claim, by: int) -> Claim:
    """Return a claim whose spans stand elsewhere."""
    def moved(span: Span) -> Span:
        return Span(start=span.start + by, end=span.end + by, quote=span.quote)

    def of(part: Any) -> Any:
        return replace(part, span=moved(part.span)) if part.span else part

    return replace(
        claim, trigger=moved(claim.trigger), actors=tuple(map(of, claim.actors)),
        recipients=tuple(map(of, claim.recipients)), place=of(claim.place) if claim.place else None,
        time=of(claim.time) if claim.time else None, quantities=tuple(map(of, claim.quantities)),
        cues=tuple(replace(cue, span=moved(cue.span)) for cue in claim.cues),
        sources=tuple(replace(one, span=moved(one.span) if one.span else None,
                              cue=replace(one.cue, span=moved(one.cue.span))) for one in claim.sources))
