"""One act in words: when, who, what, to whom, where; then how real, who says so, how hedged."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

from keii.briefs.countries import explain
from keii.briefs.labels import Lang, label, label_of, phrase
from keii.briefs.layout import NO_BREAK, Run, Style, clean, keep
from keii.model import Certainty, Claim, Party, Place, Reference, Source, SourceKind, Time

DIVIDER = f"{NO_BREAK}· "
_UNRESOLVED = "(?)"
_DOUBTFUL = f"{NO_BREAK}?"


def when(claim: Claim) -> str:
    """Return the time of the act: resolved as a date, else the text's own words; empty when none is told."""
    time = claim.time
    if time is None:
        return ""
    return (_resolved(time) if time.start else None) or clean(time.span.quote)


def act(claim: Claim, *, text_lang: str, lang: Lang) -> list[Run]:
    """Return the line of the act: who · what (type in words and trigger) → to whom @ where."""
    runs = [Run(_parties(claim.actors, text_lang, lang)), Run(DIVIDER)] if claim.actors else []
    runs += [Run(_what(claim, text_lang, lang), Style.BOLD)]
    runs += [Run(_DOUBTFUL, Style.DIM)] if claim.doubtful else []
    if claim.recipients:
        runs.append(Run(" " + _bound("to", _parties(claim.recipients, text_lang, lang), lang)))
    if claim.place:
        said = {party.text for party in claim.recipients}  # «→ Kyiv (Ukraine) @ Kyiv» need not say Ukraine twice
        place = replace(claim.place, country=None) if claim.place.span.quote in said else claim.place
        runs.append(Run(" " + _bound("at", _place(place, text_lang, lang), lang)))
    return runs


def details(claim: Claim, *, text_lang: str, lang: Lang) -> str:
    """Return how real the act is told to be, with the words that say so, who says so, and how it is hedged."""
    status = label("status", claim.status.value, lang)
    cues = list(dict.fromkeys(_quoted(cue.span.quote, lang) for cue in claim.cues))
    parts = [_aside(status, _listed(cues, lang), lang) if cues else status]
    if claim.certainty is not Certainty.PLAIN:
        parts.append(label("certainty", claim.certainty.value, lang))
    parts.append(says(claim.sources, text_lang=text_lang, lang=lang))
    if claim.judged:
        fields = _listed([phrase(f"field_{field}", lang) for field in claim.judged.fields], lang)
        parts.append(phrase("corrected" if fields else "accepted", lang, who=clean(claim.judged.author), fields=fields))
    return DIVIDER.join(parts)


def says(sources: tuple[Source, ...], *, text_lang: str, lang: Lang) -> str:
    """Return who says so: the chain of sources, outermost first, each with its kind."""
    if not sources:
        return phrase("article", lang)
    if len(sources) == 1 and _is_hearsay(sources[0]):
        return _source(sources[0], text_lang, lang)
    chain = _source(sources[-1], text_lang, lang)
    for outer in reversed(sources[:-1]):
        chain = phrase("citing", lang, outer=_source(outer, text_lang, lang), inner=chain)
    return phrase("said_by", lang, chain=chain)


def _what(claim: Claim, text_lang: str, lang: Lang) -> str:
    """Return the type, or its mode, in words and the trigger in quotation marks."""
    words = label("type", claim.type, lang)
    if claim.type == "OTHER" and claim.label and (lang == "en" or label_of(claim.label, lang) != claim.label):
        words = clean(label_of(claim.label, lang))
    elif claim.type == "OTHER" and claim.label and text_lang != lang and claim.label != claim.trigger.quote:
        words = _aside(words, clean(claim.label), lang)  # English: shown where the trigger is no Japanese
    elif claim.mode:
        words = label("mode", f"{claim.type} {claim.mode}", lang)
    space = NO_BREAK if lang == "en" else ""
    return f"{words}{space}{keep(_quoted(claim.trigger.quote, lang))}"


def _parties(parties: Iterable[Party], text_lang: str, lang: Lang) -> str:
    return _listed([_who(party, party.text, [], text_lang, lang) for party in parties], lang)


