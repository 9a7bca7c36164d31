"""Sentences with an act whose parties are given, as a coder hands them to resolution."""

from collections.abc import Sequence

from keii.coding.contract import Coded
from keii.model import Claim, Cue, Document, Party, Reference, Sentence, Source, SourceKind, Span, Status
from keii.resolution.parties import resolve_parties


def resolved(
    lines: Sequence[str], language: str, actor: Party, *, source: Source | None = None, published: str | None = None
) -> Claim:
    """Return the claim of the last line, whose act has one actor and perhaps a source, after resolution."""
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:index]) for index in range(len(lines))]
    sentences = [
        Sentence(index=index, start=start, end=start + len(line), text=line)
        for index, (start, line) in enumerate(zip(starts, lines, strict=True))
    ]
    document = Document(
        id="d", text=text, language=language, reader="test", origin="test", language_basis="declared",
        published_at=published,
    )
    claim = Claim(
        document="d", sentence=len(lines) - 1, type="OTHER", trigger=Span.of(text, len(text) - 2, len(text) - 1),
        status=Status.OCCURRED, actors=(actor,), sources=(source,) if source else (), coder="test",
    )
    coded = [Coded(sentence=s, claims=(claim,) if s is sentences[-1] else ()) for s in sentences]
    return [claim for item in resolve_parties(document, sentences, coded) for claim in item.claims][0].check(text)


def words(lines: Sequence[str], quote: str, *, line: int = -1) -> Span:
    """Return the span of a quotation in one of the lines, the last by default."""
    number = line % len(lines)
    start = sum(len(before) + 1 for before in lines[:number]) + lines[number].index(quote)
    return Span.of("\n".join(lines), start, start + len(quote))


def named(lines: Sequence[str], language: str, quote: str) -> list[str]:
    """Return the codes of a party that the last line names."""
    return [party.code for party in resolved(lines, language, Party(span=words(lines, quote))).actors]


def pointing(lines: Sequence[str], quote: str | None, antecedent: Span, reference: Reference) -> Party:
    """Return a party by a pronoun, or none, of the last line with the antecedent that a coder found."""
    return Party(span=words(lines, quote) if quote else antecedent, reference=reference, antecedent=antecedent)


def speaking(lines: Sequence[str], quote: str, antecedent: Span | None, reference: Reference) -> Source:
    """Return a source with the word of saying `quote` in the last line."""
    cue = Cue(span=words(lines, quote), rule="test")
    return Source(span=None, kind=SourceKind.NAMED, cue=cue, reference=reference, antecedent=antecedent)
