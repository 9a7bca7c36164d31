"""What is known of the act whose parties are being resolved, and the parties made of earlier mentions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from keii.codebook import MUTUAL
from keii.coding.lexicon import Lexicon
from keii.coding.tense import SPEECH_ACTS
from keii.gazetteer.compose import UNKNOWN, compose
from keii.gazetteer.names import finder
from keii.model import Claim, Party, Reference, Source, SourceKind, Span, Status, Trace
from keii.resolution.discourse import Discourse, Known

TOLD = frozenset({Status.NOT_OCCURRED, Status.PLANNED, Status.URGED})  # what is said to be so is not done by saying it
SAME, OWN = "同国", "自国"


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


def home(party: Party, sources: Sequence[Source], discourse: Discourse) -> Party | None:
    """Return a party that is somebody's own country, わが国: that of who speaks, else of the last person named."""
    for source in reversed(sources):
        country, span = source.code.split("/")[0], source.antecedent or source.span
        if country != UNKNOWN and not country.startswith("IGO:") and source.kind is not SourceKind.OUTLET and span:
            return replace(party, code=f"{country}/GOV", antecedent=span)
    before = party.span.start if party.span else 0
    known = discourse.last(before=before, person=True) or discourse.last(before=before)
    if known is None or (known.reading.country or "IGO:").startswith("IGO:"):
        return None
    return replace(party, code=f"{known.reading.country}/GOV", antecedent=known.span)


def is_one(source: Source, language: str) -> bool:
    """Tell whether a source can be a single person, whom "he" means: not police, officials, a ministry."""
    words = source.span or source.antecedent
    reading = compose(words.quote, language) if words is not None else None
    if words is None or reading is None:
        return True
    body = reading.kind in ("organisation", "state") or reading.kind == "sector" and reading.form == "body"
    many = language == "en" and reading.kind == "sector" and words.quote.endswith("s")
    return not (body or many)


def without_self(
    claim: Claim, actors: Sequence[Party], sources: tuple[Source, ...], words: Lexicon
) -> tuple[Source, ...]:
    """Return the sources of a claim, each once, without the innermost one where that only tells what it does itself.

    «We refuse», he said, is his refusal; a summit that both want is their own plan (conventions, 12).
    """
    sources = tuple(s for s, before in zip(sources, (None, *sources), strict=False) if not _repeats(s, before))
    if not sources:
        return sources
    source = sources[-1]
    nominal = any(step.field == "trigger" and step.value == "nominal" for step in claim.trace)
    performed = claim.status not in TOLD  # said that it had never asked, that he would vote for
    spoken = claim.type in SPEECH_ACTS and performed and not nominal and len(actors) == 1
    wished = source.cue.rule in words.thinking and claim.status in (Status.PLANNED, Status.URGED)
    if not spoken and not wished:
        return sources
    same_words = any(actor.span and source.span and actor.span.overlaps(source.span) for actor in actors)
    same_person = any(actor.implicit and actor.code == source.code != UNKNOWN for actor in actors)
    return sources[:-1] if same_words or same_person else sources


def _repeats(source: Source, before: Source | None) -> bool:
    """Tell whether a chain names the same words twice: the government denied … and demanded …."""
    return before is not None and source.span is not None and source.span == before.span


def beside(claim: Claim, party: Party, told: Iterable[Claim]) -> frozenset[str]:
    """Return the countries that a phrase like «that country's president» cannot mean: those of who meets him.

    Nor are both sides, whom others ask for a truce, those others; `told` are the claims of the sentence.
    """
    if claim.status is Status.URGED and party.reference is Reference.GROUP:
        asking = (one.actors for one in told if one.type == "REQUEST")
        countries = (actor.code.split("/")[0] for actors in asking for actor in actors if actor is not party)
        return frozenset(country for country in countries if country != UNKNOWN)
    same = party.span is not None and party.span.quote.startswith(SAME)
    if claim.type not in MUTUAL or party.reference is not Reference.PRONOUN and not same:
        return frozenset()
    others = (other.code.split("/")[0] for other in claim.actors if other.reference is Reference.NAMED)
    return frozenset(country for country in others if country != UNKNOWN)


def same_state(party: Party, discourse: Discourse, without: frozenset[str], act: Act) -> Party | None:
    """Return a Japanese party of «that country» (同国の大統領) with the state last named; its code has no sector.

    自国の漁船 are those of who acts on them, else of who tells it.
    """
    if party.span is None or not party.span.quote.startswith((SAME, OWN)):
        return None
    if party.span.quote.startswith(OWN):
        own = next((c for c in (*act.said[-1:], *act.others[:1]) if len(c) == len(UNKNOWN) and c != UNKNOWN), None)
        return replace(party, code=own, actor=None) if own else None
    for known in reversed(discourse.mentions):
        country = known.reading.country or "IGO:"
        state = known.reading.kind in ("state", "sector", "people") and not country.startswith("IGO:")
        if state and country not in without and known.span.end <= party.span.start:
            return replace(party, code=country, antecedent=_state_in(known.span))
    return None


def _state_in(span: Span) -> Span:
    """Return the state's name within words: サモア of サモアの首相, who is not that country's foreign minister."""
    for match in finder("ja").find(span.quote):
        if any(name.kind == "state" for name in match.names):
            return Span(start=span.start + match.start, end=span.start + match.end,
                        quote=span.quote[match.start:match.end])
    return span


def is_fuller(known: Known, span: Span) -> bool:
    """Tell whether a mention tells a name at least as fully as other words."""
    return len(known.span.quote) > len(span.quote) or known.span.quote == span.quote


def is_nobody(found: Sequence[Party]) -> bool:
    """Tell whether no antecedent was found for a pronoun, be it that the story suggests a country."""
    return not found or found[0].antecedent is None


def spoke_last(source: Source, speaker: Source) -> Source:
    """Return a source as the one who spoke last: …, he said, after a sentence on the minister's word."""
    antecedent = speaker.antecedent or speaker.span
    return replace(source, code=speaker.code, actor=speaker.actor, kind=speaker.kind, antecedent=antecedent)


def distinct(parties: Iterable[Party]) -> list[Party]:
    """Return parties without repetitions; of two with the code XXX the words must be the same."""
    seen: set[tuple[str, str]] = set()
    kept: list[Party] = []
    for party in parties:
        key = (party.code, party.text) if party.code.startswith(UNKNOWN) else (party.code, party.actor or "")
        named = party.antecedent and any(
            one.code == party.code and one.span and one.span.overlaps(party.antecedent) for one in kept
        )  # our country, said its president
        if key not in seen and not named:
            seen.add(key)
            kept.append(party)
    return kept


def not_done_to(actors: Sequence[Party], recipients: Sequence[Party]) -> list[Party]:
    """Return actors without those that the sentence leaves out and that are the recipient's own words elsewhere.

    The accused was sentenced in March: nobody is named who did it.
    """
    suffer = [span for party in recipients for span in (party.span, party.antecedent) if span is not None]
    return [
        actor
        for actor in actors
        if actor.reference is not Reference.OMITTED
        or not any(span.overlaps(own) for span in suffer for own in (actor.span, actor.antecedent) if own is not None)
    ]
