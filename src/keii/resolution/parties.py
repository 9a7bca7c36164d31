"""Parties and sources of claims linked to codes: names, short forms, pronouns, pairs and omitted subjects.

It refuses to guess: what no rule links keeps the text's words, the code XXX and a reason.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from keii.coding.contract import Coded, failed
from keii.coding.lexicon import lexicon
from keii.gazetteer.compose import UNKNOWN, Reading, compose
from keii.model import Claim, Document, Party, Reference, Sentence, Source, Span, Status, Trace
from keii.resolution.discourse import SECTORS_OF_STATES, Discourse, Known

NO_ANTECEDENT = "no-antecedent"
UNKNOWN_NAME = "unknown-name"
NO_COUNTRY = "no-country"
SHARED_NAME = "shared-name"
NAMED_KINDS = frozenset({"organisation", "outlet", "state", "people", "place"})
PLAIN = 3.0  # how much oftener the story's country is named before unknown people are taken to be there
NEAR = 3  # sentences after which a quotation without a speaker is nobody's
SPEECH_ACTS = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})


def resolve_parties(document: Document, sentences: Iterable[Sentence], coded: Iterable[Coded]) -> Iterator[Coded]:
    """Yield the coded sentences with every party and source linked as far as the text allows."""
    discourse = Discourse(document.language, document.published_at)
    discourse.survey(sentences)
    speaker: Source | None = None
    spoken = 0  # the sentence in which the speaker last spoke
    for item in coded:
        speaker = speaker if item.sentence.index - spoken <= NEAR else None
        discourse.feed(item.sentence)
        discourse.introduce(item.sentence)
        resolver = _Resolver(document, discourse, speaker)
        claims = []
        problems = list(item.problems)
        for before in item.claims:
            try:
                claim = resolver.resolve(before)
            except Exception as error:  # noqa: BLE001 - one claim never stops the rest
                problems.append(failed(document, item.sentence, error))
                continue
            claims.append(claim)
            spoke = next((s for s in reversed(claim.sources) if s.span or s.antecedent), None)
            speaker, spoken = (spoke, item.sentence.index) if spoke else (speaker, spoken)
        yield replace(item, claims=tuple(claims), problems=tuple(problems))


class _Resolver:
    def __init__(self, document: Document, discourse: Discourse, speaker: Source | None) -> None:
        self.document, self.discourse, self.speaker = document, discourse, speaker
        self.words = lexicon(document.language)

    def resolve(self, claim: Claim) -> Claim:
        at = claim.trigger.start
        sources = self._sources(claim.sources, at)
        actors: list[Party] = []
        trace = list(claim.trace)
        for party in claim.actors:
            told = () if claim.status is Status.URGED else sources  # who demands an act is not who shall do it
            resolved = self._party(party, at, told)
            actors.extend(resolved)
            if not resolved:
                trace.append(Trace(field="actor", rule="resolution.antecedent", value=NO_ANTECEDENT))
        actors = _distinct(actors)
        sources = self._own_words(claim, actors, sources)
        own = frozenset(actor.code.split("/")[0] for actor in actors)
        recipients = _distinct(
            _foreign(before, p, own) for before in claim.recipients for p in self._party(before, at, sources, own)
        )
        return claim.with_(actors=tuple(actors), recipients=tuple(recipients), sources=sources, trace=tuple(trace))

    def _sources(self, sources: Sequence[Source], at: int) -> tuple[Source, ...]:
        resolved = []
        for source in sources:
            if source.span is None and source.reference is Reference.OMITTED:
                resolved.append(self._running(source))
                continue
            if source.span is None:
                resolved.append(source)
                continue
            party = Party(span=source.span, reference=source.reference, code=source.code, actor=source.actor)
            found = self._party(party, source.span.start, ())
            if found:
                first = found[0]
                source = replace(
                    source, code=first.code, actor=first.actor, antecedent=first.antecedent, reason=first.reason
                )
            resolved.append(source)
        return tuple(resolved)

    def _running(self, source: Source) -> Source:
        """Give a word of saying without a speaker the one who was introduced, who spoke last, or the last topic."""
        introduced = self.discourse.introduced
        if introduced is not None:
            return replace(
                source, code=introduced.reading.code, actor=introduced.reading.entry, antecedent=introduced.span
            )
        if self.speaker is not None:
            return replace(
                source,
                code=self.speaker.code,
                actor=self.speaker.actor,
                kind=self.speaker.kind,
                antecedent=self.speaker.antecedent or self.speaker.span,
            )
        known = self.discourse.last(before=source.cue.span.start, topic=True)
        if known is None:
            return replace(source, reason=NO_ANTECEDENT)
        return replace(source, code=known.reading.code, actor=known.reading.entry, antecedent=known.span)

    def _own_words(self, claim: Claim, actors: list[Party], sources: tuple[Source, ...]) -> tuple[Source, ...]:
        """Drop the innermost source of a speech act that is the source's own: «we refuse», he said, is his refusal."""
        nominal = any(step.field == "trigger" and step.value == "nominal" for step in claim.trace)
        if claim.type not in SPEECH_ACTS or nominal or not sources or len(actors) != 1:
            return sources
        actor, source = actors[0], sources[-1]
        same_words = actor.span is not None and source.span is not None and actor.span.overlaps(source.span)
        same_person = actor.implicit and actor.code == source.code and source.code != UNKNOWN
        return sources[:-1] if same_words or same_person else sources

    # ---- parties ----

    def _party(
        self, party: Party, at: int, sources: Sequence[Source], without: frozenset[str] = frozenset()
    ) -> list[Party]:
        if party.reference is Reference.OMITTED:
            return self._omitted(at, sources)
        if party.reference is Reference.GROUP:
            return self._pair(party, without)
        if party.reference is Reference.PRONOUN:
            return self._pronoun(party, sources, without)
        return [self._named(party)]

    def _omitted(self, at: int, sources: Sequence[Source]) -> list[Party]:
        for source in reversed(sources):
            span = source.antecedent or source.span
            if span is not None and span.start < at:  # 逃げたと警察は発表した: who speaks after the act did not do it
                return [
                    Party(span=span, reference=Reference.OMITTED, code=source.code, actor=source.actor, antecedent=span)
                ]
        known = self.discourse.last(before=at, topic=True, window=3)
        return [_from(known, None, Reference.OMITTED)] if known else []

    def _pair(self, party: Party, without: frozenset[str]) -> list[Party]:
        assert party.span is not None
        kind = self.words.pronouns.get(party.span.quote) or self.words.pronouns.get(party.span.quote.lower())
        before = party.span.start
        pair = self.discourse.last_two(before=before, without=without, persons=kind == "persons")
        pair = pair or self.discourse.last_two(before=before, without=without)
        if not pair:
            return [replace(party, reason=NO_ANTECEDENT)]
        sector = party.code.partition("/")[2]  # 両国の情報機関: each country's own
        return [_from(known, party.span, Reference.GROUP, sector) for known in pair]

    def _pronoun(self, party: Party, sources: Sequence[Source], without: frozenset[str]) -> list[Party]:
        assert party.span is not None
        quote = party.span.quote
        kind = self.words.pronouns.get(quote) or self.words.pronouns.get(quote.lower()) or "group"
        if kind == "self":
            for source in reversed(sources):
                span = source.antecedent or source.span
                if span is not None:
                    return [replace(party, code=source.code, actor=source.actor, antecedent=span)]
        before = party.span.start
        found = {
            "person": lambda: self.discourse.last(before=before, person=True, without=without),
            "state": lambda: self.discourse.last(before=before, person=False, without=without),
        }.get(kind, lambda: self.discourse.last(before=before, topic=True, without=without))()
        if found is None:
            return [replace(party, reason=NO_ANTECEDENT)]
        return [_from(found, party.span, Reference.PRONOUN)]

    def _named(self, party: Party) -> Party:
        assert party.span is not None
        reading = compose(party.span.quote, self.document.language, self.document.published_at)
        if reading is not None and reading.kind in NAMED_KINDS and reading.country and not reading.shared:
            return self._default(party, reading)
        known = self.discourse.named(party.span.quote)
        if known is not None and known.span.start < party.span.start and self._fuller(known, party.span):
            return replace(
                party,
                code=known.reading.code,
                actor=known.reading.entry,
                antecedent=None if known.span.overlaps(party.span) else known.span,
            )
        if reading is None and party.code != UNKNOWN:  # read from an apposition
            country, _, sector = party.code.partition("/")
            if country == UNKNOWN and sector in SECTORS_OF_STATES:
                country = self.discourse.office_country(party.span.start) or UNKNOWN
            if country != UNKNOWN:
                self.discourse.learn(party.span, Reading(country=country, sector=sector, entry=None, kind="sector"), -1)
            return replace(
                party,
                code=f"{country}/{sector}" if sector else country,
                reason=NO_COUNTRY if country == UNKNOWN else None,
            )
        if reading is None:
            story = (
                self.discourse.dominant(before=party.span.start, clear=PLAIN)
                if party.span.quote[:1].isupper() or self._katakana(party)
                else None
            )
            code = f"{story}/CVL" if story else UNKNOWN
            return replace(
                party, code=code, actor=None, reason=UNKNOWN_NAME
            )  # the story's country, not the person's own
        if reading.shared:
            return self._shared(party, reading)
        if reading.country:
            return replace(party, code=reading.code, actor=reading.entry)
        lent = self._lent(party.span, reading)
        if lent is None:
            return replace(party, code=reading.code, reason=NO_COUNTRY)
        return replace(party, code=f"{lent}/{reading.sector}")

    def _katakana(self, party: Party) -> bool:
        return self.document.language == "ja" and party.span is not None and "ァ" <= party.span.quote[0] <= "ヺ"

    def _default(self, party: Party, reading: Reading) -> Party:
        """Return a named body; one that other countries have too is the story's: the Senate in a story on Chile."""
        here = party.span.start if party.span else 0
        story = self.discourse.dominant(before=here) if reading.default else None
        if story is None or story == reading.country:
            return replace(party, code=reading.code, actor=reading.entry)
        return replace(party, code=f"{story}/{reading.sector}" if reading.sector else story, actor=None)

    def _lent(self, span: Span, reading: Reading) -> str | None:
        """Return the country of an office named without one; generic phrases and crowds have at most the story's."""
        words = span.quote.lower().split() if self.document.language != "ja" else [span.quote]
        if any(word in self.words.generic for word in words) or any(
            word in span.quote for word in self.words.generic if self.document.language == "ja"
        ):
            return None
        crowd = (
            self.document.language == "en" and words[-1].endswith("s") and words[0] not in ("the", "his", "her", "its")
        )
        if reading.sector in SECTORS_OF_STATES and not crowd:
            return self.discourse.office_country(span.start)
        return self.discourse.dominant(before=span.start)

    def _fuller(self, known: Known, span: Span) -> bool:
        return len(known.span.quote) > len(span.quote) or known.span.quote == span.quote

    def _shared(self, party: Party, reading: Reading) -> Party:
        """Decide a shared name by the countries that the document names; else it stays open."""
        told = [(entry, code) for entry, code in reading.candidates if code.split("/")[0] in self.discourse.states]
        if len({code for _, code in told}) == 1:
            return replace(party, code=told[0][1], actor=told[0][0])
        return replace(party, code=UNKNOWN, actor=None, reason=SHARED_NAME)


def _foreign(before: Party, party: Party, own: frozenset[str]) -> Party:
    """Return a recipient without the country that it was only lent when that is the actor's own."""
    state = party.code.endswith(("/GOV", "/MIL"))
    lent = state and before.code.startswith(UNKNOWN) and party.code.split("/")[0] in own and party.antecedent is None
    return replace(party, code=before.code, reason=NO_COUNTRY) if lent else party


def _from(known: Known, span: Span | None, reference: Reference, sector: str = "") -> Party:
    code = f"{known.reading.country}/{sector}" if sector else known.reading.code
    return Party(
        span=span or known.span, reference=reference, code=code, actor=known.reading.entry, antecedent=known.span
    )


def _distinct(parties: Iterable[Party]) -> list[Party]:
    seen: set[tuple[str, str]] = set()
    kept = []
    for party in parties:
        key = (party.code, party.text) if party.code.startswith(UNKNOWN) else (party.code, party.actor or "")
        if key not in seen:
            seen.add(key)
            kept.append(party)
    return kept
