"""From what a person writes about a claim's field to its value, every word of it checked against the text.

What a person leaves open is resolved as keii resolves it: the registry names a party, the gazetteer a place.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from keii.codebook import codebook
from keii.errors import UsageError
from keii.ledger.filters import interval
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

RULE = "review"  # of a cue that a person chose
UNKNOWN = "XXX"
_CODE = re.compile(r"([A-Z]{3}|IGO:[A-Z0-9-]+)((?:/[A-Z]{3})*)")
TO = ".."  # between the first and the last day of a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Where words are looked for: a sentence, and the document around it."""

    document: Document
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of the text as a person gives them."""

    text: str
    at: int | None = None  # where they were chosen; None, or other words there: they are looked for
    nth: int | None = None  # which of several in the sentence, from 1; None: there must be one


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A party or source as a person writes it; what is empty is left to the registry."""

    words: Words
    code: str = ""
    entry: str = ""  # id in the registry
    kind: str = ""  # of a source
    saying: str = ""  # of a source: the word of saying


def span(passage: Passage, words: Words) -> Span:
    """Return the span of words: where they were chosen, else in the sentence, else the nearest before or after it.

    Raises UsageError where the text does not hold them, or the sentence holds them several times.
    """
    text, wanted = passage.document.text, unicodedata.normalize("NFC", words.text).strip()
    if not wanted:
        raise UsageError("words of the text are missing.", remedy="Choose the words that name it in the sentence.")
    if words.at is not None and text.startswith(wanted, words.at):
        return Span.of(text, words.at, words.at + len(wanted))
    inside = _starts(text, wanted, passage.sentence)
    if words.nth is not None and 0 < words.nth <= len(inside):
        return Span.of(text, inside[words.nth - 1], inside[words.nth - 1] + len(wanted))
    if len(inside) > 1:
        raise UsageError(f"the words «{wanted}» stand {len(inside)} times in the sentence.",
                         remedy="Say which of them by its number: 1 is the first.")
    near = text.rfind(wanted, 0, passage.sentence.start)
    start = inside[0] if inside else near if near >= 0 else text.find(wanted, passage.sentence.end)
    if start < 0:
        raise UsageError(f"the text does not hold the words «{wanted}».",
                         remedy="Choose words of the sentence, letter by letter as they stand there.")
    return Span.of(text, start, start + len(wanted))


def _starts(text: str, words: str, sentence: Sentence) -> list[int]:
    found, at = [], text.find(words, sentence.start, sentence.end)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1, sentence.end)
    return found


def trigger_of(passage: Passage, words: Words, held: Span) -> Span:
    """Return the words that name an act: words of the claim's own sentence; of several those that touch the old ones.

    Raises UsageError for words that stand elsewhere: what another sentence tells is another claim.
    """
    wanted = unicodedata.normalize("NFC", words.text).strip()
    starts = _starts(passage.document.text, wanted, passage.sentence) if wanted else []
    if words.at not in starts:
        near = [start for start in starts if start < held.end and held.start < start + len(wanted)]
        words = replace(words, at=near[0] if len(near) == 1 and words.nth is None else None)
        if wanted and not starts:
            raise UsageError(f"the sentence does not hold the words «{wanted}».",
                             remedy="Choose words of the sentence, letter by letter as they stand there.")
    return span(passage, words)


def type_of(claim: Claim, type_: str, mode: str | None, label: str | None) -> dict[str, str | None]:
    """Return type, mode and label as a person chose them; a mode of another type and a label of none are left out."""
    known = codebook()
    if type_ not in known.types:
        raise UsageError(f"there is no type «{type_}».", remedy=f"There are: {', '.join(known.types)}.")
    given = mode if mode != claim.mode or type_ == claim.type else None  # the mode of the type that it was
    if given and (type_, given) not in known.modes:
        own = ", ".join(name for of, name in known.modes if of == type_) or "–"
        raise UsageError(f"the type {type_} has no mode «{given}».", remedy=f"Its modes are: {own}.")
    if type_ == "OTHER" and not label:
        raise UsageError("an act of type OTHER needs a label.",
                         remedy="Say in a word or two what it is, such as satellite launch.")
    return {"type": type_, "mode": given or None, "label": label if type_ == "OTHER" else None}


