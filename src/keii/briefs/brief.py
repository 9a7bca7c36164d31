"""The brief of a situation: what is new, agreed, in conflict and awaited, every line resting on quoted claims.

A brief is composed by rules from events, conflicts, expectations and turning points. `compose` returns values;
`briefs/markdown.py` and `briefs/html.py` write them down. A line without a footnote cannot be made.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from keii.briefs.countries import everyday
from keii.briefs.labels import Lang, counted, label, phrase
from keii.briefs.layout import clean
from keii.briefs.notes import Note, Notes
from keii.briefs.said import day, name, sentence
from keii.briefs.timeline import turned
from keii.model import Expectation, Layer, Moment, Outcome, Precision, Told, TurningPoint, Value
from keii.situation.counts import quantity_name
from keii.situation.happening import Happening, moment_in
from keii.situation.timeline import Awaited, Timeline

MOST = 30  # lines of a section: a brief is read in minutes; `keii timeline` lists everything
_AGREEING = 2  # independent sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words with the numbers of the footnotes they rest on."""

    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement: its parts, and short marks such as «new» or how many sources it has."""

    parts: tuple[Part, ...]
    marks: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[int, ...]:
        """The numbers of all footnotes of the line."""
        return tuple(dict.fromkeys(number for part in self.parts for number in part.notes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines of one kind under a heading."""

    key: str  # new, agreed, conflicting, awaited, settled, turning
    heading: str
    lines: tuple[Line, ...]
    left_out: int = 0  # lines beyond MOST, the oldest


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A brief as values: the sections that have lines, and the footnotes by number."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    lang: Lang
    nothing: str = ""  # what is said where there are no sections


@dataclass(slots=True)
class _Writer:
    """What the lines of one brief share: the reader's language and the footnotes so far."""

    lang: Lang
    timeline: Timeline
    happenings: dict[str, Happening]  # by event id
    told: dict[str, Told]  # by claim id
    event_of: dict[str, Happening]  # by claim id
    notes: Notes = field(default_factory=Notes)

    def by_claim(self, claims: Sequence[str]) -> tuple[int, ...]:
        """Return the numbers of the footnotes for claims given by id, of those that the happenings hold."""
        return self.notes.of([self.told[claim] for claim in claims if claim in self.told], self.lang)

    def on(self, one: Happening, words: str) -> Part:
        """Return dated words that rest on an event."""
        return Part(text=_dated(words, one.moment, self.lang), notes=self.notes.of(one.told, self.lang, one.event))


def compose(name: str, timeline: Timeline, expectations: Iterable[Expectation] = (), *, lang: Lang, since: str,
            until: str) -> Brief:
    """Return the brief of what was told from the day `since` on; `until` is the day it speaks for."""
    happenings = (*timeline.happened, *timeline.denied, *(one.happening for one in timeline.awaited))
    writer = _Writer(lang, timeline, {one.event.id: one for one in happenings},
                     {claim: told for one in happenings for claim, told in zip(one.claims, one.told, strict=True)},
                     {claim: one for one in happenings for claim in one.claims})
    current = [one for one in (*timeline.happened, *timeline.denied) if (one.last_told or "") >= since]
    conflicting = [one for one in happenings if one.event.conflicts and (one.last_told or "") >= since]
    rest = [one for one in current if not one.event.conflicts]
    sections = (
        _section("conflicting", writer, [line for one in conflicting for line in _conflicts(one, writer)]),
        _section("agreed", writer, [_line(one, writer) for one in rest if one.event.independent >= _AGREEING]),
        _section("new", writer, [_line(one, writer, fresh=False) for one in rest
                                 if one.event.independent < _AGREEING and timeline.is_new(one)]),
        _section("awaited", writer, [_awaited(one, writer) for one in _pending(timeline, since)]),
        _section("settled", writer, [line for one in expectations for line in _settled(one, writer, since)]),
        _section("turning", writer, [_turn(turn, writer) for turn in timeline.turning if turn.at >= since]),
    )
    before = max((one.last_told or "" for one in happenings), default="")
    told = phrase("brief_since", lang, since=_day(since, lang), until=_day(until, lang))
    count = _count([one for one in happenings if (one.last_told or "") >= since], lang)
    return Brief(title=phrase("brief_title" if name else "brief_of_all", lang, name=name), lang=lang,
                 subtitle=f"{told} {count}" if lang == "en" else told + count,
                 sections=tuple(one for one in sections if one.lines), notes=writer.notes.all,
                 nothing=phrase("brief_last", lang, date=_day(before, lang)) if before
                 else phrase("brief_nothing", lang))


def _count(happenings: Sequence[Happening], lang: Lang) -> str:
    """Return how many events and documents a brief is about, in words."""
    documents = {document for one in happenings for document in one.documents}
    return phrase("brief_count", lang, events=counted("events", len(happenings), lang),
                  documents=counted("documents", len(documents), lang))


def _section(key: str, writer: _Writer, lines: Sequence[Line]) -> Section:
    """Return a section with its last lines: what is beyond MOST is counted."""
    return Section(key=key, heading=label("section", key, writer.lang), lines=tuple(lines[-MOST:]),
                   left_out=max(0, len(lines) - MOST))


def _line(one: Happening, writer: _Writer, *, fresh: bool = True) -> Line:
    """Return the line of an event: when, what, who claims it; `fresh` marks it as new where not all lines are."""
    words = sentence(one, writer.lang)
    if one.layer is Layer.CLAIMED:
        words = _attributed(words, one, writer.lang)
    return Line(parts=(writer.on(one, words),), marks=_marks(one, writer, fresh=fresh))


