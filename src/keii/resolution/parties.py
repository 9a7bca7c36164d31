"""Parties and sources of claims linked to codes: names, short forms, pronouns, pairs and omitted subjects.

It refuses to guess: what no rule links keeps the text's words, the code XXX and a reason.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from keii.coding.contract import Coded, failed
from keii.coding.lexicon import lexicon
from keii.gazetteer.compose import UNKNOWN, Reading, compose
from keii.model import Claim, Document, Party, Reference, Sentence, Source, SourceKind, Span, Status, Trace
from keii.resolution import act as acts
from keii.resolution import pointing
from keii.resolution.act import Act, distinct, home, is_nobody, is_one, not_done_to, party_of, spoke_last
from keii.resolution.apart import apart
from keii.resolution.countries import Choose, choose
from keii.resolution.discourse import Discourse, Known
from keii.resolution.evidence import Asked, Evidence, countries_of, gathered
from keii.resolution.halves import half
from keii.resolution.identities import Identity, former
from keii.resolution.kinds import GOVERNMENT, is_of_a_state, is_of_no_country, phrase_of
from keii.resolution.listed import each_of
from keii.resolution.namesakes import is_namesake
from keii.resolution.nationality import country_told, nationalities
from keii.resolution.pairs import sides
from keii.resolution.retold import Retold
from keii.resolution.strangers import Strangers

NO_ANTECEDENT = "no-antecedent"
UNKNOWN_NAME = "unknown-name"
NO_COUNTRY = "no-country"
NAMED_KINDS = frozenset({"organisation", "outlet", "state", "people", "place"})
OWN = frozenset({"the country", "the nation"})  # in somebody's reported words, his own
NEAR = 3  # sentences after which a quotation without a speaker is nobody's
WORD = re.compile(r"[\s・＝]+")


def resolve_parties(
    document: Document, sentences: Iterable[Sentence], coded: Iterable[Coded], *, choose: Choose = choose
) -> Iterator[Coded]:
    """Yield the coded sentences with every party and source linked as far as the text allows.

    `choose` decides whose a phrase is that names no country.
    """
    discourse = Discourse(document.language, document.published_at, document.text)
    sentences = list(sentences)
    evidence = gathered(document, sentences, discourse.survey(sentences))
    strangers = Strangers(document)
    nationals = nationalities(document.text, document.language, evidence.mentions)
    retold = Retold()
    speaker: Source | None = None
    spoken = 0  # the sentence in which the speaker last spoke
    for item in coded:
        speaker = speaker if item.sentence.index - spoken <= NEAR else None
        discourse.feed(item.sentence)
        discourse.introduce(item.sentence)
        resolver = _Resolver(document, discourse, evidence, strangers, nationals, speaker, choose)
        evidence.keep_apart(apart(item.claims, document.language, document.published_at))
        claims = []
        problems = list(item.problems)
        for before in item.claims:
            try:
                claim = retold.completed(resolver.resolve(before, item.claims))
            except Exception as error:  # noqa: BLE001 - one claim never stops the rest
                problems.append(failed(document, item.sentence, error))
                continue
            claims.append(claim)
            spoke = next((s for s in reversed(claim.sources) if s.span or s.antecedent), None)
            speaker, spoken = (spoke, item.sentence.index) if spoke else (speaker, spoken)
        yield replace(item, claims=tuple(claims), problems=tuple(problems))


class _Resolver:
    def __init__(
        self,
        document: Document,
        discourse: Discourse,
        evidence: Evidence,
        strangers: Strangers,
        nationals: Mapping[str, str],
        speaker: Source | None,
        choose: Choose,
    ) -> None:
        self.document, self.discourse, self.evidence, self.speaker = document, discourse, evidence, speaker
        self.strangers, self.nationals, self.choose = strangers, nationals, choose
        self.words = lexicon(document.language)
        self.act = Act(trigger=0)
        self.met: frozenset[str] = frozenset()  # countries of those beside the party that is being resolved

    def resolve(self, claim: Claim, claims: Sequence[Claim]) -> Claim:
        at = claim.trigger.start
        self.act = Act(trigger=at, place=self._place(claim))
        self.act.role = "source"
        sources = self._sources(claim.sources, at)
        self.act.said = tuple(source.code.split("/")[0] for source in sources)
        actors: list[Party] = []
        trace = list(claim.trace)
        self.act.role = "actor"
        for party in claim.actors:
            told = () if claim.status is Status.URGED else sources  # who demands an act is not who shall do it
            self.met = acts.beside(claim, party, claims)
            resolved = self._party(party, at, told, self.met)
            actors.extend(resolved)
            if not resolved:
                trace.append(Trace(field="actor", rule="resolution.antecedent", value=NO_ANTECEDENT))
        actors = distinct(actors)
        sources = acts.without_self(claim, actors, sources, self.words)
        own = frozenset(actor.code.split("/")[0] for actor in actors)
        self.act.others = tuple(sorted(own))
        self.act.role, self.met = "recipient", own
        recipients = distinct(p for before in claim.recipients for p in self._party(before, at, sources, own))
        trace += dict.fromkeys(self.act.notes)
        actors = not_done_to(actors, recipients)
        return claim.with_(actors=tuple(actors), recipients=tuple(recipients), sources=sources, trace=tuple(trace))

    def _place(self, claim: Claim) -> str | None:
        if claim.place is None:
            return None
        reading = compose(claim.place.span.quote, self.document.language, self.document.published_at)
        return reading.country if reading is not None else None

    def _sources(self, sources: Sequence[Source], at: int) -> tuple[Source, ...]:
        resolved = []
        for source in sources:
            told = source.antecedent if self._tells(source.antecedent) else None
            if source.span is None and source.reference is Reference.OMITTED and told is None:
                resolved.append(self._running(source))
                continue
            span = source.span or told
            if span is None:
                resolved.append(source)
                continue
            party = Party(span=span, reference=source.reference, code=source.code, actor=source.actor, antecedent=told)
            found = self._party(party, span.start, ())
            if source.reference is Reference.PRONOUN and is_nobody(found) and self.speaker is not None:
                resolved.append(spoke_last(source, self.speaker))
                continue
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
            return spoke_last(source, self.speaker)
        known = self.discourse.last(before=source.cue.span.start, topic=True)
        if known is None:
            return replace(source, reason=NO_ANTECEDENT)
        return replace(source, code=known.reading.code, actor=known.reading.entry, antecedent=known.span)

    # ---- parties ----

    def _party(
        self, party: Party, at: int, sources: Sequence[Source], without: frozenset[str] = frozenset()
    ) -> list[Party]:
        if self.words.language == "en" and party.span and (divided := half(party.span.quote, self.document.text)):
            return [replace(party, reference=Reference.NAMED, code=divided.code, actor=divided.entry, antecedent=None)]
        if self._tells(party.antecedent) and not pointing.misleads(party, self.discourse):
            pointed = self._pointed(party)
            if party.reference is not Reference.GROUP or all(p.code.split("/")[0] not in without for p in pointed):
                return pointed
        party = replace(party, antecedent=None)
        if party.reference is Reference.OMITTED:
            return self._omitted(at, sources)
        if party.reference is Reference.GROUP:
            apart = without.union(s.code for s in sources if s.code.startswith("IGO:"))  # its envoy speaks of both
            return self._listed(replace(party, reference=Reference.NAMED)) or self._pair(party, apart)
        if party.reference is Reference.PRONOUN:
            return self._pronoun(party, sources, without)
        return self._listed(party) or [self._named(party)]

    def _listed(self, party: Party) -> list[Party]:
        """Return a party for each country that the phrase lists, none where it lists none."""
        return each_of(party, self.document, self.evidence.mentions)

    def _tells(self, antecedent: Span | None) -> bool:
        """Tell whether an antecedent given by the coder names somebody: another pronoun does not."""
        if antecedent is None or not any(character.isalnum() for character in antecedent.quote):
            return False
        quote = antecedent.quote
        return self.words.pointing(quote) is None

    def _pointed(self, party: Party) -> list[Party]:
        """Return a party with what its antecedent's words name, read where they stand."""
        span = party.antecedent
        pointed = replace(party, span=span, reference=Reference.NAMED, antecedent=None)
        found = []
        for named in self._listed(pointed) or [self._named(pointed)]:
            country, sector = named.code.partition("/")[0], party.code.partition("/")[2]
            joined = party.reference is Reference.GROUP and sector and not country.startswith("IGO:")
            code = f"{country}/{sector}" if joined else named.code  # 両国の情報機関: each country's own
            words = party.span or span
            found.append(replace(party, span=words, antecedent=span, code=code, actor=named.actor, reason=named.reason))
        return found

    def _omitted(self, at: int, sources: Sequence[Source]) -> list[Party]:
        accounts = {row.row for row in self.words.reports.values()}
        for source in reversed(sources):
            if source.cue.rule in accounts or source.cue.rule.startswith("slots.tsv"):
                continue  # 警察によると、倉庫に火を付けた: others did it
            span = source.antecedent or source.span
            if span is not None and span.start < at:  # 逃げたと警察は発表した: who speaks after the act did not do it
                return [
                    Party(span=span, reference=Reference.OMITTED, code=source.code, actor=source.actor, antecedent=span)
                ]
        known = self.discourse.last(before=at, topic=True, window=3)
        return [party_of(known, None, Reference.OMITTED)] if known else []

    def _pair(self, party: Party, without: frozenset[str]) -> list[Party]:
        assert party.span is not None
        kind = self.words.pointing(party.span.quote)
        before = party.span.start
        sector = party.code.partition("/")[2]  # 両国の情報機関: each country's own
        named = [m for m in self.evidence.mentions if m.end == before]
        if len(named) > 1:  # 日米 before 両政府
            span = Span.of(self.document.text, named[0].start, named[0].end)
            return [replace(party, code=f"{m.country}/{sector or 'GOV'}", antecedent=span) for m in named]
        pair = sides(self.discourse, self.evidence, party.span, without, persons=kind == "persons")
        if not pair:
            return [replace(party, reason=NO_ANTECEDENT)]
        return [party_of(known, party.span, Reference.GROUP, sector) for known in pair]

    def _pronoun(self, party: Party, sources: Sequence[Source], without: frozenset[str]) -> list[Party]:
        assert party.span is not None
        quote = party.span.quote
        kind = self.words.pointing(quote) or "group"
        if kind == "self":
            for source in reversed(sources):
                span = source.antecedent or source.span
                if span is not None:
                    return [replace(party, code=source.code, actor=source.actor, antecedent=span)]
        before = party.span.start
        if kind == "home" or quote.lower() in OWN and any(s.code.split("/")[0] != UNKNOWN for s in sources):
            return [home(party, sources, self.discourse) or replace(party, reason=NO_ANTECEDENT)]
        speaker = self._speaker(party.span, sources) if kind == "person" else None
        if speaker is not None and speaker.code.split("/")[0] not in without:
            told = speaker.antecedent or speaker.span
            return [replace(party, antecedent=told, code=speaker.code, actor=speaker.actor)]
        found = pointing.single(kind, quote, self.discourse, before, without)
        if found is None and GOVERNMENT.search(quote):  # its opposition urged the government: both are one country's
            found = self.discourse.last(before=before, person=False)
        if found is None:
            return [self._of_the_story(party)]
        return [party_of(found, party.span, Reference.PRONOUN)]

    def _of_the_story(self, party: Party) -> Party:
        """Return who is pointed to where nobody fits, with the country that such a phrase has in the story."""
        assert party.span is not None
        bare = party.span.quote.lower() in pointing.PERSONAL  # He at the head of a sentence is no name
        reading = None if bare else compose(party.span.quote, self.document.language, self.document.published_at)
        asked = self._asked(party, reading, NO_ANTECEDENT)
        return asked if reading is not None else replace(asked, code=asked.code.split("/")[0])

    def _speaker(self, pronoun: Span, sources: Sequence[Source]) -> Source | None:
        """Return the one in whose words a pronoun is the first person: Ri met Odongo and said he would return."""
        for source, cue in ((s, s.cue.span) for s in reversed(sources) if is_one(s, self.document.language)):
            known = source.code.split("/")[0] != UNKNOWN and (source.antecedent or source.span)
            away = cue.end > pronoun.start or self.evidence.sentence(cue.start) != self.evidence.sentence(pronoun.start)
            since = (m for m in self.discourse.mentions if m.person and cue.end <= m.span.start < pronoun.start)
            if known and not away and source.kind is not SourceKind.OUTLET and not any(since):
                return source
        return None

    def _named(self, party: Party) -> Party:
        assert party.span is not None
        composed = compose(party.span.quote, self.document.language, self.document.published_at)
        identity = self.discourse.identify(party.span.quote, composed)
        reading = identity.reading
        if reading is not None and reading.kind in NAMED_KINDS and reading.country:
            return self._default(party, reading)
        if reading is not None and reading.kind in NAMED_KINDS and reading.entry:  # a body of no country: al-Qaeda
            return self._decided(replace(party, code=reading.code, actor=reading.entry))
        known = self.discourse.named(party.span.quote)
        if known is not None and is_namesake(known.span.quote, known.reading, self.document.text, self.words.language):
            known = None
        if known is not None and known.span.start < party.span.start and acts.is_fuller(known, party.span):
            return self._known(party, known)
        apposed = composed is None and party.code != UNKNOWN
        if apposed and reading is None:
            country, _, sector = party.code.partition("/")
            reading = Reading(country=None if country == UNKNOWN else country, sector=sector, entry=None, kind="sector")
            if reading.country:
                self.discourse.learn(party.span, reading, -1)
        if reading is not None and reading.country:
            if reading.kind == "person" and composed != reading:
                self.discourse.learn(party.span, reading, -1)
            found = replace(party, code=reading.code, actor=reading.entry)
        elif party.span.quote.startswith("whose ") and party.code.split("/")[0] != UNKNOWN:
            found = party  # Peru, whose vice-president: the coder read whose
        else:
            found = self._asked(party, reading, identity.reason)
        self._note(party.span, identity)
        return self._decided(self._met(found, apposed=apposed))

    def _known(self, party: Party, known: Known) -> Party:
        """Return a party by a short form of a name with what its fuller mention is."""
        assert party.span is not None
        apart = None if known.span.overlaps(party.span) else known.span
        found = replace(party, code=known.reading.code, actor=known.reading.entry, antecedent=apart)
        self._note(party.span, Identity(reading=None, former=former(found.actor, self.document.published_at)))
        return self._decided(self._met(found, apposed=True, fuller=known.span))

    def _note(self, span: Span, identity: Identity) -> None:
        """Put on record that an office is no longer held, or why a registered name was not taken for its bearer."""
        if identity.former is not None:
            held = identity.former
            value = f"{held.country} {held.office} {held.start}/{held.end}"
            self.act.notes.append(Trace(field=self.act.role, rule="registry.former", value=value, span=span))
        if identity.reason is not None:
            self.act.notes.append(Trace(field=self.act.role, rule="registry.name", value=identity.reason, span=span))

    def _met(self, party: Party, *, apposed: bool, fuller: Span | None = None) -> Party:
        """Return a party with a local id where it names a person whom the registry does not know."""
        assert party.span is not None
        if party.actor is not None:
            return party
        if fuller is not None:
            self.strangers.meet(fuller, apposed=apposed, person=False)
        person = party.span.quote in self.discourse.names or self._is_national(party.span)
        stranger = self.strangers.meet(party.span, apposed=apposed, person=person)
        if stranger is None:
            return party
        self.discourse.meet(party.span, party.code)
        if stranger.role is not None:
            described = Trace(field=self.act.role, rule="resolution.described", value=stranger.id, span=stranger.role)
            self.act.notes.append(described)
        return replace(party, actor=stranger.id)

    def _asked(self, party: Party, reading: Reading | None, why: str | None) -> Party:
        """Return a party that its words give no country, with the one that the document gives, else with a reason.

        `why` is the reason for which a registered name in them was not taken for its bearer.
        """
        assert party.span is not None
        if reading is not None and reading.kind in ("state", "place"):  # a region: the West, 西側
            return replace(party, code=reading.code, reason=NO_COUNTRY)
        if is_of_no_country(party.span.quote, self.words, self.evidence.stateless):
            sector = (reading.sector or "CVL") if reading else "CVL"
            return replace(party, code=f"{UNKNOWN}/{sector}", actor=None, reason=NO_COUNTRY)
        if (same := acts.same_state(party, self.discourse, self.met, self.act)) is not None:
            return replace(same, code=f"{same.code}/{(reading.sector if reading else None) or 'GOV'}", reason=None)
        question = self._question(party.span, reading)
        country = country_told(self.evidence, question, self.nationals) or self.choose(self.evidence, question)
        if country is not None and country.startswith("IGO:") and is_of_a_state(question.phrase):
            country = None
        if country is None:
            reason = why or (UNKNOWN_NAME if reading is None else NO_COUNTRY)
            return replace(party, code=reading.code if reading else UNKNOWN, actor=None, reason=reason)
        if country.startswith("IGO:"):
            return replace(party, code=country, actor=None, reason=None)
        sector = (reading.sector or "GOV") if reading else "CVL"
        return replace(party, code=f"{country}/{sector}", actor=None, reason=None)

    def _is_national(self, span: Span) -> bool:
        return any(part in self.nationals for part in WORD.split(span.quote))

    def _question(self, span: Span, reading: Reading | None) -> Asked:
        phrase = phrase_of(span.quote, reading, self.document.language, countries_of(reading))
        apart = self.evidence.apart_from(span, phrase)
        return Asked(
            span=span,
            phrase=phrase,
            sentence=self.evidence.sentence(span.start),
            trigger=self.act.trigger,
            others=self.act.others,
            place=self.act.place,
            today=self.discourse.office_country(span.start),
            said=self.act.said,
            apart=apart,
        )

    def _decided(self, party: Party) -> Party:
        """Return the party itself, remembered for later phrases like it."""
        assert party.span is not None
        reading = compose(party.span.quote, self.document.language, self.document.published_at)
        self.evidence.decided(phrase_of(party.span.quote, reading, self.document.language), party.code.split("/")[0])
        return party

    def _default(self, party: Party, reading: Reading) -> Party:
        """Return a named body; one that other countries have too is the story's: the Senate in a story on Chile."""
        assert party.span is not None
        story = self.choose(self.evidence, self._question(party.span, reading)) if reading.default else None
        if story is None or story == reading.country or story.startswith("IGO:"):
            return self._decided(replace(party, code=reading.code, actor=reading.entry))
        return self._decided(replace(party, code=f"{story}/{reading.sector}" if reading.sector else story, actor=None))