def status_of(value: str) -> str:
    """Return a status; raises UsageError for another word."""
    if value not in set(Status):
        raise UsageError(f"there is no status «{value}».", remedy=f"There are: {', '.join(Status)}.")
    return value


def certainty_of(value: str) -> str:
    """Return a certainty; raises UsageError for another word."""
    if value not in set(Certainty):
        raise UsageError(f"there is no certainty «{value}».", remedy=f"There are: {', '.join(Certainty)}.")
    return value


def parties_of(passage: Passage, written: Iterable[Named], held: Sequence[Party]) -> tuple[Party, ...]:
    """Return the parties that a person wrote; one of those `held` that has the same words keeps how it is told."""
    return tuple(_party(passage, one, held) for one in written)


def _party(passage: Passage, written: Named, held: Sequence[Party]) -> Party:
    at = span(passage, written.words)
    there = [one for one in held if (one.antecedent or one.span) == at]  # several of 両国
    same = next((one for one in there if (written.code, written.entry) == (one.code, one.actor or "")),
                there[0] if there else None)
    if same and (written.code, written.entry) == (same.code, same.actor or ""):
        return same
    code, entry, reason = _who(passage, at, written)
    if same:
        return replace(same, code=code, actor=entry, reason=reason)
    if _is_inside(passage.sentence, at):
        return Party(span=at, code=code, actor=entry, reason=reason)
    return Party(span=None, antecedent=at, reference=Reference.OMITTED, code=code, actor=entry, reason=reason)


def sources_of(passage: Passage, written: Iterable[Named], held: Sequence[Source]) -> tuple[Source, ...]:
    """Return the chain of sources that a person wrote, outermost first."""
    return tuple(_source(passage, one, held) for one in written)


def _source(passage: Passage, written: Named, held: Sequence[Source]) -> Source:
    if written.kind and written.kind not in set(SourceKind):
        raise UsageError(f"there is no kind of source «{written.kind}».", remedy=f"There are: {', '.join(SourceKind)}.")
    kind = SourceKind(written.kind or SourceKind.NAMED)
    if kind is SourceKind.HEARSAY:
        saying = span(passage, Words(text=written.saying) if written.saying else written.words)
        return next((one for one in held if one.kind is kind and one.cue.span == saying), None) or Source(
            span=None, kind=kind, cue=Cue(span=saying, rule=RULE), reason="hearsay")
    at = span(passage, written.words)
    same = next((one for one in held if (one.antecedent or one.span or one.cue.span) == at), None)
    cue = Cue(span=span(passage, Words(text=written.saying)), rule=RULE) if written.saying else None
    if same and cue and cue.span.quote == same.cue.span.quote:
        cue = same.cue
    if same and (written.code, written.entry) == (same.code, same.actor or ""):
        return replace(same, kind=kind, cue=cue or same.cue)
    code, entry, reason = _who(passage, at, written)
    if same:
        return replace(same, kind=kind, code=code, actor=entry, reason=reason, cue=cue or same.cue)
    inside = _is_inside(passage.sentence, at)
    return Source(span=at if inside else None, antecedent=None if inside else at, kind=kind, code=code, actor=entry,
                  reference=Reference.NAMED if inside else Reference.OMITTED, reason=reason,
                  cue=cue or Cue(span=at, rule=RULE))


def _is_inside(sentence: Sentence, at: Span) -> bool:
    return sentence.start <= at.start and at.end <= sentence.end


def _who(passage: Passage, at: Span, written: Named) -> tuple[str, str | None, str | None]:
    """Return code, entry and why it is unresolved; what a person gave comes first, then what the registry knows."""
    from keii.gazetteer import registry  # late: a second, and much of a review asks for nobody

    if written.entry:
        entry = registry.find(written.entry)
        if entry is None:
            raise UsageError(f"the registry has no entry «{written.entry}».",
                             remedy="`keii actors WORDS` searches it; leave it empty to name a code alone.")
        return _code(written.code or entry.code), entry.id, None
    if written.code:
        code = _code(written.code)
        return code, None, "unknown" if code == UNKNOWN else None
    from keii.gazetteer.compose import compose

    document = passage.document
    reading = compose(at.quote, document.language, document.published_at[:10] if document.published_at else None)
    if reading is None or not reading.country:
        return reading.code if reading and reading.sector else UNKNOWN, None, "unknown"
    return reading.code, reading.entry, None