def _marks(one: Happening, writer: _Writer, *, fresh: bool = True) -> tuple[str, ...]:
    """Return how many independent sources an event has, if several, and whether it is new."""
    sources = [counted("independent", one.event.independent, writer.lang)] if one.event.independent > 1 else []
    if fresh and writer.timeline.is_new(one):
        return (*sources, phrase("new", writer.lang))
    return (*sources, *([phrase("again", writer.lang)] if writer.timeline.is_told_again(one) else []))


def _attributed(words: str, one: Happening, lang: Lang) -> str:
    """Return the words with who says so: the innermost source of each claim, unless it is who acts in it."""
    called: dict[str, None] = {}
    for told in one.told:
        if told.claim.sources:
            own = {name(party, told.document.language, lang) for party in told.claim.actors}
            called |= dict.fromkeys({name(told.claim.sources[-1], told.document.language, lang)} - own)
    who = (", " if lang == "en" else phrase("comma", lang)).join(called)
    return phrase("claimed_by", lang, words=words, who=who) if who else words


def _conflicts(one: Happening, writer: _Writer) -> Iterator[Line]:
    """Yield a line for each field that the sources disagree on, every value with its footnotes."""
    for conflict in one.event.conflicts:
        what = _dated(sentence(one, writer.lang), one.moment, writer.lang)
        field = phrase("dated", writer.lang, date=label("field", conflict.field, writer.lang), words="")
        values = [Part(text=_value(conflict.field, value, writer), notes=notes)
                  for value in conflict.values if (notes := writer.by_claim(value.claims))]
        if len(values) > 1:
            start = Part(text=f"{what} — {field}", notes=())
            yield Line(parts=(start, *_joined(values, writer.lang)), marks=_marks(one, writer))


def _joined(values: Sequence[Part], lang: Lang) -> Iterator[Part]:
    between = f" {phrase('or', lang)} " if lang == "en" else phrase("or", lang)
    for number, value in enumerate(values):
        if number:
            yield Part(text=between, notes=())
        yield value


def _value(field: str, value: Value, writer: _Writer) -> str:
    """Return a value of a conflict in words: names of countries, days, the text's own words for a number."""
    lang = writer.lang
    match field:
        case "reality":
            return label("reality", value.value, lang)
        case "actor" | "recipient" | "place":
            return phrase("comma", lang).join(everyday(code, lang) for code in value.value.split("; "))
        case "time":
            times = (writer.told[claim].claim.time for claim in value.claims if claim in writer.told)
            moments = (moment_in(time) for time in times if time)
            return next((day(moment, lang) for moment in moments if moment), value.value)
        case "quantity":
            held = [writer.told[claim] for claim in value.claims if claim in writer.told]
            words = [quantity.span.quote for one in sorted(held, key=lambda one: one.document.language != lang)
                     for quantity in one.claim.quantities if quantity_name(quantity) == value.value]
            return phrase("quote", lang, words=clean(words[0])) if words else value.value
    return value.value


def _pending(timeline: Timeline, since: str) -> list[Awaited]:
    """Return what is open: announced in the time of the brief, or due in it or later; each expectation once."""
    pending = [one for one in timeline.open
               if (one.happening.last_told or "") >= since or (_due(one) or "") >= since]
    return list({one.expectation.id if one.expectation else one.happening.event.id: one
                 for one in reversed(pending)}.values())[::-1]


def _due(one: Awaited) -> str | None:
    if one.expectation and one.expectation.deadline:
        return one.expectation.last_day
    return one.happening.moment.start if one.happening.moment.dated else None


def _awaited(one: Awaited, writer: _Writer) -> Line:
    lang, happening = writer.lang, one.happening
    words = _attributed(sentence(happening, lang), happening, lang)
    if happening.moment.dated:
        words = _dated(words, happening.moment, lang)
    elif due := _due(one):
        words = phrase("deadline", lang, words=words, date=_day(due, lang))
    marks = _marks(happening, writer)
    if one.outcome is Outcome.POSTPONED:
        marks = (label("outcome", one.outcome.value, lang), *marks)
    notes = writer.by_claim(one.expectation.claims) if one.expectation else ()
    notes = notes or writer.notes.of(happening.told, lang, happening.event)
    return Line(parts=(Part(text=words, notes=notes),), marks=marks)


def _settled(one: Expectation, writer: _Writer, since: str) -> Iterator[Line]:
    """Yield the line of an expectation that was met, broken, refused or lapsed in the time of the brief."""
    if one.outcome in (Outcome.OPEN, Outcome.POSTPONED):
        return
    opened = next((writer.event_of[claim] for claim in one.claims if claim in writer.event_of), None)
    turned = [turn for turn in one.turns if turn.outcome is one.outcome]
    at = turned[-1].at if turned else one.deadline
    if opened is None or (at or "") < since:
        return
    opening = Part(text=sentence(opened, writer.lang), notes=writer.by_claim(one.claims))
    became = label("outcome", one.outcome.value, writer.lang)
    ended = Part(text=f" → {became}", notes=writer.by_claim([turn.claim for turn in turned]))
    if opening.notes:
        yield Line(parts=(opening, ended))


def _turn(turn: TurningPoint, writer: _Writer) -> Line:
    """Return the line of a turning point: what turned, and the event at which it did."""
    lang, one = writer.lang, writer.happenings[turn.event]
    words = phrase("turn", lang, words=turned(turn, one, lang), act=sentence(one, lang))
    return Line(parts=(writer.on(one, words),))


def _dated(words: str, moment: Moment, lang: Lang) -> str:
    when = day(moment, lang)
    return phrase("dated", lang, date=when[:1].upper() + when[1:], words=words) if when else words


def _day(iso: str, lang: Lang) -> str:
    return day(Moment(start=iso[:10], end=None, precision=Precision.DAY), lang)
