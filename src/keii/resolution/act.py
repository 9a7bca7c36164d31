"""What is known of the act whose parties are being resolved, and the parties made of earlier mentions."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from keii.gazetteer.compose import UNKNOWN
from keii.model import Party, Reference, Span, Trace
from keii.resolution.discourse import Known


@dataclass(slots=True)
class Act:
    """What is known of the act whose parties are being resolved."""

    trigger: int
    place: str | None = None  # country of its place
    said: tuple[str, ...] = ()  # countries of its sources
    others: tuple[str, ...] = ()  # countries of its actors, once they are known
    role: str = "actor"  # whose words are being resolved: source, actor, recipient
    notes: list[Trace] = field(default_factory=list)  # what resolution has to say of its parties


def party_of(known: Known, span: Span | None, reference: Reference, sector: str = "") -> Party:
    """Return the party that an earlier mention is; `span` is what points to it here, `sector` goes before its own."""
    code = f"{known.reading.country}/{sector}" if sector else known.reading.code
    return Party(
        span=span or known.span, reference=reference, code=code, actor=known.reading.entry, antecedent=known.span
    )


def distinct(parties: Iterable[Party]) -> list[Party]:
    """Return parties without repetitions; of two with the code XXX the words must be the same."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for party in parties:
        key = (party.code, party.text) if party.code.startswith(UNKNOWN) else (party.code, party.actor or "")
        if key not in seen:
            seen.add(key)
            kept.append(party)
    return kept
