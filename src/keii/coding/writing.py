"""From what the model finds in a sentence to claims: every span in the document, every field with its score."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from keii.codebook import MUTUAL
from keii.coding.acts import REFUSAL
from keii.coding.concerns import CONTENT_PARTY, FACE_TO_FACE, SOUGHT_BY
from keii.coding.confidence import Case, Judge, evidence, scale
from keii.coding.lexicon import Lexicon, lexicon
from keii.coding.meetings import ARRANGED
from keii.coding.phrases import phrases
from keii.coding.sides import among, apart, lacks_one
from keii.coding.sourcing import source_of
from keii.coding.status import ERRAND
from keii.coding.tense import SPEECH_ACTS, is_kept
from keii.coding.things import is_audience, is_foe, is_mutual, is_reached, is_spot, is_thing, is_where
from keii.encoder.heads import ACT, SAY
from keii.encoder.precedents import Nearest, Precedents, precedents
from keii.encoder.reading import Place as Spot
from keii.encoder.reading import Spotted
from keii.gazetteer.compose import compose
from keii.model import (
    Certainty,
    Claim,
    Cue,
    Document,
    Party,
    Place,
    Quantity,
    Reference,
    Sentence,
    Source,
    Span,
    Status,
    Time,
    Trace,
)

PARTICLE = re.compile(r"[はがをにとのでもへ](?=[一-龥ァ-ヺ])")  # before a trigger: a piece may begin with one
# Nouns that a name before them only tells apart: ウクライナ戦争, 米国製.
MODIFIES = re.compile(r"戦争|紛争|危機|問題|疑惑|情勢|内戦|戦線|核合意|産|製(?!裁)|級")
NUMBER = re.compile(
    r"\d|[一二三四五六七八九十百千万億兆数]|"
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores?|hundreds?|thousands?|millions?|"
    r"several|half|both)\b",
    re.IGNORECASE,
)
PLURAL = frozenset({"pair", "persons"})
# What the rules' status weighs beside the model's probabilities, which sum to one. Status on the development sets
# (ja / en) with 0, .4, .6, .9: .763 .769 .786 .786 / .777 .788 .793 .793; on the corpus's check split: .880 .873 .873
# .862 / .888 .880 .880 .868.
VOICE = 0.6
CUED = 0.75  # where a cue gave it, not tense: development sets .813 with .6 and .823, check and tune .884 and .885
WORD, WORD_END = re.compile(r"[\w'’-]+"), re.compile(r"[\w'’-]+$")
ARTICLE = re.compile(r"\s+(?:the|an?|its|his|her|their)\s*\Z")  # no words of an act end with it: stop the
GIVEN_TO = FACE_TO_FACE | {"SUPPORT"}  # acts by words that somebody is addressed with or thanked
FIRM = (Reference.NAMED, Reference.GROUP)  # parties that the rules read off the sentence itself
# Score from which a recipient of the model's counts that no frame of the rules fills. `who` with 0, .6, .7, .8,
# .9 (ja, en): development sets .317 .358, .321 .358, .332 .354, .328 .361, .336 .350; check split .272 .246, .269
# .247, .271 .240, .263 .242, .264 .235.
RECEIVES = 0.7
SHOWN = 0.1  # a score below it is not worth a line in the explanation


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes what was found in a sentence as claims, with every span in the document."""

    document: Document
    sentences: Sequence[Sentence]
    position: int  # of the sentence among them, from 0
    words: Lexicon
    precedents: Precedents
    judge: Judge  # what says how sure keii is of a claim
    case: Case  # who reads the acts that are written without the rules' claim
    near: Nearest  # what of the corpus lies nearest to the acts

    @classmethod
    def of(
        cls,
        document: Document,
        sentences: Sequence[Sentence],
        position: int,
        *,
        near: Nearest,
        case: Case = Case.MODEL,
        judge: Judge | None = None,
    ) -> "Writer":
        """Return the writer of a sentence, with the data files of the document's language; `judge`: else the scale.

        `near` knows the precedents of every act that will be written.
        """
        words = lexicon(document.language)
        return cls(document, sentences, position, words, precedents(), judge or scale(), case, near)

    @property
    def sentence(self) -> Sentence:
        """The sentence that is written of."""
        return self.sentences[self.position]

    def claims(self, spotted: Iterable[Spotted], coder: str) -> Iterator[Claim]:
        """Yield the claims of the acts found in the sentence."""
        found = list(spotted)
        said = [one for one in found if one.kind == SAY]
        yield from (self.claim(one, said, coder) for one in found if one.kind == ACT)

    def completed(self, claim: Claim, act: Spotted, coder: str) -> Claim:
        """Return a rules' claim with what the model says of it: parties, mode, contexts, its voice on status."""
        quantity = self._quantity(act)
        told = claim.status.value
        voice = CUED if any(step.field == "status" and "cues" in step.rule for step in claim.trace) else VOICE
        status = Status(max(act.statuses, key=lambda name: act.statuses[name] + voice * (name == told)))
        kept = is_kept(claim, self.document.text)
        if kept or any(trace.rule in (REFUSAL, ERRAND, ARRANGED) for trace in claim.trace):
            status = claim.status  # the model speaks of what is refused, or reads who called as asking
        cues = claim.cues if status == claim.status else self._hedges(act)  # others led elsewhere
        actors, recipients = self._who(claim, act)
        whole = replace(
            claim,
            coder=coder,
            actors=actors,
            recipients=recipients,
            status=status,
            cues=cues,
            certainty=claim.certainty if status == claim.status else self._certainty(cues),
            mode=claim.mode or self.precedents.mode(act),
            contexts=claim.contexts or self.precedents.contexts(act),
            quantities=claim.quantities or ((Quantity(span=quantity, low=None, high=None),) if quantity else ()),
            trace=(*claim.trace, *self._scores(act, claim.trigger), *self.near.to(act)),
        )
        return self._judged(whole, act, Case.RULED, told=told == act.status)

    def claim(self, act: Spotted, said: Sequence[Spotted], coder: str) -> Claim:
        """Return the claim of an act; `said` are the attributions found in its sentence."""
        trigger = self.trigger(act)
        cues = self._hedges(act)
        place, time = (self._only(act, role) for role in ("place", "time"))
        quantity = self._quantity(act)
        kind = act.type or "OTHER"
        actors, recipients = apart(
            tuple(self.parties(act, "actor")), tuple(self.parties(act, "recipient")), kind
        )
        whole = Claim(
            document=self.document.id,
            sentence=self.sentence.index,
            type=kind,
            trigger=trigger,
            status=Status(act.status or "occurred"),
            actors=actors,
            recipients=recipients,
            mode=self.precedents.mode(act),
            contexts=self.precedents.contexts(act),
            label=self.near.label(act, trigger.quote) if act.type == "OTHER" else None,
            certainty=self._certainty(cues),
            cues=cues,
            sources=self._sources(act, said),
            place=Place(span=place) if place else None,
            time=Time(span=time) if time else None,
            quantities=(Quantity(span=quantity, low=None, high=None),) if quantity else (),
            coder=coder,
            trace=(*self._scores(act, trigger), *self.near.to(act)),
        )
        return self._judged(whole, act, self.case, told=True)

    def _judged(self, claim: Claim, act: Spotted, case: Case, *, told: bool) -> Claim:
        """Return a claim with how sure keii is of it."""
        actors, recipients = (
            [self.span(place) for role in (side, f"{side}_antecedent") for place, _ in act.roles.get(role, ())]
            for side in ("actor", "recipient")
        )
        found = evidence(
            claim, act, actors=actors, recipients=recipients, told=told, language=self.document.language
        )
        belief = self.judge.judge(claim, case, found)
        return replace(claim, confidence=belief.type, confidence_whole=belief.whole)

    def span(self, place: Spot) -> Span:
        """Return a place as a span of the document."""
        offset = self.sentences[place[0]].start
        return Span.of(self.document.text, offset + place[1], offset + place[2])

    def phrases(self, act: Spotted, role: str, least: float = 0.0) -> list[Spot]:
        """Return the phrases of a role, by sentence and place, whose scores are at least `least`."""
        runs: dict[int, list[tuple[int, int]]] = {}
        for (number, start, end), score in act.roles.get(role, ()):
            if score >= least:
                runs.setdefault(number, []).append((start, end))
        return [
            (number, *run)
            for number, found in sorted(runs.items())
            for run in phrases(self.sentences[number].text, self.document.language, found)
        ]

    def parties(self, act: Spotted, role: str, least: float = 0.0) -> Iterator[Party]:
        """Yield the parties of a role: those the sentence names, and those that it points to or leaves out.

        `least` is the score below which the model's word for it is not taken.
        """
        marked = self.phrases(act, role, least)
        spans = [place for place in marked if not self._lifeless(self.span(place), role, act.type)]
        named = [place for place in spans if place[0] == self.position]
        antecedents = [self.span(place) for place in self.phrases(act, f"{role}_antecedent", least)]
        antecedents += [self.span(place) for place in spans if place[0] != self.position]
        for place in named:
            span = self.span(place)
            kind = self.words.pointing(span.quote)
            if kind in PLURAL and len(antecedents) != 2:  # both: resolution finds the two
                yield Party(span=span, reference=Reference.GROUP)
            elif kind in PLURAL:
                yield from (Party(span=span, reference=Reference.GROUP, antecedent=one) for one in antecedents)
            elif kind:
                reference = Reference.GROUP if kind in PLURAL else Reference.PRONOUN
                yield Party(span=span, reference=reference, antecedent=antecedents[-1] if antecedents else None)
            else:
                yield self._named(span, antecedents[-1] if antecedents and len(named) == 1 else None)
        if not named:
            yield from (Party(span=one, reference=Reference.OMITTED, antecedent=one) for one in antecedents)

    def _who(self, claim: Claim, act: Spotted) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        """Return actors and recipients: the rules' where they name somebody, else the model's where it finds any.

        Measured in docs/design/model.md: who is named is the rules' better half; whom a sentence points to, leaves out
        or tells by other means than its frame, the model knows more often. What one of them names in one role is not
        taken from the other in the other role. Of talks the model often knows the second party.
        """
        actors, recipients = claim.actors, claim.recipients
        sought = any(step.rule == SOUGHT_BY for step in claim.trace)
        firm = self._firm(actors), sought or self._firm(recipients)
        if not firm[0]:
            taken = (*recipients, *_at(claim)) if firm[1] else _at(claim)
            marked = (party for party in self.parties(act, "actor") if not among(party, taken))
            actors = tuple(one for one in marked if firm[1] or not self._rather_receives(act, one)) or actors
        elif claim.type in MUTUAL and not recipients and lacks_one(actors):
            actors += tuple(party for party in self.parties(act, "actor") if not among(party, actors))
        if not firm[1] or self._only_concerns(claim):
            found = (party for party in self.parties(act, "recipient", RECEIVES) if not among(party, actors))
            recipients = tuple(party for party in found if not firm[1] or party.reference in FIRM) or recipients
        return apart(actors, recipients, claim.type)

    def _only_concerns(self, claim: Claim) -> bool:
        """Tell whether whom Japanese words address was only found in what is said: 彼に、空爆をやめるよう求めた."""
        addressed = self.words.language == "ja" and claim.type in GIVEN_TO
        return addressed and any(step.rule == CONTENT_PARTY for step in claim.trace)

    def _rather_receives(self, act: Spotted, party: Party) -> bool:
        """Tell whether the model marks a party's words as who receives an act more surely than as who does it."""
        words = party.antecedent or party.span
        if words is None:
            return False
        does, receives = (
            max((score for place, score in act.roles.get(role, ()) if self.span(place).overlaps(words)), default=0.0)
            for role in ("actor", "recipient")
        )
        return receives >= RECEIVES and receives > does

    def _lifeless(self, span: Span, role: str, kind: str | None) -> bool:
        """Tell whether words name a thing, where it was, or as a recipient a mere place or who only listens."""
        text, japanese = self.document.text, self.words.language == "ja"
        if japanese and (MODIFIES.match(text, span.end) or is_foe(text, span.end, kind)):
            return True  # ウクライナ戦争, ロシア疑惑: the name belongs to the war
        if japanese and role == "actor" and is_reached(text, span.end):
            return True
        where = kind != "AID" and is_where(text, span.start, span.end, self.words.language)
        if where or is_thing(span.quote, self.words):
            return True
        listens = kind in SPEECH_ACTS and is_audience(span.quote)
        return role == "recipient" and (listens or is_mutual(span.quote) or is_spot(span.quote, self.words))

    def _firm(self, parties: Sequence[Party]) -> bool:
        """Tell whether rules read a party off the sentence itself."""
        return any(
            party.reference in FIRM or party.span is not None and self.words.pointing(party.span.quote) == "home"
            for party in parties
        )

    def _named(self, span: Span, antecedent: Span | None) -> Party:
        """Return the party that words name; with what the registry reads in them alone."""
        date = self.document.published_at
        reading = compose(span.quote, self.words.language, date[:10] if date else None)
        if reading is None:
            return Party(span=span, antecedent=antecedent)
        if reading.shared:  # a surname of several, 高氏, tells no country: resolution looks who bears it here
            return Party(span=span, antecedent=antecedent)
        return Party(
            span=span, code=reading.code, actor=reading.entry, antecedent=None if reading.country else antecedent
        )

    def _sources(self, act: Spotted, said: Sequence[Spotted]) -> tuple[Source, ...]:
        chain = self.phrases(act, "outer")
        inner = self.phrases(act, "source")
        antecedents = self.phrases(act, "source_antecedent")
        here = [place for place in inner if place[0] == self.position]
        places = [*chain, *(here[-1:] or antecedents[-1:] or inner[-1:])]
        pronoun = self.span(antecedents[-1]) if here and antecedents else None
        return tuple(
            source_of(
                self.span(place),
                _cue(self, act, said, place),
                self.words,
                self.document.published_at,
                antecedent=pronoun if number == len(places) - 1 else None,
                omitted=place[0] != self.position,
            )
            for number, place in enumerate(places)
        )

    def trigger(self, act: Spotted) -> Span:
        """Return the words of an act, without a particle that its first piece begins or its last one ends with."""
        first = act.at
        ends = [place[2] for place, _ in act.roles.get("trigger", ()) if place[0] == first[0] and place[1] == first[1]]
        last = max([first[2], *ends])
        text = self.sentences[first[0]].text
        if self.words.language != "ja":
            article = ARTICLE.search(text, first[1], last)
            return self.span((first[0], first[1], article.start() if article else last))
        particle = PARTICLE.match(text, first[1], last)
        start = particle.end() if particle else first[1]
        cut = last - start > 1 and text[last - 1] == "を"  # no word ends with it
        return self.span((first[0], start, last - cut))

    def _quantity(self, act: Spotted) -> Span | None:
        """Return the likeliest quantity; what has no number in it is a thing, not how many."""
        span = self._only(act, "quantity")
        return span if span and NUMBER.search(span.quote) else None

    def _only(self, act: Spotted, role: str) -> Span | None:
        """Return the likeliest span of a role in this sentence."""
        here = [(score, place) for place, score in act.roles.get(role, ()) if place[0] == self.position]
        return self.span(max(here)[1]) if here else None

    def _hedges(self, act: Spotted) -> tuple[Cue, ...]:
        """Return the words that the model takes to decide an act's status."""
        places = [self._whole(place) for place, _ in act.roles.get("hedge", ())]
        return tuple(Cue(span=self.span(place), rule="model.hedge") for place in places)

    def _whole(self, place: Spot) -> Spot:
        """Return a place widened to whole words, where words stand apart: a piece of one is no cue."""
        number, start, end = place
        text = self.sentences[number].text
        if not self.words.joiner:
            return place
        before, after = WORD_END.search(text, 0, start), WORD.match(text, end)
        inside = text[start:end]
        start = before.start() if before and inside[:1].isalnum() else start
        end = after.end() if after and inside[-1:].isalnum() else end
        return number, start, end

    def _certainty(self, cues: Sequence[Cue]) -> Certainty:
        """Return the weakest certainty that the hedges have in the lexicon of cues."""
        order = (Certainty.LOW, Certainty.MIDDLE, Certainty.HIGH)
        rows = [
            row
            for cue in cues
            for (_, form), row in self.words.cues.items()
            if form in (cue.span.quote, cue.span.quote.lower())
        ]
        levels = {row.certainty for row in rows}
        return next((level for level in order if level in levels), Certainty.PLAIN)

    def _scores(self, act: Spotted, trigger: Span) -> Iterator[Trace]:
        for field, scores in (("type", act.types), ("status", act.statuses)):
            for name, score in sorted(scores.items(), key=lambda item: -item[1])[:3]:
                if score >= SHOWN:
                    yield Trace(field=field, rule="model.score", value=f"{name} {score:.2f}", span=trigger)
        for role, spans in act.roles.items():
            for place, score in spans:
                if role != "trigger":
                    yield Trace(field=role, rule="model.score", value=f"{score:.2f}", span=self.span(place))


def _at(claim: Claim) -> tuple[Party, ...]:
    """Return where an act was or led, as if it were somebody: who was brought to the police station is not its."""
    where = compose(claim.place.span.quote, "ja") if claim.place is not None else None
    return (Party(span=claim.place.span),) if claim.place is not None and (not where or where.kind != "state") else ()


def _cue(writer: Writer, act: Spotted, said: Sequence[Spotted], source: Spot) -> Cue:
    """Return the word of saying of a source: of the attribution whose speaker it is, or that holds the act."""

    def fits(one: Spotted) -> tuple[bool, bool]:
        speakers = [place for role in ("speaker", "speaker_antecedent") for place, _ in one.roles.get(role, ())]
        contents = [place for place, _ in one.roles.get("content", ())]
        return (any(_overlap(place, source) for place in speakers), any(_overlap(place, act.at) for place in contents))

    best = max(said, key=fits, default=None)
    cues = [place for place, _ in best.roles.get("cue", ())] if best is not None and any(fits(best)) else []
    return Cue(span=writer.span(cues[0] if cues else source), rule="model.cue")


def _overlap(a: Spot, b: Spot) -> bool:
    return a[0] == b[0] and a[1] < b[2] and b[1] < a[2]