def _code(value: str) -> str:
    """Return a code as the ledger keeps it; raises UsageError for one of no state, body or sector."""
    from keii.gazetteer import registry

    code = value.strip().upper()
    match = _CODE.fullmatch(code)
    if not match:
        raise UsageError(f"«{value}» is no code of a party.", remedy="Write a code like RUS, RUS/GOV or IGO:UN.")
    if match[1] != UNKNOWN and registry.find(match[1]) is None:
        raise UsageError(f"there is no state or body of the code «{match[1]}».",
                         remedy="Write an alpha-3 code of ISO 3166, IGO:NAME, or XXX where it is not known.")
    for sector in filter(None, match[2].split("/")):
        if sector not in codebook().sectors:
            raise UsageError(f"there is no sector «{sector}».", remedy=f"There are: {', '.join(codebook().sectors)}.")
    return code


def place_of(passage: Passage, words: Words, where: str, held: Place | None) -> Place | None:
    """Return a place: words of the text, and `where` they mean: an id of the gazetteer, a state's code, or empty."""
    from keii.gazetteer.places import gazetteer

    if not words.text.strip():
        return None
    at = span(passage, words)
    if held and held.span == at and where in (held.gazetteer, held.country or ""):
        return held
    known = gazetteer()
    code = where.upper() if re.fullmatch(r"[A-Za-z]{3}", where) else ""
    found = known.of_id(where) if where and not code else [
        one for one in known.named(at.quote) if not code or one.country == code]
    if where and not code and not found:
        raise UsageError(f"the gazetteer has no place «{where}».",
                         remedy="`keii place NAME` tells the ids of the places that bear a name.")
    state = known.state(code) if code else None
    if code and state is None:
        raise UsageError(f"there is no state or body of the code «{code}».",
                         remedy="Write an alpha-3 code of ISO 3166, IGO:NAME, or XXX where it is not known.")
    if not found:
        return Place(span=at, country=code or None, reason="no-toponym")
    one = found[0]
    return Place(span=at, country=one.country, gazetteer=one.id, latitude=one.latitude, longitude=one.longitude,
                 precision=one.precision.value)


def time_of(passage: Passage, words: Words, day: str, held: Time | None) -> Time | None:
    """Return a time: words of the text, and the day, month or year that they mean, or the first..last of several."""
    if not words.text.strip():
        return None
    at = span(passage, words)
    if held and held.span == at and day == written_time(held):
        return held
    if not day:
        return Time(span=at, reason="unknown")
    first, _, last = day.partition(TO)
    try:
        start, end = interval("time", first)[0], interval("time", last or first)[1]
    except UsageError:
        raise UsageError(f"«{day}» is no day, month or year.",
                         remedy="Write 2024-06-13, 2024-06 or 2024, or two of them with .. between.") from None
    if start >= end:
        raise UsageError(f"the time «{day}» ends before it begins.", remedy="Write the earlier day first.")
    precision = {4: "year", 7: "month", 10: "day"}[max(len(first), len(last))]
    return Time(span=at, start=start, end=end, precision=precision, basis="text")


def written_time(time: Time | None) -> str:
    """Return a time as a person would write it: its day, month, year, or its first..last day; "" where unresolved."""
    from datetime import date, timedelta

    if time is None or time.start is None:
        return ""
    first = time.start[:10]
    if time.end is None:
        return first
    last = time.end[:10]
    if len(time.end) == 10:  # a day: exclusive
        last = (date.fromisoformat(last) - timedelta(days=1)).isoformat()
    for short in (first[:4], first[:7], first):
        start, end = interval("time", short)
        if (start, end) == (first, time.end[:10]):
            return short
    return first if last <= first else f"{first}{TO}{last}"
