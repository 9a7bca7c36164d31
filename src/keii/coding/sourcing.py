"""What kind of source a phrase names: an outlet, an agency, an office, a named person, somebody unnamed, hearsay."""

from keii.coding.lexicon import Lexicon
from keii.gazetteer.compose import Reading, compose
from keii.model import Cue, Reference, Source, SourceKind, Span


def source_of(
    span: Span, cue: Cue, words: Lexicon, date: str | None, *, antecedent: Span | None, omitted: bool
) -> Source:
    """Return the source that a phrase names; hearsay such as という has no phrase but its cue."""
    if not omitted and _is_hearsay(span.quote, words):
        return Source(span=None, kind=SourceKind.HEARSAY, cue=Cue(span=span, rule=cue.rule))
    pronoun = words.pointing(span.quote) is not None
    reference = Reference.OMITTED if omitted else Reference.PRONOUN if pronoun else Reference.NAMED
    return Source(
        span=span,
        kind=kind_of(span.quote, words, date),
        cue=cue,
        reference=reference,
        antecedent=span if omitted else antecedent,
    )


def kind_of(text: str, words: Lexicon, date: str | None) -> SourceKind:
    """Return the kind of source that a phrase names, by the registry and the list of generic sources."""
    reading = compose(text, words.language, date[:10] if date else None)
    if reading is not None and reading.kind == "outlet":
        return SourceKind.AGENCY if reading.form == "agency" else SourceKind.OUTLET
    if reading is not None and reading.kind == "person":
        return SourceKind.NAMED
    kind = _generic(text, words)
    if kind is not None:
        return _of_generic(kind, reading)
    return SourceKind.OFFICE if reading is not None else SourceKind.NAMED


def _is_hearsay(text: str, words: Lexicon) -> bool:
    speech = words.speech.get(text) or words.speech.get(text.lower())
    told = speech is not None and (speech.kind == "hearsay" or text == "という")
    return told or text.lower() in words.unnamed


def _generic(text: str, words: Lexicon) -> str | None:
    lowered = f" {text.lower()}"
    for word, kind in words.sources.items():
        if text.endswith(word) if words.language == "ja" else lowered.endswith((f" {word}", f" {word}s")):
            return kind
    return None


def _of_generic(kind: str, reading: Reading | None) -> SourceKind:
    if kind == "media":
        return SourceKind.OUTLET
    return SourceKind.OFFICE if kind == "official" and reading else SourceKind.ANONYMOUS