def _source(source: Source, text_lang: str, lang: Lang) -> str:
    if _is_hearsay(source):
        return _aside(label("source", "hearsay", lang), _quoted(source.cue.span.quote, lang), lang)
    if source.span is None and source.antecedent is None:
        return _aside(phrase("unnamed", lang), _quoted(source.cue.span.quote, lang), lang)
    return _who(source, source.text, [label("source", source.kind.value, lang)], text_lang, lang)


def _is_hearsay(source: Source) -> bool:
    """Tell whether the text gives the report without a reporter."""
    return source.kind is SourceKind.HEARSAY and source.span is None and source.antecedent is None


def _who(party: Party | Source, words: str, notes: list[str], text_lang: str, lang: Lang) -> str:
    """Return the text's own words for someone, bracketed when taken from elsewhere, with what explains them."""
    words = clean(words)
    code = party.code.partition("/")[0] if isinstance(party, Source) else party.code  # its kind says the sector
    known = explain(words, code, text_lang=text_lang, lang=lang)
    notes = [*([known] if known else []), *notes]
    if party.reference is not Reference.NAMED:
        words = f"[{words}]"
    if party.reason is not None:
        words = f"{words}{_UNRESOLVED}"
    words = keep(words)
    return _aside(words, _listed(notes, lang), lang) if notes else words


def _place(place: Place, text_lang: str, lang: Lang) -> str:
    words = clean(place.span.quote)
    known = explain(words, place.country or "", text_lang=text_lang, lang=lang)
    notes = [note for note in (known, _point(place)) if note]
    return _aside(keep(words), _listed(notes, lang), lang) if notes else keep(words)


def _point(place: Place) -> str | None:
    """Return the coordinates of a place that is as small as a city: 39.03°N 125.75°E."""
    if place.latitude is None or place.longitude is None or place.precision not in ("point", "city"):
        return None
    north, east = "NS"[place.latitude < 0], "EW"[place.longitude < 0]
    return f"{abs(place.latitude):.2f}°{north} {abs(place.longitude):.2f}°{east}"


def _resolved(time: Time) -> str | None:
    """Return the interval as a date or dates, or None when it is not one that a calendar shows."""
    assert time.start is not None
    if time.precision == "hour":
        return _hours(time.start, time.end)
    if time.precision in ("day", "month", "year"):
        return time.start[: {"day": 10, "month": 7, "year": 4}[time.precision]]
    if time.precision in ("week", "season") and time.end:
        last = date.fromisoformat(time.end[:10]) - timedelta(days=1)  # the end is exclusive
        return f"{time.start[:10]} – {last.isoformat()}"
    return None


def _hours(start: str, end: str | None) -> str:
    """Return hours of a day: a moment, or from when to when where it is longer than an hour (未明: 00:00–06:00)."""
    first = datetime.fromisoformat(start)
    last = datetime.fromisoformat(end) if end else first
    if last - first <= timedelta(hours=1):
        return f"{first:%Y-%m-%d %H:%M}"
    if last.date() == first.date():
        return f"{first:%Y-%m-%d %H:%M}–{last:%H:%M}"
    if last - timedelta(days=1) == datetime.combine(first.date(), time_of_day.min, first.tzinfo):
        return f"{first:%Y-%m-%d %H:%M}–24:00"
    return f"{first:%Y-%m-%d %H:%M} – {last:%Y-%m-%d %H:%M}"


def _listed(words: list[str], lang: Lang) -> str:
    if not words:
        return ""
    listed = words[0]
    for word in words[1:]:
        listed = phrase("pair", lang, first=listed, second=word)
    return listed


def _aside(words: str, aside: str, lang: Lang) -> str:
    return phrase("aside", lang, words=words, aside=keep(aside))


def _quoted(words: str, lang: Lang) -> str:
    return phrase("quote", lang, words=clean(words).strip())


def _bound(key: str, words: str, lang: Lang) -> str:
    """Return the phrase with its sign bound to the words after it: no line ends with → or @."""
    return phrase(key, lang, words=words).replace(" ", NO_BREAK, 1)
